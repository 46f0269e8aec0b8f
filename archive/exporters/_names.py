"""What other programs know things by: `ni:` of bytes (RFC 6920), `urn:sha256:` of records, CiTO's terms.

CiTO, the Citation Typing Ontology, has no term for a statement that is made again: `agreesWith` is the nearest. What
contradicts need not refute: `disagreesWith`.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

CITO = "http://purl.org/spar/cito/"

#: What a citation does to its claim, or a claim to another → CiTO's property.
CITO_TERMS: Mapping[str, str] = {
    "supports": "supports",
    "contradicts": "disagreesWith",
    "repeats": "agreesWith",
    "mentions": "discusses",
}


def ni(digest: str) -> str:
    """The name of bytes with this SHA-256 (64 hex digits, `sha256:` before them or not)."""
    raw = bytes.fromhex(digest.removeprefix("sha256:"))
    return f"ni:///sha-256;{base64.urlsafe_b64encode(raw).decode().rstrip('=')}"


def urn(record_id: str, part: str = "") -> str:
    """The name of a record, or of what is made of it."""
    return f"urn:sha256:{record_id}" + (f"#{part}" if part else "")
