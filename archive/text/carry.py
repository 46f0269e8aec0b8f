"""Citations taken to another text of the same document: where the cited words are now, and what became of them.

The two texts are aligned once, sentence by sentence (`compare.align`), since both are there: order and neighbours
decide, not likeness alone. Then each cited span is looked for in the sentences that its own became. A rewritten
sentence is taken for what stood in its place only when it alone has the same heading, or when both its neighbours are
where they were and enough of its words are left (or it is a paragraph of its own, such as an entry). A sentence that is
as much like another one is nobody's: doubt is `ambiguous` or `deleted`, and these have no place.

Whatever is given back was compared character by character: `same` and `moved` are the very characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.model.carrying import UNCHANGED
from archive.model.span import Span
from archive.text import compare
from archive.text.changes import Change, changes_substance, fold, named
from archive.text.leaning import beside, casts_doubt, leant_on
from archive.text.sentences import sentences
from archive.text.typography import whole

ALIGNER = "sentences/4"  # recorded with every result: what aligns otherwise has another name

#: outcome → what it says.
OUTCOMES: Mapping[str, str] = {
    "same": "the very characters, in their place",
    "moved": "the very characters, among other sentences",
    "typography": "the same words: quotation marks, dashes, spaces or line breaks differ",
    "edited": "other words, or the same ones in a sentence of which a number, name, negation, doubt … changed",
    "split": "other words, in more sentences than before",
    "merged": "other words, in one sentence with what was another",
    "deleted": "not there any more",
    "ambiguous": "in doubt: more than one place may be meant",
}
NOWHERE = frozenset({"deleted", "ambiguous"})

_BEGIN = 12  # code points with which both begin
_ITEM = re.compile(r"(?:\(?[\w]{1,3}[.)]\s|\w\s\s)")  # such as `(3) `, `a) `, `G   `
_LEFT = 0.15  # share of the cited characters whose sentences must be left
_SOME = 20.0  # percent: how alike a rewritten paragraph of one sentence is when its neighbours stand by it
_WORDS = 0.2  # share of its longer words that a rewritten sentence has kept when its neighbours stand by it
_LONG_WORD = re.compile(r"\w{4,}")
MOST_CELLS = 4_000_000_000  # pairs of characters of two sentences that are compared: .1 s
_BETTER = 5.0  # percent by which two sentences together must be more alike than one
_CLOSE = 3.0  # percent by which two places that are as good differ
_SURE = 75.0  # percent: how alike is what stands between the same neighbours, cut into other sentences
_WIDEST = 40  # sentences between such neighbours
_ROWS = 3  # sentences either side that show whether it is one of several rows
_NEAR = 10  # sentences either side among which look-alikes are looked for


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a citation. `span` is its place in the new text, None where it has none; `before` and `after` are
    the sentences around it, "" where there is none; `changes` are of these. `around`: of what these lean on, and
    what changed of it though they did not."""

    outcome: str
    span: Span | None
    before: str
    after: str
    changes: tuple[Change, ...] = ()
    around: tuple[Change, ...] = ()


def carry(
    old: str,
    new: str,
    spans: Sequence[Span],
    language: str = "en",
    of_old: Sequence[tuple[int, int]] | None = None,
    of_new: Sequence[tuple[int, int]] | None = None,
) -> list[Carried]:
    """One result for each span of `old`, in their order. `of_old` and `of_new` are the texts' sentences, where they are
    known. Raises ValueError for a span past the text's end."""
    known = of_old if of_old is not None else sentences(old, language)
    sides = (
        _Side(old, known),
        _Side(new, known if old == new else of_new if of_new is not None else sentences(new, language)),
    )
    aligned = _Aligned(*sides)
    found = [_carried(aligned, span, span.of(old), language) for span in spans]
    return [_leaning(aligned, span, one, language) for span, one in zip(spans, found, strict=True)]


class _Side:
    """A text and its sentences."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.spans = list(spans)
        self.starts = [start for start, _ in self.spans]
        self.sentences = [text[start:end] for start, end in self.spans]

    def covered(self, span: Span) -> range:
        """The sentences that a span touches; of white space alone, the next one."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        first += first < len(self.spans) and self.spans[first][1] <= span.start
        return range(first, max(bisect_left(self.starts, span.end), first))

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        """From the beginning of one sentence to the end of another."""
        return self.spans[first][0], self.spans[last][1]


class _Aligned:
    """Which sentences of the new text each of the old one became: (first, last), or nothing."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.old, self.new = old, new
        pairs = compare.align(old.sentences, new.sentences)
        self.became: dict[int, tuple[int, int]] = {}
        self.kinds: dict[int, str] = {}
        for pair in pairs:
            if pair.before is not None:
                self.kinds[pair.before] = pair.kind
                if pair.after is not None:
                    self.became[pair.before] = (pair.after, pair.after)
        self.whence = {j: i for i, (j, _) in self.became.items()}
        self.headings = [Counter(map(_heading, side.sentences)) for side in (old, new)]
        self._doubt_look_alikes()
        self._rescue()
        self._join()

    def _doubt_look_alikes(self) -> None:
        """What moved and stood, or stands, more than once; what became a sentence that another is as much like."""
        counts = [Counter(side.sentences) for side in (self.old, self.new)]
        for i, kind in [*self.kinds.items()]:
            sentence = self.old.sentences[i]
            stray = kind == "moved" and max(count[sentence] for count in counts) > 1
            if stray or (kind == "changed" and self._is_doubtful(i)):
                self._forget(i, "ambiguous")

    def _forget(self, i: int, kind: str) -> None:
        self.kinds[i] = kind
        del self.whence[self.became.pop(i)[0]]

    def _is_doubtful(self, i: int) -> bool:
        if not _between(self, i, self.became[i][0]):
            return self._has_rival(i)
        return self._is_another_row(i)

    def _is_another_row(self, i: int) -> bool:
        """Whether what stands in the place of one of several look-alikes is no more like it than like the others."""
        was, now = self.old.sentences[i], self.new.sentences[self.became[i][0]]
        if _heading(was) == _heading(now) != "":
            return False
        near = self.old.sentences[max(i - _ROWS, 0) : i + _ROWS + 1]
        own = _likeness(was, now)
        return any(_likeness(other, now, own) > 0 for other in near if other != was)  # of twins the order decides

    def _has_rival(self, i: int) -> bool:
        """Whether another old sentence that became nothing is as much like the new one, or another new one like it."""
        j = self.became[i][0]
        was, now = self.old.sentences[i], self.new.sentences[j]
        alike = _likeness(was, now) - _CLOSE
        headed = _heading(was) if _heading(was) == _heading(now) else ""
        for k in range(max(i - _NEAR, 0), min(i + _NEAR + 1, len(self.old.spans))):
            if k not in self.became and _rivals(self.old.sentences[k], now, headed, alike):
                return True
        free = (k for k in range(max(j - _NEAR, 0), min(j + _NEAR + 1, len(self.new.spans))) if k not in self.whence)
        return any(_rivals(self.new.sentences[k], was, headed, alike) for k in free)

    def _rescue(self) -> None:
        """Sentences that were rewritten where they stood."""
        for i, kind in [*self.kinds.items()]:
            if kind == "removed":
                j = self.became.get(i - 1, (-1, -1))[1] + 1 if i else 0
                for place in self._free(i, j):
                    if self._rewritten(i, place):
                        self.kinds[i], self.became[i], self.whence[place] = "changed", (place, place), i
                        break

    def _free(self, i: int, j: int) -> Iterator[int]:
        """New sentences that nothing became, between what the neighbours of `i` became."""
        before = next((self.became[k][1] for k in range(i - 1, -1, -1) if self.holds(k)), -1)
        behind = next(
            (self.became[k][0] for k in range(i + 1, len(self.old.spans)) if self.holds(k)), len(self.new.spans)
        )
        yield from (place for place in range(before + 1, min(behind, before + 2 + _NEAR)) if place not in self.whence)

    def holds(self, k: int) -> bool:
        """Whether a sentence has its place in the order of the new text."""
        return k in self.became and self.kinds[k] != "moved"

    def _rewritten(self, i: int, j: int) -> bool:
        was, now = self.old.sentences[i], self.new.sentences[j]
        if _heading(was) == _heading(now) != "" and all(count[_heading(was)] == 1 for count in self.headings):
            return True
        if not _between(self, i, j):
            return False
        entry = _stands_alone(self.old, i, i) and _stands_alone(self.new, j, j) and _likeness(was, now) >= _SOME
        return entry or _begin_alike(was, now) or _common_words(was, now) >= _WORDS

    def _join(self) -> None:
        """Sentences that became two, or of which two became one."""
        for i, (j, last) in [*self.became.items()]:
            if self.kinds[i] == "changed":
                self._split(i, j, last)
                self._merge(i, j)

    def _split(self, i: int, j: int, last: int) -> None:
        for first, end in ((j, last + 1), (j - 1, last)):
            extra = end if end != last else first
            if 0 <= extra < len(self.new.spans) and extra not in self.whence:
                whole = self.new.text[slice(*self.new.stretch(first, end))]
                if (
                    _likeness(self.old.sentences[i], whole)
                    > _likeness(self.old.sentences[i], self.new.sentences[j]) + _BETTER
                ):
                    self.kinds[i], self.became[i], self.whence[extra] = "split", (first, end), i
                    return

    def _merge(self, i: int, j: int) -> None:
        for other in (i - 1, i + 1):
            if self.kinds.get(other) == "removed":
                whole = self.old.text[slice(*self.old.stretch(min(i, other), max(i, other)))]
                now = self.new.sentences[j]
                if _likeness(whole, now) > _likeness(self.old.sentences[i], now) + _BETTER:
                    self.kinds[i] = self.kinds[other] = "merged"
                    self.became[other] = self.became[i]


def _likeness(one: str, other: str, least: float = 0.0) -> float:
    """Percent of the characters that are common, in order; 0 below `least`, and of what is too long to be compared."""
    from rapidfuzz.fuzz import ratio

    if len(one) * len(other) > MOST_CELLS:
        return 0.0
    return ratio(one, other, score_cutoff=least)


def _rivals(other: str, sentence: str, headed: str, alike: float) -> bool:
    """Whether another sentence is as much like this one; one with another heading is not."""
    return (not headed or _heading(other) == headed) and _likeness(other, sentence, alike) > 0


def _between(aligned: _Aligned, i: int, j: int) -> bool:
    """Whether the neighbours of an old sentence became those of a new one."""
    before = aligned.became.get(i - 1, (-2, -2))[1] == j - 1 if i else j == 0
    last = i + 1 == len(aligned.old.spans)
    behind = j + 1 == len(aligned.new.spans) if last else aligned.became.get(i + 1, (-2, -2))[0] == j + 1
    return before and behind


def _gap(side: _Side, k: int) -> str:
    """What stands between a sentence and the next one; a blank line at the ends of the text."""
    return side.text[side.spans[k][1] : side.spans[k + 1][0]] if 0 <= k < len(side.spans) - 1 else "\n\n"


def _stands_alone(side: _Side, first: int, last: int) -> bool:
    """Whether blank lines stand before the one and behind the other."""
    return all(_gap(side, k).count("\n") > 1 for k in (first - 1, last))


def _next_line(side: _Side, k: int) -> bool:
    """Whether the sentence after this one begins the next line of the same paragraph."""
    return _gap(side, k).count("\n") == 1


def _heading(sentence: str) -> str:
    """What stands before the first colon of a line, as in `Capital / name: …`; nothing when it is long."""
    head, colon, _ = sentence.partition(":")
    return fold(head) if colon and len(head) <= 80 else ""


def _common_words(one: str, other: str) -> float:
    """Which share of its words of more than three letters the one with fewer of them has in common with the other."""
    words = [set(_LONG_WORD.findall(side.casefold())) for side in (one, other)]
    return len(words[0] & words[1]) / max(min(map(len, words)), 3)


def _begin_alike(one: str, other: str) -> bool:
    """Whether both have the same number or letter of an enumeration, or the shorter one mostly begins as the longer."""
    if _ITEM.match(one) and _first_word(one) == _first_word(other):
        return True
    half = max(_BEGIN, (min(len(one), len(other)) + 1) // 2)
    return len(fold(one)) >= half and fold(one)[:half] == fold(other)[:half]


def _first_word(sentence: str) -> str:
    return sentence.partition(" ")[0]


# One citation ------------------------------------------------------------------------------------------------------


def _carried(aligned: _Aligned, span: Span, exact: str, language: str) -> Carried:
    old = aligned.old
    covered = old.covered(span)
    if not covered:
        return _by_characters(aligned, span, exact)
    before = old.text[slice(*old.stretch(covered[0], covered[-1]))]
    kinds = {aligned.kinds[i] for i in covered}
    held = [i for i in covered if i in aligned.became]
    if not held or _share(old, span, held) < _LEFT:
        if "ambiguous" in kinds:
            return _elsewhere(aligned, span, before, language, "ambiguous")
        otherwise = _in_gap(aligned, covered, span, language)
        return otherwise or _elsewhere(aligned, span, before, language, "deleted")
    first, last = min(aligned.became[i][0] for i in held), max(aligned.became[i][1] for i in held)
    if last - first > 2 * len(covered) + 2:
        return Carried("ambiguous", None, before, "")
    first, last = _widened(aligned, covered, span, (first, last))
    found = _found(aligned, covered, held, span, (first, last))
    if found is None:  # its sentence stands, without these words
        return _elsewhere(aligned, span, before, language, "deleted")
    return _judged(aligned, covered, (first, last), span, found, language)


def _leaning(aligned: _Aligned, span: Span, found: Carried, language: str) -> Carried:
    """With what changed of that on which words lean that did not."""
    if found.span is None or found.outcome not in UNCHANGED:
        return found
    places = [(side, side.covered(one)) for side, one in ((aligned.old, span), (aligned.new, found.span))]
    if not all(covered for _, covered in places):
        return found
    was, now = (beside(side.text, side.spans, covered[0], covered[-1]) for side, covered in places)
    return replace(found, around=leant_on(found.before, was, now, language))


def _widened(aligned: _Aligned, covered: range, span: Span, place: tuple[int, int]) -> tuple[int, int]:
    """Of words that were a paragraph of their own, such as an entry: all lines of the new one that are free, unless
    they stand there as they stood."""
    start, end = aligned.old.stretch(covered[0], covered[-1])
    if not (span.start <= start and end <= span.end and _stands_alone(aligned.old, covered[0], covered[-1])):
        return place
    if aligned.old.text[start:end] == aligned.new.text[slice(*aligned.new.stretch(*place))]:
        return place
    first, last = place
    while last + 1 not in aligned.whence and _next_line(aligned.new, last):
        last += 1
    while first - 1 not in aligned.whence and _next_line(aligned.new, first - 1):
        first -= 1
    return (first, last) if _stands_alone(aligned.new, first, last) else place


def _found(aligned: _Aligned, covered: range, held: Sequence[int], span: Span, place: tuple[int, int]) -> Span | None:
    """The span's place in the sentences that its own became. What begins or ends with its sentence still does so."""
    start, end = _region(aligned, covered, held)
    begin, stop = aligned.new.stretch(*place)
    mapped = _mapped(aligned.old.text[start:end], aligned.new.text[begin:stop], span.start - start, span.end - start)
    first = begin if span.start <= start else begin + mapped[0] if mapped else stop
    last = stop if span.end >= end else begin + mapped[1] if mapped else begin
    if first >= last:
        return None
    before, behind = aligned.old.text[span.start : start], aligned.old.text[end : span.end]  # white space between
    first -= len(before) if before and aligned.new.text[:first].endswith(before) else 0
    last += len(behind) if behind and aligned.new.text.startswith(behind, last) else 0
    return Span(first, last)


def _in_gap(aligned: _Aligned, covered: range, span: Span, language: str) -> Carried | None:
    """What stands, otherwise cut into sentences, between what its neighbours became."""
    old, new = aligned.old, aligned.new
    i = next((k for k in range(covered[0] - 1, -1, -1) if aligned.holds(k)), -1)
    i_end = next((k for k in range(covered[-1] + 1, len(old.spans)) if aligned.holds(k)), len(old.spans))
    j, j_end = (
        aligned.became[i][1] if i >= 0 else -1,
        aligned.became[i_end][0] if i_end in aligned.became else len(new.spans),
    )
    if j_end - j < 2 or max(i_end - i, j_end - j) > _WIDEST:
        return None
    (start, end), (begin, stop) = old.stretch(i + 1, i_end - 1), new.stretch(j + 1, j_end - 1)
    mapped = _mapped(old.text[start:end], new.text[begin:stop], span.start - start, span.end - start)
    if mapped is None or _likeness(span.of(old.text), new.text[begin + mapped[0] : begin + mapped[1]]) < _SURE:
        return None
    found = Span(begin + mapped[0], begin + mapped[1])
    around = new.covered(found)
    return _judged(aligned, covered, (around[0], around[-1]), span, found, language)


def _share(old: _Side, span: Span, held: Sequence[int]) -> float:
    """How much of a span stands in these sentences."""
    kept = sum(min(span.end, old.spans[i][1]) - max(span.start, old.spans[i][0]) for i in held)
    return kept / (span.end - span.start)


def _region(aligned: _Aligned, covered: range, held: Sequence[int]) -> tuple[int, int]:
    """The old text that became the new one's stretch: with what was merged into it."""
    merged = [i for i in range(max(covered[0] - 1, 0), covered[-1] + 2) if aligned.kinds.get(i) == "merged"]
    these = [*covered, *(i for i in merged if aligned.became[i] in {aligned.became[k] for k in held})]
    return aligned.old.stretch(min(these), max(these))


def _judged(
    aligned: _Aligned, covered: range, place: tuple[int, int], span: Span, found: Span, language: str
) -> Carried:
    """The outcome, from the characters themselves."""
    old, new, exact = aligned.old, aligned.new, span.of(aligned.old.text)
    before, after = old.text[slice(*old.stretch(covered[0], covered[-1]))], new.text[slice(*new.stretch(*place))]
    kinds = {aligned.kinds[i] for i in covered}
    told = named(before, after, language)
    goes_on = _beyond(new.text, found) != _beyond(old.text, span)
    found = whole(new.text, found) if goes_on else found
    now, kept = found.of(new.text), not goes_on and not _says_otherwise(told, language)
    if kept and now == exact:
        return Carried("moved" if "moved" in kinds else "same", found, before, after, told)
    if kept and fold(now) == fold(exact):
        return Carried("typography", found, before, after, told)
    more = place[1] - place[0] > covered[-1] - covered[0]
    outcome = "merged" if "merged" in kinds else "split" if "split" in kinds or more else "edited"
    return Carried(outcome, found, before, after, told)


def _says_otherwise(told: Sequence[Change], language: str) -> bool:
    """Whether a sentence says something else with words that stand in it as they stood."""
    return changes_substance(told) or casts_doubt(told, language)


def _beyond(text: str, place: Span) -> tuple[str, str]:
    """What of the characters, words and numbers that are cut at the edges of a place stands before and behind it."""
    around = whole(text, place)
    return text[around.start : place.start], text[place.end : around.end]


def _elsewhere(aligned: _Aligned, span: Span, before: str, language: str, otherwise: str) -> Carried:
    """What no sentence became: the very words, where they stand once in each text; `edited` in a sentence that says
    something else with them."""
    exact, old, new = span.of(aligned.old.text), aligned.old.text, aligned.new.text
    place = _only(new, exact) if len(exact.split()) > 3 and _only(old, exact) >= 0 else -1
    found = Span(place, place + len(exact)) if place >= 0 else None
    if found is None or _beyond(new, found) != _beyond(old, span):
        return Carried(otherwise, None, before, "")
    covered = aligned.new.covered(found)
    after = aligned.new.text[slice(*aligned.new.stretch(covered[0], covered[-1]))] if covered else exact
    told = named(before, after, language)
    return Carried("edited" if _says_otherwise(told, language) else "moved", found, before, after, told)


def _by_characters(aligned: _Aligned, span: Span, exact: str) -> Carried:
    """Of a span that touches no sentence."""
    if aligned.old.text == aligned.new.text:
        return Carried("same", span, exact, exact)
    return Carried("deleted", None, exact, "")


def _only(text: str, words: str) -> int:
    """Where words stand in a text, if they do once; else -1."""
    place = text.find(words)
    return place if place >= 0 and text.find(words, place + 1) < 0 else -1


def _mapped(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a stretch of one text is in the other, word by word; nothing when nothing of it is left."""
    if before == after:
        return start, end
    marks = _blocks(before, after)
    first, last = _at(marks, start, behind=True), _at(marks, end, behind=False)
    first, last = _word_start(after, first), _word_end(after, last)
    while first < last and after[first].isspace() and not before[start].isspace():
        first += 1
    while first < last and after[last - 1].isspace() and not before[end - 1].isspace():
        last -= 1
    return (first, last) if first < last else None


def _word_start(text: str, place: int) -> int:
    """No place inside a word: its beginning."""
    while 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum():
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    while 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum():
        place += 1
    return place


def _blocks(before: str, after: str) -> list[tuple[int, int, int, int]]:
    """Stretches of both side by side, each with its ends: the same, or one in place of the other."""
    found: list[tuple[int, int, int, int]] = []
    i = j = 0
    for part in compare.words(before, after):
        i_end = i + len(part.text) * (part.kind != "added")
        j_end = j + len(part.text) * (part.kind != "removed")
        if part.kind == "added" and found and found[-1][2] == found[-1][3]:
            found[-1] = (*found[-1][:3], j_end)
        else:
            found.append((i, i_end, j, j_end))
        i, j = i_end, j_end
    return found


def _at(blocks: Sequence[tuple[int, int, int, int]], place: int, behind: bool) -> int:
    """Where a place in one text is in the other: in what is the same exactly, in what is another in proportion. Between
    two stretches it is the beginning of the second (`behind`), or the end of the first."""
    for i, i_end, j, j_end in blocks:
        if i <= place < i_end or (not behind and place == i_end > i):
            if i_end - i == j_end - j:
                return j + place - i
            if place in (i, i_end):
                return j if place == i else j_end
            return j + (place - i) * (j_end - j) // (i_end - i)
    return blocks[-1][3] if blocks else 0
