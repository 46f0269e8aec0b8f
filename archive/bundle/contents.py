"""What the records of a bundle say to one another: references, and which blobs nothing refers to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from archive.bundle.layout import blob_names
from archive.model.record import VERSIONS, Record

#: kind → field that refers to a record → kinds that it may be (none: any). Of a kind that this program does not know,
#: nothing can be cited: its text cannot be checked.
_REFERENCES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sentences/1": {"version": VERSIONS},
    "sentences/2": {"version": VERSIONS},
    "selection/1": {"version": VERSIONS},
    "capture/1": {"version": VERSIONS},
    "detection/1": {"version": VERSIONS},
    "capture/2": {"version": VERSIONS},
    "capture/3": {"version": VERSIONS},
    "acceptance/1": {"capture": ("capture/2", "capture/3")},
    "citation/1": {"claim": ("claim/1",), "version": VERSIONS},
    "translation/1": {"citation": ("citation/1",)},
    "relation/1": {"from": ("claim/1",), "to": ("claim/1",)},
    "retraction/1": {"target": ()},
    "story/1": {"claim": ("claim/1",)},
    "carry/1": {"from": VERSIONS, "to": VERSIONS},
    "carry/2": {"citation": ("citation/1",), "from": VERSIONS},
    "extraction/1": {"version": VERSIONS},
    "extraction/2": {"version": VERSIONS},
    "review/1": {"extraction": ("extraction/1", "extraction/2"), "claim": ("claim/1",)},
    "signoff/1": {"claim": ("claim/1",), "citations": ("citation/1",)},
    "review/2": {"carry": ("carry/2",), "citation": ("citation/1",), "cited": ("citation/1",)},
}


def dangling(records: Sequence[Record], closed: Collection[str] = ()) -> Iterator[str]:
    """One line for each reference whose target is not among `records`, is of another kind, or belongs to another
    citation; `closed` are ids of versions of which there is an excerpt instead."""
    kinds = {record.id: record.kind for record in records}
    for record in records:
        for field, allowed in _REFERENCES.get(record.kind, {}).items():
            for target in _named(record, field):
                if allowed == VERSIONS and target in closed:
                    continue
                if target not in kinds or (allowed and kinds[target] not in allowed):
                    yield f"{record}: its {field} {target} is no {' or '.join(allowed) or 'record'} of this bundle"
    yield from _crossed(records)


def _named(record: Record, field: str) -> list[str]:
    """The ids that a field holds: one, several, or none (a rejected proposal has no claim)."""
    value = record.fields.get(field, [])
    return value if isinstance(value, list) else [value]


def _crossed(records: Sequence[Record]) -> Iterator[str]:
    """One line for each record that says of a citation what belongs to another."""
    by_id = {record.id: record.fields for record in records}
    for record in records:
        f = record.fields
        if record.kind == "carry/2" and by_id.get(f["citation"], {}).get("version") != f["from"]:
            yield f"{record}: it carries from a version that its citation is not of"
        elif record.kind == "review/2":
            cited = by_id.get(f.get("cited", f["citation"]), {})
            same = by_id.get(f["citation"], {}).get("claim") == cited.get("claim")
            if not same or by_id.get(f["carry"], {}).get("citation") != f["citation"]:
                yield f"{record}: it decides of another citation"


def unfounded(records: Sequence[Record]) -> Iterator[str]:
    """One line for each sign-off that names citations of another claim: nobody can have looked at them for this one."""
    claims = {record.id: record.fields["claim"] for record in records if record.kind == "citation/1"}
    for record in (record for record in records if record.kind == "signoff/1"):
        other = [
            id for id in record.fields["citations"] if claims.get(id, record.fields["claim"]) != record.fields["claim"]
        ]
        if other:
            yield f"{record}: citation {other[0][:12]} is not of its claim"


def of_themselves(records: Iterable[Record]) -> Iterator[str]:
    """One line for each relation of a claim to itself."""
    for record in records:
        if record.kind == "relation/1" and record.fields["from"] == record.fields["to"]:
            yield f"{record}: it relates a claim to itself"


def referred(record: Record) -> list[str]:
    """The ids of the records that a record of a known kind cannot stand without."""
    return [id for field in _REFERENCES.get(record.kind, {}) for id in _named(record, field)]


def backward(records: Sequence[Record]) -> Iterator[str]:
    """One line for each record, of `records` in log order, that refers to a later one. An id is a hash of what it
    names: no honest log can have one before that."""
    places = {record.id: place for place, record in enumerate(records)}
    for place, record in enumerate(records):
        for target in referred(record):
            if places.get(target, -1) >= place:
                yield f"{record} stands before {target[:12]}, which it refers to"


def unnamed_blobs(records: Sequence[Record], names: Iterable[str], closed: Collection[str] = ()) -> list[str]:
    """Blob files that no record names."""
    named = blob_names(records, closed)
    folders = ("data/originals/", "data/texts/", "data/spans/")
    return [name for name in names if name.startswith(folders) and name not in named]
