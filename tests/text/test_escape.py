"""What is shown can neither steer a terminal, nor hide, nor turn itself around."""

from __future__ import annotations

import json
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.escape import html, terminal

BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
any_text = st.text(st.characters(), max_size=60)  # lone surrogates, too


def is_safe_for_a_terminal(text: str, allowed: str = "") -> bool:
    return all(
        c in allowed
        or not (unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in BIDI or 0xE0000 <= ord(c) <= 0xE007F)
        for c in text
    )


@given(any_text)
@example("".join(map(chr, range(0x300))))
@example("\x1b]0;title\x07\x9b31m\u202e\u2066\U000e0041\ufeff\u2028\ud800")
def test_nothing_reaches_the_terminal_that_it_obeys(text: str) -> None:
    assert is_safe_for_a_terminal(terminal(text))
    assert is_safe_for_a_terminal(terminal(text, newline=True), allowed="\n")
    assert terminal(text, newline=True).count("\n") == text.count("\n")
    assert terminal(terminal(text)) == terminal(text)
    terminal(text).encode()


@given(st.text(st.characters(categories=["L", "N", "P", "Mn", "Zs"]), max_size=60))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert terminal(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\0b\nc\td\x7f", "a␀b␊c␉d␡"),
        ("\u202etxt.exe", "\\u{202e}txt.exe"),
        ("\x9b31m", "\\u{9b}31m"),
        ("\U000e0041", "\\u{e0041}"),
        ("a\u2028b", "a\\u{2028}b"),
        ("می‌خواهم 👩‍👩‍👧", "می‌خواهم 👩‍👩‍👧"),
    ],
)
def test_what_a_person_sees(text: str, shown: str) -> None:
    assert terminal(text) == shown


class Parsed(HTMLParser):
    """Collects the text and the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.values = "", list[str](), list[str | None]()
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value for _, value in attrs]


@given(any_text)
@example("<script>alert(1)</script>\"'`&amp;")
@example("\u202e\0\x1b\ud800\ufffe")
def test_html_is_one_piece_of_text(text: str) -> None:
    escaped = html(text)
    page = Parsed(f'<p title="{escaped}">{escaped}</p>')
    assert page.tags == ["p"]
    assert page.values == [page.text]
    assert not BIDI & set(escaped)
    assert all(c in "\t\n\r\x0c" or unicodedata.category(c) not in ("Cc", "Cs") for c in escaped)
    escaped.encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_html_gives_ordinary_text_back(text: str) -> None:
    assert Parsed(f"<p>{html(text)}</p>").text == text


def test_a_printed_page_cannot_lie() -> None:
    assert html("\u202egnp.exe & \0") == "⟨U+202E⟩gnp.exe &amp; \ufffd"


def test_naughty_strings(shared: Path) -> None:
    strings = json.loads((shared / "vectors/strings/blns.json").read_bytes())
    assert len(strings) > 500
    for text in strings:
        assert is_safe_for_a_terminal(terminal(text))
        assert Parsed(f'<p title="{html(text)}">{html(text)}</p>').tags == ["p"]


def test_what_html_need_not_touch_is_told_for_every_character() -> None:
    assert [c for c in map(chr, range(0x20000)) if html(f"&{c}") != f"&amp;{html(c)}"] == []
    assert [c for c in map(chr, range(0xE0000, 0xE0100)) if html(f"&{c}") != f"&amp;{html(c)}"] == []
