"""Words that do not stand in one sentence but in two neighbouring ones: both are found, behind the whole hits.

“The gate was opened at night. Fenn says the desk told him to.” answers *gate desk* although neither sentence does. Only
the best documents are looked at, and only neighbours that hold all of the query between them, neither of them alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from archive.engines import Index
from archive.model.passage import Found
from archive.model.query import And, Not, Query, Versions

DOCUMENTS = 50  # the best of those that hold all of the query somewhere
SENTENCES = 2_000  # of them all, that hold one part of it

Spans = Mapping[int, Sequence[tuple[int, int]]]


def parts_of(query: Query) -> tuple[list[Query], list[Query]]:
    """The parts that a hit must all have, each on its own; and those that hold for its version or keep it out."""
    parts = [p for part in query.parts for p in _flat(part)] if isinstance(query, And) else []
    conditions: list[Query] = [part for part in parts if isinstance(part, (Not, Versions))]
    return [part for part in parts if part not in conditions], conditions


def documents_holding(index: Index, query: Query) -> list[int]:
    """The versions that hold all of the query, if not in one sentence; best first. None for one without parts."""
    wanted, _ = parts_of(query)
    return [found.position for found in index.search(query, "document", DOCUMENTS).found] if len(wanted) > 1 else []


def neighbours(index: Index, query: Query, versions: Sequence[int], spans: Spans) -> list[Found]:
    """The sentences that hold all of the query together with the next or the one before; documents in the order given.

    `spans` are the sentences of each version, in code points.
    """
    wanted, conditions = parts_of(query)
    held: dict[tuple[int, int], set[int]] = {}  # (version, start) → which parts
    scores: dict[tuple[int, int], float] = {}
    for number, part in enumerate(wanted):
        only = And((part, *conditions, Versions(frozenset(versions))))
        for found in index.search(only, "sentence", SENTENCES).found:
            held.setdefault((found.position, found.start), set()).add(number)
            scores[found.position, found.start] = scores.get((found.position, found.start), 0.0) + found.score
    everything = set(range(len(wanted)))
    pairs: dict[tuple[int, int], Found] = {}
    for version in versions:
        for first, second in pairwise(spans[version]):
            have = [held.get((version, start), set()) for start, _ in (first, second)]
            if everything in have or have[0] | have[1] != everything:
                continue
            for start, end in (first, second):
                pairs[version, start] = Found(version, start, end, scores[version, start])
    return list(pairs.values())


def _flat(query: Query) -> list[Query]:
    return [p for part in query.parts for p in _flat(part)] if isinstance(query, And) else [query]
