"""A name beside words that may be another's: `not checked`, never `right`; and what makes no doubt."""

from __future__ import annotations

import pytest

from archive.model.span import Span
from archive.verbs._speaking import speaker_of

WORDS = "We will open the gate in the end"


def asked(text: str, speaker: str) -> str:
    text = text.replace("@", WORDS)
    start = text.index(WORDS)
    return speaker_of(speaker, text, Span(start, start + len(WORDS)), "en")[0]


@pytest.mark.parametrize(
    "text",
    [
        "Responding to Ada Lorn, the minister said: “@.”",
        "Unlike Ada Lorn, the minister said: “@.”",
        "“@,” said a critic of Ada Lorn.",
        "“@,” said an actor playing Ada Lorn.",
        "“@,” said a letter to Ada Lorn.",
        "“@,” said the minister to Ada Lorn.",
        "“@,” said the Ada Lorn Foundation.",
        "“@,” wrote a fake Ada Lorn.",
        "The minister and not Ada Lorn said: “@.”",
        "“@,” Ada Lorn never said.",
        "“@,” Ada Lorn allegedly said.",
        "“@,” said Ada Lorn in a deepfake video.",
        "Ada Lorn denied saying “@.”",
        "If Ada Lorn says “@,” we are lost.",
        "Ada Lorn and Odo Lorn came. “@,” said Lorn.",
        "“My mother always said @,” said Ada Lorn.",
        "The slogan “@” is a lie, said Ada Lorn.",
        "Ada Lorn said he was wrong to say “@.”",
    ],
)
def test_what_may_be_anothers_is_not_checked(text: str) -> None:
    assert asked(text, "Ada Lorn") == "not checked"


@pytest.mark.parametrize("speaker", ["Mueller", "Petra Muller", "Петра Мюллер"])
def test_another_spelling_is_not_another_person(speaker: str) -> None:
    assert asked("“@,” said Petra Müller.", speaker) in ("right", "not checked")


@pytest.mark.parametrize(
    "text",
    [
        "“@,” said Ada Lorn.",
        "“@,” said former miller Ada Lorn.",
        "Ada Lorn, the minister of water, said: “@.”",
        "Ada Lorn told reporters on Monday: “@.”",
        "According to Ada Lorn, “@.”",
        "Minister Ada Lorn came. “@,” said Lorn.",
        "“I said that @,” said Ada Lorn.",
    ],
)
def test_what_is_clear_is_right(text: str) -> None:
    assert asked(text, "Ada Lorn") == "right"
