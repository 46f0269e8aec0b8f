"""What the records of a bundle say to one another: references, and which blobs nothing refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.bundle.layout import blob_names
from archive.model.record import Record

#: kind → field that refers to a record → kind that it must be ("" any). Of a kind that this program does not know,
#: nothing can be cited: its text cannot be checked.
_REFERENCES: Mapping[str, Mapping[str, str]] = {
    "sentences/1": {"version": "version/1"},
    "selection/1": {"version": "version/1"},
    "capture/1": {"version": "version/1"},
    "detection/1": {"version": "version/1"},
    "capture/2": {"version": "version/1"},
    "acceptance/1": {"capture": "capture/2"},
    "citation/1": {"claim": "claim/1", "version": "version/1"},
    "retraction/1": {"target": ""},
    "story/1": {"claim": "claim/1"},
    "extraction/1": {"version": "version/1"},
    "review/1": {"extraction": "extraction/1", "claim": "claim/1"},
}


def dangling(records: Sequence[Record]) -> Iterator[str]:
    """One line for each reference whose target is not among `records`, or is of another kind."""
    kinds = {record.id: record.kind for record in records}
    for record in records:
        for field, kind in _REFERENCES.get(record.kind, {}).items():
            target = record.fields.get(field)
            if target is None and (record.kind, field) == ("review/1", "claim"):
                continue  # of a rejected proposal
            if target not in kinds or kind not in ("", kinds[target]):
                yield f"{record}: its {field} {target} is no {kind or 'record'} of this bundle"


def unnamed_blobs(records: Sequence[Record], names: Iterable[str]) -> list[str]:
    """Blob files that no record names."""
    named = blob_names(records)
    folders = ("data/originals/", "data/texts/", "data/spans/")
    return [name for name in names if name.startswith(folders) and name not in named]
