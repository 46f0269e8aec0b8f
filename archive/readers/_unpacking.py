"""Unpacking within limits: what is small may unpack to what fills the memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from archive.errors import Unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST = 256 * 2**20  # bytes of one member of a container
BLOCK = 65_536
MOST_TIMES = 300  # how much larger than what was packed; real documents reach 100
_SURE = 16 * 2**20  # bytes that may be unpacked however few they come from

GZIP, ZLIB, BARE = 31, 15, -15
"""How deflated bytes are wrapped, as zlib counts."""

TOO_LARGE = f"is larger than {LARGEST // 2**20} MiB: take it out, and add it by itself"


class TooLarge(Unreadable):
    """Unpacked it is more than is taken."""


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """What is left of a stream."""
    return iter(lambda: stream.read(BLOCK), b"")


def inflated(packed: Iterable[bytes], wrapping: int) -> Iterator[bytes]:
    """The unpacked bytes, in pieces of at most BLOCK; of gzip all members, whatever pads them left alone.

    Raises Unreadable where the rest is damaged or missing, TooLarge where it is out of all proportion.
    """
    unpacker, taken, given = zlib.decompressobj(wrapping), 0, 0
    for block in packed:
        taken += len(block)
        while block:
            if unpacker.eof:
                if wrapping != GZIP or not (block := block.lstrip(b"\0")).startswith(b"\x1f"):
                    break
                unpacker = zlib.decompressobj(wrapping)
            for piece in _pieces(unpacker, block):
                given += len(piece)
                if given > _SURE and given > MOST_TIMES * taken:
                    raise TooLarge(f"is more than {MOST_TIMES} times larger than it is packed: no document is")
                yield piece
            block = unpacker.unused_data
    if not unpacker.eof:
        raise Unreadable("is cut off")


def _pieces(unpacker: zlib._Decompress, block: bytes) -> Iterator[bytes]:
    """What one block unpacks to."""
    while True:
        try:
            piece = unpacker.decompress(block, BLOCK)
        except zlib.error:
            raise Unreadable("is damaged") from None
        if piece:
            yield piece
        block = unpacker.unconsumed_tail
        if unpacker.eof or not (block or len(piece) == BLOCK):
            return


def collected(pieces: Iterable[bytes], largest: int = LARGEST) -> tuple[bytes, str]:
    """All of them as one, and why it is not whole, or the empty string. Raises TooLarge."""
    whole = io.BytesIO()  # it hands its bytes over without a copy
    try:
        for piece in pieces:
            whole.write(piece)
            if whole.tell() > largest:
                raise TooLarge(TOO_LARGE)
    except TooLarge:
        raise
    except Unreadable as error:
        return whole.getvalue(), error.message
    return whole.getvalue(), ""


def beginning(data: bytes) -> bytes:
    """The first bytes that gzip-packed `data` unpacks to; empty for what is not packed so."""
    try:
        return zlib.decompressobj(GZIP).decompress(data, 512)
    except zlib.error:
        return b""


class Inflating(io.RawIOBase):
    """A gzip-packed stream, unpacked. It ends where the rest is damaged, and `damage` says so."""

    def __init__(self, stream: BinaryIO) -> None:
        self.damage = ""
        self._pieces = inflated(blocks(stream), GZIP)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        into = memoryview(buffer).cast("B")
        if not self._left:
            try:
                self._left = memoryview(next(self._pieces, b""))
            except Unreadable as error:
                self.damage = error.message
        count = min(len(into), len(self._left))
        into[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
