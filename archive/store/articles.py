"""Documents, their versions, what is said of them, and their sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from sqlalchemy import bindparam, case, func, select

from archive.errors import IntegrityError
from archive.model.article import Article, Capture, Described, LiveCapture, Part, Version
from archive.model.digest import Digest
from archive.model.newest import Obtained
from archive.store import tables as t
from archive.store.log import Log
from archive.store.lookup import opening, version_of
from archive.tlog import openings

_VERSION = (
    t.versions.c.position,
    t.versions.c.id,
    t.versions.c.document,
    t.versions.c.content,
    t.versions.c.text,
    t.versions.c.size,
    t.versions.c.length,
    t.versions.c.media_type,
    t.versions.c.reader,
    t.versions.c.encoding,
    t.versions.c.unreadable,
)

_VERSION_AT = select(*_VERSION).where(t.versions.c.position == bindparam("position"))
_VERSION_BY_ID = select(*_VERSION).where(t.versions.c.id == bindparam("id"))
_READINGS = select(*_VERSION).where(
    t.versions.c.document == bindparam("document"), t.versions.c.content == bindparam("content")
)
_PLACES = (
    select(t.places.c.path, t.places.c.document, t.places.c.content)
    .where(t.places.c.path.in_(bindparam("paths", expanding=True)))
    .order_by(t.places.c.position)
)
_PATHS = (
    select(t.places.c.document, t.places.c.path)
    .where(t.places.c.document.in_(bindparam("documents", expanding=True)))
    .distinct()
    .order_by(t.places.c.path)
)
_TIMES = select(t.captures.c.version, t.captures.c.captured).where(
    t.captures.c.version.in_(bindparam("versions", expanding=True))
)
_SUSPECT = case((t.captures.c.id.in_(select(t.acceptances.c.capture)), None), else_=t.captures.c.suspect).label(
    "suspect"
)
_SAID = (
    select(*(t.statements.c[name] for name in ("document", "field", "position", "value", "captured")))
    .where(t.statements.c.document.in_(bindparam("documents", expanding=True)), t.statements.c.origin.is_(None))
    .order_by(t.statements.c.position, t.statements.c.field, t.statements.c.number)
)
_VERSIONS_WITH = select(*_VERSION).where(t.versions.c.content.in_(bindparam("contents", expanding=True)))
_OF_PART, _AS_WHOLE = t.versions.alias("of_part"), t.versions.alias("as_whole")
_PARTS = (
    select(t.parts.c.name, t.versions.c.document, t.versions.c.id)
    .join(t.versions, t.versions.c.position == t.parts.c.position)
    .join(_AS_WHOLE, _AS_WHOLE.c.id == t.parts.c.whole)
    .where(_AS_WHOLE.c.document == bindparam("document"), _AS_WHOLE.c.content == bindparam("content"))
    .order_by(t.parts.c.position)
)
_WHOLE = (
    select(t.parts.c.name, t.versions.c.document, t.versions.c.id)
    .join(t.versions, t.versions.c.id == t.parts.c.whole)
    .where(t.parts.c.position == bindparam("position"))
)
_PART_DOCUMENTS = (
    select(t.versions.c.document.label("whole"), t.parts.c.name, _OF_PART.c.document)
    .join(t.versions, t.versions.c.id == t.parts.c.whole)
    .join(_OF_PART, _OF_PART.c.position == t.parts.c.position)
    .where(t.versions.c.document.in_(bindparam("documents", expanding=True)))
    .order_by(t.parts.c.position)
)
_SPANS = (
    select(t.sentences.c.spans)
    .where(t.sentences.c.version == bindparam("version"))
    .order_by(t.sentences.c.position.desc())
    .limit(1)
)
_COUNTS = select(
    func.count(t.versions.c.content.distinct()).label("editions"),
    select(func.count())
    .select_from(t.citations.join(t.versions, t.versions.c.id == t.citations.c.version))
    .where(t.versions.c.document == bindparam("document"))
    .scalar_subquery()
    .label("citations"),
).where(t.versions.c.document == bindparam("document"))


class Articles(Log):
    """Spans are in code points."""

    def version_at(self, position: int) -> Version:
        return version_of(self._connection.execute(_VERSION_AT, {"position": position}).one())

    def version(self, id: str) -> Version:
        row = self._connection.execute(_VERSION_BY_ID, {"id": bytes.fromhex(id)}).one_or_none()
        if row is None:
            raise IntegrityError(f"version {id[:12]} is missing", hint="run `archive verify`")
        return version_of(row)

    def versions(self, document: str) -> list[Version]:
        """All versions of a document, in the order in which they were stored."""
        query = select(*_VERSION).where(t.versions.c.document == document).order_by(t.versions.c.position)
        return [version_of(row) for row in self._connection.execute(query)]

    def newest(self, document: str) -> Version | None:
        """The newest edition (see `archive.model.newest`), as it was read last."""
        capture = self.newest_contents([document]).get(document)
        return None if capture is None else self._read_last(document, capture.content)

    def _read_last(self, document: str, content: Digest) -> Version:
        values = {"document": document, "content": content.raw}
        versions = {row.position: version_of(row) for row in self._connection.execute(_READINGS, values)}
        return versions[self._last_of(versions)]

    def last_readings(self, start: int, limit: int) -> list[Version]:
        """Of each document and its bytes the version that was read last, in their order, from position `start` on."""
        later = t.versions.alias("later")
        is_later = select(later.c.position).where(
            later.c.document == t.versions.c.document,
            later.c.content == t.versions.c.content,
            later.c.position > t.versions.c.position,
        )
        query = select(*_VERSION).where(t.versions.c.position >= start, ~is_later.exists())
        rows = self._connection.execute(query.order_by(t.versions.c.position).limit(limit))
        return [version_of(row) for row in rows]

    def find_documents(self, prefix: str, limit: int = 9) -> list[str]:
        """Documents whose URI begins with `prefix`."""
        query = (
            select(t.versions.c.document)
            .where(t.versions.c.document >= prefix, t.versions.c.document < prefix + "\U0010ffff")
            .distinct()
            .order_by(t.versions.c.document)
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def captures(self, version: str) -> list[Capture]:
        query = (
            select(t.captures.c.captured, t.captures.c.how, t.captures.c.url, _SUSPECT)
            .where(t.captures.c.version == bytes.fromhex(version))
            .order_by(t.captures.c.captured, t.captures.c.position)
        )
        rows = self._connection.execute(query)
        return [Capture(row.captured, row.how, row.url or "", tuple((row.suspect or "").split())) for row in rows]

    def capture_ids(self, document: str) -> list[str]:
        """Ids of all captures of a document, in order."""
        query = (
            select(t.captures.c.id)
            .join(t.versions, t.versions.c.id == t.captures.c.version)
            .where(t.versions.c.document == document)
            .order_by(t.captures.c.position)
        )
        return [id.hex() for id in self._connection.execute(query).scalars()]

    def documents(self) -> list[str]:
        """All of them, in the order in which they came."""
        first = select(t.versions.c.document).group_by(t.versions.c.document).order_by(func.min(t.versions.c.position))
        return list(self._connection.execute(first).scalars())

    def live_captures(self) -> list[LiveCapture]:
        """Of what the program fetched itself, here, in order."""
        held = (t.captures.c[name] for name in ("position", "id", "version", "captured", "classed"))
        query = (
            select(*held, t.versions.c.document, _SUSPECT)
            .join(t.versions, t.versions.c.id == t.captures.c.version)
            .where(t.captures.c.live == 1)
            .order_by(t.captures.c.position)
        )
        return [
            LiveCapture(
                row.id.hex(),
                row.document,
                row.version.hex(),
                row.captured,
                tuple((row.classed or "").split()),
                row.suspect is not None,
            )
            for row in self._connection.execute(query)
            if row.position not in self.received
        ]

    def is_accepted(self, capture: str) -> bool:
        query = select(t.acceptances.c.position).where(t.acceptances.c.capture == bytes.fromhex(capture))
        return self._connection.execute(query).scalar() is not None

    def articles(self, start: int, limit: int) -> list[tuple[int, Article]]:
        """Documents in the order in which they came, from the first version's position `start` on."""
        first = (
            select(t.versions.c.document, func.min(t.versions.c.position).label("first"))
            .group_by(t.versions.c.document)
            .having(func.min(t.versions.c.position) >= start)
            .order_by("first")
            .limit(limit)
        )
        rows = self._connection.execute(first).all()
        documents = [row.document for row in rows]
        described, newest = self.described(documents), self.newest_contents(documents)
        return [(row.first, self._article(row.document, described[row.document], newest)) for row in rows]

    def _article(self, document: str, described: Described, captures: Mapping[str, Obtained]) -> Article:
        if document not in captures:
            raise IntegrityError(f"document {document} has no capture", hint="run `archive verify`")
        capture = captures[document]
        newest = self._read_last(document, capture.content)
        counted = self._connection.execute(_COUNTS, {"document": document}).one()
        return Article(
            document,
            described.first("title") or self._unnamed(newest),
            described.first("publisher"),
            described.first("published"),
            described.first("language"),
            described.detected,
            described.first("confidential") == "yes",
            described.first("role") == "own",
            newest.id,
            capture.captured,
            counted.editions,
            counted.citations,
            newest.unreadable,
        )

    def title(self, version: Version) -> str:
        """The document's title, or the one an older edition had; without any its opening words in quotation marks; of
        one that cannot be read, its file's name."""
        own = "" if self._is_newest(version) else self.own_titles([version.id]).get(version.id, "")
        described = self.described([version.document])[version.document]
        return own or described.first("title") or self._unnamed(version)

    def _unnamed(self, version: Version) -> str:
        """What a version without a title is called."""
        if version.unreadable:
            return self._file_name(version) or f"({version.media_type})"
        return opening(self.text(version))

    def _is_newest(self, version: Version) -> bool:
        newest = self.newest(version.document)
        return newest is not None and newest.content == version.content

    def _file_name(self, version: Version) -> str:
        part = select(t.parts.c.name).where(t.parts.c.position == version.position)
        named: str | None = self._connection.execute(part).scalar()
        places = self.paths_of([version.document]).get(version.document, [])
        return named or next((unquote(place.rpartition("/")[2]) for place in places), "")

    def parts(self, whole: Version) -> list[Part]:
        """The parts of a version, or of another reading of the same bytes, in their order."""
        rows = self._connection.execute(_PARTS, {"document": whole.document, "content": whole.content.raw})
        return [Part(row.name, row.document, row.id.hex()) for row in rows]

    def whole(self, version: Version) -> Part | None:
        """The version that this one is a part of, by the name that this one has there."""
        row = self._connection.execute(_WHOLE, {"position": version.position}).one_or_none()
        return None if row is None else Part(row.name, row.document, row.id.hex())

    def part_documents(self, wholes: Sequence[str]) -> dict[tuple[str, str], str]:
        """(document of the whole, name) → document of the part, the one that was stored last."""
        rows = self._rows(_PART_DOCUMENTS, "documents", wholes)
        return {(row.whole, row.name): row.document for row in rows}

    def places(self, paths: Sequence[str]) -> dict[str, tuple[str, Digest]]:
        """For each path that is known: the document that was added from there last, and the content it had."""
        return {row.path: (row.document, Digest(row.content.hex())) for row in self._rows(_PLACES, "paths", paths)}

    def paths_of(self, documents: Sequence[str]) -> dict[str, list[str]]:
        """For each document that was ever added from a path, all of these."""
        paths: dict[str, list[str]] = {}
        for row in self._rows(_PATHS, "documents", list(set(documents))):
            paths.setdefault(row.document, []).append(row.path)
        return paths

    def capture_times(self, versions: Sequence[str]) -> set[tuple[str, str]]:
        """(version id, captured) of every capture of these versions."""
        rows = self._rows(_TIMES, "versions", [bytes.fromhex(version) for version in versions])
        return {(row.version.hex(), row.captured) for row in rows}

    def ever_said(self, documents: Sequence[str]) -> set[tuple[str, str, tuple[str, ...], str]]:
        """(document, field, values, captured) of all that descriptions ever said; captured is empty in live ones."""
        said: dict[tuple[str, str, int, str], tuple[str, ...]] = {}
        for row in self._rows(_SAID, "documents", documents):
            key = (row.document, row.field, row.position, row.captured or "")
            said[key] = (*said.get(key, ()), row.value)
        return {(document, field, values, captured) for (document, field, _, captured), values in said.items()}

    def versions_with(self, contents: Sequence[Digest]) -> list[Version]:
        """The versions that hold any of these bytes, in the order in which they were stored."""
        rows = self._rows(_VERSIONS_WITH, "contents", [content.raw for content in contents])
        return sorted(map(version_of, rows), key=lambda version: version.position)

    def spans(self, version: str) -> list[tuple[int, int]]:
        """The sentences of a version, by the splitter that was recorded last."""
        digest: bytes | None = self._connection.execute(_SPANS, {"version": bytes.fromhex(version)}).scalar()
        return [] if digest is None else openings.parse_spans(self.blob(Digest(digest.hex())))

    def texts_after(self, start: int, end: int, limit: int) -> list[tuple[int, int, str, str, list[tuple[int, int]]]]:
        """(position of the sentences record, of its version, document, text, spans) of [start, end): for an index."""
        text_blob, spans_blob = t.blobs.alias("text_blob"), t.blobs.alias("spans_blob")
        query = (
            select(
                t.sentences.c.position,
                t.versions.c.position,
                t.versions.c.document,
                text_blob.c.data,
                spans_blob.c.data,
            )
            .join(t.versions, t.versions.c.id == t.sentences.c.version)
            .join(text_blob, text_blob.c.digest == t.versions.c.text)
            .join(spans_blob, spans_blob.c.digest == t.sentences.c.spans)
            .where(t.sentences.c.position >= start, t.sentences.c.position < end)
            .order_by(t.sentences.c.position)
            .limit(limit)
        )
        return [_text_after(*row) for row in self._connection.execute(query)]

    def claims_after(self, start: int, end: int) -> list[tuple[int, str]]:
        """(position, text) of the claims in [start, end)."""
        query = (
            select(t.claims.c.position, t.claims.c.text)
            .where(t.claims.c.position >= start, t.claims.c.position < end)
            .order_by(t.claims.c.position)
        )
        return [(row.position, row.text) for row in self._connection.execute(query)]


def _text_after(
    at: int, version: int, document: str, text: bytes, spans: bytes
) -> tuple[int, int, str, str, list[tuple[int, int]]]:
    if version >= at:
        raise ValueError(f"sentences at position {at} of a version at {version}")
    return at, version, document, text.decode("utf-8"), openings.parse_spans(spans)
