"""Dates in running text: where they stand, and what they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.datewords import ENGLISH, FRENCH, GERMAN, DateWords
from archive.text.when import LANGUAGES, dates, precision

OWN = date(2024, 4, 26)  # a Friday


def values(text: str, language: str = "en", own: date | None = OWN) -> list[str]:
    return [one.value for one in dates(text, own, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on April 26, 2024, a gate", "2024-04-26"),
        ("on 26th of April 2024", "2024-04-26"),
        ("on Friday, Apr. 26, 2024", "2024-04-26"),
        ("on April\n26,\n2024", "2024-04-26"),
        ("dated 2024-04-26.", "2024-04-26"),
        ("dated 13/4/2024.", "2024-04-13"),
        ("dated 3/4/2024.", "2024"),  # which of them is the month?
        ("in late April 2023", "2023-04"),
        ("in the summer of 2019", "2019-22"),
        ("in the early 1990s", "199X"),
        ("the ’90s were wet", "199X"),
        ("since 1994", "1994"),
        ("He came yesterday.", "2024-04-25"),
        ("It broke on Monday.", "2024-04-22"),
        ("It broke on Friday.", "2024-04-26"),
        ("It will open on Monday.", "2024-04-29"),
        ("It is expected to open on Monday, he said.", "2024-04-29"),
        ("The office set Monday aside", "2024-04-22"),
        ("last Friday", "2024-04-19"),
        ("next Friday", "2024-05-03"),
        ("last week", "2024-W16"),
        ("earlier this month", "2024-04"),
        ("next year", "2025"),
        ("about three years ago", "2021"),
        ("two weeks ago", "2024-W15"),
        ("six months ago", "2023-10"),
        ("two days from now", "2024-04-28"),
        ("It broke on Dec. 20.", "2023-12-20"),
        ("It broke in November.", "2023-11"),
        ("It will open in November.", "2024-11"),
        ("in October last year", "2023-10"),
        ("on April 3 next year", "2025-04-03"),
        ("last Thanksgiving", "2023-11-23"),
        ("the week of March 6", "2024-W10"),
        ("last summer", "2023-22"),
        ("on Feb. 29", "2024-02-29"),
    ],
)
def test_values(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "on April 31, 2024",
        "on Feb. 29, 2023",
        "He may go on.",
        "May Lane said so.",
        "April Lane said so.",
        "2000 people came",
        "It cost $1999.",
        "gate 1999.5",
        "at 10:30",
        "It weeked.",
        "some time ago",
        "9999999 years ago",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("April 26", ["XXXX-04-26"]),
        ("in April", ["XXXX-04"]),
        ("Friday, last week and two years ago", []),
        ("in April 2024", ["2024-04"]),
    ],
)
def test_without_a_date_of_its_own_unknown_parts_stay_unknown(text: str, own: list[str]) -> None:
    assert values(text, own=None) == own


def test_spans_are_those_of_the_words() -> None:
    text = "It broke on April 26, 2024; he came last week."
    assert [text[one.start : one.end] for one in dates(text, OWN)] == ["April 26, 2024", "last week"]
    assert [(one.precision, one.explicit) for one in dates(text, OWN)] == [("day", True), ("week", False)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Le 22 mai 2012, mardi dernier, il y a trois ans", ["2012-05-22", "2024-04-23", "2021"]),
        ("fr", "le 1er juin prochain et l’année dernière ; en mars", ["2024-06-01", "2023", "2024-03"]),
        ("fr", "dans les années 1990, hier, 3/4/2012", ["199X", "2024-04-25", "2012-04-03"]),
        ("de", "Am 6.8.2024 und am 26. April, letzte Woche", ["2024-08-06", "2024-04-26", "2024-W16"]),
        ("de", "vor drei Jahren, im Sommer 2019, seit 2011", ["2021", "2019-22", "2011"]),
        ("de-AT", "im Jänner und am Montag", ["2024-01", "2024-04-22"]),
        ("xx", "on April 26, 2024", []),
    ],
)
def test_other_languages(language: str, text: str, found: list[str]) -> None:
    assert values(text, language) == found


@given(st.dates(date(1700, 1, 1), date(2099, 12, 31)), st.sampled_from(["en", "fr", "de"]), st.dates())
def test_a_whole_date_means_itself_whatever_the_document_is_of(day: date, language: str, own: date) -> None:
    words = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN}[language]
    month = next(name for name, n in words.months.items() if n == day.month)
    form = {"en": f"{month} {day.day}, {day.year}", "fr": f"{day.day} {month} {day.year}"}
    text = form.get(language, f"{day.day}. {month} {day.year}")
    (found,) = dates(f"– {text} –", own, language)
    assert (found.value, found.explicit) == (day.isoformat(), True)
    assert values(day.isoformat(), language) == [day.isoformat()]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-500, 500))
def test_what_is_relative_moves_with_the_document(own: date, weeks: int) -> None:
    text = "It broke on Monday, yesterday, and last Friday."
    moved = dates(text, own + timedelta(weeks=weeks))
    for one, other in zip(dates(text, own), moved, strict=True):
        assert date.fromisoformat(one.value) + timedelta(weeks=weeks) == date.fromisoformat(other.value)


def pieces(words: DateWords) -> list[str]:
    tables = (words.months, words.weekdays, words.near, words.numbers, words.units, words.directions, words.seasons)
    return sorted({word for table in tables for word in table})


ODD = ["31", "0", "2024", "1999", "/", "-", ",", ".", "’", " ", "\n", "laſt wee\u212a", "٢", "of", "the", "ago", "\x00"]


@given(
    st.sampled_from(sorted(LANGUAGES)).flatmap(
        lambda name: st.tuples(
            st.just(name), st.lists(st.sampled_from([*pieces(LANGUAGES[name]), *ODD, *LANGUAGES[name].holidays]))
        )
    ),
    st.none() | st.dates(),
)
@example(("en", ["laſt wee\u212a"]), OWN)
@example(("en", ["50", "decades", "ago"]), date(1, 1, 1))
def test_any_words_give_spans_in_order_with_values(given_words: tuple[str, list[str]], own: date | None) -> None:
    language, words = given_words
    text = " ".join(words)
    end = 0
    for one in dates(text, own, language):
        assert end <= one.start < one.end <= len(text)
        assert precision(one.value) in {"day", "week", "month", "season", "year", "decade"}
        end = one.end
        if one.precision == "day" and one.value[0] != "X":
            date.fromisoformat(one.value)
