"""What people and programs cite with: `<version, 12+ hex>:<start>-<end>:<check>`.

`check` is four characters of base 32 (no 0, 1, l, o: they are misread) taken from SHA-256 over the full version
id, the positions and the span's own characters. A mistyped or invented token therefore does not fit its text;
without the check one wrong digit still named some span in 71 % of cases.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from archive.errors import BadToken
from archive.model.span import Span

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
_TWO = [a + b for a in ALPHABET for b in ALPHABET]  # ten bits → two characters
_WRITTEN = re.compile(r"([0-9a-f]{12,64}):(0|[1-9][0-9]{0,9})-([1-9][0-9]{0,9}):([2-9a-km-np-z]{4})")


@dataclass(frozen=True, slots=True)
class Token:
    """`version` is a prefix (12 to 64 hex digits) of a version's record id; `span` is in code points."""

    version: str
    span: Span
    check: str

    @classmethod
    def parse(cls, written: str) -> Token:
        """Inverse of `str()`. Raises BadToken."""
        match = _WRITTEN.fullmatch(written)
        if match is None or int(match[2]) >= int(match[3]):
            raise BadToken(
                f"{written!r} is not a token",
                hint="a token looks like 3f9a1c0b7d22:120-184:k7qd; copy it whole from `archive search`",
            )
        return cls(match[1], Span(int(match[2]), int(match[3])), match[4])

    def __str__(self) -> str:
        return f"{self.version}:{self.span}:{self.check}"


def looks_like_token(written: str) -> bool:
    """Whether `written` can only have been meant as a token."""
    parts = written.split(":")
    return len(parts) == 3 and "-" in parts[1] and "/" not in written


def check_characters(version_id: str, span: Span, exact: str) -> str:
    """The four check characters. `version_id` is the full 64 hex digits, `exact` the span's characters."""
    digest = hashlib.sha256(f"{version_id}:{span.start}-{span.end}:{exact}".encode()).digest()
    bits = int.from_bytes(digest[:3], "big") >> 4
    return _TWO[bits >> 10] + _TWO[bits & 1023]


def make_token(version_id: str, span: Span, exact: str) -> Token:
    """The token of a span; `exact` is the span's own characters. Fits `fits`, its inverse."""
    return Token(version_id[:12], span, check_characters(version_id, span, exact))


def fits(token: Token, version_id: str, text: str) -> bool:
    """Whether `token` was made from this version and this text."""
    return (
        version_id.startswith(token.version)
        and token.span.end <= len(text)
        and token.check == check_characters(version_id, token.span, token.span.of(text))
    )
