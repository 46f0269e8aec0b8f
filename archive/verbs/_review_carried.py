"""Review of carried citations: whether the new place is cited too, or all stays as it is; who decided is a record.

A citation stays on its version for ever. What is accepted is a new citation of the same claim and stance, made as
`cite` makes one, with all its refusals, in one transaction with the record of the decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.errors import Refused, UsageError
from archive.model.carrying import became, results
from archive.model.record import DECISIONS, Record
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.text.carry import ALIGNER
from archive.verbs._opened import Opened
from archive.verbs._resolve import versions_of
from archive.verbs._stale import Stale, stale
from archive.verbs.cite import Request, cite


@dataclass(frozen=True, slots=True)
class Looked:
    """What was decided of a carried citation. `cited` is the citation of the newer edition, `token` of its words; both
    are empty when it was rejected. `text`: the claim's."""

    citation: str
    decision: str
    cited: str
    token: str
    text: str


def review_carried(opened: Opened, references: Sequence[str] = ()) -> list[Stale]:
    """The carried citations that wait, of these documents (or versions) or of all; of what only others have nobody here
    can see the newer words. Raises NotFound, Ambiguous, UsageError."""
    documents = None
    if references:
        with opened.store.reading() as reader:
            documents = [versions_of(reader, one)[0].document for one in references]
    found = stale(opened, documents)
    return [one for one in found if one.outcome.existing and one.decision is None and not one.asserted]


def review_carried_decide(opened: Opened, one: Stale, decision: str, *, quote: str = "") -> Looked:
    """Decides of a carried citation. `quote`: words of the newer edition that are cited when it is edited.

    Raises UsageError, Refused when it was decided already or became something else since, and all that `cite` raises.
    """
    _check(one, decision, quote)
    if decision == "rejected":
        with opened.store.writing() as writer:
            _record(opened, writer, one, decision, "")
        return Looked(one.outcome.citation, decision, "", "", one.text)
    with opened.store.reading() as reader:
        request = _request(one, _carry(reader, one), quote)
    made = cite(opened, request, also=lambda writer, cited: _record(opened, writer, one, decision, cited.citation))
    return Looked(one.outcome.citation, decision, made.citation, made.token, one.text)


def _check(one: Stale, decision: str, quote: str) -> None:
    if decision not in DECISIONS:
        raise UsageError(f"{decision!r} is no decision", hint=f"one of: {', '.join(DECISIONS)}")
    if (decision == "edited") != bool(quote):
        raise UsageError("other words are cited when they are given, and only then")
    if decision == "accepted" and not one.outcome.new:
        raise Refused(
            f"citation {one.outcome.citation[:12]} has no place in the newer edition: {one.outcome.outcome}",
            hint="reject it, which leaves it as it is, or edit it: give words of the newer edition",
            code="no-place",
        )


def _request(one: Stale, carry: Record, quote: str) -> Request:
    if quote:
        return Request(scope=carry.fields["to"], quote=quote, to=one.claim, stance=one.stance)
    return Request(token=one.outcome.new, to=one.claim, stance=one.stance)


def _record(opened: Opened, writer: Writer, one: Stale, decision: str, cited: str) -> None:
    carry = _carry(writer, one)
    if writer.is_decided(carry.id):
        raise Refused(
            f"citation {one.outcome.citation[:12]} was decided already", code="decided", hint="archive review"
        )
    about = {"carry": carry.id, "citation": one.outcome.citation, "decision": decision}
    fields = {**about, "cited": cited} if cited else about
    writer.append(opened.store.seal("review/2", fields, at=opened.clock()))
    writer.flush()


def _carry(reader: Reader, one: Stale) -> Record:
    """The record that says what became of it. Raises Refused when that is not what was shown."""
    carry = reader.carried_last(one.outcome.citation, ALIGNER)
    shown = carry is not None and any(became(said) == one.outcome.became for said in results(carry.fields))
    if carry is None or not shown or not carry.fields["to"].startswith(one.outcome.new.partition(":")[0]):
        raise Refused(
            f"what became of citation {one.outcome.citation[:12]} is not what was shown",
            hint="look again: archive carry, then archive review",
            code="changed-since",
        )
    return carry
