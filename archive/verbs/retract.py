"""Withdraw a claim, citation, translation, relation or sign-off, with the reason. Nothing is deleted: it is kept for
ever."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import UsageError
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve
from archive.verbs._sources import checked_line

_KINDS = ("claim", "citation", "translation", "relation", "signoff")


@dataclass(frozen=True, slots=True)
class Retracted:
    target: str
    kind: str
    why: str
    existing: bool


def retract(opened: Opened, reference: str, *, why: str) -> Retracted:
    """Raises UsageError when it is none of these; NotFound, Ambiguous."""
    checked_line("the reason", why)
    with opened.store.writing() as writer:
        thing = resolve(writer, reference)
        kind = writer.record(thing.id)[1].name if thing.kind == "record" else thing.kind
        if kind not in _KINDS:
            what = "claims, citations, translations, relations and sign-offs"
            raise UsageError(f"{reference!r} is a {kind}; only {what} are retracted")
        before = writer.retraction(thing.id)
        if before:
            return Retracted(thing.id, kind, before, True)
        writer.append(opened.store.seal("retraction/1", {"target": thing.id, "why": why}, at=opened.clock()))
        return Retracted(thing.id, kind, why, False)
