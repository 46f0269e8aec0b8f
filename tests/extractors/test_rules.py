"""Who said what: each construction once, and laws that hold for every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extractors import rules
from archive.model.proposal import KINDS, Proposal
from archive.text.sentences import sentences


def found(text: str, own: bool = False, language: str = "en") -> list[Proposal]:
    return rules.extract(text, sentences(text), language, own=own)


def said(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    """(source, cue, content), parts of a content joined by `…`."""
    return [
        (
            one.source.of(text) if one.source else "",
            one.cue.of(text) if one.cue else "",
            " … ".join(part.of(text) for part in one.content),
        )
        for one in found(text, language=language)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The gate was opened,” said Ada Lorn.", ("Ada Lorn", "said", "“The gate was opened,”")),
        (
            "“The gate was opened at two,” Ada Lorn said. “Nobody asked me.”",
            ("Ada Lorn", "said", "“The gate was opened at two,” … “Nobody asked me.”"),
        ),
        ("Ada Lorn said that the gate was open.", ("Ada Lorn", "said", "that the gate was open")),
        ("Ada Lorn told reporters on Monday that it rained.", ("Ada Lorn", "told", "that it rained")),
        ("The gate, Ada Lorn said, was open.", ("Ada Lorn", "said", "The gate … was open")),
        ("The gate was open, according to the mill.", ("the mill", "according to", "The gate was open")),
        ("According to the mill, the gate was open.", ("the mill", "According to", "the gate was open")),
        (
            "Ada Lorn, a miller in Sallin, has denied that it rained.",
            ("Ada Lorn, a miller in Sallin", "has denied", "that it rained"),
        ),
        ("Ada Lorn's claim that the gate was open is old.", ("Ada Lorn's", "claim", "that the gate was open is old")),
        ("It was shut despite Ada Lorn's claim that it was open.", ("Ada Lorn's", "claim", "that it was open")),
        ("The mill was shut over her claim that it rained.", ("her", "claim", "that it rained")),
        ("The mill was described by Ada Lorn as unsafe.", ("Ada Lorn", "was described by", "The mill … as unsafe")),
        ("The mill is expected to close.", ("", "is expected", "The mill … to close")),
        ("Troops reportedly crossed the Ulvane.", ("", "reportedly", "Troops … crossed the Ulvane")),
        ("Ada Lorn: The gate was open", ("Ada Lorn", ":", "The gate was open")),
        ("“Nobody ever asked any of us about the gate.”", ("", "", "“Nobody ever asked any of us about the gate.”")),
        ("Ada Lorn called for a new gate.", ("Ada Lorn", "called for", "a new gate")),
        ("The minister on Tuesday denied that it rained.", ("The minister", "denied", "that it rained")),
        ("The miller this week denied that it rained.", ("The miller", "denied", "that it rained")),
        ("The loss estimated by Ada Lorn was small.", ("Ada Lorn", "estimated by", "The loss")),
        ("She said by Friday that it rained.", ("She", "said", "that it rained")),
        ("Polls continue to show that the mill is liked.", ("Polls", "continue to show", "that the mill is liked")),
        ("Ada Lorn tasked the miller with a report.", ("Ada Lorn", "tasked", "the miller with a report")),
        (
            "Surveys detailed the damage in Sallin, where two mills had burnt.",
            ("Surveys", "detailed", "the damage in Sallin, where two mills had burnt"),
        ),
        (
            "Ada Lorn praised the aims of the mill, as well as its work.",
            ("Ada Lorn", "praised", "the aims of the mill, as well as its work"),
        ),
        ("In addition the mill said that it rained.", ("the mill", "said", "that it rained")),
        ("In addition, the miller, said that it rained.", ("the miller", "said", "that it rained")),
        ("Meanwhile the mayor of Sallin said that it rained.", ("the mayor of Sallin", "said", "that it rained")),
        ("In a letter the mayor of Sallin said that it rained.", ("the mayor of Sallin", "said", "that it rained")),
        ("After the flood the mayor of Sallin said that it rained.", ("the mayor of Sallin", "said", "that it rained")),
        (
            "“It rained at night,” said the mayor of Sallin, Ada Lorn.",
            ("the mayor of Sallin, Ada Lorn", "said", "“It rained at night,”"),
        ),
        (
            "The gate was open, according to the mayor of Sallin, Ada Lorn.",
            ("the mayor of Sallin, Ada Lorn", "according to", "The gate was open"),
        ),
        (
            "The order came from Ada Lorn, who said that the gate was open.",
            ("Ada Lorn", "said", "that the gate was open"),
        ),
        (
            "It was led by the mayor of Sallin, Ada Lorn, who said that the gate was open.",
            ("Ada Lorn", "said", "that the gate was open"),
        ),
        ("Voters who said that it rained left.", ("Voters who", "said", "that it rained left")),
        (
            "Haldwire Mill and the mayor of Sallin said that it rained.",
            ("Haldwire Mill and the mayor of Sallin", "said", "that it rained"),
        ),
        ("She met Ada Lorn and the mayor said that it rained.", ("the mayor", "said", "that it rained")),
        ("The ‘Night’ mill said that it rained.", ("The ‘Night’ mill", "said", "that it rained")),
        ("The government suggests a new gate.", ("The government", "suggests", "a new gate")),
        ("The mill's statement suggests a new gate.", ("The mill", "suggests", "a new gate")),
    ],
)
def test_a_construction(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The reports were long.",
        "The United States of Ulvane is far.",
        "The mill has raised questions.",
        "The claims of the mill are old.",
        "The gate was open.",
        "Ada Lorn responded by shutting the gate.",
        "The flood in Sallin highlights the need for a gate.",  # what happens says nothing
        "The building of a wall by the ‘Night’ mill, an event that underscored its hopes, came late.",
        "The destruction of the mill signals a new war.",
        "The operation to save the gate had begun, indicating a change.",
        "In addition said officials.",
        "",
    ],
)
def test_nobody_says_anything(text: str) -> None:
    assert said(text) == []


def test_two_verbs_one_speaker() -> None:
    text = "Ada Lorn said the gate was open, adding that it rained."
    assert said(text) == [("Ada Lorn", "said", "the gate was open"), ("Ada Lorn", "adding", "that it rained")]


def test_a_transcript_goes_on_to_the_next_speaker() -> None:
    text = "LORN: It was open.\nAll night.\nFENN: Was it so?\nLORN: It was, yes.\nFENN: I see it now.\n"
    assert said(text)[0] == ("LORN", ":", "It was open.\nAll night.")


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        ("Ada Lorn stressed the danger, a statement amplified by Haldwire.", ["Haldwire"]),
        (
            "The miller’s statement, as relayed by Press Secretary Dario Fenn, outlined a plan.",
            ["Press Secretary Dario Fenn"],
        ),
        ("Reports leaked to Ulvane state media claimed that it rained.", ["Ulvane state media"]),
        ("According to Haldwire, Ada Lorn said that it rained.", ["Haldwire"]),
    ],
)
def test_through_whom_it_came(text: str, relays: list[str]) -> None:
    assert [part.of(text) for part in found(text)[-1].relays] == relays


def test_the_one_who_says_it_to_the_reader_is_the_last_relay_and_his_doubt_is_kept() -> None:
    text = "According to alleged letters shown to Haldwire, the millers have told Ada Lorn that it rained."
    one = next(one for one in found(text) if one.cue and one.cue.of(text) == "have told")
    assert [part.of(text) for part in one.relays] == ["alleged letters", "Haldwire"]
    assert [part.of(text) for part in one.hedges] == ["alleged"]


def test_a_relay_is_no_part_of_the_source() -> None:
    text = "The miller’s statement, as relayed by Dario Fenn, outlined a plan."
    assert said(text) == [("The miller", "outlined", "a plan")]


def test_a_month_is_no_hedge() -> None:
    text = "“It broke on 3 May,” said Ada Lorn in June."
    assert said(text) == [("Ada Lorn", "said", "“It broke on 3 May,”")]
    assert found(text)[0].hedges == ()
    (one,) = found("MINISTRY MAY HAVE LIED, Ada Lorn said in May.")
    assert [part.of("MINISTRY MAY HAVE LIED") for part in one.hedges] == ["MAY"]


def test_hedges_and_negation_have_their_spans() -> None:
    text = "Ada Lorn said that the gate may not have been open."
    (one,) = found(text)
    assert [part.of(text) for part in one.hedges] == ["may"]
    assert [part.of(text) for part in one.negated] == ["not"]
    text = "Ada Lorn denied that it rained."
    assert [part.of(text) for part in found(text)[0].negated] == ["denied"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lorn said it rained. She added that the gate was open.", "Ada Lorn"),
        ("Ada Lorn said Bea Fenn left. She added that the gate was open.", ""),
        ("Ada Lorn left. It rained.\nShe added that the gate was open.", ""),
    ],
)
def test_a_pronoun_has_a_name_only_where_no_other_is_there(text: str, name: str) -> None:
    last = found(text)[-1]
    assert last.source and last.source.of(text) == "She"
    assert (last.named.of(text) if last.named else "") == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The gate was opened at two,” said Ada Lorn.", "direct"),
        ("Ada Lorn said the gate was “opened by a fool at two in the night.”", "mixed"),
        ("Ada Lorn said the gate was open.", "indirect"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert [one.kind for one in found(text)] == [kind]


def test_own_statements_are_those_nobody_makes() -> None:
    text = "It rained. Ada Lorn said the gate was open. The river rose."
    assert [(one.kind, one.content[0].of(text)) for one in found(text, own=True)] == [
        ("own", "It rained."),
        ("indirect", "the gate was open"),
        ("own", "The river rose."),
    ]


WORDS = st.sampled_from(
    [
        "Ada",
        "Lorn",
        "said",
        "that",
        "according",
        "to",
        "“",
        "”",
        "‘",
        "’",
        '"',
        "''",
        ",",
        ".",
        ":",
        "not",
        "claim",
        "’s",
        "reports",
        "leaked",
        "reportedly",
        "he",
        "as",
        "relayed",
        "by",
        "and",
        "is",
        "expected",
        "\u202e",
        "é",
        "了",
        "\n",
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=60), st.booleans())
def test_every_span_stands_in_the_text_and_the_order_is_the_texts(text: str, own: bool) -> None:
    proposals = found(text, own)
    assert proposals == found(text, own)
    assert [one.content[0] for one in proposals] == sorted(one.content[0] for one in proposals)
    for one in proposals:
        assert one.kind in KINDS
        spans = (one.source, one.cue, one.named, *one.content, *one.relays, *one.hedges, *one.negated)
        assert all(span.of(text).strip() for span in spans if span)


@pytest.mark.parametrize(
    "piece", ["he said, ", "the mill's claim that ", "not ", "“a b c d e f” ", "Ada: x y z\n", "‘"]
)
def test_twice_the_text_is_no_more_than_some_times_the_words_looked_at(piece: str) -> None:
    """What is found in a text that is one long sentence is bounded."""
    text = piece * 20_000
    assert len(found(text)) <= max(text.count("\n"), text.count("“"), 100)
