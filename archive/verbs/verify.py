"""Verify this archive, or a bundle: a bundle with nothing but itself, no archive and no database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from archive.model.codes import Report

if TYPE_CHECKING:  # checking a bundle imports neither the database nor an engine
    from archive.verbs._opened import Opened


def verify(folder: Path, *, root: str | None = None) -> Report:
    """A bundle. `root` (hex or base64) is the log's root that the user already holds. Never raises on what it holds."""
    from archive.bundle.check import check

    return check(folder, root=root)


def verify_archive(
    opened: Opened, *, full: bool = False, root: str | None = None, progress: Callable[[str, int, int], None]
) -> Report:
    """The archive's facts; with `full` also all that is derived from them. `root` is one that the user holds, written
    as `status` and `export` print it: `SIZE:HEX` or, for the log as it is now, `HEX`."""
    from archive.store.audit import audit

    return audit(
        opened.store.database,
        full=full,
        held=root,
        progress=lambda done, total: progress("verifying", done, total),
    )
