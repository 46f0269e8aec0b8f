"""PDF: what pdfium finds on each page, in the order of the file, pages parted by form feeds.

A PDF holds glyphs at places, and neither lines nor words. pdfium makes characters of them, with the line ends of the
page, and these are kept: a citation is then easily found on the page. What is decided here:

* A hyphen at the end of a line stays, as a soft hyphen (U+00AD), and the word goes on at once: that is what the page
  shows, and nobody can know whether the hyphen is the word's own. Searches do not see it (*dam-age* is found as
  *damage*). Before a digit, or a capital after a small letter, no word is broken: there it is a hyphen (*Covid-19*).
* Where lines are farther apart than is usual on their page, a blank line is put in: a paragraph ends, or a headline.
* A glyph of which the file does not say what character it is becomes U+FFFD; so does a control character.
* What pdfium finds may change with its next build, without a change of `READER`, which numbers our own code. So the
  build is recorded beside the reader's name (`engine`), and is no part of what identifies a version: in the name, each
  new build would make a new version of every PDF that is added again, nearly all of them with the same text. Whoever
  reads an original again and gets another text compares the builds: by another one it is not checked, and not altered.
* The date of creation is no date of publication, and not stated.

Positions: `_Page.at` has, for each character of a page's text, its number among pdfium's characters (-1: pdfium has
none), and so its box. `read` and `boxes` make the text by the same function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from ctypes import byref, c_double
from dataclasses import dataclass
from io import BytesIO
from statistics import median_low
from typing import TYPE_CHECKING, Any

from archive.errors import Unreadable, UsageError
from archive.readers import Box, Declared, Part, Reading, Stated

if TYPE_CHECKING:
    from PIL.Image import Image

READER = "pdf/1"
MEDIA_TYPES = ("application/pdf", "application/x-pdf")
SUFFIXES = (".pdf",)
ISOLATED = True

_MAGIC = re.compile(rb"[\x00\s\xef\xbb\xbf]{0,64}%PDF-\d")
_MOST_PAGES = 10_000
_MOST_CHARACTERS = 20_000_000
_MOST_PARTS, _MOST_PART_BYTES = 100, 64 * 2**20

_APART = 1.4  # times the usual distance of two lines: a paragraph ends between them
_HYPHEN = 0x02
_NEWLINES = re.compile("\r\n?")
_UNKNOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PLACEHOLDERS = frozenset({"untitled", "anonymous", "unspecified", "(anonymous)", "(unspecified)"})

_SHARPNESS = 2.0  # pixels a point: 144 dpi
_MOST_PIXELS = 2400  # of a side
_MOST_DRAWN = 4  # pages of one image
_MARKER, _EDGE = (255, 232, 105), (214, 120, 0)


@dataclass(frozen=True, slots=True)
class _Page:
    """`at` is as long as `text`; `pictured`: there is something on the page that is not text."""

    text: str
    at: Sequence[int] = ()
    pictured: bool = False
    damaged: bool = False


def recognises(data: bytes) -> bool:
    return _MAGIC.match(data) is not None


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    with _document(data) as document:
        pages = list(_pages(document))
        text = "\f".join(page.text for page in pages)
        if not text.strip():
            raise _no_text(pages)
        parts, too_many = _parts(document)
        codes = set(_codes(pages)) | ({"parts-left-out"} if too_many else set())
        codes |= {"pages-left-out"} if len(pages) < len(document) else set()
        codes |= {"form-left-out"} if document.get_formtype() else set()
        stated = dict(_stated(document))
        return Reading(text, MEDIA_TYPES[0], READER, "", tuple(sorted(codes)), stated, parts=parts)


def engine() -> str:
    """Such as `pdfium 159.0.8149.0@pdfium-binaries`: its build, and who built it."""
    from pypdfium2 import PDFIUM_INFO

    return f"pdfium {PDFIUM_INFO.version}"


def boxes(data: bytes, start: int, end: int) -> list[Box]:
    """Where the characters `[start, end)` of its text stand: a box for each line, in the order of the text."""
    found: list[Box] = []
    with _document(data) as document:
        offset = 0
        for number in range(min(len(document), _MOST_PAGES)):
            with _text_page(document, number) as (_, textpage):
                at = _page_text(textpage).at if textpage else ()
                first, last = max(start - offset, 0), end - offset
                found += _lines(number + 1, textpage, [index for index in at[first:last] if index >= 0])
            offset += len(at) + 1
            if offset >= end:
                break
    return found


def image(data: bytes, boxes: Sequence[Box]) -> bytes:
    """The pages on which the boxes are, one above the other, the boxes marked, as PNG. Raises UsageError."""
    numbers = sorted({box.page for box in boxes})
    if not 0 < len(numbers) <= _MOST_DRAWN:
        raise UsageError(f"these words stand on {len(numbers)} pages", hint=f"take words on 1 to {_MOST_DRAWN} pages")
    with _document(data) as document:
        document.init_forms()
        drawn = [_drawn(document, number, [box for box in boxes if box.page == number]) for number in numbers]
    written = BytesIO()
    _stacked(drawn).save(written, "PNG")
    return written.getvalue()


# --- the document ---


@contextmanager
def _document(data: bytes) -> Iterator[Any]:
    """Raises Unreadable."""
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("is locked with a password", hint="save it without, and add that") from None
        raise Unreadable("is not a PDF file, or a damaged one", hint="open it, save it anew, and add that") from None
    with closing(document):
        if not len(document):
            raise Unreadable("has no pages")
        yield document


def _pages(document: Any) -> Iterator[_Page]:
    length = 0
    for number in range(min(len(document), _MOST_PAGES)):
        with _text_page(document, number) as (page, textpage):
            read = _page_text(textpage) if textpage else _Page("", damaged=True)
            if textpage and not read.text.strip():
                read = _Page("", pictured=_has_objects(page))
        yield _Page(read.text, (), read.pictured, read.damaged)
        length += len(read.text) + 1
        if length > _MOST_CHARACTERS:
            return


@contextmanager
def _text_page(document: Any, number: int) -> Iterator[tuple[Any, Any]]:
    """A page and its characters, counted from 0; None when it is damaged."""
    from pypdfium2 import PdfiumError

    try:
        page = document.get_page(number)
    except PdfiumError:
        yield None, None
        return
    with closing(page):
        try:
            textpage = page.get_textpage()
        except PdfiumError:
            yield page, None
            return
        with closing(textpage):
            yield page, textpage


def _has_objects(page: Any) -> bool:
    from pypdfium2 import raw

    return bool(raw.FPDFPage_CountObjects(page) > 0)


def _no_text(pages: Sequence[_Page]) -> Unreadable:
    if any(page.damaged for page in pages):
        return Unreadable("has no page that can be read: it is damaged")
    if any(page.pictured for page in pages):
        return Unreadable(
            "has no text: its pages are pictures (scanned?)",
            hint="let a text recognition (OCR) make a PDF with text of it, and add that",
        )
    return Unreadable("is empty")


def _codes(pages: Sequence[_Page]) -> Iterator[str]:
    if any(page.pictured for page in pages):
        yield "pages-without-text"
    if any(page.damaged for page in pages):
        yield "pages-unreadable"
    if any("\ufffd" in page.text for page in pages):
        yield "characters-unknown"


def _stated(document: Any) -> Iterator[tuple[str, Stated]]:
    said = {key: " ".join(_UNKNOWN.sub(" ", text).split()) for key, text in document.get_metadata_dict().items()}
    said = {key: text for key, text in said.items() if text and text.lower() not in _PLACEHOLDERS}
    if "Title" in said:
        yield "title", Stated(said["Title"], "pdf title")
    if "Author" in said:
        yield "authors", Stated((said["Author"],), "pdf author")
    tags = tuple(filter(None, (word.strip() for word in re.split("[,;]", said.get("Keywords", "")))))
    if tags:
        yield "tags", Stated(tags, "pdf keywords")


def _parts(document: Any) -> tuple[tuple[Part, ...], bool]:
    """The files that are attached to it, and whether there are more than are taken."""
    from pypdfium2 import PdfiumError

    parts: list[Part] = []
    room, count = _MOST_PART_BYTES, document.count_attachments()
    for number in range(min(count, _MOST_PARTS)):
        try:
            attachment = document.get_attachment(number)
            name, data = _UNKNOWN.sub("\ufffd", attachment.get_name()), bytes(attachment.get_data())
        except PdfiumError:
            continue
        if len(data) <= room:
            parts.append(Part(name or f"attachment {number + 1}", data))
            room -= len(data)
    return tuple(parts), len(parts) < count


# --- the characters of a page ---


def _page_text(textpage: Any) -> _Page:
    """Canonical text, without white space at the page's end, and whence each character is."""
    characters, at = _characters(textpage)
    for place in reversed(_paragraphs(textpage, characters, at)):
        characters.insert(place, "\n")
        at.insert(place, -1)
    text = "".join(characters).rstrip()
    return _Page(text, at[: len(text)])


def _characters(textpage: Any) -> tuple[list[str], list[int]]:
    from pypdfium2 import raw

    handle, count = textpage.raw, textpage.count_chars()
    codes = [raw.FPDFText_GetUnicode(handle, index) for index in range(count)]
    characters: list[str] = []
    at: list[int] = []
    for index, code in enumerate(codes):
        before, after = chr(codes[index - 1]) if index else "", chr(codes[index + 1]) if index + 1 < count else ""
        if code == _HYPHEN and raw.FPDFText_IsHyphen(handle, index) == 1:
            char = _hyphen(before, after)
        elif code == 0x0D:
            if after == "\n":
                continue
            char = "\n"
        elif "\udc00" <= chr(code) <= "\udfff" and "\ud800" <= before <= "\udbff":
            characters[-1] = (before + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
            continue
        else:
            char = chr(code)
        characters.append(char)
        at.append(index)
    return [_UNKNOWN.sub("\ufffd", char) for char in characters], at


def _hyphen(before: str, after: str) -> str:
    broken = after.islower() or (after.isupper() and before.isupper())
    return "\u00ad" if broken else "-"


def _paragraphs(textpage: Any, characters: Sequence[str], at: Sequence[int]) -> list[int]:
    """The places of line ends behind which a paragraph ends.

    What is compared is the last character of a line and the first of the next: a line with a soft hyphen is two.
    """
    ends = [place for place, char in enumerate(characters) if char == "\n" and 0 < place < len(at) - 1]
    falls = [_height(textpage, at[end - 1]) - _height(textpage, at[end + 1]) for end in ends]
    usual = median_low([fall for fall in falls if fall > 1] or [0])
    return [end for end, fall in zip(ends, falls, strict=True) if fall > _APART * usual]


def _height(textpage: Any, index: int) -> float:
    """Of the line on which a character stands: points above the page's lower edge."""
    from pypdfium2 import raw

    x, y = c_double(), c_double()
    return y.value if raw.FPDFText_GetCharOrigin(textpage, index, byref(x), byref(y)) else 0.0


# --- places and pictures ---


def _lines(page: int, textpage: Any, indices: Sequence[int]) -> Iterator[Box]:
    """One box for what stands side by side."""
    line: Box | None = None
    for box in filter(None, (_box(page, textpage, index) for index in indices)):
        middle = (box.bottom + box.top) / 2
        if line and line.bottom < middle < line.top and box.left > line.left:
            line = Box(
                page, line.left, min(line.bottom, box.bottom), max(line.right, box.right), max(line.top, box.top)
            )
            continue
        if line:
            yield line
        line = box
    if line:
        yield line


def _box(page: int, textpage: Any, index: int) -> Box | None:
    """None for what covers nothing, such as a line end."""
    from pypdfium2 import raw

    rect = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(textpage, index, byref(rect)):
        return None
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    return Box(page, left, bottom, right, top) if left < right and bottom < top else None


def _drawn(document: Any, number: int, boxes: Sequence[Box]) -> Image:
    from PIL import Image, ImageChops, ImageDraw

    with closing(document.get_page(number - 1)) as page:
        scale = min(_SHARPNESS, _MOST_PIXELS / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale)
        to_pixels = bitmap.get_posconv(page).to_bitmap
        drawn = bitmap.to_pil().convert("RGB")
        marks = Image.new("RGB", drawn.size, "white")
        pen = ImageDraw.Draw(marks)
        for box in boxes:
            corners = to_pixels(_near(box.left), _near(box.top)), to_pixels(_near(box.right), _near(box.bottom))
            (left, right), (top, bottom) = map(sorted, zip(*corners, strict=True))
            edges = (
                max(left - 2, -9),
                max(top - 2, -9),
                min(right + 2, drawn.width + 9),
                min(bottom + 2, drawn.height + 9),
            )
            if edges[0] < edges[2] and edges[1] < edges[3]:
                pen.rectangle(edges, fill=_MARKER, outline=_EDGE)
    return ImageChops.multiply(drawn, marks)


def _near(points: float) -> float:
    """A damaged file puts characters anywhere; what is far off the page is not worth drawing."""
    return min(max(points, -1e5), 1e5)


def _stacked(pages: Sequence[Image]) -> Image:
    from PIL import Image

    gap = 12
    size = max(page.width for page in pages), sum(page.height + gap for page in pages) - gap
    whole = Image.new("RGB", size, (120, 120, 120))
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height + gap
    return whole
