"""The facts as they are read: records in their order, the tree over them, and blobs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from archive.errors import IntegrityError, WasRemoved
from archive.model.record import VERSIONS, Record, parse
from archive.store import tables as t
from archive.store.lookup import Lookup
from archive.tlog import tiles

_ENTRIES = (
    select(t.records.c.position, t.records.c.data, t.records.c.id)
    .where(
        t.records.c.position >= bindparam("low"),
        t.records.c.position < bindparam("high"),
        t.records.c.data.is_not(None),
    )
    .order_by(t.records.c.position)
)
_ENTRIES_AT = (
    select(t.records.c.position, t.records.c.data, t.records.c.id)
    .where(t.records.c.position.in_(bindparam("positions", expanding=True)), t.records.c.data.is_not(None))
    .order_by(t.records.c.position)
)
_BEGINNING = (
    select(t.records.c.position, t.records.c.id, t.records.c.kind)
    .where(t.records.c.id.between(bindparam("low"), bindparam("high")))
    .order_by(t.records.c.position)
    .limit(bindparam("limit"))
)
_UNREADABLE = """SELECT count(*) FROM versions AS v WHERE v.unreadable IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM versions AS w WHERE w.document = v.document AND w.position > v.position)"""
_UNREAD = """SELECT v.document, v.position FROM versions AS v WHERE v.unreadable IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM versions AS w WHERE w.document = v.document AND w.position > v.position) ORDER BY v.position"""
_REMOVED = """SELECT kind, count(*) FROM records WHERE id IN (SELECT record FROM removed) GROUP BY kind"""
_ERASED = "SELECT position, id, kind FROM records WHERE position >= ? AND position < ? AND data IS NULL"
_RECORD = select(t.records).where(t.records.c.id == bindparam("id"))


class Log(Lookup):
    """Questions inside one transaction. Positions are log positions, ids 64 hex digits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        super().__init__(lambda sql, parameters: connection.exec_driver_sql(sql, parameters))

    def _rows(self, query: Select[Any], parameter: str, values: Sequence[Any]) -> Iterator[Any]:
        """The rows of a query whose one IN list may be longer than a database takes at a time."""
        for start in range(0, len(values), 500):
            yield from self._connection.execute(query, {parameter: values[start : start + 500]})

    def prover(self, size: int) -> tiles.Prover:
        """What gives the inclusion proof of each record in the log of `size` records, by its position."""
        return tiles.Prover(size, self.tree_hashes)

    def record_at(self, position: int) -> Record:
        row = self._connection.execute(
            select(t.records.c.data, t.records.c.id).where(t.records.c.position == position)
        ).one()
        return self._whole(row.data, row.id)

    def record(self, id: str) -> tuple[int, Record]:
        """Position and record of a full id. Raises IntegrityError when it is not there, WasRemoved when erased."""
        row = self._connection.execute(_RECORD, {"id": bytes.fromhex(id)}).one_or_none()
        if row is None:
            raise IntegrityError(f"record {id[:12]} is missing", hint="run `archive verify`")
        return row.position, self._whole(row.data, row.id)

    def _whole(self, data: bytes | None, raw_id: bytes) -> Record:
        removal = self.removal_of(raw_id.hex()) if data is None else None
        if removal is not None:
            raise WasRemoved(f"record {raw_id.hex()[:12]} was {removal}", record=raw_id.hex())
        return self._parsed(data, raw_id)

    @staticmethod
    def _parsed(data: bytes | None, raw_id: bytes) -> Record:
        try:
            record = parse(data or b"")
        except (ValueError, TypeError):  # no record at all, or erased
            record = None
        if record is None or record.raw_id != raw_id:
            raise IntegrityError(f"record {raw_id.hex()[:12]} is not what it was", hint="run `archive verify`")
        return record

    def log_entries(self, start: int, end: int) -> list[tuple[int, Record]]:
        """The records at [start, end), in order, but for those that were erased."""
        rows = self._connection.execute(_ENTRIES, {"low": start, "high": end})
        return [(row.position, self._parsed(row.data, row.id)) for row in rows]

    def erased(self, start: int, end: int) -> list[tuple[int, str, str]]:
        """(position, id, kind) of the records at [start, end) that were erased."""
        rows = self._connection.exec_driver_sql(_ERASED, (start, end))
        return [(row.position, row.id.hex(), row.kind) for row in rows]

    def entries_at(self, positions: Sequence[int]) -> list[tuple[int, Record]]:
        """The records at these positions, which are in order, but for those that were erased."""
        rows = self._rows(_ENTRIES_AT, "positions", positions)
        return [(row.position, self._parsed(row.data, row.id)) for row in rows]

    def find_records(self, prefix: str, limit: int = 9) -> list[tuple[int, str, str]]:
        """(position, id, kind) of the records whose id begins with these hex digits."""
        low, high = (bytes.fromhex(prefix.ljust(64, fill)) for fill in "0f")
        found = self._connection.execute(_BEGINNING, {"low": low, "high": high, "limit": limit})
        return [(row.position, row.id.hex(), row.kind) for row in found]

    def unread(self) -> dict[int, str]:
        """The documents that have no text, by the version that says so."""
        return {position: document for document, position in self._connection.exec_driver_sql(_UNREAD)}

    def counts(self) -> Mapping[str, int]:
        """How many records there are of each kind but for `removed` ones, how many `documents`, and how many of these
        are `unreadable`. Of what was removed the versions count."""
        query = select(t.records.c.kind, func.count()).group_by(t.records.c.kind)
        counted: Counter[str] = Counter()
        for kind, count in self._connection.execute(query):
            counted[kind.partition("/")[0]] += count
        for kind, count in self._connection.exec_driver_sql(_REMOVED):
            counted[kind.partition("/")[0]] -= 0 if kind == "claim/1" else count  # its place is kept
            counted["removed"] += count if kind in VERSIONS else 0
        documents = select(func.count(t.versions.c.document.distinct()))
        return {
            **counted,
            "documents": self._connection.execute(documents).scalar() or 0,
            "unreadable": self._connection.exec_driver_sql(_UNREADABLE).scalar() or 0,
        }
