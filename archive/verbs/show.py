"""Show a document, version, claim, citation or token in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from archive import plugins, readers
from archive.bundle.rereading import otherwise
from archive.errors import IntegrityError, NotFound, Refused, UsageError
from archive.model.article import Capture, Described, Part, Version, is_machine_read
from archive.model.claim import Became, Citation, Claim, Translation
from archive.model.copy import Copy
from archive.model.digest import Digest
from archive.model.record import Record
from archive.model.removal import Unchecked
from archive.model.signoff import Signoff
from archive.model.span import Span
from archive.model.token import make_token
from archive.readers import PAGE_END, Declared
from archive.store.reading import Reader
from archive.verbs._copies import copies_of
from archive.verbs._opened import Opened
from archive.verbs._proposals import RefusedBefore, refused_of
from archive.verbs._resolve import Thing, claim_of_citation, resolve
from archive.verbs._saying import Saying, Sayings


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a version with its token; `span` in code points."""

    token: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class VersionShown:
    version: str
    content: str
    text_digest: str
    size: int  # bytes
    length: int  # code points
    media_type: str
    reader: str
    encoding: str
    newest: bool
    captures: tuple[Capture, ...]
    unreadable: str  # why it has no text
    incomplete: tuple[str, ...]  # codes: what its reader could not take
    engine: str  # the library that its text depends on, with its build
    part_of: Part | None  # the whole, and what it calls this version
    parts: tuple[Part, ...]
    asserted: str  # by which log, when it was imported


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document, its versions, and the sentences of the one that was asked for (the newest, by default); `copies` are
    other documents."""

    document: str
    title: str
    said: Described
    versions: tuple[VersionShown, ...]
    shown: str  # id of the version whose sentences these are
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class SentenceShown:
    """A token in its place: the characters it names, and the text around them up to the sentences' edges.

    `machine_read`: a machine read the text in pictures. `page` of `pages` is where they begin, counted from 1; both are
    0 in a text without form feeds, which part pages.
    """

    token: str
    document: str
    version: str
    title: str
    text: str
    before: str
    after: str
    span: Span
    page: int
    pages: int
    newest: bool
    machine_read: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pages on which words stand, as PNG, the words marked. `pages` are their numbers, counted from 1."""

    token: str
    pages: tuple[int, ...]
    png: bytes


@dataclass(frozen=True, slots=True)
class ClaimShown:
    claim: Claim
    attribution: dict[str, Any]
    saying: Saying
    citations: tuple[Citation, ...]
    unchecked: tuple[Unchecked, ...]
    translations: tuple[Translation, ...]
    carried: tuple[Became, ...]
    signoffs: tuple[Signoff, ...]
    related: tuple[Claim, ...]  # the claims at the other ends of its relations, each once


@dataclass(frozen=True, slots=True)
class StoryShown:
    """A story's claims, in order: number n stands at n - 1."""

    story: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class RecordShown:
    """Any other record, as it stands in the log; `data` is its canonical JSON."""

    position: int
    id: str
    kind: str
    data: str


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run of an extractor over a version: how many it proposed, and what a model gave in it that was refused, the
    first of `refused_count`; `data` is its record, as canonical JSON."""

    position: int
    id: str
    document: str
    version: str
    title: str
    extractor: str
    settings: tuple[str, ...]
    count: int
    refused: tuple[RefusedBefore, ...]
    refused_count: int
    data: str


Shown = DocumentShown | SentenceShown | ClaimShown | StoryShown | RunShown | RecordShown


def show(opened: Opened, reference: str, *, whole: bool = False) -> Shown:
    """`whole` gives all the text around a token. Raises NotFound, BadToken, Ambiguous."""
    with opened.store.reading() as reader:
        thing = resolve(reader, reference)
        if thing.kind == "sentence":
            return _sentence(reader, thing, whole)
        if thing.kind in ("document", "version"):
            return _document(reader, thing)
        if thing.kind == "claim":
            return _claim(reader, thing.id)
        if thing.kind == "story":
            return StoryShown(thing.id, tuple(map(reader.claim, reader.story(thing.id))))
        if thing.kind == "citation":
            return _claim(reader, claim_of_citation(reader, thing.id))
        position, record = reader.record(thing.id)
        if record.name == "extraction" and (run := _run(reader, position, record)):
            return run
        return RecordShown(position, record.id, record.kind, record.data.decode())


def _run(reader: Reader, position: int, record: Record) -> RunShown | None:
    """None of a run that was imported, whose proposals are not here, or whose output is damaged: `verify` says that,
    and the record is shown as it stands."""
    try:
        version = reader.version(record.fields["version"])
        run = next((one for one in reader.extractions(version.id) if one.id == record.id), None)
        refused = refused_of(reader, run, version, reader.text(version)) if run else []
    except (IntegrityError, NotFound):
        return None
    if run is None:
        return None
    return RunShown(
        position,
        run.id,
        version.document,
        version.id,
        reader.title(version),
        run.extractor,
        tuple(run.settings.split()),
        run.count,
        tuple(refused),
        record.fields.get("refused", 0),
        record.data.decode(),
    )


def draw(opened: Opened, token: str) -> Drawn:
    """The original's pages on which a token's words stand.

    Raises NotFound, BadToken, UsageError, Unreadable, and Refused when their place is not known any more.
    """
    with opened.store.reading() as reader:
        thing = resolve(reader, token)
        if thing.version is None or thing.span is None:
            raise UsageError(f"{token!r} is a {thing.kind}, not words", hint="give a token, as `archive search` prints")
        version, span = thing.version, thing.span
        original, exact = reader.blob(version.content), span.of(reader.text(version))
        record = reader.record_at(version.position)
    drawing = _drawing(version)
    read = readers.read(drawing, original, name="", declared=Declared(version.media_type))
    if Digest.of(read.text.encode()) != version.text:
        raise Refused(
            f"read again, {version} gives another text: where its words stand on the page is not known",
            hint=otherwise(record) or "run `archive verify`",
            code="text-differs",
        )
    boxes = readers.boxes(drawing, original, span.start, span.end)
    pages = tuple(sorted({box.page for box in boxes}))
    return Drawn(str(make_token(version.id, span, exact)), pages, readers.image(drawing, original, boxes))


def _drawing(version: Version) -> readers.Drawing:
    """The reader that reads and draws a version. Raises UsageError when it has no pages to draw."""
    reader = cast(readers.Reader, plugins.load("readers", version.reader.partition("/")[0]))
    if not readers.draws(reader):
        raise UsageError(f"{version} ({version.media_type}) has no pages to draw", hint="see it with --page")
    return reader


def _document(reader: Reader, thing: Thing) -> DocumentShown:
    document = thing.version.document if thing.version else thing.id
    newest = reader.newest(document)
    assert newest is not None  # `resolve` found one of its versions
    version = thing.version or newest
    text, said = reader.text(version), reader.described([document])[document]
    spans = [Span(*span) for span in reader.spans(version.id)]
    return DocumentShown(
        document,
        reader.title(version),
        said,
        tuple(_version(reader, v, newest) for v in reader.versions(document)),
        version.id,
        tuple(Sentence(str(make_token(version.id, s, s.of(text))), s, s.of(text)) for s in spans),
        tuple(reader.citations(version=version.id)),
        copies_of(reader, document),
    )


def _version(reader: Reader, version: Version, newest: Version) -> VersionShown:
    fields = reader.record_at(version.position).fields
    return VersionShown(
        version.id,
        str(version.content),
        str(version.text),
        version.size,
        version.length,
        version.media_type,
        version.reader,
        version.encoding,
        version.content == newest.content,
        tuple(reader.captures(version.id)),
        version.unreadable,
        tuple(fields.get("incomplete", ())),
        fields.get("engine", ""),
        reader.whole(version),
        tuple(reader.parts(version)),
        reader.asserted(version.position),
    )


def _sentence(reader: Reader, thing: Thing, whole: bool) -> SentenceShown:
    version, span = thing.version, thing.span
    assert version is not None and span is not None
    text, spans = reader.text(version), reader.spans(version.id)
    first = next((i for i, (_, end) in enumerate(spans) if end > span.start), 0)
    last = next((i for i in range(len(spans) - 1, -1, -1) if spans[i][0] < span.end), first)
    low = 0 if whole else spans[max(first - 1, 0)][0]
    high = len(text) if whole else spans[min(last + 1, len(spans) - 1)][1]
    newest = reader.newest(version.document)
    pages = text.count(PAGE_END)
    return SentenceShown(
        str(make_token(version.id, span, span.of(text))),
        version.document,
        version.id,
        reader.title(version),
        span.of(text),
        text[min(low, span.start) : span.start],
        text[span.end : max(high, span.end)],
        span,
        text.count(PAGE_END, 0, span.start) + 1 if pages else 0,
        pages + 1 if pages else 0,
        newest is not None and newest.content == version.content,
        is_machine_read(version.reader),
        tuple(c for c in reader.citations(version=version.id) if c.span.start < span.end and span.start < c.span.end),
    )


def _claim(reader: Reader, id: str) -> ClaimShown:
    said = {} if reader.removal_of(id) else reader.record(id)[1].fields.get("attribution", {})
    claim = reader.claim(id)
    return ClaimShown(
        claim,
        dict(said),
        Sayings(reader).of(id),
        tuple(reader.citations(claim=id)),
        tuple(reader.unchecked(id)),
        tuple(reader.translations(id)),
        tuple(reader.became(id)),
        reader.signoffs(id),
        tuple(map(reader.claim, dict.fromkeys(one.other(id) for one in claim.relations))),
    )
