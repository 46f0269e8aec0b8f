"""Bytes → canonical text: the right encoding, nothing changed but line ends, and nothing that is not text."""

from __future__ import annotations

import codecs
import contextlib
import encodings.aliases
import gzip
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import Unreadable
from archive.text.canonical import CONTROLS, GUESSED, NOT_AS_DECLARED, decode, newlines
from archive.text.encodings import declared_codecs, guesses, known_name

RUSSIAN = "Министр заявил, что переговоры начнутся в понедельник. Договор ещё не подписан.\n"
JAPANESE = "首相は記者会見で、新しい予算案を来週提出すると述べた。野党は反対している。\n"
CHINESE = "总理在新闻发布会上表示，新预算案将于下周提交。反对党表示反对，称数字不可靠。\n"
FRENCH = "Le ministre a déclaré à la presse que les négociations reprendront lundi, malgré l'échec précédent.\n"
SPANISH = "El portavoz señaló que el acuerdo aún no está firmado; mañana habrá otra reunión en España.\n"
ENGLISH = "The minister said: “We’ll sign on Monday” — nothing more.\n"

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).map("a".__add__)


@given(texts)
def test_utf_8_is_itself(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.label, decoded.problems) == (text, "utf-8", ())


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
@given(text=texts)
def test_a_byte_order_mark_is_believed_and_dropped(mark: str, text: str) -> None:
    decoded = decode(text.encode(mark), "koi8-r")
    assert (decoded.text, decoded.how, decoded.problems) == (text, "bom", ())


@pytest.mark.parametrize(
    ("mark", "codec", "label"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8; bom"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le; bom"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be; bom"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le; bom"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be; bom"),
    ],
)
def test_every_byte_order_mark(mark: bytes, codec: str, label: str) -> None:
    decoded = decode(mark + "\ufeffé\r\n".encode(codec))
    assert (decoded.text, decoded.label) == ("\ufeffé\n", label)


@given(texts)
def test_nothing_is_normalised_or_trimmed(text: str) -> None:
    odd = f"  \n\u2028 e\u0301 ﬁ \u00a0{text}\u200b \n\n "
    assert decode(odd.encode()).text == odd


@given(st.text("a\r\n\u2028\x85\x0b\x0c", max_size=20))
def test_line_ends_become_line_feeds(text: str) -> None:
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert newlines(text) == expected
    assert decode(f"x{text}".encode()).text == f"x{expected}"
    assert newlines(expected) == expected


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp866", "cp866"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gb18030", "gb18030"),
        (FRENCH, "latin-1", "windows-1252"),
        (SPANISH, "cp1252", "windows-1252"),
        (ENGLISH, "cp1252", "windows-1252"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        (RUSSIAN, "utf-16-be", "utf-16-be"),
    ],
)
def test_a_guess_is_right_and_says_that_it_is_one(text: str, codec: str, label: str) -> None:
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.label, decoded.problems) == (text, f"{label}; guessed", (GUESSED,))


@pytest.mark.parametrize(
    ("text", "codec", "declared", "label"),
    [
        (RUSSIAN, "cp1251", "Windows-1251", "windows-1251"),
        (JAPANESE, "euc_jp", "EUC-JP", "euc-jp"),
        (JAPANESE, "iso2022_jp", " iso-2022-jp ", "iso-2022-jp"),
        (ENGLISH, "cp1252", "iso-8859-1", "windows-1252"),
        (FRENCH, "latin-1", "us-ascii", "windows-1252"),
        (ENGLISH, "utf-16-le", "utf-16", "utf-16-le"),
    ],
)
def test_what_is_declared_is_tried_before_a_guess(text: str, codec: str, declared: str, label: str) -> None:
    decoded = decode(text.encode(codec), declared)
    assert (decoded.text, decoded.label, decoded.problems) == (text, f"{label}; declared", ())


def test_a_wrong_declaration_is_noted() -> None:
    assert decode(RUSSIAN.encode(), "windows-1251").problems == (NOT_AS_DECLARED,)
    assert decode(RUSSIAN.encode("cp1251"), "utf-8").problems == (GUESSED, NOT_AS_DECLARED)
    assert decode(b"plain ASCII", "windows-1251").problems == ()


@pytest.mark.parametrize(
    "declared",
    [
        "",
        "zlib",
        "rot13",
        "idna",
        "punycode",
        "unicode_escape",
        "utf-7",
        "undefined",
        "../x",
        "\0",
        "é",
        "x" * 99,
        "hex",
    ],
)
def test_a_declaration_that_is_no_encoding_is_passed_over(declared: str) -> None:
    assert declared_codecs(declared) == []
    assert decode(RUSSIAN.encode("cp1251"), declared).text == RUSSIAN


def test_names_are_ones_that_python_takes() -> None:
    for name in sorted(set(encodings.aliases.aliases.values())):
        for codec in declared_codecs(name):
            assert codecs.lookup(known_name(codec)).name == codecs.lookup(codec).name


def test_no_encoding_lets_a_lone_surrogate_through() -> None:
    noise = hashlib.shake_256(b"noise").digest(4000) + bytes(range(256)) * 2
    for name in sorted(set(encodings.aliases.aliases.values())):
        for data in (noise, noise[:40], "abc \ud800 def".encode("utf-16-le", "surrogatepass")):
            try:
                decode(data, name).text.encode()
            except Unreadable:
                continue


def test_lone_surrogates_in_utf_16_are_refused_with_their_place() -> None:
    data = codecs.BOM_UTF16_LE + "ab\ud800c".encode("utf-16-le", "surrogatepass")
    with pytest.raises(Unreadable, match="byte 6 is not utf-16-le"):
        decode(data)
    with pytest.raises(Unreadable, match="byte 4 is not utf-8"):
        decode(codecs.BOM_UTF8 + b"a\xff")


@pytest.mark.parametrize("data", [b"", b" \t\r\n\x0b\x0c", codecs.BOM_UTF8, "\u00a0\u2028 ".encode(), b"\xff\xfe"])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^is empty$"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF file"),
        (b"PK\x03\x04\x14\0", "a ZIP file"),
        (gzip.compress(b"x", mtime=0), "a gzip file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG"),
        (b"\xff\xd8\xff\xe0", "a JPEG"),
        (b"GIF89a\1\0\1\0", "a GIF"),
        (b"\x7fELF\2\1", "a Linux program"),
        (b"MZ\x90\0\3\0", "a Windows program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE2"),
        (b"SQLite format 3\0", "SQLite"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "RIFF"),
        (b"\0\0\0\x20ftypisom", "MP4"),
        (b"\xca\xfe\xba\xbe\0\0", "Java"),
        (b"\0asm\1\0\0\0", "WebAssembly"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\xfd7zXZ\0", "an xz"),
        (b"BZh91AY&SY", "a bzip2"),
        (b"\x28\xb5\x2f\xfd\4", "Zstandard"),
        (b"a" * 257 + b"ustar\0", "a tar"),
    ],
)
def test_what_is_not_text_is_named(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=rf"^is .*{says}.*, not text$"):
        decode(data)


@pytest.mark.parametrize(
    "text",
    [
        "MZ is a code for Mozambique",
        "GIF89a is a format",
        "BMW, RIFF and the ftyp box",
        "The ftyp box",
        "PKK",
        "ID3",
        "OTTO",
    ],
)
def test_text_that_only_begins_like_a_format(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.integers(0, 10_000))
def test_noise_is_not_text(seed: int) -> None:
    with pytest.raises(Unreadable):
        decode(b"\xfe\x01" + hashlib.shake_256(b"%d" % seed).digest(3000))


def test_control_characters_stay_in_what_is_otherwise_text() -> None:
    text = "A record\0of words, \x1b[31mred\x1b[0m, and more words after it.\n" * 3
    decoded = decode(text.encode())
    assert (decoded.text, decoded.problems) == (text, (CONTROLS,))
    with pytest.raises(Unreadable, match="binary"):
        decode(b"a\0b\1" * 100)


def test_a_long_line_of_many_bytes() -> None:
    line = ("слово " * 1_000_000).encode()
    assert len(decode(line).text) == 6_000_000
    legacy = ("слово и дело " * 400_000).encode("cp1251")
    assert decode(legacy).encoding == "windows-1251"
    assert len(decode(b"x" * 20_000_000 + b"\r\n").text) == 20_000_001


def test_a_guess_must_fit_every_byte() -> None:
    japanese = (JAPANESE * 9000).encode("shift_jis")
    assert decode(japanese).text == JAPANESE * 9000
    with_bad = japanese[: len(japanese) // 4] + b"\x82\x20" + japanese[len(japanese) // 4 :]
    with contextlib.suppress(Unreadable):
        assert decode(with_bad).encoding != "cp932"


@given(st.binary(min_size=1, max_size=200), st.sampled_from([None, "utf-8", "latin-1", "gb18030", "utf-16", "hz"]))
def test_any_bytes_give_text_or_unreadable_and_always_the_same(data: bytes, declared: str | None) -> None:
    try:
        decoded = decode(data, declared)
    except Unreadable as error:
        assert str(error).startswith(("is ", "has "))
        return
    assert decoded == decode(data, declared)
    assert decoded.text.encode() and "\r" not in decoded.text


def test_no_bytes_have_no_guess() -> None:
    assert guesses(b"\0\1\2") == []
