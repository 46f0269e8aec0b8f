"""Whom a draft names for its quotations, and what that makes of them: right, relayed, another's, or not checked."""

from __future__ import annotations

import pytest

from archive.model.span import Span
from archive.text.drafts import quotations
from archive.text.judge import Text
from archive.verbs._corpus import Scoped
from archive.verbs._draft_page import draft_page
from archive.verbs._drafts import check_draft
from archive.verbs._naming import is_person, name_in, naming
from archive.verbs._selftest import Alone
from archive.verbs.check import Checker, summary

SOURCE = """\
Foreign Minister Oda Fenn spoke in Ostran on Friday. "The gate of the dam was old," said Fenn. "Nobody was asked about
the levee," Joss Pell, the miller, told reporters. Ostran has said nothing so far. Pell officials were not there.

The Ostran leader's statement, as relayed by Press Secretary Dmitri Pesk, underscored a message: "The people will never
forget the deeds."

Mr Tam Brecken met Fenn later. "The boats are on their way to you," he said.
"""

GATE, LEVEE = "The gate of the dam was old", "Nobody was asked about the levee"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Fenn said: “{}.”", "Fenn"),
        ("“{},” Fenn said.", "Fenn"),
        ("According to Fenn, “{}”.", "Fenn"),
        ("Foreign Minister Fenn said on Friday: “{}.”", "Fenn"),
        ("“{},” said Oda Fenn, the minister.", "Oda Fenn"),
        ("Oda Fenn met them. Then Fenn said: “{}.”", "Oda Fenn"),
        ("Oda Fenn said that it rained. She added: “{}.”", "Oda Fenn"),
        ("Ostran’s Foreign Minister Oda Fenn told reporters: “{}.”", "Oda Fenn"),
        ("According to Interwire, Oda Fenn said: “{}.”", "Oda Fenn"),
        ("> {}.\n> — Oda Fenn, minister\n\nMore.", "Oda Fenn"),
        ("> {}.\n>\n> -- Oda Fenn\n", "Oda Fenn"),
        ("„{}“, sagte Oda Fenn dem Sender, und das war alles, was an diesem Tag zu hören war.", "Oda Fenn"),
        ("Kim Sang Un said: “{}.”", "Kim Sang Un"),
        ("“{},” said Moon Hae In.", "Moon Hae In"),
        ("“{},” said Kim Il Bong.", "Kim Il Bong"),
        ("“{},” said Le Van Thu.", "Le Van Thu"),
        ("“{},” said the mayor, Oda Fenn.", "Oda Fenn"),
        ("« {} », a déclaré le maire de la ville, Oda Fenn.", "Oda Fenn"),
        ("The minister said: “{}.”", ""),
        ("She said: “{}.”", ""),
        ("Oda Fenn met Joss Pell. She said: “{}.”", ""),
        ("The Kremlin said: “{}.”", ""),
        ("Fenn and Pell said: “{}.”", ""),
        ("“{},” said Fenn’s spokesman.", ""),
        ("Interview: “{}.”", ""),
        ("The sign read “{}”.", ""),
    ],
)
def test_whom_a_draft_names(written: str, named: str) -> None:
    draft = written.format(GATE)
    found = quotations(draft)
    span = found[0][0].span if found else Span(0, draft.index(GATE) + len(GATE))
    assert naming(draft)(span) == named


@pytest.mark.parametrize(
    ("draft", "outcome"),
    [
        (f"Oda Fenn said: “{GATE}.”", "right"),
        (f"“{GATE},” Fenn said.", "right"),
        (f"Minister Fenn said: “{GATE}.”", "right"),
        (f"Mrs. Fenn said: “{GATE}.”", "right"),
        (f"The minister said: “{GATE}.”", ""),
        (f"The government of Ostran said: “{GATE}.”", ""),
        (f"Odo Fenn said: “{GATE}.”", "not checked"),  # one person, or two
        (f"Ostran said: “{LEVEE}.”", "not checked"),  # a place: the source says `in Ostran`
        (f"Interwire said: “{LEVEE}.”", "not checked"),  # nothing says that it is a person
        (f"New Ostran said: “{LEVEE}.”", "not checked"),
        (f"Fenn said: “{LEVEE}.”", "wrong"),  # the source says `Oda Fenn`
        (f"Oda Fenn said: “{LEVEE}.”", "wrong"),
        (f"Kim Sang Un said: “{LEVEE}.”", "wrong"),
        (f"“{GATE},” said Mayor Brecken.", "wrong"),
        (f"Lev Arn met them. “{GATE},” Arn said.", "wrong"),
        (f"Dmitri Pesk said: “The people will never forget the deeds.” “{GATE},” Fenn said.", "relayed"),
        ("Fenn said: “The boats are on their way to you.”", "not checked"),  # he
    ],
)
def test_the_one_whom_a_draft_names_is_checked(draft: str, outcome: str) -> None:
    found = check_draft(Checker(Alone([Text(SOURCE)]), lambda _: Scoped()), "d.md", draft.encode())
    one = found.checked[0]
    assert one.speaker == outcome
    assert one.accepted == (outcome != "wrong") == (one.verdict != "wrong-speaker")
    assert (one.group == "look") == (outcome in ("relayed", "not checked"))
    assert bool(one.named) == bool(outcome) == (one.json()["named"].encode() in draft_page(found) and bool(one.named))
    assert summary([one]).speakers_not_named == (outcome == "")


def test_quotations_of_two_speakers_are_not_made_into_one() -> None:
    source = '"It was the water that did it," said Oda Fenn. "It was the gate," said Joss Pell.'
    draft = '"It was the water that did it," said Joss Pell. "It was the gate," said Oda Fenn.'
    found = check_draft(Checker(Alone([Text(source)]), lambda _: Scoped()), "d.md", draft.encode())
    assert [one.verdict for one in found.checked] == ["wrong-speaker", "wrong-speaker"]


def test_who_is_asked_for_names_the_speaker_of_all() -> None:
    draft = f"Joss Pell said: “{GATE}.”".encode()
    found = check_draft(Checker(Alone([Text(SOURCE)]), lambda _: Scoped()), "d.md", draft, speaker="Oda Fenn")
    assert [(one.speaker, one.named) for one in found.checked] == [("right", "Oda Fenn")]


@pytest.mark.parametrize(
    ("name", "text", "person"),
    [
        ("Arn", "Arn said so.", False),
        ("Arn", "They met Lev Arn.", True),
        ("Arn", "They met General Arn.", True),
        ("Arn", "General Arn is in Arn.", False),
        ("Arn", "Yesterday Arn said so.", False),
        ("Arn", "Great Arn said so.", False),
        ("Lev Arn", "Lev Arn said so.", True),
        ("Lev Arn", "The Lev Arn said so.", False),
        ("Lev Arn", "Lev Arn officials said so.", False),
        ("North Arn", "North Arn said so.", False),
    ],
)
def test_a_name_is_a_persons_by_the_words_around_it(name: str, text: str, person: bool) -> None:
    assert is_person(name, [text]) == person


@pytest.mark.parametrize(
    ("written", "name"),
    [("the miller Joss Pell", "Joss Pell"), ("Ursula von der Leen", "Ursula von der Leen"), ("he", ""), ("", "")],
)
def test_the_name_in_what_a_text_calls_somebody(written: str, name: str) -> None:
    assert name_in(written) == name
