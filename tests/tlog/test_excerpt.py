"""Excerpts: what is opened leads to the root and nothing else does; the file is read strictly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.sentences import sentences
from archive.tlog.excerpt import Excerpt, Opened, format_excerpt, leads_to, open_sentences, parse_excerpt, shows
from archive.tlog.openings import sentences_root, spans_blob

SALT = bytes(range(16))
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(". ".join).filter(lambda text: bool(sentences(text)))
VERSION = "ab" * 32


@st.composite
def opened(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], tuple[Opened, ...]]:
    text = draw(TEXTS)
    spans = sentences(text)
    numbers = draw(st.lists(st.integers(0, len(spans) - 1), min_size=1, max_size=5))
    return text, spans, open_sentences(SALT, spans, text, numbers)


@given(opened(), st.sampled_from(["asked", "confidential", "mail", "attachment"]), st.booleans())
def test_format_and_parse_are_inverses(made: tuple[str, object, tuple[Opened, ...]], why: str, machine: bool) -> None:
    excerpt = Excerpt(VERSION, why, made[2], machine)
    assert parse_excerpt(VERSION, format_excerpt(excerpt)) == excerpt


@given(opened(), st.data())
def test_an_opened_sentence_leads_to_the_root_and_an_altered_one_does_not(
    made: tuple[str, list[tuple[int, int]], tuple[Opened, ...]], data: st.DataObject
) -> None:
    text, spans, shown = made
    root = sentences_root(SALT, spans, text)
    one = data.draw(st.sampled_from(shown))
    assert leads_to(one, len(spans), root)
    altered = (
        replace(one, text=one.text + "x"),
        replace(one, opening="0" * 64),
        replace(one, start=one.start + 1),
        replace(one, n=one.n + 1),
        replace(one, proof=(*one.proof, bytes(32))),
    )
    assert not any(leads_to(other, len(spans), root) for other in altered)


@given(opened(), st.data())
def test_what_is_shown_is_what_stands_in_the_text(
    made: tuple[str, list[tuple[int, int]], tuple[Opened, ...]], data: st.DataObject
) -> None:
    """Never true of words that the text does not have there; true of all words of the opened sentences."""
    text, _, shown = made
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    there = text[start:end]
    covered = all(c.isspace() or any(one.start <= at < one.end for one in shown) for at, c in enumerate(there, start))
    found = shows(shown, start, end, there)
    assert found is not False
    assert found is None or covered
    one = data.draw(st.sampled_from(shown))
    assert shows(shown, one.start, one.end, one.text) is True
    assert shows(shown, one.start, one.end, one.text[:-1] + chr(ord(one.text[-1]) ^ 1)) is False


def test_a_quote_over_a_closed_sentence_is_not_shown() -> None:
    text = "One. Two. Three."
    spans = [(0, 4), (5, 9), (10, 16)]
    shown = open_sentences(SALT, spans, text, [0, 2])
    assert shows(shown, 0, 16, text) is None
    assert shows(shown, 0, 16, "One.      Three.") is None
    assert shows(shown, 0, 4, "One.") is True
    assert shows(shown, 0, 5, "One. x"[:5]) is True
    assert shows(shown, 5, 9, "Two.") is None
    assert shows(open_sentences(SALT, spans, text, [0, 1]), 0, 9, "One. Two.") is True
    assert shows(open_sentences(SALT, spans, text, [0, 1]), 0, 9, "One.xTwo.") is None


@pytest.mark.parametrize("spans", [[], [(0, 1)], [(0, 4), (5, 9)]])
def test_a_salted_list_of_spans_is_the_same_list(spans: list[tuple[int, int]]) -> None:
    from archive.tlog.openings import parse_spans, spans_near, spans_salt

    salted = spans_blob(spans, "5a" * 16)
    assert (parse_spans(salted), spans_salt(salted), spans_salt(spans_blob(spans))) == (spans, "5a" * 16, "")
    assert [spans_near(salted, n) for n in range(10)] == [spans_near(spans_blob(spans), n) for n in range(10)]
    for wrong in (salted.replace(b"5a", b"5A"), salted.replace(b'"', b"'"), salted[:-1] + b",]", b'["' + salted[1:]):
        with pytest.raises(ValueError):
            parse_spans(wrong)


def test_one_salt_is_taken_off_and_no_other() -> None:
    from archive.model.salted import salted, unsalted

    assert unsalted(salted("0f" * 16, b"\nx")) == b"\nx"
    for wrong in (b"", b"HTTP/1.1 200 OK\r\n", b"0f" * 16, b"0F" * 16 + b"\n"):
        with pytest.raises(ValueError):
            unsalted(wrong)
