"""Proposals as people and programs see them, and which of them wait for somebody to decide.

Of each version the run that was recorded last counts. What was decided of the same words, speaker and cue in an earlier
run of that version is decided: a newer extractor brings back nothing that somebody has looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from archive.errors import IntegrityError
from archive.model.article import Version
from archive.model.proposal import Extraction, Proposal, load
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.reading import Reader
from archive.text.dating import Dated, Dates
from archive.verbs._dating import dates_of

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
    what is said or, where the speaker hints, wants or denies, the words that say so too."""

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

    @property
    def reference(self) -> str:
        return f"{self.extraction[:12]}#{self.number}"


def proposed(version: Version, dates: Dates, run: Extraction, number: int, one: Proposal) -> Proposed:
    """`dates` are those of the version's text."""
    text = dates.text

    def spoken(span: Span) -> Spoken:
        return Spoken(span.of(text), str(make_token(version.id, span, span.of(text))))

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


def waiting(reader: Reader, version: Version) -> list[tuple[Extraction, int, Proposal]]:
    """(run, number, proposal) of a version that wait, in the order of the text."""
    runs = reader.extractions(version.id)
    if not runs:
        return []
    text, decided = reader.text(version), reader.reviews([run.id for run in runs])
    last = runs[-1]
    seen: set[Proposal] = set()
    for run in runs[:-1]:
        if numbers := decided.get(run.id):
            listed = proposals_of(reader, run, text)
            seen |= {_core(listed[n - 1]) for n in numbers if 0 < n <= len(listed)}
    numbered = enumerate(proposals_of(reader, last, text), 1)
    done = decided.get(last.id, {})
    return [(last, n, one) for n, one in numbered if n not in done and _core(one) not in seen]


def _core(one: Proposal) -> Proposal:
    """What makes two proposals of different runs the same: the words, who says them, and the words that say so."""
    return Proposal(one.content, "indirect", one.source, one.cue)


def versions_waiting(reader: Reader) -> Iterator[tuple[Version, int]]:
    """The versions of which proposals wait, in the order of their last runs, and how many."""
    runs: dict[str, list[Extraction]] = {}
    for run in reader.extractions():
        runs.setdefault(run.version, []).append(run)
    decided = reader.reviews([run.id for listed in runs.values() for run in listed])
    for id, listed in sorted(runs.items(), key=lambda item: item[1][-1].position):
        version = reader.version(id)
        count = listed[-1].count - len(decided.get(listed[-1].id, {}))
        if any(run.id in decided for run in listed[:-1]):
            with suppress(IntegrityError):  # `verify` says it; here it is more than there is
                count = len(waiting(reader, version))
        if count > 0:
            yield version, count


def count_waiting(reader: Reader) -> int:
    return sum(count for _, count in versions_waiting(reader))


def shown(reader: Reader, version: Version, found: Sequence[tuple[Extraction, int, Proposal]]) -> list[Proposed]:
    dates = dates_of(reader, version, reader.text(version))
    return [proposed(version, dates, *one) for one in found]
