"""Review: what was proposed becomes a claim with its citations, or is put aside; who decided is a record.

Each decision is one transaction: claim, citations and review together. A proposal is decided once: to take back
what was accepted, retract the claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.errors import NotFound, Refused, UsageError
from archive.model.article import Version
from archive.model.proposal import Extraction, Proposal
from archive.model.record import DECISIONS
from archive.model.span import Span
from archive.store.projection import attribution_key
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.text.dating import Dated
from archive.verbs._dating import dates_of
from archive.verbs._opened import Opened
from archive.verbs._proposals import Proposed, proposals_of, words_of
from archive.verbs._resolve import resolve, versions_of
from archive.verbs._sources import checked_line
from archive.verbs._waiting import shown, versions_waiting, waiting

CONTEXT = 1  # sentences before and behind


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was decided. `citations` are those of the claim that stand for the proposal's words; all empty when it was
    rejected."""

    extraction: str
    number: int
    decision: str
    claim: str
    citations: tuple[str, ...]
    text: str


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
        version, run, text = _run(reader, one.extraction)
        proposal = _numbered(reader, run, text, one.number)
        spans, title = reader.spans(version.id), reader.title(version)
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
        version, run, whole = _run(writer, one.extraction)
        proposal = _numbered(writer, run, whole, one.number)
        if one.number in writer.reviews([run.id]).get(run.id, {}):
            raise Refused(f"proposal {one.reference} was decided already", code="decided", hint="archive review")
        claim, citations = "", []
        if decision != "rejected":
            fields = _claim_fields(writer, version, run, one.number, whole, proposal, text, speaker)
            dates = [_dated(version, whole, date) for date in dates_of(writer, version, whole).of(proposal)]
            claim = _claim(opened, writer, _filled({**fields, "dates": dates}))
            citations = [_citation(opened, writer, claim, version, span, whole) for span in proposal.cited]
            _tell(opened, writer, story, claim)
        about = {"extraction": run.id, "n": one.number, "decision": decision, **({"claim": claim} if claim else {})}
        _append(opened, writer, "review/1", about)
        return Reviewed(run.id, one.number, decision, claim, tuple(citations), text or one.text)


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


def _run(reader: Reader, extraction: str) -> tuple[Version, Extraction, str]:
    """The version, the run and the text. Raises NotFound."""
    version = reader.version(reader.record(extraction)[1].fields["version"])
    for run in reader.extractions(version.id):
        if run.id == extraction:
            return version, run, reader.text(version)
    raise NotFound(f"there is no extraction {extraction[:12]}", hint="archive review")


def _numbered(reader: Reader, run: Extraction, text: str, number: int) -> Proposal:
    proposals = proposals_of(reader, run, text)
    if not 0 < number <= len(proposals):
        raise NotFound(f"extraction {run.id[:12]} has {len(proposals)} proposals, no number {number}")
    return proposals[number - 1]


def _claim_fields(
    reader: Reader, version: Version, run: Extraction, number: int, whole: str, one: Proposal, text: str, speaker: str
) -> dict[str, Any]:
    """The claim's fields. A place is {text, version, start, end}, in code points of the version."""

    def place(span: Span) -> dict[str, Any]:
        return {"text": span.of(whole), "version": version.id, "start": span.start, "end": span.end}

    source = {} if one.source is None else place(one.source)
    if one.named:
        source = {**source, "text": one.named.of(whole), "named": place(one.named)}
    if one.kind == "own":
        publisher = reader.described([version.document])[version.document].first("publisher")
        source = {"text": publisher} if publisher else {}
    if speaker:
        source["text"] = speaker
    attribution = {
        "source": source,
        "cue": place(one.cue) if one.cue else {},
        "relays": [place(span) for span in one.relays],
    }
    language = reader.languages({version.position: version.document})[version.position]
    fields = {
        "text": text or words_of(whole, one),
        "language": language,
        "attribution": _filled(attribution),
        "hedges": [place(span) for span in one.hedges],
        "negated": bool(one.negated),
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


def _claim(opened: Opened, writer: Writer, fields: dict[str, Any]) -> str:
    """The claim with these words and this attribution: the one that is there, or a new one. Raises Refused for one that
    is there and means another day: the outlet says that it rained yesterday, of two days."""
    known = writer.claim_like(fields["text"], attribution_key(fields))
    if known is None:
        return _append(opened, writer, "claim/1", fields)
    others = writer.record(known)[1].fields.get("dates", [])
    if others and _days(others) != _days(fields.get("dates", [])):
        raise Refused(
            f"claim {known[:12]} has these words and this speaker, and means other dates",
            code="dates-differ",
            hint=f"see `archive show {known[:12]}`; edit the proposal so that its words say when",
        )
    return known


def _days(dates: Sequence[Any]) -> list[tuple[object, object]]:
    return [(one.get("text"), one.get("value")) for one in dates]


def _citation(opened: Opened, writer: Writer, claim: str, version: Version, span: Span, whole: str) -> str:
    known = writer.citation_like(claim, version.id, span, "supports")
    if known and writer.retraction(known):
        raise Refused(f"citation {known[:12]} was retracted: {writer.retraction(known)}", code="retracted")
    about = {
        "claim": claim,
        "version": version.id,
        "start": span.start,
        "end": span.end,
        "exact": span.of(whole),
        "stance": "supports",
        "verdict": "exact",
    }
    return known or _append(opened, writer, "citation/1", about)


def _tell(opened: Opened, writer: Writer, story: str, claim: str) -> None:
    if story and claim not in writer.story(story):
        _append(opened, writer, "story/1", {"story": story, "claim": claim})


def _append(opened: Opened, writer: Writer, kind: str, fields: dict[str, Any]) -> str:
    record = opened.store.seal(kind, fields, at=opened.clock())
    writer.append(record)
    writer.flush()
    return record.id
