"""Who says what in one sentence, by the rules of a language; and what is told from the quotations around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from archive.extractors import _nouns
from archive.extractors._cues import cues
from archive.extractors._line import Line, line_of
from archive.extractors._statements import asserts, content, span
from archive.extractors._words import Words
from archive.model.proposal import Proposal
from archive.model.span import Span

Range = tuple[int, int]

_MOST = 12  # quotations looked at in one sentence
_WORD = re.compile(r"\w")
_WHOLE = re.compile(r"[.!?…—]\s?[\"'”’»]*\Z")  # so ends a quotation that nothing belongs to
_CLAIMED = re.compile(r"[^\S\n]*(?:[a-z]|[A-Z][\w.]+(?: [A-Z][\w.]+)* (\w+)\b)")


def in_sentence(text: str, sentence: Range, speech: list[Range], known: Words) -> tuple[Line, list[Proposal]]:
    """The sentence's words, and what is said in it by somebody, in no order."""
    first = bisect_right(speech, sentence[0], key=lambda quote: quote[1])
    around = [quote for quote in speech[first : first + _MOST] if quote[0] < sentence[1]]
    line = line_of(text, sentence, around, known)
    line.prior = _prior(text, speech[first - 1], sentence[0]) if first else None
    said = [
        Proposal(
            tuple(spans),
            "indirect",
            span(line, cue.source) if cue.source else None,
            span(line, (cue.start, cue.end)),
            asserts=asserts(text, line, cue, spans),
        )
        for cue in cues(line)
        if _has_words(text, spans := content(text, line, cue, around))
    ]
    said += _nouns.according(line) + _nouns.nouns(line) + _nouns.evidential(line)
    return line, said


def _has_words(text: str, spans: Sequence[Span]) -> bool:
    """`… he has criticized.` says nothing: a stop is no statement."""
    return any(_WORD.search(text, span.start, span.end) for span in spans)


def _prior(text: str, quote: Range, start: int) -> Range | None:
    """The quotation, when the sentence begins right behind it, in its line."""
    between = text[quote[1] : start] if start - quote[1] < 3 else "\n"
    return None if between.strip() or "\n" in between else quote


def gone_on(text: str, said: list[Proposal], end: int, speech: list[Range], line: Line) -> list[Proposal]:
    """With the quotations that follow at once in the paragraph: the last who speaks here speaks on."""
    for number in reversed(range(len(said))):
        cue = said[number].cue
        if cue and _speaks(text, cue, line.known):
            more = _following(text, max(end, said[number].content[-1].end), speech, line.known)
            said[number] = replace(said[number], content=said[number].content + more) if more else said[number]
            if more:
                break
    return said


def _speaks(text: str, cue: Span, known: Words) -> bool:
    words = cue.of(text).lower().split()
    saying = any(known.forms.get(word, ("", ""))[0] in ("say", "tell") for word in words)
    return saying or any(words[0] == one[0] for one in known.according)


def _following(text: str, end: int, speech: list[Range], known: Words) -> tuple[Span, ...]:
    found = []
    for start, stop in speech[bisect_left(speech, (end, 0)) :]:
        between = text[end:start] if start - end < 9 else "\n"
        if between.strip() or "\n" in between or not _is_whole(text, stop, known):
            break
        found.append(Span(start, stop))
        end = stop
    return tuple(found)


def _is_whole(text: str, end: int, known: Words) -> bool:
    """Whether nothing belongs to the quotation that ends here: no `he said` behind it."""
    return _WHOLE.search(text, max(end - 6, 0), end) is not None and not _is_claimed(text, end, known)


def _is_claimed(text: str, end: int, known: Words) -> bool:
    match = _CLAIMED.match(text, end, end + 40)
    return match is not None and (match[1] is None or known.forms.get(match[1], ("", ""))[0] == "say")


def bare(text: str, speech: list[Range], found: Sequence[Proposal]) -> list[Proposal]:
    """Quotations of five words that nobody is said to say."""
    taken = sorted((part.start, part.end) for one in found for part in one.content)
    alone = []
    for quote in speech:
        before = bisect_left(taken, (quote[1], 0))
        near = taken[max(before - 4, 0) : before]
        if len(text[slice(*quote)].split(None, 5)) > 5 and not any(end > quote[0] for _, end in near):
            alone.append(Proposal((Span(*quote),), "direct", asserts=True))
    return alone


def with_own(sentences: Sequence[Range], found: list[Proposal]) -> list[Proposal]:
    """And the sentences that share no character with what somebody says."""
    parts = sorted((part.start, part.end) for one in found for part in (*one.content, *filter(None, (one.cue,))))
    ends: list[int] = []  # the furthest end so far
    for _, end in parts:
        ends.append(max(end, ends[-1] if ends else 0))
    own = []
    for start, end in sentences:
        before = bisect_left(parts, (end, 0))
        if not before or ends[before - 1] <= start:
            own.append(Proposal((Span(start, end),), "own", asserts=True))
    return sorted([*found, *own], key=lambda one: one.content[0])
