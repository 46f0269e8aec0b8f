"""A document against its own date, and against itself: what does not fit together, as questions to a person.

Dates: days that do not exist, days of the week that are others, later dates in sentences about the past, and what
is called earlier and is later. Ages and counts (`archive.text.figures`): two of one person, two of the same. Whoever is
asked idly stops looking, so a question needs words that leave little else: where a sentence speaks of plans, or counts
at least so many, nothing is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from archive.model.question import Question
from archive.model.span import Span, is_outside
from archive.text.datewords import DateWords
from archive.text.figures import ages, counts
from archive.text.periods import period
from archive.text.when import LANGUAGES, Written, tenses, value_of, written

_NEAR = 400  # code points of a sentence before and behind a date
_CLOSE = 40  # code points between a word like “earlier” and its date

Spans = Sequence[tuple[int, int]]


def questions(text: str, sentences: Spans, own: date | None = None, language: str = "en") -> list[Question]:
    """What a text raises by itself, in order of place; `own` is the document's own date, where it is known.

    Only what stands in one of the sentences counts. Of a language that is not among LANGUAGES: none.
    """
    words = LANGUAGES.get(language.partition("-")[0])
    if words is None:
        return []
    found = [one for one in written(text, language) if not is_outside(sentences, one.start, one.end)]
    asked = [*_impossible(text, found, own), *_weekdays(text, found, own)]
    asked += [*_after_own(text, sentences, found, own, language, words), *_earlier(text, found, own, words)]
    asked += [*ages(text, sentences, language), *counts(text, _of_now(sentences, found, own), language)]
    return sorted(asked, key=lambda one: (one.spans[0].start, one.code))


def _impossible(text: str, found: Sequence[Written], own: date | None) -> Iterator[Question]:
    for one in found:
        if one.shape == "day" and not value_of(one, own) and (one.explicit or not value_of(one, None)):
            yield _asked("date-impossible", f"there is no “{_words(text, one)}” in the calendar", one)


def _weekdays(text: str, found: Sequence[Written], own: date | None) -> Iterator[Question]:
    for one in found:
        if one.shape == "day" and "weekday" in one.said and (one.explicit or own):
            value = value_of(one, own)
            if value and date.fromisoformat(value).isoweekday() != one.said["weekday"]:
                day = _WEEKDAYS[date.fromisoformat(value).isoweekday() - 1]
                yield _asked("weekday-differs", f"“{_words(text, one)}”: {value} is a {day}", one)


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _after_own(
    text: str, sentences: Spans, found: Sequence[Written], own: date | None, language: str, words: DateWords
) -> Iterator[Question]:
    """A date with its year in a sentence that speaks of the past alone; one day later is no later (time zones)."""
    if own is None:
        return
    later = [one for one in found if one.explicit and _begins_after(value_of(one, own), own)]
    led = re.compile(rf"(?<!\w){words.at}\s\Z", re.IGNORECASE)
    led_to = [one for one in later if led.search(text, max(0, one.start - 16), one.start)]
    told = tenses(text, language) if led_to else []
    for one in led_to:
        past = _past(told, *_around(sentences, one))
        if past:
            message = f"“{_words(text, one)}” is told as past, and the document is of {own.isoformat()}"
            yield Question("date-after-own", message, tuple(sorted((past, Span(one.start, one.end)))))


def _begins_after(value: str, own: date) -> bool:
    stretch = period(value)
    return stretch is not None and stretch[0][:10] > (own + timedelta(days=1)).isoformat()


def _past(told: Sequence[tuple[int, int, bool]], start: int, end: int) -> Span | None:
    """The first word that speaks of the past; None where any speaks of what is to come."""
    near = told[bisect_left(told, (start,)) : bisect_left(told, (end,))]
    return Span(*near[0][:2]) if near and not any(future for *_, future in near) else None


def _earlier(text: str, found: Sequence[Written], own: date | None, words: DateWords) -> Iterator[Question]:
    """`Earlier in the year, on August 6, 2024` behind `April 26, 2024`."""
    called = re.compile(rf"(?<!\w){words.earlier}\b", re.IGNORECASE)
    days = [one for one in found if one.shape == "day" and one.explicit and value_of(one, own)]
    for before, one in pairwise(days):
        cue = called.search(text, max(before.end, one.start - _CLOSE), one.start)
        if cue is None or re.search(r"[.!?]\s|\n\n", text[cue.end() : one.start]):
            continue
        if value_of(one, own) > value_of(before, own):
            message = f"“{cue[0]}” is said of “{_words(text, one)}”, which is later than “{_words(text, before)}”"
            spans = (Span(before.start, before.end), Span(cue.start(), one.end))
            yield Question("earlier-is-later", message, spans)


def _around(sentences: Spans, one: Written) -> tuple[int, int]:
    """The sentence that a date stands in, as far as it is near."""
    n = bisect_right(sentences, one.start, key=lambda span: span[0]) - 1
    start, end = sentences[n] if n >= 0 else (one.start, one.end)
    return max(start, one.start - _NEAR), min(end, one.end + _NEAR)


def _of_now(sentences: Spans, found: Sequence[Written], own: date | None) -> list[tuple[int, int]]:
    """Sentences without another year than the document's, or than the first in it: those tell of something else."""
    dated = [(one.start, one.said["year"]) for one in found if "year" in one.said]
    year = own.year if own else next((year for _, year in dated), 0)
    other = [start for start, one in dated if one != year]
    return [(start, end) for start, end in sentences if bisect_left(other, start) == bisect_left(other, end)]


def _asked(code: str, message: str, *places: Written) -> Question:
    return Question(code, message, tuple(Span(one.start, one.end) for one in places))


def _words(text: str, one: Written) -> str:
    return " ".join(text[one.start : one.end].split())
