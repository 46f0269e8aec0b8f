"""Dates that a text names, as spans with their values: `April 26, 2024`, `last month`, `Friday`.

A value is as precise as the words are, and unknown parts stay unknown. It is written as EDTF (ISO 8601-2) does:
`2024`, `2024-04`, `2024-04-26`, a week `2024-W17`, a season `2024-21` (21 spring to 24 winter), a decade `199X`, a
day whose year nobody says `XXXX-04-26`. What is relative is resolved against the document's own date; without one it is
left out, or keeps its unknown year.

What decides, where words alone do not: a weekday is the last one up to the document's own date, and the next one where
its clause speaks of what is to come; a day or month without a year lies in the year that brings it nearest.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from archive.text.datewords import ENGLISH, FRENCH, GERMAN, DateWords

LANGUAGES: Mapping[str, DateWords] = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN}

_BLANK = "(?:[ \u00a0\u202f\n] ?)"
_AGAINST = 4  # what goes against the tense of its clause counts as so many times as far away
_NEAR = 200  # days within which the day of the week tells of which year a day is; beyond, it is more likely a mistake
_LOOK = 160  # code points before and behind that can say whether a clause speaks of what is to come
_WORD = re.compile(r"[^\W\d_]+|\d+")
_MOST_WORDS = 9  # of a date up to the first that tells: `il y a un peu plus de quinze ans`
_CLAUSE = re.compile(r"(?<![.\s(]\w)[.!?;]\s|\n\n|[”\"]")
_NAME = re.compile(r" [A-Z][a-z]")
_NUMBERS = {
    "year": r"(?<!\d)(?:1[5-9]|20)\d\d(?![\d%]|[.,]\d)",
    "day": r"(?<!\d)[0-3]?\d(?!\d)",
    "monthnumber": r"(?<!\d)[01]?\d(?!\d)",
    "first": r"(?<![\d/])[0-3]?\d",
    "second": r"[0-3]?\d",
    "decade": r"(?<![\d.,$€£-])(?:1[5-9]|20)\d(?=0)0|(?<=['’‘])[2-9]0",
    "count": r"\d{1,3}",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it is written: its place in code points, its shape, and what its words say, by table."""

    start: int
    end: int
    shape: str
    said: Mapping[str, Any]

    @property
    def explicit(self) -> bool:
        """Whether the words themselves give the year."""
        return "year" in self.said or "decade" in self.said


@dataclass(frozen=True, slots=True)
class When:
    """A date with its value, in code points of the text. `explicit`: the words themselves give the year."""

    start: int
    end: int
    value: str
    explicit: bool

    @property
    def precision(self) -> str:
        """`day`, `week`, `month`, `season`, `year` or `decade`."""
        return precision(self.value)


def precision(value: str) -> str:
    """How precise a value is: `day`, `week`, `month`, `season`, `year` or `decade`."""
    if len(value) == len("2024-04-26"):
        return "day"
    if "W" in value:
        return "week"
    if len(value) == len("2024-04"):
        return "season" if value[5:] > "12" else "month"
    return "decade" if value.endswith("X") else "year"


def dates(text: str, own: date | None = None, language: str = "en") -> list[When]:
    """The dates of a text, in order; `own` is the document's own date. Of a language that is not known: none."""
    found = []
    for one in written(text, language):
        value = value_of(one, own, partial(is_future, text, one, language))
        if value:
            found.append(When(one.start, one.end, value, one.explicit))
    return found


def written(text: str, language: str = "en") -> Iterator[Written]:
    """Whatever is written as a date, those that cannot be (31 April) too."""
    language = language.partition("-")[0]
    if language not in LANGUAGES:
        return
    words, (rules, _) = LANGUAGES[language], _compiled(language)
    for place in _places(text, language):
        shape, rule = rules[int((place.lastgroup or "r0")[1:])]
        exactly = rule.match(text, place.start())
        if exactly is None:
            continue
        said = {name: _meant(words, name, part) for name, part in exactly.groupdict().items() if part}
        one = Written(place.start(), exactly.end(), shape, said)
        if None not in said.values() and _is_date(text, one, exactly, language):
            yield one


def value_of(one: Written, own: date | None, future: Callable[[], bool] = lambda: False) -> str:
    """What is meant, in EDTF; empty where the document's own date would be needed, or where there is no such day."""
    try:
        return _SHAPES[one.shape](one.said, own, future)
    except (ValueError, OverflowError):
        return ""


def is_future(text: str, one: Written, language: str = "en") -> bool:
    """Whether the clause speaks of what is to come: by the last word before it that tells, or the first behind."""
    tells = _tense(language.partition("-")[0])
    before = _CLAUSE.split(text[max(0, one.start - _LOOK) : one.start])[-1]
    behind = _CLAUSE.split(text[one.end : one.end + _LOOK], maxsplit=1)[0].partition(",")[0]
    told = [*tells.finditer(before)][-1:] or [*tells.finditer(behind)][:1]
    return bool(told) and told[0]["future"] is not None


def tenses(text: str, language: str = "en") -> list[tuple[int, int, bool]]:
    """The words that speak of the past or of what is to come, in order: start, end, and whether of the latter."""
    found = _tense(language.partition("-")[0]).finditer(text)
    return [(*one.span(), one["future"] is not None) for one in found]


# ——— reading


@cache
def _compiled(language: str) -> tuple[list[tuple[str, re.Pattern[str]]], re.Pattern[str]]:
    """Each rule with its groups by name, and one expression that finds where any of them fits."""
    words = LANGUAGES[language]
    rules = [(shape, re.compile(_filled(pattern, words, named=True))) for shape, pattern in words.rules]
    every = (f"(?P<r{n}>{_filled(pattern, words, named=False)})" for n, (_, pattern) in enumerate(words.rules))
    return rules, re.compile(rf"(?<![\w$€£])(?:{'|'.join(every)})")


def _places(text: str, language: str) -> Iterator[re.Match[str]]:
    """Where a rule fits, as one search of the whole text finds it, and faster: a rule is tried only at words that stand
    right before a number or a word of which every rule has one."""
    (_, anywhere), telling, end = _compiled(language), _telling(language), 0
    untried: list[int] = []  # where words begin
    for word in _WORD.finditer(text):
        untried.append(word.start())
        if not (word[0].lower() in telling or word[0].isdigit()):
            continue
        for start in untried[-_MOST_WORDS:]:
            place = anywhere.match(text, start) if start >= end else None
            if place:
                yield place
                end = place.end()
        untried.clear()


@cache
def _telling(language: str) -> frozenset[str]:
    """The words of which every date without a number has one; of several in a row the longest."""
    words = LANGUAGES[language]
    tables = (words.months, words.weekdays, words.near, words.units, words.seasons, words.holidays)
    return frozenset(max(_WORD.findall(entry.lower()), key=len) for table in tables for entry in table)


def _filled(pattern: str, words: DateWords, *, named: bool) -> str:
    def table(found: re.Match[str]) -> str:
        name = found[1]
        if name in words.extra:
            return _blanks(words.extra[name])
        if name in _NUMBERS:
            inner = _NUMBERS[name]
        else:
            inner = _any(_TABLES[name](words), folded=name not in ("month", "weekday", "holiday"))
        inner += "|" + _NUMBERS["count"] if name == "number" else ""
        return f"(?P<{name}>{inner})" if named else f"(?:{inner})"

    return re.sub(r"\{([a-z]+)\}", table, _blanks(pattern))


def _blanks(pattern: str) -> str:
    """Blanks match a line break too; not those of a set, `[ -]`."""
    return re.sub(r"(?<!\[) ", lambda _: _BLANK, pattern)


def _any(table: Mapping[str, object], *, folded: bool) -> str:
    longest_first = sorted(table, key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", _BLANK) for word in longest_first)
    return f"(?i:{either})" if folded else either


_TABLES: Mapping[str, Callable[[DateWords], Mapping[str, object]]] = {
    "month": lambda words: words.months,
    "weekday": lambda words: words.weekdays,
    "near": lambda words: words.near,
    "number": lambda words: words.numbers,
    "unit": lambda words: words.units,
    "season": lambda words: words.seasons,
    "direction": lambda words: words.directions,
    "holiday": lambda words: words.holidays,
}


def _meant(words: DateWords, name: str, part: str) -> Any:
    if name not in _TABLES or part.isdigit():
        return int(part)
    table = _TABLES[name](words)
    plain = re.sub(r"\s+", " ", part)
    return table.get(plain, table.get(plain.lower()))


@cache
def _tense(language: str) -> re.Pattern[str]:
    words = LANGUAGES[language]
    return re.compile(rf"(?<!\w)(?:(?P<future>{words.future})|{words.past})\b", re.IGNORECASE)


@cache
def _led(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w){LANGUAGES[language].led}[\s(-]+|[(\[])\Z", re.IGNORECASE)


def _is_date(text: str, one: Written, exactly: re.Match[str], language: str) -> bool:
    """Whether a word or number that may be something else is a date here."""
    if len(one.said) > 1:
        return True
    if one.shape in ("month", "weekday"):
        return (
            _is_led(text, one, language) if exactly[one.shape] in LANGUAGES[language].cautious else _is_whole(text, one)
        )
    if one.shape == "year":
        return _is_led(text, one, language) or exactly[0] != exactly["year"]
    return True


def _is_whole(text: str, one: Written) -> bool:
    """Whether a month or weekday by itself is no clipped word (Jan, Sat), and no first name (April Lane)."""
    clipped = one.end - one.start <= 4 and text[one.end - 1] != "." and one.said.get("month") not in (5, 6, 7)
    return not clipped and ("weekday" in one.said or not _NAME.match(text, one.end))


def _is_led(text: str, one: Written, language: str) -> bool:
    return _led(language).search(text, max(0, one.start - 16), one.start) is not None


# ——— resolving: one function a shape

_Said = Mapping[str, Any]
_Future = Callable[[], bool]


def _day(said: _Said, own: date | None, future: _Future) -> str:
    month, day = int(said["month"]), int(said["day"])
    if "year" in said:
        return date(int(said["year"]), month, day).isoformat()
    date(2000, month, day)  # refuses what no year has
    if own is None:
        return f"XXXX-{month:02}-{day:02}"
    years = (year for year in (own.year - 1, own.year, own.year + 1) if _has(year, month, day))
    days = [date(year, month, day) for year in years]
    named = [one for one in days if one.isoweekday() == said.get("weekday") and abs((one - own).days) < _NEAR]
    return _likeliest(named or days, own, said.get("direction"), future).isoformat()


def _has(year: int, month: int, day: int) -> bool:
    return day <= calendar.monthrange(year, month)[1]


def _likeliest(days: list[date], own: date, direction: int | None, future: _Future) -> date:
    """The one before or after where that is meant; else the nearest, weighed by the tense of the clause."""
    if direction == -1:
        return max((day for day in days if day < own), default=days[0])
    if direction == 1:
        return min((day for day in days if day > own), default=days[-1])
    past, ahead = (_AGAINST, 1) if future() else (1, _AGAINST)
    return min(days, key=lambda day: past * (own - day).days if day <= own else ahead * (day - own).days)


def _in_year(said: _Said, own: date | None, future: _Future) -> str:
    """`April next year`."""
    if own is None:
        return ""
    year = own.year + int(said["direction"])
    return _day({**said, "year": year}, own, future) if "day" in said else f"{year:04}-{said['month']:02}"


def _holiday(said: _Said, own: date | None, future: _Future) -> str:
    if "year" in said:
        return _celebrated(said["holiday"], int(said["year"])).isoformat()
    if own is None:
        return ""
    days = [_celebrated(said["holiday"], own.year + by) for by in (-1, 0, 1)]
    return _likeliest(days, own, said.get("direction"), future).isoformat()


def _celebrated(holiday: Any, year: int) -> date:
    month, nth, weekday = holiday
    if not weekday:
        return date(year, month, nth)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _numeric(said: _Said, own: date | None, future: _Future) -> str:
    """`2024-04-26`; of 3/4/2024 only the year is sure."""
    year = int(said["year"])
    if "monthnumber" in said:
        return date(year, int(said["monthnumber"]), int(said["day"])).isoformat()
    first, second = int(said["first"]), int(said["second"])
    if first <= 12 and second <= 12 and first != second:
        return f"{year:04}"
    return date(year, min(first, second), max(first, second)).isoformat()


def _month(said: _Said, own: date | None, future: _Future) -> str:
    month = int(said["month"])
    if "year" in said:
        return f"{said['year']:04}-{month:02}"
    if own is None:
        return f"XXXX-{month:02}"
    days = [date(year, month, 1) for year in (own.year - 1, own.year, own.year + 1)]
    if said.get("direction") == 0:
        return f"{own.year:04}-{month:02}"
    return _likeliest(days, own.replace(day=1), said.get("direction"), future).isoformat()[:7]


def _year(said: _Said, own: date | None, future: _Future) -> str:
    return f"{said['year']:04}"


def _decade(said: _Said, own: date | None, future: _Future) -> str:
    decade = int(said["decade"])
    return f"{(decade if decade > 99 else 1900 + decade) // 10}X"


def _weekday(said: _Said, own: date | None, future: _Future) -> str:
    if own is None:
        return ""
    back = (own.isoweekday() - int(said["weekday"])) % 7
    direction = said.get("direction")
    if direction == -1:
        return (own - timedelta(back or 7)).isoformat()
    if direction is not None or (back and future()):
        return (own + timedelta((7 - back) if back or direction else 0)).isoformat()
    return (own - timedelta(back)).isoformat()


def _near(said: _Said, own: date | None, future: _Future) -> str:
    return (own + timedelta(int(said["near"]))).isoformat() if own else ""


def _ago(said: _Said, own: date | None, future: _Future) -> str:
    return _moved(own, str(said["unit"]), -int(said["number"])) if own else ""


def _hence(said: _Said, own: date | None, future: _Future) -> str:
    return _moved(own, str(said["unit"]), int(said["number"])) if own else ""


def _unit(said: _Said, own: date | None, future: _Future) -> str:
    return _moved(own, str(said["unit"]), int(said["direction"])) if own else ""


def _moved(own: date, unit: str, by: int) -> str:
    """A unit some units away from the document's own date, no more precise than the unit is."""
    if unit == "day":
        return (own + timedelta(by)).isoformat()
    if unit == "week":
        year, week, _ = (own + timedelta(7 * by)).isocalendar()
        return f"{year:04}-W{week:02}"
    if unit == "month":
        return _month_of(own.year * 12 + own.month - 1 + by)
    return date(own.year + (10 * by if unit == "decade" else by), 1, 1).isoformat()[:4]


def _month_of(months: int) -> str:
    return date(months // 12, months % 12 + 1, 1).isoformat()[:7]


def _season(said: _Said, own: date | None, future: _Future) -> str:
    season = int(said["season"])
    if "year" in said:
        return f"{said['year']:04}-{season}"
    if own is None:
        return ""
    current = 21 + (own.month - 3) % 12 // 3
    year = own.year - (own.month < 3)
    direction = int(said["direction"])
    year += direction if direction * (season - current) <= 0 and direction else 0
    return f"{year:04}-{season}"


def _week(said: _Said, own: date | None, future: _Future) -> str:
    value = _day(said, own, future)
    if value.startswith("X"):
        return ""
    year, week, _ = date.fromisoformat(value).isocalendar()
    return f"{year:04}-W{week:02}"


_SHAPES: Mapping[str, Callable[[_Said, date | None, _Future], str]] = {
    "day": _day,
    "in_year": _in_year,
    "holiday": _holiday,
    "numeric": _numeric,
    "month": _month,
    "year": _year,
    "decade": _decade,
    "weekday": _weekday,
    "near": _near,
    "ago": _ago,
    "hence": _hence,
    "unit": _unit,
    "season": _season,
    "week": _week,
}
