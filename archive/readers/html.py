"""HTML: the visible text of a page (`_page`), the part of it that is the article (`_article`), what it says of itself
(`_stated`). The bytes are the evidence: each character of the text leads back to them.
"""

from __future__ import annotations

import re

from archive.readers import Declared, Reading, Source
from archive.readers._article import article, selector
from archive.readers._page import page, source_of
from archive.readers._stated import stated, titles

READER = "html/1"
MEDIA_TYPES = ("text/html", "application/xhtml+xml")
SUFFIXES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
ISOLATED = True

_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,999}(?:<\?xml\b[^>]{0,999}>\s{0,999})?(?:<!--(?:[^-]|-(?!->)){0,9999}-->\s{0,999}){0,9}"
    rb"<(?:!doctype\s{1,99}html|html|head|body)\b",
    re.IGNORECASE,
)


def recognises(data: bytes) -> bool:
    """Whether it begins as only a page does, after comments."""
    return _BEGINNING.match(data) is not None


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    found = page(data, declared)
    said = stated(found)
    spans, codes = article(found, titles(found, said))
    incomplete = tuple(sorted({*found.incomplete, *codes}))
    chosen_by = selector() if spans else ""
    return Reading(found.text, MEDIA_TYPES[0], READER, found.encoding, incomplete, said, spans, selector=chosen_by)


def source(data: bytes, start: int, end: int, *, declared: Declared) -> Source:
    """See the folder's contract."""
    return source_of(page(data, declared), data, start, end)
