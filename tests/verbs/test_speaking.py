"""Who is named as the speaker of a quote: right, relayed, wrong, or, where the text leaves it open, not checked."""

from __future__ import annotations

import pytest

from archive.model.span import Span
from archive.text.judge import Text
from archive.verbs._corpus import Scoped
from archive.verbs._selftest import Alone
from archive.verbs._speaking import speaker_of
from archive.verbs.check import Asked, check_quote

TEXT = """\
Oda Fenn said the gate of the dam was old. "It must go before the winter," she said. She added that nobody was hurt.

Mayor Tam Brecken, 51, met Fenn later. "We will pay for every house," he said. "I doubt it very much," she replied.

The ministry said that the levee held. "We were not asked by anyone," said Joss Pell, the miller. The miller said he had
slept all night. The Ministry of Water sent two boats.

The Ostran leader's statement, as relayed by Press Secretary Dmitri Pesk, underscored a message: "The people will never
forget the deeds."

"I saw the boats leave," he said, according to his lawyer Mira Hald.

Odile Marrin, according to Interwire, said "the bridge is gone for good". Moscow said the treaty would hold for years.
The White House said that talks went on. Users said the page was slow. "He knew of it," said Ada Fenn.
"""

SAID = [
    ("It must go before the winter", "Oda Fenn", "right"),  # she: nobody else is named
    ("It must go before the winter", "Joss Pell", "wrong"),
    ("nobody was hurt", "Oda Fenn", "right"),  # she said, she added
    ("We will pay for every house", "Tam Brecken", "not checked"),  # he: two are named
    ("We will pay for every house", "Joss Pell", "not checked"),
    ("I doubt it very much", "Oda Fenn", "not checked"),
    ("the levee held", "Ministry of Water", "right"),
    ("the levee held", "Joss Pell", "not checked"),  # may speak for the ministry
    ("We were not asked by anyone", "Joss Pell", "right"),
    ("We were not asked by anyone", "Mr Pell", "right"),
    ("We were not asked by anyone", "Oda Fenn", "wrong"),
    ("he had\nslept all night", "Joss Pell", "right"),  # the miller
    ("he had\nslept all night", "Oda Fenn", "wrong"),
    ("The people will never\nforget the deeds", "Dmitri Pesk", "relayed"),  # of what a noun says
    ("The people will never\nforget the deeds", "Vasil Orn", "not checked"),
    ("I saw the boats leave", "Mira Hald", "relayed"),  # of what a pronoun says
    ("I saw the boats leave", "Lev Arn", "not checked"),
    ("the bridge is gone for good", "Odile Marrin", "right"),
    ("the bridge is gone for good", "Interwire", "relayed"),
    ("the bridge is gone for good", "Joss Pell", "wrong"),
    ("the treaty would hold for years", "Sergo Lavrin", "not checked"),  # a city
    ("talks went on", "Ada Fenn", "not checked"),  # an office
    ("the page was slow", "Ada Fenn", "not checked"),  # no name
    ("He knew of it", "Ada Fenn", "right"),
    ("He knew of it", "Odo Fenn", "not checked"),  # may be one person, or two
    ("sent two boats", "Joss Pell", "not checked"),  # nobody says it
]


@pytest.mark.parametrize(("quote", "speaker", "how"), SAID)
def test_who_says_it(quote: str, speaker: str, how: str) -> None:
    start = TEXT.index(quote)
    assert speaker_of(speaker, TEXT, Span(start, start + len(quote)), "en")[0] == how


@pytest.mark.parametrize(("quote", "speaker", "how"), SAID)
def test_what_was_not_checked_never_passes_as_right(quote: str, speaker: str, how: str) -> None:
    found = check_quote(Alone([Text(TEXT)]), Asked(quote, speaker), Scoped())
    assert (found.verdict == "wrong-speaker") == (how == "wrong") == (not found.accepted)
    assert (found.group == "look") == (how in ("relayed", "not checked") or found.verdict == "truncated")


GERMAN = "„Das Tor ist alt“, sagte Odile Marn. „Wir gehen nicht“, sagte sie. „Es hielt“, sagte der Müller Jost Pellen."


@pytest.mark.parametrize(
    ("quote", "speaker", "how"),
    [
        ("Das Tor ist alt", "Odile Marn", "right"),
        ("Das Tor ist alt", "Jost Pellen", "wrong"),
        ("Wir gehen nicht", "Jost Pellen", "not checked"),
        ("Es hielt", "Odile Marn", "not checked"),
    ],
)
def test_in_another_language_a_name_in_the_same_sentence_counts(quote: str, speaker: str, how: str) -> None:
    start = GERMAN.index(quote)
    assert speaker_of(speaker, GERMAN, Span(start, start + len(quote)), "de")[0] == how
