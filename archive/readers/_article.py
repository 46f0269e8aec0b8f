"""Which spans of a page's text are its article: chosen by trafilatura, found again in our own text.

What trafilatura gives back is words without places, with other white space and without characters that nobody sees.
So both texts are compared with those left out (*bare*). A block that stands in the page just once is an anchor. The
others are looked for between the anchors around them, where the article goes on: whole, else text by text, else
sentence by sentence. What is not found there is left out: a span holds nothing that was not selected.

The headline belongs to the article; trafilatura leaves it out, for it is the title.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from operator import add
from typing import Any

from archive.readers._page import TOO_DEEP, Page, markup
from archive.text.sentences import sentences

NOT_SELECTED = "article-not-selected"
LARGEST = 5_000_000  # code points of a page in which an article is looked for
MOST_BLOCKS = 5_000  # of its text: justext, which trafilatura asks, looks at each pair of short ones
MOST_TAGS = 100_000

_SURE = 20  # bare code points of a text that is not taken for another one
_NEAR = 200  # bare code points in which a shorter one is looked for
_SHORTEST_TITLE = 8  # bare code points
_WORD = re.compile("[^\\W\u2e80-\uffff\U00020000-\U0003ffff]{2}")  # scripts that write no spaces left out
_GAP = re.compile(r"\s+")

Span = tuple[int, int]


def selector() -> str:
    """What chose, with its version and settings: recorded with each selection."""
    from importlib.metadata import version

    return f"trafilatura/{version('trafilatura')} precision"


def article(page: Page, titles: Sequence[str] = ()) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """(spans of the page's text that are its article, codes). Spans are code points, ordered, disjoint.

    `titles` are what the page is called; a heading that is one of them belongs to the article. No span: none found.
    """
    if _is_too_much(page):
        return (), (NOT_SELECTED,)
    bare = Bare(page.text)
    spans = [bare.span(*place) for place in places(bare, selected(markup(page)))]
    if spans:
        spans += headline(page, min(start for start, _ in spans), titles)
    return tuple(merged(page.text, spans)), ()


def _is_too_much(page: Page) -> bool:
    sizes = len(page.source) > LARGEST, page.text.count("\n\n") > MOST_BLOCKS, page.source.count("<") > MOST_TAGS
    return any(sizes) or TOO_DEEP in page.incomplete


def selected(source: str) -> list[Any]:
    """The blocks (elements) of the article that trafilatura finds in a page."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it says on standard error what it discards
    document: Any = trafilatura.bare_extraction(source, favor_precision=True, include_comments=False)
    return [] if document is None else list(document.body)


def bared(text: str) -> str:
    """`text` without white space and without what nobody sees."""
    joined = "".join(text.split())
    return joined if joined.isprintable() else "".join(filter(str.isprintable, joined))


class Bare:
    """A text made bare, and the way back."""

    def __init__(self, original: str) -> None:
        lead = len(original) - len(original.lstrip())
        words = original.split()
        seen = words if "".join(words).isprintable() else [bared(word) for word in words]
        self.text = "".join(seen)
        self._ends: list[int] = list(accumulate(map(len, seen)))  # of the words, in the bare text
        lengths = map(add, map(len, words), [*map(len, _GAP.findall(original, lead)), 0])
        self._starts: list[int] = list(accumulate(lengths, initial=lead))  # of the words, in the original
        self._words: list[str] = words
        self._seen: list[str] = seen

    def span(self, start: int, end: int) -> Span:
        """The span of the original whose bare text is `[start, end)`."""
        return self._back(bisect_right(self._ends, start), start), self._back(bisect_left(self._ends, end), end)

    def only_place(self, text: str) -> int:
        """Where `text` begins when that is one place, and it is long enough to be no other; else -1."""
        at = self.text.find(text) if len(text) >= _SURE else -1
        return at if at >= 0 and self.text.find(text, at + 1) < 0 else -1

    def place(self, text: str, start: int, end: int) -> Span | None:
        """The only place of `text`, else the next one in the bare `[start, end)`, cutting no word; near, if short."""
        only = self.only_place(text)
        if only >= 0:
            return only, only + len(text)
        if len(text) < _SURE:
            end = min(end, start + _NEAR + len(text))
        at = self.text.find(text, start, end) if text else -1
        while at >= 0 and (self._cuts(at) or self._cuts(at + len(text))):
            at = self.text.find(text, at + 1, end)
        return None if at < 0 else (at, at + len(text))

    def _cuts(self, at: int) -> bool:
        """Whether the bare position is within a word of letters."""
        word = bisect_left(self._ends, at)
        if at in (0, len(self.text)) or self._ends[word] == at:
            return False
        return bool(_WORD.fullmatch(self.text, at - 1, at + 1))

    def _back(self, word: int, at: int) -> int:
        offset: int = at - (self._ends[word] - len(self._seen[word]))
        if self._seen[word] is not self._words[word]:
            offset = _unbared(self._words[word], offset)
        return self._starts[word] + offset


def _unbared(word: str, offset: int) -> int:
    """Where in `word` the bare character `offset` stands; unseen ones before it stay behind."""
    seen = [at for at, character in enumerate(word) if character.isprintable()]
    return seen[offset] if offset < len(seen) else len(word)


def places(bare: Bare, blocks: Sequence[Any]) -> Iterator[Span]:
    """Where in the bare text of a page the blocks of its article stand."""
    texts = [bared("".join(block.itertext()) + (block.tail or "")) for block in blocks]
    sure = {number: at for number, text in enumerate(texts) if (at := bare.only_place(text)) >= 0}
    yield from ((at, at + len(texts[number])) for number, at in sure.items())
    anchors = _ascending(list(sure.items()))
    for before, after in pairwise([(-1, -1), *anchors, (len(texts), len(bare.text))]):
        unsure = [number for number in range(before[0] + 1, after[0]) if number not in sure and texts[number]]
        if unsure:
            start = before[1] + len(texts[before[0]]) if before[0] >= 0 else _just_before(after[1], texts, unsure)
            yield from _between(bare, [blocks[number] for number in unsure], start, after[1])


def _ascending(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of (number, position) pairs, which ascend by number, that ascends by position too."""
    tails: list[int] = []  # of the best ascending part of each length, the last position
    ends: list[int] = []  # and which pair that is
    back: list[int] = []
    for index, (_, at) in enumerate(places):
        length = bisect_left(tails, at)
        back.append(ends[length - 1] if length else -1)
        tails[length : length + 1], ends[length : length + 1] = [at], [index]
    chain, index = [], ends[-1] if ends else -1
    while index >= 0:
        chain.append(places[index])
        index = back[index]
    return chain[::-1]


def _just_before(end: int, texts: Sequence[str], unsure: Sequence[int]) -> int:
    return max(0, end - 2 * sum(len(texts[number]) for number in unsure) - _NEAR)


def _between(bare: Bare, blocks: Sequence[Any], start: int, end: int) -> Iterator[Span]:
    """Where these blocks, which are not sure, stand one after another in the bare `[start, end)`."""
    for block in blocks:
        for text in _parts(bare, block, start, end):
            place = bare.place(bared(text), start, end)
            if place is not None:
                yield place
                start, end = place[1], end if place[1] <= end else len(bare.text)


def _parts(bare: Bare, block: Any, start: int, end: int) -> Iterator[str]:
    """A block's text: whole when it stands there so, else what it is put together of, else that by sentences."""
    texts = [*block.itertext(), block.tail or ""]
    if bare.place(bared("".join(texts)), start, end):
        yield "".join(texts)
        return
    for text in texts:
        if bare.place(bared(text), start, end):
            yield text
        else:
            yield from (text[first:last] for first, last in sentences(text))


def headline(page: Page, before: int, titles: Sequence[str]) -> list[Span]:
    """The heading that stands before the article and is what the page is called, or a part of that; the longest one."""
    names = [bared(title).casefold() for title in titles]
    found = []
    for start, end in page.headings:
        text = bared(page.text[start:end]).casefold()
        if (
            end <= before
            and len(text) >= _SHORTEST_TITLE
            and any(text in name or name in text for name in names if name)
        ):
            found.append((len(text), (start, end)))
    return [max(found)[1]] if found else []


def merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans in order, without white space at their ends; joined where they meet or only white space is between."""
    whole: list[Span] = []
    for start, end in sorted(_trimmed(text, *span) for span in spans):
        if whole and (start <= whole[-1][1] or text[whole[-1][1] : start].isspace()):
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        elif start < end:
            whole.append((start, end))
    return whole


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, end - (len(words) - len(words.rstrip())))
