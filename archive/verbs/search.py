"""Search: every hit carries the token to cite it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from archive.errors import UsageError
from archive.model.hit import ClaimHit, Found, Hit
from archive.model.passage import Found as Passage
from archive.model.passage import Granularity, Results
from archive.model.query import And, Field, Not, Nothing, Or, Query, Versions
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.lookup import Lookup, opening
from archive.text.query import parse
from archive.tlog.openings import spans_near
from archive.verbs._catch_up import catch_up
from archive.verbs._loosened import NOTE, loosened
from archive.verbs._opened import Opened
from archive.verbs._resolve import versions_of

if TYPE_CHECKING:  # plain words import no SQLAlchemy
    from archive.store.reading import Reader

PAGE = 50  # hits whose texts are in memory

Find = Granularity
#: What a person may ask for → what the engine is asked for.
GRANULARITIES: Mapping[str, Find] = {
    "sentences": "sentence",
    "sentence": "sentence",
    "documents": "document",
    "document": "document",
    "claims": "claim",
    "claim": "claim",
}
_CLAIM_FIELDS = ("speaker", "stance")
_SAID = {"author": "authors", "tag": "tags"}  # field of a query → field of a description
_OF_VERSION = ("url", "domain", "type", "captured")


def search(opened: Opened, words: str, *, find: Find = "sentence", limit: int = 10, offset: int = 0) -> Found:
    """The best passages for these words. Raises UsageError for a query that the engine cannot run."""
    return opened.with_index(lambda: _search(opened, words, find, limit, offset))


def _search(opened: Opened, words: str, find: Find, limit: int, offset: int) -> Found:
    query, notes = parse(words)
    unsearched = catch_up(opened)
    query = _resolved(opened, query, find)
    results = opened.index.search(query, find, limit, offset)
    if not results.total and find != "claim" and (loose := loosened(words, query)):
        results = opened.index.search(loose, find, limit, offset)
        if results.total:
            query, notes = loose, [*notes, NOTE]
    if find == "claim":
        hits: Sequence[Hit | ClaimHit] = _claims(opened, results, offset)
    else:
        best = _best_sentences(opened, query, results) if find == "document" else results.found
        with opened.store.looking() as lookup:
            hits = _sentences(lookup, best, offset)
    return Found(words, results.total, tuple(hits), unsearched, tuple(notes))


def _resolved(opened: Opened, query: Query, find: Find) -> Query:
    """The query with each field filter turned into the set of versions (or claims) that it names."""
    match query:
        case Field(name, value):
            with opened.store.reading() as reader:
                return Versions(_positions(reader, name, value, find))
        case And(parts):
            return And(tuple(_resolved(opened, part, find) for part in parts))
        case Or(parts):
            return Or(tuple(_resolved(opened, part, find) for part in parts))
        case Not(part):
            return Not(_resolved(opened, part, find))
    return query


def _positions(reader: Reader, name: str, value: str, find: Find) -> frozenset[int]:
    if find == "claim":
        if name not in _CLAIM_FIELDS:
            raise UsageError(f"claims have no field {name}", hint=f"they have: {', '.join(_CLAIM_FIELDS)}")
        return reader.claims_of(**{name: value})
    if name in _CLAIM_FIELDS:
        return reader.versions_cited(**{name: value})
    if name in ("document", "version"):
        return frozenset(version.position for version in versions_of(reader, value))
    if name in _OF_VERSION:
        return reader.positions_where(name, value)
    return reader.documents_saying(_SAID.get(name, name), _comparison(name, value))


def _comparison(name: str, value: str) -> Callable[[str], bool]:
    """How a document's value compares with the one asked for: dates by their beginning, names by any part."""
    wanted = value.casefold()
    if name == "published":
        return lambda held: held.startswith(value)
    if name in ("language", "tag"):
        return lambda held: held.casefold() == wanted
    return lambda held: wanted in held.casefold()


def _best_sentences(opened: Opened, query: Query, results: Results) -> Sequence[Passage]:
    """For each document its best sentence: for the whole query, else for any of its words, else the first."""
    best = []
    for found in results.found:
        only = Versions(frozenset([found.position]))
        for wanted in (query, _any(query)):
            hits = opened.index.search(And((wanted, only)), "sentence", 1).found
            if hits:
                best.append(Passage(found.position, hits[0].start, hits[0].end, found.score))
                break
        else:
            best.append(Passage(found.position, 0, 0, found.score))
    return best


def _any(query: Query) -> Query:
    match query:
        case And(parts):
            return Or(tuple(_any(part) for part in parts if not isinstance(part, (Not, Versions))) or (Nothing(),))
    return query


def _sentences(lookup: Lookup, found: Sequence[Passage], offset: int) -> list[Hit]:
    """The hits, a page's texts at a time: three queries a page, and not all texts in memory."""
    pages = range(0, len(found), PAGE)
    return [hit for n in pages for hit in _page(lookup, found[n : n + PAGE], offset + n)]


def _page(lookup: Lookup, found: Sequence[Passage], offset: int) -> list[Hit]:
    held = lookup.texts_at([passage.position for passage in found])
    documents = [version.document for version, _, _ in held.values()]
    described, newest = lookup.described(documents), lookup.newest_contents(documents)
    hits = []
    for number, passage in enumerate(found, offset + 1):
        version, text, spans = held[passage.position]
        said = described[version.document]
        before, first, after = spans_near(spans, passage.start)
        span = Span(passage.start, passage.end) if passage.end else Span(*first)
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
            )
        )
    return hits


def _claims(opened: Opened, results: Results, offset: int) -> list[ClaimHit]:
    with opened.store.reading() as reader:
        claims = [reader.claim_at(found.position) for found in results.found]
    hits = []
    for number, (found, claim) in enumerate(zip(results.found, claims, strict=True), offset + 1):
        hits.append(
            ClaimHit(
                number,
                claim.id,
                claim.text,
                claim.source,
                claim.stories,
                claim.citations,
                claim.retracted,
                round(found.score, 4),
            )
        )
    return hits
