"""WARC, and its forerunner ARC: what a crawler recorded, packed with gzip or not. `_web` says what is taken of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from archive.readers import Member
from archive.readers._unpacking import BLOCK, Inflating, beginning
from archive.readers._web import Crawl, Lines, is_web_archive

CONTAINER = "warc/1"
SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")


def recognises(data: bytes) -> bool:
    """The first record's first line, packed or not."""
    return is_web_archive(data) or is_web_archive(beginning(data))


def members(stream: BinaryIO, *, name: str) -> Iterator[Member]:
    """See the folder's contract."""
    crawl = Crawl()
    yield from documents(crawl, stream, name)
    yield from crawl.left(name)


def documents(crawl: Crawl, stream: BinaryIO, name: str) -> Iterator[Member]:
    """The documents of one file of a crawl; what cannot be read of it is an error under its name."""
    start = stream.tell()
    is_packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(start)
    if not is_packed:
        yield from crawl.members(Lines(stream), name)
        return
    unpacked = Inflating(stream)
    yield from crawl.members(Lines(cast(BinaryIO, io.BufferedReader(unpacked, BLOCK))), name)
    if unpacked.damage:
        yield Member(name, b"", error=f"{unpacked.damage}: what follows could not be read")
