"""Every way to alter what is stored, by hand and past the triggers, and the code it is found under."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.errors import UsageError
from tests.store.samples import codes, filled, make, raw, reopen

#: what is done → (the codes of which one at least must be found, without --full; nothing for "only by --full")
ALTERED = {
    "a record's words": (
        "UPDATE records SET data = CAST(replace(CAST(data AS TEXT), 'opened', 'closed') AS BLOB)"
        " WHERE kind = 'claim/1'",
        "record-altered",
        True,
    ),
    "a citation's quote": (
        "UPDATE records SET data = CAST(replace(CAST(data AS TEXT), 'gate', 'door') AS BLOB) WHERE kind = 'citation/1'",
        "quote-altered",
        True,
    ),
    "a record erased, and nothing says so": (
        "UPDATE records SET data = NULL WHERE position = 3",
        "record-missing",
        True,
    ),
    "a blob erased, and nothing says so": ("UPDATE blobs SET data = NULL WHERE number = 1", "blob-missing", True),
    "a record's id": ("UPDATE records SET id = randomblob(32) WHERE position = 2", "record-altered", True),
    "the last record taken away": (
        "DELETE FROM records WHERE position = (SELECT max(position) FROM records)",
        "view-differs",
        False,
    ),
    "a record taken out of the middle": ("DELETE FROM records WHERE position = 2", "position-gap", True),
    "two records exchanged": (
        "UPDATE records SET position = CASE position WHEN 2 THEN -3 ELSE 2 END WHERE position IN (2, 3);"
        "UPDATE records SET position = 3 WHERE position = -3",
        "view-differs",
        False,
    ),
    "a record's kind in its row": (
        "UPDATE records SET kind = 'note/1' WHERE kind = 'claim/1'",
        "view-differs",
        False,
    ),
    "a blob's bytes": ("UPDATE blobs SET data = CAST(data || ' ' AS BLOB) WHERE number = 1", "blob-altered", True),
    "a blob's size": ("UPDATE blobs SET size = size + 1 WHERE number = 1", "blob-altered", True),
    "a blob's name": ("UPDATE blobs SET digest = randomblob(32) WHERE number = 1", "blob-missing", True),
    "a blob taken away": ("DELETE FROM blobs WHERE number = 1", "blob-missing", True),
    "a text longer than it was": (
        "UPDATE blobs SET data = CAST(data || 'x' AS BLOB), size = size + 1"
        " WHERE digest IN (SELECT text FROM versions)",
        "blob-altered",
        True,
    ),
    "a citation's span in its row": ('UPDATE citations SET "end" = "end" - 1', "view-differs", False),
    "a claim's words in its row": ("UPDATE claims SET text = 'something else'", "view-differs", False),
    "a title in its row": ("UPDATE statements SET value = 'The Ledger'", "view-differs", False),
    "a row deleted": (
        "DELETE FROM captures WHERE position = (SELECT max(position) FROM captures)",
        "view-differs",
        False,
    ),
    "a retraction's row deleted": ("DELETE FROM retractions", "view-differs", False),
    "a view emptied": ("DELETE FROM places", "view-differs", False),
    "a row invented at a record's place": (
        "INSERT INTO places VALUES (0, 'file:///x', 'urn:x:y', zeroblob(32))",
        "view-differs",
        False,
    ),
    "a row invented after the last record": (
        "INSERT INTO stories VALUES (1000000, 'flood', (SELECT id FROM claims LIMIT 1))",
        "view-differs",
        False,
    ),
    "a row invented before the first record": (
        "INSERT INTO retractions VALUES (-1, (SELECT id FROM claims WHERE position > 0 AND id NOT IN"
        " (SELECT target FROM retractions) LIMIT 1), 'never said')",
        "view-differs",
        False,
    ),
    "a trigger dropped": ("DROP TRIGGER records_keep", "schema-differs", False),
    "a trigger of one's own": (
        "CREATE TRIGGER evil AFTER INSERT ON claims BEGIN UPDATE claims SET text = 'x'; END",
        "schema-differs",
        False,
    ),
    "a table of one's own": ("CREATE TABLE mine (x)", "schema-differs", False),
    "an index dropped": ("DROP INDEX claims_saying", "schema-differs", False),
    "a value of another type": ("UPDATE records SET id = 'x' WHERE position = 2", "database-damaged", True),
    "a kind that is a blob": ("UPDATE records SET kind = x'ff' WHERE position = 2", "database-damaged", True),
    "a kind that is no text": (
        "UPDATE records SET kind = CAST(x'ff' AS TEXT) WHERE position = 2",
        "database-damaged",
        True,
    ),
    "a blob that is text": ("UPDATE blobs SET data = 'x' WHERE number = 1", "database-damaged", True),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("audit")
    with filled(tmp_path) as made:
        assert made.verify(full=True).ok
    return tmp_path


@pytest.fixture
def folder(base: Path, tmp_path: Path) -> Path:
    shutil.copytree(base / "a", tmp_path / "a")
    return tmp_path


@pytest.mark.parametrize("name", ALTERED)
def test_what_is_altered_is_found(folder: Path, name: str) -> None:
    statements, code, without_full = ALTERED[name]
    schema = statements.startswith(("DROP", "CREATE"))
    with raw(folder / "a", unguarded=not schema) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        for statement in statements.split(";") if not schema else [statements]:
            connection.execute(statement)
    with reopen(folder) as opened:
        report = opened.verify(full=True)
        assert code in codes(report), report.problems
        assert not report.ok
        assert report.strength == "none"
        if without_full:
            assert code in codes(opened.verify())


def test_the_tree_is_checked(tmp_path: Path) -> None:
    with make(tmp_path) as made:
        with made._opened.store.writing() as writer:
            for n in range(300):
                writer.append(made._opened.store.seal("claim/1", {"text": f"Claim {n}."}, at="2026-03-01T12:00:00Z"))
        assert made.verify().ok
    for statement in ("UPDATE tree SET hash = randomblob(32)", "DELETE FROM tree"):
        with raw(tmp_path / "a", unguarded=True) as connection:
            connection.execute(statement)
        with reopen(tmp_path) as opened:
            assert codes(opened.verify()) == {"tree-differs"}
    with reopen(tmp_path) as opened:
        opened.rebuild()
        assert opened.verify(full=True).ok


def test_what_is_derived_is_whole_again_after_a_rebuild(folder: Path) -> None:
    with raw(folder / "a", unguarded=True) as connection:
        for statement in ("DELETE FROM retractions", "UPDATE claims SET text = 'x'", "DELETE FROM places"):
            connection.execute(statement)
    with reopen(folder) as opened:
        assert codes(opened.verify(full=True)) == {"view-differs"}
        opened.rebuild()
        assert opened.verify(full=True).ok


def test_a_root_that_is_held_tells_of_a_log_that_was_cut_or_written_anew(folder: Path) -> None:
    with reopen(folder) as opened:
        status = opened.status()
        opened.retract("dam#3", why="later")
        held = f"{status.size}:{status.root}"
        assert opened.verify(root=held).ok
        assert codes(opened.verify(root=status.root)) == {"root-differs"}
        assert codes(opened.verify(root=f"{status.size - 1}:{status.root}")) == {"root-differs"}
        assert codes(opened.verify(root=f"{status.size + 9}:{status.root}")) == {"root-differs"}
        for nonsense in ("x", "1:2", status.root[:-1], f"-1:{status.root}"):
            with pytest.raises(UsageError):
                opened.verify(root=nonsense)


def test_verify_reports_counts_and_the_root(folder: Path) -> None:
    with reopen(folder) as opened:
        report, status = opened.verify(full=True), opened.status()
        assert (report.size, report.root) == (status.size, status.root)
        for kind in ("version", "sentences", "capture", "place", "description", "claim", "citation", "retraction"):
            assert report.checked[kind] == status.counts[kind]
        assert opened.verify().skipped != report.skipped
