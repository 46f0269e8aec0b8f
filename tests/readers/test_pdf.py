"""Characters of a PDF, their places on its pages, and the pages drawn."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from archive.errors import Unreadable, UsageError
from archive.readers import Box, Declared, pdf

DATA = Path(__file__).parents[1] / "data" / "readers" / "pdf"
TWO_PAGES = (DATA / "two-pages.pdf").read_bytes()


def text(data: bytes) -> str:
    return pdf.read(data, name="", declared=Declared()).text


def boxes(words: str, data: bytes = TWO_PAGES) -> list[Box]:
    start = text(data).index(words)
    return pdf.boxes(data, start, start + len(words))


def test_words_have_a_box_where_they_were_drawn():
    (box,) = boxes("did not sound")
    assert box.page == 2
    assert (round(box.left), box.bottom < 746 < box.top) == (72, True)
    assert box.right - box.left == pytest.approx(66, abs=4)  # points, in Helvetica of 11


def test_words_on_several_lines_and_pages_have_a_box_on_each():
    found = boxes("said Ilse\fMaurane, who led the examination. The siren, which had been tested a week before,\ndid")
    assert [box.page for box in found] == [1, 2, 2]
    assert [round(box.left) for box in found[1:]] == [72, 72]


def test_a_word_that_a_line_end_breaks_is_in_two_places():
    assert [box.page for box in boxes("disas\u00adter")] == [1, 1]


def test_a_box_for_each_character_and_none_for_line_ends():
    whole = text(TWO_PAGES)
    for at, char in enumerate(whole):
        found = pdf.boxes(TWO_PAGES, at, at + 1)
        assert len(found) == (0 if char in "\n\f" else 1) or char == " "
        assert all(box.page == whole.count("\f", 0, at) + 1 for box in found)


def test_the_page_is_drawn_with_the_words_marked_and_nothing_else():
    (box,) = boxes("did not sound")
    drawn = Image.open(BytesIO(pdf.image(TWO_PAGES, [box])))
    assert drawn.size == (1190, 1684)
    marked = drawn.crop((int(box.left * 2), int((842 - box.top) * 2), int(box.right * 2), int((842 - box.bottom) * 2)))
    colours = {colour for _, colour in marked.getcolors(1 << 20) or []}
    assert (255, 232, 105) in colours  # the marker
    assert min(map(sum, colours)) < 100  # the letters, still there
    above = drawn.crop((0, 0, 1190, int((842 - box.top) * 2) - 4))
    assert (255, 232, 105) not in {colour for _, colour in above.getcolors(1 << 20) or []}


def test_words_across_a_page_end_draw_both_pages():
    drawn = Image.open(BytesIO(pdf.image(TWO_PAGES, boxes("Ilse\fMaurane"))))
    assert drawn.size == (1190, 2 * 1684 + 12)


def test_no_words_and_words_on_very_many_pages_are_not_drawn():
    for pages in ((), range(1, 9)):
        with pytest.raises(UsageError):
            pdf.image(TWO_PAGES, [Box(page, 0, 0, 9, 9) for page in pages])


def test_attached_files_are_parts():
    reading = pdf.read((DATA / "attachment.pdf").read_bytes(), name="", declared=Declared())
    assert [(part.name, part.data) for part in reading.parts] == [("note.txt", b"The duty desk asked for gate 3.\n")]


@pytest.mark.parametrize("cut", range(0, len(TWO_PAGES), 97))
def test_half_a_file_gives_a_reading_or_unreadable(cut):
    try:
        assert text(TWO_PAGES[:cut]).strip()
    except Unreadable as error:
        assert error.message


@pytest.mark.parametrize(
    ("data", "is_one"), [(b"%PDF-1.4", True), (b"\xef\xbb\xbf\n%PDF-2.0", True), (b"A %PDF-1", False)]
)
def test_it_is_told_by_its_first_bytes(data, is_one):
    assert pdf.recognises(data) is is_one
