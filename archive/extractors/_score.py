"""How much of what people marked is found: the one measure, of `scripts/evaluate` and of training.

An attribution is found when its content and the marked one share half of the characters that either has (IoU),
quotation marks and punctuation at the edges left out; each counts once. A source is right when it shares a character
with the marked one; of those found whose marked one has a source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.model.proposal import Proposal
from archive.model.span import Span

_EDGE = " \t\n\"'“”‘’.,:;!?…—–-()[]"


@dataclass(frozen=True, slots=True)
class Score:
    """`proposed` were found, `marked` by people, `both` are the same; of `named` the source was `right`."""

    proposed: int
    marked: int
    both: int
    named: int
    right: int

    @property
    def precision(self) -> float:
        """Percent, as the others."""
        return _percent(self.both, self.proposed)

    @property
    def recall(self) -> float:
        return _percent(self.both, self.marked)

    @property
    def f(self) -> float:
        return _percent(2 * self.both, self.proposed + self.marked)

    @property
    def source(self) -> float:
        return _percent(self.right, self.named)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def score(documents: Iterable[tuple[str, Sequence[Proposal], Sequence[Proposal]]]) -> Score:
    """Of documents: the text, what was found in it, and what people marked."""
    count: Counter[str] = Counter()
    for text, found, marked in documents:
        pairs = matched(text, found, marked)
        named = [(one, other.source) for one, other in pairs if other.source]
        count.update(proposed=len(found), marked=len(marked), both=len(pairs), named=len(named))
        count["right"] += sum(is_right(one, source) for one, source in named)
    return Score(count["proposed"], count["marked"], count["both"], count["named"], count["right"])


def is_right(proposal: Proposal, source: Span) -> bool:
    """Whether its source shares a character with this one."""
    found = proposal.source
    return found is not None and found.start < source.end and source.start < found.end


def matched(text: str, found: Sequence[Proposal], marked: Sequence[Proposal]) -> list[tuple[Proposal, Proposal]]:
    """Pairs whose contents are alike, the most alike first, each in one pair at most."""
    ours = [_characters(text, one.content) for one in found]
    theirs = [_characters(text, one.content) for one in marked]
    alike = [
        (len(a & b) / len(a | b), i, j)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
        if a and b and 2 * len(a & b) >= len(a | b)
    ]
    pairs: list[tuple[Proposal, Proposal]] = []
    left, right = set(range(len(found))), set(range(len(marked)))
    for _, i, j in sorted(alike, reverse=True):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((found[i], marked[j]))
    return pairs


def _characters(text: str, spans: Sequence[Span]) -> set[int]:
    positions: set[int] = set()
    for span in spans:
        start, end = span.start, span.end
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        positions.update(range(start, end))
    return positions
