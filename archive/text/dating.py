"""The dates of what somebody says, each with what its value was worked out from.

Those within what is said, and those that say when it was said (`Ada Lorn said on Monday that …`), told apart: taken for
one another, either would date an event wrongly. A date elsewhere in the speaker's words (`the 2019 report said`) dates
neither and is left out.

Words like `tomorrow` are resolved against the document's own date; inside quotation marks against the day of the
saying where that is told, because they are the speaker's, not the writer's. A date known only roughly (`2024-04`)
resolves what is the same from its first day and its last, and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from archive.model.proposal import Proposal
from archive.model.span import Span
from archive.text.periods import period
from archive.text.when import Written, is_future, precision, value_of, written

BASES = ("words", "document", "guess", "saying", "none")
"""What a value was worked out from: the words alone, the document's own date, such a date that was guessed, the day of
the saying; or nothing there is."""

_FAR = 150  # code points before and behind the words of a proposal that are looked at for dates
_STOP = re.compile(r"[.!?][\"”'’]?\s|\n")
_LEADS = re.compile(r",?\s")
_FOLLOWS = re.compile(r",?\s(?:\w+\s){0,2}")
_WIDE = 24  # code points of such a gap at most
_OPENING, _CLOSING = "“„«", "”»"


@dataclass(frozen=True, slots=True)
class Own:
    """A document's own date, as precise as it is known (`2024-04`), empty where nobody says it; `guessed`: the document
    does not state it as its date."""

    value: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at a span in code points. `value` is EDTF, as `archive.text.when` writes it, empty where it is not known;
    `against` the date that it was resolved against, empty where the words say it all. `saying`: when it was said."""

    span: Span
    value: str
    basis: str
    against: str
    saying: bool

    @property
    def precision(self) -> str:
        """`day` to `decade`; empty without a value."""
        return precision(self.value) if self.value else ""


_NOBODY = Dated(Span(0, 1), "", "none", "", saying=True)  # told twice, or where it is not clear


@dataclass(frozen=True, slots=True)
class Dates:
    """All that is written as a date in a text of `language`, whose own date is `own`."""

    text: str
    own: Own
    language: str
    found: tuple[Written, ...]

    def of(self, one: Proposal) -> tuple[Dated, ...]:
        """The dates of a proposal, in the order of the text."""
        spans = [*one.content, *filter(None, (one.source, one.cue))]
        hull = Span(min(span.start for span in spans), max(span.end for span in spans))
        near = self._near(hull)
        told = [date for date in near if _dates_saying(self.text, one, date)]
        saying = [self._resolved(date, self.own, saying=True) for date in told]
        inside = [(date, part) for date in near for part in one.content if _in(date, part)]
        beside = any(not _within(date, one.content) and self._is_beside(date, hull) for date in near)
        whose = saying[0] if len(saying) == 1 else _NOBODY if beside else None
        content = [self._inside(date, part, whose) for date, part in inside]
        return tuple(sorted([*saying, *content], key=lambda date: date.span))

    def _near(self, hull: Span) -> Sequence[Written]:
        low = bisect_left(self.found, hull.start - _FAR, key=lambda date: date.start)
        return self.found[low : bisect_left(self.found, hull.end + _FAR, key=lambda date: date.start)]

    def _is_beside(self, one: Written, hull: Span) -> bool:
        """Whether it stands in the sentence of these words: it may say when they were said."""
        between = self.text[one.end : hull.start] or self.text[hull.end : one.start]
        return _STOP.search(between) is None

    def _inside(self, one: Written, part: Span, whose: Dated | None) -> Dated:
        """A date of what is said; `whose`: of the saying, where inside quotation marks the document's may not count."""
        if whose and _is_quoted(self.text, part.start, one.start):
            basis = "guess" if whose.basis == "guess" else "saying"
            return self._resolved(one, Own(whose.value), basis=basis)
        return self._resolved(one, self.own)

    def _resolved(self, one: Written, own: Own, *, basis: str = "document", saying: bool = False) -> Dated:
        span, alone = Span(one.start, one.end), value_of(one, None)
        if one.explicit:
            return Dated(span, alone, "words" if alone else "none", "", saying)
        first, last = (self._value(one, day) for day in _ends(own.value))
        if not first or first != last or first == alone:
            return Dated(span, alone, "none", "", saying)
        return Dated(span, first, "guess" if own.guessed else basis, own.value, saying)

    def _value(self, one: Written, own: date | None) -> str:
        return value_of(one, own, partial(is_future, self.text, one, self.language)) if own else ""


def dates_in(text: str, own: Own, language: str) -> Dates:
    """Reads the dates of a text; of a language without rules there are none."""
    return Dates(text, own, language, tuple(written(text, language)))


def _ends(own: str) -> tuple[date | None, date | None]:
    """The first and the last day that `2024-04` names."""
    stretch = period(own)
    if stretch is None:
        return None, None
    return date.fromisoformat(stretch[0][:10]), date.fromisoformat(stretch[1][:10])


def _in(one: Written, part: Span) -> bool:
    return part.start <= one.start and one.end <= part.end


def _within(one: Written, parts: Sequence[Span]) -> bool:
    return any(_in(one, part) for part in parts)


def _is_quoted(text: str, start: int, at: int) -> bool:
    """Whether quotation marks of what begins at `start` are open at `at`."""
    before = text[start:at]
    opened = sum(map(before.count, _OPENING)) - sum(map(before.count, _CLOSING))
    return opened > 0 or before.count('"') % 2 == 1


def _dates_saying(text: str, one: Proposal, found: Written) -> bool:
    """Whether it stands beside the speaker or the cue, and in nothing that is said."""
    if one.cue is None or _within(found, [*one.content, *filter(None, (one.source,))]):
        return False
    beside = [one.cue, *filter(None, (one.source,))]
    follows = any(_is_gap(_FOLLOWS, text, part.end, found.start) for part in beside)
    if one.cue.end <= found.start and found.end <= one.content[0].start:
        return follows or _is_gap(_LEADS, text, found.end, one.content[0].start)
    return follows or any(_is_gap(_LEADS, text, found.end, part.start) for part in beside)


def _is_gap(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return 0 < end - start <= _WIDE and pattern.fullmatch(text, start, end) is not None
