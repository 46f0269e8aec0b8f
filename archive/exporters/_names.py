"""What other programs know things by: `ni:` of bytes (RFC 6920), `urn:sha256:` of records."""

from __future__ import annotations

import base64


def ni(digest: str) -> str:
    """The name of bytes with this SHA-256 (64 hex digits, `sha256:` before them or not)."""
    raw = bytes.fromhex(digest.removeprefix("sha256:"))
    return f"ni:///sha-256;{base64.urlsafe_b64encode(raw).decode().rstrip('=')}"


def urn(record_id: str, part: str = "") -> str:
    """The name of a record, or of what is made of it."""
    return f"urn:sha256:{record_id}" + (f"#{part}" if part else "")
