"""Claims, citations and stories, as a reader of the archive sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.model.carrying import Theirs
from archive.model.span import Span

ERASED = "(erased)"
"""What stands in the place of a claim's words that were erased."""


@dataclass(frozen=True, slots=True)
class Citation:
    """claim → span of a version, with its exact words and stance. Ids are 64 hex; the span is in code points."""

    position: int
    id: str
    claim: str
    version: str
    document: str
    span: Span
    token: str
    exact: str
    stance: str
    verdict: str
    warnings: tuple[str, ...]
    retracted: str  # why, or empty
    asserted: str = ""  # by which log, and how strongly that was verified, when it was imported


@dataclass(frozen=True, slots=True)
class Translation:
    """What a person says that a citation's words are in another language; `translator` is who made it."""

    id: str
    citation: str
    words: str
    language: str
    translator: str
    retracted: str  # why, or empty
    asserted: str = ""  # as of a citation


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a citation in a newer edition, as it was recorded at `at`; `token` is of its place there, or
    empty; `decision` what somebody decided when it was looked at, or empty; `theirs` what others did. `asserted`: by
    which log, when it was imported."""

    citation: str
    outcome: str
    version: str
    token: str
    at: str
    decision: str = ""
    theirs: tuple[Theirs, ...] = ()
    asserted: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a person says that claim `from_` does to claim `to`: `type` is `supports`, `contradicts` or `repeats`. `by`:
    who wrote it down."""

    position: int
    id: str
    from_: str
    to: str
    type: str
    note: str
    by: str
    retracted: str  # why, or empty
    asserted: str = ""  # as of a citation

    def other(self, claim: str) -> str:
        """The claim at the other end."""
        return self.to if claim == self.from_ else self.from_

    def json(self) -> dict[str, Any]:
        """As it is documented; `from` is no name that Python allows."""
        ends = {"position": self.position, "id": self.id, "from": self.from_, "to": self.to, "type": self.type}
        return {**ends, "note": self.note, "by": self.by, "retracted": self.retracted, "asserted": self.asserted}


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that someone makes, in words. `source` is who says it, empty when not said."""

    position: int
    id: str
    text: str
    source: str
    stories: tuple[str, ...]  # such as `kursk#12`
    citations: int
    retracted: str  # why, or empty
    unchecked: int = 0  # citations of what was removed
    asserted: str = ""  # as of a citation
    relations: tuple[Relation, ...] = ()  # those of which it is either end
    state: str = "proposed"  # or `checked`, `cleared`: what the archive's own sign-offs say

    def __str__(self) -> str:
        return f"claim {self.id[:12]}"
