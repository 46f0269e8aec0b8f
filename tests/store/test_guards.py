"""What the database itself refuses: facts are never deleted or changed, the log has no gaps, citations lie inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.store.connection import driver
from tests.store.samples import filled, raw, reopen

REFUSED = {
    "a record deleted": ("DELETE FROM records WHERE position = 0", "never deleted"),
    "all records deleted": ("DELETE FROM records", "never deleted"),
    "a record replaced": (
        "INSERT OR REPLACE INTO records SELECT position, id, 'x/1', data FROM records WHERE position = 1",
        "next position",
    ),
    "a record's bytes changed": ("UPDATE records SET data = x'7b7d' WHERE position = 0", "never changed"),
    "a record's id changed": ("UPDATE records SET id = zeroblob(32), data = NULL WHERE position = 0", "never changed"),
    "a record's kind changed": ("UPDATE records SET kind = 'x/1', data = NULL WHERE position = 0", "never changed"),
    "a record moved": ("UPDATE records SET position = 1000, data = NULL WHERE position = 0", "never changed"),
    "a record put back after erasing": (
        "UPDATE records SET data = (SELECT data FROM records WHERE position = 1) WHERE position = 0",
        "never changed",
    ),
    "a gap": ("INSERT INTO records VALUES (1000, randomblob(32), 'x/1', x'00')", "next position"),
    "a negative position": ("INSERT INTO records VALUES (-1, randomblob(32), 'x/1', x'00')", "next position"),
    "an id twice": (
        "INSERT INTO records SELECT max(position) + 1, (SELECT id FROM records WHERE position = 0), 'x/1', x'00'"
        " FROM records",
        "UNIQUE",
    ),
    "a short id": ("INSERT INTO records SELECT max(position) + 1, x'00', 'x/1', x'00' FROM records", "records_id"),
    "a blob deleted": ("DELETE FROM blobs WHERE number = 1", "never deleted"),
    "a blob changed": ("UPDATE blobs SET data = x'00' WHERE number = 1", "never changed"),
    "a blob renamed": ("UPDATE blobs SET digest = zeroblob(32), data = NULL WHERE number = 1", "never changed"),
    "a blob resized": ("UPDATE blobs SET size = 0, data = NULL WHERE number = 1", "never changed"),
    "a blob twice": ("INSERT INTO blobs (digest, size, data) SELECT digest, size, data FROM blobs LIMIT 1", "UNIQUE"),
    "a citation past the end of its text": (
        "INSERT INTO citations SELECT position + 1000, randomblob(32), claim, version, start, 100000, stance, verdict,"
        " NULL FROM citations LIMIT 1",
        "inside its text",
    ),
    "an empty citation": (
        "INSERT INTO citations SELECT position + 1000, randomblob(32), claim, version, 5, 5, stance, verdict, NULL"
        " FROM citations LIMIT 1",
        "citations_span",
    ),
    "a citation from before the text": (
        "INSERT INTO citations SELECT position + 1000, randomblob(32), claim, version, -1, 5, stance, verdict, NULL"
        " FROM citations LIMIT 1",
        "citations_span",
    ),
    "the same citation twice": (
        'INSERT INTO citations SELECT position + 1000, randomblob(32), claim, version, start, "end", stance, verdict,'
        " NULL FROM citations LIMIT 1",
        "UNIQUE",
    ),
    "a citation of no version": (
        "INSERT INTO citations SELECT position + 1000, randomblob(32), claim, zeroblob(32), 0, 5, stance, verdict,"
        " NULL FROM citations LIMIT 1",
        "FOREIGN KEY",
    ),
    "a version of no blob": (
        "INSERT INTO versions SELECT position + 1000, randomblob(32), document, zeroblob(32), text, size, length,"
        " media_type, reader, NULL, NULL FROM versions LIMIT 1",
        "FOREIGN KEY",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("guards")
    filled(tmp_path).close()
    return tmp_path


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(folder: Path, name: str) -> None:
    statement, why = REFUSED[name]
    with raw(folder / "a") as connection:
        connection.execute("BEGIN")
        with pytest.raises(driver().DatabaseError, match=why):
            connection.execute(statement)
        connection.execute("ROLLBACK")


@pytest.mark.parametrize("table", ["records", "blobs"])
def test_erasing_is_the_one_change_a_fact_allows(folder: Path, table: str) -> None:
    with raw(folder / "a") as connection:
        connection.execute("BEGIN")
        connection.execute(f"UPDATE {table} SET data = NULL")  # noqa: S608
        connection.execute("ROLLBACK")


def test_nothing_of_this_left_a_trace(folder: Path) -> None:
    with reopen(folder) as archive:
        assert archive.verify(full=True).ok
