"""Marks behind a number that are its unit, and those that close a quotation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.primes import primes


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The wall is 5' high.", "The wall is 5′ high."),
        ("The wall is 5” high.", "The wall is 5″ high."),
        ("He is 5'10\" tall.", "He is 5′10″ tall."),
        ("He is 5'' tall.", "He is 5″\u2060 tall."),
        ('He said “no” to a 5" wall.', "He said “no” to a 5″ wall."),
        ("He said “it was route 5” then.", "He said “it was route 5” then."),
        ("It was 'route 5' then.", "It was 'route 5' then."),
        ("Er sagte „um 5“ dann.", "Er sagte „um 5“ dann."),
        ("the 1990's, 1'000 men", "the 1990's, 1'000 men"),
    ],
)
def test_a_mark_is_a_unit_where_no_quotation_is_open(text, read):
    assert primes(text) == read


@given(st.text(alphabet="a5 '\"“”‘’„.", max_size=30))
def test_nothing_moves_and_once_is_enough(text):
    assert len(primes(text)) == len(text)
    assert all(one == other or one in "'‘’\"“”„" for one, other in zip(text, primes(text), strict=True))
