"""Positions in UTF-16 code units, and their inverse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.utf16 import code_points

TEXTS = st.text(st.sampled_from("aé\u0301\u2028😀𝔘🏳\ufeff") | st.characters(exclude_categories=("Cs",)))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.data())
def test_it_is_the_inverse_of_counting_code_units(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert code_points(text, units(text[:at])) == at


@given(TEXTS, st.integers(-2, 60))
def test_what_is_no_place_gives_none(text: str, wanted: int) -> None:
    places = {units(text[:at]): at for at in range(len(text) + 1)}
    assert code_points(text, wanted) == places.get(wanted)


@pytest.mark.parametrize(("at", "expected"), [(0, 0), (1, 1), (2, None), (3, 2), (4, 3), (5, None)])
def test_a_surrogate_pair_is_never_cut(at: int, expected: int | None) -> None:
    assert code_points("a😀b", at) == expected
