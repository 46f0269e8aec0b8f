"""Which keys sign for a log: the first by the record that `init` writes, a later one by a record that the one before
signed. Who has pinned an old key can follow; who has none learns nothing: the records come with what they vouch for.

Where the key is lost, `continuation/1` gives the log a new key and a new name, after that key, and names the old one
with the log's size and root. No old key signs that: who had pinned it must ask for the new one.
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


def signer(records: Iterable[Record]) -> str:
    """The verifier key that signs after these records, whose name is the log's origin then; empty without any."""
    return next((str(record.fields["key"]) for record in reversed([*records])), "")


def origin_at(now: str, keys: Iterable[tuple[int, Record]], size: int) -> str:
    """What the log was called when it held `size` records. `now` is its name today, `keys` are its records of keys."""
    continued = [(position, record.fields) for position, record in keys if record.kind == "continuation/1"]
    before = [str(fields["key"]).partition("+")[0] for position, fields in continued if position < size]
    after = [str(fields["origin"]) for position, fields in continued if position >= size]
    return before[-1] if before else after[0] if after else now


def origins(now: str, keys: Iterable[tuple[int, Record]]) -> list[str]:
    """What the log is called and was, the newest name first."""
    older = [str(record.fields["origin"]) for _, record in keys if record.kind == "continuation/1"]
    return list(dict.fromkeys([now, *reversed(older)]))


def goes_on(continuation: Record, position: int, root: bytes) -> bool:
    """Whether it names the log that stands before it: its size, and its root (raw)."""
    said = continuation.fields["size"], continuation.fields["root"]
    return said == (position, root.hex())
