"""Evidence: the sentences of the whole archive that bear on a statement, and the claims on the same matter.

Nothing here says that a sentence supports or contradicts: only what it shares with the statement, and whether its words
repeat it, agree with it or differ from it (`_beside`); how many sources that are, `_voices` tells. The index is asked
for the best documents and the best sentences; then, within these versions alone, where each word stands, and
`archive.text.weights` does the sum. Words that most documents have choose no candidates: they cost the most time and
say the least; they count again in the sum.

On request a sentence model (`_meaning`) also compares what the first of them mean. Its likeness is added to their
scores, as much as the best score at most, and not fused by rank: by rank a sentence that is far ahead loses its lead (2
points worse on English XQuAD).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from archive.errors import UsageError
from archive.model.claim import Citation, Relation
from archive.model.hit import Hit
from archive.model.query import And, Beside, Everything, Not, Or, Query, Versions
from archive.model.token import looks_like_token
from archive.text.agreement import MARKS
from archive.text.weights import MOST_WORDS, Ranked, Term, rank, rarity_of, terms_of
from archive.verbs import _hits, _meaning
from archive.verbs._beside import (
    Cited,
    ClaimBeside,
    Evidence,
    Statement,
    beside,
    certain,
    citations_among,
    claim_stated,
    claims_beside,
    typed_speakers,
)
from archive.verbs._catch_up import catch_up
from archive.verbs._folded import folded
from archive.verbs._opened import Opened
from archive.verbs._resolve import claim_of
from archive.verbs._voices import Count, Heard, Outlets, Source, counts, documents_at, outlets_of, sources_of

DOCUMENTS, SENTENCES = 50, 100
"""How many of the best choose the versions that are looked at; as many as are wanted, when these are more."""
COMMON = 10  # a word that more than a tenth of the documents have chooses no candidates
FEW = 250  # documents that are so few that every word may choose
MOST_CLAIMS = 20  # claims that are shown
CLAIMS = 50  # of those with the words of the statement, that are compared with it
MOST = 2_000  # places of one word that are looked at

_T = TypeVar("_T", Evidence, ClaimBeside)

_ID = re.compile(r"(?=[a-f]*[0-9])[0-9a-f]{4,64}")
_NUMBERED = re.compile(r"(.*)#[1-9][0-9]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Borne:
    """What bears on a statement. `claim` is the id of the claim whose text it is, if that was asked for; its own words
    are no hits, but `citations`. `counts` say how many outlets and sources there are, by mark."""

    statement: str
    claim: str
    speaker: str
    citations: tuple[Cited, ...]
    hits: tuple[Evidence, ...]
    claims: tuple[ClaimBeside, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Source, ...]
    counts: tuple[Count, ...]
    unsearched: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """`certain` are the names of each hit's speakers, as far as they are certain, `copies` the tokens of copies of what
    the claim cites by citation, `claims` the positions of those with words of the statement. `own` says whether there
    is writing of one's own, which was left out, `missing` which words no document has."""

    hits: tuple[Evidence, ...] = ()
    certain: tuple[tuple[str, ...], ...] = ()
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    claims: tuple[int, ...] = ()
    rarity: Mapping[str, float] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unsearched: int = 0
    own: bool = False


def evidence(opened: Opened, statement: str, *, limit: int = 10, semantic: bool = False) -> Borne:
    """The sentences that bear on a statement, or on a claim (its id, or `story#3`), best first; when `semantic`, the
    first of them by their meaning too.

    Raises UsageError for a statement without words; NotFound, Ambiguous for what looks like a claim and is none.
    """
    asked, notes = _meant(opened, statement)
    terms = terms_of(asked.text)
    if not terms:
        raise UsageError("there are no words in this statement", hint="write what is claimed as a sentence")
    if len(terms) > MOST_WORDS:
        notes.append(f"only the first {MOST_WORDS} different words were looked for")
    why_not = _meaning.why_not(asked.text) if semantic else ""
    notes += [why_not] if why_not else []
    compared = asked.text if semantic and not why_not else ""
    found = opened.with_index(lambda: _found(opened, asked, terms[:MOST_WORDS], limit, compared))
    if found.own:
        notes.append("your own writing is left out: it is no source")
    if found.missing:
        notes.append(f"nowhere in the archive: {', '.join(found.missing)}")
    return _borne(opened, asked, found, tuple(notes))


def _meant(opened: Opened, statement: str) -> tuple[Statement, list[str]]:
    """The text to look for, with the claim when one is named, and notes."""
    statement = statement.strip()
    numbered = _NUMBERED.fullmatch(statement)
    one = len(statement.split()) == 1
    if not (numbered or (one and (_ID.fullmatch(statement) or looks_like_token(statement)))):
        return Statement(statement), []
    with opened.store.reading() as reader:
        if not one and numbered and numbered[1] not in {name for name, _ in reader.stories()}:
            return Statement(statement), []  # “… at gate #3”
        asked = claim_stated(reader, claim_of(reader, statement))
    why = asked.claim.retracted if asked.claim else ""
    return asked, [f"this claim was retracted: {why}"] if why else []


def _found(opened: Opened, asked: Statement, terms: Sequence[Term], limit: int, compared: str) -> _Found:
    unsearched = catch_up(opened)
    search = opened.index.search
    counts = {term: search(term.query, "document", 0).total for term in terms}
    with opened.store.looking() as lookup:
        older, own = opened.overview.older(lookup), opened.overview.own(lookup)
        selected = opened.overview.selected(lookup)
    only: tuple[Query, ...] = (Not(Beside()),) if selected else ()
    ranked = _ranked(opened, {term: count for term, count in counts.items() if count}, limit, older | own, only)
    found = [r.found for r in ranked]
    first = found[: max(2 * limit, _meaning.COMPARED) + len(asked.citations)]
    with opened.store.looking() as lookup:
        hits = _hits.sentences(lookup, first, older)
    shared = {hit.token: r.shared for hit, r in zip(hits, ranked, strict=False)}
    positions = {hit.token: passage.position for hit, passage in zip(hits, first, strict=False)}
    hits = folded(opened, first, hits, lambda versions: [f for f in found if f.position in versions])
    made = [_evidence(hit, shared[hit.token]) for hit in hits]
    made = _by_meaning(compared, made) if compared else made
    cited = citations_among(asked, made)
    best = _one_edition([hit for hit in made if hit.token not in cited])[:limit]
    documents = search(Everything(), "document", 0).total
    rarity = {term.text.casefold(): rarity_of(max(counts[term], 1), documents) * term.weight for term in terms}
    with opened.store.looking() as lookup:
        marked = beside(lookup, asked, best, positions, rarity, typed_speakers(lookup))
    return _Found(
        tuple(replace(hit, number=n) for n, (hit, _) in enumerate(marked, 1)),
        tuple(names for _, names in marked),
        {cited[hit.token].id: _besides(cited[hit.token], hit) for hit in made if hit.token in cited},
        tuple(passage.position for passage in search(Or(tuple(t.query for t in terms)), "claim", CLAIMS).found),
        rarity,
        tuple(term.text for term in terms if not counts[term]),
        unsearched,
        bool(own),
    )


def _besides(one: Citation, hit: Evidence) -> tuple[str, ...]:
    """Where the cited words stand besides."""
    return tuple(token for token in (hit.token, *hit.copies) if not one.version.startswith(token.partition(":")[0]))


def _borne(opened: Opened, asked: Statement, found: _Found, notes: tuple[str, ...]) -> Borne:
    """What was found, with the claims beside it, and how many sources all of it has."""
    known = asked.claim
    claims = claims_beside(opened, asked, found.claims, found.rarity, MOST_CLAIMS) if known or found.claims else []
    with opened.store.looking() as lookup:
        documents = {hit.document for hit in found.hits} | {one.document for one in asked.citations}
        outlets = outlets_of(lookup, documents.union(*(one.documents for one in claims)))
        speakers = typed_speakers(lookup)
    heard = [*_own(asked, found, outlets, speakers), *_others(found, outlets), *_claimed(claims, speakers)]
    numbers, sources = sources_of(heard, outlets)
    of = iter(numbers)
    return Borne(
        asked.text,
        known.id if known else "",
        known.source if known else "",
        tuple(_cited(one, found.copies.get(one.id, ()), next(of)) for one in asked.citations),
        tuple(_numbered(hit, next(of)) for hit in found.hits),
        tuple(_numbered(one, next(of)) if one.documents else one for one in claims),
        _stated(claims),
        tuple(sources),
        counts(heard, outlets, MARKS),
        found.unsearched,
        notes,
    )


def _numbered(one: _T, numbers: tuple[int, ...]) -> _T:
    return replace(one, source=numbers[0], also=numbers[1:])


def _own(asked: Statement, found: _Found, outlets: Outlets, speakers: Collection[str]) -> Iterator[Heard]:
    """The claim's citations: those that support it are its speaker's words."""
    names = certain(asked.claim.source, speakers) if asked.claim else ()
    for one in asked.citations:
        documents = documents_at(found.copies.get(one.id, ()), one.document, outlets)
        yield Heard("own", documents, names) if one.stance == "supports" else Heard("", documents, ())


def _others(found: _Found, outlets: Outlets) -> Iterator[Heard]:
    for hit, names in zip(found.hits, found.certain, strict=True):
        yield Heard(hit.mark, documents_at(hit.copies, hit.document, outlets), names)


def _claimed(claims: Iterable[ClaimBeside], speakers: Collection[str]) -> Iterator[Heard]:
    for one in claims:
        if one.documents:
            yield Heard(one.mark, one.documents, certain(one.speaker, speakers))


def _cited(one: Citation, copies: tuple[str, ...], numbers: tuple[int, ...]) -> Cited:
    return Cited(one.id, one.token, one.stance, one.exact, one.document, numbers[0], copies, numbers[1:])


def _stated(claims: Iterable[ClaimBeside]) -> tuple[Relation, ...]:
    stated = {relation.id: relation for one in claims for relation in one.relations}
    return tuple(sorted(stated.values(), key=lambda one: one.position))


def _ranked(
    opened: Opened, counts: Mapping[Term, int], limit: int, left_out: frozenset[int], only: tuple[Query, ...]
) -> list[Ranked]:
    """Every sentence of the best versions, but those `left_out`, that has a telling word of the statement, best first.

    `counts` says how many documents have each word: one at least. `only` is what holds for each sentence.
    """
    search, known = opened.index.search, list(counts)
    documents = search(Everything(), "document", 0).total
    if not known:
        return []
    rare = [term for term in known if counts[term] <= max(documents // COMMON, FEW)] or known
    choosing: Query = Or(tuple(term.query for term in rare))
    choosing = And((choosing, Not(Versions(left_out)))) if left_out else choosing
    best = search(choosing, "document", max(DOCUMENTS, limit)).found
    best += search(And((choosing, *only)), "sentence", max(SENTENCES, limit)).found
    within = Versions(frozenset(passage.position for passage in best) - left_out)
    whole = search(And((choosing, within)), "document", len(within.positions)).found
    return rank(
        known,
        {term: rarity_of(counts[term], documents) for term in known},
        {term: search(And((term.query, within, *only)), "sentence", MOST).found for term in known},
        {passage.position: passage.score for passage in whole},
    )


def _by_meaning(statement: str, hits: Sequence[Evidence]) -> list[Evidence]:
    """The hits, the first of them ranked by what they mean as well."""
    first, rest = hits[: _meaning.COMPARED], hits[_meaning.COMPARED :]
    near = _meaning.likeness(statement, [hit.text for hit in first])
    added = [replace(h, score=round(h.score + hits[0].score * n, 4)) for h, n in zip(first, near, strict=True)]
    return [*sorted(added, key=lambda hit: -hit.score), *rest]


def _evidence(hit: Hit, why: tuple[str, ...]) -> Evidence:
    return Evidence(**{field.name: getattr(hit, field.name) for field in fields(Hit)}, why=why)


def _one_edition(hits: Iterable[Evidence]) -> list[Evidence]:
    """A sentence of several editions of a document once: the newest edition's, in the place of the best."""
    kept: dict[tuple[str, str], Evidence] = {}
    for hit in hits:
        key = (hit.document, hit.text)
        if key not in kept or (hit.newest and not kept[key].newest):
            kept[key] = hit
    return list(kept.values())
