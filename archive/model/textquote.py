"""The W3C's TextQuoteSelector: words, and what stands before and after them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextQuote:
    """`exact` is never empty; `prefix` and `suffix` are the characters either side, shorter at a text's ends."""

    exact: str
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        if not self.exact:
            raise ValueError("a quote of no characters")

    def __str__(self) -> str:
        return self.exact
