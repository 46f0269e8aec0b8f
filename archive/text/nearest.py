"""What comes nearest to a quote that is nowhere: the stretch of a text that it may have been made of.

Nothing here accepts anything. What is nearest is only shown, and tells whether a quote was altered or stands nowhere.
So words are compared more freely than where a quote is looked for: case is left out of account, `won't` and `will not`
are the same words, and of a quote whose other words stand there in their order, a name may stand for any other name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.model.span import Span
from archive.text import cues
from archive.text.judge import PARAGRAPH, WORD, Quote, Text
from archive.text.qualifiers import hidden
from archive.text.typography import fold

ALTERED = 0.6  # share of words from which a quote was made of a stretch of text
HEAD = 400  # code points of a quote by which its stretch of a text is found
MOST_CELLS = 100_000_000  # of these, times those of a text, that are compared for likeness: two seconds at worst
ROOM = 40  # code points around a stretch in which the ends of its sentences are looked for
FEWEST = 3  # words besides names that a quote must share with what its names were swapped in

_CONTRACTED = {"ca": "can", "wo": "will", "sha": "shall"}
_SHORT = {"s": "is", "d": "would", "ll": "will", "re": "are", "ve": "have", "m": "am"}
_LONG = {"has": "is", "had": "would"}  # what may be shortened in the same way
_STEMS = {long: short for short, long in _CONTRACTED.items()}
_CONTRACTION = re.compile(r"\b(?:cannot|\w+n't|\w+'(?:d|ll|re|ve|m))\b")
_SPELLED = re.compile(
    r"\b(can|will|shall|is|are|was|were|do|does|did|have|has|had|could|would|should|might|must|need) ?not\b"
)
_NO_NAMES = frozenset(cues.FUNCTION.split())
_NAME = "\0"
_SIGN = re.compile(r'[,;:.!?…"—()\[\]]')
_EDGE = re.compile(r'[.!?…"]')
_UNITS_BEFORE, _UNITS_BEHIND = "$€£¥₽", "%‰°"


@dataclass(frozen=True, slots=True)
class Near:
    """A stretch of a text that a quote may have been made of. `share` of the words of both stand in both, in order."""

    span: Span
    share: float


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a stretch of a folded text; `tokens` as they are compared, each of the word numbered in `owners`."""

    text: str
    places: Sequence[tuple[int, int]]
    tokens: Sequence[str]
    owners: Sequence[int]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> _Words:
        found = [match.span() for match in WORD.finditer(text, start, end)]
        spelled = [(n, token) for n, (s, e) in enumerate(found) for token in spelled_out(text[s:e])]
        return cls(text, found, [token for _, token in spelled], [n for n, _ in spelled])

    def gap(self, number: int) -> tuple[int, int]:
        """Where the signs stand before this word; behind the last one, for the number of all."""
        start, end = self._edges(number)
        while start > 0 and not self.text[start - 1].isalnum():
            start -= 1
        while end < len(self.text) and not self.text[end].isalnum():
            end += 1
        return start, end

    def _edges(self, number: int) -> tuple[int, int]:
        if number < len(self.places):
            return self.places[number][0], self.places[number][0]
        return self.places[-1][1], self.places[-1][1]

    def masked(self) -> list[str]:
        """The tokens with names for a name."""
        return [_NAME if self._is_name(n, token) else token for n, token in zip(self.owners, self.tokens, strict=True)]

    def _is_name(self, number: int, token: str) -> bool:
        return self.text[self.places[number][0]].isupper() and token not in _NO_NAMES


def spelled_out(word: str) -> tuple[str, ...]:
    """The words that one of a folded text stands for, in small letters: won't → will, not."""
    lower = word.lower()
    if lower == "cannot":
        return "can", "not"
    if lower.endswith("n't"):
        return _CONTRACTED.get(lower[:-3], lower[:-3]), "not"
    stem, _, ending = lower.rpartition("'")
    if stem and ending in _SHORT:
        return stem, _SHORT[ending]
    return (_LONG.get(lower, lower),)


def contracted(words: Iterable[str]) -> list[str]:
    """How those of these words that can be are written together with a `not` behind them."""
    return [f"{_STEMS.get(m[1], m[1])}n't" for m in _SPELLED.finditer(" ".join(words))]


def nearest(quote: Quote, text: Text) -> Near | None:
    """The stretch of the text that has most of the quote's words in their order; nothing of one that has few."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    bare, folded = fold(quote.words).text, text.folded.text
    wanted, lower = bare.lower(), folded.lower()
    if not wanted or len(lower) != len(folded) or len(wanted[:HEAD]) * len(lower) > MOST_CELLS:
        return None
    said = fold(" ".join(quote.parts)).text if quote.parts else bare
    compared = _Words.of(said, 0, len(said))
    tried: list[Near | None] = []
    for written in _written(wanted):
        found = partial_ratio_alignment(written[:HEAD], lower, score_cutoff=40)
        if found and found.dest_end > found.dest_start:
            start, end = found.dest_start, found.dest_end + max(0, len(wanted) - HEAD)
            tried += [_fitted(compared, bare, text, start, end, room) for room in (2, 20 + (end - start) // 4)]
    return max(filter(None, tried), key=lambda near: near.share, default=None)


def _written(wanted: str) -> list[str]:
    """A quote in small letters, and with its contractions spelled out or made, where these are some."""
    spelled = _CONTRACTION.sub(lambda m: " ".join(spelled_out(m[0])), wanted)
    short = _SPELLED.sub(lambda m: f"{_STEMS.get(m[1], m[1])}n't", wanted)
    return list(dict.fromkeys((wanted, spelled, short)))


def _fitted(wanted: _Words, bare: str, text: Text, start: int, end: int, room: int) -> Near | None:
    """The words around `[start, end)`, so many code points more on both sides, that answer to those wanted."""
    folded = text.folded.text
    begin = max(0, folded.rfind(" ", 0, max(0, start - room)) + 1)
    behind = folded.find(" ", min(len(folded), end + room))
    there = _Words.of(folded, begin, behind if behind >= 0 else len(folded))
    plain = _aligned(wanted, there, wanted.tokens, there.tokens)
    best = _best(plain, _with_names_swapped(wanted, there, plain))
    if best is None:
        return None
    start, end = _widened(text, there.places[best.first][0], there.places[best.last - 1][1])
    return Near(text.folded.span(*_signed(bare, folded, start, end)), best.share)


# Which words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Words `[first, last)` of a text, and the share of theirs and the quote's that are the same."""

    first: int
    last: int
    share: float


def _best(plain: _Aligned | None, swapped: _Aligned | None) -> _Aligned | None:
    """The names of another count for less than one's own."""
    if plain is None or swapped is None or swapped.share <= plain.share:
        return plain
    return _Aligned(swapped.first, swapped.last, swapped.share - (swapped.share - plain.share) / 10)


def _with_names_swapped(wanted: _Words, there: _Words, plain: _Aligned | None) -> _Aligned | None:
    """With a name for any other, where the words besides the names are the same."""
    tokens, others = wanted.masked(), there.masked()
    if plain is None or plain.share == 1 or _NAME not in tokens:
        return None
    found = _aligned(wanted, there, tokens, others)
    if found is None:
        return None
    inside = [t for t, n in zip(others, there.owners, strict=True) if t != _NAME and found.first <= n < found.last]
    own = [token for token in tokens if token != _NAME]
    common = sum(size for _, _, size in _blocks(own, inside))
    return found if common >= FEWEST and 2 * common >= ALTERED * (len(own) + len(inside)) else None


def _blocks(tokens: Sequence[str], others: Sequence[str]) -> list[tuple[int, int, int]]:
    from rapidfuzz.distance import LCSseq

    found = LCSseq.editops(list(tokens), list(others)).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in found if block.size]


def _aligned(wanted: _Words, there: _Words, tokens: Sequence[str], others: Sequence[str]) -> _Aligned | None:
    blocks = _together(_slid(_blocks(tokens, others), tokens, others))
    if not blocks:
        return None
    first, last = _reached(wanted, there, tokens, others, blocks)
    size = sum(first <= owner < last for owner in there.owners)
    return _Aligned(first, last, 2 * sum(size for _, _, size in blocks) / (len(tokens) + size))


def _reached(
    wanted: _Words, there: _Words, tokens: Sequence[str], others: Sequence[str], blocks: Sequence[tuple[int, int, int]]
) -> tuple[int, int]:
    """With as many words more at either end as the quote has there, which may have been put for these: none that stand
    elsewhere in the stretch, none behind a sign that the quote does not have."""
    (a, b, _), (a_last, b_last, size) = blocks[0], blocks[-1]
    first, last = there.owners[b], there.owners[b_last + size - 1] + 1
    held = set(others[b : b_last + size])
    head, tail = tokens[:a], tokens[a_last + size :]
    signs = _SIGN.search(wanted.text, 0, wanted.places[wanted.owners[a]][0])
    for _ in range(sum(token not in held for token in head)):
        if first and (signs or not _SIGN.search(there.text, *there.gap(first))):
            first -= 1
    signs = _SIGN.search(wanted.text.rstrip(' ".,!?…'), wanted.places[wanted.owners[a_last + size - 1]][1])
    for _ in range(sum(token not in held for token in tail)):
        if last < len(there.places) and (signs or not _SIGN.search(there.text, *there.gap(last))):
            last += 1
    return first, last


def _slid(
    blocks: list[tuple[int, int, int]], tokens: Sequence[str], others: Sequence[str]
) -> list[tuple[int, int, int]]:
    """With the first and the last of them beside the rest, where the same words stand there too."""
    if len(blocks) > 1:
        (a, b, size), (after, place, more) = blocks[0], blocks[1]
        if a + size == after and [*others[place - size : place]] == [*tokens[a:after]] and place - size > b:
            blocks = [(a, place - size, size + more), *blocks[2:]]
    if len(blocks) > 1:
        (before, place, more), (a, b, size) = blocks[-2], blocks[-1]
        end = place + more
        if before + more == a and [*others[end : end + size]] == [*tokens[a : a + size]] and end < b:
            blocks = [*blocks[:-2], (before, place, more + size)]
    return blocks


def _together(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without a word or two at either end that stand far from the rest: chance found them there."""

    def is_far(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
        return other[1] - one[1] - one[2] > other[0] - one[0] - one[2] + 2

    while len(blocks) > 1 and blocks[0][2] <= 2 and is_far(blocks[0], blocks[1]):
        blocks = blocks[1:]
    while len(blocks) > 1 and blocks[-1][2] <= 2 and is_far(blocks[-2], blocks[-1]):
        blocks = blocks[:-1]
    return blocks


# Where they begin and end ----------------------------------------------------------------------------------------


def _widened(text: Text, start: int, end: int) -> tuple[int, int]:
    """With the word or two that are left of a sentence at either end, where these qualify it: `Nobody`, `if true`."""
    folded = text.folded.text
    begin, behind = folded.rfind(" ", 0, max(0, start - ROOM)) + 1, folded.find(" ", end + ROOM)
    there = _Words.of(folded, begin, behind if behind >= 0 else len(folded))
    first = next(n for n, place in enumerate(there.places) if place[0] >= start)
    last = next(n for n, place in enumerate(there.places, 1) if place[1] >= end)
    heads, tails = range(first, max(first - 3, -1), -1), range(last, min(last + 3, len(there.places) + 1))
    head = there.places[next((n for n in heads if _is_edge(text, there, n)), first)][0]
    tail = there.places[next((n for n in tails if _is_edge(text, there, n)), last) - 1][1]
    return head if hidden(folded[head:start]) else start, tail if hidden(folded[end:tail]) else end


def _is_edge(text: Text, there: _Words, number: int) -> bool:
    """Whether a sentence ends before this word."""
    start, end = there.gap(number)
    if start == 0 or end == len(there.text) or _EDGE.search(there.text, start, end):
        return True
    return start < end and PARAGRAPH.search(text.folded.span(start, end).of(text.text)) is not None


def _signed(bare: str, folded: str, start: int, end: int) -> tuple[int, int]:
    """With the signs that the quote has there too, and with those that make a number an amount."""
    head, tail = re.match(r"[^\w ]*", bare), re.search(r"[^\w ]*\Z", bare)
    while folded[end : end + 1] and folded[end] in _UNITS_BEHIND:
        end += 1
    while start and folded[start - 1] in _UNITS_BEFORE:
        start -= 1
    for signs in (tail[0][:n] for n in range(len(tail[0]), 0, -1)) if tail else ():
        if folded.startswith(signs, end):
            end += len(signs)
            break
    for signs in (head[0][n:] for n in range(len(head[0]))) if head else ():
        if folded.endswith(signs, 0, start):
            start -= len(signs)
            break
    return start, end
