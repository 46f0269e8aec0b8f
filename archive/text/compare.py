"""Two texts side by side: which sentence became which, and which words of it changed.

Sentences are aligned in three steps, each of what the one before left over: the longest run of equal sentences that
both have in the same order; between these the pairs that are most alike, in order; and of what is left, equal
sentences have moved. The time grows with the number of sentences times a constant (`NEAR`) and a very small part of its
square; where that would be too much (`MOST_CELLS`), what stands once on both sides divides the texts first.

Words, numbers, spaces and signs are compared one by one; in scripts written without spaces, characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

Kind = Literal["same", "changed", "added", "removed", "moved"]
WordKind = Literal["same", "added", "removed"]

ALIKE = 50.0  # percent of two sentences' characters that must be common, in order, for one to have become the other
NEAR = 25  # how many sentences off its place a changed one is looked for
MOST_CELLS = 400_000_000  # pairs of sentences (of words) that are compared at once: 50 MB

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|\s+|[^\w\s]")

_Place = tuple[int, int]  # number of a sentence (or word) before, and after


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentence `before` (its number) became sentence `after`; None where there is none."""

    kind: Kind
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a sentence that both have, or only one."""

    kind: WordKind
    text: str


def align(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """What became of each sentence, in the order of `after`; what was removed stands where it stood.

    Every sentence of either side is in one pair. One that moved stands where it is now.
    """
    equal = [*_equal(before, after)]
    pairs = [*equal]
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *equal, (len(before), len(after))]):
        pairs += _alike(before, after, range(i + 1, next_i), range(j + 1, next_j))
    kinds: dict[bool, Kind] = {True: "same", False: "changed"}
    kept = [Pair(kinds[before[i] == after[j]], i, j) for i, j in sorted(pairs)]
    return _in_order([*kept, *_rest(before, after, kept)])


def words(before: str, after: str) -> list[Words]:
    """What of one sentence the other has: `same` and `removed` give back `before`, `same` and `added` `after`.

    Signs and spaces between two changes belong to these.
    """
    a, b = _WORD.findall(before), _WORD.findall(after)
    parts: list[Words] = []
    i = j = 0
    for start, other in [*_equal(a, b), (len(a), len(b))]:
        parts += _parts("".join(a[i:start]), "".join(b[j:other]))
        parts += [Words("same", token) for token in a[start : start + 1]]
        i, j = start + 1, other + 1
    return [*_joined(parts)]


# What is equal ---------------------------------------------------------------------------------------------------


def _equal(before: Sequence[str], after: Sequence[str]) -> Iterator[_Place]:
    """Places of what is equal, in order on both sides."""
    start, end, other = 0, len(before), len(after)
    while start < min(end, other) and before[start] == after[start]:
        yield start, start
        start += 1
    while min(end, other) > start and before[end - 1] == after[other - 1]:
        end, other = end - 1, other - 1
    yield from ((start + i, start + j) for i, j in _common(before[start:end], after[start:other]))
    yield from zip(range(end, len(before)), range(other, len(after)), strict=True)


def _common(a: Sequence[str], b: Sequence[str]) -> Iterator[_Place]:
    """The longest common subsequence; of very long ones, one that goes through what each has once."""
    once = _once(a, b) if len(a) * len(b) > MOST_CELLS else []
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *once, (len(a), len(b))]):
        yield from ((i + 1 + n, j + 1 + m) for n, m in _longest(a[i + 1 : next_i], b[j + 1 : next_j]))
        if next_i < len(a):
            yield next_i, next_j


def _longest(a: Sequence[str], b: Sequence[str]) -> Iterator[_Place]:
    """The longest common subsequence; nothing of two that are too long to be compared."""
    if not a or not b or len(a) * len(b) > MOST_CELLS:
        return
    from rapidfuzz.distance import LCSseq

    numbers: dict[str, int] = {}
    numbered = [[numbers.setdefault(one, len(numbers)) for one in side] for side in (a, b)]
    for block in LCSseq.editops(*numbered).as_matching_blocks():
        yield from ((block.a + n, block.b + n) for n in range(block.size))


def _once(a: Sequence[str], b: Sequence[str]) -> list[_Place]:
    """What stands once on each side: as much as is in the same order."""
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, sequence in enumerate((a, b)):
        for number, one in enumerate(sequence):
            places[one][side].append(number)
    single = [(i[0], j[0]) for i, j in places.values() if len(i) == len(j) == 1]
    return _heaviest((i, j, 1.0) for i, j in sorted(single))


# What is alike, and what is left -----------------------------------------------------------------------------------


def _alike(before: Sequence[str], after: Sequence[str], these: range, those: range) -> list[_Place]:
    """Of sentences between two that are equal, the pairs in order whose likeness is greatest in all."""
    return _heaviest(_likenesses(before, after, these, those)) if these and those else []


def _likenesses(
    before: Sequence[str], after: Sequence[str], these: range, those: range
) -> Iterator[tuple[int, int, float]]:
    """Pairs of sentences near the same place that are alike, and how much."""
    from rapidfuzz.fuzz import ratio

    for n, i in enumerate(these):
        place = n * len(those) // len(these)
        for j in reversed(those[max(place - NEAR, 0) : place + NEAR + 1]):
            if len(before[i]) * len(after[j]) <= 64 * MOST_CELLS:
                likeness = ratio(before[i], after[j], score_cutoff=ALIKE)
                if likeness:
                    yield i, j, likeness


def _heaviest(pairs: Iterable[tuple[int, int, float]]) -> list[_Place]:
    """Pairs in order on both sides whose weights are the most in all; they come by their first side, and for each of it
    the last of the other side first."""
    ends: list[int] = []  # ascending: where on the other side a chain ends
    totals: list[float] = []  # ascending: its weight
    chains: list[tuple[_Place, object] | None] = []  # its last pair, and the chain before
    for i, j, weight in pairs:
        place = bisect_left(ends, j)
        total = weight + (totals[place - 1] if place else 0.0)
        stop = place
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        if stop > place or place == len(ends) or ends[place] != j:
            chain = ((i, j), chains[place - 1] if place else None)
            ends[place:stop], totals[place:stop], chains[place:stop] = [j], [total], [chain]
    return _unrolled(chains[-1] if chains else None)


def _unrolled(chain: object) -> list[_Place]:
    found: list[_Place] = []
    while isinstance(chain, tuple):
        place, chain = chain
        found.append(place)
    return found[::-1]


def _rest(before: Sequence[str], after: Sequence[str], kept: Sequence[Pair]) -> Iterator[Pair]:
    """What moved, was added or removed."""
    left = sorted(set(range(len(before))) - {pair.before for pair in kept})
    places: dict[str, deque[int]] = defaultdict(deque)
    for i in left:
        places[before[i]].append(i)
    moved = set()
    for j in sorted(set(range(len(after))) - {pair.after for pair in kept}):
        if places.get(after[j]):
            moved.add(places[after[j]][0])
            yield Pair("moved", places[after[j]].popleft(), j)
        else:
            yield Pair("added", None, j)
    yield from (Pair("removed", i, None) for i in left if i not in moved)


def _in_order(pairs: list[Pair]) -> list[Pair]:
    """By their places after; what was removed behind what it stood behind."""
    kept = sorted((p.before or 0, p.after or 0) for p in pairs if p.kind in ("same", "changed"))

    def key(pair: Pair) -> tuple[int, int, int]:
        if pair.after is not None:
            return pair.after, 0, 0
        place = bisect_left(kept, (pair.before or 0, 0))
        return kept[place - 1][1] if place else -1, 1, pair.before or 0

    return sorted(pairs, key=key)


# Words -------------------------------------------------------------------------------------------------------------


def _parts(removed: str, added: str) -> list[Words]:
    return [Words(kind, text) for kind, text in (("removed", removed), ("added", added)) if text]  # type: ignore[arg-type]


def _joined(parts: Iterable[Words]) -> Iterator[Words]:
    """Stretches as long as they can be: what was removed and then what was added, and what is the same between."""
    held = [
        (alike, "".join(p.text for p in run if p.kind != "added"), "".join(p.text for p in run if p.kind != "removed"))
        for alike, found in groupby(parts, key=lambda part: part.kind == "same")
        for run in [list(found)]
    ]
    last = len(held) - 1
    between = [alike and 0 < n < last and not any(map(str.isalnum, text)) for n, (alike, text, _) in enumerate(held)]
    for alike, group in groupby(zip(held, between, strict=True), key=lambda one: one[0][0] and not one[1]):
        runs = [run for run, _ in group]
        removed, added = "".join(run[1] for run in runs), "".join(run[2] for run in runs)
        yield from [Words("same", removed)] if alike else _parts(removed, added)
