"""What is in the archive, and what needs you."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import ArchiveError, CannotWrite
from archive.model.signoff import STATES
from archive.store.reading import Reader
from archive.verbs._carrying import waiting
from archive.verbs._decided import count_changed
from archive.verbs._elsewhere import all_elsewhere
from archive.verbs._opened import Opened
from archive.verbs._waiting import count_waiting
from archive.verbs._watches import watches


@dataclass(frozen=True, slots=True)
class Status:
    """`size` and `root` (64 hex) are the log's: whoever holds them can tell later that nothing was changed. `suspect`
    are captures that wait for somebody to accept them. `to_carry` counts citations of older editions that nobody has
    carried to the newest one, `changed` those that were, and rest or lean on other words there, and `proposed`
    proposals: both wait for a decision; `imported_only` documents cited of which newer editions are not known here;
    `changed_elsewhere` citations that rest on other words in an edition that only another archive has; `states` claims
    by how far they are."""

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
    changed: int
    imported_only: int
    changed_elsewhere: int
    proposed: int
    states: Mapping[str, int]


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
        changed, proposed, states = count_changed(reader), count_waiting(reader), _states(reader)
        elsewhere = len(reader.imported_only()), len({one.citation for one in all_elsewhere(reader)})
    config, unsearched = store.config, size - _indexed(opened)
    named = str(store.folder), config.origin, config.agent, config.engine
    waits = suspect, to_carry, changed, *elsewhere, proposed
    return Status(*named, size, root, counts, imported, unsearched, _watched(opened), *waits, states)


def _states(reader: Reader) -> Mapping[str, int]:
    """How many claims are how far, without those that were withdrawn."""
    signed = reader.states()
    unsigned = reader.living_claims() - sum(signed.values())
    return {state: signed.get(state, 0) + (unsigned if state == STATES[0] else 0) for state in STATES}


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
