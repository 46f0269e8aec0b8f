"""Ages and counts that disagree within one text: two ages of one person, two numbers of the same dead.

A new language is one more `FigureWords`. Nothing is asked of a number that something before it leaves open (`at
least`) or makes a part (`including`). Whose sentences count is for the caller to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from archive.model.question import Question
from archive.model.span import Span, is_outside
from archive.text.cues import NUMBERS

_PART = r"[A-ZÀ-Þ][\w’'-]{1,30}"  # of a name; bounded, as all here, so that the whole is linear in the text
_NAME = rf"(?P<name>(?:{_PART}\s){{1,3}}(?:(?:de|du|van|von|bin|al)\s)?{_PART})"
_AGE = r"(?P<age>1?\d\d)"
_OPEN = 24  # code points before a number that can leave it open


@dataclass(frozen=True, slots=True)
class FigureWords:
    """One language: patterns with a `name` and an `age`; what people are called that are counted; states, each with the
    pattern of its words; and the words that leave a number open."""

    ages: tuple[str, ...]
    people: str
    states: Mapping[str, tuple[str, str]]  # name → (before the number, behind the people)
    open: str


FIGURES: Mapping[str, FigureWords] = {
    "en": FigureWords(
        ages=(rf"{_NAME},\s{_AGE}(?=[,.;)])", rf"{_NAME}\s\({_AGE}\)", rf"{_AGE}-year-old\s{_NAME}"),
        people=r"people|persons|civilians|soldiers|children|passengers|workers|students|women|men|others",
        states={
            "killed": (
                r"killed|killing|kills|(?:left|leaving) dead|deaths? of|claimed the lives of",
                r"(?:(?:were|was|are|have been|had been|had|have|has) )?(?:killed|died|dead)|lost their lives|deaths",
            ),
            "injured": (
                r"(?:injured|injuring|injures|wounded|wounding)",
                r"(?:(?:were|was|are|have been|had been) )?(?:injured|wounded|hurt)",
            ),
            "arrested": (r"arrested|arresting|arrests|detained", r"(?:(?:were|was|have been) )?(?:arrested|detained)"),
        },
        open=r"at least|at most|more than|fewer than|less than|over|about|around|some|nearly|almost|roughly"
        r"|approximately|up to|as many as|another|other|additional|estimated|an? further|first|the|only|between|or|to"
        r"|of|than|including",
    ),
    "fr": FigureWords(
        ages=(rf"{_NAME},\s{_AGE}\sans\b", rf"{_NAME}\s\({_AGE}(?:\sans)?\)"),
        people=r"personnes|civils|soldats|enfants|passagers|ouvriers|étudiants|femmes|hommes",
        states={
            "tués": (r"tué|tuant|coûté la vie à", r"(?:ont été |sont |étaient )?(?:tuée?s|mortes?|morts|décédée?s)"),
            "blessés": (r"blessé|blessant", r"(?:ont été |sont |étaient )?blessée?s"),
            "arrêtés": (r"arrêté|interpellé", r"(?:ont été |étaient )?(?:arrêtée?s|interpellée?s)"),
        },
        open=r"au moins|au plus|plus de|moins de|environ|près de|quelque|jusqu['’]à|presque|autres|les|des|de|ou|à"
        r"|entre",
    ),
    "de": FigureWords(
        ages=(rf"{_NAME}\s\({_AGE}\)", rf"{_AGE}-jährigen?\s{_NAME}"),
        people=r"Menschen|Personen|Zivilisten|Soldaten|Kinder|Passagiere|Arbeiter|Studenten|Frauen|Männer",
        states={
            "getötet": (r"tötete|töteten", r"(?:wurden |sind |waren )?(?:getötet|tot|gestorben|starben)"),
            "verletzt": (r"verletzte|verletzten", r"(?:wurden |sind |waren )?verletzt"),
            "festgenommen": (r"verhaftete", r"(?:wurden |sind |waren )?(?:festgenommen|verhaftet)"),
        },
        open=r"mindestens|höchstens|mehr als|weniger als|über|etwa|rund|fast|knapp|bis zu|weitere|andere|die|den|der"
        r"|von|oder|bis|zwischen",
    ),
}


@dataclass(frozen=True, slots=True)
class _Figure:
    of: str
    value: int
    span: Span


def ages(text: str, sentences: Sequence[tuple[int, int]], language: str = "en") -> Iterator[Question]:
    """Two ages of one full name."""
    words = FIGURES.get(language.partition("-")[0])
    if words is None:
        return
    found = [
        _Figure(" ".join(place["name"].split()), int(place["age"]), Span(place.start(), place.end()))
        for pattern in words.ages
        for place in re.finditer(rf"(?<!\w)(?:{pattern})", text)
        if not is_outside(sentences, *place.span())
    ]
    for one, other in _differing(found):
        yield Question("age-differs", f"{one.of} is {one.value} and {other.value} years old", (one.span, other.span))


def counts(text: str, sentences: Sequence[tuple[int, int]], language: str = "en") -> Iterator[Question]:
    """Two numbers of the same people in the same state."""
    language = language.partition("-")[0]
    if language not in FIGURES:
        return
    found = [one for start, end in sentences for one in _counted(text, start, end, language)]
    for one, other in _differing(found):
        yield Question("count-differs", f"{one.of}: {one.value} and {other.value}", (one.span, other.span))


def _counted(text: str, start: int, end: int, language: str) -> Iterator[_Figure]:
    for state, pattern in _states(language):
        for place in pattern.finditer(text, start, end):
            n = "1" if place["n1"] else "2"
            value = _value(place[f"n{n}"], language)
            before = text[max(start, place.start(f"n{n}") - _OPEN) : place.start(f"n{n}")]
            if value and not _open(language).search(before):
                yield _Figure(f"{place[f'p{n}'].lower()} {state}", value, Span(place.start(), place.end()))


def _value(number: str, language: str) -> int:
    spelled = _cardinals(language).get(number.lower())
    return spelled or int(re.sub(r"\D", "", number) or 0)


@cache
def _open(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{FIGURES[language].open})\s+\Z", re.IGNORECASE)


@cache
def _states(language: str) -> list[tuple[str, re.Pattern[str]]]:
    words = FIGURES[language]
    number = rf"\d{{1,3}}(?:[,.\u202f]\d{{3}}){{0,3}}(?![\d.,]\d)|{'|'.join(_cardinals(language))}"
    return [
        (
            state,
            re.compile(
                rf"(?<!\w)(?:(?:{before})\s+(?P<n1>{number})\s+(?P<p1>{words.people})\b"
                rf"|(?P<n2>{number})\s+(?P<p2>{words.people})\s+(?:{behind})\b)",
                re.IGNORECASE,
            ),
        )
        for state, (before, behind) in words.states.items()
    ]


@cache
def _cardinals(language: str) -> dict[str, int]:
    spelled = NUMBERS.get(language, "").split()
    pairs = zip(spelled[::2], spelled[1::2], strict=True)
    return {word.lower(): int(value) for word, value in pairs if value.isdigit() and int(value) < 100}


def _differing(found: Sequence[_Figure]) -> Iterator[tuple[_Figure, _Figure]]:
    """Of each thing the first two that differ, in order of place."""
    first: dict[str, _Figure] = {}
    told: set[str] = set()
    for one in sorted(found, key=lambda one: one.span):
        before = first.setdefault(one.of, one)
        if before.value != one.value and one.of not in told:
            told.add(one.of)
            yield before, one
