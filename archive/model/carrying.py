"""What carry records say, and what was decided of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.model.record import Fields

#: Outcomes after which a claim rests on the same words.
UNCHANGED = frozenset({"same", "moved", "typography"})

#: Kinds of change, of what the cited sentence leans on while it stays as it is → what it is that changed.
AROUND: Mapping[str, str] = {
    "preceding": "the sentence before it",
    "heading": "the heading above it",
    "following": "the sentence behind it",
}

Became = tuple[str, tuple[tuple[str, str, str], ...]]
"""An outcome, and the changes: (kind, words before, words after)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a carried citation that `became` something else. `instead`: the citation that was made
    of the new place, while it is not retracted; `at`: when, `by`: the name of who wrote it down."""

    citation: str
    became: Became
    decision: str
    instead: str
    at: str
    by: str

    def json(self) -> Mapping[str, str]:
        return {"decision": self.decision, "at": self.at, "by": self.by}


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody decided in another archive, `asserted` by its log: their word, which decides nothing here."""

    decision: str
    at: str
    by: str
    asserted: str

    def json(self) -> Mapping[str, str]:
        return {"decision": self.decision, "at": self.at, "by": self.by, "asserted": self.asserted}

    def __str__(self) -> str:
        return f"{self.decision} {self.at} by {self.by}; imported, asserted by {self.asserted}"


def results(fields: Fields) -> Sequence[Fields]:
    """What a carry record says of each citation, as `carry/1` has it."""
    if "results" in fields:
        listed: Sequence[Fields] = fields["results"]
        return listed
    said = {name: fields[name] for name in ("citation", "outcome", "changes") if name in fields}
    return [{**said, **fields.get("place", {})}]


def is_around(changes: Iterable[tuple[str, str, str]]) -> bool:
    """Whether one of these is of what the cited sentence leans on."""
    return any(kind in AROUND for kind, _, _ in changes)


def told(outcome: str, changes: Iterable[tuple[str, str, str]]) -> str:
    """An outcome, for people; one of `UNCHANGED` only where what the sentence leans on stands too."""
    return f"{outcome}, beside other words" if outcome in UNCHANGED and is_around(changes) else outcome


def became(result: Mapping[str, Any]) -> Became:
    """Of one of these results."""
    named = ((one["kind"], one.get("before", ""), one.get("after", "")) for one in result.get("changes", ()))
    return result["outcome"], tuple(named)


def decision_of(decisions: Iterable[Decision], now: Became) -> Decision | None:
    """The decision that holds when this became of its citation, if there is one.

    What was looked at once is not shown again while the same became of it, in whatever edition. A citation that another
    one was made for is not shown again at all: that one is, when its own words change.
    """
    held = [one for one in decisions if one.instead or one.became == now]
    return held[-1] if held else None
