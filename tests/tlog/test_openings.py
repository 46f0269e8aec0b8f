"""Openings: the fast forms are the definitions, and the two directions are inverses."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import jcs
from archive.tlog import merkle, openings

SALTS = st.binary(min_size=1, max_size=80)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
EDGES = st.lists(st.integers(0, 10**6), max_size=40, unique=True).map(sorted)
SPANS = EDGES.map(lambda e: list(zip(e[::2], e[1::2], strict=False)))


def by_definition(salt: bytes, i: int, start: int, end: int, text: str) -> bytes:
    opening = hmac.new(salt, str(i).encode("ascii"), "sha256").hexdigest()
    return hashlib.sha256(b"\x00" + jcs.dumps([opening, start, end, text])).digest()


@given(SALTS, st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), TEXTS)
def test_a_leaf_is_its_definition(salt: bytes, i: int, start: int, end: int, text: str) -> None:
    expected = by_definition(salt, i, start, end, text)
    assert openings.sentence_leaf(salt, i, start, end, text) == expected
    assert openings.opened_leaf(openings.opening(salt, i), start, end, text) == expected


@pytest.mark.parametrize("text", ['"\\/\b\f\n\r\t\x00\x1f\x7f', "\u2028\u2029\ufeff", "Курск 😀 é e\u0301"])
def test_every_kind_of_character_is_written_as_in_jcs(text: str) -> None:
    assert openings.sentence_leaf(b"k", 7, 0, len(text), text) == by_definition(b"k", 7, 0, len(text), text)


@pytest.mark.parametrize("count", range(10))
def test_the_root_is_the_tree_over_the_leaves(count: int) -> None:
    text = "One. Two. Three. Four. Five. Six. Seven. Eight. Nine. Ten."
    ends = [k for k, c in enumerate(text, 1) if c == "."][:count]
    spans = [(text.rfind(" ", 0, end) + 1, end) for end in ends]
    leaves = [by_definition(b"salt" * 4, i, s, e, text[s:e]) for i, (s, e) in enumerate(spans)]
    assert openings.sentences_root(b"salt" * 4, spans, text) == merkle.root(leaves)


@given(SPANS)
def test_spans_blob_and_parse_spans_are_inverses(spans: list[tuple[int, int]]) -> None:
    blob = openings.spans_blob(spans)
    assert openings.parse_spans(blob) == spans
    assert blob == jcs.dumps([n for span in spans for n in span])


@pytest.mark.parametrize(
    "blob",
    [
        *(
            b"",
            b"[",
            b"[0]",
            b"[0,1",
            b"[0, 1]",
            b"[0,1,2]",
            b"[0,1]\n",
            b"null",
            b"{}",
            b"[[0,1]]",
            b'["0",1]',
        ),
        *(b"[00,1]", b"[0,01]", b"[-1,1]", b"[0,1_0]", b"[0,1.0]", b"[0,1e3]", "[٠,١]".encode()),
        *(b"[1,1]", b"[2,1]", b"[0,5,4,6]", b"[5,6,0,1]", b"[0,9007199254740992]"),
    ],
)
def test_only_what_would_be_printed_is_read(blob: bytes) -> None:
    with pytest.raises(ValueError):
        openings.parse_spans(blob)


def test_touching_spans_are_allowed() -> None:
    assert openings.parse_spans(b"[0,1,1,2]") == [(0, 1), (1, 2)]


@given(SPANS, st.integers(0, 10**6))
def test_a_span_and_its_neighbours_are_found_in_the_blob_as_in_the_list(
    spans: list[tuple[int, int]], start: int
) -> None:
    none = (0, 0)
    for wanted in (start, *(start for start, _ in spans)):
        padded = [none, *spans, none, none]
        at = 1 + sum(begin < wanted for begin, _ in spans)
        assert openings.spans_near(openings.spans_blob(spans), wanted) == tuple(padded[at - 1 : at + 2])


def test_of_touching_spans_the_one_that_begins_there_is_meant() -> None:
    assert openings.spans_near(b"[0,1,1,2,2,3]", 1) == ((0, 1), (1, 2), (2, 3))
