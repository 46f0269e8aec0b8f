"""A document costs the same in a large archive as in a small one, and memory stays bounded.

Each size is a new archive in a process of its own; splitter included. `last` are the documents stored last. Memory is
looked at after each commit, of the database and of the index: there it would show what a commit leaves behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import process_time

from benchmarks import corpus
from benchmarks.add import add_all, create, warm_up
from benchmarks.measure import Figures, Place, Row, held_mb, in_child

TARGET = 1.3
BASE = 5_000  # documents: what the others are compared with
LAST = 5_000
LARGE = 100_000
MEMORY = 256.0  # MB at most, however many documents: the index's writer gathers 128


def rows(place: Place) -> Iterator[Row]:
    small, large = (500, 2_000) if place.quick else (BASE, place.documents or LARGE)
    base = in_child(grow, corpus.listed(place, small), place.scratch / f"grow-{small}")
    yield Row(f"add {small:,}: each", base["each"], "µs", by="plain")
    yield Row(f"  of {small:,}: most memory held", base["held"], "MB", by="plain", target=MEMORY)
    for count in (1_000, 10_000, large) if not place.quick else (large,):
        found = in_child(grow, corpus.listed(place, count), place.scratch / f"grow-{count}")
        yield Row(f"add {count:,}: each, against {small:,}", found["each"], "µs", base["each"], target=TARGET)
        yield Row(f"  the last {min(LAST, count):,} of them, stored", found["last"], "µs", base["last"], target=TARGET)
        yield Row(f"  of {count:,}: most memory held", found["held"], "MB", by="plain", target=MEMORY)


def grow(articles: Path, folder: Path) -> Figures:
    """µs of CPU for each document, and for each of the last ones until their commit; the most MB held."""
    warm_up(folder.with_name(f"{folder.name}-warm"))
    started = process_time()
    stored = [(0, started)]
    held = []

    def noted(what: str, done: int, total: int) -> None:
        held.append(held_mb())
        if what == "adding":
            stored.append((done, process_time()))

    with create(folder) as made:
        add_all(made, articles, noted)
    count, end = stored[-1]
    before, then = next(s for s in stored if s[0] >= count - LAST)
    return {
        "each": 1e6 * (process_time() - started) / count,
        "last": 1e6 * (end - then) / (count - before),
        "held": max(held),
    }
