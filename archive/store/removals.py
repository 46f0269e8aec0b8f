"""What was removed. A removed record stands in no view but these; what it said may be erased.

The views say which records those are; `removed_ids` asks the removal records themselves, which views are held to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from archive.model.digest import Digest
from archive.model.record import Record, fields_of, parse
from archive.model.removal import Removal, Unchecked
from archive.store import tables as t
from archive.store.articles import Articles

_KIND = "removal/1"
_RECORDS = f"SELECT data FROM records WHERE kind = '{_KIND}' AND data IS NOT NULL"  # noqa: S608
_HEADERS = re.compile(rb'"headers":"(sha256:[0-9a-f]{64})"')

_REFUSED = (
    select(t.refused.c.content, t.removals)
    .join(t.removals, t.removals.c.position == t.refused.c.position)
    .where(t.refused.c.content.in_(bindparam("contents", expanding=True)))
    .order_by(t.removals.c.position)
)
_UNCHECKED = (
    select(t.unchecked.c.citation, t.unchecked.c.claim, t.unchecked.c.stance, t.removals, t.records.c.data)
    .join(t.removals, t.removals.c.position == t.unchecked.c.position)
    .join(t.records, t.records.c.id == t.unchecked.c.citation)
    .order_by(t.unchecked.c.position, t.unchecked.c.number)
)
_HELD = select(t.blobs.c.digest).where(
    t.blobs.c.data.is_not(None), t.blobs.c.digest.in_(bindparam("digests", expanding=True))
)
_BYTES = select(t.records.c.position, t.records.c.id, t.records.c.data).where(t.records.c.data.is_not(None))
_BY_ID = _BYTES.where(t.records.c.id.in_(bindparam("ids", expanding=True)))


def removed_ids(execute: Callable[[str], Iterable[Sequence[Any]]]) -> dict[bytes, bool]:
    """Raw ids of all records that a removal names, each with whether it may be erased.

    What is no removal is left out: that is said elsewhere.
    """
    found: dict[bytes, bool] = {}
    for (data,) in execute(_RECORDS):
        try:
            fields = fields_of(bytes(data), _KIND)
            erased = fields["mode"] == "erase"
            found.update({id: erased or found.get(id, False) for id in map(bytes.fromhex, fields["records"])})
        except (ValueError, TypeError, KeyError):
            continue
    return found


def named_blobs(record: Record) -> Iterator[Digest]:
    """The blobs that a version, or what belongs to one, names."""
    for field in ("content", "text", "spans", "headers", "output"):
        if isinstance(value := record.fields.get(field), str):
            yield Digest(value.removeprefix("sha256:"))


class Removals(Articles):
    """Questions about what was removed, and about what a removal would take."""

    def refusals(self, contents: Collection[Digest]) -> dict[Digest, Removal]:
        """Those contents that are not added again, each with the last removal that says so."""
        rows = self._rows(_REFUSED, "contents", [content.raw for content in contents])
        return {Digest(row.content.hex()): _removal(row) for row in rows}

    def touched(self, claims: Sequence[str]) -> set[str]:
        """Those of these claims that a removal names, or has taken the words of a citation of."""
        ids = [bytes.fromhex(claim) for claim in claims]
        return {row[0].hex() for query in _TOUCHED for row in self._rows(query, "values", ids)}

    def unchecked(self, claim: str = "") -> list[Unchecked]:
        """The citations, of a claim or all, whose words were removed, in the order in which that was done."""
        query = _UNCHECKED.where(t.unchecked.c.claim == bytes.fromhex(claim)) if claim else _UNCHECKED
        found = {row.citation: self._unchecked(row) for row in self._connection.execute(query).all()}
        return list(found.values())

    def _unchecked(self, row: Any) -> Unchecked:
        said = {} if row.data is None else self._parsed(row.data, row.citation).fields
        version = said.get("version", "")
        return Unchecked(
            row.citation.hex(),
            row.claim.hex(),
            row.stance,
            version,
            self._document_of(version) if version else "",
            said.get("exact", ""),
            self._why_retracted(row.citation),
            _removal(row),
        )

    def _document_of(self, version: str) -> str:
        row = self._connection.execute(_BY_ID, {"ids": [bytes.fromhex(version)]}).one_or_none()
        return "" if row is None else str(self._parsed(row.data, row.id).fields["document"])

    def _why_retracted(self, target: bytes) -> str:
        query = select(t.retractions.c.why).where(t.retractions.c.target == target)
        return self._connection.execute(query).scalar() or ""

    def claim_of_unchecked(self, citation: str) -> str:
        """The claim that a removed citation was of; empty where it is none."""
        query = select(t.unchecked.c.claim).where(t.unchecked.c.citation == bytes.fromhex(citation)).limit(1)
        found: bytes | None = self._connection.execute(query).scalar()
        return found.hex() if found else ""

    def runs(self, prefix: str) -> dict[str, list[tuple[int, str]]]:
        """Run → (position of the record, version) of all it added, for the runs that begin so."""
        query = select(t.runs).where(t.runs.c.run.startswith(prefix, autoescape=True))
        found: dict[str, list[tuple[int, str]]] = {}
        for row in self._connection.execute(query.order_by(t.runs.c.position, t.runs.c.number)):
            found.setdefault(row.run, []).append((row.position, row.version.hex()))
        return found

    def last_removal(self) -> int:
        """The position of the last removal; -1 where there is none."""
        query = select(t.removals.c.position).order_by(t.removals.c.position.desc()).limit(1)
        found: int | None = self._connection.execute(query).scalar()
        return -1 if found is None else found

    def captured_last(self, version: str) -> int:
        """The position of a version's last capture; -1 where it has none."""
        query = select(func.max(t.captures.c.position)).where(t.captures.c.version == bytes.fromhex(version))
        found = self._connection.execute(query).scalar()
        return -1 if found is None else int(found)

    def hanging(self, versions: Collection[str]) -> list[tuple[int, Record]]:
        """The records of these versions and all that belong to them: sentences, captures, citations and so on."""
        ids = [bytes.fromhex(version) for version in versions]
        positions = {row.position for query in _HANGING for row in self._rows(query, "values", ids)}
        return self.entries_at(sorted(positions))

    def remains(self) -> list[tuple[int, Record]]:
        """The removed records that were not erased."""
        query = _BYTES.join(t.removed, t.removed.c.record == t.records.c.id).order_by(t.records.c.position)
        return [(row.position, parse(row.data)) for row in self._connection.execute(query.distinct())]

    def other_than(self, names: Collection[str]) -> Iterator[tuple[int, Record]]:
        """The records that were not erased, but for those of these names, of whatever number."""
        others = (t.records.c.kind.not_like(f"{name}/%") for name in sorted(names))
        for row in self._connection.execute(_BYTES.where(*others).order_by(t.records.c.position)):
            yield row.position, parse(row.data)

    def living_blobs(self, without: Collection[int]) -> set[Digest]:
        """All blobs that the versions in the views name, and what belongs to them; `without` the rows at some
        positions."""
        found: set[Digest] = set()
        for query in _NAMING:
            for position, *digests in self._connection.execute(query):
                found.update(Digest(raw.hex()) for raw in digests if position not in without)
        for position, data in self._connection.exec_driver_sql(_HEADERS_OF):
            found.update(Digest(hex[7:].decode()) for hex in _HEADERS.findall(data or b"") if position not in without)
        return found

    def held_blobs(self, digests: Collection[Digest]) -> set[Digest]:
        """Those that have bytes: an imported capture's headers do not, nor does what was removed before."""
        rows = self._rows(_HELD, "digests", [digest.raw for digest in digests])
        return {Digest(row.digest.hex()) for row in rows}

    def living_texts(self, without: Collection[int]) -> Iterator[bytes]:
        """Originals, texts, version and capture records of the versions in the views, but for some positions."""
        digests: set[bytes] = set()
        for position, *raw in self._connection.execute(_NAMING[0]):
            digests.update(raw if position not in without else ())
        for digest in sorted(digests):
            data = self._one("SELECT data FROM blobs WHERE digest = ?", digest)
            yield data or b""
        for position, data in self._connection.exec_driver_sql(_SAYING):
            if position not in without:
                yield data or b""


def _removal(row: Any) -> Removal:
    return Removal(row.position, row.id.hex(), row.mode, row.why, row.at)


def _of(column: Any) -> Select[Any]:
    return select(column.table.c.position).where(column.in_(bindparam("values", expanding=True)))


_HANGING = (
    _of(t.versions.c.id),
    *(_of(table.c.version) for table in (t.sentences, t.selections, t.captures, t.detections, t.citations)),
    select(t.acceptances.c.position)
    .join(t.captures, t.captures.c.id == t.acceptances.c.capture)
    .where(t.captures.c.version.in_(bindparam("values", expanding=True))),
    select(t.translations.c.position)
    .join(t.citations, t.citations.c.id == t.translations.c.citation)
    .where(t.citations.c.version.in_(bindparam("values", expanding=True))),
    select(t.looked_at.c.position)
    .join(t.citations, t.citations.c.id == t.looked_at.c.citation)
    .where(t.citations.c.version.in_(bindparam("values", expanding=True))),
    _of(t.carried.c.version),
    _of(t.extractions.c.version),
    select(t.reviews.c.position)
    .join(t.extractions, t.extractions.c.id == t.reviews.c.extraction)
    .where(t.extractions.c.version.in_(bindparam("values", expanding=True))),
    *(
        select(table.c.position)
        .join(t.citations, t.citations.c.id == citation)
        .where(t.citations.c.version.in_(bindparam("values", expanding=True)))
        for table, citation in (
            (t.carried, t.carried.c.citation),
            (t.decided, t.decided.c.citation),
            (t.decided, t.decided.c.cited),
        )
    ),
    select(t.decided.c.position)
    .join(t.carried, t.carried.c.id == t.decided.c.carry)
    .where(t.carried.c.version.in_(bindparam("values", expanding=True))),
)
_TOUCHED = tuple(
    select(column).where(column.in_(bindparam("values", expanding=True)))
    for column in (t.removed.c.record, t.unchecked.c.claim)
)
_NAMING = (
    select(t.versions.c.position, t.versions.c.content, t.versions.c.text),
    select(t.sentences.c.position, t.sentences.c.spans),
    select(t.selections.c.position, t.selections.c.spans),
    select(t.extractions.c.position, t.extractions.c.output),
)
_HEADERS_OF = "SELECT c.position, r.data FROM captures AS c JOIN records AS r ON r.position = c.position"
_SAYING = """SELECT v.position, r.data FROM versions AS v JOIN records AS r ON r.position = v.position UNION ALL
    SELECT c.position, r.data FROM captures AS c JOIN records AS r ON r.position = c.position"""
