"""Add articles: the life of a document.

    1 bytes ─reader→ text ─splitter→ sentences          outside the lock
    2 the write lock: known already?                    same address, same bytes: nothing is written
    3 blobs and records: version, sentences, capture, description, place
    4 COMMIT, and only then is it reported              an id printed survives a power cut
    5 the index catches up

Which document it is: the one at its URL; else the one that was added from this path; else the one that holds these very
bytes (a copy, or a file that was moved); else a new one, with a `urn:uuid:` of its own. New bytes of a known document
are a new edition of it. Bytes that it held before, but not last, are a new capture: the source went back.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from archive import readers
from archive.errors import ArchiveError, Unreadable
from archive.model.digest import Digest
from archive.model.record import Fields, Record
from archive.readers import Declared, Reading
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.text.sentences import SPLITTER, sentences
from archive.tlog.openings import sentences_root, spans_blob
from archive.verbs._catch_up import Progress, catch_up, no_progress
from archive.verbs._known import Known
from archive.verbs._opened import Opened
from archive.verbs._sources import NotTaken, Source

BATCH_ARTICLES = 500
BATCH_BYTES = 8 * 2**20
MOST_SAID = 2**20  # characters said of one article; a record holds 16 MiB

Status = Literal["added", "edition", "capture", "described", "known", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one source.

    `added` a new document · `edition` new bytes of a known one · `capture` bytes it held before, now again ·
    `described` only the description is new · `known` nothing was written · `failed` (see `error`) · `skipped`.
    """

    source: str
    status: Status
    document: str = ""
    version: str = ""  # 64 hex
    sentences: int = 0
    notes: tuple[str, ...] = ()
    error: ArchiveError | None = None


@dataclass(slots=True)
class _Article:
    """A source on its way: its bytes, then its text; kept until its batch is committed."""

    source: Source
    data: bytes
    content: Digest
    path: str
    reading: Reading | None = None
    text: bytes = b""
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def file_name(self) -> str:
        return self.source.path.name if self.source.path else ""


def add(
    opened: Opened, sources: Iterable[Source | NotTaken], *, dry_run: bool = False, progress: Progress = no_progress
) -> Iterator[Added]:
    """Adds each source and says what became of it, in order, batch by batch, after each batch's commit."""
    done = 0
    for batch in _batches(sources):
        with opened.store.reading() as reader:
            known = _known(reader, batch)
        articles = [_read_text(known, item) if isinstance(item, _Article) else item for item in batch]
        yield from _would_add(known, articles) if dry_run else _store(opened, known, articles)
        done += len(articles)
        progress("adding", done, 0)
    if not dry_run:
        opened.with_index(lambda: catch_up(opened, progress))


def _batches(sources: Iterable[Source | NotTaken]) -> Iterator[list[_Article | Added]]:
    """Sources with their bytes read, so many that a commit is worth it and memory stays bounded."""
    batch: list[_Article | Added] = []
    size = 0
    for source in sources:
        loaded = _load(source)
        batch.append(loaded)
        size += len(loaded.data) if isinstance(loaded, _Article) else 0
        if len(batch) >= BATCH_ARTICLES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _load(source: Source | NotTaken) -> _Article | Added:
    if isinstance(source, NotTaken):
        return Added(source.name, "failed" if source.error else "skipped", error=source.error)
    try:
        _check_said((source.url, source.values))
        data = source.read()
    except ArchiveError as error:
        return Added(source.name, "failed", error=error)
    path = "" if source.path is None else _as_uri(source)
    return _Article(source, data, Digest.of(data), path)


def _check_said(said: object) -> None:
    """Raises Unreadable on more than a record can hold."""
    if len(repr(said)) > MOST_SAID:
        raise Unreadable(f"says more of itself than {MOST_SAID} characters", hint="shorten its title and the like")


def _as_uri(source: Source) -> str:
    """The absolute path as a file URI: any file name fits into it."""
    assert source.path is not None
    return source.path.absolute().as_uri()


def _known(reader: Reader, batch: list[_Article | Added]) -> Known:
    articles = [item for item in batch if isinstance(item, _Article)]
    return Known(
        reader,
        [a.source.url for a in articles],
        [a.path for a in articles if a.path],
        [a.content for a in articles],
    )


def _read_text(known: Known, article: _Article) -> _Article | Added:
    """Bytes → text → sentences, unless the archive holds what would come of it."""
    try:
        reader = readers.choose(article.file_name, None, article.data)
        document = known.document(article.source.url, article.path, article.content)
        if document and known.version(document, article.content, reader.READER):
            return article
    except ArchiveError as error:
        return Added(article.source.name, "failed", error=error)
    return _read(reader, article)


def _read(reader: readers.Reader, article: _Article) -> _Article | Added:
    try:
        article.reading = reader.read(article.data, name=article.file_name, declared=Declared())
        _check_said(article.reading.stated)
    except ArchiveError as error:
        return Added(article.source.name, "failed", error=error)
    article.text = article.reading.text.encode("utf-8")
    article.spans = sentences(article.reading.text)
    return article


def _store(opened: Opened, known: Known, articles: list[_Article | Added]) -> list[Added]:
    """One transaction for a batch: all of it, or nothing."""
    with opened.store.writing() as writer:
        if writer.size() != known.size:  # another process wrote meanwhile
            known = _known(writer, articles)
        keeper = _Keeper(opened, writer, known)
        return [keeper.keep(item) if isinstance(item, _Article) else item for item in articles]


def _would_add(known: Known, articles: list[_Article | Added]) -> Iterator[Added]:
    """What `_store` would report, with nothing written and no new ids, since none are made."""
    for item in articles:
        if isinstance(item, Added):
            yield item
            continue
        document = known.document(item.source.url, item.path, item.content)
        status: Status = "known" if item.reading is None else "edition" if known.newest(document) else "added"
        yield Added(item.source.name, status, document, sentences=len(item.spans), notes=_notes(item))


class _Keeper:
    """Writes one batch, under the write lock."""

    def __init__(self, opened: Opened, writer: Writer, known: Known) -> None:
        self._opened = opened
        self._writer = writer
        self._known = known
        self._now = opened.clock()

    def keep(self, article: _Article) -> Added:
        source, content, known = article.source, article.content, self._known
        document = known.document(source.url, article.path, content) or f"urn:uuid:{uuid.uuid4()}"
        reader = article.reading.reader if article.reading else ""
        status: Status = "known"
        version = known.version(document, content, reader)
        if not version and not article.reading:  # it was known as another document's, until just now
            read = _read(readers.choose(article.file_name, None, article.data), article)
            if isinstance(read, Added):
                return read
        if not version:
            status = "edition" if known.newest(document) else "added"
            version = self._version(document, article)
            self._capture(document, version, article)
        elif self._is_new_capture(document, version, article):
            status = "capture"
            self._capture(document, version, article)
        self._place(document, article)
        if self._describe(document, article) and status == "known":
            status = "described"
        return Added(source.name, status, document, version, len(article.spans), _notes(article))

    def _version(self, document: str, article: _Article) -> str:
        assert article.reading is not None
        text, spans = Digest.of(article.text), spans_blob(article.spans)
        listed = Digest.of(spans)
        for digest, data in ((article.content, article.data), (text, article.text), (listed, spans)):
            self._writer.keep(digest, data)
        record = self._append("version/1", _version_fields(document, article, article.reading, text))
        root = sentences_root(bytes.fromhex(record.fields["salt"]), article.spans, article.reading.text)
        self._append(
            "sentences/1",
            {
                "version": record.id,
                "splitter": SPLITTER,
                "count": len(article.spans),
                "spans": str(listed),
                "root": root.hex(),
            },
        )
        self._known.learn(document, article.content, article.reading.reader, record.id)
        return record.id

    def _append(self, kind: str, fields: Fields) -> Record:
        record = self._opened.store.seal(kind, fields, at=self._now)
        self._writer.append(record)
        return record

    def _is_new_capture(self, document: str, version: str, article: _Article) -> bool:
        """A stated time that is not known yet, or bytes that the document did not hold last."""
        if article.source.captured:
            self._writer.flush()
            return article.source.captured not in [c.captured for c in self._writer.captures(version)]
        return self._known.newest(document) != article.content

    def _capture(self, document: str, version: str, article: _Article) -> None:
        source = article.source
        captured = source.captured or self._now
        fields = {"version": version, "captured": captured, "how": source.how}
        if source.url:
            fields["url"] = source.url
        self._append("capture/1", fields)
        self._known.learn_capture(document, article.content, captured)

    def _place(self, document: str, article: _Article) -> None:
        if article.path and not self._known.placed(article.path, document):
            self._append("place/1", {"document": document, "path": article.path})
            self._known.learn_place(article.path, document)

    def _describe(self, document: str, article: _Article) -> bool:
        """Appends a description when what was given differs from what is said already."""
        new = self._known.unsaid(document, article.source.values)
        if new:
            self._append("description/1", {"document": document, "set": new})
            self._known.learn_said(document, new)
        return bool(new)


def _version_fields(document: str, article: _Article, reading: Reading, text: Digest) -> Fields:
    fields: dict[str, Any] = {
        "document": document,
        "content": str(article.content),
        "size": len(article.data),
        "media_type": reading.media_type,
        "reader": reading.reader,
        "text": str(text),
        "length": len(reading.text),
        "encoding": reading.encoding,
    }
    if reading.incomplete:
        fields["incomplete"] = list(reading.incomplete)
    if reading.stated:
        fields["stated"] = {
            name: {"value": list(s.value) if isinstance(s.value, tuple) else s.value, "from": s.origin}
            for name, s in reading.stated.items()
        }
    return fields


def _notes(article: _Article) -> tuple[str, ...]:
    """What a person should know of how the text was read."""
    return article.reading.incomplete if article.reading else ()
