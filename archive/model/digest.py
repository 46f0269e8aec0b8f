"""The SHA-256 of some bytes, as a value.

Written `sha256:<64 hex>` wherever it names bytes (a blob, a file). The id of a *record* is the bare 64 hex
digits of the same hash, so that the two can be told apart in a record's JSON.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

HEX64 = re.compile(r"[0-9a-f]{64}")
_WRITTEN = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """SHA-256 as 64 lower-case hex digits."""

    hex: str

    @classmethod
    def of(cls, data: bytes) -> Digest:
        return cls(hashlib.sha256(data).hexdigest())

    @classmethod
    def parse(cls, written: str) -> Digest:
        """Inverse of `str()`. Raises ValueError on anything `str()` would not print."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(f"not a digest: {written!r}")
        return cls(match[1])

    @property
    def raw(self) -> bytes:
        return bytes.fromhex(self.hex)

    def __str__(self) -> str:
        return f"sha256:{self.hex}"
