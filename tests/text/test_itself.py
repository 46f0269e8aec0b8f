"""What a text raises against its own date and itself, and what it does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.question import QUESTIONS
from archive.text.figures import FIGURES
from archive.text.itself import questions
from archive.text.sentences import sentences
from archive.text.when import LANGUAGES

OWN = date(2024, 4, 26)

ASKED = [
    ("en", "The gate broke on April 31, 2024.", "date-impossible", ["April 31, 2024"]),
    ("en", "The gate broke on February 30.", "date-impossible", ["February 30"]),
    ("en", "It broke on Monday, April 22, 2023.", "weekday-differs", ["Monday, April 22, 2023"]),
    ("en", "It broke on Sunday, April 20.", "weekday-differs", ["Sunday, April 20"]),  # 2025 would fit, and is far away
    ("en", "The gate was opened on August 6, 2024.", "date-after-own", ["was", "August 6, 2024"]),
    ("en", "Two engineers left the valley in 2026.", "date-after-own", ["left", "2026"]),
    (
        "en",
        "On April 3, 2024, the gate broke. Earlier in the year, on April 9, 2024, the siren failed.",
        "earlier-is-later",
        ["April 3, 2024", "Earlier in the year, on April 9, 2024"],
    ),
    (
        "en",
        "Dario Fenn, 34, opened it. It was late. Dario Fenn, 43, is an engineer.",
        "age-differs",
        ["Dario Fenn, 34", "Dario Fenn, 43"],
    ),
    (
        "en",
        "The flood killed nine people. In the village, 17 people were killed.",
        "count-differs",
        ["killed nine people", "17 people were killed"],
    ),
    ("fr", "La vanne a été ouverte le 6 août 2024.", "date-after-own", ["a", "6 août 2024"]),
    (
        "fr",
        "La crue a tué neuf personnes. Au village, 17 personnes ont été tuées.",
        "count-differs",
        ["tué neuf personnes", "17 personnes ont été tuées"],
    ),
    ("de", "Das Tor brach am 31. April 2024.", "date-impossible", ["31. April 2024"]),
    (
        "de",
        "Dario Fenn (34) öffnete das Tor. Der 43-jährige Dario Fenn schwieg.",
        "age-differs",
        ["Dario Fenn (34)", "43-jährige Dario Fenn"],
    ),
]


def raised(text: str, language: str = "en", own: date | None = OWN) -> list[tuple[str, list[str]]]:
    found = questions(text, sentences(text, language), own, language)
    assert {one.code for one in found} <= QUESTIONS.keys()
    return [(one.code, [span.of(text) for span in one.spans]) for one in found]


@pytest.mark.parametrize(("language", "text", "code", "words"), ASKED)
def test_what_does_not_fit_is_asked_with_both_places(language: str, text: str, code: str, words: list[str]) -> None:
    assert raised(text, language) == [(code, words)]


def test_every_code_is_asked_somewhere() -> None:
    assert {code for _, _, code, _ in ASKED} == QUESTIONS.keys()


@pytest.mark.parametrize(
    "text",
    [
        "The gate was opened on April 6, 2024.",
        "The gate was opened on April 27, 2024.",  # it is tomorrow elsewhere
        "The gate will be opened on August 6, 2024.",
        "The opening was expected on August 6, 2024.",
        "It was extended until August 6, 2024.",
        "The gate was opened on August 6.",  # of which year?
        "It broke on Wednesday, November 1.",  # of 2023
        "It broke on Monday, April 22, 2024.",
        "On April 9, 2024, the gate broke. Earlier in the year, on April 3, 2024, the siren failed.",
        "On April 3, 2024, the gate broke. It had been mended earlier. On April 9, 2024, it broke again.",
        "Dario Fenn, 34, opened it. Odile Marrin, 43, saw it. Dario Fenn, 34, said nothing.",
        "At least nine people were killed. In the village, 17 people were killed.",
        "The flood killed nine people. It injured 17 people.",
        "The flood killed nine people. In the flood of 1953, 17 people were killed.",
        "Feb. 29, 2024 was a Thursday.",
        "",
    ],
)
def test_what_fits_is_not_asked(text: str) -> None:
    assert raised(text) == []


def test_without_a_date_of_its_own_only_what_needs_none_is_asked() -> None:
    text = "The gate was opened on August 6, 2034. The siren failed on April 31."
    assert raised(text, own=None) == [("date-impossible", ["April 31"])]


def test_ages_and_counts_are_asked_of_in_every_language_whose_dates_are_read() -> None:
    assert FIGURES.keys() == LANGUAGES.keys()


def test_of_a_language_that_is_not_known_nothing_is_asked() -> None:
    assert raised("The gate broke on April 31, 2024.", "xx") == []


def test_the_article_that_calls_august_earlier(shared: Path) -> None:
    (article,) = (shared / "seeds").glob("000_*.txt")
    assert [code for code, _ in raised(article.read_text(), own=None)] == ["earlier-is-later"]
    both = [code for code, _ in raised(article.read_text(), own=OWN)]
    assert both == ["earlier-is-later", "date-after-own"]


@given(
    st.lists(
        st.sampled_from(
            ["Dario Fenn, ", "34, ", "on ", "May 40, 2024", "killed ", "nine people ", "1,111,", "A-", ". "]
        )
    )
)
def test_any_words_can_be_asked_of(words: list[str]) -> None:
    raised("".join(words))


@pytest.mark.parametrize("piece", ["A-", "1,111,", "on May 4, 2030 ", "Dario ", "Dario Fenn, 34, ", "killed 9 people "])
def test_a_long_text_takes_no_more_than_its_share(piece: str) -> None:
    """By the count of findings, not by a clock: what is quadratic would not end."""
    assert len(raised(piece * 10_000)) <= 10_000
