"""Quotes as a hostile editor sets them: each has a verdict that is right, and what was changed is never accepted."""

from __future__ import annotations

import pytest

from archive.text.judge import Text
from archive.verbs._corpus import Scoped
from archive.verbs._selftest import Alone
from archive.verbs.check import Asked, check_quote

TEXT = """\
The gate did not open at night, the ministry said. "We heard a 'roar' and thought it was the train," said Joss Pell.

Seventeen people were killed and 60 injured, officials said.
Odile Marrin said the levee held. Tam Brecken said that nobody slept.

"I won't go," she said. "He told me: 'Open gate 3.' I didn't."

وقال المتحدث إن السد لم ينهر في الليل. قال السكان إنهم سمعوا صوتا قويا.

市长说，大坝在夜里没有决堤。居民们听到了巨大的声音。

It cost $3.5 million (about £2.8 million) in 2021–22. The U.S. envoy arrived on 14 March.
"""
FINE = ("exact", "typography", "truncated")

#: quote → its verdict; `fine`: one of those of untouched words
QUOTES = [
    ("altered", "The gate did open at night"),
    ("altered", "The gate didn't open at night"),
    ("altered", "17 people were killed and 60 injured"),
    ("altered", "Seventeen people were killed and sixty injured"),
    ("altered", "Odile Marrin admitted the levee held"),
    ("altered", "Tam Brecken said the levee held"),
    ("altered", "Seventeen people were injured and 60 killed"),
    ("spliced", "The gate did not open at night. Nobody slept, Tam Brecken said that nobody slept"),
    ("typography", "“We heard a ‘roar’ and thought it was the train”"),
    ("typography", "'We heard a \"roar\" and thought it was the train'"),
    ("fine", "I won’t go"),
    ("altered", "I will not go"),
    ("fine", "He told me: “Open gate 3.” I didn’t."),
    ("altered", "He told me: “Open gate 4.” I didn’t."),
    ("altered", "He told me: “Open gate 3. I didn't.\""),
    ("elided", "Seventeen people were killed … officials said"),
    ("elided", "Seventeen people were killed ... officials said"),
    ("elided", "Seventeen people were killed . . . officials said"),
    ("elided", "Seventeen people were killed [...] officials said"),
    ("elided", "Seventeen people were killed [. . .] officials said"),
    ("elided", "Seventeen people were killed (…) officials said"),
    ("elided", "Seventeen people were killed [and others injured], officials said"),
    ("elision-hides", "The gate did […] open at night"),
    ("elision-hides", "The gate … open at night"),
    ("fine", "[T]he levee held"),
    ("elided", "[She] said the levee held"),
    ("altered", "She said the levee held"),
    ("fine", "قال السكان إنهم سمعوا صوتا قويا"),
    ("altered", "وقال المتحدث إن السد انهر في الليل"),
    ("altered", "وقال المتحدث إن السد ينهر في الليل"),
    ("fine", "大坝在夜里没有决堤"),
    ("altered", "大坝在夜里决堤"),
    ("altered", "大坝在夜里有决堤"),
    ("fine", "居民们听到了巨大的声音"),
    ("altered", "It cost $35 million (about £2.8 million)"),
    ("altered", "It cost $3.5 billion (about £2.8 million)"),
    ("altered", "It cost £3.5 million (about £2.8 million)"),
    ("altered", "It cost $3.5 million (about £2.8 million) in 2021"),
    ("fine", "It cost $3.5 million (about £2.8 million) in 2021-22"),
    ("altered", "It cost 3.5 million (about £2.8 million)"),
    ("altered", "The U.S. envoy arrived on 15 March"),
    ("altered", "The US envoy arrived on 14 March"),
    ("altered", "The U.S. envoy arrived on March 14"),
    ("altered", "Seventeen people were killed and 60 injured?"),
    ("altered", "Seventeen people were killed, and 60 injured"),
    ("altered", "Seventeen people were killed and 600 injured"),
    ("altered", "Seven people were killed and 60 injured"),
    ("altered", "seventeen people were not killed and 60 injured"),
    ("altered", '"I would go," she said'),
    ("fine", "\"I won't go,\" she said. \"He told me: 'Open gate 3.' I didn't.\""),
    ("altered", "Odile Marrin said the levee may have held"),
    ("altered", "Odile Marrin said that the levee held"),
    ("altered", "Nobody slept, Odile Marrin said the levee held"),
    ("altered", "more than seventeen people were killed and 60 injured"),
    ("altered", "Seventeen people were killed and 60 injured, witnesses said"),
    ("absent", "The council voted to rebuild the bridge by summer"),
    ("altered", "the levee held. Tam Brecken said nobody slept"),
    ("fine", "the levee held. Tam Brecken said that nobody slept"),
    ("altered", "The gate didn't open at night, the ministry said"),
    ("altered", "He told me: “Open gate 3.” I did not."),
    ("altered", "I will not go, she said. He told me: Open gate 3. I did not"),
    ("truncated", "ينهر في الليل"),
    ("truncated", "决堤。居民们听到了巨大的声音"),
]


@pytest.mark.parametrize(("expected", "quote"), QUOTES)
def test_a_hostile_editor_is_seen_through(expected: str, quote: str) -> None:
    found = check_quote(Alone([Text(TEXT)]), Asked(quote), Scoped())
    assert found.verdict in (FINE if expected == "fine" else (expected,))
    assert found.accepted == (found.verdict in FINE)


NIGHT = """\
Dorn Keller told the council that Voss paid Lant 400 crowns. It voted 5–4 against the plan, which won 24.5% in Harrow.
Joss Ten Ruyl, mayor of Upper Harrow and Nether Wend, hinted at aid from Ostra to Velm. Costs grew 1% from May to June.
The statement, as relayed by Press Secretary Ada Brink, underscored a message. Foreign Minister Olo Tarn left early.

Records

Maria K. from Velm described how she struggled with the form.

"It's not that we won't pay," Voss said. "They've taken our boats and they'll take our mill. I didn't believe it."

ראש העיר נועם ברק אמר: "לא נפתח את השער מספר 3."

市长说，我们不会打开三号闸门。ダムは夜間に決壊しなかったと述べた。댐은 밤에 무너지지 않았다고 시장은 말했다.
"""

#: quote → what was changed, each kind with what it was and what it is
CHANGED = [
    ("Joss Ten Brink, mayor of Upper Harrow and Nether Wend", [("name", "Ruyl", "Brink")]),
    ("mayor of Nether Wend and Upper Harrow", [("name", "Upper Harrow … Nether Wend", "Nether Wend … Upper Harrow")]),
    ("Lant paid Voss 400 crowns", [("name", "Voss … Lant", "Lant … Voss")]),
    ("Maria B. from Velm described how she struggled", [("name", "K", "B")]),
    (
        "as relayed by Foreign Minister Olo Tarn, underscored a message",
        [("name", "Press Secretary Ada Brink", "Foreign Minister Olo Tarn")],
    ),
    ("It voted 4-5 against the plan", [("number", "5 … 4", "4-5")]),
    ("which won 25.4% in Harrow", [("number", "24.5", "25.4")]),
    ("which won 24.5 in Harrow", [("quantity", "%", "")]),
    ("Costs grew one percent from May to June", [("wording", "1", "one"), ("wording", "%", "percent")]),
    ("It is not that we will not pay", [("wording", "It's", "It is"), ("wording", "won't", "will not")]),
    (
        "They have taken our boats and they will take our mill",
        [("wording", "They've", "They have"), ("wording", "they'll", "they will")],
    ),
    ("I did not believe it", [("wording", "didn't", "did not")]),
    ("I believe it", [("negation", "didn't", "")]),
    ("It's not that we pay", [("negation", "won't", "")]),
]


@pytest.mark.parametrize(("quote", "expected"), CHANGED)
def test_what_was_changed_is_listed_once(quote: str, expected: list[tuple[str, str, str]]) -> None:
    found = check_quote(Alone([Text(NIGHT)]), Asked(quote), Scoped())
    assert found.verdict == "altered"
    assert not found.accepted
    assert [(one.kind, one.before, one.after) for one in found.changes if one.kind != "typography"] == expected


def test_names_swapped_in_the_same_words_are_altered_and_their_place_is_shown() -> None:
    found = check_quote(Alone([Text(NIGHT)]), Asked("Keller told Voss that Lant paid the council"), Scoped())
    assert found.verdict == "altered"
    assert "name" in {one.kind for one in found.changes}
    assert "Keller told the council" in found.places[0].text


@pytest.mark.parametrize(
    "quote",
    ["נפתח את השער מספר 3", "打开三号闸门", "ダムは夜間に決壊", "ダムは夜間に決壊し", "댐은 밤에 무너지지"],
)
def test_a_negation_that_is_left_out_is_seen_in_other_scripts(quote: str) -> None:
    assert check_quote(Alone([Text(NIGHT)]), Asked(quote), Scoped()).verdict == "truncated"


@pytest.mark.parametrize(
    ("quote", "kind"),
    [("Wir werden das Tor 3 öffnen", "negation"), ("Wir wollen das Tor 3 nicht öffnen", "modality")],
)
def test_changes_are_named_in_the_language_of_the_text(quote: str, kind: str) -> None:
    text = (
        "Die Sprecherin erklärte am Dienstag, der alte Damm habe in der Nacht nicht nachgegeben. "
        "„Wir werden das Tor 3 nicht öffnen“, sagte sie. Nach Angaben der Feuerwehr wurden drei Menschen verletzt."
    )
    found = check_quote(Alone([Text(text)]), Asked(quote), Scoped())
    assert (found.verdict, [one.kind for one in found.changes]) == ("altered", [kind])


def test_a_quote_of_names_and_other_deeds_is_nowhere() -> None:
    quote = "Joss Ten Ruyl never met Dorn Keller in the town hall of Velm"
    assert check_quote(Alone([Text(NIGHT)]), Asked(quote), Scoped()).verdict == "absent"


def test_signs_of_direction_are_typography_but_for_an_override() -> None:
    held = Alone([Text(TEXT)])
    embedded = "\u202bقال السكان إنهم سمعوا صوتا قويا\u202c"
    assert check_quote(held, Asked(embedded), Scoped()).verdict == "typography"
    overridden = "The gate did not \u202eopen at night"
    assert check_quote(held, Asked(overridden), Scoped()).verdict == "altered"


BRACKETS = (
    "The rebels, who fled, were shot at the border. The dam holds 1,200 cubic metres. The court found him guilty."
)


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("The rebels, who fled, were [not] shot at the border", "elision-hides"),
        ("[Nobody] were shot at the border", "elision-hides"),
        ("The dam holds [1,300] cubic metres", "elision-hides"),
        ("The court found [the mayor] guilty", "elided"),
        ("The rebels […] were shot at the border", "elided"),
    ],
)
def test_brackets_bring_no_number_and_no_negation(quote: str, verdict: str) -> None:
    checked = check_quote(Alone((Text(BRACKETS),)), Asked(quote), Scoped(), allow_elided=True)
    assert (checked.verdict, checked.accepted) == (verdict, verdict == "elided")


def test_the_first_letter_of_a_unit_is_no_typography() -> None:
    corpus = Alone((Text("The plant makes 10 mW of power and heat. US forces were there."),))
    quotes = ["mW of power and heat", "MW of power and heat", "the plant makes 10 mW of power"]
    found = [check_quote(corpus, Asked(quote), Scoped()).verdict for quote in quotes]
    assert found == ["exact", "altered", "typography"]


@pytest.mark.parametrize(
    ("speaker", "known"),
    [
        ("Carl Stone", "right"),
        ("Stone", "right"),
        ("Mr Stone", "right"),
        ("Not Carl Stone", "not checked"),
        ("Carl Stone and Anna Berg", "not checked"),
        ("Carl Stone, the treasurer", "not checked"),
        ("Anna Berg", "wrong"),
    ],
)
def test_a_speaker_is_not_somebody_with_more_names(speaker: str, known: str) -> None:
    corpus = Alone((Text("Carl Stone said on Monday that the union had lost its pensions. Anna Berg left the room."),))
    assert check_quote(corpus, Asked("the union had lost its pensions", speaker), Scoped()).speaker == known


def test_a_negation_parted_by_a_clause_still_governs() -> None:
    corpus = Alone((Text("Officials did not, according to the report, open the gate before dawn."),))
    checked = check_quote(corpus, Asked("according to the report, open the gate before dawn"), Scoped())
    assert checked.verdict == "truncated"


ATTACKED = (
    "“I opened gate 3,” said Ada Fenn. “But the desk never told me to,” said Bea Lorn, “and the desk knew of it.”\n\n"
    "Nobody believes that the minister, who is 60, ordered the gate to be opened.\n\n"
    "Some 1 200 people were killed in the flood. The minister resigned? Nobody knew of it.\n\n"
    "The duty desk told me to close gate 7 at night.\n"
)


@pytest.mark.parametrize(
    ("quote", "verdict", "reason"),
    [
        ("“I opened gate 3,” said Carl Stone, “and the desk knew of it.”", "spliced", "different places"),
        ("the minister … ordered the gate to be opened", "elision-hides", "it hides negation “Nobody”"),
        ("200 people were killed in the flood", "altered", "it cuts a word or a number: there stands “1 200 people"),
        ("The minister resigned", "truncated", "left out: question “?”"),
        ("The minister resigned?", "exact", "the source's very characters"),
        (
            "[The clerk] told me to close gate 7",
            "elided",
            "nothing is left out; put in, and not the source's: “[The clerk]”",
        ),
    ],
)
def test_what_an_attacker_got_accepted(quote: str, verdict: str, reason: str) -> None:
    checked = check_quote(Alone((Text(ATTACKED),)), Asked(quote), Scoped(), allow_elided=True)
    assert checked.verdict == verdict
    assert reason in checked.reason


def test_a_place_behind_a_hundred_cut_ones_is_found() -> None:
    text = "this water was cold. " * 120 + "There is water was cold."
    assert check_quote(Alone((Text(text),)), Asked("is water was cold"), Scoped()).verdict == "exact"
