"""A span of a version's text: `[start, end)` in code points (Python string indices, the W3C's unit)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open, 0-based, in code points; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def of(self, text: str) -> str:
        """The span's characters. Raises ValueError when the span reaches past the text."""
        if self.end > len(text):
            raise ValueError(f"span {self} reaches past a text of {len(text)} code points")
        return text[self.start : self.end]

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


def is_outside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether `[start, end)` shares no character with any of these spans, which are in order; of no spans: never."""
    after = bisect_right(spans, start, key=lambda span: span[1])  # the first that ends behind the start
    return bool(spans) and (after == len(spans) or spans[after][0] >= end)
