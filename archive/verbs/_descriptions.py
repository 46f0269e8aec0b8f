"""The descriptions of a document in order of time, each with what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.model.newest import Dated, by_time
from archive.model.record import Record
from archive.store.reading import Reader

Said = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """What was said in a field before, and what is said now; nothing is no values."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One description. `captured` is the time that it tells of, where that was stated; empty: when it was written."""

    position: int
    id: str
    at: str
    by: str
    captured: str
    changes: tuple[Change, ...]


def changes(before: Said, after: Said) -> tuple[Change, ...]:
    """The fields that differ."""
    fields = dict.fromkeys((*before, *after))
    found = (Change(field, before.get(field, ()), after.get(field, ())) for field in fields)
    return tuple(change for change in found if change.before != change.after)


def history(reader: Reader, document: str) -> list[Entry]:
    """What each description changed of what those before it said. One that changes nothing is not told."""
    records = [(p, record) for p, record in reader.entries_at(reader.descriptions(document))]
    said: dict[str, tuple[str, ...]] = {}
    entries = []
    for position, record in sorted(records, key=lambda entry: by_time(_dated(*entry))):
        now = said | {field: _several(value) for field, value in record.fields.get("set", {}).items()}
        now |= dict.fromkeys(set(record.fields.get("unset", ())) - record.fields.get("set", {}).keys(), ())
        if changed := changes(said, now):
            fields = record.fields
            captured = fields.get("captured", "")
            entries.append(Entry(position, record.id, fields["at"], fields["by"], captured, changed))
        said = now
    return entries


def _dated(position: int, record: Record) -> Dated:
    return Dated(position, record.fields.get("captured", record.fields["at"]), record.fields["at"])


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
