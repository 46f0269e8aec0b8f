"""What an engine is given to index, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Granularity = Literal["document", "sentence", "claim"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text to be found.

    `position` is the log position of the version (or claim) record it belongs to; `start`, `end` are code points
    of that version's text (for a document the whole text, for a claim 0 and its length). `beside` says that a sentence
    stands outside of the article that its version is; a document's `text` is its article alone, or empty when all
    sentences of the version come right before it: then it has the words of those that are not beside.
    """

    granularity: Granularity
    position: int
    start: int
    end: int
    text: str
    language: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One passage an engine found; `score` is the engine's own, comparable only within one result."""

    position: int
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """The best passages, best first, and how many matched in all."""

    total: int
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far an index has followed the log: `position` records, whose Merkle root was `root` (64 hex; `-` and the
    position of the last removal behind it, where there is one that the index is not past)."""

    position: int
    root: str
