"""The best sentences of documents that were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from archive.errors import UsageError
from archive.model.passage import Found as Passage
from archive.model.passage import Results
from archive.model.query import And, Not, Nothing, Or, Query, Versions
from archive.verbs._exact import Exactly, holding
from archive.verbs._opened import Opened

SHOWN = 3  # sentences of a document
SENTENCES = 20  # of a document, among which its best ones are looked for


def best_sentences(opened: Opened, query: Query, results: Results, exact: Exactly) -> list[list[Passage]]:
    """For each document its best sentences: for the whole query, then for any of its words; else its first one."""
    best: dict[int, dict[int, Passage]] = {found.position: {} for found in results.found}
    with suppress(UsageError):  # too much for a second search
        for wanted in dict.fromkeys((query, _any(query))):
            _best_of(opened, wanted, exact, best)
    return [
        [replace(found, start=one.start, end=one.end) for one in _chosen(best[found.position])]
        for found in results.found
    ]


def _chosen(best: Mapping[int, Passage]) -> Sequence[Passage]:
    """A passage that ends at 0 is the first sentence."""
    return list(best.values())[:SHOWN] or [Passage(0, 0, 0, 0.0)]


def _best_of(opened: Opened, query: Query, exact: Exactly, best: dict[int, dict[int, Passage]]) -> None:
    """Adds the best sentences of each version; many at a time, until a search finds none of a version without any."""
    missing = [position for position, found in best.items() if len(found) < SHOWN]
    while missing:
        only = Versions(frozenset(missing))
        found = opened.index.search(And((query, only)), "sentence", SENTENCES * len(missing)).found
        for passage in (*holding(opened, found, exact, "sentence"), *found) if exact else found:
            best[passage.position].setdefault(passage.start, passage)
        missing = [position for position in missing if not best[position]] if found else []


def _any(query: Query) -> Query:
    match query:
        case And(parts):
            return Or(tuple(_any(part) for part in parts if not isinstance(part, (Not, Versions))) or (Nothing(),))
    return query
