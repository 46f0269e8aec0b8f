"""One sentence as words with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.extractors._words import NEVER, Words

QUOTES = frozenset({"“", "”", '"', "''", "«", "»", "„", "‘"})
STOPS = frozenset({",", ";", ":", "—", "–", "―", "-", "(", ")", "[", "]", "!", "?", "…"}) | QUOTES


@dataclass(slots=True)
class Line:
    """`words` are in small letters; `starts` and `ends` are code points of the text; `quoted` says which stand in
    a quotation that is speech."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]
    quoted: list[bool]
    known: Words
    prior: tuple[int, int] | None = None  # a quotation that ends where the sentence begins

    def __len__(self) -> int:
        return len(self.words)

    def at(self, index: int) -> str:
        """The word, or nothing beyond the ends."""
        return self.words[index] if 0 <= index < len(self.words) else ""


LONGEST = 4_000  # code points of a sentence that are looked at: a longer one is no prose, and would take long


def _pronoun(match: re.Match[str], known: Words) -> int:
    """Where a word begins: `il` of `dit-il`, without what it is written together by."""
    return match.start() + (match[0].rfind("-") + 1 if match[0].lower() in known.inverted else 0)


@cache
def _tokens(known: Words) -> re.Pattern[str]:
    behind = rf"(?:{'|'.join(sorted(known.inverted, key=len, reverse=True)) or NEVER})(?!\w)"
    word = rf"[^\W_]+(?:(?!{behind})['’&@./‑-][^\W_]+|,(?=\d)\d+)*"
    return re.compile(rf"''|(?<!\w)(?:{known.elided})|{behind}|{word}|[^\w\s]", re.IGNORECASE)


def line_of(text: str, span: tuple[int, int], speech: list[tuple[int, int]], known: Words) -> Line:
    """The sentence's words. `speech` are the quotations that share characters with it."""
    span = span[0], min(span[1], span[0] + LONGEST)
    matches = list(_tokens(known).finditer(text, *span))
    written = [match[0] for match in matches]
    starts = [_pronoun(match, known) if known.inverted else match.start() for match in matches]
    return Line(
        [word.lower().replace("’", "'") for word in written],
        starts,
        [match.end() for match in matches],
        [word[0].isupper() or word[0].isdigit() for word in written],
        [any(first <= start < end for first, end in speech) for start in starts] if speech else [False] * len(starts),
        known,
    )
