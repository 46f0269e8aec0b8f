"""Text recognition: what is made of lines that were found, and what a machine reads in pictures that are drawn here."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive import readers
from archive.errors import Unreadable
from archive.readers import Declared, _recognition, ocr, pdf
from archive.readers._recognition import Edges, Line, text_of

DATA = Path(__file__).parents[1] / "data" / "readers"
SCAN = (DATA / "ocr" / "minutes.pdf").read_bytes()
NOTE = (DATA / "ocr" / "note.png").read_bytes()


@pytest.fixture
def extra() -> None:
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")


def line(text: str, left: float, top: float, width: float = 300, height: float = 20) -> Line:
    return Line(text, (left, top, left + width, top + height))


def text(*lines: Line) -> str:
    return text_of(lines)[0]


# What is made of lines --------------------------------------------------------------------------------------------


def test_lines_stand_from_above_to_below_and_a_greater_distance_is_a_blank_line():
    assert text(line("c", 0, 110), line("a", 0, 0), line("b", 0, 30), line("d", 0, 140)) == "a\nb\n\nc\nd"


def test_what_stands_side_by_side_is_one_line():
    assert text(line("of 4.2 m", 400, 3), line("a height", 0, 0), line("and no more", 0, 30)) == (
        "a height of 4.2 m\nand no more"
    )


def test_columns_stand_one_after_another_below_what_spans_them():
    left = [line(f"left {n}", 0, 60 + 25 * n) for n in range(4)]
    right = [line(f"right {n}", 400, 63 + 25 * n) for n in range(4)]
    mixed = [one for pair in zip(right, left, strict=True) for one in pair]
    whole = "Over both left 0 left 1 left 2 left 3 right 0 right 1 right 2 right 3"
    assert " ".join(text(*mixed, line("Over both", 0, 0, width=700)).split()) == whole


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("disas-", "ter", "disas\u00adter"),
        ("DISAS-", "TER", "DISAS\u00adTER"),
        ("Covid-", "19", "Covid-\n19"),
        ("Jean-", "Luc", "Jean-\nLuc"),
        ("5 -", "x", "5 -\nx"),
    ],
)
def test_a_hyphen_that_breaks_a_word_is_soft(first, second, whole):
    assert text(line(first, 0, 0), line(second, 0, 30)) == whole


edges = st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 300), st.integers(1, 60))
words = st.text("abcÄ1-., ", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.tuples(words, edges), max_size=12))
def test_nothing_is_lost_and_each_character_has_its_place(made):
    lines = [Line(said, (x, y, x + w, y + h)) for said, (x, y, w, h) in made]
    found, places = text_of(lines)
    assert len(found) == len(places)
    assert sorted(c for c in found.replace("\u00ad", "-") if not c.isspace()) == sorted(
        c for one in lines for c in one.text if not c.isspace()
    )
    where: dict[Edges, str] = {}
    for char, place in zip(found.replace("\u00ad", "-"), places, strict=True):
        if place:
            where[place] = where.get(place, "") + char
    for one in lines:
        assert one.text in where[one.edges]


# What a machine reads ---------------------------------------------------------------------------------------------


def read(data: bytes) -> readers.Reading:
    return readers.read(ocr, data, name="", declared=Declared())


def test_a_scanned_pdf_has_no_text_of_its_own_and_says_what_to_do():
    with pytest.raises(Unreadable, match="its pages are pictures") as refused:
        pdf.read(SCAN, name="", declared=Declared())
    assert "--ocr" in refused.value.hint


@pytest.mark.usefixtures("extra")
def test_its_text_has_pages_and_a_library_in_the_child_process_without_network_and_threads():
    reading = read(SCAN)
    assert reading.text.count("\f") == 1 and "The brass key to the gate cabinet" in reading.text
    assert reading.incomplete == ("machine-read",)
    assert reading.engine.startswith("rapidocr ") and "pdfium" in reading.engine and "onnxruntime" in reading.engine


@pytest.mark.usefixtures("extra")
def test_words_are_boxed_where_they_were_drawn_and_marked():
    found = ocr.read(SCAN, name="", declared=Declared()).text
    start = found.index("Ulvane")
    (box,) = ocr.boxes(SCAN, start, start + len("Ulvane"))
    assert box.page == 2
    scale = 72 / 150  # points a pixel
    assert box.bottom / scale < 900 - 236 < box.top / scale  # the third line, at 100 + 2 · 58 and half its height
    assert 200 < box.left / scale < box.right / scale < 500
    drawn = Image.open(BytesIO(ocr.image(SCAN, [box])))
    colours = {colour for _, colour in drawn.getcolors(1 << 20) or []}
    assert (255, 232, 105) in colours


@pytest.mark.usefixtures("extra")
def test_of_a_pdf_only_pages_without_text_are_recognised():
    from pypdfium2 import PdfDocument

    own = (DATA / "pdf" / "two-pages.pdf").read_bytes()
    mixed, made = PdfDocument(own), BytesIO()
    mixed.import_pages(PdfDocument(SCAN), [1])
    mixed.save(made)
    assert "pages-without-text" in pdf.read(made.getvalue(), name="", declared=Declared()).incomplete
    first, second, third = ocr.read(made.getvalue(), name="", declared=Declared()).text.split("\f")
    assert f"{first}\f{second}" == pdf.read(own, name="", declared=Declared()).text
    assert "did not sound that night" in third
    with pytest.raises(Unreadable, match="has no page that is only a picture"):
        ocr.read(own, name="", declared=Declared())


@pytest.mark.usefixtures("extra")
@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF"])
def test_images_are_read_and_marked(format):
    made = BytesIO()
    Image.open(BytesIO(NOTE)).convert("L").save(made, format)
    reading = ocr.read(made.getvalue(), name="", declared=Declared())
    assert reading.text == "The water stood 4.20 m high.\nNobody was warned."
    start = reading.text.index("warned")
    (box,) = ocr.boxes(made.getvalue(), start, start + 6)
    assert box.bottom < 300 - 175 < box.top  # pixels from the lower edge
    drawn = Image.open(BytesIO(ocr.image(made.getvalue(), [box])))
    assert drawn.size == (900, 300)


@pytest.mark.usefixtures("extra")
def test_the_images_of_a_tiff_file_are_its_pages():
    made = BytesIO()
    pages = [Image.open(BytesIO(NOTE)).convert("L") for _ in range(2)]
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    found = ocr.read(made.getvalue(), name="", declared=Declared()).text
    assert found == "\f".join(["The water stood 4.20 m high.\nNobody was warned."] * 2)
    assert {box.page for box in ocr.boxes(made.getvalue(), found.index("\f") + 1, len(found))} == {2}


@pytest.mark.usefixtures("extra")
def test_a_picture_without_words_is_unreadable():
    made = BytesIO()
    Image.new("L", (400, 300), "white").save(made, "PNG")
    with pytest.raises(Unreadable, match="has no words that a machine can read"):
        read(made.getvalue())


@pytest.mark.usefixtures("extra")
def test_a_scan_without_words_is_unreadable_and_says_that_it_was_tried():
    made = BytesIO()
    Image.new("1", (400, 300), 0).save(made, "PDF")
    with pytest.raises(Unreadable, match="has no words on its pages that a machine can read"):
        ocr.read(made.getvalue(), name="", declared=Declared())


@pytest.mark.parametrize(
    ("said", "score", "is_sure"),
    [
        ("The siren did not sound.", 0.98, True),
        ("The siren", 0.88, False),
        (" ,      .", 0.96, False),
        ("4.20 m", 0.93, True),
    ],
)
def test_a_line_that_is_not_sure_is_left_out(said, score, is_sure):
    assert _recognition._is_sure(said, score) is is_sure
