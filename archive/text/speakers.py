"""Who says the words at a span, where the text makes it clear: a name beside a verb of saying, in the same paragraph.

A pronoun, an office or nothing at all is not clear, and nobody is guessed: then the speaker is not checked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from archive.model.span import Span
from archive.text.qualifiers import is_quoted

_SAY = (
    r"(?:said|says|told|added|asked|replied|wrote|insisted|claimed|explained|announced|declared|warned"
    r"|continued|sagte|sagt|erklärte|a dit|affirme|a déclaré|dijo|afirmó|сказала?|заявила?)"
)
_PART = r"(?:[^\W\d_a-zа-яßà-ÿ](?:\.|[\w’'-]*))"
NAME = rf"{_PART}(?:[ \u00a0](?:(?:de|von|van|der|al|bin|el|la|du)[ ])*{_PART}){{0,3}}"
_TITLED = rf"(?P<name>{NAME})(?:,[^,.“”\"«»]{{1,80}},)?"
_PATTERNS = (
    re.compile(rf"\b{_SAY}\s+(?P<name>{NAME})"),
    re.compile(rf"{_TITLED}\s+{_SAY}\b"),
    re.compile(rf"\b(?:according to|laut|selon|según|по словам)\s+(?P<name>{NAME})"),
)
_RELAY = re.compile(
    rf"\b(?:relayed by|as told by|quoted by|amplified by|via|through (?:his|her|its) spokes\w+,?"
    rf"|spokes\w+,?|according to)\s+(?:[a-z]+\s+){{0,3}}(?P<name>{NAME})"
)
_PRONOUNS = {
    "he",
    "she",
    "they",
    "it",
    "we",
    "i",
    "the",
    "a",
    "an",
    "who",
    "mr",
    "mrs",
    "ms",
    "dr",
    "this",
    "that",
    "er",
    "sie",
    "il",
    "elle",
    "but",
    "and",
    "in",
    "on",
    "by",
}


@dataclass(frozen=True, slots=True)
class Said:
    """The names of those who say it, and of those who relay it; none where it is not clear. `near`: the first stand in
    the sentence of the words, or right behind them."""

    by: tuple[str, ...]
    relayed: tuple[str, ...]
    near: bool


def said(text: str, span: Span) -> Said:
    """Who says the words at the span, by the words around it in its paragraph that are not quoted themselves."""
    start = max(text.rfind("\n\n", 0, span.start) + 1, span.start - 400, 0)
    end = text.find("\n\n", span.end)
    end = min(end if end >= 0 else len(text), span.end + 400)
    quoted = is_quoted(text, span.start)
    before, after = text[start : span.start], text[span.end : end]
    if not quoted:  # the words are the text's own: only what leads to them in their sentence
        before, after = re.split(r"[.!?]\s", before)[-1], re.split(r"[.!?](?:\s|$)", after)[0]
    outside = _outside(before, False), _outside(after, quoted)
    first = re.split(r"[.!?](?:\s|$)", outside[1])[0], re.split(r"[.!?]\s", outside[0])[-1]
    near = names_saying(first[0]) or names_saying(first[1])
    by = near or names_saying(outside[1]) or names_saying(outside[0])
    relayed = tuple(m["name"] for part in outside for m in _RELAY.finditer(part))
    return Said(tuple(n for n in by if n not in relayed), relayed, bool(near))


def _outside(text: str, inside: bool) -> str:
    """What stands outside of quotation marks; `inside` says whether a quotation is open where it begins."""
    parts = re.split(r"[“”„«»\"「」]", text)
    return " … ".join(part for n, part in enumerate(parts) if n % 2 == inside)[:300]


def names_saying(text: str) -> tuple[str, ...]:
    """The names beside verbs of saying, each once."""
    found = [m["name"] for pattern in _PATTERNS for m in pattern.finditer(text)]
    return tuple(dict.fromkeys(name for name in found if tokens(name)))


def tokens(name: str) -> frozenset[str]:
    """The parts of a name by which it is told: without titles, case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return frozenset(re.findall(r"[^\W\d_]{2,}", plain)) - _PRONOUNS


def is_same(name: str, other: str) -> bool:
    """Whether two names may be of one person: the last part of the shorter is in the other."""
    return bool(tokens(name) & tokens(other))
