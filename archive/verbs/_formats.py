"""Claims in a format of other programs: one file, which by itself proves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from archive import plugins
from archive.errors import UsageError
from archive.exporters import SENTENCES_AROUND, Contents, contexts
from archive.model.digest import Digest
from archive.model.leaving import USUAL, Leaving, Sharing
from archive.verbs._leaving import Tell
from archive.verbs._leaving_formats import of_format
from archive.verbs._opened import Opened
from archive.verbs._written import refuse_existing, write_new
from archive.verbs.export import chosen, found_by


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file of another format. `size`: bytes; `path`: empty when it was not written."""

    path: str
    format: str
    what: str
    claims: int
    citations: int
    documents: int
    size: int
    leaving: Leaving


def export_format(
    opened: Opened,
    references: tuple[str, ...],
    target: Path | None,
    *,
    format: str,
    query: str = "",
    sharing: Sharing = USUAL,
    tell: Tell = lambda _: None,
) -> tuple[Formatted, bytes]:
    """The claims that are meant, as a file of this format; written when there is a `target`.

    Raises NotFound, UsageError, Refused, CannotWrite.
    """
    exporter = _exporter(format)
    if target is not None:
        refuse_existing(target)
    contents, leaving = _contents(opened, references, query, sharing, exporter)
    tell(leaving)
    data: bytes = exporter.export(contents)
    if target is not None:
        write_new(target, lambda file: file.write(data))
    documents = len({source.document for source in leaving.sources})
    counts = (len(contents.of("claim/1")), len(contents.of("citation/1")), documents)
    return Formatted(str(target or ""), format, contents.what, *counts, len(data), leaving), data


def leaving_of_format(
    opened: Opened, references: tuple[str, ...], *, format: str, query: str = "", sharing: Sharing = USUAL
) -> Leaving:
    """What a file of this format would let out; nothing is written. Raises as `export_format`."""
    return _contents(opened, references, query, sharing, _exporter(format))[1]


def _exporter(format: str) -> ModuleType:
    exporter = plugins.load("exporters", format)
    if getattr(exporter, "ANSWERS", False):
        raise UsageError(f"{format} is of what servers answered, not of claims")
    return exporter


def _contents(
    opened: Opened, references: tuple[str, ...], query: str, sharing: Sharing, exporter: ModuleType
) -> tuple[Contents, Leaving]:
    claims = found_by(opened, query)
    with opened.store.reading() as reader:
        size = reader.size()
        choice = chosen(opened, reader, references, query, claims, size, sharing)
        records = tuple(record for _, record in choice.found)
        excerpts = {excerpt.version: excerpt for excerpt in choice.excerpts}
        shown = contexts(records, lambda hex: reader.blob(Digest(hex)), excerpts)
        state = opened.store.config.origin, size, reader.root(size)
        contents = Contents(choice.what, *state, records, shown, excerpts=excerpts)
        return contents, of_format(choice.leaving, contents, getattr(exporter, "SHOWS", SENTENCES_AROUND))
