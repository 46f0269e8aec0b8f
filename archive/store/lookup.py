"""What a search asks of the database, in plain SQL, so that a search need not import SQLAlchemy (half of its start).

`Log` inherits these questions and asks them through its own connection: each stands once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from archive.errors import IntegrityError
from archive.model.article import Described, Version
from archive.model.digest import Digest
from archive.model.newest import Obtained, contenders, newest
from archive.model.passage import Granularity
from archive.store import cells, columns
from archive.tlog import merkle, tiles
from archive.tlog.openings import parse_spans

Row = Sequence[Any]
Execute = Callable[[str, tuple[Any, ...]], Iterable[Row]]

MOST_VALUES = 500  # of one IN list

VERSION = "v.position, v.id, v.document, v.content, v.text, v.size, v.length, v.media_type, v.reader, v.encoding"
"""The columns that `version_of` makes a version of; the table is called v."""

_SIZE = "SELECT max(position) FROM records"
_IDS = "SELECT id FROM records WHERE position >= ? AND position < ? ORDER BY position"
_TREE = "SELECT hash FROM tree WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
_BLOB = "SELECT data FROM blobs WHERE digest = ?"
_TEXTS_AT = f"""SELECT {VERSION}, text.data, s.spans, listed.data FROM versions AS v
    LEFT JOIN blobs AS text ON text.digest = v.text
    LEFT JOIN sentences AS s ON s.version = v.id
    LEFT JOIN blobs AS listed ON listed.digest = s.spans
    WHERE v.position IN (?) ORDER BY s.position"""  # noqa: S608 - the columns above
_STATEMENTS = """SELECT document, field, position, origin, value FROM statements WHERE document IN (?)
    ORDER BY origin IS NOT NULL, position DESC, number"""
_LANGUAGES = """SELECT document, value FROM statements WHERE field = 'language' AND document IN (?)
    ORDER BY origin IS NOT NULL, position DESC, number"""
_CAPTURED = """SELECT v.document, c.position, v.content, c.captured, c.at
    FROM versions AS v JOIN captures AS c ON c.version = v.id WHERE v.document IN (?)"""

_SELECTED = "SELECT 1 FROM selections LIMIT 1"
_CHOSEN_AT = """SELECT v.position, s.spans, listed.data FROM selections AS s JOIN versions AS v ON v.id = s.version
    LEFT JOIN blobs AS listed ON listed.digest = s.spans WHERE v.position IN (?) ORDER BY s.position"""

_OF_SEVERAL = """SELECT position, document, content FROM versions WHERE document IN
    (SELECT document FROM versions GROUP BY document HAVING count(*) > 1)"""
_CITED = """SELECT position FROM versions WHERE document IN
    (SELECT v.document FROM citations AS c JOIN versions AS v ON v.id = c.version
    WHERE c.id NOT IN (SELECT target FROM retractions) AND c.claim NOT IN (SELECT target FROM retractions))"""
_FROM = "SELECT position FROM versions WHERE position >= ?"
_CLAIMS_FROM = "SELECT position FROM claims WHERE position >= ?"


def version_of(row: Row) -> Version:
    """The version of a row that begins with the columns `VERSION`."""
    position, id, document, content, text, size, length, media_type, reader, encoding = row[:10]
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
    )


def whole(digest: Digest, data: bytes | None) -> bytes:
    """The data of a blob, when it is there and what it was. Raises IntegrityError."""
    if data is None:
        raise IntegrityError(f"blob {digest} is missing", hint="run `archive verify`")
    if Digest.of(data) != digest:
        raise IntegrityError(f"blob {digest} is not what it was", hint="run `archive verify`")
    return data


def opening(text: str, length: int = 60) -> str:
    """A text's first words in quotation marks, for a document without a title."""
    words = " ".join(text[: 4 * length].split())
    return f"“{words}”" if len(words) <= length else f"“{words[:length].rsplit(' ', 1)[0]} …”"


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

    def ids(self, start: int, end: int) -> list[str]:
        """The ids of the records at [start, end)."""
        return [row[0].hex() for row in self._execute(_IDS, (start, end))]

    def tree_hashes(self, level: int, start: int, end: int) -> list[bytes]:
        """Hashes [start, end) of a tile level; those of level 0 are made of the record ids."""
        if level:
            return [cells.raw(row[0]) for row in self._execute(_TREE, (level, start, end))]
        return [merkle.leaf_hash(b"sha256:" + id.encode()) for id in self.ids(start, end)]

    def blob(self, digest: Digest) -> bytes:
        """Raises IntegrityError when the blob is missing, or is not what it was."""
        return whole(digest, self._one(_BLOB, digest.raw))

    def text(self, version: Version) -> str:
        return self.blob(version.text).decode("utf-8")

    def texts_at(self, positions: Sequence[int]) -> dict[int, tuple[Version, str, bytes]]:
        """The versions at these positions, each with its text and its list of spans, of several lists the last one."""
        found = {}
        for row in self._among(_TEXTS_AT, list(set(positions))):
            version, (text_data, spans, spans_data) = version_of(row), row[10:]
            text = whole(version.text, text_data).decode("utf-8")
            listed = b"[]" if spans is None else whole(Digest(spans.hex()), spans_data)
            found[version.position] = version, text, listed
        return found

    def has_selections(self) -> bool:
        return self._one(_SELECTED) is not None

    def chosen_at(self, positions: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
        """The article's spans of the versions at these positions that have a selection; of several the last one."""
        return {
            cells.whole(position): parse_spans(whole(Digest(cells.raw(spans).hex()), data))
            for position, spans, data in self._among(_CHOSEN_AT, list(set(positions)))
        }

    def described(self, documents: Iterable[str]) -> dict[str, Described]:
        """What is said of each document now."""
        wanted = list(documents)
        values: dict[str, dict[str, tuple[str, ...]]] = {document: {} for document in wanted}
        winners: dict[tuple[str, str], tuple[int, str]] = {}  # (document, field) → newest record, where it stands
        for document, field, position, origin, value in self._among(_STATEMENTS, wanted):
            cells.words(field), cells.words_or_none(origin), cells.words_or_none(value)
            winner = winners.setdefault((document, field), (position, origin or ""))
            if winner[0] == position and value is not None:
                values[document][field] = (*values[document].get(field, ()), value)
        return {d: Described(values[d], {f: winners[d, f][1] for f in values[d]}) for d in wanted}

    def languages(self, documents: Sequence[str]) -> dict[str, str]:
        """The language of each document that is said to have one, as it is said now."""
        said: dict[str, str] = {}
        for document, value in self._among(_LANGUAGES, documents):
            said.setdefault(document, cells.words_or_none(value) or "")
        return said

    def obtained(self, documents: Sequence[str]) -> dict[str, list[Obtained]]:
        """For each document that is here, the captures that decide which edition is newest."""
        captures: dict[str, list[Obtained]] = {}
        for document, position, content, captured, at in self._among(_CAPTURED, documents):
            captures.setdefault(document, []).append(Obtained(position, Digest(content.hex()), captured, at))
        return {document: contenders(all) for document, all in captures.items()}

    def newest_contents(self, documents: Sequence[str]) -> dict[str, Obtained]:
        """For each document that is here, the capture of its newest edition."""
        found = {document: newest(captures) for document, captures in self.obtained(documents).items()}
        return {document: capture for document, capture in found.items() if capture is not None}

    def versions_of_several(self) -> list[tuple[int, str, Digest]]:
        """(position, document, content) of the versions of documents that have more than one."""
        rows = self._execute(_OF_SEVERAL, ())
        return [(cells.whole(p), cells.words(d), Digest(cells.raw(content).hex())) for p, d, content in rows]

    def cited_versions(self) -> frozenset[int]:
        """All versions of the documents of which a citation stands: neither it nor its claim is retracted."""
        return frozenset(cells.whole(row[0]) for row in self._execute(_CITED, ()))

    def recorded_from(self, position: int, find: Granularity) -> frozenset[int]:
        """The versions (or claims) recorded at this position or later."""
        query = _CLAIMS_FROM if find == "claim" else _FROM
        return frozenset(cells.whole(row[0]) for row in self._execute(query, (position,)))

    def column(self, name: str, find: Granularity) -> columns.Column:
        """All values of a field that a search filters by, each with the positions of what has it."""
        return columns.column(self._execute, name, find)
