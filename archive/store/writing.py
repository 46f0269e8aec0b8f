"""What is appended: blobs, records, the rows they make, and the tree hashes that become complete. One transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, bindparam, delete, insert, or_, select, update

from archive.model.digest import Digest
from archive.model.record import Record
from archive.store import tables as t
from archive.store.alike import Compared, store
from archive.store.projection import Row, left_of, project, project_fields
from archive.store.reading import Reader
from archive.store.removals import removed_ids
from archive.tlog import tiles

Key = tuple[str, tuple[tuple[str, Any], ...]]
"""A table, and the columns that identify a row of it, each with its value."""


class Writer(Reader):
    """Inside `writing()`. Records and blobs are collected and stored by `flush()`, in the order in which they came.

    Questions see what was flushed. The position of a record is the number of records before it, counted under the
    write lock, never a database sequence.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._next = self.size()
        self._records: list[Record] = []
        self._blobs: dict[bytes, bytes] = {}

    def append(self, record: Record) -> int:
        """The position that the record will have."""
        self._records.append(record)
        return self._next + len(self._records) - 1

    def keep(self, digest: Digest, data: bytes) -> None:
        """A blob; the same one twice is one. `digest` must be its own: the caller has just hashed it."""
        self._blobs[digest.raw] = data

    def flush(self) -> None:
        """Stores what was collected; called once at least before the transaction ends."""
        self._store_blobs()
        if self._records:
            self._store_records()
        self._records, self._blobs = [], {}

    def _store_blobs(self) -> None:
        known = {row.digest: row.erased for row in self._rows(_KNOWN, "digests", list(self._blobs))}
        rows = [
            {"digest": digest, "size": len(data), "data": data}
            for digest, data in self._blobs.items()
            if digest not in known
        ]
        if rows:
            self._connection.execute(insert(t.blobs), rows)
        for digest in filter(known.get, known):  # it was removed, and is added again
            fill = update(t.blobs).where(t.blobs.c.digest == digest).values(data=self._blobs[digest])
            self._connection.execute(fill)

    def _store_records(self) -> None:
        before, records = self._next, self._records
        rows = [
            {"position": position, "id": record.raw_id, "kind": record.kind, "data": record.data}
            for position, record in enumerate(records, before)
        ]
        self._connection.execute(insert(t.records), rows)
        self.project(enumerate(records, before))
        self._next = before + len(records)
        self.grow_tree(before, self._next, [record.id for record in records])

    def project(self, records: Iterable[tuple[int, Record]]) -> None:
        """Inserts the view rows of these records."""
        rows: dict[str, list[Row]] = {table.name: [] for table in t.VIEWS}
        for position, record in records:
            for table, row in project(record, position):
                rows[table.name].append(row)
        self._insert(rows)

    def project_erased(self, records: Iterable[tuple[int, str, str]]) -> None:
        """As `project`, of (position, id, kind) of records that say nothing any more."""
        rows: dict[str, list[Row]] = {table.name: [] for table in t.VIEWS}
        for position, id, kind in records:
            for table, row in project_fields(left_of(kind), bytes.fromhex(id), position):
                rows[table.name].append(row)
        self._insert(rows)

    def _insert(self, rows: dict[str, list[Row]]) -> None:
        for table in t.VIEWS:
            if rows[table.name]:
                self._connection.execute(insert(table), rows[table.name])

    def removed_now(self) -> frozenset[bytes]:
        """Raw ids of the removed records, by the removals themselves."""
        return frozenset(removed_ids(lambda sql: self._connection.exec_driver_sql(sql)))

    def take_from_views(self, positions: Sequence[int]) -> None:
        """Deletes all rows that the records at these positions made."""
        for table in reversed(t.VIEWS):
            for some in _pages(positions):
                self._connection.execute(delete(table).where(table.c.position.in_(some)))

    def erase(self, positions: Sequence[int]) -> None:
        """The records at these positions say nothing any more; each keeps its id and its place. Rows that are left of
        them say what is left."""
        for some in _pages(positions):
            self._connection.execute(update(t.records).where(t.records.c.position.in_(some)).values(data=None))
            query = select(t.records.c.position, t.records.c.id, t.records.c.kind).where(t.records.c.position.in_(some))
            for position, id, kind in self._connection.execute(query).all():
                for table, row in project_fields(left_of(kind), id, position):
                    self._connection.execute(update(table).where(table.c.position == position).values(row))

    def erase_blobs(self, digests: Iterable[Digest]) -> None:
        """The bytes of these blobs are gone; each keeps its name."""
        for some in _pages([digest.raw for digest in digests]):
            self._connection.execute(update(t.blobs).where(t.blobs.c.digest.in_(some)).values(data=None))

    def forget_copies(self, documents: dict[str, int]) -> None:
        """Forgets what is known of the copies of these documents, each with its first version.

        Where one of them has other versions still, all is found anew: it is called otherwise now.
        """
        if self.alike.firsts(documents):
            self.forget_followed()
            return
        for some in _pages(list(documents.values())):
            self._connection.execute(delete(t.compared).where(t.compared.c.document.in_(some)))
            self._connection.execute(delete(t.marks).where(t.marks.c.document.in_(some)))
            pairs = or_(t.copies.c.document.in_(some), t.copies.c.other.in_(some))
            self._connection.execute(delete(t.copies).where(pairs))

    def grow_tree(self, before: int, after: int, new_ids: list[str]) -> None:
        """Stores the tree hashes that become complete when the log grows from `before` to `after` records."""
        leaves = [hashlib.sha256(b"\0sha256:" + id.encode()).digest() for id in new_ids]

        def read(level: int, start: int, end: int) -> list[bytes]:
            if level or end <= before:
                return self.tree_hashes(level, start, end)
            return self.tree_hashes(0, start, before) + leaves[max(start - before, 0) : end - before]

        made = tiles.new_tile_hashes(before, after, read)
        if made:
            self._connection.execute(
                insert(t.tree), [{"level": level, "number": n, "hash": hash} for level, n, hash in made]
            )

    def positions(self, ids: Sequence[str]) -> dict[str, int]:
        """The positions of those of these records that are here."""
        rows = self._rows(_POSITIONS, "ids", [bytes.fromhex(id) for id in ids])
        return {row.id.hex(): row.position for row in rows}

    def holds(self, key: Key) -> bool:
        """Whether a row has this natural key."""
        name, values = key
        table = _TABLES[name]
        query = select(table.c.position).where(*(table.c[column] == value for column, value in values))
        return self._connection.execute(query.limit(1)).first() is not None

    def keep_compared(self, found: Compared) -> bool:
        """Whether it was stored: not when another process has followed these records meanwhile."""
        return store(self.alike, self._connection.exec_driver_sql, found)

    def forget_views(self) -> None:
        """Empties every view that is made of one record each, to be filled again from the records."""
        for table in (*reversed(t.VIEWS), t.tree):
            self._connection.execute(table.delete())

    def forget_followed(self) -> None:
        """Empties the views that follow the log."""
        for table in t.FOLLOWING:
            self._connection.execute(table.delete())


def _pages(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """As many values as one statement takes."""
    return (values[start : start + 500] for start in range(0, len(values), 500))


def natural_keys(record: Record) -> list[Key]:
    """By what its rows are identified besides their ids: nothing else here may have the same."""
    keys: list[Key] = []
    for table, row in project(record, 0):
        for constraint in table.constraints:
            if not isinstance(constraint, UniqueConstraint):
                continue
            names = [column.name for column in constraint.columns]
            if names != ["id"]:
                keys.append((table.name, tuple((name, row[name]) for name in names)))
    return keys


_TABLES = {table.name: table for table in t.VIEWS}
_POSITIONS = select(t.records.c.id, t.records.c.position).where(t.records.c.id.in_(bindparam("ids", expanding=True)))
_KNOWN = select(t.blobs.c.digest, t.blobs.c.data.is_(None).label("erased")).where(
    t.blobs.c.digest.in_(bindparam("digests", expanding=True))
)
