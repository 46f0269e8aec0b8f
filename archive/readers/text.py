"""Plain text: its own characters. It states nothing of itself."""

from __future__ import annotations

from archive.readers import Declared, Reading, incomplete
from archive.text.canonical import decode

READER = "text/1"
MEDIA_TYPES = ("text/plain",)
SUFFIXES = (".txt", ".text")


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    decoded = decode(data, declared.encoding)
    return Reading(decoded.text, MEDIA_TYPES[0], READER, decoded.label, incomplete(decoded))
