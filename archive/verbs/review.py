"""Review: what was proposed becomes a claim with its citations, or is put aside; who decided is a record.

Claim, citations and review of a proposal are stored together: one transaction each, or one for a page of many; whatever
could be refused is looked at before the first of them is written. A proposal is decided once: to take back what was
accepted, retract the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from archive.errors import ArchiveError, NotFound, Refused, UsageError
from archive.model.article import Version
from archive.model.proposal import Proposal
from archive.model.record import DECISIONS, Record
from archive.model.span import Span
from archive.store.projection import attribution_key
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.text.dating import Dated, Dates
from archive.verbs._dating import dates_of
from archive.verbs._opened import Opened
from archive.verbs._proposals import Proposed, proposals_of, words_of
from archive.verbs._resolve import resolve, versions_of
from archive.verbs._sources import checked_line
from archive.verbs._waiting import shown, versions_waiting, waiting

CONTEXT = 1  # sentences before and behind
PAGE = 200  # decisions that are stored in one transaction


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was decided. `citations` are those of the claim that stand for the proposal's words; all empty when it was
    rejected. `newer`: the newest version, where the proposal was of an older edition; `gone`: that one's run does not
    propose it."""

    extraction: str
    number: int
    decision: str
    claim: str
    citations: tuple[str, ...]
    text: str
    newer: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class NotReviewed:
    """What was refused; it waits on."""

    proposed: Proposed
    error: ArchiveError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a proposal stands: the sentences around and the document's title. `marked`: [start, end) of the words
    within `text`, in code points."""

    title: str
    text: str
    marked: tuple[tuple[int, int], ...]


def review(opened: Opened, references: Sequence[str] = ()) -> Iterator[Proposed]:
    """The proposals that wait, of these documents (or versions) or of all, a version at a time. Raises NotFound,
    Ambiguous, UsageError."""
    with opened.store.reading() as reader:
        if references:
            versions = [version for one in references for version in _all_versions(reader, one)]
        else:
            versions = [version for version, _ in versions_waiting(reader)]
    for version in versions:
        with opened.store.reading() as reader:
            found = shown(reader, version, waiting(reader, version))
        yield from found


def _all_versions(reader: Reader, reference: str) -> list[Version]:
    """Of a document all: what was proposed of an older edition first waits there."""
    thing = resolve(reader, reference)
    return reader.versions(thing.id) if thing.kind == "document" else versions_of(reader, reference)


def review_place(opened: Opened, one: Proposed) -> Place:
    with opened.store.reading() as reader:
        run = _run(reader, one.extraction)
        proposal, text = run.numbered(one.number), run.text
        spans, title = reader.spans(run.version.id), reader.title(run.version)
    first, last = proposal.cited[0].start, proposal.cited[-1].end
    inside = [at for at, (start, end) in enumerate(spans) if start < last and first < end]
    around = spans[max(inside[0] - CONTEXT, 0) : inside[-1] + CONTEXT + 1] if inside else [(first, last)]
    begin, end = around[0][0], around[-1][1]
    return Place(title, text[begin:end], tuple((span.start - begin, span.end - begin) for span in proposal.cited))


def review_decide(
    opened: Opened, one: Proposed, decision: str, *, text: str = "", speaker: str = "", story: str = ""
) -> Reviewed:
    """Decides of a proposal. `text` and `speaker` take the place of those proposed, when it is edited.

    Raises UsageError, and Refused when it was decided already, or its claim or citation was retracted.
    """
    _check(decision, text, speaker, story)
    with opened.store.writing() as writer:
        return _Deciding(opened, writer).decide(one, decision, text, speaker, story)


def review_decide_all(
    opened: Opened, wanted: Iterable[tuple[Proposed, str]], *, story: str = ""
) -> Iterator[Reviewed | NotReviewed]:
    """Decides of many proposals (`accepted`, `rejected`), in pages: what is given out is stored. What is refused leaves
    nothing, and the others of its page are stored. Raises UsageError."""
    left = iter(wanted)
    while page := list(islice(left, PAGE)):
        for _, decision in page:
            _check(decision, "", "", story)
        with opened.store.writing() as writer:
            deciding = _Deciding(opened, writer)
            done = [deciding.attempt(one, decision, story) for one, decision in page]
        yield from done


class _Deciding:
    """Decides of proposals inside one transaction; what they have in common is read once."""

    def __init__(self, opened: Opened, writer: Writer) -> None:
        self.opened, self.writer = opened, writer
        self._runs: dict[str, _Run] = {}
        self._told: dict[str, set[str]] = {}

    def attempt(self, one: Proposed, decision: str, story: str) -> Reviewed | NotReviewed:
        try:
            return self.decide(one, decision, "", "", story if decision != "rejected" else "")
        except (NotFound, Refused, UsageError) as error:
            return NotReviewed(one, error)

    def decide(self, one: Proposed, decision: str, text: str, speaker: str, story: str) -> Reviewed:
        """All its records are there before the first one is appended: what is refused leaves nothing."""
        run = self._run(one.extraction)
        proposal = run.numbered(one.number)
        if one.number in run.decided:
            raise Refused(f"proposal {one.reference} was decided already", code="decided", hint="archive review")
        made: list[Record] = []
        claim, citations = "", list[str]()
        if decision != "rejected":
            fields = _claim_fields(run, one.number, proposal, text, speaker)
            known = self._known(fields)
            claim = known or self._seal(made, "claim/1", fields)
            citations = [self._citation(made, known, claim, run, span) for span in proposal.cited]
            self._tell(made, story, claim)
        about = {"extraction": run.id, "n": one.number, "decision": decision, **({"claim": claim} if claim else {})}
        self._seal(made, "review/1", about)
        self._store(made)
        run.decided.add(one.number)
        gone = one.state == "gone"
        return Reviewed(run.id, one.number, decision, claim, tuple(citations), text or one.text, one.newer, gone)

    def _run(self, extraction: str) -> _Run:
        if extraction not in self._runs:
            self._runs[extraction] = _run(self.writer, extraction)
        return self._runs[extraction]

    def _known(self, fields: dict[str, Any]) -> str:
        """The claim that has these words and this attribution; empty when there is none. Raises Refused for one that
        means another day: the outlet says that it rained yesterday, of two days."""
        known = self.writer.claim_like(fields["text"], attribution_key(fields))
        others = self.writer.record(known)[1].fields.get("dates", []) if known else []
        if others and _days(others) != _days(fields.get("dates", [])):
            raise Refused(
                f"claim {str(known)[:12]} has these words and this speaker, and means other dates",
                code="dates-differ",
                hint=f"see `archive show {str(known)[:12]}`; edit the proposal so that its words say when",
            )
        return known or ""

    def _citation(self, made: list[Record], known: str, claim: str, run: _Run, span: Span) -> str:
        """The id of the one that is there already, or of a new one. Raises Refused for one that was retracted."""
        held = self.writer.citation_like(known, run.version.id, span, "supports") if known else None
        if held and (why := self.writer.retraction(held)):
            raise Refused(f"citation {held[:12]} was retracted: {why}", code="retracted")
        about = {
            "claim": claim,
            "version": run.version.id,
            "start": span.start,
            "end": span.end,
            "exact": span.of(run.text),
            "stance": "supports",
            "verdict": "exact",
        }
        return held or self._seal(made, "citation/1", about)

    def _tell(self, made: list[Record], story: str, claim: str) -> None:
        if story and story not in self._told:
            self._told[story] = set(self.writer.story(story))
        if story and claim not in self._told[story]:
            self._seal(made, "story/1", {"story": story, "claim": claim})

    def _seal(self, made: list[Record], kind: str, fields: dict[str, Any]) -> str:
        record = self.opened.store.seal(kind, fields, at=self.opened.clock())
        made.append(record)
        return record.id

    def _store(self, made: Iterable[Record]) -> None:
        for record in made:
            self.writer.append(record)
            if record.kind == "story/1":
                self._told[record.fields["story"]].add(record.fields["claim"])
        self.writer.flush()


def _check(decision: str, text: str, speaker: str, story: str) -> None:
    if decision not in DECISIONS:
        raise UsageError(f"{decision!r} is no decision", hint=f"one of: {', '.join(DECISIONS)}")
    if (decision == "edited") != bool(text or speaker):
        raise UsageError("a claim is edited when its words or its speaker are given, and only then")
    for what, value in (("the claim", text), ("the speaker", speaker), ("the story's name", story)):
        if value:
            checked_line(what, value)
    if "#" in story:
        raise UsageError("a story's name holds no #: that sets off a claim's number")


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of an extractor over a version, what it proposed of the text, its dates, and the numbers that were
    decided."""

    id: str
    version: Version
    text: str
    language: str
    publisher: str
    proposals: Sequence[Proposal]
    dates: Dates
    decided: set[int]

    def numbered(self, number: int) -> Proposal:
        """Raises NotFound."""
        if not 0 < number <= len(self.proposals):
            raise NotFound(f"extraction {self.id[:12]} has {len(self.proposals)} proposals, no number {number}")
        return self.proposals[number - 1]


def _run(reader: Reader, extraction: str) -> _Run:
    """Raises NotFound."""
    version = reader.version(reader.record(extraction)[1].fields["version"])
    run = next((run for run in reader.extractions(version.id) if run.id == extraction), None)
    if run is None:
        raise NotFound(f"there is no extraction {extraction[:12]}", hint="archive review")
    text = reader.text(version)
    language = reader.languages({version.position: version.document})[version.position]
    publisher = reader.described([version.document])[version.document].first("publisher")
    proposals, dates = proposals_of(reader, run, text), dates_of(reader, version, text)
    decided = set(reader.reviews([extraction]).get(extraction, {}))
    return _Run(extraction, version, text, language, publisher, proposals, dates, decided)


def _claim_fields(run: _Run, number: int, one: Proposal, text: str, speaker: str) -> dict[str, Any]:
    """The claim's fields. A place is {text, version, start, end}, in code points of the version."""

    def place(span: Span) -> dict[str, Any]:
        return {"text": span.of(run.text), "version": run.version.id, "start": span.start, "end": span.end}

    source = {} if one.source is None else place(one.source)
    if one.named:
        source = {**source, "text": one.named.of(run.text), "named": place(one.named)}
    if one.kind == "own":
        source = {"text": run.publisher} if run.publisher else {}
    if speaker:
        source["text"] = speaker
    attribution = {
        "source": source,
        "cue": place(one.cue) if one.cue else {},
        "relays": [place(span) for span in one.relays],
    }
    fields = {
        "text": text or words_of(run.text, one),
        "language": run.language,
        "attribution": _filled(attribution),
        "hedges": [place(span) for span in one.hedges],
        "negated": bool(one.negated),
        "dates": [_dated(run.version, run.text, date) for date in run.dates.of(one)],
        "proposal": {"extraction": run.id, "n": number},
    }
    return _filled(fields)


def _dated(version: Version, whole: str, one: Dated) -> dict[str, Any]:
    """A date as its claim keeps it; what is not known is missing."""
    about = {
        "text": one.span.of(whole),
        "version": version.id,
        "start": one.span.start,
        "end": one.span.end,
        "of": "saying" if one.saying else "content",
        "basis": one.basis,
        "value": one.value,
        "against": one.against,
    }
    return _filled(about) | {"start": one.span.start}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _days(dates: Sequence[Any]) -> list[tuple[object, object]]:
    return [(one.get("text"), one.get("value")) for one in dates]
