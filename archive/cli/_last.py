"""The last search of this terminal: `archive cite 1` and `archive show 1` mean its first hit, and say so.

A terminal is a session of the system (a window, a tab, a connection), so that two of them never mix. What was found
more than twelve hours ago is not meant any more.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from typing import Any

import archive
from archive.cli._output import dim, note
from archive.errors import NotFound, UsageError

LASTS = 12 * 60 * 60  # seconds
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")


def remember(archive: archive.Archive, words: str, hits: Iterable[Any]) -> None:
    """The hits that were just shown, by their numbers."""
    tokens = {str(hit.number): hit.token for hit in hits}
    if tokens:
        archive.memory.remember(_terminal(), {"words": words, "at": int(time.time()), "tokens": tokens})


def meant(archive: archive.Archive, reference: str, as_json: bool) -> str:
    """The token that a number means, said on stderr; anything else as it is. Raises NotFound."""
    if _NUMBER.fullmatch(reference) is None:
        return reference
    if as_json:
        raise UsageError("numbers of hits are for people", hint="with --json give the token itself")
    held = archive.memory.recall(_terminal()) or {"at": 0, "tokens": {}, "words": ""}
    fresh = 0 <= time.time() - held["at"] <= LASTS
    token: str | None = held["tokens"].get(reference) if fresh else None
    if token is None:
        raise NotFound(f"no search of this terminal showed a hit {reference}", hint="search first, or give the token")
    note(dim(f"{reference} of your last search, {held['words']!r}: {token}"))
    return token


def _terminal() -> str:
    session = os.getsid(0) if hasattr(os, "getsid") else os.getppid()
    return f"last-{session}"
