"""Proposals as bytes: written and read back the same, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.proposal import KINDS, NOT_PROPOSED, Proposal, RefusedQuote, dump, load, load_refused
from archive.model.span import Span

SPANS = st.tuples(st.integers(0, 99), st.integers(1, 9)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
SEVERAL = st.lists(SPANS, max_size=3).map(tuple)
ONE = st.none() | SPANS
PROPOSALS = st.builds(
    Proposal,
    SEVERAL.filter(bool),
    st.sampled_from(KINDS),
    ONE,
    ONE,
    ONE,
    SEVERAL,
    SEVERAL,
    SEVERAL,
    st.booleans(),
)


@given(st.lists(PROPOSALS, max_size=4))
def test_load_is_the_inverse_of_dump(proposals: list[Proposal]) -> None:
    assert load(dump(proposals)) == proposals


REFUSED = st.builds(RefusedQuote, st.sampled_from(sorted(NOT_PROPOSED)), st.integers(0, 2**53 - 1), ONE)


@given(st.lists(PROPOSALS, max_size=3), st.lists(REFUSED, max_size=4))
def test_what_was_refused_is_read_back_beside_them(proposals: list[Proposal], refused: list[RefusedQuote]) -> None:
    data = dump(proposals, refused)
    assert (load(data), load_refused(data)) == (proposals, refused)


@pytest.mark.parametrize(
    "refused",
    [
        b"[]",
        b"[1]",
        b'[{"sentence":1}]',
        b'[{"verdict":"said by Marga Tolln"}]',
        b'[{"quote":"said by Marga Tolln","verdict":"absent"}]',
        b'[{"sentence":-1,"verdict":"absent"}]',
        b'[{"sentence":"1","verdict":"absent"}]',
        b'[{"near":[1,1],"verdict":"absent"}]',
        b'[{"near":"1","verdict":"absent"}]',
        b'[{"verdict":["absent"]}]',
    ],
)
def test_nothing_else_is_read_for_refused(refused: bytes) -> None:
    with pytest.raises(ValueError):
        load_refused(b'{"refused":' + refused + b"}")


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b"[1]",
        b"[{}]",
        b'[{"content":[[0,1]]}]',
        b'[{"content":[[0,1]],"kind":"said"}]',
        b'[{"content":[],"kind":"own"}]',
        b'[{"content":[[1,0]],"kind":"own"}]',
        b'[{"content":[[0,1,2]],"kind":"own"}]',
        b'[{"content":[[0,true]],"kind":"own"}]',
        b'[{"content":"x","kind":"own"}]',
        b'[{"asserts":1,"content":[[0,1]],"kind":"own"}]',
        b'[{"content":[[0,1]],"kind":"own","score":1}]',
        b'[ {"content":[[0,1]],"kind":"own"}]',
        b"\xff",
    ],
)
def test_nothing_else_is_read(data: bytes) -> None:
    with pytest.raises(ValueError):
        load(data)


def test_what_is_not_asserted_is_cited_with_the_words_that_say_so() -> None:
    one = Proposal((Span(20, 30),), "indirect", Span(0, 5), Span(6, 12))
    assert one.cited == (Span(0, 30),)
    assert Proposal((Span(20, 30),), "indirect", Span(0, 5), asserts=True).cited == (Span(20, 30),)
