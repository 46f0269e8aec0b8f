"""Word, OpenDocument, RTF and Outlook files: hostile ones, and what a sample's expected text does not show."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from archive import readers
from archive.errors import Unreadable
from archive.readers import Declared, Part, docx, msg, odt, rtf
from archive.readers._blocks import Blocks

DATA = Path(__file__).parents[1] / "data" / "readers"
MODULES = {"docx": docx, "odt": odt, "rtf": rtf, "msg": msg}
SAMPLES = sorted(f for name in (*MODULES, "pdf") for f in (DATA / name).iterdir() if not f.name.endswith(".json"))


def sample(name: str) -> bytes:
    return (DATA / name).read_bytes()


def read(data: bytes, name: str = "") -> readers.Reading:
    return readers.choose(name, None, data).read(data, name=name, declared=Declared())


def zipped(members: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return whole.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", ["minutes.docx", "minutes.odt", "minutes.rtf", "with-attachment.msg"])
def test_a_file_is_told_by_its_content_whatever_it_is_called(name):
    module = name.rpartition(".")[2]
    for called in ("a.doc", "a.txt", "a", "a.pdf"):
        assert readers.choose(called, "text/plain", sample(f"{module}/{name}")) is MODULES[module]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word/../../x", "C:\\x"])
def test_a_member_that_is_called_like_a_path_is_a_name_like_any_other(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = members(sample("docx/minutes.docx")) | {name: b"anything"}
    assert read(zipped(data)).text == read(sample("docx/minutes.docx")).text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "//host/share"])
def test_a_reference_leads_to_no_file(target):
    data = members(sample("docx/minutes.docx"))
    data["word/_rels/document.xml.rels"] = data["word/_rels/document.xml.rels"].replace(
        b"footnotes.xml", target.encode()
    )
    assert "root:" not in read(zipped(data)).text


def test_a_document_type_is_refused_in_any_encoding():
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")
    for base, inside in (("docx/minutes.docx", "word/document.xml"), ("odt/minutes.odt", "content.xml")):
        with pytest.raises(Unreadable, match="document type declaration"):
            read(zipped(members(sample(base)) | {inside: bomb}), base)


def test_members_that_are_too_many_are_refused():
    with pytest.raises(Unreadable, match="files inside"):
        read(zipped(members(sample("docx/minutes.docx")) | {f"word/{n}": b"" for n in range(10_001)}))


def test_a_locked_member_is_refused():
    data = bytearray(sample("docx/minutes.docx"))
    for sign, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := data.find(sign, at + 1)) >= 0:
            data[at + flags] |= 1
    with pytest.raises(Unreadable, match="locked with a password"):
        read(bytes(data))


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("WordDocument", "is an old Word file"),
        ("Workbook", "is an old Excel file"),
        ("PowerPoint Document", "is an old PowerPoint file"),
        ("EncryptedPackage", "is locked with a password"),
    ],
)
def test_old_office_files_are_told_apart(inside, says):
    data = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + inside.encode("utf-16-le") + bytes(600)
    with pytest.raises(Unreadable) as refused:
        read(data, "a.doc")
    assert refused.value.message.startswith(says) and refused.value.hint


@pytest.mark.parametrize(
    ("member", "says"), [("xl/workbook.xml", "is an Excel file"), ("ppt/presentation.xml", "is a PowerPoint file")]
)
def test_tables_and_slides_are_told_apart(member, says):
    with pytest.raises(Unreadable, match=says):
        read(zipped({"[Content_Types].xml": b"<a/>", member: b"<a/>"}), "a.bin")


def test_headers_and_footers_are_no_part_of_the_article():
    for name in ("docx/minutes.docx", "odt/minutes.odt", "rtf/minutes.rtf"):
        reading = read(sample(name))
        ((start, end),) = reading.article
        assert (start, reading.text[end:].strip().partition(":")[0]) == (0, "Kerrow Water Authority")


def test_attachments_and_formatted_bodies_are_parts():
    assert read(sample("msg/with-attachment.msg")).parts == (Part("log.txt", b"02:34 key signed out\n", Declared()),)
    (part,) = read(sample("msg/only-html.msg")).parts
    assert (part.name, part.declared) == ("message.html", Declared("text/html", "cp1252"))


def test_packed_rtf_is_unpacked():
    packed = bytes.fromhex(  # the example of the format's specification
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert msg._unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert msg._unpacked(b"\x1a\0\0\0\x0e\0\0\0MELA\0\0\0\0{\\rtf1 hello}") == b"{\\rtf1 hello}"
    assert msg._unpacked(b"LZFu") == b""


def test_blocks_that_are_not_closed_lose_nothing():
    found = Blocks()
    found.begin_table()
    found.begin_row()
    found.begin_aside()
    found.begin_paragraph()
    found.write("Gate 3")
    assert found.blocks == ["Gate 3"]
    found.end_cell()
    found.end_row()
    found.end_row()


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_bytes_that_were_changed_give_a_reading_or_unreadable(file):
    data = file.read_bytes()
    draw = random.Random(file.name)  # noqa: S311 - the same changes every time
    module = readers.choose(file.name)
    for _ in range(60):
        changed = bytearray(data)
        for _ in range(draw.choice((1, 3, 20))):
            changed[draw.randrange(len(changed))] = draw.randrange(256)
        try:
            reading = module.read(bytes(changed), name=file.name, declared=Declared())
        except Unreadable as error:
            assert error.message.startswith(("is ", "has "))
        else:
            assert reading.text.strip()
            reading.text.encode()
