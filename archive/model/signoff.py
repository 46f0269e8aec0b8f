"""Sign-offs: how far a claim is, `proposed` → `checked` → `cleared`, and on whose word.

A state is not stored: it follows from the records, each time, by the one rule below, here and for whoever has nothing
but a bundle. A sign-off names the citations that were looked at, and holds as long as these are the claim's living
ones, all of them and no others: what changed under a signature falls back, and says why. A clearance stands on a check
that holds and was made before it. Sign-offs of other archives are their word: they are shown, and raise nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

STATES = ("proposed", "checked", "cleared")


@dataclass(frozen=True, slots=True)
class Signoff:
    """That `name` checked or cleared a claim, having looked at these citations. `lapsed`: why it does not hold any
    more, or empty; `asserted`: by which log, and how strongly that was verified, when it was imported."""

    position: int
    id: str
    claim: str
    state: str
    name: str
    at: str
    citations: tuple[str, ...]
    note: str = ""
    retracted: str = ""  # why, or empty
    asserted: str = ""
    lapsed: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a claim rests on: its living citations, by id, with their positions; whether it was withdrawn; of those
    that were carried to a newer edition which has not the same words, the last position and what became of them."""

    citations: Mapping[str, int]
    withdrawn: bool = False
    changed: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def judged(signoffs: Iterable[Signoff], grounds: Grounds) -> tuple[Signoff, ...]:
    """A claim's sign-offs, in the order of the log, each with why it does not hold, where it does not."""
    found: list[Signoff] = []
    for one in signoffs:
        lapsed = _lapsed(one, grounds) or ("" if one.state == "checked" or _is_checked(found, one) else _NO_CHECK)
        found.append(replace(one, lapsed=lapsed))
    return tuple(found)


_NO_CHECK = "without a check that holds"


def _is_checked(before: Iterable[Signoff], one: Signoff) -> bool:
    """Whether the same archive has a check before this one that holds."""
    return any(held.state == "checked" and not held.lapsed and held.asserted == one.asserted for held in before)


def _lapsed(one: Signoff, grounds: Grounds) -> str:
    """Why a sign-off does not hold, whatever the others are: a clause that goes on from its date."""
    if one.retracted:
        return f"withdrawn since: {one.retracted}"
    if grounds.withdrawn:
        return "before the claim was withdrawn"
    for citation in one.citations:
        if citation not in grounds.citations:
            return f"before citation {citation[:12]} was withdrawn"
    for citation, position in grounds.citations.items():
        if citation not in one.citations:
            return f"before citation {citation[:12]} was added" if position > one.position else _without(citation)
    for citation in one.citations:
        position, outcome = grounds.changed.get(citation, (-1, ""))
        if position > one.position:
            return f"before the source of citation {citation[:12]} changed ({outcome})"
    return ""


def _without(citation: str) -> str:
    return f"without citation {citation[:12]}"


def holding(signoffs: Sequence[Signoff]) -> list[Signoff]:
    """The archive's own that hold, of judged ones."""
    return [one for one in signoffs if not one.lapsed and not one.asserted]


def state_of(signoffs: Sequence[Signoff]) -> str:
    """How far the claim is, by its judged sign-offs."""
    return max((one.state for one in holding(signoffs)), key=STATES.index, default=STATES[0])


def fallen(signoffs: Sequence[Signoff]) -> str:
    """Why the claim is not as far as it was: its furthest own sign-off that does not hold, the last of them; or
    nothing."""
    state = STATES.index(state_of(signoffs))
    lost = [one for one in signoffs if one.lapsed and not one.asserted and STATES.index(one.state) > state]
    last = lost[-1] if lost else None
    return f"{last.state} by {last.name} on {last.at[:10]}, {last.lapsed}" if last else ""


def by_one_person(signoffs: Sequence[Signoff]) -> bool:
    """Whether whoever cleared the claim is the only one who checked it, as far as names tell."""
    names = {" ".join(one.name.split()).casefold() for one in holding(signoffs)}
    return state_of(signoffs) == "cleared" and len(names) == 1
