"""WARC, and its forerunner ARC: what a crawler recorded, packed with gzip or not. `_web` says what is taken of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive.readers import Member
from archive.readers._unpacking import beginning
from archive.readers._web import Crawl, is_web_archive

CONTAINER = "warc/1"
SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")


def recognises(data: bytes) -> bool:
    """The first record's first line, packed or not."""
    return is_web_archive(data) or is_web_archive(beginning(data))


def members(stream: BinaryIO, *, name: str) -> Iterator[Member]:
    """See the folder's contract."""
    crawl = Crawl()
    yield from crawl.file(stream, name)
    yield from crawl.left(name)
