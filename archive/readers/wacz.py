"""WACZ: the WARC files of a crawl in a ZIP file, with a list of their digests, which are compared."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

from archive.errors import Unreadable
from archive.readers import Member
from archive.readers._unpacking import BLOCK
from archive.readers._web import Crawl

CONTAINER = "wacz/1"
SUFFIXES = (".wacz",)

MOST_DIRECTORY = 2**20  # bytes of the ZIP file's list of what it holds
MOST_PACKAGE = 4 * 2**20  # bytes of datapackage.json
_LISTED = re.compile(rb"(?:archive/|indexes/|pages/|logs/|datapackage(?:-digest)?\.json)")
_WARC = re.compile(r"archive/[^/\\]{1,200}\.warc(\.gz)?", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, KeyError)


def recognises(data: bytes) -> bool:
    """A ZIP file that begins with one of the files that a WACZ holds."""
    return data.startswith(b"PK\x03\x04") and _LISTED.match(data, 30) is not None


def members(stream: BinaryIO, *, name: str) -> Iterator[Member]:
    """See the folder's contract. A member is called by its address and time: in which WARC it lies is no matter."""
    crawl = Crawl()
    try:
        with _opened(stream) as archive:
            digests = _digests(archive)
            for file in sorted(filter(_WARC.fullmatch, {*archive.namelist()})):
                yield from _warc(crawl, archive, file, digests.get(file, ""))
    except Unreadable as error:
        yield Member(name, b"", error=error.message)
    yield from crawl.left(name)


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    """Raises Unreadable when it is none, or holds no WARC."""
    if _directory_size(stream) > MOST_DIRECTORY:
        raise Unreadable("has more files than a web archive has")
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGED:
        raise Unreadable("is damaged, or no ZIP file") from None
    if not any(map(_WARC.fullmatch, archive.namelist())):
        raise Unreadable("is a ZIP archive without a WARC: unpack it, and add what it holds")
    return archive


def _directory_size(stream: BinaryIO) -> int:
    """What the end of a ZIP file says of its list: the library reads it whole, whatever its size."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - BLOCK - 22))
    tail = stream.read(BLOCK + 22)
    at, large = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    return int.from_bytes(tail[large + 40 : large + 48], "little") if size == 0xFFFF_FFFF and large >= 0 else size


def _digests(archive: zipfile.ZipFile) -> dict[str, str]:
    """File → `sha256:…`, as the crawler listed them; none where it listed none that can be read."""
    try:
        with archive.open("datapackage.json") as listed:
            package: Any = json.loads(listed.read(MOST_PACKAGE))
        found = {one["path"]: one["hash"] for one in package["resources"] if "hash" in one}
        return {file: digest for file, digest in found.items() if str(digest).startswith("sha256:")}
    except (*_DAMAGED, TypeError, RecursionError):
        return {}


def _warc(crawl: Crawl, archive: zipfile.ZipFile, file: str, digest: str) -> Iterator[Member]:
    if archive.getinfo(file).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield Member(file, b"", error="is packed in a way that is not unpacked")  # the others unpack without a limit
        return
    try:
        with archive.open(file) as stream:
            yield from crawl.file(cast(BinaryIO, stream), file)
        if digest and _digest(archive.open(file)) != digest:
            yield Member(file, b"", error="is altered: its digest is not the one in datapackage.json")
    except _DAMAGED:
        yield Member(f"{file} (the rest)", b"", error="is damaged: it could not be read")


def _digest(stream: IO[bytes]) -> str:
    with stream:
        digest = hashlib.sha256()
        while block := stream.read(BLOCK):
            digest.update(block)
        return f"sha256:{digest.hexdigest()}"
