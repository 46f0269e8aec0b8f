"""How a claim is said, in the words of its record: which words say so, how surely, whether it is denied, and when."""

from __future__ import annotations

from typing import Any

from archive.exporters._facts import words_of
from archive.model.record import Record


def cue(claim: Record) -> str:
    """The words that say so, or nothing."""
    return words_of(claim.fields.get("attribution", {}).get("cue"))


def hedges(claim: Record) -> list[str]:
    """The words of doubt."""
    return [words for words in map(words_of, claim.fields.get("hedges", ())) if words]


def is_negated(claim: Record) -> bool:
    """Whether the claim is that something is not so."""
    return "negated" in claim.fields


def dates(claim: Record) -> list[str]:
    """The words that name a time, each with the date that they mean and what that was counted from, where it was."""
    return [dated for dated in map(_dated, claim.fields.get("dates", ())) if dated]


def _dated(date: Any) -> str:
    words, value, against = (words_of(date.get(name, "")) for name in ("text", "value", "against"))
    if not words or not value or (value == words and not against):
        return words
    doubt = ", which is a guess" if date.get("basis") == "guess" else ""
    return f"{words} ({value}, counted from {against}{doubt})" if against else f"{words} ({value})"


def said_of_status(claim: Record) -> list[str]:
    """Lines for people."""
    known = (
        ("Words that say so", cue(claim)),
        ("Words of doubt", "; ".join(hedges(claim))),
        ("Dates", "; ".join(dates(claim))),
    )
    denial = ["Recorded as a denial: the claim is that this is not so."] if is_negated(claim) else []
    return [*(f"{name}: {words}" for name, words in known if words), *denial]
