"""Remove versions: by order (takedown), without a trace (erase), or because they were added by mistake (undo).

    1 the write lock: what is to go, with all that belongs to it
    2 rows leave the views; blobs that no living version names, and the words of an erasure, become NULL
    3 the record of the removal; then COMMIT: all of it or nothing
    4 what follows the log is made again without it, and the database file is written anew

A removed record keeps its place in the log, so that every proof holds, and stands in no view any more: nothing finds,
counts or exports it. Takedown and undo leave what records say, quotes above all; an erasure takes that too, with every
other record that holds twelve characters in a row of the text or of the original, unless a living version holds them.
Of those that still matter (a retraction, a description, another removal) the rest is said again; a claim keeps its row,
because stories number their claims.

What goes together: all readings of an edition, for they are ours, and a whole with its parts, for its original holds
theirs; so a part alone is refused. Step 4 may fail or be cut off: the same command does it again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from archive.errors import Ambiguous, ArchiveError, NotFound, Refused, UsageError, WasRemoved
from archive.memory import Memory
from archive.model.digest import Digest
from archive.model.record import ENVELOPE, Fields, Record
from archive.store.reading import Reader
from archive.store.removals import named_blobs
from archive.store.writing import Writer
from archive.text.slices import shared, slices, strings
from archive.verbs import _saved, _watches
from archive.verbs._answers_kept import forget_answers
from archive.verbs._catch_up import catch_up
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve
from archive.verbs._seen import forget_all
from archive.verbs._sources import checked_line

LISTED = 50_000  # ids in one record, which holds 16 MiB
ERASED = "(erased)"
_HELD = frozenset({"version", "capture", "citation"})  # of a living version: what they say stays
_WORDLESS = frozenset(  # these hold ids, digests, and names of logs, hosts and models; receipts say whose the rest is
    {"sentences", "selection", "acceptance", "detection", "key", "run", "receipt", "continuation", "extraction"}
)
_ID = re.compile("(sha256:)?[0-9a-f]{64}")

Entry = tuple[int, Record]


@dataclass(frozen=True, slots=True)
class Gone:
    """A version that was removed (or kept: then `why` it was). `why` also says who else holds its bytes."""

    version: str
    document: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal took, or would take. `removal` is the id of its record, empty for a dry run; `citations` are those
    that are unchecked from now on; `erased` records say nothing any more, `claims` are the ids of claims among them.

    `searches`: saved ones that were forgotten; `unfinished`: why step 4 must be done again, or empty.
    """

    mode: str
    why: str
    removal: str
    versions: tuple[Gone, ...]
    kept: tuple[Gone, ...]
    records: int
    blobs: int
    citations: int
    erased: int
    claims: tuple[str, ...]
    searches: tuple[str, ...]
    existing: bool
    unfinished: str = ""


def remove(opened: Opened, reference: str, *, mode: str, why: str, dry_run: bool = False) -> Removed:
    """Removes a version with its other readings and its parts. Raises NotFound, UsageError, Refused for a part."""
    if mode not in ("takedown", "erase"):
        raise UsageError(f"nothing is removed by {mode!r}", hint="one of: takedown, erase")
    checked_line("the reason", why)
    with _transaction(opened, dry_run) as reader:
        plan = _planned(reader, reference, mode, why)
        done = _carry_out(opened, reader, plan)
    return done if dry_run else _cleaned(opened, done)


def remove_run(opened: Opened, run: str, *, why: str = "", dry_run: bool = False) -> Removed:
    """Undoes a run of `add`: removes the versions that it added, but for those that were cited or captured since."""
    why = checked_line("the reason", why or "the run is undone")
    with _transaction(opened, dry_run) as reader:
        plan = _undoing(reader, run, why)
        done = _carry_out(opened, reader, plan)
    return done if dry_run else _cleaned(opened, done)


@contextmanager
def _transaction(opened: Opened, dry_run: bool) -> Iterator[Reader]:
    with opened.store.reading() if dry_run else opened.store.writing() as reader:
        yield reader


# 1 -------------------------------------------------------------------------------------------------------------


@dataclass
class _Plan:
    """`entries` are the records of the versions and all that belongs to them; `living`: they stand in the views."""

    reader: Reader
    mode: str
    why: str
    entries: list[Entry]
    kept: list[Gone] = field(default_factory=list)
    living: bool = True

    @cached_property
    def positions(self) -> frozenset[int]:
        return frozenset(position for position, _ in self.entries)

    @cached_property
    def versions(self) -> list[Record]:
        return [record for _, record in self.entries if record.name == "version"]

    @cached_property
    def dead(self) -> frozenset[str]:
        """Documents of which no version is left."""
        going = {record.id for record in self.versions}
        documents = {record.fields["document"] for record in self.versions}
        return frozenset(d for d in documents if all(v.id in going for v in self.reader.versions(d)))

    @cached_property
    def blobs(self) -> list[Digest]:
        """What is there, and nothing names but what goes."""
        named = {digest for _, record in self.entries for digest in named_blobs(record)}
        return sorted(self.reader.held_blobs(named - self.reader.living_blobs(self.positions)), key=str)

    @cached_property
    def words(self) -> _Words:
        return _Words(self.reader, self)

    @cached_property
    def worded(self) -> list[Entry]:
        """Records besides that an erasure takes: what is said of dead documents, and all that hold the words."""
        if self.mode != "erase":
            return []
        before = [one for one in self.reader.remains() if one[1].name in _HELD]  # of versions taken down: not living
        others = [*self.reader.other_than(_HELD | _WORDLESS), *before]
        others = [one for one in others if one[0] not in self.positions]
        about = [one for one in others if one[1].name in ("place", "description") and self._is_dead(one[1])]
        taken = {position for position, _ in about}
        texts = {position: _texts(record) for position, record in others if position not in taken}
        taken |= self.words.among(texts)
        return [one for one in others if one[0] in taken]

    def _is_dead(self, record: Record) -> bool:
        return record.fields["document"] in self.dead

    @cached_property
    def said_again(self) -> list[tuple[str, Fields]]:
        """What of these records still matters, without the words."""
        return [one for _, record in self.worded if not self._is_about_dead(record) for one in self._without(record)]

    def _is_about_dead(self, record: Record) -> bool:
        return "document" in record.fields and self._is_dead(record)

    def _without(self, record: Record) -> Iterator[tuple[str, Fields]]:
        fields = {name: value for name, value in record.fields.items() if name not in ENVELOPE}
        if record.name in ("retraction", "removal"):
            yield record.kind, {**fields, "why": ERASED}
        elif record.name == "relation" and self._is_our_word(record):
            yield record.kind, {name: fields[name] for name in ("from", "to", "type")}
        elif record.name == "description":
            values = fields.pop("set", {})
            bad = self.words.among({name: list(strings({name: value})) for name, value in values.items()})
            rest = {name: value for name, value in values.items() if name not in bad}
            if rest or "unset" in fields:
                dated = {"captured": fields.get("captured", record.fields["at"])}
                yield "description/2", {**fields, **({"set": rest} if rest else {}), **dated}

    def _is_our_word(self, relation: Record) -> bool:
        """Whether a relation still says something, and we say it."""
        claims = [relation.fields["from"]]
        held = {one.id: one for one in self.reader.relations(claims)}.get(relation.id)
        return held is not None and not held.retracted and not held.asserted


K = TypeVar("K")


class _Words:
    """What was in the text and in the original, in slices; but for those that a living version holds."""

    def __init__(self, reader: Reader, plan: _Plan) -> None:
        self._reader = reader
        self._without = plan.positions
        self._slices = {one for text in _removed_texts(reader, plan.entries) for one in slices(text)}
        self._stays: dict[str, bool] = {}

    def among(self, items: Mapping[K, Iterable[str]]) -> set[K]:
        """Those of the items of which a text holds the words."""
        if not self._slices:
            return set()
        found: dict[K, set[str]] = defaultdict(set)
        for key, texts in items.items():
            for text in texts:
                found[key] |= shared(text, self._slices)
        self._look_up({one for hits in found.values() for one in hits} - self._stays.keys())
        return {key for key, hits in found.items() if not all(map(self._stays.__getitem__, hits))}

    def _look_up(self, asked: set[str]) -> None:
        left = {one: one.encode() for one in asked}
        for data in self._reader.living_texts(self._without) if left else ():
            left = {one: raw for one, raw in left.items() if raw not in data}
        self._stays |= {one: one not in left for one in asked}


def _removed_texts(reader: Reader, entries: Sequence[Entry]) -> Iterator[str]:
    """Texts and originals as far as they are there, and what the records quote of them."""
    for _, record in entries:
        fields = record.fields
        if record.name == "citation":
            yield fields["exact"]
        if record.name == "translation":  # the same words, in another language
            yield fields["words"]
        if record.name == "version":
            yield from strings(fields.get("stated", {}))
            encoding = fields.get("encoding", "utf-8").partition(";")[0]
            yield from (_decoded(reader, fields["text"], "utf-8"), _decoded(reader, fields["content"], encoding))


def _decoded(reader: Reader, digest: str, encoding: str) -> str:
    try:
        return reader.blob(Digest(digest[7:])).decode(encoding)
    except (ArchiveError, ValueError, LookupError):  # it is gone already, or no text
        return ""


def _texts(record: Record) -> list[str]:
    """What a record says, but for its envelope, and for the ids in it: a text that names a token holds none of them."""
    said = strings({name: value for name, value in record.fields.items() if name not in ENVELOPE})
    return [one for one in said if not _ID.fullmatch(one)]


def _planned(reader: Reader, reference: str, mode: str, why: str) -> _Plan:
    try:
        version = _version(reader, reference)
    except WasRemoved as error:
        return _again(reader, error, mode, why)
    whole = reader.whole(reader.version(version))
    if whole is not None:
        raise Refused(
            f"version {version[:12]} is “{whole.name}”, a part of version {whole.version[:12]}, which holds it",
            hint=f"remove that, with all its parts: archive admin remove {whole.version[:12]}",
            code="part",
        )
    found = reader.version(version)
    edition = [one.id for one in reader.versions(found.document) if one.content == found.content]
    return _Plan(reader, mode, why, reader.hanging(_with_parts(reader, edition)))


def _version(reader: Reader, reference: str) -> str:
    thing = resolve(reader, reference)
    if thing.kind == "document" and len({v.content for v in reader.versions(thing.id)}) == 1:
        return reader.versions(thing.id)[0].id
    if thing.kind != "version":
        hint = "`archive show DOCUMENT` names its versions"
        raise UsageError(f"{reference!r} is a {thing.kind}; a removal takes one version", hint=hint)
    return thing.id


def _with_parts(reader: Reader, versions: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    left = list(versions)
    while left:
        version = left.pop()
        if version not in found:
            found[version] = None
            left += [part.version for part in reader.parts(reader.version(version))]
    return list(found)


def _again(reader: Reader, error: WasRemoved, mode: str, why: str) -> _Plan:
    """Of what was removed before: to erase what that left, or else only to finish."""
    removal = reader.removal_of(error.record)
    assert removal is not None  # it was the reason
    remains = reader.remains() if mode == "erase" and removal.mode != "erase" else []
    versions = [record for _, record in remains if record.id == error.record]
    if not versions:
        return _Plan(reader, removal.mode, removal.why, [], living=False)
    fields = versions[0].fields
    same = {r.id for _, r in remains if (r.fields.get("document"), r.fields.get("content")) == _edition(fields)}
    while more := {r.id for _, r in remains if _whole_of(r) in same} - same:
        same |= more
    captures = {r.id for _, r in remains if r.name == "capture" and r.fields["version"] in same}
    citations = {r.id for _, r in remains if r.name == "citation" and r.fields["version"] in same}
    entries = [
        (p, r)
        for p, r in remains
        if r.id in same
        or r.fields.get("citation") in citations
        or r.fields.get("version") in same
        or r.fields.get("to") in same
        or r.fields.get("capture") in captures
        or (r.name == "signoff" and not citations.isdisjoint(r.fields["citations"]))
    ]
    return _Plan(reader, mode, why, entries, living=False)


def _edition(fields: Fields) -> tuple[str, str]:
    return fields["document"], fields["content"]


def _whole_of(record: Record) -> str:
    whole: str = record.fields.get("part_of", {}).get("version", "")
    return whole


def _undoing(reader: Reader, prefix: str, why: str) -> _Plan:
    found = reader.runs(prefix) if prefix else {}
    if len(found) > 1:
        raise Ambiguous(f"{prefix!r} is the beginning of {len(found)} runs: {', '.join(found)}", hint="give more of it")
    if not found:
        raise NotFound(f"there is no run {prefix!r}", hint="`archive log` shows them")
    ((_, added),) = found.items()
    last, versions = max(position for position, _ in added), [v for _, v in added if not reader.removal_of(v)]
    kept: dict[str, str] = {}
    for family in _families(reader, versions):
        reasons = [reason for version in family if (reason := _used(reader, version, last))]
        kept |= dict.fromkeys(family, reasons[0]) if reasons else {}
    going = [version for version in versions if version not in kept]
    stay = [Gone(version, reader.version(version).document, kept[version]) for version in versions if version in kept]
    return _Plan(reader, "undo", why, reader.hanging(going), stay)


def _families(reader: Reader, versions: Sequence[str]) -> list[list[str]]:
    """Versions with their parts: they stay or go together."""
    root: dict[str, str] = {}
    for version in versions:  # a whole stands before its parts
        whole = reader.whole(reader.version(version))
        root[version] = root.get(whole.version, version) if whole else version
    return [[v for v in versions if root[v] == top] for top in dict.fromkeys(root.values())]


def _used(reader: Reader, version: str, last: int) -> str:
    """Why a version is kept that a run added, whose last record stands at `last`; empty where nothing used it since."""
    if reader.citations(version=version):
        return "it is cited"
    return "it was captured again since" if reader.captured_last(version) > last else ""


# 2, 3 ----------------------------------------------------------------------------------------------------------


def _carry_out(opened: Opened, reader: Reader, plan: _Plan) -> Removed:
    """In one transaction; with a reader that cannot write, only what it would be."""
    if plan.mode == "erase" and plan.words.among({"why": [plan.why]}):
        raise UsageError("the reason holds words of what it erases", hint="give one that quotes nothing")
    done = _told(opened, plan)
    if isinstance(reader, Writer) and plan.entries:
        _forget_searches(opened, plan, done.searches)
        _forget_pages(opened, plan)
        return replace(done, removal=_write(opened, reader, plan))
    return done


def _told(opened: Opened, plan: _Plan) -> Removed:
    shared_with = {r.id: _other_holders(plan, r) for r in plan.versions}
    return Removed(
        plan.mode,
        plan.why,
        "",
        tuple(Gone(r.id, r.fields["document"], shared_with[r.id]) for r in plan.versions),
        tuple(plan.kept),
        len(plan.entries),
        len(plan.blobs),
        sum(record.name == "citation" for _, record in plan.entries),
        len(plan.entries) + len(plan.worded) if plan.mode == "erase" else 0,
        tuple(record.id for _, record in plan.worded if record.name == "claim"),
        tuple(_searches(opened, plan)),
        not plan.entries and not plan.kept,
    )


def _other_holders(plan: _Plan, record: Record) -> str:
    if Digest(record.fields["content"][7:]) in plan.blobs or not plan.living:
        return ""
    holders = plan.reader.versions_with([Digest(record.fields["content"][7:])])
    others = [v.id[:12] for v in holders if v.position not in plan.positions]
    return f"its bytes stay: version {others[0]} holds them too" if others else ""


def _write(opened: Opened, writer: Writer, plan: _Plan) -> str:
    now = opened.clock()
    ids = [record.id for _, record in (*plan.entries, *plan.worded)]
    documents = writer.alike.firsts({record.fields["document"] for record in plan.versions})
    claims = [position for position, record in plan.worded if record.name == "claim"]
    others = [position for position, record in plan.worded if record.name != "claim"]
    # The records first, while what they hang on is still there to be asked for.
    removals = [opened.store.seal("removal/1", fields, at=now) for fields in _removals(plan, ids)]
    again = [opened.store.seal(kind, fields, at=now) for kind, fields in plan.said_again]
    erased = [position for position, _ in plan.entries] if plan.mode == "erase" else []
    blobs = plan.blobs
    writer.take_from_views([*sorted(plan.positions), *others])
    writer.erase([*erased, *others, *claims])
    writer.erase_blobs(blobs)
    writer.forget_copies(documents)
    for record in (*removals, *again):
        writer.append(record)
    writer.flush()
    return removals[0].id


def _removals(plan: _Plan, ids: Sequence[str]) -> Iterator[Fields]:
    """One record or, of very much, several."""
    contents = sorted({record.fields["content"] for record in plan.versions}) if plan.mode != "undo" else []
    citations = [
        {"citation": record.id, "claim": record.fields["claim"], "stance": record.fields["stance"]}
        for _, record in plan.entries
        if record.name == "citation"
    ]
    more: Mapping[str, Any] = {"contents": contents, "blobs": list(map(str, plan.blobs)), "citations": citations}
    for start in range(0, len(ids), LISTED):
        besides = {} if start else {name: value for name, value in more.items() if value}
        yield {"mode": plan.mode, "why": plan.why, "records": list(ids[start : start + LISTED]), **besides}


def _searches(opened: Opened, plan: _Plan) -> Collection[str]:
    """Saved searches for the words."""
    if plan.mode != "erase":
        return ()
    saved = {s.name: list(strings([s.name, s.words, dict(s.options)])) for s in _saved.saved(opened.memory)}
    return sorted(plan.words.among(saved))


def _forget_searches(opened: Opened, plan: _Plan, names: Iterable[str]) -> None:
    for name in names:
        _saved.forget(opened.memory, name)
    if plan.mode == "erase":
        opened.memory.forget_older("last-", 0)


def _forget_pages(opened: Opened, plan: _Plan) -> None:
    """What the list of watched pages remembers of the versions; with an erasure, whose page is dead or named in it."""
    going = {record.id for record in plan.versions}

    def edit(held: _watches.Watches) -> None:
        for url, watch in list(held.items()):
            if watch.gist.get("version") in going:
                held[url] = replace(watch, gist={}, bytes="", etag="", modified="")
        dead = plan.dead & held.keys() if plan.mode == "erase" else set()
        named = plan.words.among({url: [url] for url in held}) if plan.mode == "erase" else set()
        for url in dead | named:
            del held[url]

    if Memory(opened.store.folder).recall(_watches.NAME) is not None:
        _watches.change_alone(opened, edit)


# 4 -------------------------------------------------------------------------------------------------------------


def _cleaned(opened: Opened, done: Removed) -> Removed:
    """Nothing of it is left in caches, in the database's free pages or in its write-ahead log."""
    steps: list[Callable[[], object]] = [
        lambda: forget_all(opened),
        lambda: forget_answers(opened),
        lambda: opened.with_index(lambda: catch_up(opened)),
        lambda: opened.store.write_anew(whole=done.mode == "erase"),
    ]
    failures = []
    for step in steps:
        try:
            step()
        except ArchiveError as error:
            failures.append(error.message)
    return replace(done, unfinished="; ".join(failures))
