"""`quote` and `anchor` are inverses, and nothing is anchored where it is not."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from archive.model.span import Span
from archive.model.textquote import TextQuote
from archive.text.anchor import CONTEXT, anchor, occurrences, quote

texts = st.text(min_size=1, max_size=120) | st.text("ab ", min_size=1, max_size=120)


def span_in(data: st.DataObject, text: str) -> Span:
    start = data.draw(st.integers(0, len(text) - 1))
    return Span(start, data.draw(st.integers(start + 1, len(text))))


def naive(text: str, exact: str) -> list[Span]:
    return [Span(i, i + len(exact)) for i in range(len(text)) if text.startswith(exact, i)]


@given(texts, st.data())
def test_a_span_is_found_again(text: str, data: st.DataObject) -> None:
    span = span_in(data, text)
    selector = quote(text, span)
    places = anchor(text, selector)
    assert span in places
    assert len(selector.prefix) <= CONTEXT >= len(selector.suffix)
    for place in places:
        assert place.of(text) == selector.exact
        assert text[: place.start].endswith(selector.prefix)
        assert text[place.end :].startswith(selector.suffix)
    if len(list(occurrences(text, selector.exact))) == 1:
        assert places == [span]


@given(st.text("ab", max_size=40), st.text("ab", min_size=1, max_size=6))
@example("aaaaaaa", "aa")
@example("abababab", "abab")
@example("aabaaabaaac", "aabaaa")
@example("aabaab", "aab")
def test_every_occurrence_overlapping_ones_too(text: str, exact: str) -> None:
    assert list(occurrences(text, exact)) == naive(text, exact)


@given(texts, texts, texts, texts)
def test_a_quote_made_elsewhere_is_found_only_where_all_of_it_stands(
    text: str, exact: str, prefix: str, suffix: str
) -> None:
    expected = [
        place
        for place in naive(text, exact)
        if text[: place.start].endswith(prefix) and text[place.end :].startswith(suffix)
    ]
    assert anchor(text, TextQuote(exact, prefix, suffix)) == expected


def test_equal_places_in_equal_context_are_all_given() -> None:
    line = "x" * CONTEXT + " no comment " + "y" * CONTEXT
    text = line + "\n" + line
    spans = list(occurrences(text, "no comment"))
    assert len(spans) == 2
    assert anchor(text, quote(text, spans[0])) == spans


def test_context_tells_equal_words_apart() -> None:
    text = "Ivanov said no. Petrov said no."
    first, second = occurrences(text, "said no")
    assert anchor(text, quote(text, first)) == [first]
    assert anchor(text, quote(text, second)) == [second]
    assert anchor(text, TextQuote("said no")) == [first, second]


@pytest.mark.parametrize("exact", ["Said no", "said  no", "said nо", "said not"])
def test_nothing_is_nearly_there(exact: str) -> None:
    assert anchor("Ivanov said no.", TextQuote(exact)) == []


@given(texts, st.data())
def test_an_altered_quote_is_nowhere_else(text: str, data: st.DataObject) -> None:
    span = span_in(data, text)
    altered = quote(text, span).exact + data.draw(st.characters())
    assume(altered not in text)
    assert anchor(text, TextQuote(altered)) == []


def test_a_text_that_repeats_itself_takes_no_longer() -> None:
    text = "a" * 400_000
    assert len(list(occurrences(text, "a" * 200_000))) == 200_001
    assert list(occurrences("ab" * 200_000, "ab" * 200_000)) == [Span(0, 400_000)]


def test_no_more_is_looked_for_than_is_asked() -> None:
    text = "a" * 50_000_000
    assert list(islice(occurrences(text, "a"), 2)) == [Span(0, 1), Span(1, 2)]
    assert list(islice(occurrences(text, "aa"), 3)) == [Span(0, 2), Span(1, 3), Span(2, 4)]


def test_no_characters_are_no_quote() -> None:
    with pytest.raises(ValueError):
        occurrences("text", "")
    with pytest.raises(ValueError):
        TextQuote("")
    with pytest.raises(ValueError):
        quote("text", Span(2, 5))
