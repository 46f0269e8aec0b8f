"""Who says something without a verb of saying: `according to`, `X's claim that`, `reportedly`, a label with a colon."""

from __future__ import annotations

import re
from collections import Counter

from archive.extractors import _subject
from archive.extractors._cues import MOST, Cue, behind_according, stop
from archive.extractors._line import STOPS, Line
from archive.extractors._statements import span, trimmed
from archive.extractors._words import Words
from archive.model.proposal import Proposal
from archive.model.span import Span

Range = tuple[int, int]

_NOUN = Cue(0, 0, 0, "hold", "noun")
_VERB = Cue(0, 0, 0, "say", "past")
_LABEL = re.compile(
    r"^[“\"]?((?!https?)[A-Z][^\W_]*+(?:[ .’'&-]{1,2}[A-Z][^\W_]*+){0,4}\.?)(:)[^\S\n]+(?=\S)", re.MULTILINE
)
_TURN = re.compile(r"^(?:Q|A|R)(?:\.|:|\s?\()|(?<=[.?!”»\"])\s+(?=Q[.:]\s)", re.MULTILINE)
_QUOTED = re.compile(r"\s*(?:“[^”\n]*(?:”|(?=\n))|«[^»\n]*(?:»|(?=\n))|\"[^\"\n]*(?:\"|(?=\n)))")
OPENING = '“«"'


def proposal(content: list[Span], source: Span | None, cue: Span, asserts: bool = False) -> Proposal:
    return Proposal(tuple(content), "indirect", source, cue, asserts=asserts)


def according(line: Line) -> list[Proposal]:
    """`According to X, …` and `…, according to X`; the first in a sentence."""
    for index in range(len(line) - 1):
        end = behind_according(line, index)
        if end and not line.quoted[index]:
            return _according(line, index, end)
    return []


def _according(line: Line, index: int, first: int) -> list[Proposal]:
    last = _end_of_name(line, first)
    if last <= first:
        return []
    last = _subject.with_name(line, first, last)
    before = index > 1 and not _is_led(line, index)
    content = _said_before(line, index, last) if before else _said_behind(line, last)
    return [proposal(content, span(line, (first, last)), span(line, (index, first)), True)] if content else []


def _is_led(line: Line, index: int) -> bool:
    """`…, while according to X, …`, `tandis que selon X, …`: what X says stands behind."""
    known, before = line.known, line.words[index - 1]
    return before in known.comparing or (before in known.that and line.at(index - 2) in known.comparing)


def _end_of_name(line: Line, index: int) -> int:
    """A stop within a sentence is an abbreviation's."""
    while index < len(line) and line.words[index] not in {",", ";", "—", "–"} and not line.quoted[index]:
        if line.words[index] == "." and index == len(line) - 1:
            break
        index += 1
    return index


def _said_before(line: Line, index: int, last: int) -> list[Span]:
    known, begin = line.known, 0
    for at in range(index - 5, 0, -1):
        if line.words[at] in (":", ";") or (line.words[at] == "," and line.words[at + 1] in known.coordinators):
            begin = at + 1
            break
    while begin < index - 1 and line.words[begin] in known.coordinators:
        begin += 1
    aside = line.words[begin] in known.subordinators or (index - begin < 4 and last + 4 < len(line))
    if line.at(last) == "," and aside and last + 1 < len(line):
        return [trimmed(line, (last + 1, len(line)))]
    return [trimmed(line, (begin, index))]


def _said_behind(line: Line, last: int) -> list[Span]:
    start = last + 1 if line.at(last) in {",", "—", "–"} else last
    if start + 1 >= len(line):
        return []
    return [trimmed(line, (start, max(stop(line, start, _VERB), start + 1)))]


def nouns(line: Line) -> list[Proposal]:
    """`Ada Lorn's claim that …`, `a warning by the mill that …`, `rumours that …`."""
    found: list[Proposal] = []
    for index, word in enumerate(line.words):
        if word in line.known.nouns and not line.quoted[index] and len(found) < MOST:
            found += _noun(line, index)
    return found


def _noun(line: Line, index: int) -> list[Proposal]:
    known, word, link = line.known, line.words[index], index + 1
    source = _possessor(line, index)
    if source is None and line.at(link) in line.known.authors:
        source = _author(line, link + 1)
        link = source[1] if source else link
    after = line.at(link)
    if link + 1 >= len(line) or not (
        after in known.that or ((source or word in known.rumours) and after in known.links)
    ):
        return []
    start = link if after in known.that | known.infinitive else link + 1
    end = stop(line, start + 1, _NOUN) if start + 2 < len(line) else len(line)
    content = trimmed(line, (start, max(end, start + 1)))
    return [proposal([content], span(line, source) if source else None, span(line, (index, index + 1)))]


def _possessor(line: Line, index: int) -> Range | None:
    """`Ada Lorn's` of `Ada Lorn's recent claim`, `her`."""
    known = line.known
    for first in range(index, max(index - 3, 0), -1):
        before = line.words[first - 1]
        if before.endswith(known.owning) or before in known.possessives:
            return _owner(line, first - 1), first
        if before in STOPS or before in known.prepositions or before in known.determiners:
            return None
        if before in known.finite or before in known.forms:
            return None
    return None


def _owner(line: Line, last: int) -> int:
    """Where the name begins that ends with word `last`: `her` alone, and no `reiterate` of `reiterate the mill's`."""
    known = line.known
    if line.words[last] in known.possessives:
        return last
    start = _subject.noun_phrase(line, last)
    for index in range(last, start, -1):
        before = line.words[index - 1]
        if before not in known.of and (line.words[index] in known.determiners or before in known.prepositions):
            return index
        if before in known.forms and not line.capital[index - 1]:
            return index
    return start


def _author(line: Line, first: int) -> Range | None:
    for index in range(first, min(first + 8, len(line))):
        if line.words[index] in line.known.that:
            return (first, index) if index > first else None
        if line.words[index] in STOPS or line.words[index] in line.known.topics or line.words[index] == ".":
            return None
    return None


def evidential(line: Line) -> list[Proposal]:
    """`Troops reportedly crossed the river`: somebody says so, nobody says who."""
    known = line.known
    for index, word in enumerate(line.words):
        if word in known.evidential and not line.quoted[index]:
            subject = _subject.before(line, _subject.leading(line, index))
            start = subject[0] if subject else index + 1
            end = stop(line, index + 1, _NOUN) if index + 2 < len(line) else len(line)
            parts = [(start, index), (index + 1, end)] if subject else [(start, end)]
            content = [trimmed(line, part) for part in parts if part[0] < part[1]]
            return [proposal(content, None, span(line, (index, index + 1)))] if content else []
    return []


def _end_of_turn(text: str, start: int, end: int) -> int:
    """Where somebody's turn in a transcript ends: with its quotation, where it is one, or before `Q.`, `A.`."""
    turn = _TURN.search(text, start, end)
    end = turn.start() if turn else end
    if text[start] not in OPENING:
        return end
    at = start
    while quoted := _QUOTED.match(text, at, end):
        at = quoted.end()
    return at if at > start else end


def labelled(text: str, known: Words) -> list[Proposal]:
    """`Ada Lorn: The mill is sold`, in headlines, and in transcripts, where it goes on to the next label."""
    labels = [match for match in _LABEL.finditer(text) if match[1].lower() not in known.labels]
    names = [match[1] for match in labels]
    repeated = {name for name, count in Counter(names).items() if count > 1 and len(names) > 3}
    found = []
    for number, match in enumerate(labels):
        line = text.find("\n", match.end())
        end = line if line >= 0 else len(text)
        if match[1] in repeated and number + 1 < len(labels):
            end = labels[number + 1].start()
        end = _end_of_turn(text, match.end(), end)
        words = text[match.end() : end].rstrip()
        if len(words.split(None, 3)) > 2:
            content = Span(match.end(), match.end() + len(words))
            found.append(proposal([content], Span(*match.span(1)), Span(*match.span(2)), True))
    return found
