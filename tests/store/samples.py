"""Small real archives, and their tables as the driver gives them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import archive
from archive.keys import make_key
from archive.store import tables as t
from archive.store.archive import Config, Store
from archive.store.connection import driver

FACTS = ("records", "blobs")
VIEWS = ("tree", *(table.name for table in t.VIEWS))
FOLLOWING = tuple(table.name for table in t.FOLLOWING)
TRIGGERS = ("records_dense", "records_keep", "records_fixed", "blobs_keep", "blobs_fixed", "citations_inside")

Tables = dict[str, list[tuple[Any, ...]]]


def make(tmp_path: Path, name: str = "a", *, engine: str = "tantivy") -> archive.Archive:
    """An archive whose log is empty: without the record of its key."""
    origin, _ = make_key("Test desk", tmp_path / "keys")
    Store.create(tmp_path / name, Config(origin, engine, "Test desk"), archive.PROGRAM).close()
    return reopen(tmp_path, name)


def reopen(tmp_path: Path, name: str = "a") -> archive.Archive:
    return archive.open(tmp_path / name, keys=tmp_path / "keys", cache=tmp_path / "cache")


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
    said = {"document": next(made.list_documents()).document, "set": {"publisher": "The Mercury"}}
    with made._opened.store.writing() as writer:  # as an older program wrote it
        writer.append(made._opened.store.seal("description/1", said, at=made._opened.clock()))
    _suspect(made)
    (run,) = made.extract(next(made.list_documents()).document)
    made.review_decide(run.proposals[0], "accepted")
    made.signoff("dam#1", state="checked", name="Ana Lind")
    _gone(made)
    return made


def _gone(made: archive.Archive) -> None:
    """A removal, of what is told by nothing else."""
    claim, content = "ab" * 32, f"sha256:{'cd' * 32}"
    citation = {"citation": "ef" * 32, "claim": claim, "stance": "supports"}
    fields = {"mode": "takedown", "why": "a court's order", "records": ["ef" * 32], "contents": [content]}
    with made._opened.store.writing() as writer:
        whole = {**fields, "blobs": [content], "citations": [citation]}
        writer.append(made._opened.store.seal("removal/1", whole, at="2020-01-01T00:00:00Z"))


def _suspect(made: archive.Archive) -> None:
    """A capture that was in doubt until it was accepted."""
    store, at, version = made._opened.store, "2020-01-01T00:00:00Z", next(made.list_documents()).version
    with store.writing() as writer:
        fields = {"version": version, "captured": at, "how": "watch", "live": True, "suspect": ["text-shrunk"]}
        capture = store.seal("capture/2", fields, at=at)
        for record in (capture, store.seal("acceptance/1", {"capture": capture.id}, at=at)):
            writer.append(record)


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
