"""The hits of a search in the order of a date, newest first; those without a date come last.

The dates stand in the database and not in the index, which a description must never change. So the versions are gone
through in the order of their dates, more of them each time, until a page is full; few hits are simply sorted. How many
versions are asked for first follows from how many of them have a hit on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.engines import Index
from archive.model.passage import Found, Granularity, Results
from archive.model.query import And, Query, Versions

FEW = 200  # hits that are sorted as they are
LEAST = 20  # versions that are asked for first
ENOUGH = 3  # times as many as would hold a page if the hits were spread evenly

Dates = Mapping[int, str]


def by_date(
    index: Index, query: Query, find: Granularity, dates: Dates, versions: Sequence[int], limit: int, offset: int
) -> Results:
    """`versions` are all there are, newest first, those without a date last."""
    few = index.search(query, find, FEW)
    total, wanted = few.total, min(offset + limit, few.total)
    if total <= FEW:
        return Results(total, tuple(in_order(few.found, dates)[offset:wanted]))
    hits: list[Found] = []
    for some in _growing(versions, max(LEAST, ENOUGH * wanted * len(versions) // total)):
        if len(hits) >= wanted:
            break
        hits += in_order(_all(index, And((query, Versions(frozenset(some)))), find), dates)
    return Results(total, tuple(hits[offset:wanted]))


def _all(index: Index, query: Query, find: Granularity) -> tuple[Found, ...]:
    """All that a query finds; mostly little."""
    first = index.search(query, find, FEW)
    return first.found if first.total <= FEW else index.search(query, find, first.total).found


def newest_first(versions: Sequence[int], dates: Dates) -> list[int]:
    """Versions with a date before those without; of equals the one that came last."""
    return sorted(versions, key=lambda position: (dates.get(position, ""), position), reverse=True)


def _growing(versions: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    start = 0
    while start < len(versions):
        yield versions[start : start + size]
        start, size = start + size, size * 4


def in_order(found: Sequence[Found], dates: Dates) -> list[Found]:
    """Newest first; of one version its passages in the order of the text."""
    in_text = sorted(found, key=lambda one: one.start)
    return sorted(in_text, key=lambda one: (dates.get(one.position, ""), one.position), reverse=True)
