"""A log whose key is lost goes on under a new name, and what was signed before stays what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

import archive
from archive.errors import IntegrityError, NotFound, UsageError
from archive.store.connection import driver
from archive.tlog.note import parse_verifier_key, signature_by
from tests.resting.samples import made, more, reopen
from tests.store.samples import codes


@pytest.fixture
def lost(tmp_path: Path) -> Path:
    """An archive with a bundle, a backup and a checkpoint, whose key is gone."""
    with made(tmp_path) as opened:
        opened.export("all", target=tmp_path / "before")
        opened.backup(tmp_path / "b")
        (tmp_path / "kept").write_text(str(opened.proof_checkpoint()))
    (tmp_path / "keys").rename(tmp_path / "gone")
    return tmp_path


def test_it_goes_on_under_a_new_name(lost: Path) -> None:
    with reopen(lost) as opened:
        was, size = opened.origin, opened.size
        with pytest.raises(NotFound, match="not on this machine"):
            opened.proof_checkpoint()
        done = opened.continue_log()
        assert (done.was, done.size, opened.origin) == (was, size, done.origin)
        assert opened.proof_checkpoint().origin == done.origin != was
        with pytest.raises(UsageError, match="signs"):
            opened.continue_log()
    with reopen(lost) as opened:
        assert opened.origin == done.origin
        assert opened.verify(full=True).ok
        found = opened.proof_audit(lost / "kept")
        assert (found.outcome, found.kept, found.signer) == ("consistent", size, was)
        with pytest.raises(NotFound, match="its key is lost"):
            opened.proof_checkpoint(size)
        assert opened.backup(lost / "b").origin == done.origin
    assert archive.verify_backup(lost / "b").ok


def test_bundles_of_before_stay_valid_and_new_ones_are_signed(lost: Path) -> None:
    with reopen(lost) as opened:
        size = opened.size
        opened.continue_log()
        made = opened.export("all", target=lost / "after")
        early = opened.export("all", target=lost / "early", size=size)
        opened.proof_rotate()
        opened.export("all", target=lost / "rotated")
        key = archive.keyring(lost / "keys").export(opened.origin)
    assert made.key and early.unsigned
    for name in ("before", "after", "early", "rotated"):
        assert archive.verify(lost / name, keys=lost / "none").ok, name
    assert archive.verify(lost / "rotated", keys=lost / "none", key=key).strength == "signed"
    before, at_size = ((lost / n / "data/log/checkpoint").read_text().split("\n")[:3] for n in ("before", "early"))
    assert before == at_size, "under the name of that time"


def test_an_older_copy_goes_on_where_a_newer_was_signed(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        opened.backup(tmp_path / "b")
        more(opened, 30, 1)
        opened.proof_checkpoint()
    archive.restore(tmp_path / "b", tmp_path / "r", keys=tmp_path / "keys")
    with reopen(tmp_path, "r") as back:
        with pytest.raises(IntegrityError, match="rolled back"):
            back.proof_checkpoint()
        back.continue_log()
        assert back.verify(full=True).remembered


@pytest.mark.parametrize("step", ["append", "put"])
def test_cut_off_it_is_gone_on_with(lost: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    from archive.verbs import _continue

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with reopen(lost) as opened, monkeypatch.context() as cut:
        cut.setattr(*((_continue.files, "put") if step == "put" else (opened._opened.store, "seal")), dies)
        with pytest.raises(KeyboardInterrupt):
            opened.continue_log()
    with reopen(lost) as opened:
        assert codes(opened.verify()) == ({"origin-differs"} if step == "put" else set())
        opened.continue_log()
        assert [event.kind for event in opened.log()].count("continuation/1") == 1
        assert opened.verify(full=True).ok


def test_a_continuation_of_another_log_is_found(lost: Path) -> None:
    with reopen(lost) as opened:
        fields = {"origin": opened.origin, "size": opened.size, "root": "ab" * 32}
        name = str(parse_verifier_key(_first_key(lost)))
        with opened._opened.store.writing() as writer:
            writer.append(
                opened._opened.store.seal("continuation/1", {**fields, "key": name}, at="2026-03-01T12:00:00Z")
            )
        assert "continuation-wrong" in codes(opened.verify())
        opened.backup(lost / "b")
    assert "continuation-wrong" in codes(archive.verify_backup(lost / "b"))


def _first_key(folder: Path) -> str:
    with reopen(folder) as opened, opened._opened.store.looking() as lookup:
        return str(lookup.keys(1)[0][1].fields["key"])


def test_a_size_before_a_rotation_is_signed_by_the_key_of_then(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        size, early = opened.size, str(opened.proof_checkpoint())
        old, new = opened.proof_rotate()
        assert str(opened.proof_checkpoint(size)) == early
        assert signature_by(opened.proof_checkpoint(size - 1), old) == 0
        assert signature_by(opened.proof_checkpoint(), new) == 0
        opened.export("all", target=tmp_path / "early", size=size)
        assert (tmp_path / "early/data/log/checkpoint").read_text() == early


def test_few_records_are_found_among_many_by_their_index(tmp_path: Path) -> None:
    with made(tmp_path):
        pass
    connection = driver().connect(str(tmp_path / "a/archive.db"))
    for query in (
        "SELECT data FROM records WHERE kind IN ('key/1', 'continuation/1') AND position < 9 ORDER BY position",
        "SELECT position FROM records WHERE data IS NULL ORDER BY position",
        "SELECT digest FROM blobs WHERE data IS NULL",
    ):
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))
        assert "records_signers" in plan or "_erased" in plan, plan
    connection.close()
