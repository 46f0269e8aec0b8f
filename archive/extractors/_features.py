"""What the sequence models see of a sentence's words: strings, made of the words, of the language's word lists, and of
what the rules find there.

A model is one of these strings: `FEATURES` is another number whenever they change, and a model of another number is
refused. There are many, so a word's own are made once and kept.

`words` are for finding cues. What is said may be anything, so the words themselves would only be learnt by heart there:
`around` has classes of words, and how each stands to the cue.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from archive.extractors._line import QUOTES, STOPS, Line
from archive.extractors._words import Words
from archive.model.proposal import Proposal
from archive.model.span import Span

FEATURES = 1

Range = tuple[int, int]  # of words
Rows = list[list[str]]  # for each word of a sentence its features

#: The word lists that a word's class is told by, the first that has it.
_LISTS = (
    *("subjects", "relatives", "negations", "being", "auxiliaries", "modals", "determiners", "prepositions"),
    *("coordinators", "subordinators", "times", "adverbs", "hearers", "data", "nouns", "finite"),
)
_KEPT = 50_000  # words of which the features are kept
_FAR = 8  # words from the cue: farther is far
_EDGE = ("|", "|")


@lru_cache(_KEPT)
def _class(word: str, capital: bool, known: Words) -> str:
    """What stands for its part of speech."""
    if word in known.forms:
        kind, use = known.forms[word]
        return f"{kind}/{use}{'?' if word in known.like_nouns else ''}"
    for name in _LISTS:
        if word in getattr(known, name):
            return name
    if word in QUOTES:
        return "mark"
    if word in STOPS or not word[0].isalnum():
        return word
    return "Name" if capital else "number" if word[0].isdigit() else word[-2:]


@lru_cache(_KEPT)
def _own(word: str, capital: bool) -> tuple[str, str]:
    return f"w={word}", f"e={word[-3:]}{capital:d}"


def of_words(line: Line, found: Sequence[Proposal]) -> tuple[Rows, Rows]:
    """The features for finding cues, and of these the ones that are classes of words. `found`: by the rules."""
    classes = _of_classes(line)
    near = ["|", *line.words, "|"]
    rows = [
        [*row, *_own(word, capital), f"-w={near[at]}", f"+w={near[at + 2]}"]
        for at, (row, word, capital) in enumerate(zip(classes, line.words, line.capital, strict=True))
    ]
    for one in found:
        if one.cue:
            _mark(line, rows, one.cue, "cue")
    return rows, classes


def _of_classes(line: Line) -> Rows:
    known = line.known
    own = [_class(word, capital, known) for word, capital in zip(line.words, line.capital, strict=True)]
    kinds = [*_EDGE, *own, *_EDGE]
    rows = []
    for at, kind in enumerate(own, 2):
        before, behind = kinds[at - 1], kinds[at + 1]
        row = [f"k={kind}", f"-k={before}", f"+k={behind}", f"b={before} {kind}", f"a={kind} {behind}"]
        row += (f"2={behind} {kinds[at + 2]}", f"3={kinds[at - 2]} {before}")
        rows.append(row)
    for row, quoted in zip(rows, line.quoted, strict=True):
        if quoted:
            row.append("q")
    return rows


def around(line: Line, classes: Rows, cue: Range, starts: frozenset[int], rule: Proposal | None) -> Rows:
    """How each word stands to the cue; `starts` are where cues start, `rule` is what the rules find with this one."""
    head = _class(line.words[cue[0]], False, line.known)
    said = f"{head} {line.words[cue[1] - 1]}"
    rows = [[*row] for row in classes]
    for side, places in (("-", range(cue[0] - 1, -1, -1)), ("+", range(cue[1], len(line)))):
        commas, others, last = 0, 0, ""
        for distance, at in enumerate(places, 1):
            stop = line.words[at] if line.words[at] in STOPS or line.words[at] == "." else ""
            state = f"{side}{min(commas, 2)}{min(others, 2)}{line.quoted[at]:d}"
            rows[at] += (f"d={side}{min(distance, _FAR)}", f"v={side}{said}", f"m={state}", f"n={state} {head}")
            rows[at] += (f"l={side}{last}", f"p={side}{last}{stop}", f"t={side}{stop}{line.quoted[at]:d}")
            commas, others, last = commas + (stop == ","), others + (at in starts), stop or last
    if rule and rule.source:
        _mark(line, rows, rule.source, "source")
    for part in rule.content if rule else ():
        _mark(line, rows, part, "content")
    return rows


def _mark(line: Line, rows: Rows, span: Span, mark: str) -> None:
    """Says of the words of the span that the rules take them for that, of its ends that they are ends."""
    first, last = bisect_left(line.starts, span.start), bisect_left(line.starts, span.end)
    for row in rows[first:last]:
        row.append(f"r={mark}")
    if first < last:
        rows[first].append(f"r=({mark}")
        rows[last - 1].append(f"r={mark})")
        if last < len(rows):
            rows[last].append(f"r={mark}.")
