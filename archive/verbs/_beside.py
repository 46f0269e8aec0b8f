"""What stands beside a statement: found sentences and claims, each with its mark, what differs, and who says it.

The marks are `archive.text.agreement`'s: proposals, with their reasons. What a claim does to another is a person's to
state (`archive relate`), and is given as it was stated.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive.engines._folding import fold
from archive.model.claim import Citation, Claim, Relation
from archive.model.hit import Hit
from archive.model.span import Span
from archive.store.lookup import Held, Lookup
from archive.store.reading import Reader
from archive.text.agreement import Compared, Detail, Side, compare
from archive.verbs._opened import Opened
from archive.verbs._speaking import Voice, full_names, voices_of

UNKNOWN = "en"  # a text whose language nobody knows is compared as if it were English
VOICES = 50  # hits of which the speaker is looked for


@dataclass(frozen=True, slots=True)
class Evidence(Hit):
    """A sentence as a search gives it, and `why`: the words of the statement that it has, the weightiest first.

    `mark` is `repeats`, `agrees`, `differs` or `bears`, `details` what says so; `there_span` is in code points of the
    version's text. `speaker` is who says it, as the text names him, `relays` those through whom it came; empty where
    that is not clear. `source` is its number among the sources.
    """

    why: tuple[str, ...]
    mark: str = "bears"
    details: tuple[Detail, ...] = ()
    speaker: str = ""
    relays: tuple[str, ...] = ()
    source: int = 0
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the claim that was asked about; `copies` are the tokens of the same words in copies of its
    document."""

    citation: str
    token: str
    stance: str
    exact: str
    document: str
    source: int
    copies: tuple[str, ...]
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimBeside:
    """Another claim, with its mark as of a sentence; `there_span` is in code points of its text. `documents` are those
    that support it by a citation that stands. `relations` are what people say of it and the claim that was asked
    about, or another that is shown."""

    claim: str
    text: str
    speaker: str
    stories: tuple[str, ...]
    mark: str
    details: tuple[Detail, ...]
    documents: tuple[str, ...]
    source: int
    relations: tuple[Relation, ...]
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What is asked about: a text, or the claim whose text it is, with the day from which it speaks, if it is known."""

    text: str
    claim: Claim | None = None
    citations: tuple[Citation, ...] = ()
    day: date | None = None

    @property
    def side(self) -> Side:
        return Side(self.text, self.day)


def day_of(published: str) -> date | None:
    """The day of a date that is known to the day."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def claim_stated(reader: Reader, id: str) -> Statement:
    """A claim with its citations that stand; its day is that of the document that it cites first."""
    claim = reader.claim(id)
    standing = tuple(one for one in reader.citations(claim=id) if not one.retracted)
    first = [one.document for one in standing[:1]]
    said = reader.described(first)
    day = next((day_of(said[document].first("published")) for document in first), None)
    return Statement(claim.text, claim, standing, day)


def citations_among(statement: Statement, hits: Sequence[Evidence]) -> dict[str, Citation]:
    """Token → citation, of the hits that show the claim's own words, there or in a copy of their document."""
    held: dict[str, Citation] = {}
    for hit in hits:
        for one in statement.citations:
            there = one.document == hit.document and one.exact in hit.text
            if there or any(_is_at(one, token) for token in (hit.token, *hit.copies)):
                held.setdefault(hit.token, one)
    return held


def _is_at(one: Citation, token: str) -> bool:
    """Whether the citation's words and the token's share a character."""
    version, place, _ = token.split(":")
    start, end = map(int, place.split("-"))
    return one.version.startswith(version) and one.span.start < end and start < one.span.end


def beside(
    lookup: Lookup,
    statement: Statement,
    hits: Sequence[Evidence],
    positions: Mapping[str, int],
    rarity: Mapping[str, float],
    speakers: Collection[str],
) -> list[tuple[Evidence, tuple[str, ...]]]:
    """The hits with their marks and speakers, each with the speakers' names where they are certain.

    `positions`: token → the version's position; `speakers` are those of `typed_speakers`."""
    held = lookup.texts_at({positions[hit.token] for hit in hits[:VOICES]})
    languages = lookup.languages({positions[hit.token]: hit.document for hit in hits})
    made = []
    for n, hit in enumerate(hits):
        position = positions[hit.token]
        language = languages[position] or UNKNOWN
        side = Side(hit.text, day_of(hit.published))
        found = compare(statement.side, side, language, rarity)
        voices = _voices(held.get(position), hit.span, language) if n < VOICES else []
        names = (name for voice in voices for name in voice.persons or certain(voice.name, speakers))
        made.append((_with(hit, found, voices), tuple(dict.fromkeys(names))))
    return made


def _with(hit: Evidence, found: Compared, voices: Sequence[Voice]) -> Evidence:
    details = tuple(replace(one, there_span=_moved(one.there_span, hit.span.start)) for one in found.details)
    names = "; ".join(" and ".join(voice.persons) or voice.name for voice in voices)
    relays = tuple(dict.fromkeys(relay for voice in voices for relay in voice.relays))
    return replace(hit, mark=found.mark, details=details, speaker=names, relays=relays)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _voices(held: Held | None, span: Span, language: str) -> list[Voice]:
    return voices_of(held.text, span, language) if held else []


def certain(speaker: str, speakers: Collection[str]) -> tuple[str, ...]:
    """The names by which a claim's speaker is known for certain: persons' full ones, or one that somebody typed."""
    name = typed(speaker, speakers)
    return full_names(speaker) or ((name,) if name else ())


def typed(name: str, speakers: Collection[str]) -> str:
    """A name that somebody typed as the speaker of a claim; nothing for `the ministry`, which may be any."""
    bare = name.removeprefix("the ").removeprefix("The ")
    return bare if bare[:1].isupper() and fold(bare) in speakers else ""


def typed_speakers(lookup: Lookup) -> frozenset[str]:
    """The names that somebody typed as the speaker of a claim, folded."""
    return frozenset(fold(name.removeprefix("the ").removeprefix("The ")) for name in lookup.typed_speakers())


def claims_beside(
    opened: Opened, statement: Statement, positions: Sequence[int], rarity: Mapping[str, float], most: int
) -> list[ClaimBeside]:
    """The claims on the same matter: those related to the one that was asked about, then those at these positions, as
    far as more can be said than that they bear on it. Withdrawn ones are left out."""
    own = statement.claim
    with opened.store.reading() as reader:
        near = [relation.other(own.id) for relation in own.relations if not relation.retracted] if own else []
        claims = [reader.claim(id) for id in dict.fromkeys(near)]
        claims += [one for one in map(reader.claim_at, positions) if own is None or one.id not in (own.id, *near)]
        made = [(one, compare(statement.side, Side(one.text), UNKNOWN, rarity)) for one in claims if not one.retracted]
        shown = [(one, found) for one, found in made if found.mark != "bears" or one.id in near][:most]
        ids = {one.id for one, _ in shown} | ({own.id} if own else set())
        return [_claim_beside(reader, one, found, ids) for one, found in shown]


def _claim_beside(reader: Reader, claim: Claim, found: Compared, ids: Collection[str]) -> ClaimBeside:
    """`ids` are those of the claims that are shown."""
    standing = [one for one in reader.citations(claim=claim.id) if not one.retracted and one.stance == "supports"]
    return ClaimBeside(
        claim.id,
        claim.text,
        claim.source,
        claim.stories,
        found.mark,
        found.details,
        tuple(dict.fromkeys(one.document for one in standing)),
        0,
        tuple(one for one in claim.relations if not one.retracted and {one.from_, one.to} <= set(ids)),
    )
