"""MHTML, a page that a browser saved with all that belongs to it (RFC 2557): the page alone is read.

A span leads back to the bytes of the page as it was packed, its transfer encoding taken off. Where it was saved from
and when stand in the file's headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser

from archive.errors import Unreadable
from archive.readers import Declared, Reading, Source
from archive.readers._page import page, source_of
from archive.readers._saved_page import reading
from archive.readers._stated import Claim

READER = "mhtml/1"
MEDIA_TYPES = ("multipart/related", "application/x-mimearchive", "message/rfc822+mhtml")
SUFFIXES = (".mhtml", ".mht")
ISOLATED = True

_HEAD = 8192  # bytes in which the headers stand
_SAVED = re.compile(rb"^(?:snapshot-content-location:|from:[^\n]{0,200}\bsaved by\b)", re.IGNORECASE | re.MULTILINE)
_HEADER = re.compile(rb"[!-9;-~]{1,60}:")


def recognises(data: bytes) -> bool:
    """Whether it begins with the headers that browsers write."""
    head = data[:_HEAD]
    return bool(_HEADER.match(head) and _SAVED.search(head)) and b"multipart/related" in head.lower()


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    whole, root = _opened(data)
    return reading(_bytes(root), _declared(root), MEDIA_TYPES[0], READER, _said(whole, root))


def source(data: bytes, start: int, end: int, *, declared: Declared) -> Source:
    """See the folder's contract."""
    _, root = _opened(data)
    packed = _bytes(root)
    part = " ".join(str(root.get("content-location", "the page")).split())
    return source_of(page(packed, _declared(root)), packed, start, end, part)


def _opened(data: bytes) -> tuple[Message, Message]:
    """The file and the page in it: the part that `start` names, else the first that is HTML."""
    try:
        whole = BytesParser(policy=policy.compat32).parsebytes(data)
        parts = [part for part in whole.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    except (MessageError, RecursionError, LookupError, TypeError, ValueError) as error:
        raise Unreadable("cannot be read as MHTML: its parts are broken") from error
    start = str(whole.get_param("start") or "")
    named = [part for part in parts if start and str(part.get("content-id", "")).strip() == start]
    if not parts:
        raise Unreadable("has no HTML page in it")
    return whole, (named or parts)[0]


def _bytes(root: Message) -> bytes:
    packed = root.get_payload(decode=True)
    if not isinstance(packed, bytes):
        raise Unreadable("cannot be read as MHTML: its page is broken")
    return packed


def _declared(root: Message) -> Declared:
    return Declared(root.get_content_type(), root.get_content_charset())


def _said(whole: Message, root: Message) -> Iterator[Claim]:
    yield "url", [str(whole.get("snapshot-content-location", ""))], "MHTML Snapshot-Content-Location"
    yield "url", [str(root.get("content-location", ""))], "MHTML Content-Location"
    yield "captured", [str(whole.get("date", ""))], "MHTML Date"
