"""The facts as they are stored, a page at a time: what a backup copies, and what fills an archive again.

Each page is a transaction of its own, so that nobody waits. A page of the log never changes, unless it is erased; and
an erasure is a record of its own: whoever copies compares `erased` before and after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import IntegrityError
from archive.store.lookup import Lookup

if TYPE_CHECKING:
    from archive.store.archive import Store

_LINES = "SELECT id, kind, data FROM records WHERE position >= ? AND position < ? ORDER BY position"
_SIZES = "SELECT digest, size FROM blobs WHERE digest IN (?)"
_BLOBS = "SELECT digest, data FROM blobs WHERE digest IN (?)"
_ERASED_RECORDS = "SELECT position FROM records WHERE data IS NULL ORDER BY position"
_ERASED_BLOBS = "SELECT digest FROM blobs WHERE data IS NULL"
_PENDING = 64 * 2**20  # bytes of blobs that are stored at a time


@dataclass(frozen=True, slots=True)
class Line:
    """A record as it is stored; `data` is None when it was erased. `id` is 64 hex digits."""

    id: str
    kind: str
    data: bytes | None


class Facts(Lookup):
    """What is asked of records and blobs alone."""

    def lines(self, start: int, end: int) -> list[Line]:
        """The records at [start, end). Raises IntegrityError for one that is not what it was."""
        rows = self._execute(_LINES, (start, end))
        lines = [Line(bytes(id).hex(), kind, data) for id, kind, data in rows]
        for number, line in enumerate(lines, start):
            if line.data is not None and hashlib.sha256(line.data).hexdigest() != line.id:
                raise IntegrityError(f"record {line.id[:12]} at position {number} is not what it was", hint=_DAMAGED)
        if len(lines) != end - start:
            raise IntegrityError(f"records are missing between {start:,} and {end:,}", hint=_DAMAGED)
        return lines

    def blob_sizes(self, digests: Sequence[bytes]) -> dict[bytes, int]:
        """Bytes of those of these blobs that were ever there; digests are raw."""
        return dict(map(tuple, self._among(_SIZES, digests)))

    def blobs(self, digests: Sequence[bytes]) -> dict[bytes, bytes]:
        """Those of these blobs that are there and not erased. Raises IntegrityError for one that is altered."""
        found = {bytes(digest): data for digest, data in self._among(_BLOBS, digests) if data is not None}
        for digest, data in found.items():
            if hashlib.sha256(data).digest() != digest:
                raise IntegrityError(f"blob sha256:{digest.hex()} is not what it was", hint=_DAMAGED)
        return found

    def erased(self) -> tuple[list[int], set[bytes]]:
        """Positions of the records, and digests of the blobs, that were erased."""
        records = [position for (position,) in self._execute(_ERASED_RECORDS, ())]
        return records, {bytes(digest) for (digest,) in self._execute(_ERASED_BLOBS, ())}


_DAMAGED = "run `archive verify`: a backup is made of an archive that is whole"


class Refill:
    """Fills an archive that holds nothing with facts that were checked. Its views are made of them afterwards."""

    def __init__(self, store: Store) -> None:
        self._database = store.database
        self._blobs: dict[bytes, bytes | None] = {}
        self._bytes = 0
        self._size = 0

    def blob(self, digest: bytes, data: bytes | None) -> None:
        """One that was erased has no data. `digest` is raw."""
        self._blobs[digest] = data
        self._bytes += len(data or b"")
        if self._bytes > _PENDING:
            self.records([])

    def records(self, lines: list[Line]) -> None:
        """Stores them, and all blobs that came before, in one transaction."""
        from sqlalchemy import insert

        from archive.store import tables as t

        blobs = [{"digest": d, "size": len(data or b""), "data": data} for d, data in self._blobs.items()]
        rows = [
            {"position": position, "id": bytes.fromhex(line.id), "kind": line.kind, "data": line.data}
            for position, line in enumerate(lines, self._size)
        ]
        with self._database.writing() as connection:
            if blobs:
                connection.execute(insert(t.blobs), blobs)
            if rows:
                connection.execute(insert(t.records), rows)
        self._size += len(lines)
        self._blobs, self._bytes = {}, 0
