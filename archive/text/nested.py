"""Words that are quoted within a quotation: `“He shouted, ‘Run.’ I ran,” said Ada Lorn`. It is he who says `Run`.

Marks are counted from the beginning of the paragraph. An apostrophe opens nothing, and what is never closed was none.
"""

from __future__ import annotations

import re

from archive.model.span import Span

REACH = 4_000  # code points before and behind the words that are read

_CLOSERS = {"“": "”", "„": "“ ”", "‘": "’", "‚": "‘ ’", "«": "»", '"': '"', "'": "'", "''": "''"}
_MARK = re.compile("''|[“”„‘’‚«»\"']")
_ENDS = "“”„‘’‚«»\"' .,;:!?…\u00a0\u202f"  # of a quote that is asked with its marks


def is_nested(text: str, span: Span) -> bool:
    """Whether the words at the span stand within a quotation that is within another; code points."""
    start, end = _bare(text, span)
    begin = max(text.rfind("\n", 0, start) + 1, start - REACH)
    line = text.find("\n", end)
    limit = min(line if line >= 0 else len(text), end + REACH)
    opened = _open_at(text, begin, start)
    return len(opened) > 1 and _closing(text, opened[-1], start, limit) >= end


def _bare(text: str, span: Span) -> tuple[int, int]:
    """Without the marks and stops around the words."""
    words = span.of(text)
    left = len(words) - len(words.lstrip(_ENDS))
    right = len(words) - len(words.rstrip(_ENDS))
    return (span.start + left, span.end - right) if left + right < len(words) else (span.start, span.end)


def _open_at(text: str, begin: int, at: int) -> list[str]:
    """The marks of the quotations that are open at a place, the outermost first."""
    opened: list[str] = []
    for mark in _MARK.finditer(text, begin, at):
        if opened and _closes(text, mark, opened[-1]):
            opened.pop()
        elif _opens(text, mark):
            opened.append(mark[0])
        elif any(_closes(text, mark, one) for one in opened):
            while not _closes(text, mark, opened.pop()):
                pass
    return opened


def _opens(text: str, mark: re.Match[str]) -> bool:
    before, after = text[max(mark.start() - 1, 0) : mark.start()], text[mark.end() : mark.end() + 1]
    if mark[0] not in _CLOSERS or before.isalnum() or before in tuple(".,!?…"):
        return False
    return bool(after.strip()) or mark[0] not in ('"', "'", "''")


def _closes(text: str, mark: re.Match[str], opened: str) -> bool:
    if mark[0] not in _CLOSERS[opened].split():
        return False
    spaced = not text[mark.start() - 1 : mark.start()].strip() and mark[0] != "»"
    return not (spaced or (mark[0] in "'’" and text[mark.end() : mark.end() + 1].isalnum()))


def _closing(text: str, opened: str, start: int, limit: int) -> int:
    """Where the quotation that is open at `start` ends; -1 where it does not."""
    return next((mark.start() for mark in _MARK.finditer(text, start, limit) if _closes(text, mark, opened)), -1)
