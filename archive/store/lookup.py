"""What a search asks of the database, in plain SQL, so that a search need not import SQLAlchemy (half of its start).

`Log` inherits these questions and asks them through its own connection: each stands once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from archive.errors import IntegrityError
from archive.model.article import DETECTED, Described, Version
from archive.model.digest import Digest
from archive.model.newest import Dated, Obtained, contenders, newest
from archive.model.passage import Granularity
from archive.model.record import Record, parse
from archive.model.removal import Removal
from archive.store import cells, columns
from archive.store.alike import Alike
from archive.store.received import RECEIPTS, Received
from archive.tlog import merkle, tiles
from archive.tlog.openings import parse_spans

Row = Sequence[Any]
Execute = Callable[[str, tuple[Any, ...]], Iterable[Row]]

MOST_VALUES = 500  # of one IN list

VERSION = (
    "v.position, v.id, v.document, v.content, v.text, v.size, v.length, v.media_type, v.reader, v.encoding, "
    "v.unreadable"
)
"""The columns that `version_of` makes a version of; the table is called v."""

_SIZE = "SELECT max(position) FROM records"
_IDS = "SELECT id FROM records WHERE position >= ? AND position < ? ORDER BY position"
_TREE = "SELECT hash FROM tree WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
_BLOB = "SELECT data FROM blobs WHERE digest = ?"
# As the index is written that holds nothing else: .3 ms of 12,000 records, else 6 ms, and more the more there are.
_KEYS = """SELECT position, data FROM records WHERE kind IN ('key/1', 'continuation/1') AND position < ?
    ORDER BY position"""
_TEXTS_AT = """SELECT v.position, s.position, v.id, v.document, v.content, v.text, text.data, s.spans, listed.data,
    v.reader FROM versions AS v LEFT JOIN blobs AS text ON text.digest = v.text
    LEFT JOIN sentences AS s ON s.version = v.id LEFT JOIN blobs AS listed ON listed.digest = s.spans
    WHERE v.position IN (?)"""
_STATEMENTS = f"""SELECT document, field, position, origin, value, captured, at FROM statements
    WHERE document IN (?) AND {columns.BELIEVED} ORDER BY position, number"""  # noqa: S608
_OF_LANGUAGE = _STATEMENTS.replace("WHERE", "WHERE field = 'language' AND")
_OF_HITS = _STATEMENTS.replace("WHERE", "WHERE field IN ('title', 'publisher', 'published', 'role') AND")
_OWN_TITLES = """SELECT v.id, s.position, s.origin, s.value, s.captured, s.at
    FROM versions AS v JOIN statements AS s ON s.document = v.document AND s.field = 'title'
    WHERE v.id IN (?) AND s.value IS NOT NULL AND (s.position = v.position OR s.origin IS NULL
        AND coalesce(s.captured, s.at) IN (SELECT captured FROM captures WHERE version = v.id))"""
_TEXTS = """SELECT v.position, v.text, text.data FROM versions AS v
    LEFT JOIN blobs AS text ON text.digest = v.text WHERE v.position IN (?)"""
_VERSION_IDS = "SELECT position, id FROM versions WHERE position IN (?)"
_VERSIONS_OF = "SELECT document, content, position FROM versions WHERE document IN (?)"
_DETECTED = """SELECT v.position, d.language, d.detector FROM versions AS v JOIN detections AS d ON d.version = v.id
    WHERE v.position IN (?) ORDER BY d.position"""
_CAPTURED = """SELECT v.document, c.position, v.content, c.captured, c.at, c.live,
    c.suspect IS NOT NULL AND c.id NOT IN (SELECT capture FROM acceptances)
    FROM versions AS v JOIN captures AS c ON c.version = v.id WHERE v.document IN (?)"""

_SELECTED = "SELECT 1 FROM selections LIMIT 1"
_CHOSEN_AT = """SELECT v.position, s.spans, listed.data FROM selections AS s JOIN versions AS v ON v.id = s.version
    LEFT JOIN blobs AS listed ON listed.digest = s.spans WHERE v.position IN (?) ORDER BY s.position"""

_SUSPECTS = f"SELECT count(DISTINCT c.version) FROM captures AS c WHERE {columns.IN_DOUBT}"  # noqa: S608
_OF_SEVERAL = """SELECT position, document, content FROM versions WHERE document IN
    (SELECT document FROM versions GROUP BY document HAVING count(*) > 1)"""
_CITED = """SELECT position FROM versions WHERE document IN
    (SELECT v.document FROM citations AS c JOIN versions AS v ON v.id = c.version
    WHERE c.id NOT IN (SELECT target FROM retractions) AND c.claim NOT IN (SELECT target FROM retractions))"""
_LAST_REMOVAL = "SELECT max(position) FROM removals"
_REMOVAL_OF = """SELECT m.position, m.id, m.mode, m.why, m.at FROM removed AS r JOIN removals AS m USING (position)
    WHERE r.record = ? ORDER BY m.position DESC LIMIT 1"""
# As a join, SQLite reads all records for it.
_REMOVED_VERSIONS = """SELECT position FROM records
    WHERE id IN (SELECT record FROM removed) AND kind LIKE 'version/%'"""
_FROM = "SELECT position FROM versions WHERE position >= ?"
_TYPED = """SELECT DISTINCT source FROM claims
    WHERE source IS NOT NULL AND json_extract(attribution, '$.source.version') IS NULL"""
_CLAIMS_FROM = "SELECT position FROM claims WHERE position >= ?"


def version_of(row: Row) -> Version:
    """The version of a row that begins with the columns `VERSION`."""
    position, id, document, content, text, size, length, media_type, reader, encoding, unreadable = row[:11]
    return Version(
        position,
        cells.raw(id).hex(),
        cells.words(document),
        Digest(cells.raw(content).hex()),
        Digest(cells.raw(text).hex()),
        cells.whole(size),
        cells.whole(length),
        cells.words(media_type),
        cells.words(reader),
        cells.words_or_none(encoding) or "",
        cells.words_or_none(unreadable) or "",
    )


def whole(digest: bytes, data: bytes | None) -> bytes:
    """The data of a blob, when it is there and what it was. `digest` is its SHA-256, raw. Raises IntegrityError."""
    if data is None:
        raise IntegrityError(f"blob sha256:{digest.hex()} is missing", hint="run `archive verify`")
    if sha256(data).digest() != digest:
        raise IntegrityError(f"blob sha256:{digest.hex()} is not what it was", hint="run `archive verify`")
    return data


def opening(text: str, length: int = 60) -> str:
    """A text's first words in quotation marks, for a document without a title."""
    words = " ".join(text[: 4 * length].split())
    return f"“{words}”" if len(words) <= length else f"“{words[:length].rsplit(' ', 1)[0]} …”"


class _Said(NamedTuple):
    """What one record says of one field; no values when it unsets it. (Made for each row of each hit: a frozen
    dataclass takes four times as long to make.)"""

    position: int
    captured: str
    at: str
    origin: str
    values: list[str]


def _last(said: Sequence[_Said]) -> _Said | None:
    """The one that the rule puts last."""
    if len(said) < 2:
        return said[0] if said else None
    last = newest(Dated(one.position, one.captured, one.at) for one in said)
    return next(one for one in said if last and one.position == last.position)


def _is_open(said: dict[str, list[_Said]]) -> bool:
    """Whether it depends on the newest version what is said."""
    return _is_stated(said) or "language" not in said


def _is_stated(said: dict[str, list[_Said]]) -> bool:
    """Whether a version states some of it itself."""
    return any(record.origin for records in said.values() for record in records)


def _described(said: dict[str, list[_Said]], last: int, found: tuple[str, str] | None) -> Described:
    """`last` is the position of the newest version, `found` the language that was detected in it, and by what."""
    values: dict[str, tuple[str, ...]] = {}
    origins: dict[str, str] = {}
    for field, records in said.items():
        winner = _last([r for r in records if not r.origin])
        winner = winner or next((r for r in records if r.position == last), None)
        if winner and winner.values:
            values[field], origins[field] = tuple(winner.values), winner.origin
    if found and all(record.origin and record.position != last for record in said.get("language", ())):
        values["language"], origins["language"] = (found[0],), DETECTED + found[1]
    return Described(values, origins)


class Held(NamedTuple):
    """What of a version a hit is made of: its id as 64 hex digits, the content's digest raw, `spans` as stored."""

    version: str
    document: str
    content: bytes
    text: str
    spans: bytes
    reader: str


class Lookup:
    """Questions inside one transaction. Positions are log positions, ids 64 hex digits, spans code points."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    def _among(self, query: str, values: Sequence[Any]) -> Iterator[Row]:
        """The rows of a query whose one IN list, written (?), may be longer than a database takes at a time."""
        for start in range(0, len(values), MOST_VALUES):
            some = tuple(values[start : start + MOST_VALUES])
            yield from self._execute(query.replace("(?)", f"({', '.join('?' * len(some))})"), some)

    def _one(self, query: str, *parameters: Any) -> Any:
        """The first column of the first row; None when there is none."""
        return next((row[0] for row in self._execute(query, parameters)), None)

    def size(self) -> int:
        """How many records there are: the position that the next one takes."""
        newest = self._one(_SIZE)
        if newest is not None and type(newest) is not int:
            raise IntegrityError(
                f"the last position of the log is {newest!r}", hint="restore the archive from a backup"
            )
        return 0 if newest is None else newest + 1

    def root(self, size: int | None = None) -> bytes:
        """The log's root when it held `size` records; now, by default."""
        return tiles.tree_root(self.size() if size is None else size, self.tree_hashes)

    @cached_property
    def received(self) -> Received:
        """Which records were imported, as this transaction found them."""
        return Received.of(self._execute(RECEIPTS, ()))

    def ids(self, start: int, end: int) -> list[str]:
        """The ids of the records at [start, end)."""
        return [row[0].hex() for row in self._execute(_IDS, (start, end))]

    def tree_hashes(self, level: int, start: int, end: int) -> list[bytes]:
        """Hashes [start, end) of a tile level; those of level 0 are made of the record ids."""
        if level:
            return [cells.raw(row[0]) for row in self._execute(_TREE, (level, start, end))]
        return [merkle.leaf_hash(b"sha256:" + id.encode()) for id in self.ids(start, end)]

    def keys(self, size: int) -> list[tuple[int, Record]]:
        """The records among the first `size` that say whose keys sign for this log."""
        return [(position, parse(data)) for position, data in self._execute(_KEYS, (size,)) if data is not None]

    def blob(self, digest: Digest) -> bytes:
        """Raises IntegrityError when the blob is missing, or is not what it was."""
        return whole(digest.raw, self._one(_BLOB, digest.raw))

    def has_blob(self, digest: Digest) -> bool:
        return self._one(_BLOB, digest.raw) is not None

    def text(self, version: Version) -> str:
        return self.blob(version.text).decode("utf-8")

    def texts_at(self, positions: Iterable[int]) -> dict[int, Held]:
        """The versions at these positions, each with its text and its list of spans, of several lists the last one."""
        found: dict[int, Held] = {}
        last: dict[int, int] = {}
        for position, listing, id, document, content, digest, data, spans, listed, by in self._among(
            _TEXTS_AT, list(set(positions))
        ):
            if (listing or 0) < last.get(position, 0):
                continue
            last[position] = listing or 0
            text = whole(cells.raw(digest), data).decode("utf-8")
            blob = b"[]" if spans is None else whole(cells.raw(spans), listed)
            about = cells.raw(id).hex(), cells.words(document), cells.raw(content)
            found[position] = Held(*about, text, blob, cells.words(by))
        return found

    def texts(self, positions: Sequence[int]) -> dict[int, str]:
        """The texts of the versions at these positions; without those that are missing or are not what they were."""
        rows = self._among(_TEXTS, positions)
        return {p: data.decode("utf-8") for p, text, data in rows if data and Digest.of(data).raw == text}

    def version_ids(self, positions: Sequence[int]) -> dict[int, str]:
        """The ids of the versions at these positions."""
        return {position: cells.raw(id).hex() for position, id in self._among(_VERSION_IDS, positions)}

    def has_selections(self) -> bool:
        return self._one(_SELECTED) is not None

    def chosen_at(self, positions: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
        """The article's spans of the versions at these positions that have a selection; of several the last one."""
        return {
            cells.whole(position): parse_spans(whole(cells.raw(spans), data))
            for position, spans, data in self._among(_CHOSEN_AT, list(set(positions)))
        }

    def described(self, documents: Iterable[str], statements: str = _STATEMENTS) -> dict[str, Described]:
        """What is said of each document now."""
        said = self._said(documents, statements)
        last = self.read_last([document for document in said if _is_open(said[document])])
        found = self.detected(last.values())
        return {d: _described(said[d], last.get(d, -1), found.get(last.get(d, -1))) for d in said}

    def shown(self, documents: Iterable[str]) -> dict[str, Described]:
        """As `described`, of title, publisher, date and role alone: what stands beside a hit or a quote."""
        said = self._said(documents, _OF_HITS)
        last = self.read_last([document for document in said if _is_stated(said[document])])
        return {d: _described(said[d], last.get(d, -1), None) for d in said}

    def _said(self, documents: Iterable[str], statements: str) -> dict[str, dict[str, list[_Said]]]:
        wanted = list(dict.fromkeys(documents))
        said: dict[str, dict[str, list[_Said]]] = {document: {} for document in wanted}
        for document, field, position, origin, value, captured, at in self._among(statements, wanted):
            cells.words(field), cells.words_or_none(value), cells.words_or_none(origin)
            records = said[document].setdefault(field, [])
            if not records or records[-1].position != position:
                records.append(_Said(position, captured or at, at, origin or "", []))
            if value is not None:
                records[-1].values.append(value)
        return said

    def own_titles(self, versions: Sequence[str]) -> dict[str, str]:
        """The title that each of these versions has of its own, if it has: a description that came with a capture of it
        gives it, or it states it itself."""
        held: dict[str, list[_Said]] = {}
        for id, position, origin, value, captured, at in self._among(_OWN_TITLES, [bytes.fromhex(v) for v in versions]):
            held.setdefault(id.hex(), []).append(_Said(position, captured or at, at, origin or "", [value]))
        winners = {id: _last([r for r in records if not r.origin]) or records[0] for id, records in held.items()}
        return {id: cells.words(winner.values[0]) for id, winner in winners.items()}

    def read_last(self, documents: Sequence[str]) -> dict[str, int]:
        """For each document that is here, the position of its newest version: of its newest edition, the last."""
        held: dict[str, list[tuple[Digest, int]]] = {}
        for document, content, position in self._among(_VERSIONS_OF, documents):
            held.setdefault(document, []).append((Digest(cells.raw(content).hex()), cells.whole(position)))
        obtained = self.newest_contents([document for document, versions in held.items() if len(versions) > 1])
        return {
            document: self._last_of(
                p for content, p in versions if document not in obtained or content == obtained[document].content
            )
            for document, versions in held.items()
        }

    def _last_of(self, readings: Iterable[int]) -> int:
        """The reading of one edition that counts: the last of our own, else the last that was imported."""
        return max(readings, key=lambda position: (position not in self.received, position))

    def detected(self, versions: Iterable[int]) -> dict[int, tuple[str, str]]:
        """(language, detector) of those of these versions, named by their positions, of which it was detected."""
        rows = self._among(_DETECTED, list(versions))
        return {cells.whole(p): (cells.words(language), cells.words(detector)) for p, language, detector in rows}

    def languages(self, versions: Mapping[int, str]) -> dict[int, str]:
        """The language of each version (position → document): what is said of its document now, else as detected."""
        described, found = self.described(versions.values(), _OF_LANGUAGE), self.detected(versions)
        return {
            position: found.get(position, ("",))[0]
            if described[document].detected
            else described[document].first("language")
            for position, document in versions.items()
        }

    def suspects(self) -> int:
        """How many versions were found suspect, and are believed by nobody."""
        return int(self._one(_SUSPECTS) or 0)

    def obtained(self, documents: Sequence[str]) -> dict[str, list[Obtained]]:
        """For each document that is here, the captures that decide which edition is newest."""
        return {document: contenders(all) for document, all in self.all_obtained(documents).items()}

    def all_obtained(self, documents: Sequence[str]) -> dict[str, list[Obtained]]:
        """For each document that is here, all captures."""
        captures: dict[str, list[Obtained]] = {}
        for document, position, content, captured, at, *marks in self._among(_CAPTURED, documents):
            live, suspect = map(bool, marks)
            imported = position in self.received
            capture = Obtained(position, captured, at, live, suspect, imported, content=Digest(content.hex()))
            captures.setdefault(document, []).append(capture)
        return captures

    def newest_contents(self, documents: Sequence[str]) -> dict[str, Obtained]:
        """For each document that is here, the capture of its newest edition."""
        found = {document: newest(captures) for document, captures in self.obtained(documents).items()}
        return {document: capture for document, capture in found.items() if capture is not None}

    def versions_of_several(self) -> list[tuple[int, str, Digest]]:
        """(position, document, content) of the versions of documents that have more than one."""
        rows = self._execute(_OF_SEVERAL, ())
        return [(cells.whole(p), cells.words(d), Digest(cells.raw(content).hex())) for p, d, content in rows]

    def typed_speakers(self) -> list[str]:
        """The speakers of claims whom a person named; not as a text does, at a place."""
        return [cells.words(row[0]) for row in self._execute(_TYPED, ())]

    def cited_versions(self) -> frozenset[int]:
        """All versions of the documents of which a citation stands: neither it nor its claim is retracted."""
        return frozenset(cells.whole(row[0]) for row in self._execute(_CITED, ()))

    def recorded_from(self, position: int, find: Granularity) -> frozenset[int]:
        """The versions (or claims) recorded at this position or later."""
        query = _CLAIMS_FROM if find == "claim" else _FROM
        return frozenset(cells.whole(row[0]) for row in self._execute(query, (position,)))

    @property
    def alike(self) -> Alike:
        """What is asked of copies."""
        return Alike(self._execute)

    def column(self, name: str, find: Granularity) -> columns.Column:
        """All values of a field that a search filters by, each with the positions of what has it."""
        return columns.column(self._execute, name, find, self.older)

    def older(self) -> frozenset[int]:
        """The versions that are not their document's newest edition, or are an earlier reading of it; and those that
        were removed, of which an index may still know."""
        several = self.versions_of_several()
        last = self.read_last(list({document for _, document, _ in several}))
        older = frozenset(position for position, document, _ in several if position != last[document])
        return older.union(cells.whole(row[0]) for row in self._execute(_REMOVED_VERSIONS, ()))

    def last_removal(self) -> int:
        """The position of the last removal; -1 where nothing was removed."""
        position = self._one(_LAST_REMOVAL)
        return -1 if position is None else cells.whole(position)

    def removal_of(self, id: str) -> Removal | None:
        """The last removal that names a record."""
        for position, removal, mode, why, at in self._execute(_REMOVAL_OF, (bytes.fromhex(id),)):
            return Removal(position, cells.raw(removal).hex(), mode, why, at)
        return None
