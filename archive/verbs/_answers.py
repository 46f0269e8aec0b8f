"""What servers answered, of the documents that are meant, for an exporter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import plugins
from archive.errors import IntegrityError, NotFound, Refused, UsageError
from archive.exporters import Answer
from archive.model.digest import Digest
from archive.model.record import Record, is_at
from archive.model.salted import unsalted
from archive.store.reading import Reader
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve
from archive.verbs._written import refuse_existing, write_new


@dataclass(frozen=True, slots=True)
class Written:
    """A file of another format. `captures`: how many stand in it; `left_out`: those without a server's answer."""

    path: str
    format: str
    documents: int
    captures: int
    left_out: int


def export_answers(opened: Opened, references: tuple[str, ...], target: Path, *, format: str) -> Written:
    """Every capture of these documents (of those that claims and stories cite, of `all`) of which the server's answer
    is kept. Raises NotFound when there is none, CannotWrite."""
    exporter = plugins.load("exporters", format)
    refuse_existing(target)
    with opened.store.reading() as reader:
        documents = _documents(reader, references)
        captures = [reader.record(id)[1] for document in documents for id in reader.capture_ids(document)]
        _refuse_confidential(reader, documents)
        held = [capture for capture in captures if _is_answer(capture) and _is_kept(reader, capture)]
        if not held:
            hint = "what `archive add https://…` and `archive watch` fetch has one"
            raise NotFound("of none of these the answer of a server is kept", hint=hint)
        write_new(target, lambda file: exporter.export(_answers(reader, held), file))
    return Written(str(target), format, len(documents), len(held), len(captures) - len(held))


def _refuse_confidential(reader: Reader, documents: list[str]) -> None:
    """An answer is a source whole: there is no excerpt of one."""
    for document, said in reader.described(documents).items():
        if said.first("confidential"):
            raise Refused(
                f"document {document} is marked confidential, and a WARC would hold all of it",
                hint=f"leave it out, or, if it may go out: archive describe {document} --public",
                code="confidential",
            )


def _is_answer(capture: Record) -> bool:
    fields = capture.fields
    return "headers" in fields and "url" in fields and is_at(fields["captured"])


def _is_kept(reader: Reader, capture: Record) -> bool:
    """Whether the headers are here, which no bundle holds: those of an imported capture are not."""
    return reader.asserted(reader.record(capture.id)[0]) == "" or reader.has_blob(
        Digest.parse(capture.fields["headers"])
    )


def _answers(reader: Reader, captures: list[Record]) -> Iterator[Answer]:
    for capture in captures:
        fields = capture.fields
        yield Answer(
            capture.id,
            fields["url"],
            tuple(fields.get("redirects", ())),
            fields["captured"],
            _head(reader, capture),
            reader.blob(reader.version(fields["version"]).content),
        )


def _head(reader: Reader, capture: Record) -> bytes:
    """The answer's status line and headers."""
    blob = reader.blob(Digest.parse(capture.fields["headers"]))
    try:
        return unsalted(blob) if capture.kind == "capture/3" else blob
    except ValueError as error:
        raise IntegrityError(f"the headers of {capture}: {error}") from error


def _documents(reader: Reader, references: tuple[str, ...]) -> list[str]:
    """Each once, in the order in which they are named."""
    if not references:
        raise UsageError("export what?", hint="documents, a story, claims (kursk#2), or all")
    found: list[str] = []
    for reference in references:
        found += reader.documents() if reference == "all" else _meant(reader, reference)
    return list(dict.fromkeys(found))


def _meant(reader: Reader, reference: str) -> list[str]:
    thing = resolve(reader, reference)
    if thing.version is not None:
        return [thing.version.document]
    if thing.kind == "document":
        return [thing.id]
    if thing.kind == "citation":
        return [reader.citation(thing.id).document]
    if thing.kind not in ("story", "claim"):
        raise UsageError(f"{reference!r} is a {thing.kind}", hint="name documents, a story or claims")
    claims = reader.story(thing.id) if thing.kind == "story" else [thing.id]
    return [citation.document for claim in claims for citation in reader.citations(claim=claim)]
