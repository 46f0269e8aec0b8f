"""Tokens: what is printed is what is parsed, and one that was mistyped fits no text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadToken
from archive.model.span import Span
from archive.model.token import ALPHABET, Token, check_characters, fits, looks_like_token, make_token

ID = "3f9a1c0b7d22" + "a" * 52
TEXT = "The brass key was signed out at 02:34, the ministry said."
SPAN = Span(4, 13)

ids = st.text("0123456789abcdef", min_size=64, max_size=64)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(ids, texts, st.data())
def test_a_token_is_parsed_to_itself_and_fits_its_own_text(id: str, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    token = make_token(id, span, span.of(text))
    assert Token.parse(str(token)) == token
    assert looks_like_token(str(token))
    assert fits(token, id, text)
    assert fits(Token(id, span, token.check), id, text), "the whole id is as good as its beginning"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x",
        str(make_token(ID, SPAN, "brass key")) + " ",
        "\n" + str(make_token(ID, SPAN, "brass key")),
        "3f9a1c0b7d2:4-13:abcd",  # 11 digits
        "3F9A1C0B7D22:4-13:abcd",
        ID + "0:4-13:abcd",
        "3f9a1c0b7d22:04-13:abcd",
        "3f9a1c0b7d22:4-013:abcd",
        "3f9a1c0b7d22:13-4:abcd",
        "3f9a1c0b7d22:4-4:abcd",
        "3f9a1c0b7d22:-4-13:abcd",
        "3f9a1c0b7d22:+4-13:abcd",
        "3f9a1c0b7d22:٤-13:abcd",
        "3f9a1c0b7d22:4-13:abc",
        "3f9a1c0b7d22:4-13:abcde",
        *(f"3f9a1c0b7d22:4-13:abc{c}" for c in "01loABC-é"),
        "3f9a1c0b7d22:4-99999999999:abcd",
        "3f9a1c0b7d22:4–13:abcd",
    ],
)
def test_what_was_not_printed_is_no_token(written: str) -> None:
    with pytest.raises(BadToken) as caught:
        Token.parse(written)
    assert caught.value.exit == 3


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        ("3f9a1c0b7d22:120-184:k7qd", True),
        ("3f9a1c0b7d22:l20-184:k7qd", True),  # mistyped: it shall be called a bad token, not an unknown id
        ("urn:uuid:7d30a763-2a6f-48f2-b4bd-d3fbff107693", False),
        ("https://example.org:80/a-b", False),
        ("dam#2", False),
        ("3f9a1c0b7d22", False),
    ],
)
def test_what_can_only_be_meant_as_a_token(written: str, is_one: bool) -> None:
    assert looks_like_token(written) is is_one


def test_the_check_depends_on_version_positions_and_characters() -> None:
    base = check_characters(ID, SPAN, "brass key")
    others = [
        check_characters("0" + ID[1:], SPAN, "brass key"),
        check_characters(ID[:-1] + "b", SPAN, "brass key"),
        check_characters(ID, Span(5, 13), "brass key"),
        check_characters(ID, Span(4, 14), "brass key"),
        check_characters(ID, SPAN, "brass  ey"),
    ]
    assert base not in others
    assert base == "yr89"  # frozen: tokens stand in people's notes


def test_the_alphabet_has_no_characters_that_are_misread() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("01lo")
    assert re.fullmatch("[a-z0-9]+", ALPHABET)


def test_a_token_fits_no_other_text_or_version() -> None:
    token = make_token(ID, SPAN, SPAN.of(TEXT))
    assert not fits(token, ID, TEXT.replace("brass", "glass"))
    assert not fits(token, ID, TEXT[:10])
    assert not fits(token, ID, "")
    assert not fits(token, "0" * 64, TEXT)
    assert not fits(token, ID[:12] + "b" * 52, TEXT)
    assert fits(token, ID, TEXT + " More.")
