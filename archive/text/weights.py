"""A statement → its words, and what an index says of each → the sentences that bear on it, best first.

All counting of words is the engine's, so that case, accents and word forms are the same as in a search; here is only
what no engine knows: which words are names or numbers, how a number may be written otherwise, which sentences stand
side by side, and the sum. `tests/evaluation/evidence.py` says what each part of the sum brings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.model.passage import Found
from archive.model.query import Or, Query, Word

MOST_WORDS = 64
"""Different words of a statement that are looked for."""

SPECIAL = 1.3  # weight of a name or number; of any other word 1
LIGHT = 0.7  # weight of a short word: an article and the like, in languages that are written in ASCII
SHORT = 3  # letters of one
WHOLE = 0.7  # how much of the statement the sentence has
DOCUMENT = 0.4  # how well its document fits
NEAR = 0.2  # what it lacks and the sentences beside it have
LEAST = 0.2  # of the weightiest word: a word that weighs less is no reason to show a sentence
GAP = 4  # code points between two sentences that stand side by side

# In scripts written without spaces two neighbouring characters are taken for a word.
_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Vowel signs and other marks that Python does not count to a word; with Indic scripts' whole blocks, and joiners.
MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u200c\u200d"
)
_LETTER = rf"(?:[^\W{_NO_SPACES}]|[{MARKS}])"
_WORD = re.compile(
    rf"(?P<number>\d+(?:[.,'’\u00a0\u202f]\d+)*(?!{_LETTER}))"
    rf"|(?=(?P<pair>[{_NO_SPACES}]{{2}}))[{_NO_SPACES}]"
    rf"|(?P<one>[{_NO_SPACES}])"
    rf"|(?P<word>{_LETTER}+(?:['’-]{_LETTER}+)*)"
)
_GROUPS = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+")
_AFTER_STOP = re.compile(r"(?:^|[.!?:…])[\W_]*$")

Place = tuple[int, int]
"""A sentence: its version's log position, its first code point."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a statement as it was written, the forms to look for when these are several. `weight` is what it counts
    beside its rarity."""

    text: str
    forms: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def query(self) -> Query:
        words = tuple(map(Word, self.forms or (self.text,)))
        return words[0] if len(words) == 1 else Or(words)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence that bears on a statement, with the words of the statement that it has, the weightiest first."""

    found: Found
    shared: tuple[str, ...]


def terms_of(statement: str) -> list[Term]:
    """The different words of a statement, in their order."""
    terms: dict[str, Term] = {}
    for match in _WORD.finditer(statement):
        text = match["number"] or match["pair"] or match["one"] or match["word"]
        if text is None or (match["one"] and terms):  # the last character of a run stands in a pair already
            continue
        term = Term(text, _forms(text) if match["number"] else (), _weight(statement, match))
        known = terms.get(text.casefold())
        if known is None or term.weight > known.weight:
            terms[text.casefold()] = term
    return list(terms.values())


def _weight(statement: str, match: re.Match[str]) -> float:
    if match["number"] or _is_name(statement, match):
        return SPECIAL
    word = match["word"] or ""
    return LIGHT if word.isascii() and 0 < len(word) <= SHORT else 1.0


def _is_name(statement: str, match: re.Match[str]) -> bool:
    """Whether a word is capitalised for itself: not only as the first of a sentence, unless the next one is too."""
    word = match["word"] or ""
    if not word[:1].isupper():
        return False
    if len(word) > 1 and any(letter.isupper() for letter in word[1:]):
        return True
    rest = statement[match.end() :].lstrip()
    return not _AFTER_STOP.search(statement[: match.start()]) or rest[:1].isupper()


def _forms(number: str) -> tuple[str, ...]:
    """`12,000` and `12000` are one number. An engine parts words at the sign, so one sign stands for all."""
    plain = re.sub(r"\D", "", number)
    if _GROUPS.fullmatch(number):
        return number, plain
    if number == plain and 5 <= len(plain) <= 15:
        return number, f"{int(plain):,}"
    return ()


def rank(
    terms: Sequence[Term],
    rarity: Mapping[Term, float],
    sentences: Mapping[Term, Iterable[Found]],
    documents: Mapping[int, float],
) -> list[Ranked]:
    """The sentences that have any of the terms, best first; ties by place.

    `rarity` is each term's weight (see `rarity_of`), `sentences` where it stands with its score there, `documents` the
    score of each version (by log position) for the whole statement. The sum, each part at most 1 before its factor: the
    sentence's score, how much of the statement it has, its document's score, and what the sentences beside it add. A
    sentence that shares only words that hardly weigh bears on nothing, and is left out.
    """
    weights = {term: rarity[term] * term.weight for term in terms}
    found, scores, held = _gathered(terms, sentences)
    if not found:
        return []
    best, most = max(scores.values()), max(documents.values(), default=0) or 1
    all_of_it = sum(weights.values()) or 1
    near = _near(sorted(found), found, held)
    ranked = []
    for place, passage in found.items():
        has = held[place]
        lacks = near.get(place, set()) - has
        score = scores[place] / best + DOCUMENT * documents.get(place[0], 0) / most
        score += (WHOLE * sum(map(weights.__getitem__, has)) + NEAR * sum(map(weights.__getitem__, lacks))) / all_of_it
        if shared := _shared(weights, has):
            ranked.append(Ranked(Found(passage.position, passage.start, passage.end, score), shared))
    return sorted(ranked, key=lambda r: (-r.found.score, r.found.position, r.found.start))


def rarity_of(count: int, of: int) -> float:
    """What a word is worth that `count` documents of so many have: BM25's inverse document frequency."""
    return math.log1p((of - count + 0.5) / (count + 0.5))


def _gathered(
    terms: Sequence[Term], sentences: Mapping[Term, Iterable[Found]]
) -> tuple[dict[Place, Found], dict[Place, float], dict[Place, set[Term]]]:
    found: dict[Place, Found] = {}
    scores: dict[Place, float] = {}
    held: dict[Place, set[Term]] = {}
    for term in terms:
        for passage in sentences.get(term, ()):
            place = (passage.position, passage.start)
            found[place] = passage
            scores[place] = scores.get(place, 0.0) + passage.score * term.weight
            held.setdefault(place, set()).add(term)
    return found, scores, held


def _near(places: list[Place], found: Mapping[Place, Found], held: Mapping[Place, set[Term]]) -> dict[Place, set[Term]]:
    """For each sentence the terms of the one before and the one after. One without any term need not be known."""
    near: dict[Place, set[Term]] = {}
    for before, after in pairwise(places):
        if before[0] == after[0] and after[1] - found[before].end <= GAP:
            near.setdefault(before, set()).update(held[after])
            near.setdefault(after, set()).update(held[before])
    return near


def _shared(weights: Mapping[Term, float], held: set[Term]) -> tuple[str, ...]:
    """The words among these that weigh something beside the weightiest of the statement."""
    least = max(weights.values()) * LEAST
    telling = [term for term in held if weights[term] >= least]
    return tuple(term.text for term in sorted(telling, key=lambda term: (-weights[term], term.text)))
