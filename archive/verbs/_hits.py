"""What an engine found → what a person sees: the version's own words, with the token to cite them with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from archive.engines._marks import joined
from archive.model.article import is_machine_read
from archive.model.hit import ClaimHit, Hit, Sentence
from archive.model.passage import Found as Passage
from archive.model.query import Query
from archive.model.span import Span, is_outside
from archive.model.token import make_token
from archive.store.lookup import Lookup, opening
from archive.tlog.openings import parse_spans, spans_near
from archive.verbs._exact import Exactly, places
from archive.verbs._opened import Opened

PAGE = 50  # hits whose texts are in memory

_Near = tuple[tuple[int, int], Span, tuple[int, int]]  # what stands before, the sentence, what stands behind


def sentences(
    lookup: Lookup, found: Sequence[Passage], older: Collection[int], offset: int = 0, context: int = 1
) -> list[Hit]:
    """The hits, a page's texts at a time: two queries a page, and not all texts in memory.

    `older` are the versions that are not their document's newest. `context` is how many sentences of each side are
    given. A passage that ends at 0 is the first sentence.
    """
    pages = range(0, len(found), PAGE)
    return [hit for n in pages for hit in _page(lookup, found[n : n + PAGE], older, offset + n, context)]


def documents(
    lookup: Lookup, best: Sequence[Sequence[Passage]], older: Collection[int], offset: int = 0, context: int = 1
) -> list[Hit]:
    """A hit a document: its best sentence, and the further ones."""
    hits = iter(sentences(lookup, [passage for passages in best for passage in passages], older, 0, context))
    gathered = [[next(hits) for _ in passages] for passages in best]
    return [
        replace(first, number=number, further=tuple(Sentence(h.token, h.text, h.span, ()) for h in further))
        for number, (first, *further) in enumerate(gathered, offset + 1)
    ]


def marked(opened: Opened, query: Query, exact: Exactly, hits: Iterable[Hit]) -> list[Hit]:
    """The hits with the words that the query found in them, and the characters of `exact`."""
    return [
        replace(
            hit,
            marks=_marks(opened, query, exact, hit),
            further=tuple(replace(one, marks=_marks(opened, query, exact, one)) for one in hit.further),
        )
        for hit in hits
    ]


def grouped(hits: Sequence[Hit]) -> list[Hit]:
    """The hits of one document together, where its best one stands."""
    places = {document: n for n, document in enumerate(dict.fromkeys(hit.document for hit in hits))}
    ordered = sorted(hits, key=lambda hit: places[hit.document])
    return [replace(hit, number=number) for number, hit in enumerate(ordered, hits[0].number if hits else 1)]


def claims(opened: Opened, found: Sequence[Passage], offset: int) -> list[ClaimHit]:
    with opened.store.reading() as reader:
        held = [reader.claim_at(passage.position) for passage in found]
    return [
        ClaimHit(
            number,
            claim.id,
            claim.text,
            claim.source,
            claim.stories,
            claim.citations,
            claim.retracted,
            round(passage.score, 4),
            claim.state,
        )
        for number, (passage, claim) in enumerate(zip(found, held, strict=True), offset + 1)
    ]


def _page(lookup: Lookup, found: Sequence[Passage], older: Collection[int], offset: int, context: int) -> Iterator[Hit]:
    held = lookup.texts_at(passage.position for passage in found)
    found = [passage for passage in found if passage.position in held]  # an index may know of what was just removed
    chosen = lookup.chosen_at(list(held))
    described = lookup.shown(one.document for one in held.values())
    behind = [one for position, one in held.items() if position in older]
    newest = lookup.newest_contents([one.document for one in behind])
    own = lookup.own_titles([one.version for one in behind if newest[one.document].content.raw != one.content])
    for number, passage in enumerate(found, offset + 1):
        one = held[passage.position]
        said = described[one.document]
        before, span, after = _near(one.spans, passage, context)
        exact = span.of(one.text)
        yield Hit(
            number,
            str(make_token(one.version, span, exact)),
            one.document,
            one.version,
            own.get(one.version) or said.first("title") or opening(one.text),
            said.first("publisher"),
            said.first("published"),
            exact,
            one.text[slice(*before)],
            one.text[slice(*after)],
            span,
            round(passage.score, 4),
            passage.position not in older or newest[one.document].content.raw == one.content,
            is_outside(chosen.get(passage.position, ()), span.start, span.end),
            said.first("role") == "own",
            is_machine_read(one.reader),
            (),
            (),
            (),
        )


def _near(spans: bytes, passage: Passage, context: int) -> _Near:
    if context == 1:
        before, there, after = spans_near(spans, passage.start)
        return before, Span(passage.start, passage.end) if passage.end else Span(*there), after
    listed = parse_spans(spans)
    at = next((n for n, (_, end) in enumerate(listed) if end > passage.start), 0)
    span = Span(passage.start, passage.end) if passage.end else Span(*listed[at])
    if not context:
        return (0, 0), span, (0, 0)
    low, high = listed[max(at - context, 0)][0], listed[min(at + context, len(listed) - 1)][1]
    return (min(low, span.start), span.start), span, (span.end, max(high, span.end))


def _marks(opened: Opened, query: Query, exact: Exactly, hit: Hit | Sentence) -> tuple[Span, ...]:
    start, found = hit.span.start, opened.index.marks(query, hit.text)
    found = joined(sorted([*found, *places(exact, hit.text)])) if exact else found
    return tuple(Span(start + first, start + last) for first, last in found)
