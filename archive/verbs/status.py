"""What is in the archive, and what needs you."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.errors import ArchiveError
from archive.verbs._opened import Opened


@dataclass(frozen=True, slots=True)
class Status:
    """`size` and `root` (64 hex) are the log's: whoever holds them can tell later that nothing was changed."""

    archive: str
    origin: str
    agent: str
    engine: str
    size: int
    root: str
    counts: Mapping[str, int]
    imported: int
    unsearched: int


def status(opened: Opened) -> Status:
    store = opened.store
    with store.reading() as reader:
        size, root, counts = reader.size(), reader.root().hex(), reader.counts()
        imported = sum(one.receipt - one.start for one in reader.received.imports)
    config = store.config
    return Status(
        str(store.folder),
        config.origin,
        config.agent,
        config.engine,
        size,
        root,
        counts,
        imported,
        size - _indexed(opened),
    )


def _indexed(opened: Opened) -> int:
    """How many records the index holds; an index that cannot be opened holds none."""
    try:
        mark = opened.index.watermark()
    except ArchiveError:
        return 0
    return mark.position if mark else 0
