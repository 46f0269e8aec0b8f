"""The same words in copies of one document are one hit: the first of them in the order of the result, with the others.

Copies are the documents of one provenance group, and where older editions are searched too, all editions of a document.
Of those that a page shows, all hits in all their copies are asked for, so that it does not depend on the page what is
shown, and that hits and their copies together are always the total. Words are the same when only case, accents,
punctuation and white space differ; a word more or less, or another number, is another sentence and is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from archive.engines._folding import fold
from archive.model.hit import Hit
from archive.model.passage import Found as Passage
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.lookup import Lookup
from archive.tlog.openings import parse_spans
from archive.verbs._hits import PAGE
from archive.verbs._opened import Opened

MOST = 5_000  # hits in copies that are compared

Within = Callable[[frozenset[int]], Sequence[Passage]]
"""All that was found in these versions, in the order of the result."""

_Family = frozenset[int]
"""The versions of documents that are copies of one another."""
_Place = tuple[int, str]
"""Version, token."""


def folded(
    opened: Opened, found: Sequence[Passage], hits: Sequence[Hit], within: Within, *, every: bool = False
) -> list[Hit]:
    """The hits without those that are copies of another, which has them as its `copies`; numbers count on.

    `found` are the hits' passages; `every` takes all editions into account.
    """
    with opened.store.looking() as lookup:
        families = _families(lookup, hits, every)
    if not families:
        return list(hits)
    all_found = within(frozenset().union(*families.values()))
    with opened.store.looking() as lookup:
        places = _places(lookup, families, all_found)
    kept = []
    for passage, hit in zip(found, hits, strict=True):
        same = places.get((families.get(hit.document, frozenset()), fold(hit.text)), [])
        if not same or (passage.position, hit.token) not in same:
            kept.append(hit)
        elif passage.position == same[0][0]:
            others = tuple(token for version, token in same if version != passage.position)
            kept.append(replace(hit, copies=others) if hit.token == same[0][1] else hit)
    return [replace(hit, number=number) for number, hit in enumerate(kept, hits[0].number)]


def _families(lookup: Lookup, hits: Sequence[Hit], every: bool) -> Mapping[str, _Family]:
    """Document → its family; for those that have copies."""
    alike, documents = lookup.alike, {hit.document for hit in hits}
    firsts = alike.firsts(documents) if every else alike.having_copies(documents)
    if not firsts:
        return {}
    groups = alike.groups(firsts.values())
    members = {document: groups.get(first, (first,)) for document, first in firsts.items()}
    every_one = {one for group in members.values() for one in group}
    if every:
        versions = alike.versions(every_one)
    else:
        versions = {document: (version,) for document, (version, _, _) in alike.compared(every_one).items()}
    families = {document: frozenset(v for one in group for v in versions[one]) for document, group in members.items()}
    return {document: family for document, family in families.items() if len(family) > 1}


def _places(
    lookup: Lookup, families: Mapping[str, _Family], found: Sequence[Passage]
) -> Mapping[tuple[_Family, str], list[_Place]]:
    """(family, folded words) → where they were found, in the order of the result."""
    owner = {version: family for family in families.values() for version in family}
    places: dict[tuple[_Family, str], list[_Place]] = {}
    for n in range(0, len(found), PAGE):
        some = found[n : n + PAGE]
        held = lookup.texts_at([passage.position for passage in some])
        for passage in some:
            one = held[passage.position]
            span = Span(passage.start, passage.end) if passage.end else Span(*parse_spans(one.spans)[0])
            words = span.of(one.text)
            token = str(make_token(one.version, span, words))
            places.setdefault((owner[passage.position], fold(words)), []).append((passage.position, token))
    return places
