"""Search: every hit carries the token to cite it with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from archive.errors import UsageError
from archive.model.hit import ClaimHit, Found, Hit
from archive.model.passage import Found as Passage
from archive.model.passage import Granularity, Results
from archive.model.query import And, Not, Nothing, Or, Query, Versions
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.lookup import Lookup, opening
from archive.tlog.openings import spans_near
from archive.verbs._asked import Asked, exact_texts, explained, resolved
from archive.verbs._catch_up import catch_up
from archive.verbs._loosened import NOTE, loosened
from archive.verbs._opened import Opened

PAGE = 50  # hits whose texts are in memory
MOST_CHECKED = 10_000  # passages whose characters are compared with those of an exact:
SENTENCES = 20  # of a document, among which its best one is looked for

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


def search(
    opened: Opened, asked: Asked, *, find: Find = "sentence", limit: int = 10, offset: int = 0, explain: bool = False
) -> Found:
    """The best passages. Raises UsageError for a query that the engine cannot run, or a filter that makes no sense."""
    return opened.with_index(lambda: _search(opened, asked, find, limit, offset, explain))


def _search(opened: Opened, asked: Asked, find: Find, limit: int, offset: int, explain: bool) -> Found:
    tree, notes = asked.tree()
    exact = exact_texts(tree)
    unsearched = catch_up(opened)
    query = resolved(opened, tree, find, notes)
    if exact:
        results = _checked(opened, query, exact, find, limit, offset, notes)
    else:
        results = opened.index.search(query, find, limit, offset)
    if not (results.total or exact) and find != "claim" and (loose := loosened(asked.words, query)):
        results = opened.index.search(loose, find, limit, offset)
        if results.total:
            query, notes = loose, [*notes, NOTE]
    if find == "claim":
        hits: Sequence[Hit | ClaimHit] = _claims(opened, results, offset)
    else:
        best = _best_sentences(opened, query, results, exact) if find == "document" else results.found
        with opened.store.looking() as lookup:
            hits = _sentences(lookup, best, offset)
    lines = explained(opened, tree, find) if explain else ()
    return Found(asked.words, results.total, tuple(hits), unsearched, tuple(notes), lines)


def _checked(
    opened: Opened, query: Query, exact: Sequence[str], find: Find, limit: int, offset: int, notes: list[str]
) -> Results:
    """Of what the index finds, that which holds the very characters."""
    candidates = opened.index.search(query, find, MOST_CHECKED)
    kept = _holding(opened, candidates.found, exact, find)
    if candidates.total > MOST_CHECKED:
        notes.append(f"exact: only the best {MOST_CHECKED:,} of {candidates.total:,} with these words were compared")
    return Results(len(kept), tuple(kept[offset : offset + max(limit, 0)]))


def _holding(opened: Opened, found: Sequence[Passage], exact: Sequence[str], find: Find) -> list[Passage]:
    kept: list[Passage] = []
    for n in range(0, len(found), PAGE):
        page = found[n : n + PAGE]
        texts = _texts(opened, [passage.position for passage in page], find)
        kept += [p for p in page if all(text in texts[p.position][p.start : p.end] for text in exact)]
    return kept


def _texts(opened: Opened, positions: Sequence[int], find: Find) -> dict[int, str]:
    if find == "claim":
        with opened.store.reading() as reader:
            return {position: reader.claim_at(position).text for position in positions}
    with opened.store.looking() as lookup:
        return {position: held[1] for position, held in lookup.texts_at(positions).items()}


def _best_sentences(opened: Opened, query: Query, results: Results, exact: Sequence[str]) -> Sequence[Passage]:
    """For each document its best sentence: for the whole query, else for any of its words, else the first."""
    best: dict[int, Passage] = {}
    with suppress(UsageError):  # too much for a second search
        for wanted in dict.fromkeys((query, _any(query))):
            _best_of(opened, wanted, [found.position for found in results.found], exact, best)
    nowhere = Passage(0, 0, 0, 0.0)
    at = [best.get(found.position, nowhere) for found in results.found]
    return [Passage(f.position, b.start, b.end, f.score) for f, b in zip(results.found, at, strict=True)]


def _best_of(
    opened: Opened, query: Query, positions: Sequence[int], exact: Sequence[str], best: dict[int, Passage]
) -> None:
    """Adds the best sentence of each version that has one; many at a time, until a search finds none that is new."""
    while missing := [position for position in positions if position not in best]:
        only = Versions(frozenset(missing))
        found = opened.index.search(And((query, only)), "sentence", SENTENCES * len(missing)).found
        for passage in (*_holding(opened, found, exact, "sentence"), *found) if exact else found:
            best.setdefault(passage.position, passage)
        if not found:
            return


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
