"""That something was removed, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Removal:
    """`id` is that of its record (64 hex), `mode` takedown, erase or undo, `at` when it was."""

    position: int
    id: str
    mode: str
    why: str
    at: str

    def __str__(self) -> str:
        """Such as `removed 2026-03-01T12:00:00Z: an order of the court`."""
        return f"removed {self.at}: {self.why}"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A citation of what was removed: nobody can compare its words any more.

    `version`, `document` and `exact` are empty where they were erased.
    """

    citation: str
    claim: str
    stance: str
    version: str
    document: str
    exact: str
    retracted: str  # why, or empty
    removal: Removal
