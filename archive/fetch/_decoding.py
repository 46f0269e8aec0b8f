"""Content-Encoding: what was packed for the way is unpacked, up to a limit: a kilobyte may unpack to a gigabyte."""

from __future__ import annotations

import zlib

from archive.errors import NotFetched
from archive.fetch._wire import too_large

MOST = 3  # encodings one in another
_GZIP = 16 + zlib.MAX_WBITS


def decoded(body: bytes, encodings: str, limit: int) -> bytes:
    """The body of a response with this Content-Encoding. Raises NotFetched."""
    names = [name.strip().lower() for name in encodings.split(",") if name.strip().lower() not in ("", "identity")]
    if len(names) > MOST:
        raise NotFetched(f"is packed {len(names)} times", code="broken-answer")
    for name in reversed(names):
        body = _unpacked(body, name, limit)
    return body


def _unpacked(body: bytes, name: str, limit: int) -> bytes:
    try:
        if name in ("gzip", "x-gzip"):
            return _inflated(body, _GZIP, limit)
        if name == "deflate":
            wrapped = body[:1] != b"" and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
            return _inflated(body, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS, limit)
    except zlib.error:
        raise NotFetched(f"came damaged: its {name} cannot be unpacked", code="broken-answer") from None
    raise NotFetched(f"came packed as {name[:40]}, which was not asked for", code="broken-answer")


def _inflated(body: bytes, form: int, limit: int) -> bytes:
    """All members of a gzip stream, or the one of a deflate stream. Raises zlib.error, NotFetched."""
    parts: list[bytes] = []
    size = 0
    while body.strip(b"\0"):
        member = zlib.decompressobj(form)
        parts.append(member.decompress(body, limit - size + 1))
        size += len(parts[-1])
        if size > limit:
            raise too_large(limit)
        if not member.eof:
            raise zlib.error("cut off")
        body = member.unused_data if form == _GZIP else b""
    return b"".join(parts)
