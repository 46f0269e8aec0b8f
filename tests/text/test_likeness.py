"""How much of one text stands in another."""

from __future__ import annotations

import json
import lzma
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.engines._folding import fold
from archive.text import likeness
from archive.text.addresses import page_of
from archive.text.likeness import COPY, RUN, are_copies, are_joined, enough, marks, rate_of, runs_of, words_of

UNFOUND = {("12_14ecb", "12_4ecb"), ("23_4ecbplus", "23_6ecbplus"), ("3_2ecbplus", "3_3ecbplus")}
"""Copies that marks do not find: short texts, of which hardly more than half stands in the other."""

WORDS = ["the", "a", "gate", "dam", "was", "opened", "at", "night", "by", "two", "men", "17", "ворота", "閘", "é"]
words = st.lists(st.sampled_from(WORDS), max_size=60)
texts = words.map(" ".join)


def runs(text: str) -> likeness.Runs:
    return runs_of(fold(text))


@given(texts)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    own = runs(text)
    assert likeness.likeness(own, own) == (1 if own else 0)
    assert are_joined(own, own) == (len(own) >= likeness.LEAST)


@given(texts, texts)
def test_it_is_the_same_both_ways_and_a_share(one: str, other: str) -> None:
    ours, theirs = runs(one), runs(other)
    assert likeness.likeness(ours, theirs) == likeness.likeness(theirs, ours)
    assert 0 <= likeness.likeness(ours, theirs) <= 1
    assert are_copies(ours, theirs) == are_copies(theirs, ours)


@given(st.lists(words, min_size=1, max_size=6), st.randoms())
def test_the_order_of_sentences_does_not_count(sentences: list[list[str]], chance) -> None:
    listed = [" ".join(sentence) for sentence in sentences]
    mixed = chance.sample(listed, len(listed))
    assert likeness.sentences_of(map(fold, listed)) == likeness.sentences_of(map(fold, mixed))


@given(texts, texts, texts)
def test_a_part_stands_in_the_whole(before: str, text: str, after: str) -> None:
    part, whole = runs(text), runs(f"{before} {text} {after}")
    assert part <= whole
    assert likeness.likeness(part, whole) == (1 if part else 0)


@given(texts, texts)
def test_typography_does_not_count(one: str, other: str) -> None:
    assert runs(f"“{one.upper()}” – {other}") == runs(f'"{one}", {other}')


@given(texts, texts)
def test_copies_seem_like_copies(one: str, other: str) -> None:
    ours, theirs = fold(one), fold(other)
    if likeness.likeness(runs(one), runs(other)) == 1:
        assert likeness.seems_like(ours, theirs) or runs(one) != runs(other)
    assert likeness.seems_like(ours, theirs) == likeness.seems_like(theirs, ours)


@given(texts, texts, texts)
def test_marks_of_a_part_are_marks_of_the_whole_where_the_rate_is_the_same(before: str, text: str, after: str) -> None:
    part, whole = (fold(some).encode().split() for some in (text, f"{before} {text} {after}"))
    if rate_of(part) == rate_of(whole):
        assert set(marks(part)) <= set(marks(whole))


@pytest.mark.parametrize("number", [0, 1, RUN - 1, RUN, 127, 129, 511, 513, 50_000])
def test_marks_are_few_and_in_order_whatever_the_length(number: int) -> None:
    found = marks([b"%d" % n for n in range(number)])
    assert found == sorted(set(found))
    assert len(found) <= min(likeness.MOST, max(number - RUN + 1, 0))


def test_a_coarser_rate_has_marks_of_the_finer() -> None:
    long = [b"%d" % n for n in range(600)]
    assert len(set(marks(long)) & set(marks(long[:120]))) >= 2


def test_one_mark_is_never_enough() -> None:
    assert enough((1, 4), (1, 4)) == enough((0, 4), (200, 32)) == likeness.SEVERAL
    assert enough((100, 8), (100, 8)) < COPY * 100


def test_on_ecb_plus_copies_are_those_that_were_seen(shared: Path) -> None:
    """What the module says of these articles; and marks find all copies but three, and little else."""
    with lzma.open(shared / "data/ecbplus/ecbplus_topics_01-24.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = {row["id"]: "\n\n".join(s["text"] for s in row["sentences"]) for row in rows}
    compared = {id: runs(text) for id, text in articles.items()}
    listed = {id: words_of(text, fold) for id, text in articles.items()}
    marked = {id: (set(marks(own)), rate_of(own)) for id, own in listed.items()}
    copies, found = set(), set()
    for one, other in combinations(sorted(articles), 2):
        (ours, rate), (theirs, their_rate) = marked[one], marked[other]
        if are_copies(compared[one], compared[other]):
            copies.add((one, other))
        if len(ours & theirs) >= enough((len(ours), rate), (len(theirs), their_rate)):
            found.add((one, other))
    assert len(copies) == 58
    assert copies - found == UNFOUND
    assert len(found - copies) < 100
    for agency in (("7_10ecbplus", "7_3ecbplus"), ("8_1ecbplus", "8_2ecbplus"), ("22_12ecbplus", "22_14ecbplus")):
        assert agency in copies
    for quoting in (("14_1ecbplus", "14_8ecbplus"), ("2_3ecbplus", "2_9ecbplus"), ("9_11ecbplus", "9_4ecbplus")):
        assert quoting not in copies  # two outlets that quote the same person


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a",
        "https://www.example.org/a/",
        "https://m.example.org:443/a?utm_source=x&fbclid=3",
        "HTTPS://EXAMPLE.ORG/a/amp",
        "https://example.org/a/index.html",
        "https://example.org/a#:~:text=gate",
    ],
)
def test_addresses_of_one_page(other: str) -> None:
    assert page_of(other) == page_of("https://example.org/a") == "example.org/a"


@pytest.mark.parametrize(
    "other",
    ["https://example.org/A", "https://example.org/a?id=1", "https://example.org/a#b", "https://b.example.org/a"],
)
def test_addresses_of_other_pages(other: str) -> None:
    assert page_of(other) != page_of("https://example.org/a")


@pytest.mark.parametrize("uri", ["urn:uuid:1", "file:///a", "", "mid:a@b", "https://"])
def test_what_is_no_web_address_has_no_page(uri: str) -> None:
    assert page_of(uri) == ""
