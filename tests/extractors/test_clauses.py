"""Sentences in which several speak, are asked, or are spoken of; and whose turn it is in a transcript."""

from __future__ import annotations

import pytest

from tests.extractors.test_rules import found, said


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Asked whether “the gate was ever shut”, Ada Lorn said “it was never open at all”.", "Ada Lorn"),
        ("en", "After a hymn called “the river will be kind”, Ada Lorn said “it was never open at all”.", "Ada Lorn"),
        ("en", "“It will rain,” said Bea Fenn, while according to Ada Lorn “it was never open at all”.", "Ada Lorn"),
        ("en", "“It will rain,” said Bea Fenn, and “it was never open at all,” said Ada Lorn.", "Ada Lorn"),
        ("en", "Bea Fenn accused Ada Lorn of saying “it was never open at all”.", "Ada Lorn"),
        ("en", "Ada Lorn was quoted by Bea Fenn as saying “it was never open at all”.", "Ada Lorn"),
        ("en", "“It was never open at all,” continued Ada Lorn.", "Ada Lorn"),
        ("en", "Ada Lorn In said “it was never open at all”.", "Ada Lorn In"),
        (
            "fr",
            "« Il pleuvra », s’indigne Ada Lorn, tandis que selon Bea Fenn, « rien n’était ouvert ici ».",
            "Bea Fenn",
        ),
        ("fr", "« Rien n’était ouvert ici », s’emporte Ada Lorn.", "Ada Lorn"),
        ("fr", "« Rien n’était ouvert ici », poursuit Ada Lorn.", "Ada Lorn"),
    ],
)
def test_the_last_quotation_is_hers_alone(language: str, text: str, expected: str) -> None:
    start = max(text.rfind("it was never open at all"), text.rfind("rien n’était ouvert ici"), 0) or 2
    holding = [
        one for one in found(text, language=language) if any(part.start <= start < part.end for part in one.content)
    ]
    inmost = max(holding, key=lambda one: one.content[0].start)
    assert inmost.source and inmost.source.of(text) == expected


TRANSCRIPT = """\
Gen. Lorn: “At three. By telephone.”

Q. (Tribune) When was it shut?
Gen. Lorn: “At four, by Lt. R. Fenn. Nobody helped him.”

Lt. Fenn then described the search of the valley.
“We went to the river and to the mill.”

Q. (Herald) Were you warned?
Gen. Lorn: We were, twice.
And then once more.
Q. By whom?
Gen. Lorn: “I cannot say.”
"""


def test_a_turn_ends_with_its_quotation_or_with_the_next_question() -> None:
    turns = [one.content[0].of(TRANSCRIPT) for one in found(TRANSCRIPT) if one.cue and one.cue.of(TRANSCRIPT) == ":"]
    assert turns == [
        "“At three. By telephone.”",
        "“At four, by Lt. R. Fenn. Nobody helped him.”",
        "We were, twice.\nAnd then once more.",
        "“I cannot say.”",
    ]


def test_who_is_indignant_need_not_say_so() -> None:
    assert said("Ada Lorn s’indigne de la fermeture du moulin.", "fr") == []
