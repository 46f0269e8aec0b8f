"""The longest that any query takes, on both engines: the list and the generated ones of tests/conformance/hostile.py.

An answer or a refusal, over 20,000 documents of 3 kB, warm; each query once, for the time that it takes is what counts.
The slowest queries are printed behind the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import process_time

from benchmarks import corpus
from benchmarks.add import add_all, create
from benchmarks.measure import Place, Row, in_child, once
from benchmarks.search import drawn
from conformance.hostile import generated, listed

import archive
from archive import errors, plugins

MOST = 2.0  # seconds
DOCUMENTS, SIZE = 20_000, (2_900, 3_100)
GENERATED = 1_000
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, what it looked for, the CPU seconds it took, and whether it was refused."""

    words: str
    find: str
    seconds: float
    refused: bool


def rows(place: Place) -> Iterator[Row]:
    count = 500 if place.quick else place.documents or DOCUMENTS
    articles = corpus.listed(place, count, SIZE)
    for engine in plugins.built_in("engines"):
        folder = once(
            place.kept / f"bounded-{engine}-{count}", lambda path, e=engine: in_child(make, articles, path, e)
        )
        asked = sorted(in_child(measure, folder, place.shared), key=lambda one: -one.seconds)
        yield Row(f"{count:,} documents, {engine}: the slowest query", asked[0].seconds, "s", by="plain", target=MOST)
        refused = sum(one.refused for one in asked)
        yield Row(f"  refused, of {len(asked):,}", refused, "", by="plain")
        for one in asked[:SHOWN]:
            shown = one.words if len(one.words) <= 60 else f"{one.words[:50]}… ({len(one.words):,})"
            yield Row(f"  {one.find[0]}{' refused' * one.refused} {shown!r}"[:120], one.seconds, "s", by="plain")


def make(articles: Path, folder: Path, engine: str) -> None:
    with create(folder, engine) as made:
        add_all(made, articles)
        made.search("all of it is indexed")


def measure(folder: Path, shared: Path) -> list[Asked]:
    words = [word for found in islice(drawn(shared, 1), 20) for word in found]
    queries = [(query, find) for query in listed() for find in ("sentence", "document")]
    queries += [(query, "sentence") for query in generated(GENERATED, words)]
    with archive.open(folder, cache=folder.parent / "cache") as opened:
        opened.search("warm up")
        return [_asked(opened, query, find) for query, find in queries]


def _asked(opened: archive.Archive, words: str, find: str) -> Asked:
    started, refused = process_time(), False
    try:
        opened.search(words, find=find)
    except (errors.UsageError, errors.NotFound):
        refused = True
    return Asked(words, find, process_time() - started, refused)
