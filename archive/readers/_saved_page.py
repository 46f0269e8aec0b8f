"""What a page alone or in a file of a browser's becomes: text, article, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterable

from archive.readers import Declared, Reading
from archive.readers._article import article, selector
from archive.readers._page import page
from archive.readers._stated import Claim, stated, titles


def reading(data: bytes, declared: Declared, media_type: str, reader: str, before: Iterable[Claim] = ()) -> Reading:
    """`before` is what the file around the page says of it. Raises Unreadable."""
    found = page(data, declared)
    said = stated(found, before)
    spans, codes = article(found, titles(found, said))
    return Reading(
        found.text,
        media_type,
        reader,
        found.encoding,
        tuple(sorted({*found.incomplete, *codes})),
        said,
        spans,
        selector=selector() if spans else "",
    )
