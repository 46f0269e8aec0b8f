"""Safari's web archive, a binary property list: the page alone is read.

A span leads back to the bytes of the page that it holds.
"""

from __future__ import annotations

import plistlib
from typing import Any

from archive.errors import Unreadable
from archive.readers import Declared, Reading, Source
from archive.readers._page import page, source_of
from archive.readers._saved_page import reading

READER = "webarchive/1"
MEDIA_TYPES = ("application/x-webarchive",)
SUFFIXES = (".webarchive",)
ISOLATED = True

_PAGES = ("text/html", "application/xhtml+xml")


def recognises(data: bytes) -> bool:
    return data.startswith(b"bplist00") and b"WebMainResource" in data


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    main = _opened(data)
    said = [("url", [_text(main, "URL")], "web archive")]
    return reading(main["WebResourceData"], _declared(main), MEDIA_TYPES[0], READER, said)


def source(data: bytes, start: int, end: int, *, declared: Declared) -> Source:
    """See the folder's contract."""
    main = _opened(data)
    packed = main["WebResourceData"]
    return source_of(page(packed, _declared(main)), packed, start, end, _text(main, "URL") or "the page")


def _opened(data: bytes) -> dict[str, Any]:
    """The main resource, whose data are bytes of a page."""
    if not data.startswith(b"bplist00"):
        raise Unreadable("is no binary property list, as a web archive is")
    try:
        whole = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except (
        plistlib.InvalidFileException,
        RecursionError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise Unreadable("is a broken web archive") from error
    main = whole.get("WebMainResource") if isinstance(whole, dict) else None
    if not isinstance(main, dict) or not isinstance(main.get("WebResourceData"), bytes):
        raise Unreadable("is a web archive without a page")
    kind = _text(main, "MIMEType")
    if kind not in _PAGES:
        raise Unreadable(f"is a web archive of {kind or 'something'}, not of a page")
    return main


def _declared(main: dict[str, Any]) -> Declared:
    return Declared(_text(main, "MIMEType"), _text(main, "TextEncodingName") or None)


def _text(main: dict[str, Any], name: str) -> str:
    value = main.get(f"WebResource{name}")
    return " ".join(value.split())[:2_000] if isinstance(value, str) else ""
