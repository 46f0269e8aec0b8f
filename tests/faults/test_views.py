"""Whatever stands in a view's row, a command that reads says so in one line (exit 10) or answers: it never crashes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive import cli
from archive.store import tables as t
from archive.store.connection import driver
from tests.store.samples import filled, reopen

TABLES = (t.tree, *t.VIEWS)
COLUMNS = {f"{table.name}.{column.name}": column for table in TABLES for column in table.columns}

#: What cannot be, by the type of the column, as SQL: another type, none, cut off, no UTF-8, far too large, of nothing.
WRONG = {
    t.Raw: ("NULL", "'word'", "x'ff00'", "zeroblob(32)"),
    t.Words: ("NULL", "x'ff00'", "CAST(x'ff61' AS TEXT)", "''"),
    t.RawOrNone: ("'word'", "x'ff00'", "zeroblob(32)"),
    t.Whole: ("NULL", "'word'", "-1", "4611686018427387904"),
}
POSITIONS = ("-1", "1", "4611686018427387904")  # SQLite itself lets nothing else be a row's key


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive without triggers and constraints, with one record of every kind, and its commands."""
    folder = tmp_path_factory.mktemp("views")
    filled(folder, articles=2).close()
    with closing(driver().connect(str(folder / "a" / "archive.db"), isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE type = 'table'")
        connection.execute("PRAGMA journal_mode = DELETE")
    return folder


def commands(whole: Path, place: Path) -> Iterator[list[str]]:
    """Every command that reads, each with what the whole archive has."""
    with reopen(whole) as opened:
        hit = opened.search("gate").hits[0]
    for query in (["gate"], ["gate speaker:w", "--find", "claims"], ["publisher:mercury captured:20"]):
        yield ["search", *query]
    for reference in (hit.token, hit.document, "dam#1", "dam"):
        yield ["show", reference]
    yield ["list"]
    yield ["list", "claims"]
    yield ["log", hit.document]
    yield ["log", "dam#1"]
    yield ["status"]
    yield ["cite", hit.token, "--claim", "Another.", "--story", "dam"]
    yield ["export", "dam", "-o", str(place / "bundle")]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_wrong_value_in_a_view_is_said(
    whole: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    asked, place, column = list(commands(whole, tmp_path)), tmp_path / "a", COLUMNS[name]
    shutil.copytree(whole / "a", place)
    for wrong in POSITIONS if column.name == "position" else WRONG[type(column.type)]:
        shutil.copy(whole / "a" / "archive.db", place)
        damage(place, f'UPDATE OR IGNORE {column.table.name} SET "{column.name}" = {wrong}')  # noqa: S608
        for words in asked:
            code = cli.run([*words, "--archive", str(place)])
            _, err = capsys.readouterr()
            assert code in (0, 2, 3, 4, 6, 10), (wrong, words, code, err)
            assert code != 10 or "archive" in err.partition("hint: ")[2], (wrong, words, err)
            shutil.rmtree(tmp_path / "bundle", ignore_errors=True)


def damage(folder: Path, statement: str) -> None:
    with closing(driver().connect(str(folder / "archive.db"), isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement)
