"""HTML: the visible text of a page (`_page`), the part of it that is the article (`_article`), what it says of itself
(`_stated`). The bytes are the evidence: each character of the text leads back to them.
"""

from __future__ import annotations

import codecs
import re

from archive.readers import Declared, Reading, Source
from archive.readers._page import XHTML, page, source_of
from archive.readers._saved_page import reading

READER = "html/1"
MEDIA_TYPES = ("text/html", XHTML)
SUFFIXES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
ISOLATED = True

_HEAD = 16_384  # bytes of UTF-16 that are looked at
_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,999}(?:<\?xml\b[^>]{0,999}>\s{0,999})?(?:<!--(?:[^-]|-(?!->)){0,9999}-->\s{0,999}){0,9}"
    rb"<(?:!doctype\s{1,99}html|html|head|body)\b",
    re.IGNORECASE,
)


def recognises(data: bytes) -> bool:
    """Whether it begins as only a page does, after comments."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data[:_HEAD].decode("utf-16", "ignore").encode()
    return _BEGINNING.match(data) is not None


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    return reading(data, declared, MEDIA_TYPES[0], READER)


def source(data: bytes, start: int, end: int, *, declared: Declared) -> Source:
    """See the folder's contract."""
    return source_of(page(data, declared), data, start, end)
