"""Withdraw a claim or a citation, with the reason. Nothing is deleted: the retraction goes with it for ever."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import UsageError
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve
from archive.verbs._sources import checked_line


@dataclass(frozen=True, slots=True)
class Retracted:
    target: str
    kind: str
    why: str
    existing: bool


def retract(opened: Opened, reference: str, *, why: str) -> Retracted:
    """Raises UsageError when it is neither a claim nor a citation; NotFound, Ambiguous."""
    checked_line("the reason", why)
    with opened.store.writing() as writer:
        thing = resolve(writer, reference)
        if thing.kind not in ("claim", "citation"):
            raise UsageError(f"{reference!r} is a {thing.kind}; only claims and citations are retracted")
        before = writer.retraction(thing.id)
        if before:
            return Retracted(thing.id, thing.kind, before, True)
        writer.append(opened.store.seal("retraction/1", {"target": thing.id, "why": why}, at=opened.clock()))
        return Retracted(thing.id, thing.kind, why, False)
