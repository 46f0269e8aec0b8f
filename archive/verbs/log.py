"""What happened: to the archive, to a document, or to a claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.model.record import Record
from archive.store.projection import speaker
from archive.store.reading import Reader
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve

PAGE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """One record of the log. `about` is what it is about, in a few words."""

    position: int
    id: str
    kind: str
    at: str
    by: str
    about: str


def log(opened: Opened, reference: str = "") -> Iterator[Event]:
    """The records in order; of one document (with its citations) or claim only, when one is named."""
    with opened.store.reading() as reader:
        positions = reader.history(_subject(reader, reference)) if reference else None
        size = reader.size()
    wanted = range(size) if positions is None else positions
    for start in range(0, len(wanted), PAGE):
        page = wanted[start : start + PAGE]
        with opened.store.reading() as reader:
            entries = reader.log_entries(page[0], page[-1] + 1) if positions is None else reader.entries_at(page)
        for position, record in entries:
            yield _event(position, record)


def _subject(reader: Reader, reference: str) -> tuple[str, str]:
    thing = resolve(reader, reference)
    if thing.version is not None:
        return "document", thing.version.document
    if thing.kind == "citation":
        return "claim", reader.citation(thing.id).claim
    return thing.kind, thing.id


def _event(position: int, record: Record) -> Event:
    fields = record.fields
    return Event(position, record.id, record.kind, fields["at"], fields["by"], _about(record))


def _about(record: Record) -> str:
    f = record.fields
    match record.name:
        case "version":
            return f"{f['document']} ({f['size']} bytes, read by {f['reader']})"
        case "sentences":
            return f"{f['count']} sentences of version {f['version'][:12]}, by {f['splitter']}"
        case "selection":
            return f"the article in version {f['version'][:12]}, by {f['selector']}"
        case "capture":
            return f"version {f['version'][:12]}, captured {f['captured']} ({f['how']})"
        case "place":
            return f"{f['document']} from {f['path']}"
        case "description":
            said = "; ".join(f"{name}: {_words(value)}" for name, value in f.get("set", {}).items())
            return f"{f['document']}: {said}"
        case "claim":
            who = speaker(f)
            return f"{who}: {f['text']}" if who else str(f["text"])
        case "citation":
            return f"{f['stance']} claim {f['claim'][:12]}: “{f['exact']}”"
        case "retraction":
            return f"of {f['target'][:12]}: {f['why']}"
        case "story":
            return f"{f['story']}: claim {f['claim'][:12]}"
    return ""


def _words(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
