"""Evidence: the sentences of the whole archive that bear on a statement.

Nothing here says that a sentence supports or contradicts: only what it shares with the statement. The index is asked
for the best documents and the best sentences; then, within these versions alone, where each word stands, and
`archive.text.weights` does the sum. Words that most documents have choose no candidates: they cost the most time and
say the least; they count again in the sum.

On request a sentence model (`_meaning`) also compares what the first of them mean. Its likeness is added to their
scores, as much as the best score at most, and not fused by rank: by rank a sentence that is far ahead loses its lead (2
points worse on English XQuAD).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from archive.errors import UsageError
from archive.model.hit import Hit
from archive.model.query import And, Beside, Everything, Not, Or, Query, Versions
from archive.model.token import looks_like_token
from archive.text.weights import MOST_WORDS, Ranked, Term, rank, rarity_of, terms_of
from archive.verbs import _hits, _meaning
from archive.verbs._catch_up import catch_up
from archive.verbs._folded import folded
from archive.verbs._opened import Opened
from archive.verbs._resolve import claim_of

DOCUMENTS, SENTENCES = 50, 100
"""How many of the best choose the versions that are looked at; as many as are wanted, when these are more."""
COMMON = 10  # a word that more than a tenth of the documents have chooses no candidates
FEW = 250  # documents that are so few that every word may choose
MOST = 2_000  # places of one word that are looked at

_ID = re.compile(r"(?=[a-f]*[0-9])[0-9a-f]{4,64}")
_NUMBERED = re.compile(r"(.*)#[1-9][0-9]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Evidence(Hit):
    """A sentence as a search gives it, and `why`: the words of the statement that it has, the weightiest first."""

    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Borne:
    """What bears on a statement. `claim` is the id of the claim whose text it is, if that was asked for."""

    statement: str
    claim: str
    hits: tuple[Evidence, ...]
    unsearched: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    hits: tuple[Evidence, ...]
    missing: tuple[str, ...]  # words that no document has
    unsearched: int
    own: bool  # whether there is writing of one's own, which was left out


def evidence(opened: Opened, statement: str, *, limit: int = 10, semantic: bool = False) -> Borne:
    """The sentences that bear on a statement, or on a claim (its id, or `story#3`), best first; when `semantic`, the
    first of them by their meaning too.

    Raises UsageError for a statement without words; NotFound, Ambiguous for what looks like a claim and is none.
    """
    claim, text, notes = _meant(opened, statement)
    terms = terms_of(text)
    if not terms:
        raise UsageError("there are no words in this statement", hint="write what is claimed as a sentence")
    if len(terms) > MOST_WORDS:
        notes.append(f"only the first {MOST_WORDS} different words were looked for")
    why_not = _meaning.why_not(text) if semantic else ""
    notes += [why_not] if why_not else []
    compared = text if semantic and not why_not else ""
    found = opened.with_index(lambda: _found(opened, terms[:MOST_WORDS], limit, compared))
    if found.own:
        notes.append("your own writing is left out: it is no source")
    if found.missing:
        notes.append(f"nowhere in the archive: {', '.join(found.missing)}")
    return Borne(text, claim, found.hits, found.unsearched, tuple(notes))


def _meant(opened: Opened, statement: str) -> tuple[str, str, list[str]]:
    """The claim's id when one is named, the text to look for, and notes."""
    statement = statement.strip()
    numbered = _NUMBERED.fullmatch(statement)
    one = len(statement.split()) == 1
    if not (numbered or (one and (_ID.fullmatch(statement) or looks_like_token(statement)))):
        return "", statement, []
    with opened.store.reading() as reader:
        if not one and numbered and numbered[1] not in {name for name, _ in reader.stories()}:
            return "", statement, []  # “… at gate #3”
        claim = reader.claim(claim_of(reader, statement))
    return claim.id, claim.text, [f"this claim was retracted: {claim.retracted}"] if claim.retracted else []


def _found(opened: Opened, terms: Sequence[Term], limit: int, compared: str) -> _Found:
    unsearched = catch_up(opened)
    counts = {term: opened.index.search(term.query, "document", 0).total for term in terms}
    with opened.store.looking() as lookup:
        older, own = opened.overview.older(lookup), opened.overview.own(lookup)
        selected = opened.overview.selected(lookup)
    only: tuple[Query, ...] = (Not(Beside()),) if selected else ()
    ranked = _ranked(opened, {term: count for term, count in counts.items() if count}, limit, older | own, only)
    found = [r.found for r in ranked]
    first = found[: max(2 * limit, _meaning.COMPARED)]
    with opened.store.looking() as lookup:
        hits = _hits.sentences(lookup, first, older)
    shared = {hit.token: r.shared for hit, r in zip(hits, ranked, strict=False)}
    hits = folded(opened, first, hits, lambda versions: [f for f in found if f.position in versions])
    made = [_evidence(hit, shared[hit.token]) for hit in hits]
    made = _by_meaning(compared, made) if compared else made
    best = tuple(replace(hit, number=n) for n, hit in enumerate(_one_edition(made)[:limit], 1))
    return _Found(best, tuple(term.text for term in terms if not counts[term]), unsearched, bool(own))


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
