"""Quotations of a text, as spans with their marks. A line ends what is not closed: the next paragraph opens again."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PAIRS = {"“": '”"', "„": "“”", "«": "»", "‘": "’", '"': '"”', "''": "''"}
_MARK = re.compile(r"''|[“”„«»\"\n]|(?<!\w)‘|’(?!\w)")


def quotations(text: str) -> list[tuple[int, int]]:
    """Half-open, in code points, in order, none in another; their marks included."""
    found: list[tuple[int, int]] = []
    opened, closers = -1, ""
    for match in _MARK.finditer(text):
        mark = match[0]
        if opened < 0:
            if mark in _PAIRS:
                opened, closers = match.start(), _PAIRS[mark]
        elif mark == "\n":
            if closers != "’":  # an apostrophe before a word closes nothing
                found.append((opened, match.start()))
            opened = -1
        elif mark in closers:
            found.append((opened, match.end()))
            opened = -1
    if opened >= 0 and closers != "’":
        found.append((opened, len(text)))
    return [(start, end) for start, end in found if end - start > 2]


def is_speech(text: str, span: Sequence[int]) -> bool:
    """Whether it is said rather than named: five words at least, or ended by a comma or stop inside."""
    words = text[span[0] : span[1]]
    return len(words.split()) >= 5 or words.rstrip("”\"’'»“ \u00a0\u202f").endswith((",", ".", "!", "?", "—", "…"))
