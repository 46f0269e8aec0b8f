"""What is in the archive, and what needs you."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import ArchiveError
from archive.verbs._carrying import waiting
from archive.verbs._opened import Opened


@dataclass(frozen=True, slots=True)
class Status:
    """`size` and `root` (64 hex) are the log's: whoever holds them can tell later that nothing was changed. `to_carry`
    counts citations of older editions that nobody has carried to the newest one."""

    archive: str
    origin: str
    agent: str
    engine: str
    size: int
    root: str
    counts: Mapping[str, int]
    unsearched: int
    to_carry: int


def status(opened: Opened) -> Status:
    store = opened.store
    with store.reading() as reader:
        size, root, counts, to_carry = reader.size(), reader.root().hex(), reader.counts(), waiting(reader)
    config = store.config
    return Status(
        str(store.folder),
        config.origin,
        config.agent,
        config.engine,
        size,
        root,
        counts,
        size - _indexed(opened),
        to_carry,
    )


def _indexed(opened: Opened) -> int:
    """How many records the index holds; an index that cannot be opened holds none."""
    try:
        mark = opened.index.watermark()
    except ArchiveError:
        return 0
    return mark.position if mark else 0
