"""How much of one text stands in another: which documents are copies of one another.

A copy is a report that an agency sold to many, one that was cut short, or one that was put into a longer article.
Different outlets that report the same event in their own words are none, also when they quote the same person. Two
measures tell them apart, each the share of the one text that stands in the other, so that a part is found in the whole:

* words: of all runs of RUN words. A changed word costs a few of them: this decides
* sentences: of all sentences with SENTENCE words or more, those that stand there word for word. This is what is said

COPY was set on ECB+: 509 articles on 48 events, by many outlets each. 58 pairs share half of their words or more; the
third of them that was read by eye are all agency copies: whole, shortened or edited. Of the 12 pairs between .4 and .5
two share nothing but a statement that was quoted by both, and the others are agency reports rewritten in part; of the
40 between .3 and .4 half share quotations only, which is no copy.

The pages of 18F and digital.gov, which took each other's posts over, give 54 pairs, all of them true. What the measure
cannot tell from copies are forms: the economies of 33 countries in the World Factbook share half of their words, which
are the same labels with other figures between them.

Comparing every two texts would take too long. So each text gives `marks`: some of its runs of RUN words, chosen by the
words of the run themselves and not by their place, so that a run that stands in two texts is chosen in both (MinHash by
remainder, as Broder has it). A signature of 64 least values under as many permutations takes fifty times as long in
Python (5.4 ms for 700 words), and finds no part in a whole. Texts with enough marks in common are then compared
themselves: no share that is shown is an estimate. A test says which of ECB+'s copies marks do not find: very short
texts in long ones.

All text comes folded (lower case, words between single spaces), as an index compares it. In scripts written without
spaces a word is a character.
"""

from __future__ import annotations

from binascii import crc_hqx
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from math import ceil, sqrt
from operator import add
from zlib import crc32

RUN = 5  # words
SENTENCE = 8  # words: shorter ones are said by everybody
LONGEST = 50_000  # words of a text that are looked at
RATES = ((128, 3), (512, 9), (LONGEST, 27))
"""Of a text of so many words at most, one run in so many is a mark: each rate has the marks of the next.

Powers of 3, because the low bits of check sums of like words are alike too."""
MOST = 256  # marks of a text

_ASCII = bytes(b if chr(b).isalnum() else 32 for b in range(128)).lower() + bytes(128)

COPY = 0.5
SEVERAL = 2  # marks in common, of texts that are compared at least
SOME = 60  # runs, by which it is seen first whether texts are worth comparing
SEEMS = 0.3  # of them: three standard deviations below COPY
LEAST = 8  # runs in common: twelve words in a row
JOINED = 0.15
"""Of the longer text too: a note in a long review does not make its other parts copies of one another."""


Runs = frozenset[tuple[str, ...]]
Sentences = frozenset[str]


def words_of(text: str, fold: Callable[[str], str]) -> list[bytes]:
    """The words that marks are made of. Where nearly all is ASCII only that counts: folding takes fifteen times as
    long, and a copy without its accents is found all the same."""
    plain = text.encode("ascii", "ignore")
    if len(plain) * 10 > len(text) * 9:
        return plain.translate(_ASCII, b"'").split()[:LONGEST]
    return fold(text).encode("utf-8", "surrogatepass").split()[:LONGEST]


def rate_of(words: Sequence[bytes]) -> int:
    """Of how many runs of a text one is a mark."""
    return next(rate for most, rate in RATES if len(words) <= most)


def marks(words: Sequence[bytes]) -> list[int]:
    """Some of the runs of words, as numbers of 32 bits, in order."""
    rate = rate_of(words)
    hashes = list(map(crc_hqx, words, repeat(0)))  # 16 bits: many times faster to add and divide than 32
    pairs = map(add, hashes, hashes[1 : len(words) - RUN + 2])
    chosen = [at for at, pair in enumerate(pairs) if not pair % rate]
    return sorted({crc32(b" ".join(words[at : at + RUN])) for at in chosen})[:MOST]


def enough(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How many marks two texts have in common that may well be copies, given the number and the rate of each's marks.

    Of the marks that the shorter one would have at the coarser rate COPY, less one standard deviation.
    """
    expected = COPY * min(count * rate for count, rate in (one, other)) / max(one[1], other[1])
    return max(SEVERAL, ceil(expected - sqrt(expected)))


def runs_of(folded: str) -> Runs:
    """All runs of RUN words of a text."""
    words = folded.split()[:LONGEST]
    return frozenset(zip(*(words[first:] for first in range(RUN)), strict=False))


def seems_like(one: str, other: str) -> bool:
    """Whether two folded texts may be copies, by some runs of the shorter one: a few times faster than comparing, and
    of copies it misses one in a thousand."""
    shorter, longer = sorted((one, other), key=len)
    words, within = shorter.split(), f" {' '.join(longer.split())} "
    step = max((len(words) - RUN + 1) // SOME, 1)
    runs = [f" {' '.join(words[at : at + RUN])} " for at in range(0, len(words) - RUN + 1, step)]
    return sum(run in within for run in runs) >= SEEMS * len(runs)


def sentences_of(folded: Iterable[str]) -> Sentences:
    """Those of its sentences that are long enough to tell."""
    listed = (sentence.split() for sentence in folded)
    return frozenset(" ".join(words) for words in listed if len(words) >= SENTENCE)


def share(of: Runs | Sentences, there: Runs | Sentences) -> float:
    """How much of the one stands in the other, from 0 to 1."""
    return len(of & there) / len(of) if of else 0.0


def likeness(one: Runs, other: Runs) -> float:
    """The larger of the two shares: that of the shorter text, mostly. 1 for a text with itself."""
    return max(share(one, other), share(other, one))


def are_copies(one: Runs, other: Runs) -> bool:
    """Whether one of them stands in the other, for the most part."""
    return likeness(one, other) >= COPY and len(one & other) >= LEAST


def are_joined(one: Runs, other: Runs) -> bool:
    """Whether they are copies, and enough of either stands in the other for both to be from one source."""
    return are_copies(one, other) and min(share(one, other), share(other, one)) >= JOINED
