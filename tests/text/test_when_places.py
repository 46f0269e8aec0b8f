"""Dates are looked for near words that tell; what is found is what a search of the whole text finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import when

TABLES = ("month", "weekday", "near", "number", "unit", "season", "direction", "holiday")


def words(language: str) -> st.SearchStrategy[str]:
    """Texts of what dates are made of, whether they make one or not."""
    known = when.LANGUAGES[language]
    entries = [word for table in TABLES for word in when._TABLES[table](known)]
    more = ["2024", "24", "3.", "'90s", "1990s", "ago", "il y a", "vor", "mid-", "early", "the", "of", "week of", "in"]
    signs = [" ", " ", ", ", ". ", "\n", "-", "/", "", "’", "$", "x"]
    return st.lists(st.sampled_from([*entries, *more]), max_size=12).flatmap(
        lambda parts: st.lists(st.sampled_from(signs), min_size=len(parts), max_size=len(parts)).map(
            lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True))
        )
    )


@pytest.mark.parametrize("language", when.LANGUAGES)
@given(data=st.data())
def test_near_what_tells_is_everywhere(language: str, data: Any) -> None:
    text = data.draw(words(language))
    whole = when._compiled(language)[1].finditer(text)
    assert [place.span() for place in when._places(text, language)] == [place.span() for place in whole]


@pytest.mark.parametrize("language", when.LANGUAGES)
def test_every_rule_has_what_tells(language: str) -> None:
    tells = ("{month}", "{weekday}", "{near}", "{unit}", "{season}", "{holiday}", "{year}", "{decade}", "{day}")
    assert [rule for _, rule in when.LANGUAGES[language].rules if not any(name in rule for name in tells)] == []
