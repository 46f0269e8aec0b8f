"""Warm searches through the front door, against bare tantivy with the same query objects on the same index.

Bare: ten hits, the total, and `key` and `end` of each hit. Ours gives besides: tokens, texts, titles, neighbours,
whether the index is up to date. The words are those of the documents themselves, drawn by a seeded generator.
"""

from __future__ import annotations

import random
import re
import statistics
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

import tantivy
from benchmarks import corpus
from benchmarks.add import add_all, create
from benchmarks.measure import Figures, Place, Row, in_child, once

import archive
from archive.engines.tantivy import _WORDS
from archive.text.query import parse
from archive.text.sentences import sentences

OVER, MOST = 1.0, 5.0  # ms: over bare tantivy, and in all
QUERIES, TURNS = 60, 5
LIMIT = 10  # hits: what a search gives by default
_WORD = re.compile(r"[A-Za-z]{4,}")

KINDS: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "term": (1, " ".join),
    "AND of two": (2, " AND ".join),
    "OR of five": (5, " OR ".join),
    "phrase": (2, lambda words: f'"{" ".join(words)}"'),
}


def rows(place: Place) -> Iterator[Row]:
    count = 2_000 if place.quick else place.documents or 100_000
    articles = corpus.listed(place, count)
    folder = once(place.kept / f"search-{count}", lambda path: in_child(make, articles, path))
    figures = in_child(measure, folder, place.shared)
    size = f"{figures.pop('sentences') / 1e6:.1f}M sentences"
    slowest = 0.0
    for kind in KINDS:
        ours, bare = figures[kind], figures[f"bare {kind}"]
        slowest = max(slowest, ours)
        yield Row(f"search {size}: {kind}, p50", ours, "ms", bare, by="over", target=OVER)
    yield Row("  the slowest of these", slowest, "ms", by="plain", target=MOST)


def make(articles: Path, folder: Path) -> None:
    with create(folder) as made:
        add_all(made, articles)


def measure(folder: Path, shared: Path) -> Figures:
    """p50 in ms of each kind of query, ours and bare, in turns."""
    figures: Figures = {}
    with archive.open(folder, cache=folder.parent / "cache") as opened:
        opened.search("warm up")
        bare = Bare(opened._opened.index)
        figures["sentences"] = bare.count("granularity", "sentence")
        for kind, (words, written) in KINDS.items():
            asked = [written(drawn) for drawn in islice(drawn(shared, words), QUERIES)]
            figures[kind], figures[f"bare {kind}"] = _p50(opened, bare, asked)
    return figures


class Bare:
    """The library itself, with a searcher of its own."""

    def __init__(self, index: Any) -> None:
        self._ours = index
        own = tantivy.Index.open(str(index._path))
        own.register_tokenizer("words", _WORDS)
        self._schema, self._searcher = own.schema, own.searcher()

    def compiled(self, words: str) -> tantivy.Query:
        tree = self._ours._marker.terms(parse(words)[0])
        query: tantivy.Query = self._ours._compiled(tree, "sentence")
        return query

    def count(self, field: str, value: str) -> int:
        query = tantivy.Query.term_query(self._schema, field, value, "basic")
        return int(self._searcher.search(query, 1).count or 0)

    def search(self, query: tantivy.Query) -> int:
        """The total; the fields of the hits are read as well."""
        result: Any = self._searcher.search(query, LIMIT)
        addresses = [address for _, address in result.hits]
        list(self._searcher.fast_field_values("key", addresses))
        list(self._searcher.fast_field_values("end", addresses))
        return int(result.count)


def _p50(opened: archive.Archive, bare: Bare, asked: list[str]) -> tuple[float, float]:
    ours, yardstick = [], []
    for words in asked:
        query = bare.compiled(words)
        assert opened.search(words).total == bare.search(query), words
        turns = [(_ms(opened.search, words), _ms(bare.search, query)) for _ in range(TURNS)]
        ours.append(statistics.median(turn[0] for turn in turns))
        yardstick.append(statistics.median(turn[1] for turn in turns))
    return statistics.median(ours), statistics.median(yardstick)


def _ms(search: Callable[[Any], object], query: Any) -> float:
    started = process_time()
    search(query)
    return 1000 * (process_time() - started)


def drawn(shared: Path, count: int) -> Iterator[list[str]]:
    """Neighbouring words of sentences of the documents; drawn anew each time, always the same."""
    draw = random.Random(count)  # noqa: S311
    for article in corpus.articles(shared, 10 * QUERIES):
        start, end = draw.choice(sentences(article["text"]))
        found = _WORD.findall(article["text"][start:end])
        if len(found) >= count:
            first = draw.randrange(len(found) - count + 1)
            yield found[first : first + count]
