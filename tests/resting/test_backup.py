"""Backups: what is made, what is refused, and that what comes back is what was there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import archive
from archive.errors import CannotWrite, IntegrityError, Locked, NotAnArchive, UsageError
from archive.files import held
from archive.resting import layout
from archive.store.facts import Line
from tests.resting.samples import BROKEN, Break, erase, files, made, more, reopen, rows
from tests.store.samples import codes

ROOT = Path(__file__).parents[2]


def restored(folder: Path, name: str = "r", keys: str = "none") -> archive.Archive:
    archive.restore(folder / "b", folder / name, keys=folder / keys)
    return reopen(folder, name, keys)


def same(folder: Path, name: str = "r") -> bool:
    return all(rows(folder / "a", table) == rows(folder / name, table) for table in ("records", "blobs"))


def whole(backup: Path) -> bool:
    """By our check, and by sha256sum."""
    listed = b"".join(path.read_bytes() for path in sorted(backup.glob("manifests/*")))
    done = subprocess.run(["sha256sum", "-c", "--strict", "--quiet"], input=listed, cwd=backup, check=False)
    report = archive.verify_backup(backup)
    assert report.ok, report.problems
    return done.returncode == 0


def test_what_comes_back_is_what_was_there(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        done = opened.backup(tmp_path / "b")
        assert (done.size, done.records, done.keys, done.unsigned) == (opened.size, opened.size, False, "")
        assert whole(tmp_path / "b")
        opened.export("all", target=tmp_path / "before")
        with restored(tmp_path, keys="keys") as back:
            assert same(tmp_path)
            assert back.verify(full=True, root=f"{done.size}:{done.root}").ok
            back.export("all", target=tmp_path / "after")
            assert files(tmp_path / "before") == files(tmp_path / "after")
            assert (back.origin, back.search("gate").total) == (opened.origin, opened.search("gate").total)


def test_without_the_key_nothing_signs_and_the_rest_is_the_same(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        opened.backup(tmp_path / "b")
    shutil.rmtree(tmp_path / "keys")
    with reopen(tmp_path) as opened, restored(tmp_path) as back:
        for one, name in ((opened, "before"), (back, "after")):
            assert one.export("all", target=tmp_path / name).unsigned
        assert files(tmp_path / "before") == files(tmp_path / "after")
        again = opened.backup(tmp_path / "b")
        assert again.unsigned and not again.bytes, "what the key signed before is kept"


def test_a_second_run_writes_what_is_new(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        opened.backup(tmp_path / "b")
        before = files(tmp_path / "b")
        assert opened.backup(tmp_path / "b").bytes == 0
        assert files(tmp_path / "b") == before
        size = opened.size
        more(opened, 100, 1)
        done = opened.backup(tmp_path / "b")
        assert (done.records, done.blobs) == (opened.size - size, 2)  # the text is the content; and its sentences
        after = files(tmp_path / "b")
        assert [n for n in before if before[n] != after[n]] == ["checkpoint"]
        new = {name: data for name, data in after.items() if before.get(name) != data}
        assert sum(map(len, new.values())) == done.bytes
    assert whole(tmp_path / "b")
    with restored(tmp_path):
        assert same(tmp_path)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["add", "backup", "erase", "cite", "rotate"]), max_size=7), st.integers(1, 9))
def test_any_sequence_comes_back(tmp_path_factory: pytest.TempPathFactory, steps: list[str], most: int) -> None:
    """Whatever happens between backups, with any length of files."""
    folder = tmp_path_factory.mktemp("sequence")
    with pytest.MonkeyPatch.context() as patch, made(folder, 2) as opened:
        patch.setattr(layout, "MOST_RECORDS", most)
        gone: set[str] = set()
        for n, step in enumerate([*steps, "backup"]):
            if step == "add":
                more(opened, 10 * (n + 1), 2)
            elif step == "cite":
                first = next(e.id for e in opened.log() if e.kind == "version/1")
                opened.cite(archive.Request(scope=first, quote="Nobody told the people", claim=f"Nobody knew {n}."))
            elif step == "rotate":
                opened.proof_rotate()
            elif step == "erase" and (left := [one.version for one in opened.list_documents()][1:]):
                gone |= erase(opened, left[-1])
            elif step == "backup":
                opened.backup(folder / "b")
                assert whole(folder / "b")
                assert not gone & {path.name for path in (folder / "b/blobs").rglob("*")}
        with restored(folder) as back:
            assert same(folder)
            with opened._opened.store.looking() as ours, back._opened.store.looking() as theirs:
                assert ours.root() == theirs.root()
            assert back.rebuild("views").records == opened.size
    shutil.rmtree(folder)


def test_erased_words_leave_the_backup_too(tmp_path: Path) -> None:
    with made(tmp_path, 4) as opened:
        opened.backup(tmp_path / "b")
        secret = [e for e in opened.log() if e.kind == "version/1"][2].id
        document = opened.show(secret).document
        erase(opened, secret)
        more(opened, 50, 1)
        done = opened.backup(tmp_path / "b")
        assert done.erased > 1
        assert document.encode() not in (tmp_path / "b/records/000000.1.jsonl").read_bytes().split(secret.encode())[0]
        assert not (tmp_path / "b/records/000000.jsonl").exists()
        assert opened.backup(tmp_path / "b").bytes == 0
    assert whole(tmp_path / "b")
    with restored(tmp_path):
        assert same(tmp_path)


def test_a_line_of_an_erased_record_is_read_as_it_was_written() -> None:
    line = Line("ab" * 32, "place/1", None)
    (written,) = layout.split_lines(layout.written_lines([line]))
    assert layout.parse_erased(written) == line
    assert layout.parse_erased(b'{"at":' + written[10:]) is None


# What is refused --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive `a` and its backup `b`; never written to."""
    folder = tmp_path_factory.mktemp("sample")
    with made(folder) as opened:
        opened.backup(folder / "b")
    return folder


@pytest.mark.parametrize(
    ("code", "broken"), [pytest.param(c, b, id=f"{c}-{n}") for c, all in BROKEN.items() for n, b in enumerate(all)]
)
def test_a_broken_backup_is_refused_with_its_reason(sample: Path, tmp_path: Path, code: str, broken: Break) -> None:
    shutil.copytree(sample / "b", tmp_path / "b")
    broken(tmp_path / "b")
    assert code in codes(archive.verify_backup(tmp_path / "b"))
    before = sorted(tmp_path.iterdir())
    with pytest.raises((IntegrityError, NotAnArchive)):
        archive.restore(tmp_path / "b", tmp_path / "r", keys=tmp_path / "keys")
    assert sorted(tmp_path.iterdir()) == before, "nothing is half-written"


def test_every_altered_byte_of_a_small_file_is_found(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample / "b", tmp_path / "b")
    for name in ("checkpoint", "backup.toml", "manifests/000000.sha256"):
        path = tmp_path / "b" / name
        data = path.read_bytes()
        for at in range(0, len(data), 1 if len(data) < 300 else 37):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert not archive.verify_backup(tmp_path / "b").ok, (name, at)
        path.write_bytes(data)
    assert archive.verify_backup(tmp_path / "b").ok


def test_a_root_that_is_held_is_compared(sample: Path) -> None:
    found = archive.verify_backup(sample / "b")
    assert archive.verify_backup(sample / "b", root=f"{found.size}:{found.root}").root_compared
    for wrong in ("ab" * 32, f"{found.size + 1}:{found.root}", f"1:{found.root}"):
        assert codes(archive.verify_backup(sample / "b", root=wrong)) == {"root-differs"}
    with pytest.raises(UsageError):
        archive.verify_backup(sample / "b", root="nothing")


def test_a_folder_that_is_another_s_is_refused_and_left(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with made(tmp_path) as opened, made(tmp_path / "other") as other:
        opened.backup(tmp_path / "b")
        before = files(tmp_path / "b")
        with pytest.raises(UsageError, match="another archive"):
            other.backup(tmp_path / "b")
        (tmp_path / "b/checkpoint").unlink()  # as a first run leaves it that was killed
        with pytest.raises(UsageError, match="another archive"):
            other.backup(tmp_path / "b")
        opened.backup(tmp_path / "b")
        assert files(tmp_path / "b") == before
        with pytest.raises(UsageError, match="something else"):
            opened.backup(tmp_path / "other")
        (tmp_path / "link").symlink_to(tmp_path / "b")
        with pytest.raises(UsageError, match="link"):
            opened.backup(tmp_path / "link")
        with held(tmp_path / "b", Locked("")), pytest.raises(Locked):
            opened.backup(tmp_path / "b")


def test_a_backup_that_is_ahead_or_forked_is_named(tmp_path: Path) -> None:
    with made(tmp_path):
        shutil.copytree(tmp_path / "a", tmp_path / "old")
    with reopen(tmp_path) as opened:
        more(opened, 20, 1)
        opened.backup(tmp_path / "b")
        size = opened.size
    before = files(tmp_path / "b")
    with reopen(tmp_path, "old", "none") as old:
        with pytest.raises(IntegrityError, match=f"ahead: it holds {size:,} records, this archive has {old.size:,}"):
            old.backup(tmp_path / "b")
        fork = old.size
        more(old, 30, 2)
        with pytest.raises(IntegrityError, match=f"another history: record {fork:,} is"):
            old.backup(tmp_path / "b")
    assert files(tmp_path / "b") == before


def test_a_damaged_archive_is_not_copied(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        opened.backup(tmp_path / "b")
        before = files(tmp_path / "b")
        more(opened, 20, 1)
    from archive.store.connection import driver

    connection = driver().connect(str(tmp_path / "a/archive.db"), isolation_level=None)
    connection.execute("DROP TRIGGER blobs_fixed")
    connection.execute("UPDATE blobs SET data = CAST('altered' AS BLOB) WHERE number = (SELECT max(number) FROM blobs)")
    connection.close()
    with reopen(tmp_path) as opened, pytest.raises(IntegrityError, match="is not what it was"):
        opened.backup(tmp_path / "b")
    assert whole(tmp_path / "b")
    assert files(tmp_path / "b").items() >= before.items()


def test_nothing_is_written_where_something_stands(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="exists"):
        archive.restore(sample / "b", sample / "a", keys=tmp_path)
    with pytest.raises(NotAnArchive, match="no backup"):
        archive.restore(sample / "a", tmp_path / "r", keys=tmp_path)
    (tmp_path / ".restoring-r").mkdir()
    (tmp_path / ".restoring-r/letter.txt").write_text("mine")
    with pytest.raises(CannotWrite, match="in the way"):
        archive.restore(sample / "b", tmp_path / "r", keys=tmp_path)
    assert (tmp_path / ".restoring-r/letter.txt").exists()


# Keys -------------------------------------------------------------------------------------------------------------


def test_the_key_goes_along_when_it_is_asked_for(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        opened.proof_rotate()
        opened.backup(tmp_path / "b")
        assert not (tmp_path / "b/keys").exists()
        assert opened.backup(tmp_path / "b", keys=True).keys
        modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "b/keys").iterdir()}
        assert modes == {0o600}
        early = [str(opened.proof_checkpoint(size)) for size in (1, opened.size)]
    with restored(tmp_path, keys="far") as back:
        assert [str(back.proof_checkpoint(size)) for size in (1, back.size)] == early
        assert (tmp_path / "far").stat().st_mode & 0o777 == 0o700


def test_a_backup_from_before_an_erasure_says_what_it_brings_back(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        opened.proof_checkpoint()
        opened.backup(tmp_path / "b")
        size = opened.size
        erase(opened, [e for e in opened.log() if e.kind == "version/1"][2].id)
        opened.proof_checkpoint()
        lost = opened.size - size
    assert lost and archive.restore(tmp_path / "b", tmp_path / "r", keys=tmp_path / "keys").missing == lost
    assert archive.restore(tmp_path / "b", tmp_path / "far", keys=tmp_path / "none").missing == 0


def test_no_backup_in_the_archive_itself(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        for folder in (tmp_path / "a", tmp_path / "a/b"):
            with pytest.raises(UsageError, match="is in the archive"):
                opened.backup(folder)
        assert not (tmp_path / "a/b").exists()


def test_another_key_than_the_log_s_is_refused(tmp_path: Path) -> None:
    with made(tmp_path) as opened:
        opened.backup(tmp_path / "b", keys=True)
    (tmp_path / "x").mkdir()
    with made(tmp_path / "x") as other:
        for path in (tmp_path / "x/keys" / other.origin).glob("key*"):
            shutil.copy(path, tmp_path / "b/keys" / path.name)
    with pytest.raises(IntegrityError, match="not the one that its log names"):
        archive.restore(tmp_path / "b", tmp_path / "r", keys=tmp_path / "far")
    assert not (tmp_path / "r").exists() and not list((tmp_path / "far").iterdir())


# While others write, and when it is killed ------------------------------------------------------------------------


def test_others_write_all_the_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_RECORDS", 3)
    made(tmp_path).close()
    stop = threading.Event()

    def write() -> None:
        with reopen(tmp_path) as opened:
            for n in range(100, 1000):
                if stop.is_set():
                    return
                more(opened, n, 1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with reopen(tmp_path) as opened:
            sizes = [opened.backup(tmp_path / "b").size for _ in range(5) if whole_or_none(tmp_path / "b")]
            assert sizes == sorted(sizes) and len(set(sizes)) > 1
    finally:
        stop.set()
        writer.join()
    assert whole(tmp_path / "b")
    with restored(tmp_path) as back:
        assert back.verify(full=True).ok


def whole_or_none(backup: Path) -> bool:
    return not backup.exists() or whole(backup)


KILLED = """
import sys, os, pathlib, archive
from archive import files
from archive.resting import layout
layout.MOST_RECORDS = 4
last, count = int(sys.argv[2]), 0
def counted(real):
    def call(*arguments, **options):
        global count
        count += 1
        if count == last:
            os.kill(os.getpid(), 9)
        return real(*arguments, **options)
    return call
files.put_one, pathlib.Path.unlink = counted(files.put_one), counted(pathlib.Path.unlink)
folder = pathlib.Path(sys.argv[1])
with archive.open(folder / "a", keys=folder / "keys", cache=folder / "cache") as opened:
    opened.backup(folder / "b")
print(count)
"""


def kill(folder: Path, last: int) -> int:
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(last)], cwd=ROOT, stdout=subprocess.PIPE)
    assert done.returncode in (0, -signal.SIGKILL)
    return int(done.stdout) if done.returncode == 0 else -1


def test_killed_at_any_file_it_leaves_the_former_backup(tmp_path: Path) -> None:
    """Something new and something erased; killed before a file is written or deleted, and run again."""
    base = tmp_path / "base"
    with made(base, 3) as opened:
        opened.backup(base / "b")
        former = opened.size
        more(opened, 40, 2)
        erase(opened, [e.id for e in opened.log() if e.kind == "version/1"][2])
        now = opened.size
    shutil.copytree(base, tmp_path / "whole")
    total = kill(tmp_path / "whole", -1)
    assert total > 8
    for last in range(1, total + 1, int(os.environ.get("ARCHIVE_SWEEP_STEP", "3"))):
        folder = tmp_path / f"{last}"
        shutil.copytree(base, folder)
        assert kill(folder, last) == -1
        assert whole(folder / "b")
        assert archive.list_backup(folder / "b").size in (former, now)
        archive.restore(folder / "b", folder / "half", keys=folder / "none")
        kill(folder, -1)
        assert whole(folder / "b")
        assert archive.list_backup(folder / "b").size == now
        assert not list((folder / "b").rglob(".new-*"))
        archive.restore(folder / "b", folder / "r", keys=folder / "none")
        assert same(folder)
        shutil.rmtree(folder)


def test_a_restore_that_was_killed_is_done_again(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample / "b", tmp_path / "b")
    (tmp_path / ".restoring-r").mkdir()
    (tmp_path / ".restoring-r/archive.db").write_bytes(b"half")
    with restored(tmp_path) as back:
        assert back.verify(full=True).ok
    assert not (tmp_path / ".restoring-r").exists()
