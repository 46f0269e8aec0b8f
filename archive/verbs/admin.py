"""For the keeper: make again what is derived, and read again what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import UsageError
from archive.verbs._alike import follow_copies
from archive.verbs._catch_up import catch_up, follow
from archive.verbs._opened import Opened, Progress, no_progress
from archive.verbs._reread import reread

PARTS = ("views", "index", "texts")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made again, and from how many records."""

    rebuilt: tuple[str, ...]
    records: int
    texts: int = 0  # that are new
    unreadable: int = 0  # originals that cannot be read even now


def rebuild(opened: Opened, what: str = "", progress: Progress = no_progress, *, ocr: bool = False) -> Rebuilt:
    """The views, the index or both from the records, with the same result as before if nothing was wrong.

    The new index is made beside the old one, which is searched until then; one that was cut off is gone on from. With
    `texts` originals are read again that could not be read, or whose reader has a newer version, and with `ocr` by
    machine what has no text: what is new is appended, and nothing is replaced. Raises Locked when another process is
    rebuilding.
    """
    if what and what not in PARTS:
        raise UsageError(
            f"{what!r} cannot be rebuilt", hint=f"one of: {', '.join(PARTS)}; or nothing, for views and index"
        )
    if ocr and what != "texts":
        raise UsageError("only texts are read by machine", hint="archive admin rebuild texts --ocr")
    if what == "texts":
        new, still = reread(opened, progress, ocr=ocr)
        opened.with_index(lambda: catch_up(opened, progress))
        return Rebuilt((what,), _size(opened), new, still)
    if what != "views":
        with opened.new_index() as index:  # first, so that a second rebuild ends before it does anything
            records = _views(opened, progress) if not what else _size(opened)
            follow(opened, index, progress)
    else:
        records = _views(opened, progress)
    return Rebuilt((what,) if what else PARTS[:2], records)


def _views(opened: Opened, progress: Progress) -> int:
    records = opened.store.rebuild_views(lambda done, total: progress("rebuilding views", done, total))
    follow_copies(opened, progress)
    return records


def _size(opened: Opened) -> int:
    with opened.store.looking() as lookup:
        return lookup.size()
