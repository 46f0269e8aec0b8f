"""Places on pages, and pages with places marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from archive.readers import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_MARKER, _EDGE = (255, 232, 105), (214, 120, 0)

Point = tuple[float, float]


def lines(boxes: Iterable[Box]) -> Iterator[Box]:
    """One box for what stands side by side."""
    line: Box | None = None
    for box in boxes:
        middle = (box.bottom + box.top) / 2
        if line and box.page == line.page and line.bottom < middle < line.top and box.left >= line.left:
            edges = min(line.bottom, box.bottom), max(line.right, box.right), max(line.top, box.top)
            line = Box(line.page, line.left, *edges)
            continue
        if line:
            yield line
        line = box
    if line:
        yield line


def marked(drawn: Image, corners: Sequence[tuple[Point, Point]]) -> Image:
    """A picture with rectangles marked, each given by two opposite corners, in pixels from the upper left."""
    from PIL import Image, ImageChops, ImageDraw

    marks = Image.new("RGB", drawn.size, "white")
    pen = ImageDraw.Draw(marks)
    for one in corners:
        (left, right), (top, bottom) = map(sorted, zip(*one, strict=True))
        edges = (
            max(left - 2, -9),
            max(top - 2, -9),
            min(right + 2, drawn.width + 9),
            min(bottom + 2, drawn.height + 9),
        )
        if edges[0] < edges[2] and edges[1] < edges[3]:
            pen.rectangle(edges, fill=_MARKER, outline=_EDGE)
    return ImageChops.multiply(drawn, marks)


def stacked(pages: Sequence[Image]) -> bytes:
    """Pictures one above the other, as PNG."""
    from PIL import Image

    gap = 12
    size = max(page.width for page in pages), sum(page.height + gap for page in pages) - gap
    whole = Image.new("RGB", size, (120, 120, 120))
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height + gap
    written = BytesIO()
    whole.save(written, "PNG")
    return written.getvalue()
