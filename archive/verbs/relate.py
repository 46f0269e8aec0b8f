"""State what one claim does to another: supports, contradicts or repeats it. A person does, with a note if need be.

A living claim that contradicts another neither supports nor repeats it, whichever way round: of two such statements one
is a mistake, and must be withdrawn first. `contradicts` and `repeats` mean the same either way, so that the other
direction is no second relation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.errors import Refused, UsageError
from archive.model.claim import Relation
from archive.model.record import RELATIONS
from archive.store.writing import Writer
from archive.verbs._opened import Opened
from archive.verbs._resolve import claim_of
from archive.verbs._sources import checked_line

_EITHER_WAY = frozenset({"contradicts", "repeats"})


@dataclass(frozen=True, slots=True)
class Related:
    """`existing`: it was stated before."""

    relation: Relation
    existing: bool


def relate(opened: Opened, reference: str, type: str, other: str, *, note: str = "") -> Related:
    """Claim `reference` does `type` to claim `other`. Raises UsageError, NotFound, Ambiguous; Refused for a claim that
    is withdrawn or gone, and for the contrary of what is stated."""
    if type not in RELATIONS:
        raise UsageError(f"{type!r} is no relation", hint=f"one of: {', '.join(RELATIONS)}")
    if note:
        checked_line("the note", note)
    with opened.store.writing() as writer:
        ends = _living(writer, reference), _living(writer, other)
        if ends[0] == ends[1]:
            raise UsageError(f"both are claim {ends[0][:12]}", hint="a claim is related to another one")
        held = [one for one in writer.relations(ends[:1]) if one.other(ends[0]) == ends[1] and not one.retracted]
        if same := _same(held, *ends, type):
            return Related(_with_that_note(same, note), True)
        if against := next((one for one in held if is_contrary(one.type, type)), None):
            raise _contrary(against)
        fields = {"from": ends[0], "to": ends[1], "type": type, **({"note": note} if note else {})}
        writer.append(opened.store.seal("relation/1", fields, at=opened.clock()))
        writer.flush()
        return Related(writer.relations(ends)[-1], False)


def is_contrary(one: str, other: str) -> bool:
    """Whether of two claims not both can hold."""
    return (one == "contradicts") != (other == "contradicts")


def _living(writer: Writer, reference: str) -> str:
    """The claim that is meant, which nobody withdrew, and of which the words are there."""
    claim = claim_of(writer, reference)
    if removal := writer.removal_of(claim):
        raise Refused(f"claim {claim[:12]} was {removal}", hint="make a new claim", code="removed")
    if why := writer.retraction(claim):
        raise Refused(f"claim {claim[:12]} was retracted: {why}", hint="make a new claim", code="retracted")
    return claim


def _same(held: Iterable[Relation], from_: str, to: str, type: str) -> Relation | None:
    """Our own word before that of another archive; another's is no reason to leave ours out."""
    return next(
        (
            one
            for one in held
            if not one.asserted and one.type == type and (type in _EITHER_WAY or (one.from_, one.to) == (from_, to))
        ),
        None,
    )


def _with_that_note(same: Relation, note: str) -> Relation:
    if note and note != same.note:
        said = f"with the note “{same.note}”" if same.note else "without a note"
        raise Refused(
            f"relation {same.id[:12]} says so already, {said}",
            hint=f"to say it with another: archive retract {same.id[:12]} --why '…', then again",
            code="related",
        )
    return same


def _contrary(one: Relation) -> Refused:
    whose = f", asserted by {one.asserted}" if one.asserted else ""
    return Refused(
        f"relation {one.id[:12]} says that claim {one.from_[:12]} {one.type} claim {one.to[:12]}{whose}",
        hint=f"only one of both can hold; withdraw that first: archive retract {one.id[:12]} --why '…'",
        code="contrary",
    )
