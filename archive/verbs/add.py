"""Add articles: the life of a document.

    1 bytes ─reader→ text ─splitter→ sentences          outside the lock
    2 the write lock: known already?                    same address, same bytes: nothing is written
    3 blobs and records: version, sentences, capture, description, place
    4 COMMIT, and only then is it reported              an id printed survives a power cut
    5 the index catches up

Which document it is: the one at its URL; else the one that was added from this path; else the one that holds these very
bytes (a copy, or a file that was moved); else a new one, with a `urn:uuid:` of its own. New bytes of a known document
are a new edition of it. Bytes that it held before, but not last, are a new capture: the source went back.

Two files that were copies of one another part when one of them gets other bytes while the other stands: the changed one
is a document of its own from then on. Copies that were changed alike, and all names of one file, stay together.
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
from archive.verbs._catch_up import catch_up
from archive.verbs._known import Known
from archive.verbs._opened import Opened, Progress, no_progress
from archive.verbs._places import path_of, uri_of
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
        yield from _would_add(opened, known, articles) if dry_run else _store(opened, known, articles)
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
        why = (source.why,) if source.why else ()
        return Added(source.name, "failed" if source.error else "skipped", notes=why, error=source.error)
    try:
        _check_said((source.url, source.values))
        data = source.read()
    except ArchiveError as error:
        return Added(source.name, "failed", error=error)
    path = "" if source.path is None else uri_of(source.path)
    return _Article(source, data, Digest.of(data), path)


def _check_said(said: object) -> None:
    """Raises Unreadable on more than a record can hold."""
    if len(repr(said)) > MOST_SAID:
        raise Unreadable(f"says more of itself than {MOST_SAID} characters", hint="shorten its title and the like")


def _known(reader: Reader, batch: list[_Article | Added]) -> Known:
    return Known(reader, [(a.source.url, a.path, a.content) for a in batch if isinstance(a, _Article)])


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
        article.reading = readers.read(reader, article.data, name=article.file_name, declared=Declared())
        _check_said(article.reading.stated)
    except ArchiveError as error:
        return Added(article.source.name, "failed", error=error)
    article.text = article.reading.text.encode("utf-8")
    article.spans = sentences(article.reading.text)
    return article


@dataclass(frozen=True, slots=True)
class _Decision:
    """What an article is, and what is to be written of it. `version` is empty for one that is not there yet."""

    status: Status
    document: str
    version: str
    captured: bool
    placed: bool
    said: dict[str, str | list[str]]
    notes: tuple[str, ...]


def _decide(known: Known, article: _Article) -> _Decision:
    source = article.source
    document = known.document(source.url, article.path, article.content) or f"urn:uuid:{uuid.uuid4()}"
    version = known.version(document, article.content, article.reading.reader if article.reading else "")
    captured = not version or _is_captured_again(known, article, document, version)
    placed = bool(article.path) and known.place(article.path) != (document, article.content)
    # A list may tell of several editions: read again, it must not say the older one's title anew.
    said = known.unsaid(document, source.values, ever=bool(version) and source.how == "list")
    status: Status = "known"
    if not version:
        status = "edition" if known.newest(document) else "added"
    elif captured:
        status = "capture"
    elif said:
        status = "described"
    copy = "" if source.url else known.standing_copy(article.path, article.content)
    notes: tuple[str, ...] = (f"was a copy of {path_of(copy)}",) if copy else ()
    if status == "edition" and not source.url and not document.startswith("urn:uuid:"):
        notes = ("from the file, not from the address",)
    return _Decision(status, document, version, captured, placed, said, notes)


def _is_captured_again(known: Known, article: _Article, document: str, version: str) -> bool:
    """Bytes that are known: at a stated time that is new, or back after others at the same path or URL."""
    source = article.source
    if source.captured:
        return not known.captured(version, source.captured)
    if article.path:
        before = known.place(article.path)
        return (
            before is not None and before != (document, article.content) and known.newest(document) != article.content
        )
    return source.how == "stdin" and known.newest(document) != article.content


def _learn(known: Known, article: _Article, decision: _Decision, version: str, now: str) -> None:
    """What the next article of the batch shall find."""
    document, content = decision.document, article.content
    if not decision.version:
        known.learn_version(document, content, article.reading.reader if article.reading else "", version)
    if decision.captured:
        known.learn_capture(document, content, version, article.source.captured or now, now)
    if decision.placed:
        known.learn_place(article.path, document, content)
    known.learn_said(document, decision.said)


def _would_add(opened: Opened, known: Known, articles: list[_Article | Added]) -> Iterator[Added]:
    """What `_store` would report, with nothing written, and no ids of what is not there."""
    for item in articles:
        if isinstance(item, Added):
            yield item
            continue
        decision = _decide(known, item)
        document = "" if decision.status == "added" and not item.source.url else decision.document
        version = decision.version if len(decision.version) == 64 else ""  # not one of this dry run's own
        yield Added(item.source.name, decision.status, document, version, len(item.spans), _notes(item, decision))
        _learn(known, item, decision, decision.version or "dry run", opened.clock())


def _store(opened: Opened, known: Known, articles: list[_Article | Added]) -> list[Added]:
    """One transaction for a batch: all of it, or nothing."""
    with opened.store.writing() as writer:
        if writer.size() != known.size:  # another process wrote meanwhile
            known = _known(writer, articles)
        keeper = _Keeper(opened, writer, known)
        return [keeper.keep(item) if isinstance(item, _Article) else item for item in articles]


class _Keeper:
    """Writes one batch, under the write lock."""

    def __init__(self, opened: Opened, writer: Writer, known: Known) -> None:
        self._opened = opened
        self._writer = writer
        self._known = known
        self._now = opened.clock()

    def keep(self, article: _Article) -> Added:
        decision = _decide(self._known, article)
        if not decision.version and not article.reading:  # it was known as another document's, until just now
            read = _read(readers.choose(article.file_name, None, article.data), article)
            if isinstance(read, Added):
                return read
        document = decision.document
        version = decision.version or self._version(document, article)
        if decision.captured:
            self._capture(version, article)
        if decision.placed:
            self._append("place/1", {"document": document, "path": article.path, "content": str(article.content)})
        if decision.said:
            self._append("description/1", {"document": document, "set": decision.said})
        _learn(self._known, article, decision, version, self._now)
        notes = _notes(article, decision)
        return Added(article.source.name, decision.status, document, version, len(article.spans), notes)

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
        if article.reading.article:
            chosen = spans_blob(article.reading.article)
            self._writer.keep(digest := Digest.of(chosen), chosen)
            fields = {"version": record.id, "selector": article.reading.selector, "spans": str(digest)}
            self._append("selection/1", fields)
        return record.id

    def _append(self, kind: str, fields: Fields) -> Record:
        record = self._opened.store.seal(kind, fields, at=self._now)
        self._writer.append(record)
        return record

    def _capture(self, version: str, article: _Article) -> None:
        source = article.source
        fields = {"version": version, "captured": source.captured or self._now, "how": source.how}
        if source.url:
            fields["url"] = source.url
        self._append("capture/1", fields)


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


def _notes(article: _Article, decision: _Decision) -> tuple[str, ...]:
    """What a person should know of how it was given, what it was taken for, and how the text was read."""
    return article.source.notes + decision.notes + (article.reading.incomplete if article.reading else ())
