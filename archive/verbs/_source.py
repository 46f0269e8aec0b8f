"""What a citation rests on, in the document's own bytes: the mark-up that its words were made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive import plugins, readers
from archive.errors import IntegrityError, UsageError
from archive.model.article import Version
from archive.model.digest import Digest
from archive.model.span import Span
from archive.model.token import make_token
from archive.readers import Source
from archive.store.reading import Reader
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A token's words as the document writes them.

    `data` stands at `octets` ("bytes" in JSON) of the original, whose digest `content` is, or of the `part` in it;
    `source` is `data` in characters.
    """

    token: str
    version: str
    content: str
    part: str
    octets: Span
    source: str
    data: bytes

    def json(self) -> dict[str, Any]:
        at = {"start": self.octets.start, "end": self.octets.end}
        fields = {"token": self.token, "version": self.version, "content": self.content, "part": self.part}
        return {**fields, "bytes": at, "source": self.source}


def source(opened: Opened, reference: str) -> SourceShown:
    """Reads the original again. Raises UsageError where a reader keeps no such map, IntegrityError for another text."""
    with opened.store.reading() as reader:
        version, span = _span(reader, reference)
        data = reader.blob(version.content)
    found = _read_again(version, data, span)
    if Digest.of(found.text.encode("utf-8")) != version.text:
        raise IntegrityError(
            f"version {version.id[:12]} reads otherwise now than it was read: its source cannot be shown",
            hint="run `archive verify`",
        )
    if not found.data:
        raise UsageError("this is white space between two blocks, which no bytes of the page were made into")
    token = str(make_token(version.id, span, span.of(found.text)))
    octets = Span(found.start, found.end)
    return SourceShown(token, version.id, str(version.content), found.part, octets, found.written, found.data)


def _span(reader: Reader, reference: str) -> tuple[Version, Span]:
    """Of a token, or of a citation."""
    thing = resolve(reader, reference)
    if thing.kind == "citation":
        cited = reader.citation(thing.id)
        return reader.version(cited.version), cited.span
    if thing.version is None or thing.span is None:
        raise UsageError(
            f"{reference!r} is a {thing.kind}; --source shows that of words",
            hint="give a token, as `archive search` prints them",
        )
    return thing.version, thing.span


def _read_again(version: Version, data: bytes, span: Span) -> Source:
    module: Any = plugins.load("readers", version.reader.partition("/")[0])
    if version.reader != module.READER:
        raise UsageError(f"version {version.id[:12]} was read by {version.reader}, which this program does not have")
    if not hasattr(module, "source"):
        raise UsageError(
            f"the text of a document read by {version.reader} has no source of its own",
            hint="its characters are the document's: leave --source out",
        )
    declared = readers.recorded(version.media_type, version.encoding)
    found: Source = module.source(data, span.start, span.end, declared=declared)
    return found
