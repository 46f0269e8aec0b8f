"""The connection: its pragmas, old SQLites, locks, read-only places, and whose error it is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import text

import archive
from archive.errors import CannotWrite, IntegrityError, Locked, NotAnArchive, NotFound, TooNew, UsageError
from archive.store import connection as db
from archive.store.connection import can_wal, driver
from archive.store.database import Database
from tests.store.samples import filled, make, raw, reopen, write_articles

PRAGMAS = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "busy_timeout")

needs_wal = pytest.mark.skipif(not can_wal(driver()), reason="this SQLite's WAL is not safe with several writers")
needs_old = pytest.mark.skipif(can_wal(sqlite3), reason="the standard library's SQLite is new")  # type: ignore[arg-type]


def pragmas(archive: archive.Archive) -> dict[str, object]:
    connection = archive._opened.store.database.raw()
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}


@pytest.fixture
def old_sqlite(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The standard library's SQLite, 3.40 here, as on a machine without pysqlite3."""
    monkeypatch.setattr(db, "driver", lambda: sqlite3.dbapi2)
    return sqlite3


@needs_wal
def test_every_connection_has_the_pragmas_that_durability_needs(tmp_path: Path) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": db.BUSY_MS,
    }
    with make(tmp_path) as made:
        assert pragmas(made) == wanted
    for _ in range(2):
        with reopen(tmp_path) as opened:
            assert pragmas(opened) == wanted


@needs_old
def test_an_old_sqlite_writes_a_rollback_journal_with_extra_syncs(tmp_path: Path, old_sqlite: ModuleType) -> None:
    with filled(tmp_path) as made:
        assert (pragmas(made)["journal_mode"], pragmas(made)["synchronous"]) == ("delete", 3)
        assert made.verify(full=True).ok
    with reopen(tmp_path) as opened:
        assert (pragmas(opened)["journal_mode"], pragmas(opened)["synchronous"]) == ("delete", 3)


@needs_old
@needs_wal
def test_an_old_sqlite_refuses_a_wal_archive_and_leaves_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path).close()
    before = (tmp_path / "a" / "archive.db").read_bytes()
    monkeypatch.setattr(db, "driver", lambda: sqlite3.dbapi2)
    with pytest.raises(TooNew, match=r"needs SQLite 3\.51\.3") as caught:
        reopen(tmp_path)
    assert caught.value.exit == 12
    assert (tmp_path / "a" / "archive.db").read_bytes() == before


@needs_old
@needs_wal
def test_a_new_sqlite_turns_an_old_ones_archive_to_wal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        old.setattr(db, "driver", lambda: sqlite3.dbapi2)
        filled(tmp_path).close()
    with reopen(tmp_path) as opened:
        assert pragmas(opened)["journal_mode"] == "wal"
        assert opened.verify(full=True).ok


def test_an_empty_file_or_another_database_is_no_archive(tmp_path: Path) -> None:
    filled(tmp_path).close()
    (tmp_path / "a" / "archive.db").unlink()
    with pytest.raises(NotAnArchive):
        reopen(tmp_path)
    (tmp_path / "a" / "archive.db").write_bytes(b"")
    with pytest.raises(NotAnArchive):
        reopen(tmp_path)
    (tmp_path / "a" / "archive.db").write_bytes(b"no database at all, but long enough to look like one\n" * 100)
    with pytest.raises(IntegrityError, match="damaged"):
        reopen(tmp_path)
    assert not (tmp_path / "b").exists()
    with pytest.raises(NotAnArchive):
        reopen(tmp_path, "b")
    assert not (tmp_path / "b").exists()


def test_a_killed_init_leaves_no_archive(tmp_path: Path) -> None:
    Database(make_folder(tmp_path / "a") / "archive.db", create=True).close()
    with pytest.raises(NotAnArchive):
        reopen(tmp_path)
    with make(tmp_path) as made:  # the next one goes on
        assert made.status().size == 0


def make_folder(path: Path) -> Path:
    path.mkdir()
    return path


HOLDER = """
import sys; sys.path.insert(0, {root!r})
from archive.store.connection import driver
c = driver().connect({db!r}, isolation_level=None)
c.execute("BEGIN IMMEDIATE"); print("held", flush=True); sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path: Path) -> object:
    """An archive whose write lock another process holds."""
    filled(tmp_path).close()
    code = HOLDER.format(root=str(Path(__file__).parents[2]), db=str(tmp_path / "a" / "archive.db"))
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdin is not None
    assert process.stdout.readline() == b"held\n"
    yield tmp_path
    process.communicate()


@needs_wal
def test_while_another_process_writes_one_can_read_and_search_and_verify(held: Path) -> None:
    with reopen(held) as opened:
        assert opened.search("gate").total
        assert opened.verify(full=True).ok
        assert opened.status().counts["documents"] == 4


@needs_wal
def test_a_lock_that_is_not_given_up_is_locked_and_loses_nothing(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_MS", 50)
    with reopen(held) as opened:
        size = opened.status().size
        for attempt in (
            lambda: list(opened.add(*write_articles(held / "more", 1, 50))),
            lambda: opened.cite(archive.Request(token=opened.search("gate").hits[0].token, claim="x")),
            lambda: opened.retract("dam#1", why="x"),
            opened.rebuild,
        ):
            with pytest.raises(Locked) as caught:
                attempt()
            assert caught.value.exit == 11
        assert opened.status().size == size
        assert opened.verify(full=True).ok


@needs_wal
def test_the_command_says_locked_with_exit_11(held: Path) -> None:
    code = (
        "import sys; import archive.store.connection as db; db.BUSY_MS = 50\n"
        "from archive.cli import main; main(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "retract", "dam#1", "--why", "x", "--archive", str(held / "a")],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 11, done.stderr
    assert "another process" in done.stderr


def test_reading_sees_one_moment_while_another_connection_writes(tmp_path: Path) -> None:
    with filled(tmp_path) as one, reopen(tmp_path) as two, one._opened.store.reading() as reader:
        before = reader.size(), reader.root()
        list(two.add(*write_articles(tmp_path / "more", 1, 60)))
        assert (reader.size(), reader.root()) == before


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with filled(tmp_path) as made:
        store, before = made._opened.store, made.status()
        with pytest.raises(RuntimeError), store.writing() as writer:
            writer.append(store.seal("claim/1", {"text": "lost"}, at="2026-03-01T12:00:00Z"))
            writer.flush()
            raise RuntimeError
        assert made.status() == before
        assert made.verify(full=True).ok


@pytest.mark.parametrize(
    ("reference", "error"),
    [("urn:\ud800", UsageError), ("urn:a\0b", NotFound), ("\udcff", NotFound), ("0" * 64, NotFound)],
)
def test_what_no_database_can_hold_is_simply_not_there(tmp_path: Path, reference: str, error: type[Exception]) -> None:
    with filled(tmp_path) as made, pytest.raises(error):
        made.show(reference)


def test_a_damaged_record_is_an_integrity_error_wherever_it_is_read(tmp_path: Path) -> None:
    with filled(tmp_path) as made:
        id = next(event.id for event in made.log("dam#1") if event.kind == "citation/1")
    for data in (b"{}", b"\xff", None):
        with raw(tmp_path / "a", unguarded=True) as connection:
            connection.execute("UPDATE records SET data = ? WHERE id = ?", (data, bytes.fromhex(id)))
        with reopen(tmp_path) as opened:
            for read in (lambda: opened.show("dam#1"), lambda: opened.show(id)):
                with pytest.raises(IntegrityError):
                    read()


def test_a_missing_view_row_is_an_integrity_error_and_not_a_crash(tmp_path: Path) -> None:
    filled(tmp_path).close()
    with raw(tmp_path / "a", unguarded=True) as connection:
        connection.execute("DELETE FROM claims")
    with reopen(tmp_path) as opened, pytest.raises(IntegrityError):
        opened.show("dam#1")


def test_a_database_that_cannot_be_made_is_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite):
        archive.create(tmp_path / "file" / "a", name="T", keys=tmp_path / "keys", cache=tmp_path / "cache")


def test_text_is_never_cut_at_a_nul_in_a_blob(tmp_path: Path) -> None:
    with make(tmp_path) as made, made._opened.store.writing() as writer:
        from archive.model.digest import Digest

        data = b"before\0after\r\n\xe2\x80\xa8 end"
        writer.keep(Digest.of(data), data)
        writer.flush()
        assert writer.blob(Digest.of(data)) == data
        stored = writer._connection.execute(text("SELECT length(data), size FROM blobs")).one()
        assert tuple(stored) == (len(data), len(data))
