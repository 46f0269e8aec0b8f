"""Quotations that a draft marks otherwise than by quotation marks: `<q>` and `<blockquote>` of HTML, `>` of Markdown.

Each paragraph of a block is one quotation, whatever marks are in it; a line that begins with a dash names who says it,
and is none of its words. Of elements in one another the outermost counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from archive.model.span import Span
from archive.text.drafts import TOKEN, Quotation

MOST_WORDS = 4_000  # of one quotation that is looked for in the text
NEAR = 500  # code points from a quotation to who says it

_BLOCK = re.compile(r"(?:^ {0,3}>.*(?:\n|\Z))+", re.MULTILINE)
_SIGNS = re.compile(r"^ {0,3}(?:> ?)+", re.MULTILINE)
_BY = re.compile(r"(?:\A|\n)[ \t]*(?:—|–|--).*\Z", re.DOTALL)
_LAST_LINE = re.compile(r"(?:\A|\n)[ \t]*(?:—|–|--)[ \t]*(\S[^\n]{1,100})\s*\Z")
_CITING = re.compile(rf"\s*[\[(]\s*{TOKEN}[^\])]*[\])]|\[\^[^\]\s]{{1,40}}\]")
_BREAKING = frozenset(
    ("p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "footer", "cite", "figcaption", "blockquote")
)
_NOT_WORDS = frozenset(("footer", "cite", "figcaption", "script", "style"))


def in_markdown(text: str) -> Iterator[Quotation]:
    """The paragraphs of block quotes, in order."""
    for block in _BLOCK.finditer(text):
        at = block.start()
        for part in re.split(r"(^ {0,3}>[ \t>]*\n)", block[0], flags=re.MULTILINE):
            words = _words(_SIGNS.sub("", part))
            if words:
                yield Quotation(words, Span(at, at + len(part.rstrip())))
            at += len(part)


def in_html(page: str) -> list[str]:
    """The words of quoting elements, a paragraph each, white space collapsed, in order."""
    parser = _Elements()
    parser.feed(page)
    parser.close()
    parser.paragraph()
    return parser.found


def placed(text: str, quoted: Iterable[str]) -> Iterator[Quotation]:
    """These words where they stand in a text, each behind the one before; what does not stand there, stands behind."""
    at = 0
    for words in quoted:
        found = re.compile(r"\s+".join(map(re.escape, words.split()[:MOST_WORDS]))).search(text, at)
        end = found.end() if found else min(len(text), at + 1)
        yield Quotation(words, Span(found.start() if found else max(0, end - 1), max(1, end)))
        at = end


def _words(part: str) -> str:
    """Without what cites, and without who says it; nothing where no word is left."""
    words = _BY.sub("", _CITING.sub("", part)).strip()
    return words if re.search(r"\w", words) else ""


def by_line(text: str, span: Span) -> str:
    """Who says it: what stands behind the dash of the last line of the block quote that the span is in, soon behind."""
    start, limit = text.rfind("\n", 0, span.start) + 1, span.end + NEAR
    block = _BLOCK.match(text, start, limit)
    found = _LAST_LINE.search(_SIGNS.sub("", block[0])) if block and block.end() < limit else None
    return found[1] if found else ""


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[str] = []  # quoting elements, and those inside that hold no words of theirs
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if self._open and tag in _BREAKING:
            self.paragraph()
        if tag in ("q", "blockquote") or (self._open and tag in _NOT_WORDS):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag in _BREAKING:
            self.paragraph()
        if tag in self._open:
            while self._open.pop() != tag:
                pass
            if not self._open:
                self.paragraph()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in _NOT_WORDS:
            self._parts.append(data)

    def paragraph(self) -> None:
        """Ends one."""
        words = _words(" ".join("".join(self._parts).split()))
        self._parts = []
        if words:
            self.found.append(words)
