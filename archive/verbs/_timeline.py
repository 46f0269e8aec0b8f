"""What happened to a document, in order of time: not of the log, for an older edition may have been added later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.model.newest import Dated, by_time
from archive.model.record import Record
from archive.store.reading import Reader
from archive.verbs._classed import classed
from archive.verbs._descriptions import Change, history
from archive.verbs._editions import Editions, Run, editions


@dataclass(frozen=True, slots=True)
class Moment:
    """`kind`: `edition` one that was new · `back` an edition that was there before · `seen again` the same bytes as
    before, so many `times`, the `last` then · `read again` by another reader · or what a record is.

    `suspect` a capture in doubt, that is no edition.

    `time` is as precise as it is known; `edition` its number in order of time (0: of none); `id` the record's.
    """

    time: str
    kind: str
    id: str
    edition: int = 0
    version: str = ""
    newest: bool = False
    times: int = 1
    last: str = ""
    about: str = ""
    changes: tuple[Change, ...] = ()


_Placed = tuple[tuple[str, int], Moment]


def timeline(reader: Reader, document: str) -> list[Moment]:
    every = editions(reader, document)
    found = [
        *_runs(reader, every),
        *_suspects(reader, every),
        *_readings(reader, every),
        *_described(reader, document),
        *_others(reader, document),
    ]
    return [moment for _, moment in sorted(found, key=lambda one: one[0])]


def _runs(reader: Reader, every: Editions) -> Iterator[_Placed]:
    known = set()
    for run in every.runs:
        first, *again = run.captures
        ((_, capture),) = reader.entries_at([first.position])
        version, number = capture.fields["version"], every.number(run.content)
        kind = "back" if run.content in known else "edition"
        known.add(run.content)
        about = _obtained(reader, capture)
        newest = run is every.runs[-1] and run.content == every.newest
        yield by_time(first), Moment(first.captured, kind, capture.id, number, version, newest, about=about)
        if again:
            yield _seen_again(reader, every, run)


def _seen_again(reader: Reader, every: Editions, run: Run) -> _Placed:
    again = run.captures[1:]
    ((_, capture),) = reader.entries_at([again[0].position])
    ((_, latest),) = reader.entries_at([again[-1].position])
    last = again[-1].captured if len(again) > 1 else ""
    number, version = every.number(run.content), capture.fields["version"]
    return by_time(again[0]), Moment(
        again[0].captured,
        "seen again",
        *(capture.id, number, version),
        times=len(again),
        last=last,
        about=classed(latest.fields).removeprefix(": "),
    )


def _obtained(reader: Reader, capture: Record) -> str:
    version, fields = reader.version(capture.fields["version"]), capture.fields
    told = f"{version.size:,} bytes, read by {version.reader} ({fields['how']}) {fields.get('url', '')}".rstrip()
    return told + classed(fields)


def _suspects(reader: Reader, every: Editions) -> Iterator[_Placed]:
    for capture in every.suspects:
        ((_, record),) = reader.entries_at([capture.position])
        version = record.fields["version"]
        yield (
            by_time(capture),
            Moment(capture.captured, "suspect", record.id, 0, version, about=_obtained(reader, record)),
        )


def _readings(reader: Reader, every: Editions) -> Iterator[_Placed]:
    known = set()
    for version in every.versions:
        if version.content in known:
            _, record = reader.record(version.id)
            at, number = record.fields["at"], every.number(version.content)
            about = f"by {version.reader}: {version.length:,} characters"
            yield _live(version.position, at), Moment(at, "read again", version.id, number, version.id, about=about)
        known.add(version.content)


def _described(reader: Reader, document: str) -> Iterator[_Placed]:
    for entry in history(reader, document):
        time = entry.captured or entry.at
        place = by_time(Dated(entry.position, time, entry.at))
        yield place, Moment(time, "description", entry.id, about=f"by {entry.by}", changes=entry.changes)


def _others(reader: Reader, document: str) -> Iterator[_Placed]:
    positions = (
        *(*reader.placed(document), *reader.detections(document)),
        *(*reader.acceptances(document), *reader.cited(document)),
    )
    for position, record in reader.entries_at(positions):
        at, version = record.fields["at"], record.fields.get("version", "")
        yield _live(position, at), Moment(at, record.name, record.id, version=version, about=about(record))


def _live(position: int, at: str) -> tuple[str, int]:
    return by_time(Dated(position, at, at))


def about(record: Record) -> str:
    """What one record says of the document, in a few words."""
    f = record.fields
    match record.name:
        case "place":
            return f"from {f['path']}"
        case "acceptance":
            return f"of capture {f['capture'][:12]}, which was in doubt"
        case "detection":
            return f"language {f['language']}, by {f['detector']}"
        case "citation":
            return f"{f['stance']} claim {f['claim'][:12]}: “{f['exact']}”"
        case "retraction":
            return f"of {f['target'][:12]}: {f['why']}"
    return ""
