"""Documents whose title has the words, though their text may not: they are found too, and stand first.

Titles come from descriptions, which may change at any time; so they stand in the database and not in the index, and are
compared folded but not by stems. Only plain words are looked for in them: who writes operators means the text.
"""

from __future__ import annotations

import re

from archive.engines import Index
from archive.model.passage import Granularity, Results
from archive.model.query import And, Not, Or, Query, Versions, Word
from archive.text.query import OPERATORS
from archive.verbs._opened import Opened

_PLAIN = re.compile(r"[\w\s'’.,-]+")


def titled(opened: Opened, words: str) -> Versions:
    """The versions of documents whose title has all of the words; none when these are no plain words."""
    if not _PLAIN.fullmatch(words) or any(word in OPERATORS for word in words.split()):
        return Versions(frozenset())
    with opened.store.looking() as lookup:
        return Versions(opened.filters.titled(lookup, words))


def or_titled(query: Query, titles: Versions) -> Query:
    """The words of a query in the text, or else in the title; its filters as they are."""
    parts = query.parts if isinstance(query, And) else (query,)
    words = tuple(part for part in parts if isinstance(part, Word))
    others = tuple(part for part in parts if not isinstance(part, Word))
    if not titles.positions or not words:
        return query
    either = Or((And(words) if len(words) > 1 else words[0], titles))
    return And((either, *others)) if others else either


def titled_first(index: Index, query: Query, titles: Versions, find: Granularity, limit: int, offset: int) -> Results:
    """Those with the words in their title before all others; within each by relevance."""
    first = index.search(And((query, titles)), find, limit, offset)
    wanted, behind = limit - len(first.found), max(offset - first.total, 0)
    rest = index.search(And((query, Not(titles))), find, wanted, behind)
    return Results(first.total + rest.total, (*first.found, *rest.found))
