"""JSON as exporters write it: as the standard library lays it out, and safe to show."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from archive.exporters._json import written
from archive.text.escape import terminal

words = st.text(st.characters(), max_size=20)  # lone surrogates, too
values = st.recursive(
    st.one_of(words, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
)


@given(values)
@example({"a": [], "b": {}, "c": [[], {}, {"d": [1, "\u202e\x7f\U000e0041\n"]}], "\ud800": ""})
def test_it_is_laid_out_as_the_standard_library_does_it_and_shows_what_is_unseen(value: Any) -> None:
    data = written(value).decode()
    assert json.loads(data) == value
    assert terminal(data, newline=True) == data
    laid_out = json.dumps(value, ensure_ascii=False, indent=2)
    if terminal(laid_out, newline=True) == laid_out:
        assert data == f"{laid_out}\n"
