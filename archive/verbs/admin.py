"""For the keeper: make again what is derived."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import UsageError
from archive.verbs._alike import follow_copies
from archive.verbs._catch_up import follow
from archive.verbs._opened import Opened, Progress, no_progress

PARTS = ("views", "index")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made again, and from how many records."""

    rebuilt: tuple[str, ...]
    records: int


def rebuild(opened: Opened, what: str = "", progress: Progress = no_progress) -> Rebuilt:
    """The views, the index or both from the records, with the same result as before if nothing was wrong.

    The new index is made beside the old one, which is searched until then; one that was cut off is gone on from.
    Raises Locked when another process is rebuilding.
    """
    if what and what not in PARTS:
        raise UsageError(f"{what!r} cannot be rebuilt", hint=f"one of: {', '.join(PARTS)}; or nothing, for both")
    if what != "views":
        with opened.new_index() as index:  # first, so that a second rebuild ends before it does anything
            records = _views(opened, progress) if not what else _size(opened)
            follow(opened, index, progress)
    else:
        records = _views(opened, progress)
    return Rebuilt((what,) if what else PARTS, records)


def _views(opened: Opened, progress: Progress) -> int:
    records = opened.store.rebuild_views(lambda done, total: progress("rebuilding views", done, total))
    follow_copies(opened, progress)
    return records


def _size(opened: Opened) -> int:
    with opened.store.looking() as lookup:
        return lookup.size()
