"""gzip: one file, packed. A web archive that is packed so is none of these: see `warc`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive.readers import Member
from archive.readers._unpacking import GZIP, TooLarge, beginning, blocks, collected, inflated
from archive.readers._web import is_web_archive

CONTAINER = "gzip/1"
SUFFIXES = (".gz",)


def recognises(data: bytes) -> bool:
    """Its magic number and the only method there is, and no web archive inside."""
    return data.startswith(b"\x1f\x8b\x08") and not is_web_archive(beginning(data))


def members(stream: BinaryIO, *, name: str) -> Iterator[Member]:
    """See the folder's contract. The file is called what the packed one is, without `.gz`."""
    inner = name[:-3] if name.lower().endswith(".gz") and len(name) > 3 else name
    try:
        data, damage = collected(inflated(blocks(stream), GZIP))
    except TooLarge as error:
        yield Member(inner, b"", error=error.message)
        return
    if data:
        yield Member(inner, data, incomplete=("cut-off",) if damage else ())
    else:
        yield Member(inner, b"", error=damage or "is empty")
