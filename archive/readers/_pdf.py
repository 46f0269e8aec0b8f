"""PDF by pdfium, for the readers `pdf` and `ocr`: the characters of its pages with their places, and the pages drawn.

Positions: `Page.at` has, for each character of a page's text, its number among pdfium's characters (-1: pdfium has
none), and so its box; of a page that was recognised `places` has the boxes. Text and boxes are made by one function.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from ctypes import byref, c_double
from dataclasses import dataclass, replace
from statistics import median_low
from typing import TYPE_CHECKING, Any

from archive.errors import Unreadable, UsageError
from archive.model.codes import MACHINE_READ
from archive.readers import Box, Part, Reading, Stated
from archive.readers._drawing import lines, marked, stacked

if TYPE_CHECKING:
    from PIL.Image import Image

MEDIA_TYPES = ("application/pdf", "application/x-pdf")

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
_MOST_RECOGNISED = 1_000  # pages


@dataclass(frozen=True, slots=True)
class Page:
    """`at` is as long as `text`, and so is `places`, which only a page has that was recognised; `pictured`: there is
    something on the page that is not text; `unread`: some of it could not be recognised."""

    text: str
    at: Sequence[int] = ()
    pictured: bool = False
    damaged: bool = False
    places: Sequence[Box | None] = ()
    recognised: bool = False
    unread: bool = False


#: What is on a page without text, a picture: given the page and its number from 1.
Recognise = Callable[[Any, int], Page]


def recognises(data: bytes) -> bool:
    return _MAGIC.match(data) is not None


def read(data: bytes, reader: str, recognise: Recognise | None = None) -> Reading:
    """See the folder's contract. With `recognise` pages without text are read by it, and a document that has no such
    page is Unreadable."""
    with _document(data) as document:
        pages = list(_pages(document, recognise))
        if recognise and not any(page.recognised for page in pages):
            raise _not_recognised(pages)
        text = "\f".join(page.text for page in pages)
        if not text.strip():
            raise _no_text(pages)
        parts, too_many = _parts(document)
        codes = set(_codes(pages)) | ({"parts-left-out"} if too_many else set())
        codes |= {"pages-left-out"} if len(pages) < len(document) else set()
        codes |= {"form-left-out"} if document.get_formtype() else set()
        stated = dict(_stated(document))
        return Reading(text, MEDIA_TYPES[0], reader, "", tuple(sorted(codes)), stated, parts=parts)


def engine() -> str:
    """Such as `pdfium 159.0.8149.0@pdfium-binaries`: its build, and who built it."""
    from pypdfium2 import PDFIUM_INFO

    return f"pdfium {PDFIUM_INFO.version}"


def boxes(data: bytes, start: int, end: int, recognise: Recognise | None = None) -> list[Box]:
    """Where the characters `[start, end)` of its text stand: a box for each line, in the order of the text."""
    found: list[Box] = []
    with _document(data) as document:
        offset = 0
        for number in range(min(len(document), _MOST_PAGES)):
            with _text_page(document, number) as (page, textpage):
                read = _page(page, textpage, number + 1, recognise)
                chosen = slice(max(start - offset, 0), max(end - offset, 0))
                places = read.places[chosen] or (_box(number + 1, textpage, at) for at in read.at[chosen] if at >= 0)
                found += lines(filter(None, places))
            offset += len(read.text) + 1
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
        return stacked([_drawn(document, number, [box for box in boxes if box.page == number]) for number in numbers])


def rendered(page: Any, scale: float) -> Any:
    """The page as a bitmap of `scale` pixels a point, and what turns pixels of it into points and back."""
    bitmap = page.render(scale=scale)
    return bitmap, bitmap.get_posconv(page)


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


def _pages(document: Any, recognise: Recognise | None) -> Iterator[Page]:
    length = recognised = 0
    for number in range(min(len(document), _MOST_PAGES)):
        with _text_page(document, number) as (page, textpage):
            read = _page(page, textpage, number + 1, recognise)
        yield replace(read, at=(), places=())
        length += len(read.text) + 1
        recognised += recognise is not None and (read.recognised or read.pictured)
        if length > _MOST_CHARACTERS or recognised >= _MOST_RECOGNISED:
            return


def _page(page: Any, textpage: Any, number: int, recognise: Recognise | None) -> Page:
    """What is on one page; either is None when it is damaged."""
    read = _page_text(textpage) if textpage else Page("", damaged=True)
    if not textpage or read.text.strip():
        return read
    if not _has_objects(page):
        return Page("")
    return recognise(page, number) if recognise else Page("", pictured=True)


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


def _not_recognised(pages: Sequence[Page]) -> Unreadable:
    if any(page.pictured for page in pages):
        return Unreadable("has no words on its pages that a machine can read")
    return Unreadable("has no page that is only a picture")


def _no_text(pages: Sequence[Page]) -> Unreadable:
    if any(page.damaged for page in pages):
        return Unreadable("has no page that can be read: it is damaged")
    if any(page.pictured for page in pages):
        return Unreadable("has no text: its pages are pictures (scanned?)", hint="--ocr reads them by machine")
    return Unreadable("is empty")


def _codes(pages: Sequence[Page]) -> Iterator[str]:
    if any(page.pictured for page in pages):
        yield "pages-without-text"
    if any(page.recognised for page in pages):
        yield MACHINE_READ
    if any(page.unread for page in pages):
        yield "lines-unread"
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


def _page_text(textpage: Any) -> Page:
    """Canonical text, without white space at the page's end, and whence each character is."""
    characters, at = _characters(textpage)
    for place in reversed(_paragraphs(textpage, characters, at)):
        characters.insert(place, "\n")
        at.insert(place, -1)
    text = "".join(characters).rstrip()
    return Page(text, at[: len(text)])


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
    with closing(document.get_page(number - 1)) as page:
        bitmap, position = rendered(page, min(_SHARPNESS, _MOST_PIXELS / max(*page.get_size(), 1)))
        to_pixels = position.to_bitmap
        corners = [(to_pixels(_near(b.left), _near(b.top)), to_pixels(_near(b.right), _near(b.bottom))) for b in boxes]
        return marked(bitmap.to_pil().convert("RGB"), corners)


def _near(points: float) -> float:
    """A damaged file puts characters anywhere; what is far off the page is not worth drawing."""
    return min(max(points, -1e5), 1e5)
