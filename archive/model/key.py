"""Which keys sign for a log: the first by the record that `init` writes, a later one by a record that the one before
signed. Who has pinned an old key can follow; who has none learns nothing: the records come with what they vouch for.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

from archive.model.record import Fields, Record


def rotation_message(key: str) -> bytes:
    """What the old key signs when `key`, a verifier key, takes its place."""
    return f"provenance-archive key rotation\n{key}\n".encode()


def rotations(records: Iterable[Record]) -> list[tuple[str, str, bytes]]:
    """(old verifier key, new one, signature of the old one) of each rotation, in the order of the records."""
    rotated = (record.fields for record in records if record.kind == "key/1" and "replaces" in record.fields)
    return [(fields["replaces"], fields["key"], _signature(fields)) for fields in rotated]


def _signature(fields: Fields) -> bytes:
    try:
        return base64.b64decode(fields.get("signature", ""), validate=True)
    except binascii.Error:
        return b""
