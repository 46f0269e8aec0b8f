"""Blobs that begin with a salt, so that the digest by which a record names them confirms no guess at what they hold.

<32 hex digits>\n<the bytes>
"""

from __future__ import annotations

import re

_SALTED = re.compile(rb"([0-9a-f]{32})\n")


def salted(salt: str, data: bytes) -> bytes:
    """The blob of these bytes; `salt` is 32 hex digits. Inverse of `unsalted`."""
    return f"{salt}\n".encode() + data


def unsalted(blob: bytes) -> bytes:
    """Inverse of `salted`. Raises ValueError."""
    found = _SALTED.match(blob)
    if found is None:
        raise ValueError("it does not begin with a salt")
    return blob[found.end() :]
