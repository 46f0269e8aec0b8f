"""Bulk add, durable, against its floor: what no program that stores and indexes the same could do without.

The floor: the list's bytes read, the contents hashed, every row of the finished archive inserted with the bare driver
(the product's own empty database and pragmas, the same commit points), and the same passages, folded before, given to
bare tantivy (same schema, heap, threads, commits). The splitter's time is measured apart and left out of both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import tantivy
from benchmarks import corpus
from benchmarks.measure import Figures, Place, Row, cpu, held_mb, in_child, medians
from sqlalchemy import Table

import archive
from archive.engines import tantivy as engine
from archive.engines._folding import fold
from archive.model.passage import Passage
from archive.store import tables as t
from archive.store.archive import Config, Store
from archive.store.database import Database
from archive.text.sentences import sentences
from archive.verbs._catch_up import COMMIT, _passages, no_progress

TARGET = 2.5
WIDE = (t.records, t.blobs, *t.VIEWS, t.tree)

Commit = tuple[int, int]  # records and blobs that stand after it


def rows(place: Place) -> Iterator[Row]:
    count = place.documents or (500 if place.quick else 5_000)
    articles = corpus.listed(place, count)
    finished = place.scratch / "finished"
    commits = in_child(finish, articles, finished)
    ours, floors = [], []
    for run in range(1 if place.quick else 3):
        ours.append(in_child(add, articles, place.scratch / f"add-{run}"))
        floors.append(in_child(floor, articles, finished, commits, place.scratch / f"floor-{run}"))
    mine, bare = medians(ours), medians(floors)
    scale = 1e6 / count
    total = (mine["store"] + mine["index"] + mine["copies"] - mine["splitter"]) * scale
    least = sum(bare.values()) * scale
    yield Row(f"add {count:,} documents: each", total, "µs", least, target=TARGET)
    storing, index = bare["read"] + bare["hash"] + bare["rows"], bare["index"]
    yield Row("  read, store, commit", (mine["store"] - mine["splitter"]) * scale, "µs", storing * scale)
    yield Row("  index", mine["index"] * scale, "µs", index * scale)
    yield Row("  find copies", mine["copies"] * scale, "µs", by="plain")
    for name in ("read", "hash", "rows"):
        yield Row(f"  of the floor: {name}", bare[name] * scale, "µs", by="plain")
    yield Row("  splitter (left out of both)", mine["splitter"] * scale, "µs", by="plain")
    yield Row("  memory held at the end", mine["held"], "MB", by="plain")


def finish(articles: Path, folder: Path) -> list[Commit]:
    """Makes the archive that the floor copies; tells where its commits were."""
    commits: list[Commit] = [(0, 0)]
    with create(folder) as made:
        database = made._opened.store.database

        def noted(what: str, done: int, total: int) -> None:
            if what == "adding":
                with database.reading():
                    counts = database.raw().execute("SELECT (SELECT count(*) FROM records), count(*) FROM blobs")
                    commits.append(counts.fetchone())

        add_all(made, articles, noted)
    return commits


def add(articles: Path, folder: Path) -> Figures:
    """The product: CPU seconds of storing (and of the splitter in it), of indexing, and of finding copies."""
    warm_up(folder.with_name(f"{folder.name}-warm"))
    with create(folder) as made:
        started = process_time()
        at: Figures = {}

        def noted(what: str, done: int, total: int) -> None:
            at[what] = process_time()

        add_all(made, articles, noted)
        figures = {
            "store": at["adding"] - started,
            "index": at["indexing"] - at["adding"],
            "copies": process_time() - at["indexing"],
            "held": held_mb(),
        }
    texts = _texts(articles)
    with cpu(figures, "splitter"):
        for text in texts:
            sentences(text)
    return figures


def create(folder: Path, engine: str = "tantivy") -> archive.Archive:
    """A new archive, with its keys and cache beside it."""
    beside = {"keys": folder.parent / "keys", "cache": folder.parent / "cache"}
    return archive.create(folder, name="Bench", engine=engine, **beside)


def add_all(made: archive.Archive, articles: Path, progress: archive.Progress = no_progress) -> list[str]:
    """Adds a list of which nothing is known yet; gives the ids of the versions."""
    versions = []
    with articles.open("rb") as lines:
        for added in made.add_list(lines, progress=progress):
            assert added.status == "added", added
            versions.append(added.version)
    return versions


def warm_up(folder: Path) -> None:
    """Adds one document to an archive of its own: after that, everything is imported and every pattern compiled."""
    with create(folder) as made:
        made.add_bytes(b"Something to begin with. It is short.")


def _texts(articles: Path) -> list[str]:
    with articles.open("rb") as lines:
        return [json.loads(line)["text"] for line in lines]


# --- the floor ---


def floor(articles: Path, finished: Path, commits: list[Commit], folder: Path) -> Figures:
    """CPU seconds of each part; what is inserted and indexed was read, and folded, before."""
    warm_up(folder.with_name(f"{folder.name}-warm"))
    figures: Figures = {}
    contents = [text.encode() for text in _texts(articles)]
    with cpu(figures, "read"), articles.open("rb") as lines:
        for _ in lines:
            pass
    with cpu(figures, "hash"):
        for content in contents:
            hashlib.sha256(content).digest()
    Store.create(folder, Config("bench.0123456789abcdef", "tantivy", "Bench"), archive.PROGRAM).close()  # an empty log
    source, target = Database(finished / "archive.db"), Database(folder / "archive.db")
    for before, after in pairwise(commits):
        rows = [(_insert(table), _rows_of(source, table, before, after)) for table in WIDE]
        with cpu(figures, "rows"):
            _write(target, rows)
    for passages in _folded(finished, commits[-1][0]):
        with cpu(figures, "index"):
            _index(folder / "index", passages)
    return figures


def _write(database: Database, rows: list[tuple[str, list[Any]]]) -> None:
    driver = database.raw()
    driver.execute("BEGIN IMMEDIATE")
    for statement, values in rows:
        driver.executemany(statement, values)
    driver.execute("COMMIT")


def _insert(table: Table) -> str:
    return f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608


def _rows_of(database: Database, table: Table, before: Commit, after: Commit) -> list[Any]:
    """The rows of `table` that one commit of the finished archive stored."""
    if table is t.blobs:
        where, low, high = "number > ? AND number <= ?", before[1], after[1]
    elif table is t.tree:
        where, low, high = "(number + 1) << (8 * level) > ? AND (number + 1) << (8 * level) <= ?", before[0], after[0]
    else:
        where, low, high = "position >= ? AND position < ?", before[0], after[0]
    query = f"SELECT * FROM {table.name} WHERE {where}"  # noqa: S608
    return list(database.raw().execute(query, (low, high)).fetchall())


def _folded(finished: Path, size: int) -> Iterator[list[dict[str, Any]]]:
    """The fields of every passage, one list for each commit of the index."""
    with archive.open(finished, cache=finished.parent / "cache") as source:
        for start in range(0, size, COMMIT):
            passages = _passages(source._opened, start, min(start + COMMIT, size), lambda _: None)
            yield list(_fielded(passages))


def _fielded(passages: Iterator[Passage]) -> Iterator[dict[str, Any]]:
    """Of a document, which comes right behind its sentences, their words."""
    sentences: list[str] = []
    for p in passages:
        if p.granularity == "sentence":
            sentences.append(fold(p.text))
            yield _fields(p, sentences[-1])
        else:
            yield _fields(p, " ".join(sentences))
            sentences = []


def _fields(p: Passage, folded: str) -> dict[str, Any]:
    key = p.position << 29 | p.start
    return {
        p.granularity: folded,
        f"{p.granularity}_position": p.position,
        "granularity": p.granularity,
        "key": key,
        "end": p.end,
    }


def _index(folder: Path, passages: list[dict[str, Any]]) -> None:
    if not folder.exists():
        folder.mkdir()
        tantivy.Index(engine._schema(), str(folder))
    index = tantivy.Index.open(str(folder))
    index.register_tokenizer("words", engine._ENGLISH)
    writer = index.writer(engine.HEAP, 1)
    for fields in passages:
        writer.add_document(tantivy.Document(**fields))
    writer.commit()
    writer.wait_merging_threads()
