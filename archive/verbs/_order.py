"""The hits of a search in the order of a date, newest first; those without a date come last.

The dates stand in the database and not in the index, which a description must never change. So the versions are gone
through in the order of their dates, more of them each time, until a page is full; few hits are simply sorted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.engines import Index
from archive.model.passage import Found, Granularity, Results
from archive.model.query import And, Query, Versions

FEW = 200  # hits that are sorted as they are
FIRST = 500  # versions that are asked for first

Dates = Mapping[int, str]


def by_date(
    index: Index, query: Query, find: Granularity, dates: Dates, versions: Sequence[int], limit: int, offset: int
) -> Results:
    """`versions` are all there are, newest first, those without a date last."""
    total = index.search(query, find, 0).total
    wanted = min(offset + limit, total)
    if total <= FEW:
        found = in_order(index.search(query, find, total).found, dates)
        return Results(total, tuple(found[offset:wanted]))
    hits: list[Found] = []
    for some in _growing(versions):
        if len(hits) >= wanted:
            break
        only = And((query, Versions(frozenset(some))))
        hits += in_order(index.search(only, find, index.search(only, find, 0).total).found, dates)
    return Results(total, tuple(hits[offset:wanted]))


def newest_first(versions: Sequence[int], dates: Dates) -> list[int]:
    """Versions with a date before those without; of equals the one that came last."""
    return sorted(versions, key=lambda position: (dates.get(position, ""), position), reverse=True)


def _growing(versions: Sequence[int]) -> Iterator[Sequence[int]]:
    start, size = 0, FIRST
    while start < len(versions):
        yield versions[start : start + size]
        start, size = start + size, size * 4


def in_order(found: Sequence[Found], dates: Dates) -> list[Found]:
    """Newest first; of one version its passages in the order of the text."""
    in_text = sorted(found, key=lambda one: one.start)
    return sorted(in_text, key=lambda one: (dates.get(one.position, ""), one.position), reverse=True)
