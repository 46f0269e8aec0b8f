"""What is in the archive, and what needs you."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import ArchiveError, CannotWrite
from archive.verbs._carrying import waiting
from archive.verbs._opened import Opened
from archive.verbs._waiting import count_waiting
from archive.verbs._watches import watches


@dataclass(frozen=True, slots=True)
class Status:
    """`size` and `root` (64 hex) are the log's: whoever holds them can tell later that nothing was changed. `suspect`
    are captures that wait for somebody to accept them. `to_carry` counts citations of older editions that nobody has
    carried to the newest one, `proposed` proposals that wait for a decision."""

    archive: str
    origin: str
    agent: str
    engine: str
    size: int
    root: str
    counts: Mapping[str, int]
    imported: int
    unsearched: int
    watched: Watched
    suspect: int
    to_carry: int
    proposed: int


@dataclass(frozen=True, slots=True)
class Watched:
    """How many pages are watched, how many of these gave no answer the last time, and how many were never looked at.
    `damaged`: why the list cannot be read."""

    pages: int = 0
    failing: int = 0
    waiting: int = 0
    damaged: str = ""


def status(opened: Opened) -> Status:
    store = opened.store
    with store.reading() as reader:
        size, root, counts, suspect = reader.size(), reader.root().hex(), reader.counts(), reader.suspects()
        imported, to_carry = sum(one.receipt - one.start for one in reader.received.imports), waiting(reader)
        proposed = count_waiting(reader)
    config, unsearched = store.config, size - _indexed(opened)
    named = str(store.folder), config.origin, config.agent, config.engine
    watched = _watched(opened)
    return Status(*named, size, root, counts, imported, unsearched, watched, suspect, to_carry, proposed)


def _watched(opened: Opened) -> Watched:
    try:
        held = watches(opened).values()
    except CannotWrite as error:
        return Watched(damaged=error.message)
    return Watched(len(held), sum(bool(one.failures) for one in held), sum(not one.looked for one in held))


def _indexed(opened: Opened) -> int:
    """How many records the index holds; an index that cannot be opened holds none."""
    try:
        mark = opened.index.watermark()
    except ArchiveError:
        return 0
    return mark.position if mark else 0
