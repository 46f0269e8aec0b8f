"""Small real archives, and their tables as the driver gives them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import archive
from archive.store import tables as t
from archive.store.connection import driver

FACTS = ("records", "blobs")
VIEWS = ("tree", *(table.name for table in t.VIEWS))
FOLLOWING = tuple(table.name for table in t.FOLLOWING)
TRIGGERS = ("records_dense", "records_keep", "records_fixed", "blobs_keep", "blobs_fixed", "citations_inside")

Tables = dict[str, list[tuple[Any, ...]]]


def make(tmp_path: Path, name: str = "a", **options: Any) -> archive.Archive:
    return archive.create(
        tmp_path / name, name="Test desk", keys=tmp_path / "keys", cache=tmp_path / "cache", **options
    )


def reopen(tmp_path: Path, name: str = "a") -> archive.Archive:
    return archive.open(tmp_path / name, cache=tmp_path / "cache")


def article(n: int) -> str:
    """Some text that no other number gives."""
    return f"Report {n}\n\nThe dam at gate {n} was opened at dawn. “Nobody told us,” said witness {n}. Water rose.\n"


def write_articles(folder: Path, count: int, first: int = 0) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{n:04}.txt" for n in range(first, first + count)]
    for n, path in enumerate(paths, first):
        path.write_text(article(n), encoding="utf-8")
    return paths


def filled(tmp_path: Path, name: str = "a", articles: int = 4, **options: Any) -> archive.Archive:
    """An archive with one record at least of every kind that is projected."""
    made = make(tmp_path, name, **options)
    list(made.add(*write_articles(tmp_path / "texts", articles), values={"publisher": "The Mercury", "tags": ["dam"]}))
    for n, hit in enumerate(made.search("gate", limit=3).hits):
        made.cite(
            archive.Request(token=hit.token, claim=f"Gate {n} was opened.", speaker="A witness"[: n * 9], story="dam")
        )
    made.retract("dam#2", why="mistaken")
    return made


@contextmanager
def raw(folder: Path, *, unguarded: bool = False) -> Iterator[Any]:
    """The driver's own connection to an archive's database; `unguarded` without triggers and foreign keys."""
    connection = driver().connect(str(folder / "archive.db"), isolation_level=None)
    connection.execute(f"PRAGMA foreign_keys={'OFF' if unguarded else 'ON'}")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    try:
        for name, _ in triggers if unguarded else ():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers if unguarded else ():
            connection.execute(sql)
    finally:
        connection.close()


def dump(folder: Path, *tables: str) -> Tables:
    """All rows, in the order of their keys."""
    with raw(folder) as connection:
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608
            for name in tables
        }


def seeded(seed: object) -> random.Random:
    """Chance that is the same every time."""
    return random.Random(repr(seed))  # noqa: S311


def codes(report: Any) -> set[str]:
    return {problem.code for problem in report.problems}
