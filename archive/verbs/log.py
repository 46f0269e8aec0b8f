"""What happened: to the archive, to a document, or to a claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive.errors import UsageError
from archive.model.carrying import became, results, told
from archive.model.record import Fields, Record
from archive.store.projection import speaker
from archive.store.reading import Reader
from archive.text.wording import plural
from archive.verbs._classed import classed
from archive.verbs._opened import Opened
from archive.verbs._resolve import claim_of_citation, resolve
from archive.verbs._timeline import Moment, timeline

PAGE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """One record of the log. `about` is what it is about, in a few words; an erased one has no `at` and `by`."""

    position: int
    id: str
    kind: str
    at: str
    by: str
    about: str


def log(opened: Opened, reference: str = "") -> Iterator[Event] | Iterator[Moment]:
    """The records in order, or those of a claim; of a document what happened to it, in order of time."""
    with opened.store.reading() as reader:
        subject = _subject(reader, reference) if reference else None
        if subject and subject[0] == "document":
            return iter(timeline(reader, subject[1]))
        positions = reader.history(subject) if subject else None
        mine = _citations(reader, subject) if subject else frozenset()
        size = reader.size()
    return _events(opened, positions, size, mine)


def _citations(reader: Reader, subject: tuple[str, str]) -> frozenset[str]:
    """The citations of a claim, of which alone is told what became of them."""
    kind, id = subject
    return frozenset(one.id for one in reader.citations(claim=id)) if kind == "claim" else frozenset()


def drawn(opened: Opened, reference: str) -> bytes:
    """What happened to a document, as an SVG. Raises UsageError for anything else."""
    from archive.verbs._timeline_svg import timeline_svg

    with opened.store.reading() as reader:
        kind, document = _subject(reader, reference)
        newest = reader.newest(document) if kind == "document" else None
        if newest is None:
            raise UsageError(f"{reference!r} is a {kind}; only a document's history is drawn")
        return timeline_svg(reader.title(newest), document, timeline(reader, document))


def _events(opened: Opened, positions: list[int] | None, size: int, mine: frozenset[str]) -> Iterator[Event]:
    wanted = range(size) if positions is None else positions
    for start in range(0, len(wanted), PAGE):
        page = wanted[start : start + PAGE]
        with opened.store.reading() as reader:
            entries = reader.log_entries(page[0], page[-1] + 1) if positions is None else reader.entries_at(page)
            erased = reader.erased(page[0], page[-1] + 1) if positions is None else []
        events = [_event(position, record, mine) for position, record in entries]
        events += [Event(position, id, kind, "", "", "erased") for position, id, kind in erased]
        yield from sorted(events, key=lambda event: event.position)


def _subject(reader: Reader, reference: str) -> tuple[str, str]:
    thing = resolve(reader, reference)
    if thing.version is not None:
        return "document", thing.version.document
    if thing.kind == "citation":
        return "claim", claim_of_citation(reader, thing.id)
    return thing.kind, thing.id


def _event(position: int, record: Record, mine: frozenset[str]) -> Event:
    fields = record.fields
    about = _became(fields, mine) if record.name == "carry" and mine else _about(record)
    return Event(position, record.id, record.kind, fields["at"], fields["by"], about)


def _became(f: Fields, mine: frozenset[str]) -> str:
    """What became of some citations, each by itself."""
    each = [f"{r['citation'][:12]} {told(*became(r))}" for r in results(f) if r["citation"] in mine]
    return f"in version {f['to'][:12]}: {', '.join(each)}"


def _about(record: Record) -> str:
    say = _SAYS.get(record.name)
    return say(record.fields) if say else ""


def _capture(f: Fields) -> str:
    return f"version {f['version'][:12]}, captured {f['captured']} ({f['how']}){classed(f)}"


def _description(f: Fields) -> str:
    said = [f"{name}: {_words(value)}" for name, value in f.get("set", {}).items()]
    said += [f"no {name}" for name in f.get("unset", ()) if name not in f.get("set", {})]
    return f"{f['document']}: {'; '.join(said)}"


def _claim(f: Fields) -> str:
    who = speaker(f)
    return f"{who}: {f['text']}" if who else str(f["text"])


def _relation(f: Fields) -> str:
    note = f" ({f['note']})" if "note" in f else ""
    return f"claim {f['from'][:12]} {f['type']} claim {f['to'][:12]}{note}"


def _carry(f: Fields) -> str:
    counts = Counter(told(*became(result)) for result in results(f))
    each = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    return f"citations from version {f['from'][:12]} to {f['to'][:12]}: {each}"


def _signoff(f: Fields) -> str:
    note = f": {f['note']}" if "note" in f else ""
    return f"claim {f['claim'][:12]} {f['state']} by {f['name']}{note}"


def _review(f: Fields) -> str:
    what = f"citation {f['citation'][:12]}, carried" if "carry" in f else f"proposal {f['extraction'][:12]}#{f['n']}"
    made = f.get("cited") or f.get("claim")
    return f"{what}: {f['decision']}" + (f", {'citation' if 'cited' in f else 'claim'} {made[:12]}" if made else "")


def _key(f: Fields) -> str:
    return f"{f['key']} signs" + (f", in the place of {f['replaces']}" if "replaces" in f else "")


#: Name of a kind → what a record of it says, in a few words.
_SAYS: Mapping[str, Callable[[Fields], str]] = {
    "version": lambda f: f"{f['document']} ({f['size']} bytes, read by {f['reader']})",
    "sentences": lambda f: f"{f['count']} sentences of version {f['version'][:12]}, by {f['splitter']}",
    "detection": lambda f: f"version {f['version'][:12]} is in {f['language']}, by {f['detector']}",
    "selection": lambda f: f"the article in version {f['version'][:12]}, by {f['selector']}",
    "capture": _capture,
    "acceptance": lambda f: f"of capture {f['capture'][:12]}, which was in doubt",
    "place": lambda f: f"{f['document']} from {f['path']}",
    "description": _description,
    "claim": _claim,
    "citation": lambda f: f"{f['stance']} claim {f['claim'][:12]}: “{f['exact']}”",
    "translation": lambda f: (
        f"of citation {f['citation'][:12]}, by {f['translator']}: “{f['words']}” ({f['language']})"
    ),
    "relation": _relation,
    "retraction": lambda f: f"of {f['target'][:12]}: {f['why']}",
    "story": lambda f: f"{f['story']}: claim {f['claim'][:12]}",
    "carry": _carry,
    "signoff": _signoff,
    "review": _review,
    "key": _key,
    "run": lambda f: f"{f['run']} added {plural(len(f['versions']), 'version')}",
    "removal": lambda f: f"{f['mode']} of {len(f['records'])} records: {f['why']}",
    "receipt": lambda f: f"{len(f['records'])} records of {f['origin']} {f['size']}:{f['root']}, {f['strength']}",
    "continuation": lambda f: f"{f['key']} signs; the log was {f['origin']} up to its {f['size']} records",
}


def _words(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
