"""A document costs the same in a large archive as in a small one, and memory stays bounded.

Each size is a new archive in a process of its own; splitter included. `last` are the documents stored last.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import process_time

from benchmarks import corpus
from benchmarks.add import add_all, create, warm_up
from benchmarks.measure import Figures, Place, Row, in_child, peak_mb

TARGET = 1.3
BASE = 5_000  # documents: what the others are compared with
LAST = 5_000
LARGE = 100_000


def rows(place: Place) -> Iterator[Row]:
    small, large = (500, 2_000) if place.quick else (BASE, place.documents or LARGE)
    base = in_child(grow, corpus.listed(place, small), place.scratch / f"grow-{small}")
    yield Row(f"add {small:,}: each", base["each"], "µs", by="plain")
    yield Row(f"  of {small:,}: peak memory", base["peak"], "MB", by="plain")
    for count in (1_000, 10_000, large) if not place.quick else (large,):
        found = in_child(grow, corpus.listed(place, count), place.scratch / f"grow-{count}")
        yield Row(f"add {count:,}: each, against {small:,}", found["each"], "µs", base["each"], target=TARGET)
        yield Row(f"  the last {min(LAST, count):,} of them, stored", found["last"], "µs", base["last"], target=TARGET)
        yield Row(f"  of {count:,}: peak memory", found["peak"], "MB", base["peak"])


def grow(articles: Path, folder: Path) -> Figures:
    """µs of CPU for each document, and for each of the last ones until their commit; MB at the peak."""
    warm_up(folder.with_name(f"{folder.name}-warm"))
    started = process_time()
    stored = [(0, started)]

    def noted(what: str, done: int, total: int) -> None:
        if what == "adding":
            stored.append((done, process_time()))

    with create(folder) as made:
        add_all(made, articles, noted)
    count, end = stored[-1]
    before, then = next(s for s in stored if s[0] >= count - LAST)
    return {
        "each": 1e6 * (process_time() - started) / count,
        "last": 1e6 * (end - then) / (count - before),
        "peak": peak_mb(),
    }
