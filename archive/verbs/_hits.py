"""What an engine found → what a person sees: the version's own words, with the token to cite them with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.model.hit import ClaimHit, Hit
from archive.model.passage import Found as Passage
from archive.model.query import Query
from archive.model.span import Span, is_outside
from archive.model.token import make_token
from archive.store.lookup import Lookup, opening
from archive.tlog.openings import parse_spans, spans_near
from archive.verbs._opened import Opened

PAGE = 50  # hits whose texts are in memory

_Near = tuple[tuple[int, int], Span, tuple[int, int]]  # what stands before, the sentence, what stands behind


def sentences(lookup: Lookup, found: Sequence[Passage], offset: int = 0, context: int = 1) -> list[Hit]:
    """The hits, a page's texts at a time: three queries a page, and not all texts in memory.

    `context` is how many sentences of each side are given. A passage that ends at 0 is the first sentence.
    """
    pages = range(0, len(found), PAGE)
    return [hit for n in pages for hit in _page(lookup, found[n : n + PAGE], offset + n, context)]


def marked(opened: Opened, query: Query, hits: Iterable[Hit]) -> list[Hit]:
    """The hits with the words that the query found in them."""
    return [replace(hit, marks=_marks(opened, query, hit)) for hit in hits]


def folded(hits: Sequence[Hit]) -> list[Hit]:
    """Each wording once: the same words elsewhere are its copies. Numbers count on."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        first = kept.get(hit.text)
        kept[hit.text] = replace(first, copies=(*first.copies, hit.token)) if first else hit
    return _numbered(list(kept.values()), hits)


def grouped(hits: Sequence[Hit]) -> list[Hit]:
    """The hits of one document together, where its best one stands."""
    places = {document: n for n, document in enumerate(dict.fromkeys(hit.document for hit in hits))}
    return _numbered(sorted(hits, key=lambda hit: places[hit.document]), hits)


def _numbered(kept: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """Those that are kept, counted on from the first number."""
    numbers = enumerate(kept, hits[0].number if hits else 1)
    return [hit if hit.number == number else replace(hit, number=number) for number, hit in numbers]


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
        )
        for number, (passage, claim) in enumerate(zip(found, held, strict=True), offset + 1)
    ]


def _page(lookup: Lookup, found: Sequence[Passage], offset: int, context: int) -> list[Hit]:
    held = lookup.texts_at([passage.position for passage in found])
    chosen = lookup.chosen_at(list(held))
    documents = [version.document for version, _, _ in held.values()]
    described, newest = lookup.described(documents), lookup.newest_contents(documents)
    hits = []
    for number, passage in enumerate(found, offset + 1):
        version, text, spans = held[passage.position]
        said = described[version.document]
        before, span, after = _near(spans, passage, context)
        hits.append(
            Hit(
                number,
                str(make_token(version.id, span, span.of(text))),
                version.document,
                version.id,
                said.first("title") or opening(text),
                said.first("publisher"),
                said.first("published"),
                span.of(text),
                text[slice(*before)],
                text[slice(*after)],
                span,
                round(passage.score, 4),
                newest[version.document].content == version.content,
                is_outside(chosen.get(passage.position, ()), span.start, span.end),
                (),
                (),
            )
        )
    return hits


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


def _marks(opened: Opened, query: Query, hit: Hit) -> tuple[Span, ...]:
    start = hit.span.start
    return tuple(Span(start + first, start + last) for first, last in opened.index.marks(query, hit.text))
