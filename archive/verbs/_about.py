"""The claims about something: those whose words, speaker or cited sentences have all words that are asked for.

Each comes with its source, what people state that it does to the others, and how their words stand to one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from archive.engines._folding import fold
from archive.errors import UsageError
from archive.model.query import And, Query, Versions
from archive.store.reading import Reader
from archive.text.agreement import Detail, Side, compare
from archive.text.weights import MOST_WORDS, Term, terms_of
from archive.verbs._beside import UNKNOWN, certain, typed_speakers
from archive.verbs._catch_up import catch_up
from archive.verbs._opened import Opened
from archive.verbs._saying import Sayings
from archive.verbs._voices import Heard, Source, outlets_of, sources_of
from archive.verbs.list import ListedClaim, listed

MOST = 200  # claims of each way to be found; more is said to be too many
SENTENCES = 2_000  # that have the words, in documents that are cited


@dataclass(frozen=True, slots=True)
class Proposal:
    """How another claim stands to this one: `here` in a detail is of this one, `there` of the other."""

    claim: str
    mark: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class AboutClaim(ListedClaim):
    """A claim with its source (none where it has neither speaker nor citation) and, where it has several, the others
    (`also`), and what is proposed."""

    group: Source | None = None
    also: tuple[Source, ...] = ()
    proposed: tuple[Proposal, ...] = ()


def claims_about(opened: Opened, words: str) -> list[AboutClaim]:
    """The claims that stand, by source, in the order in which these came. Raises UsageError."""
    terms = terms_of(words)[:MOST_WORDS]
    if not terms:
        raise UsageError("there are no words in this", hint="archive list claims --about 'Kursk'")
    places = opened.with_index(lambda: _places(opened, terms))
    with opened.store.reading() as reader:
        ids = _found(reader, *places)
        sayings = Sayings(reader)
        claims = [listed(claim, sayings.of(claim.id)) for claim in map(reader.claim, ids) if not claim.retracted]
        documents = [_documents(reader, claim.id) for claim in claims]
    return _grouped(opened, sorted(zip(claims, documents, strict=True), key=lambda one: one[0].position))


Passages = list[tuple[int, int, int]]  # a version's position, start, end


def _places(opened: Opened, terms: Sequence[Term]) -> tuple[list[int], Passages]:
    """The positions of claims that have the words, and the passages that do in documents that are cited."""
    catch_up(opened)
    search, every = opened.index.search, And(tuple(term.query for term in terms))
    with opened.store.looking() as lookup:
        cited = Versions(opened.overview.cited(lookup))
        wanted = {fold(term.text) for term in terms}
        spoken = [p for name, held in lookup.column("speaker", "claim").items() if wanted <= _parts(name) for p in held]
    found = search(every, "claim", MOST).found
    narrowed: Query = And((every, cited))
    passages = search(narrowed, "sentence", SENTENCES).found if cited.positions else ()
    positions = dict.fromkeys([*(one.position for one in found), *spoken])
    return list(positions), [(one.position, one.start, one.end) for one in passages]


def _parts(name: str | None) -> set[str]:
    return {fold(term.text) for term in terms_of(name or "")}


def _found(reader: Reader, positions: Iterable[int], passages: Passages) -> list[str]:
    """The ids of the claims."""
    ids = dict.fromkeys(reader.claim_at(position).id for position in positions)
    citations = {}
    for position, start, end in passages:
        if position not in citations:
            version = reader.ids(position, position + 1)[0]
            citations[position] = [one for one in reader.citations(version=version) if not one.retracted]
        ids |= dict.fromkeys(o.claim for o in citations[position] if o.span.start < end and start < o.span.end)
    if len(ids) > MOST:
        raise UsageError(f"more than {MOST} claims are about that", hint="give more words")
    return list(ids)


def _documents(reader: Reader, claim: str) -> tuple[str, ...]:
    """The documents that support it by a citation that stands."""
    standing = (one for one in reader.citations(claim=claim) if not one.retracted and one.stance == "supports")
    return tuple(dict.fromkeys(one.document for one in standing))


def _grouped(opened: Opened, found: Sequence[tuple[ListedClaim, tuple[str, ...]]]) -> list[AboutClaim]:
    with opened.store.looking() as lookup:
        outlets = outlets_of(lookup, {document for _, documents in found for document in documents})
        speakers = typed_speakers(lookup)
    heard = [Heard("", documents, certain(claim.source, speakers)) for claim, documents in found]
    known = [one for one in heard if one.speakers or one.documents]
    numbers, sources = sources_of(known, outlets)
    of = iter(numbers)
    groups = [[sources[n - 1] for n in next(of)] if one.speakers or one.documents else [] for one in heard]
    claims = [claim for claim, _ in found]
    made = [_about(claim, some, claims) for claim, some in zip(claims, groups, strict=True)]
    return sorted(made, key=lambda one: (one.group is None, one.group.number if one.group else 0, one.position))


def _about(claim: ListedClaim, groups: Sequence[Source], claims: Iterable[ListedClaim]) -> AboutClaim:
    compared = [(one.id, compare(Side(claim.text), Side(one.text), UNKNOWN)) for one in claims if one.id != claim.id]
    proposed = tuple(Proposal(id, found.mark, found.details) for id, found in compared if found.mark != "bears")
    whole = {member.name: getattr(claim, member.name) for member in fields(ListedClaim)}
    return AboutClaim(**whole, group=next(iter(groups), None), also=tuple(groups[1:]), proposed=proposed)
