"""Two sentences side by side: what may be said of them, and above all what may not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.agreement import FAR, MARKS, Side, compare

TOLL = "Seventeen people were killed when a gate of the Kerrow Dam was opened."
SOLDIERS = "1,200 Ostrand soldiers fought in Kerrow."
ORDER = "The ministry ordered the gate of the Kerrow dam to be opened."
BATTLE = "The battle of Kerrow began on April 26, 2024."


def marked(here: str, there: str, language: str = "en") -> str:
    return compare(Side(here), Side(there), language).mark


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (SOLDIERS, "Officials in Merrowgate said that 1,200 Ostrand soldiers fought in Kerrow."),
        (ORDER, "“The ministry ordered the gate of the Kerrow dam to be opened,” he said."),
        (TOLL, TOLL.replace("Seventeen", "17")),
    ],
)
def test_the_same_words_repeat(here, there):
    assert marked(here, there) == "repeats"


@pytest.mark.parametrize(
    ("here", "there", "kind", "said"),
    [
        (
            TOLL,
            "Nine people died when a gate of the Kerrow Dam gave way.",
            "number",
            ("Seventeen people", "Nine people"),
        ),
        (
            SOLDIERS,
            "800 Ostrand soldiers fought in Kerrow.",
            "number",
            ("1,200 Ostrand soldiers", "800 Ostrand soldiers"),
        ),
        (BATTLE, "The battle of Kerrow began on 28/4/2024.", "date", ("April 26, 2024", "28/4/2024")),
        (ORDER, ORDER.replace("ordered", "never ordered"), "negation", ("ordered", "never ordered")),
        (
            "The Ostrand army attacked Kerrow with tanks.",
            "The Ostrand army attacked Sallin with tanks.",
            "name",
            ("Kerrow", "Sallin"),
        ),
        (
            "Dario Fenn, 34, signed out the brass key.",
            "The brass key was signed out by Dario Fenn, 36, at night.",
            "number",
            ("Dario Fenn, 34", "Dario Fenn, 36"),
        ),
    ],
)
def test_what_differs_is_named(here, there, kind, said):
    found = compare(Side(here), Side(there))
    assert found.mark == "differs"
    first = found.details[0]
    assert (first.kind, first.same, first.here, first.there) == (kind, False, *said)
    assert (first.here_span.of(here), first.there_span.of(there)) == said


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (BATTLE, "The battle of Kerrow began on 26/4/2024."),
        (
            "Seventeen people were killed at Kerrow dam by the flood.",
            "The flood at the Kerrow dam killed 17 people, it said.",
        ),
    ],
)
def test_the_same_date_or_number_agrees(here, there):
    assert marked(here, there) == "agrees"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (SOLDIERS, "Reportedly 1,200 Ostrand soldiers fought in Kerrow."),  # doubted
        (SOLDIERS, "At least 800 Ostrand soldiers fought in Kerrow."),  # left open
        (SOLDIERS, "Did 1,200 Ostrand soldiers fight in Kerrow?"),
        (SOLDIERS, "800 Ostrand tanks were built in Kerrow."),  # of another thing
        (
            TOLL,
            "Nine people were arrested when a gate of the Kerrow Dam was closed.",
        ),  # something else happened to them
        (TOLL, "Nine people died when a ferry sank off Sallin."),
        (TOLL, "Nine people died."),
        (BATTLE, "The battle of Kerrow began in April 2024."),  # less precise, and no contradiction
        (BATTLE, "The battle of Kerrow began on Friday."),
        ("Ostrand attacked Sallin with tanks and aircraft.", "Sallin attacked Ostrand with tanks and aircraft."),
        ("", ""),
    ],
)
def test_when_in_doubt_it_bears(here, there):
    assert marked(here, there) == "bears"


@pytest.mark.parametrize("doubt", ["not ", "never ", "reportedly ", "allegedly ", "only "])
def test_what_is_denied_or_doubted_is_never_repeated(doubt):
    assert marked(ORDER, ORDER.replace("ordered", f"{doubt}ordered")) != "repeats"
    assert marked(ORDER.replace("ordered", f"{doubt}ordered"), ORDER) != "repeats"


def test_the_day_resolves_what_is_not_said():
    here = Side("The battle of Kerrow began on April 26.", date(2024, 5, 1))
    assert compare(here, Side("The battle of Kerrow began on 26/4/2024.")).mark == "agrees"


def test_numbers_of_texts_that_are_far_apart_are_not_compared():
    here, there = "1,200 Ostrand soldiers fought in Kerrow.", "800 Ostrand soldiers fought in Kerrow."
    first = date(2024, 1, 1)
    near, far = (date.fromordinal(first.toordinal() + days) for days in (FAR, FAR + 1))
    assert compare(Side(here, first), Side(there, near)).mark == "differs"
    assert compare(Side(here, first), Side(there, far)).mark == "bears"


def test_a_language_without_word_lists_only_bears():
    assert marked(SOLDIERS, SOLDIERS, "xx") == "bears"


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["en", "de", "fr", "es", "ru", ""]))
def test_anything_is_compared_and_every_span_fits(here, there, language):
    found = compare(Side(here), Side(there), language)
    assert found.mark in MARKS
    for one in found.details:
        assert (one.here, one.there) == (one.here_span.of(here), one.there_span.of(there))
