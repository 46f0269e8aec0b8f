"""What becomes of an article: which document it is, what of it is new, and the records of that. See `add`."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, replace
from typing import Any, Literal

from archive.errors import ArchiveError, Refused, Unreadable
from archive.model.digest import Digest
from archive.model.record import Fields, Record
from archive.model.salted import salted
from archive.readers import Reading
from archive.store.writing import Writer
from archive.text import language
from archive.text.sentences import SPLITTER
from archive.tlog.openings import sentences_root, spans_blob
from archive.verbs import _articles
from archive.verbs._articles import Article
from archive.verbs._known import Known
from archive.verbs._opened import Opened
from archive.verbs._places import path_of
from archive.verbs._sources import Answer

Status = Literal["added", "edition", "reread", "capture", "described", "known", "unreadable", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one source.

    `added` a new document · `edition` new bytes of a known one · `reread` the bytes it held, with another text ·
    `capture` bytes it held before, now again · `described` only the description is new · `known` nothing was written ·
    `unreadable` kept, without a text: `error` says why · `failed` not kept (see `error`) · `skipped`.
    """

    source: str
    status: Status
    document: str = ""
    version: str = ""  # 64 hex
    media_type: str = ""  # of what was read now
    sentences: int = 0
    notes: tuple[str, ...] = ()
    error: ArchiveError | None = None
    run: str = ""  # that added the version


@dataclass(frozen=True, slots=True)
class Decision:
    """What an article is, and what is to be written of it. `version` is empty for one that is not there yet."""

    status: Status
    document: str
    version: str
    captured: bool
    placed: bool
    said: dict[str, str | list[str]]
    notes: tuple[str, ...]


def decide(known: Known, article: Article) -> Decision:
    source = article.source
    document = _document(known, article) or f"urn:uuid:{uuid.uuid4()}"
    version = _version(known, article, document)
    held = version or (known.version(document, article.content) if article.ocr else "")
    captured = not held or _is_captured_again(known, article, document, held)
    placed = bool(article.path) and known.place(article.path) != (document, article.content)
    # A list may tell of several editions: read again, it must not say the older one's title anew.
    ever = bool(version) and source.how == "list"
    said = known.unsaid(document, source.values, captured=source.stated, ever=ever)
    read: Status
    status: Status = "known"
    if not version:
        read = "reread" if held else "edition" if known.newest(document) else "added"
        status = "unreadable" if article.unreadable else read
    elif captured:
        status = "capture"
    elif said:
        status = "described"
    copy = "" if source.url else known.standing_copy(article.path, article.content)
    notes: tuple[str, ...] = (f"was a copy of {path_of(copy)}",) if copy else ()
    notes += (known.unreadable(version),) if known.unreadable(version) else ()
    if status == "edition" and article.path and not source.url and not document.startswith("urn:uuid:"):
        notes += ("from the file, not from the address",)
    return Decision(status, document, version, captured, placed, said, notes)


def _document(known: Known, article: Article) -> str:
    if article.whole is not None:
        return known.part(article.whole.document, article.part)
    return known.document(article.source.url, article.path, article.content)


def _version(known: Known, article: Article, document: str) -> str:
    """The version that is there already. What could be read once is not replaced by what cannot be read now."""
    read = article.reading is not None and not article.unreadable
    return known.version(document, article.content, article.reading.reader if read and article.reading else "")


def _is_captured_again(known: Known, article: Article, document: str, version: str) -> bool:
    """Bytes that are known: at a stated time that is new, or back after others at the same path or URL."""
    source = article.source
    if source.captured:
        return not known.captured(version, source.captured)
    if article.path:
        before = known.place(article.path)
        return (
            before is not None and before != (document, article.content) and known.newest(document) != article.content
        )
    return source.how in ("stdin", "part") and known.newest(document) != article.content


def refused(known: Known, article: Article, decision: Decision) -> Added | None:
    """What is reported of bytes that were removed, or that are part of such; None for all others."""
    removal = known.refusal(decision.document, article.content)
    if removal is None and (article.whole is None or article.whole.document):
        return None
    why = f"it was {removal}" if removal else "the whole that it is a part of is not added"
    hint = "to add it all the same, give --again"
    return Added(article.source.name, "failed", error=Refused(why, hint=hint, code="removed"))


def learn(known: Known, article: Article, decision: Decision, version: str, now: str) -> None:
    """What the next article of the batch shall find."""
    document, content = decision.document, article.content
    article.document, article.version = document, version
    if not decision.version:
        known.learn_version(document, content, article.reading.reader if article.reading else "", version)
    if decision.captured:
        known.learn_capture(document, content, version, article.source.captured or now, now, article.source.answer)
    if decision.placed:
        known.learn_place(article.path, document, content)
    if article.whole is not None:
        known.learn_part(article.whole.document, article.part, document)
    known.learn_said(document, decision.said, article.source.stated)


def told(article: Article, decision: Decision, document: str, version: str) -> Added:
    """What is reported of an article."""
    error = Unreadable(article.unreadable, hint=article.hint) if decision.status == "unreadable" else None
    notes = article.source.notes + decision.notes + (article.incomplete if article.reading else ())
    kind, count = article.reading.media_type if article.reading else "", len(article.spans)
    return Added(article.source.name, decision.status, document, version, kind, count, notes, error)


class Keeper:
    """Writes one batch, under the write lock."""

    def __init__(self, opened: Opened, writer: Writer, known: Known, run: str = "") -> None:
        self._opened = opened
        self._writer = writer
        self._known = known
        self._run = run
        self._new: list[str] = []  # versions
        self._now = opened.clock()

    def keep(self, article: Article) -> Added:
        decision = decide(self._known, article)
        if refusal := refused(self._known, article, decision):
            return refusal
        if not decision.version and not article.reading:  # it was known as another document's, until just now
            _articles.begin(article)()
        document = decision.document
        version = decision.version or self.version(document, article)
        if decision.captured:
            self._capture(version, article)
        if decision.placed:
            self._append("place/1", {"document": document, "path": article.path, "content": str(article.content)})
        if decision.said:
            dated = {"captured": article.source.stated} if article.source.stated else {}
            self._append("description/2", {"document": document, "set": decision.said, **dated})
        learn(self._known, article, decision, version, self._now)
        reported = told(article, decision, document, version)
        return reported if decision.version else replace(reported, run=self._run)

    def end(self) -> None:
        """Records which versions this batch of a run added, so that a mistaken run can be undone."""
        if self._run and self._new:
            self._append("run/1", {"run": self._run, "versions": self._new})

    def keep_again(self, document: str, article: Article) -> bool:
        """A new reading of bytes that the document holds, with its parts. Whether there was anything new in it."""
        reading = article.reading
        assert reading is not None
        text = Digest.of(reading.text.encode("utf-8"))
        held = {(v.content, v.text, v.reader): v.id for v in self._writer.versions(document)}
        same = held.get((article.content, text, reading.reader), "")
        article.document, article.version = document, same or self.version(document, article)
        for part in article.parts:
            self.keep_all(part)
        return not same

    def keep_all(self, article: Article) -> None:
        """An article and its parts."""
        self.keep(article)
        for part in article.parts:
            self.keep_all(part)

    def version(self, document: str, article: Article) -> str:
        """Stores the bytes, the text and the sentences. What cannot be read has the empty text, and no sentences."""
        reading = article.reading
        assert reading is not None
        data = reading.text.encode("utf-8")
        text = Digest.of(data)
        self._writer.keep(article.content, article.data)
        self._writer.keep(text, data)
        # A new field is a new kind: without an engine it is the first one, which older programs know too.
        kind = "version/2" if reading.engine else "version/1"
        record = self._append(kind, _version_fields(document, article, reading, text))
        self._new.append(record.id)
        if not article.unreadable:
            self._sentences(record, document, article, reading.text)
        if reading.article:
            self._selection(record, reading)
        if article.language:
            found = {"version": record.id, "detector": language.detector(), "language": article.language}
            self._append("detection/1", found)
        return record.id

    def _sentences(self, version: Record, document: str, article: Article, text: str) -> None:
        spans = spans_blob(article.spans, secrets.token_hex(16))
        listed = Digest.of(spans)
        self._writer.keep(listed, spans)
        root = sentences_root(bytes.fromhex(version.fields["salt"]), article.spans, text)
        self._append(
            "sentences/2",
            {
                "version": version.id,
                "document": document,
                "splitter": SPLITTER,
                "count": len(article.spans),
                "spans": str(listed),
                "root": root.hex(),
            },
        )

    def _selection(self, version: Record, reading: Reading) -> None:
        chosen = spans_blob(reading.article)
        digest = Digest.of(chosen)
        self._writer.keep(digest, chosen)
        self._append(
            "selection/1", {"version": version.id, "selector": reading.selector or reading.reader, "spans": str(digest)}
        )

    def _append(self, kind: str, fields: Fields) -> Record:
        record = self._opened.store.seal(kind, fields, at=self._now)
        self._writer.append(record)
        return record

    def _capture(self, version: str, article: Article) -> None:
        source = article.source
        fields: dict[str, Any] = {"version": version, "captured": source.captured or self._now, "how": source.how}
        if source.url:
            fields["url"] = source.url
        if source.answer:
            fields |= self._answered(source.answer)
        # That a capture is live must be said where it was recorded some seconds later.
        self._append(f"capture/{3 if 'headers' in fields else 2 if 'live' in fields else 1}", fields)

    def _answered(self, answer: Answer) -> Fields:
        """What a capture says of how a server gave its bytes."""
        fields: dict[str, Any] = {**answer.marks, **({"live": True} if answer.live else {})}
        if answer.redirects:
            fields["redirects"] = list(answer.redirects)
        if answer.headers:
            blob = salted(secrets.token_hex(16), answer.headers)  # they tell the length of what came, and its ETag
            headers = Digest.of(blob)
            self._writer.keep(headers, blob)
            fields["headers"] = str(headers)
        return fields


def _version_fields(document: str, article: Article, reading: Reading, text: Digest) -> Fields:
    fields: dict[str, Any] = {
        "document": document,
        "content": str(article.content),
        "size": len(article.data),
        "media_type": reading.media_type,
        "reader": reading.reader,
        "text": str(text),
        "length": len(reading.text),
    }
    if reading.engine:
        fields["engine"] = reading.engine
    if reading.encoding:
        fields["encoding"] = reading.encoding
    if incomplete := article.incomplete:
        fields["incomplete"] = list(incomplete)
    if article.unreadable:
        fields["unreadable"] = article.unreadable
    if reading.stated:
        fields["stated"] = {
            name: {"value": list(s.value) if isinstance(s.value, tuple) else s.value, "from": s.origin}
            for name, s in reading.stated.items()
        }
    if article.whole is not None:
        fields["part_of"] = {"version": article.whole.version, "name": article.part}
    return fields
