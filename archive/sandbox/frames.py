"""What parent and child say to one another: frames of a JSON object and raw bytes. Never pickle: it would be run.

4 bytes length of the JSON · 8 bytes length of the raw bytes (both big-endian) · JSON in UTF-8 · raw bytes
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

_LENGTHS = struct.Struct(">IQ")


class Garbled(Exception):
    """What came is no frame, or a larger one than is allowed."""


class TooMuch(Garbled):
    """A frame that is larger than is allowed."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message."""

    header: dict[str, Any]
    raw: bytes


def write(stream: BinaryIO, header: Mapping[str, Any], raw: Iterable[bytes] = ()) -> None:
    """Raises OSError when the other end is gone."""
    said, pieces = json.dumps(header).encode(), list(raw)
    stream.write(_LENGTHS.pack(len(said), sum(map(len, pieces))))
    stream.write(said)
    for piece in pieces:
        stream.write(piece)
    stream.flush()


def read(stream: BinaryIO, most: int) -> Frame | None:
    """The next frame, of at most so many bytes; None when the other end is gone. Raises Garbled."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    said, size = _LENGTHS.unpack(lengths)
    if said + size > most:
        raise TooMuch(f"a frame of {said + size} bytes")
    header, raw = stream.read(said), stream.read(size)
    if len(header) + len(raw) < said + size:
        return None
    return Frame(_object(header), raw)


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Garbled(f"no JSON: {error}") from None
    if not isinstance(value, dict):
        raise Garbled("no JSON object")
    return value
