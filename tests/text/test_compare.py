"""Nothing is lost between two texts that are compared, and nothing is said to have changed that did not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import compare
from archive.text.compare import Pair, Words, align, words

sentences = st.lists(st.sampled_from(["It rained.", "It snowed.", "It rained all day.", "Why?", "No.", "他走了。", ""]))
texts = st.one_of(
    st.text(), st.text("ab .,12é他\n"), st.lists(st.sampled_from(["the ", "gate ", "3", ".", "他"])).map("".join)
)


@given(sentences, sentences)
def test_every_sentence_is_in_one_pair_and_both_texts_come_back(before: list[str], after: list[str]) -> None:
    pairs = align(before, after)
    assert [pair.after for pair in pairs if pair.after is not None] == list(range(len(after)))
    assert sorted(pair.before for pair in pairs if pair.before is not None) == list(range(len(before)))
    in_order = [pair.before for pair in pairs if pair.before is not None and pair.kind != "moved"]
    assert in_order == sorted(in_order)
    for pair in pairs:
        if pair.kind in ("same", "moved"):
            assert before[pair.before] == after[pair.after]
        assert (pair.kind == "removed") == (pair.after is None)
        assert (pair.kind == "added") == (pair.before is None)
        assert pair.kind != "changed" or before[pair.before] != after[pair.after]


@given(texts, texts)
def test_words_give_back_both_sentences(before: str, after: str) -> None:
    parts = words(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after
    assert all(part.text for part in parts)


@given(sentences)
def test_nothing_differs_from_itself(text: list[str]) -> None:
    assert {pair.kind for pair in align(text, text)} <= {"same"}
    assert all(part.kind == "same" for one in text for part in words(one, one))


@given(sentences, sentences)
def test_what_is_too_long_at_once_is_divided(before: list[str], after: list[str]) -> None:
    most, compare.MOST_CELLS = compare.MOST_CELLS, 3
    try:
        test_every_sentence_is_in_one_pair_and_both_texts_come_back.hypothesis.inner_test(before, after)
        test_words_give_back_both_sentences.hypothesis.inner_test(" ".join(before), " ".join(after))
    finally:
        compare.MOST_CELLS = most


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("Gate 3 was opened.", "Gate 4 was opened.", ["Gate ", "-3", "+4", " was opened."]),
        ("He was not seen.", "He was seen.", ["He was ", "-not ", "seen."]),
        ("one two three", "one 2 3", ["one ", "-two three", "+2 3"]),
        ("他昨天走了。", "他今天走了。", ["他", "-昨", "+今", "天走了。"]),
        ("1,204 people", "1,304 people", ["1,", "-204", "+304", " people"]),
    ],
)
def test_words_are_told_whole(before: str, after: str, parts: list[str]) -> None:
    signs = {"same": "", "removed": "-", "added": "+"}
    assert [signs[part.kind] + part.text for part in words(before, after)] == parts


def test_what_moved_changed_came_and_went() -> None:
    before = ["A first sentence.", "The gate was opened at dawn.", "It is to move.", "This goes.", "The end."]
    after = [
        "It is to move.",
        "A first sentence.",
        "The gate was opened at noon.",
        "New words here, all of them.",
        "The end.",
    ]
    assert align(before, after) == [
        Pair("moved", 2, 0),
        Pair("same", 0, 1),
        Pair("changed", 1, 2),
        Pair("removed", 3, None),
        Pair("added", None, 3),
        Pair("same", 4, 4),
    ]
    assert words(*["The gate."] * 2) == [Words("same", "The gate.")]


def test_a_long_text_of_which_every_sentence_changed_is_aligned_with_its_own() -> None:
    chance = random.Random(1)  # noqa: S311
    vocabulary = ["".join(chance.choices("abcdefghij", k=6)) for _ in range(2_000)]
    before = [" ".join(chance.choices(vocabulary, k=14)) for _ in range(5_000)]
    after = [f"{one} {chance.choice(vocabulary)}" for one in before if chance.random() > 0.001]
    pairs = align(before, after)
    changed = [pair for pair in pairs if pair.kind == "changed"]
    assert len(changed) == len(after)
    assert all(after[pair.after].startswith(before[pair.before]) for pair in changed)
