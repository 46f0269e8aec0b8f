"""For the keeper: make again what is derived."""

from __future__ import annotations

from dataclasses import dataclass

from archive.verbs._catch_up import Progress, catch_up, no_progress
from archive.verbs._opened import Opened


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many records the views and the index were made from; `unsearched` were left to another process."""

    records: int
    unsearched: int


def rebuild(opened: Opened, progress: Progress = no_progress) -> Rebuilt:
    """Views and index from the records, with the same result as before if nothing was wrong."""
    records = opened.store.rebuild_views(lambda done, total: progress("rebuilding views", done, total))
    return Rebuilt(records, opened.with_index(lambda: _rebuild_index(opened, progress)))


def _rebuild_index(opened: Opened, progress: Progress) -> int:
    opened.index.clear()
    opened.trusted.clear()
    return catch_up(opened, progress)
