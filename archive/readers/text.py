"""Plain text: its own characters. It states nothing of itself."""

from __future__ import annotations

import re

from archive.errors import Unreadable
from archive.readers import Declared, Reading, incomplete
from archive.text.canonical import decode

_MARKUP = re.compile(
    rb"(\xef\xbb\xbf)?\s{0,99}(<!--.{0,4096}?-->\s{0,99})?(<\?xml\b|<!doctype\s+html\b|<html\b)",
    re.IGNORECASE | re.DOTALL,
)

READER = "text/1"
MEDIA_TYPES = ("text/plain",)
SUFFIXES = (".txt", ".text")


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract. Mark-up is refused: its tags would be searched and cited as words."""
    if _MARKUP.match(data):
        raise Unreadable("is an HTML or XML page, not plain text", hint="save its text, and add that")
    decoded = decode(data, declared.encoding)
    return Reading(decoded.text, MEDIA_TYPES[0], READER, decoded.label, incomplete(decoded))
