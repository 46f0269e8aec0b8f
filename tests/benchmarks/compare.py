"""Searching as people do it, side by side with SQLite FTS5 and, where it is installed, Recoll, on the same documents.

FTS5 stands as `sqlite-utils enable-fts --tokenize porter` sets it up: an external-content table, one row a sentence,
with an index on each metadata column; its answers are ten rows by rank, and their total. Recoll indexes one file a
document; its answers are `recollq -n 10`, a process each, from which the CPU of one that finds nothing is taken off.
Ours are ten hits by the front door, with all that `archive search` shows. All times are CPU; queries are drawn from
the documents by a seeded generator, and a row without a figure is what that program cannot do.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks import corpus
from benchmarks.add import add_all, create
from benchmarks.measure import Figures, Place, Row, cpu, in_child, medians, once
from benchmarks.search import drawn

import archive
from archive.text.sentences import sentences

QUERIES, TURNS = 40, 5
LIMIT = 10
P95 = 20.0  # ms, warm
BUILT = 5_000  # documents of which the build is timed


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: what we are asked, and what the others are, of the words that were drawn; None where they cannot."""

    name: str
    words: int
    ours: Callable[[list[str]], tuple[str, dict[str, Any]]]
    fts5: Callable[[list[str]], tuple[str, str, tuple[Any, ...]]] | None  # match, further conditions, their values
    recoll: Callable[[list[str]], str] | None
    order: str = "rank"


def _simple(written: Callable[[list[str]], str]) -> dict[str, Any]:
    return {
        "ours": lambda words: (written(words), {}),
        "fts5": lambda words: (written(words), "", ()),
        "recoll": written,
    }


_FILTER = 'publisher:"Publisher 12" published:[2016 TO 2019]'
KINDS = (
    Kind("term", 1, **_simple(" ".join)),
    Kind("AND of two", 2, **_simple(" AND ".join)),
    Kind("OR of five", 5, **_simple(" OR ".join)),
    Kind("phrase", 2, **_simple(lambda words: f'"{" ".join(words)}"')),
    Kind("prefix", 1, **_simple(lambda words: f"{words[0][:4]}*")),
    Kind("fuzzy", 1, lambda words: (f"{words[0]}~", {}), None, None),
    Kind(
        "filter and date range",
        1,
        lambda words: (f"{words[0]} {_FILTER}", {}),
        lambda words: (
            words[0],
            "AND s.publisher = ? AND s.published >= ? AND s.published < ?",
            ("Publisher 12", "2016", "2020"),
        ),
        None,
    ),
    Kind(
        "sorted by date",
        1,
        lambda words: (words[0], {"sort": "published"}),
        lambda words: (words[0], "", ()),
        None,
        order="s.published DESC",
    ),
)
FACETS = Kind("facets by publisher", 1, lambda words: (words[0], {"count_by": "publisher", "limit": 0}), None, None)


def rows(place: Place) -> Iterator[Row]:
    yield from _build(place, 500 if place.quick else BUILT)
    for count in (500,) if place.quick else (place.documents,) if place.documents else (10_000, 100_000):
        yield from _rows(place, count)


def _build(place: Place, count: int) -> Iterator[Row]:
    """Of ours the index made anew from what is stored, against FTS5's table filled from the list. Beside it all that
    adding does besides: records, hashes, sentences, languages, copies; `add` has its own floor. Medians of turns."""
    articles = corpus.listed(place, count)
    turns = []
    for n in range(1 if place.quick else 3):
        folder = place.scratch / f"ours-{n}"
        figures = in_child(_make_ours, articles, folder) | {"index": in_child(_index_ours, folder)}
        turns.append(figures | {"fts5": in_child(_make_fts5, articles, place.scratch / f"fts5-{n}")})
    found = medians(turns)
    yield Row(f"{count:,}: build the index, FTS5", found["index"], "s", found["fts5"], target=2.0)
    yield Row("  add all of it", found["add"], "s", found["fts5"])


def _rows(place: Place, count: int) -> Iterator[Row]:
    articles = corpus.listed(place, count)
    ours = once(place.kept / f"search-{count}", lambda path: in_child(_make_ours, articles, path))
    fts5 = once(place.kept / f"fts5-{count}.db", lambda path: in_child(_make_fts5, articles, path))
    figures, others = in_child(_measure, ours, fts5, place.shared)
    slowest = max(value for name, value in figures.items() if name.endswith("p95"))
    for kind in (*KINDS, FACETS):
        for p in ("p50", "p95"):
            name = f"{kind.name} {p}"
            beside = others.get(name)
            yield Row(f"{count:,}: {name}, FTS5", figures[name], "ms", beside, target=1.0 if beside else None)
    yield Row(f"{count:,}: the slowest p95", slowest, "ms", by="plain", target=P95)
    yield Row(f"{count:,}: add one and see it", figures["see"], "ms", by="plain", target=50.0)
    yield Row(f"{count:,}: index, against the text", figures["index"] / 1e6, "MB", figures["text"] / 1e6, target=1.2)
    if shutil.which("recollindex") and count <= 10_000:
        found = in_child(_measure_recoll, place.shared, count, place.scratch / f"recoll-{count}")
        for kind_name, value in found.items():
            yield Row(f"{count:,}: {kind_name}, Recoll", figures[kind_name], "ms", value, target=1.0)


def _percentiles(figures: Figures, name: str, times: list[float]) -> None:
    figures[f"{name} p50"] = statistics.median(times)
    figures[f"{name} p95"] = statistics.quantiles(times, n=20)[-1]


def _in_turns(ours: Callable[[], object], other: Callable[[], object] | None) -> tuple[float, float]:
    """The median of each, in ms, measured in turns; of nothing 0."""
    turns = [(_once(ours), _once(other) if other else 0.0) for _ in range(TURNS)]
    return statistics.median(turn[0] for turn in turns), statistics.median(turn[1] for turn in turns)


def _once(act: Callable[[], object]) -> float:
    started = process_time()
    act()
    return 1000 * (process_time() - started)


def _measure(folder: Path, database: Path, shared: Path) -> tuple[Figures, Figures]:
    """Ours and FTS5's. Adding comes last, for it changes the archive."""
    figures: Figures = {}
    others: Figures = {}
    with archive.open(folder, cache=folder.parent / "cache") as opened, closing(sqlite3.connect(database)) as db:
        opened.search("warm up")
        for kind in (*KINDS, FACETS):
            asked = islice(drawn(shared, kind.words), QUERIES)
            times = [_in_turns(_ours(opened, kind, words), _fts5(db, kind, words)) for words in asked]
            _percentiles(figures, kind.name, [ours for ours, _ in times])
            if kind.fts5 or kind is FACETS:
                _percentiles(others, kind.name, [other for _, other in times])
        figures["index"] = sum(p.stat().st_size for p in opened._opened.index_folder.rglob("*") if p.is_file())
        figures["text"] = _text_bytes(opened)
        figures["see"] = statistics.median(_once(partial(_see, opened, n)) for n in range(5))
    return figures, others


# Ours ----------------------------------------------------------------------------------------------------------


def _make_ours(articles: Path, folder: Path) -> Figures:
    """CPU seconds of adding, which indexes too."""
    figures: Figures = {}
    with create(folder) as made, cpu(figures, "add"):
        add_all(made, articles)
    return figures


def _index_ours(folder: Path) -> float:
    """CPU seconds of making the index anew."""
    figures: Figures = {}
    with archive.open(folder, cache=folder.parent / "cache") as opened, cpu(figures, "index"):
        opened.rebuild("index")
    return figures["index"]


def _ours(opened: archive.Archive, kind: Kind, words: list[str]) -> Callable[[], object]:
    asked, options = kind.ours(words)
    return partial(opened.search, asked, **{"limit": LIMIT, **options})


def _text_bytes(opened: archive.Archive) -> float:
    with opened._opened.store.looking() as lookup:
        ((size,),) = lookup._execute("SELECT sum(b.size) FROM versions v JOIN blobs b ON b.digest = v.text", ())
    return float(size)


def _see(opened: archive.Archive, number: int) -> None:
    """One more article, and the search that finds it."""
    word = f"seldom{os.getpid()}x{number}"
    opened.add_bytes(f"A {word} was seen once, and then no more.".encode())
    assert opened.search(word).total == 1


# SQLite FTS5 ---------------------------------------------------------------------------------------------------


def _make_fts5(articles: Path, path: Path) -> float:
    """CPU seconds of it all."""
    started = process_time()
    with sqlite3.connect(path) as db, articles.open("rb") as lines:
        db.execute("CREATE TABLE s (id INTEGER PRIMARY KEY, text TEXT, document TEXT, publisher TEXT, published TEXT)")
        for article in map(json.loads, lines):
            about = (article["url"], article["publisher"], article["published"])
            text = article["text"]
            spans = sentences(text)
            db.executemany(
                "INSERT INTO s (text, document, publisher, published) VALUES (?, ?, ?, ?)",
                [(text[start:end], *about) for start, end in spans],
            )
        db.execute("CREATE INDEX s_publisher ON s (publisher)")
        db.execute("CREATE INDEX s_published ON s (published)")
        db.execute("CREATE VIRTUAL TABLE f USING FTS5 (text, tokenize='porter', content='s', content_rowid='id')")
        db.execute("INSERT INTO f (rowid, text) SELECT id, text FROM s")
    db.close()
    return process_time() - started


def _fts5(db: sqlite3.Connection, kind: Kind, words: list[str]) -> Callable[[], object] | None:
    joined = "FROM f JOIN s ON s.id = f.rowid WHERE f MATCH ?"
    if kind is FACETS:
        return partial(_asked, db, (f"SELECT s.publisher, count(*) {joined} GROUP BY s.publisher",), (words[0],))
    if kind.fts5 is None:
        return None
    match, conditions, values = kind.fts5(words)
    page = f"SELECT s.*, highlight(f, 0, '<', '>') {joined} {conditions} ORDER BY {kind.order} LIMIT {LIMIT}"
    total = f"SELECT count(*) {joined if conditions else 'FROM f WHERE f MATCH ?'} {conditions}"
    return partial(_asked, db, (page, total), (match, *values))


def _asked(db: sqlite3.Connection, queries: tuple[str, ...], values: tuple[Any, ...]) -> None:
    for query in queries:
        db.execute(query, values).fetchall()


# Recoll --------------------------------------------------------------------------------------------------------


def _measure_recoll(shared: Path, count: int, folder: Path) -> Figures:
    documents, settings = folder / "documents", folder / "settings"
    documents.mkdir(parents=True)
    settings.mkdir()
    for number, article in enumerate(corpus.articles(shared, count)):
        (documents / f"{number}.txt").write_text(article["text"], encoding="utf-8")
    (settings / "recoll.conf").write_text(f"topdirs = {documents}\n", encoding="utf-8")
    subprocess.run(["recollindex", "-c", str(settings)], check=True, capture_output=True)
    start = statistics.median(_recollq(settings, "nosuchwordanywhere") for _ in range(5))
    figures: Figures = {}
    for kind in KINDS:
        if kind.recoll is not None:
            asked = [kind.recoll(words) for words in islice(drawn(shared, kind.words), QUERIES)]
            _percentiles(figures, kind.name, [max(_recollq(settings, words) - start, 0.01) for words in asked])
    return figures


def _recollq(settings: Path, words: str) -> float:
    """CPU milliseconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["recollq", "-c", str(settings), "-n", str(LIMIT), "-A", words], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
