"""The dates of what is said: which are told, what they are resolved against, and what is left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extractors import rules
from archive.text.dating import BASES, Own, dates_in
from archive.text.sentences import sentences

FRIDAY = Own("2024-04-26")


def told(text: str, own: Own = FRIDAY) -> list[tuple[str, str, str, str, bool]]:
    """(words, value, basis, against, of the saying) of the first proposal."""
    one = rules.extract(text, sentences(text))[0]
    return [
        (date.span.of(text), date.value, date.basis, date.against, date.saying)
        for date in dates_in(text, own, "en").of(one)
    ]


def test_when_it_was_said_is_no_date_of_what_is_said() -> None:
    assert told("Ada Lorn said on Monday that the gate would open next month.") == [
        ("Monday", "2024-04-22", "document", "2024-04-26", True),
        ("next month", "2024-05", "document", "2024-04-26", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday, Ada Lorn said that it rained.",
        "“It rained all night here,” Ada Lorn said on Tuesday.",
        "The minister on Tuesday said that it rained.",
        "Ada Lorn said in a statement Tuesday that it rained.",
        "“It rained all night here,” said Ada Lorn on Tuesday.",
    ],
)
def test_the_day_of_the_saying_is_found_beside_the_speaker(text: str) -> None:
    assert told(text) == [("Tuesday", "2024-04-23", "document", "2024-04-26", True)]


def test_inside_quotation_marks_the_day_of_the_saying_counts() -> None:
    assert told("“We will open it tomorrow,” Ada Lorn said on Tuesday.")[0] == (
        ("tomorrow", "2024-04-24", "saying", "2024-04-23", False)
    )
    assert told("Ada Lorn said on Tuesday that it would open tomorrow.")[1] == (
        ("tomorrow", "2024-04-27", "document", "2024-04-26", False)
    )


@pytest.mark.parametrize(
    "text",
    [
        "“It broke yesterday,” said Ada Lorn in a letter of 3 May 2024.",
        "“It broke yesterday,” Ada Lorn wrote in May 2024.",
    ],
)
def test_a_quoted_yesterday_is_left_open_where_its_day_is_not_clear(text: str) -> None:
    assert told(text)[0] == ("yesterday", "", "none", "", False)


def test_a_date_in_the_speakers_name_dates_nothing() -> None:
    assert told("The 2019 report said that the dam was safe.") == []


def test_words_that_give_all_need_no_other_date() -> None:
    for own in (FRIDAY, Own()):
        assert told("Ada Lorn said that it broke in April 2019.", own) == [
            ("April 2019", "2019-04", "words", "", False)
        ]


def test_without_a_date_of_the_document_what_is_relative_stays_open() -> None:
    text = "Ada Lorn said that it broke yesterday, and again on 3 May."
    assert told(text, Own()) == [("yesterday", "", "none", "", False), ("3 May", "XXXX-05-03", "none", "", False)]


def test_a_guessed_date_is_called_so() -> None:
    assert told("Ada Lorn said that it broke yesterday.", Own("2024-04-26", guessed=True))[0][2] == "guess"


@pytest.mark.parametrize(("own", "value"), [("2024-04", "2024-03"), ("2024", ""), ("spring", "")])
def test_a_rough_date_resolves_what_all_of_its_days_agree_on(own: str, value: str) -> None:
    ((_, found, basis, against, _),) = told("Ada Lorn said that it broke last month.", Own(own))
    assert (found, basis, against) == (value, "document" if value else "none", own if value else "")


def test_a_day_that_does_not_exist_has_no_value() -> None:
    assert told("Ada Lorn said that it broke on 31 April 2020.") == [("31 April 2020", "", "none", "", False)]


WORDS = st.sampled_from(
    [
        "Ada Lorn",
        "said",
        "that",
        "“",
        "”",
        ",",
        ".",
        "on Monday",
        "yesterday",
        "in 2019",
        "3 May",
        "it broke",
        "\n",
        "\n\n",
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join), st.sampled_from(["2024-04-26", "2024-04", "2024", "", "x"]))
def test_every_value_says_what_it_rests_on(text: str, own: str) -> None:
    dates = dates_in(text, Own(own), "en")
    for one in rules.extract(text, sentences(text)):
        found = dates.of(one)
        assert len({date.span for date in found}) == len(found)
        for date in found:
            assert date.basis in BASES and bool(date.against) == (date.basis not in ("words", "none"))
            assert date.basis == "none" or date.value
