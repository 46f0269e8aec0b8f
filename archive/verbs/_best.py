"""The best sentences of documents that were found."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from archive.errors import UsageError
from archive.model.passage import Found as Passage
from archive.model.passage import Results
from archive.model.query import And, Not, Nothing, Or, Query, Versions
from archive.verbs._exact import Exactly, holding
from archive.verbs._opened import Opened

SENTENCES = 20  # of a document, among which its best one is looked for


def best_sentences(opened: Opened, query: Query, results: Results, exact: Exactly) -> Sequence[Passage]:
    """For each document its best sentence: for the whole query, else for any of its words, else the first."""
    best: dict[int, Passage] = {}
    with suppress(UsageError):  # too much for a second search
        for wanted in dict.fromkeys((query, _any(query))):
            _best_of(opened, wanted, [found.position for found in results.found], exact, best)
    nowhere = Passage(0, 0, 0, 0.0)
    at = [best.get(found.position, nowhere) for found in results.found]
    return [Passage(f.position, b.start, b.end, f.score) for f, b in zip(results.found, at, strict=True)]


def _best_of(opened: Opened, query: Query, positions: Sequence[int], exact: Exactly, best: dict[int, Passage]) -> None:
    """Adds the best sentence of each version that has one; many at a time, until a search finds none that is new."""
    while missing := [position for position in positions if position not in best]:
        only = Versions(frozenset(missing))
        found = opened.index.search(And((query, only)), "sentence", SENTENCES * len(missing)).found
        for passage in (*holding(opened, found, exact, "sentence"), *found) if exact else found:
            best.setdefault(passage.position, passage)
        if not found:
            return


def _any(query: Query) -> Query:
    match query:
        case And(parts):
            return Or(tuple(_any(part) for part in parts if not isinstance(part, (Not, Versions))) or (Nothing(),))
    return query
