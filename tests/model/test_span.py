"""Spans: half-open, in code points, never empty, never past the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.span import Span


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 3), (-1, 3), (-3, -1)])
def test_what_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@given(st.text(min_size=1), st.data())
def test_a_span_is_a_python_slice(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    assert span.of(text) == text[span.start : span.end]
    assert len(span.of(text)) == span.end - span.start
    assert str(span) == f"{span.start}-{span.end}"


@pytest.mark.parametrize(("text", "span", "exact"), [("a😀b", Span(1, 2), "😀"), ("e\u0301x", Span(1, 3), "\u0301x")])
def test_positions_are_code_points_and_not_utf_16_or_bytes(text: str, span: Span, exact: str) -> None:
    assert span.of(text) == exact


def test_a_span_past_the_text_is_refused_and_not_cut() -> None:
    assert Span(0, 3).of("abc") == "abc"
    with pytest.raises(ValueError, match="reaches past"):
        Span(0, 4).of("abc")


def test_spans_are_ordered_frozen_values() -> None:
    assert sorted([Span(2, 3), Span(0, 9), Span(0, 1)]) == [Span(0, 1), Span(0, 9), Span(2, 3)]
    assert len({Span(0, 1), Span(0, 1)}) == 1
    with pytest.raises(AttributeError):
        Span(0, 1).start = 5  # type: ignore[misc]
