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
    ("here", "there", "said"),
    [
        ("5 ways to mend a sluice", "3 ways to mend a sluice", ("5 ways", "3 ways")),
        ("There are five ways to mend it by hand.", "There are 3 ways to mend it by hand.", ("five ways", "3 ways")),
        ("The mill runs at 80 % of its strength.", "The mill runs at 70 % of its strength.", ("80 %", "70 %")),
        ("The flood left 12 dead.", "The flood left 15 dead.", ("12 dead", "15 dead")),
        ("Flood in Kerrow: 12 dead", "Flood in Kerrow: 15 dead", ("12 dead", "15 dead")),
        ("The council gave £5m for the bridge.", "The council gave £7m for the bridge.", ("5m", "7m")),
        ("The quake had a magnitude of 5.8.", "The quake had a magnitude of 6.1.", ("5.8", "6.1")),
        ("At least 12 miners died.", "At least 15 miners died.", ("12 miners", "15 miners")),
        (
            "Two men stole 30 bells from the tower at night.",
            "Two men stole 40 bells from the tower at night.",
            ("30 bells", "40 bells"),
        ),
    ],
)
def test_a_number_that_alone_tells_two_sentences_apart_differs(here, there, said):
    for one, other, words in ((here, there, said), (there, here, said[::-1])):
        found = compare(Side(one), Side(other))
        assert (found.mark, [d.kind for d in found.details if not d.same]) == ("differs", ["number"])
        (detail,) = (d for d in found.details if not d.same)
        assert (detail.here.startswith(words[0]), detail.there.startswith(words[1])) == (True, True)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Step 1: open the lower sluice", "Step 2: open the lower sluice"),
        ("This is part one of the story of Kerrow dam.", "This is part two of the story of Kerrow dam."),
        ("4. Open the lower sluice", "5. Open the lower sluice"),
        ("Phase 2: 6 gates open, 9 gates shut", "Phase 3: 2 gates open, 0 gates shut"),
        ("Coal / imports: 10,000 tons", "Coal / imports: 23,000 tons"),  # of what, stands elsewhere
        ("https://kerrow.example/posts/5192278", "https://kerrow.example/posts/5785728"),
        ("The ferry leaves Sallin at 8:30 at night.", "The ferry leaves Sallin at 8:45 at night."),
        ("In the north 54 % voted yes.", "In the south 52 % voted no."),
        ("The van went on for 48 km at night.", "The van went on for 30 miles at night."),
        ("Two men and 30 women left.", "Three men and 40 women left."),  # nothing says that it is one thing
        ("The flood left 12 dead.", "The flood left at least 15 dead."),  # left open
        ("12 dead", "15 dead"),
    ],
)
def test_numbers_of_other_things_do_not_differ(here, there):
    assert (marked(here, there), marked(there, here)) == ("bears", "bears")


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
    ("here", "there", "said"),
    [
        (
            "The robber shot three guards in Sallin",
            "Police said the robber shot two guards and took three bags from the bank in Sallin.",
            ("three guards", "two guards"),
        ),
        (
            "Sixty people were killed and seventeen injured when a gate of the Kerrow Dam was opened",
            "Seventeen people were killed and more than sixty injured when a gate of the Kerrow Dam was opened.",
            ("Sixty people", "Seventeen people"),
        ),
        (
            "Six soldiers were wounded near Ostrand on Friday.",
            "Six villagers were killed and two soldiers were wounded near Ostrand on Friday.",
            ("Six soldiers", "two soldiers"),
        ),
        (
            "Five people were arrested in Brackwater after the fire.",
            "Five people died in Brackwater after the fire and nine people were arrested.",
            ("Five people", "nine people"),
        ),
        (
            "In Kerrow 54 % voted for the dam and 46 % against it.",
            "In Kerrow 46 % voted for the dam and 54 % against it.",
            ("54 % voted", "46 % voted"),
        ),
        (
            "Dunn sold seven horses to three farmers in Ordel.",
            "Dunn sold three horses to seven farmers in Ordel.",
            ("seven horses", "three horses"),
        ),
        (
            "The Kerrow council bought six buses for nine million crowns.",
            "The Kerrow council bought nine buses for six million crowns.",
            ("six buses", "nine buses"),
        ),
    ],
)
def test_a_number_of_another_thing_is_not_the_same_number(here, there, said):
    found = compare(Side(here), Side(there))
    assert found.mark == "differs"
    assert said in [(one.here, one.there) for one in found.details if not one.same]
    assert marked(there, here) in ("differs", "bears")


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Hale threw three bottles at officers in Sallin.", "Hale threw bottles at three officers in Sallin."),
        (
            "The gang tied up four clerks in the Merrow bank.",
            "The gang tied up and robbed four banks in Merrow: clerks.",
        ),
        ("The party of Odile Marrin won 31 seats.", "The party of Odile Marrin won 12 seats and lost 31 seats."),
        ("Ostra Mills cut 20 jobs in Ordel.", "Ostra Mills cut 30 jobs in Ordel and 20 jobs in Sallin."),
        (
            "Ostra Mills earned 5 million crowns in the first quarter.",
            "Ostra Mills earned 8 million crowns in the first quarter and 5 million crowns in the second quarter.",
        ),
        ("Ostra Mills earned 5 % in the first quarter.", "Ostra Mills earned 5 crowns in the first quarter."),
        ("Marrin hired 15 nurses in Kerrow.", "Marrin hired 6 nurses and dismissed 15 nurses in Kerrow."),
        ("The Ordel mine, founded in 2018, closed in May.", "The Ordel mine, founded in 2012, will close in May 2018."),
        ("Robbers took e86 million from a Sallin bank.", "Robbers took e80 million from a Sallin bank."),
        ("Marrin opened the Lund bridge in December.", "Marrin opened the Varn bridge in December."),
        ("Le moulin de Kerrow a vendu deux vaches.", "Le moulin de Kerrow a vendu trois vaches et deux chiens."),
        ("Kerrow verkaufte zwei rote Boote an Sallin.", "Kerrow verkaufte drei rote Boote und zwei Netze an Sallin."),
    ],
)
def test_what_stands_with_another_thing_does_not_agree(here, there):
    assert marked(here, there) in ("bears", "differs")


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (
            "The robber shot two guards in Sallin.",
            "Police said the robber shot two guards and took three bags from the bank in Sallin.",
        ),
        (
            "Eleven houses in Brackwater burned down.",
            "In Brackwater eleven houses burned down, and with them three barns.",
        ),
        ("Dario Fenn, 36, took the brass key.", "The 36-year-old Dario Fenn took the brass key."),
        ("Dario Fenn, 36, took the brass key.", "Dario Fenn, 36, a miller, took the brass key at night."),
        ("The Ordel mill lost 0.4 percent of its water.", "The Ordel mill lost 0.4% of all its water, it said."),
        (
            "Ostra Mills earned 8 million crowns in the first quarter.",
            "Ostra Mills earned 8 million crowns in the first quarter and 5 million crowns in the second quarter.",
        ),
    ],
)
def test_the_same_number_of_the_same_thing_beside_others_agrees(here, there):
    assert marked(here, there) in ("agrees", "repeats")


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


WORDS = "two three 17 18 guards bags killed injured and the Kerrow Sallin first second % in May 2018"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=20))
def test_a_text_never_differs_from_itself(words):
    text = " ".join(words)
    assert marked(text, text) in ("repeats", "agrees", "bears")


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["en", "de", "fr", "es", "ru", ""]))
def test_anything_is_compared_and_every_span_fits(here, there, language):
    found = compare(Side(here), Side(there), language)
    assert found.mark in MARKS
    for one in found.details:
        assert (one.here, one.there) == (one.here_span.of(here), one.there_span.of(there))


def test_a_negation_that_governs_another_word_is_no_repetition() -> None:
    was = "He said he was not there and was guilty of theft at the mill."
    now = "He said he was there and was not guilty of theft at the mill."
    assert compare(Side(was), Side(was)).mark == "repeats"
    assert compare(Side(was), Side(now)).mark == "bears"
