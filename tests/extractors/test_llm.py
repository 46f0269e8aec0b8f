"""What is made of a model's answer: the form, strictly; and nothing but words of the text, whatever it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extractors import llm
from archive.extractors.llm import Pointed, Reading, Unplaced
from archive.model.proposal import Proposal, dump, load
from archive.text.judge import governing
from archive.text.sentences import sentences

TEXT = (
    "Ada Lorn denied on Monday that the gate was open. She said that it had been shut all night.\n\n"
    "“Nobody asked me,” said Dario Fenn, the engineer. “It was dark.” The river rose.\n\n"
    "According to Haldwire, the ministry said that the siren had failed. It was dark. It was dark. It was dark.\n\n"
    "The siren had reportedly failed, said Mara Tull. The valley was a “no-go area” by night.\n"
)


def proposed(text: str = TEXT, **members: Any) -> Proposal:
    return Reading(text, sentences(text)).proposal(Pointed(**{"sentence": 1, **members}))


def words(found: Proposal, text: str = TEXT) -> dict[str, Any]:
    ones = {name: span.of(text) for name in ("source", "cue") if (span := getattr(found, name))}
    several = {n: [s.of(text) for s in getattr(found, n)] for n in ("relays", "hedges", "negated") if getattr(found, n)}
    return {"kind": found.kind, "cited": [span.of(text) for span in found.cited], **ones, **several}


def test_a_quotation_is_cited_by_itself() -> None:
    found = proposed(quote='"Nobody asked me,"', speaker="Dario Fenn", cue="said", sentence=3)
    expected = {"kind": "direct", "cited": ["Nobody asked me,"], "source": "Dario Fenn", "cue": "said"}
    assert words(found) == expected and found.asserts


def test_what_is_denied_is_cited_with_the_denial() -> None:
    found = proposed(quote="the gate was open", speaker="Ada Lorn", cue="denied", negations=["denied"])
    assert words(found) == {
        "kind": "indirect",
        "cited": ["Ada Lorn denied on Monday that the gate was open"],
        "source": "Ada Lorn",
        "cue": "denied",
        "negated": ["denied"],
    }


def test_a_relay_is_what_came_between() -> None:
    quote = "that the siren had failed"
    found = proposed(quote=quote, speaker="the ministry", cue="said", relays=["Haldwire"], sentence=6)
    assert words(found)["relays"] == ["Haldwire"]
    assert words(found)["cited"] == ["the ministry said that the siren had failed"]


def test_an_interrupted_quotation_has_two_parts() -> None:
    found = proposed(quote="“Nobody asked me,” he said. “It was dark.”", speaker="Dario Fenn", cue="said", sentence=3)
    assert words(found)["cited"] == ["Nobody asked me,", "It was dark."]
    assert (words(found)["source"], words(found)["cue"], found.kind) == ("Dario Fenn", "said", "direct")


@pytest.mark.parametrize(
    ("members", "verdict"),
    [
        ({"quote": "the gate was open", "speaker": "Ada Lorn"}, None),  # `denied` stands between
        ({"quote": "the gate was open"}, "unattributed"),
        ({"quote": "the gate was open", "cue": "on Monday"}, "truncated"),
        ({"quote": "the siren had failed", "speaker": "the ministry", "cue": "said", "sentence": 6}, "truncated"),
        ({"quote": "failed, said Mara Tull", "cue": "said", "sentence": 11}, "unattributed"),
        ({"quote": "The valley was", "sentence": 12}, "unattributed"),
        ({"quote": "“Nobody asked me,” said Dario Fenn, the engineer. “It was dark.”", "sentence": 3}, "unattributed"),
        ({"quote": "“no-go area”", "sentence": 12}, "unattributed"),
        ({"quote": "It was dark.", "sentence": 99, "cue": "said"}, "ambiguous"),
        ({"quote": "It was dark.", "sentence": -7, "cue": "said"}, "ambiguous"),
    ],
)
def test_what_leaves_out_what_governs_it_or_is_nobodys_is_refused(members: dict[str, Any], verdict: str | None) -> None:
    if verdict is None:
        assert words(proposed(**members))["cited"] == ["Ada Lorn denied on Monday that the gate was open"]
        return
    with pytest.raises(Unplaced) as caught:
        proposed(**members)
    assert caught.value.verdict == verdict


def test_the_sentence_says_which_of_several_is_meant() -> None:
    listed = sentences(TEXT)
    numbers = [n for n, (s, e) in enumerate(listed, 1) if TEXT[s:e].strip("“”") == "It was dark."]
    assert len(numbers) == 4
    found = proposed(quote="It was dark.", speaker="Dario Fenn", sentence=numbers[0])
    assert found.content[0].of(TEXT) == "It was dark." and found.content[0].start < TEXT.index("The river")


@pytest.mark.parametrize("name", ["speaker", "cue"])
@pytest.mark.parametrize("given", ["Mara Tull", "mara", "Fen", "nobody at all", "   ", "“Nobody"])
def test_a_name_that_does_not_stand_beside_it_is_left_out(name: str, given: str) -> None:
    found = proposed(quote="“Nobody asked me,”", sentence=3, **{name: given})
    assert "source" not in words(found) and "cue" not in words(found)


# The form ----------------------------------------------------------------------------------------------------------

GOOD = {"sentence": 3, "quote": "q", "speaker": "s", "cue": "c", "relays": ["r"], "hedges": ["h"], "negations": ["n"]}


@pytest.mark.parametrize("frame", ["{}", "```json\n{}\n```", "```\n{}\n```", "  {}\n\n"])
def test_a_good_answer_in_a_fence_or_without(frame: str) -> None:
    answer = frame.replace("{}", json.dumps({"claims": [GOOD, {"sentence": 1, "quote": "q", "cue": None}]}))
    assert llm.pointed(answer) == [Pointed(3, "q", "s", "c", ("r",), ("h",), ("n",)), Pointed(1, "q")]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "no",
        "[]",
        "{}",
        '{"claims": 5}',
        '{"claims": [], "note": "x"}',
        '{"claims": []} and more',
        'Here it is:\n```json\n{"claims": []}\n```',
        '{"claims": [], "claims": []}',
        '{"claims": [5]}',
        '{"claims": [{"sentence": 1}]}',
        '{"claims": [{"quote": "q"}]}',
        '{"claims": [{"sentence": "1", "quote": "q"}]}',
        '{"claims": [{"sentence": 1.0, "quote": "q"}]}',
        '{"claims": [{"sentence": true, "quote": "q"}]}',
        '{"claims": [{"sentence": NaN, "quote": "q"}]}',
        '{"claims": [{"sentence": 9007199254740992, "quote": "q"}]}',
        '{"claims": [{"sentence": -1' + "0" * 15 + ', "quote": "q"}]}',
        '{"claims": [{"sentence": ' + "1" * 5000 + ', "quote": "q"}]}',
        '{"claims": [{"sentence": 1e999, "quote": "q"}]}',
        '{"claims": [{"sentence": 1, "quote": null}]}',
        '{"claims": [{"sentence": 1, "quote": ["q"]}]}',
        '{"claims": [{"sentence": 1, "quote": "q", "speaker": false}]}',
        '{"claims": [{"sentence": 1, "quote": "q", "relays": "r"}]}',
        '{"claims": [{"sentence": 1, "quote": "q", "relays": [["r"]]}]}',
        '{"claims": [{"sentence": 1, "quote": "q", "certainty": 0.9}]}',
        '{"claims": [{"sentence": 1, "quote": "\\ud800"}]}',
        '{"claims": [{"sentence": 1, "quote": "' + "q" * (llm.MOST_WORDS + 1) + '"}]}',
        json.dumps({"claims": [{**GOOD, "hedges": ["h"] * 21}]}),
        json.dumps({"claims": [GOOD] * (llm.MOST_CLAIMS + 1)}),
        '{"claims": ' + "[" * 100_000,
        " " * (llm.LONGEST + 1),
    ],
)
def test_what_was_not_asked_for_is_refused_in_one_line(answer: str) -> None:
    with pytest.raises(ValueError) as caught:
        llm.pointed(answer)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


# Laws --------------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from([*TEXT.split(), "not", "reportedly", "“", "”", "\n\n", "\u202e", "\0", "é", "了", "…"])
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)
SHORT = st.lists(WORDS, max_size=5).map(" ".join)


@given(text=TEXTS, quote=SHORT, speaker=SHORT, cue=SHORT, more=st.lists(SHORT, max_size=2), sentence=st.integers(-1, 9))
def test_whatever_is_answered_what_is_proposed_is_of_the_text(
    text: str, quote: str, speaker: str, cue: str, more: list[str], sentence: int
) -> None:
    one = Pointed(sentence, quote, speaker, cue, tuple(more), tuple(more), tuple(more))
    try:
        found = Reading(text, sentences(text)).proposal(one)
    except Unplaced:
        return
    assert load(dump([found])) == [found] and found.named is None
    spans = (*found.content, *found.relays, *found.hedges, *found.negated, *filter(None, (found.source, found.cue)))
    assert all(span.of(text).strip() for span in spans)
    if found.asserts:
        assert not governing(text, found.content[0])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | SHORT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*GOOD, "claims", "x"]), inner),
    max_leaves=9,
)


@given(changed=st.dictionaries(st.sampled_from([*GOOD, "x"]), JSON, max_size=3), cut=st.integers(0, 400), whole=JSON)
def test_whatever_is_answered_it_is_of_the_form_or_refused_in_one_line(
    changed: dict[str, Any], cut: int, whole: Any
) -> None:
    answer = json.dumps({"claims": [GOOD, {**GOOD, **changed}]})
    for one in (answer, answer[:cut] + answer[cut + 1 :], json.dumps(whole)):
        try:
            found = llm.pointed(one)
        except ValueError as error:
            assert "\n" not in str(error) and len(str(error)) < 200
        else:
            assert all(abs(pointed.sentence) < 2**53 for pointed in found)


@given(text=TEXTS)
def test_the_pieces_are_the_sentences_each_once(text: str) -> None:
    text = text * 20
    listed = sentences(text)
    found = list(llm.pieces(text, listed, range(len(listed))))
    assert [one for piece in found for one in piece.sentences] == [(n, text[s:e]) for n, (s, e) in enumerate(listed, 1)]
    for piece in found:
        assert len(piece.sentences) <= llm.MOST_SENTENCES
        assert piece.characters <= llm.MOST_CHARACTERS or len(piece.sentences) == 1


@given(text=st.text())
def test_a_text_cannot_end_the_message_it_stands_in(text: str) -> None:
    body = json.loads(llm.question(llm.Piece(((1, text),)), "tiny", 0.0))
    system, user = body["messages"]
    assert system["content"] == llm.PROMPT
    assert json.loads(user["content"]) == {"sentences": [{"n": 1, "text": text}]}


def test_a_changed_prompt_has_another_name() -> None:
    """Change PROMPT_NAME with the prompt, and this digest with both: records name them."""
    digest = "sha256:cd47ba44b82dd8692a1adbe502fe6ac4c048600df3de6aad7a265ffb1f555982"
    assert (llm.PROMPT_NAME, llm.prompt_digest()) == ("prompt/1", digest)
