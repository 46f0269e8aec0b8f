"""Proposals as people and programs see them."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import IntegrityError
from archive.model.article import Version
from archive.model.proposal import NOT_PROPOSED, Extraction, Proposal, RefusedQuote, load, load_refused
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.reading import Reader
from archive.text.dating import Dated, Dates

STATES = ("new", "known", "gone", "waiting")
"""Of a run: proposed for the first time; proposed of the document before; by the run before, and not by this one. What
waits for somebody to decide is told without a run; it is `gone` there when it waits of an older edition, and the run
over the newest one does not propose it."""
JOINED = " … "  # between the parts of what is said


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of a source, with the token that cites them."""

    text: str
    token: str


@dataclass(frozen=True, slots=True)
class Named:
    """Who says it. `name` is whom a pronoun stands for, where the text makes it certain."""

    text: str
    token: str
    name: Spoken | None


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A date with the token of its words. `value` is EDTF, empty where it is not known; `basis` what it was worked out
    from (`archive.text.dating.BASES`), `against` the date it was resolved against; `of` is `content`, or `saying`:
    when it was said."""

    text: str
    token: str
    value: str
    precision: str
    basis: str
    against: str
    of: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A claim as an extractor found it. `number` is the proposal's in its run, from 1; `claim` is empty: nothing
    is accepted yet. `quote` and `token` are of the first part of the words that it rests on, `more` the other parts:
    what is said or, where the speaker hints, wants or denies, the words that say so too. `state` is one of STATES.
    `newer`: of what waits of an older edition, the newest version."""

    claim: str
    text: str
    token: str
    quote: str
    more: tuple[Spoken, ...]
    kind: str
    source: Named | None
    cue: Spoken | None
    relays: tuple[Spoken, ...]
    hedges: tuple[Spoken, ...]
    negated: bool
    dates: tuple[DateSaid, ...]
    extractor: str
    extraction: str
    number: int
    document: str
    version: str
    state: str
    newer: str = ""

    @property
    def reference(self) -> str:
        return f"{self.extraction[:12]}#{self.number}"


@dataclass(frozen=True, slots=True)
class RefusedBefore:
    """What is known of a quote that a run refused: the verdict and what that means, the number of the sentence that was
    named (0: none of the text), and where the document has it, as it is or changed. Its words were not kept."""

    verdict: str
    reason: str
    sentence: int
    near: Spoken | None


def spoken_in(version: Version, text: str, span: Span) -> Spoken:
    words = span.of(text)
    return Spoken(words, str(make_token(version.id, span, words)))


def proposed(version: Version, dates: Dates, run: Extraction, number: int, one: Proposal, state: str) -> Proposed:
    """`dates` are those of the version's text."""
    text = dates.text

    def spoken(span: Span) -> Spoken:
        return spoken_in(version, text, span)

    def dated(one: Dated) -> DateSaid:
        said = spoken(one.span)
        of = "saying" if one.saying else "content"
        return DateSaid(said.text, said.token, one.value, one.precision, one.basis, one.against, of)

    first, *others = map(spoken, one.cited)
    source = spoken(one.source) if one.source else None
    return Proposed(
        "",
        words_of(text, one),
        first.token,
        first.text,
        tuple(others),
        one.kind,
        Named(source.text, source.token, spoken(one.named) if one.named else None) if source else None,
        spoken(one.cue) if one.cue else None,
        tuple(map(spoken, one.relays)),
        tuple(map(spoken, one.hedges)),
        bool(one.negated),
        tuple(map(dated, dates.of(one))),
        run.extractor,
        run.id,
        number,
        version.document,
        version.id,
        state,
    )


def words_of(text: str, one: Proposal) -> str:
    """The claim, on one line: the parts of what it rests on joined, white space made one space."""
    return " ".join(JOINED.join(span.of(text) for span in one.cited).split())


def proposals_of(reader: Reader, run: Extraction, text: str) -> list[Proposal]:
    """Raises IntegrityError when what is stored is no list of proposals of this text."""
    try:
        proposals = load(reader.blob(run.output))
        ends = [
            span.end for one in proposals for span in (*one.content, *filter(None, (one.source, one.cue, one.named)))
        ]
        ends += [span.end for one in proposals for span in (*one.relays, *one.hedges, *one.negated)]
        if len(proposals) != run.count or max(ends, default=0) > len(text):
            raise ValueError("they are not of this text")
        return proposals
    except ValueError as error:
        raise IntegrityError(f"the proposals of extraction {run.id[:12]} cannot be read: {error}") from None


def refused_of(reader: Reader, run: Extraction, version: Version, text: str) -> list[RefusedBefore]:
    """What a model gave in this run and was refused, the first of them. Raises IntegrityError."""
    try:
        return [_refused(version, text, one) for one in load_refused(reader.blob(run.output))]
    except ValueError as error:
        raise IntegrityError(f"the proposals of extraction {run.id[:12]} cannot be read: {error}") from None


def _refused(version: Version, text: str, one: RefusedQuote) -> RefusedBefore:
    if one.near and one.near.end > len(text):
        raise ValueError("they are not of this text")
    near = spoken_in(version, text, one.near) if one.near else None
    return RefusedBefore(one.verdict, NOT_PROPOSED[one.verdict], one.sentence, near)
