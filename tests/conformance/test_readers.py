"""Every reader that is built in keeps the contract of archive/readers/__init__.py.

A new reader is found by itself. It brings samples in tests/data/readers/<module>/: NAME.<suffix> beside
NAME.expected.json, which holds some of text, media_type, encoding, incomplete, stated, parts, article (the characters
of its spans); or `unreadable`, the start of the refusal. `declared` in it is what the sample is delivered with.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any, cast

import pytest

from archive import plugins, readers
from archive.errors import Unreadable, UsageError
from archive.model import jcs
from archive.model.codes import WARNINGS
from archive.model.record import is_uri, is_when
from archive.readers import Declared, Part, Reader, Reading

DATA = Path(__file__).parents[1] / "data" / "readers"
NAMES = [name for name in plugins.built_in("readers") if hasattr(plugins.load("readers", name), "READER")]
FIELDS = {"title", "authors", "publisher", "published", "language", "tags", "url", "captured", "from", "to", "subject"}
SEVERAL = {"authors", "tags", "from", "to"}
SAMPLES = [
    pytest.param(name, expected, id=f"{name}-{expected.name.removesuffix('.expected.json')}")
    for name in NAMES
    for expected in sorted((DATA / name).glob("*.expected.json"))
]
WORDS = "Порт сообщил: переговоры продолжатся. "


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "text")
    return packed.getvalue()


HOSTILE = {
    "empty": b"",
    "blank": b" \r\n\t ",
    "one NUL": b"\0",
    "many NULs": b"\0" * 5000,
    "every byte": bytes(range(256)) * 40,
    "text with a NUL": b"A record\0of some words that go on for a while.\n" * 3,
    "one long line": b"word " * 1_000_000,
    "one long line of Cyrillic": WORDS.encode("cp1251") * 60_000,
    "no line end, many brackets": b"[" * 300_000 + b"<" * 300_000 + b"{" * 300_000,
    "many openings": b"<div><p>\n# \n---\na:\n" * 20_000,
    "many blanks": b"# " + b" \t" * 40_000 + b"x" + b"\n" * 200_000,
    "front matter without end": b"---\n" + b"title: a\n" * 20_000,
    "lone surrogate in UTF-16": codecs.BOM_UTF16_LE + b"a\0\x00\xd8b\0",
    "odd length UTF-16": codecs.BOM_UTF16_BE + b"\0a\0",
    "UTF-16 without a mark": WORDS.encode("utf-16-le"),
    "UTF-32": codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
    "UTF-8 mark and not UTF-8": codecs.BOM_UTF8 + b"caf\xe9",
    "surrogates in UTF-8": b"a\xed\xa0\x80b",
    "overlong UTF-8": b"a\xc0\xafb \xf8\x88\x80\x80\x80",
    "CR LF and CR": b"a\r\nb\rc\r\r\n",
    "bidi and invisible": "a \u202etxt.exe\u202c \u2066x\u2069 \U000e0041 \ufeff \u2028 \u2029 \x85 z".encode(),
    "windows-1251": WORDS.encode("cp1251"),
    "latin-1": "Le ministre a déclaré l'échec.".encode("latin-1"),
    "shift_jis": "首相は記者会見で述べた。".encode("cp932"),
    "gb18030": "总理在新闻发布会上表示。".encode("gb18030"),
    "half a character": "首相".encode()[:-1],
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>",
    "a ZIP": _zip(),
    "half a ZIP": _zip()[:40],
    "a PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
}


def reader(name: str) -> Reader:
    return cast(Reader, plugins.load("readers", name))


def read(name: str, data: bytes, file: str, declared: Declared) -> Reading | None:
    """The reading, checked against what holds for all of them; None when it is refused."""
    module = reader(name)
    try:
        reading = readers.read(module, data, name=file, declared=declared)
    except Unreadable as error:
        assert error.message.startswith(("is ", "has ", "needs ", "cannot ")), "the caller puts the name before it"
        return None
    except UsageError as error:
        assert "pip install" in error.hint
        pytest.skip(error.message)
    _check(reading, module)
    return reading


def _check(reading: Reading, module: Reader) -> None:
    assert reading.text.strip() and "\r" not in reading.text
    reading.text.encode("utf-8")
    assert reading.reader == module.READER
    assert reading.media_type and isinstance(reading.encoding, str)
    assert list(reading.incomplete) == sorted(set(reading.incomplete))
    assert ("encoding-guessed" in reading.incomplete) == reading.encoding.endswith("; guessed")
    assert set(reading.incomplete) <= set(WARNINGS)
    assert all(part.name and part.data for part in reading.parts)
    assert set(reading.stated) <= FIELDS
    for field, stated in reading.stated.items():
        assert isinstance(stated.value, tuple) == (field in SEVERAL)
        assert stated.origin and stated.value and "" not in (*stated.value, stated.value)
    for field in {"published", "captured"} & set(reading.stated):
        assert is_when(reading.stated[field].value)
    if "url" in reading.stated:
        assert is_uri(reading.stated["url"].value)
    ends = [0, *(position for span in reading.article for position in span), len(reading.text)]
    assert ends == sorted(ends) and all(start < end for start, end in reading.article)
    jcs.dumps({name: {"value": s.value, "from": s.origin} for name, s in reading.stated.items()})


def shown(reading: Reading) -> dict[str, Any]:
    """A reading as its expected.json has it."""
    stated = {
        name: {"value": list(s.value) if isinstance(s.value, tuple) else s.value, "from": s.origin}
        for name, s in reading.stated.items()
    }
    return {
        "text": reading.text,
        "media_type": reading.media_type,
        "encoding": reading.encoding,
        "incomplete": list(reading.incomplete),
        "stated": stated,
        "parts": [part_shown(part) for part in reading.parts],
        "article": [reading.text[start:end] for start, end in reading.article],
    }


def part_shown(part: Part) -> dict[str, Any]:
    """A part as its expected.json has it: what it is called and delivered as, and its bytes' digest."""
    return {"name": part.name, "media_type": part.declared.media_type, "sha256": hashlib.sha256(part.data).hexdigest()}


@pytest.mark.parametrize(("name", "expected"), SAMPLES)
def test_a_sample_becomes_what_it_must(name: str, expected: Path) -> None:
    stem = expected.name.removesuffix(".expected.json")
    (sample,) = (f for f in expected.parent.glob(f"{stem}.*") if f != expected)
    wanted = json.loads(expected.read_bytes())
    declared, refusal = Declared(**wanted.pop("declared", {})), wanted.pop("unreadable", "")
    if refusal:
        with pytest.raises(Unreadable) as refused:
            reader(name).read(sample.read_bytes(), name=sample.name, declared=declared)
        assert refused.value.message.startswith(refusal)
        return
    readings = [read(name, sample.read_bytes(), sample.name, declared) for _ in range(2)]
    assert readings[0] == readings[1]
    assert readings[0] is not None
    assert {field: shown(readings[0])[field] for field in wanted} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_says_what_it_reads(name: str) -> None:
    module = reader(name)
    assert module.READER.partition("/")[0] == name and int(module.READER.partition("/")[2]) > 0
    assert module.MEDIA_TYPES and all("/" in t and t == t.lower() for t in module.MEDIA_TYPES)
    assert module.SUFFIXES and all(s.startswith(".") and s == s.lower() for s in module.SUFFIXES)
    assert any((DATA / name).glob("*.expected.json")), f"no sample in {DATA / name}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_give_a_reading_or_unreadable(name: str, data: bytes) -> None:
    for declared in (Declared(), Declared("text/plain", "utf-16"), Declared("x", "\0no such encoding")):
        file = "../\u202e\0" + reader(name).SUFFIXES[0]
        assert read(name, data, file, declared) == read(name, data, file, declared)


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_is_chosen_by_its_suffix_and_its_media_type(name: str) -> None:
    module = reader(name)
    if hasattr(module, "ON_REQUEST"):
        assert not any(readers.by_name(f"a{suffix}") for suffix in module.SUFFIXES)
        assert readers.choose("a.unknown", module.MEDIA_TYPES[0]).READER.startswith("text/")
        return
    for suffix in module.SUFFIXES:
        assert readers.choose(f"A FILE{suffix.upper()}") is module
        assert readers.choose(f"a{suffix}", "application/octet-stream") is module
    for media_type in set(module.MEDIA_TYPES) - {"text/plain"}:
        assert readers.choose("a.unknown", f"{media_type.upper()}; charset=utf-8") is module


def test_what_nobody_claims_is_tried_as_text() -> None:
    assert readers.by_name("a.unknown") is None
    assert readers.choose("a.unknown").READER.startswith("text/")
    assert readers.choose("README.md", "text/plain").READER.startswith("markdown/")
