"""Before something is proven to a stranger: are the view rows that it was chosen by what the records say?

Two questions, because a row can lie in two ways. Those that are used are made again from their records and compared
(`rows_differ`). Those that are not used may have been taken away or turned elsewhere, a retraction above all: every
claim, citation, relation, retraction and story record must have its row, and the row must name what the record names
(`links_differ`). That walks the kinds of all records and the bytes of these five only: 0.1 s CPU for 400,000 records
with 60,000 citations.

Captures, descriptions and lists of sentences that have lost their row are found by `archive verify --full` only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select

from archive.model.record import Record
from archive.store import tables as t
from archive.store.projection import project

_PAGE = 500

_LINKS = """
SELECT r.position, r.kind FROM records AS r
    LEFT JOIN claims AS c ON c.position = r.position
    LEFT JOIN citations AS q ON q.position = r.position
    LEFT JOIN retractions AS w ON w.position = r.position
    LEFT JOIN stories AS s ON s.position = r.position
    LEFT JOIN relations AS n ON n.position = r.position
WHERE r.kind IN ('claim/1', 'citation/1', 'retraction/1', 'story/1', 'relation/1') AND NOT CASE r.kind
    WHEN 'claim/1' THEN c.id IS r.id
    WHEN 'citation/1' THEN q.id IS r.id AND lower(hex(q.claim)) IS json_extract(CAST(r.data AS TEXT), '$.claim')
    WHEN 'retraction/1' THEN lower(hex(w.target)) IS json_extract(CAST(r.data AS TEXT), '$.target')
    WHEN 'relation/1' THEN n.id IS r.id AND n.type IS json_extract(CAST(r.data AS TEXT), '$.type')
        AND lower(hex(n."from")) IS json_extract(CAST(r.data AS TEXT), '$.from')
        AND lower(hex(n."to")) IS json_extract(CAST(r.data AS TEXT), '$.to')
    ELSE lower(hex(s.claim)) IS json_extract(CAST(r.data AS TEXT), '$.claim')
        AND s.story IS json_extract(CAST(r.data AS TEXT), '$.story') END
    AND (r.kind = 'claim/1' OR lower(hex(r.id)) NOT IN (SELECT named.value FROM records AS m,
        json_each(CAST(m.data AS TEXT), '$.records') AS named WHERE m.kind = 'removal/1' AND m.data IS NOT NULL))
ORDER BY r.position LIMIT 1"""

# A list as one value: the statement then stays the same, and is compiled once.
_SOME = select(func.json_each(bindparam("some")).table_valued("value").c.value)
_ROWS = {table.name: select(table).where(table.c.position.in_(_SOME)) for table in t.VIEWS}


def links_differ(connection: Connection) -> str:
    """The first record of these five kinds that its view leaves out or turns elsewhere; empty if none."""
    found = connection.exec_driver_sql(_LINKS).first()
    return "" if found is None else f"{found.kind}, position {found.position}"


def rows_differ(connection: Connection, entries: Sequence[tuple[int, Record]]) -> str:
    """The first of these records (with their positions) whose rows are not what it projects to; empty if none."""
    for start in range(0, len(entries), _PAGE):
        page = entries[start : start + _PAGE]
        expected = {_row(table, row) for position, record in page for table, row in project(record, position)}
        differing = expected ^ set(_stored(connection, [position for position, _ in page]))
        for table, position, *_ in sorted(differing, key=lambda row: row[:2]):
            return f"{table}, position {position}"
    return ""


def _row(table: Table, row: Any) -> tuple[Any, ...]:
    return table.name, *(row[column.name] for column in table.columns)


def _stored(connection: Connection, positions: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for name, query in _ROWS.items():
        for row in connection.execute(query, {"some": json.dumps(positions)}):
            yield name, *row
