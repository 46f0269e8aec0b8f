"""Questions that a text raises by itself, for a person: never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.model.span import Span

#: code → what it means, in one line.
QUESTIONS: Mapping[str, str] = {
    "date-impossible": "there is no such day",
    "weekday-differs": "the day that is named is another day of the week",
    "date-after-own": "a date later than the document's own is told as past",
    "earlier-is-later": "what is called earlier is later than a date before it",
    "age-differs": "a person has two ages",
    "count-differs": "two numbers of the same",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Its code, what it is about in words, and the places in the text that do not fit together, in order."""

    code: str
    message: str
    spans: tuple[Span, ...]
