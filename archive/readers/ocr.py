"""What a machine reads in pictures: scanned PDF pages, and PNG, JPEG and TIFF images. Only when it is asked for.

Its text is a guess, however good: it is marked as machine-read wherever it is shown, and never takes the place of a
text that a document itself has. Of a PDF the pages that have one are read as the reader `pdf` reads them. What is
decided:

* The libraries and models are an extra. Their versions stand in `engine`; the same picture gives the same text with the
  same ones on the same kind of computer, and no more is promised.
* A page is drawn, or a picture made smaller, so that its longer side has 2,000 pixels: an A4 page at 171 dpi.
* Of an image file boxes are in its pixels, upright as its EXIF says; the images of a TIFF file are its pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from archive.errors import Unreadable, UsageError
from archive.model.codes import MACHINE_READ
from archive.readers import Box, Declared, Reading, _pdf, _recognition
from archive.readers._drawing import lines, marked, stacked

if TYPE_CHECKING:
    from PIL.Image import Image

READER = "ocr/1"
MEDIA_TYPES = ("image/png", "image/jpeg", "image/tiff")
SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
ISOLATED = True
ON_REQUEST = True
SECONDS = 3600  # of CPU: a page takes one to six

_MAGIC = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"II*\0": "TIFF", b"MM\0*": "TIFF"}
_TYPES = dict(zip(("PNG", "JPEG", "TIFF"), MEDIA_TYPES, strict=True))
_MOST_PIXELS = 100_000_000  # of one picture
_MOST_PAGES = 1_000
_MOST_DRAWN, _DRAWN_SIDE = 4, 2400


def takes(data: bytes) -> bool:
    """Whether it may find something in these bytes, when it is asked."""
    return _pdf.recognises(data) or data.startswith(tuple(_MAGIC))


def engine() -> str:
    """Raises UsageError without the extra."""
    return f"{_recognition.engine()}, {_pdf.engine()}"


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract. Raises UsageError without the extra."""
    if _pdf.recognises(data):
        return _pdf.read(data, READER, _page)
    with _pictures(data) as (format, count, pictures):
        found = [_recognition.recognised(picture) for picture in pictures]
    text = "\f".join(page.text for page in found)
    if not text.strip():
        raise Unreadable("has no words that a machine can read")
    codes = {MACHINE_READ} | ({"lines-unread"} if any(page.unread for page in found) else set())
    codes |= {"pages-left-out"} if count > len(found) else set()
    return Reading(text, _TYPES[format], READER, "", tuple(sorted(codes)))


def boxes(data: bytes, start: int, end: int) -> list[Box]:
    """Where the characters `[start, end)` of its text stand: recognises the pages again, up to the last of them."""
    if _pdf.recognises(data):
        return _pdf.boxes(data, start, end, _page)
    found: list[Box] = []
    offset = 0
    with _pictures(data) as (_, _, pictures):
        for number, picture in enumerate(pictures, 1):
            page = _recognition.recognised(picture)
            places = page.places[max(start - offset, 0) : max(end - offset, 0)]
            found += lines(_box(number, picture.height, edges) for edges in places if edges)
            offset += len(page.text) + 1
            if offset >= end:
                break
    return found


def image(data: bytes, boxes: Sequence[Box]) -> bytes:
    """The pages on which the boxes are, the boxes marked, as PNG. Raises UsageError."""
    if _pdf.recognises(data):
        return _pdf.image(data, boxes)
    numbers = {box.page for box in boxes}
    if not 0 < len(numbers) <= _MOST_DRAWN:
        raise UsageError(f"these words stand on {len(numbers)} pages", hint=f"take words on 1 to {_MOST_DRAWN} pages")
    with _pictures(data) as (_, _, pictures):
        drawn = [
            marked(picture, [_corners(picture.height, box) for box in boxes if box.page == number])
            for number, picture in enumerate(pictures, 1)
            if number in numbers
        ]
    return stacked(drawn)


def _page(page: Any, number: int) -> _pdf.Page:
    """What is on a page of a PDF that is a picture."""
    bitmap, position = _pdf.rendered(page, _recognition.SIDE / max(*page.get_size(), 1))
    seen = _recognition.recognised(bitmap.to_pil().convert("RGB"))

    def placed(edges: _recognition.Edges) -> Box:
        left, top, right, bottom = map(round, edges)
        across, down = zip(position.to_page(left, top), position.to_page(right, bottom), strict=True)
        return Box(number, min(across), min(down), max(across), max(down))

    places = [edges and placed(edges) for edges in seen.places]
    return _pdf.Page(seen.text, pictured=not seen.text, places=places, recognised=bool(seen.text), unread=seen.unread)


@contextmanager
def _pictures(data: bytes) -> Iterator[tuple[str, int, Iterator[Image]]]:
    """An image file's format, how many images it holds, and these, upright. Raises Unreadable."""
    from PIL import Image

    format = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), "")
    if not format:
        raise Unreadable("is no PDF file and no PNG, JPEG or TIFF image")
    try:
        with Image.open(BytesIO(data), formats=(format,)) as file:
            count = getattr(file, "n_frames", 1) if format == "TIFF" else 1
            yield format, count, (_upright(file, number) for number in range(min(count, _MOST_PAGES)))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Unreadable("is an image that is damaged") from None


def _upright(file: Image, number: int) -> Image:
    from PIL import Image, ImageOps

    file.seek(number)
    if file.width * file.height > _MOST_PIXELS:
        raise Unreadable(f"has more than {_MOST_PIXELS // 10**6} million pixels")
    turned = ImageOps.exif_transpose(file)
    clear = turned.convert("RGBA") if turned.has_transparency_data else turned.convert("RGB")
    whole = Image.new("RGB", clear.size, "white")  # paper, where nothing is
    whole.paste(clear, mask=clear if clear.mode == "RGBA" else None)
    whole.thumbnail((_DRAWN_SIDE, _DRAWN_SIDE))
    return whole


def _box(page: int, height: int, edges: _recognition.Edges) -> Box:
    left, top, right, bottom = edges
    return Box(page, left, height - bottom, right, height - top)


def _corners(height: int, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box.left, height - box.top), (box.right, height - box.bottom)
