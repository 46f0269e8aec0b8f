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
from archive.errors import CannotWrite, NotFound, UsageError

LASTS = 12 * 60 * 60  # seconds
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")


def remember(archive: archive.Archive, words: str, hits: Iterable[Any]) -> None:
    """The hits that were just shown, by their numbers: none of those before are meant any more."""
    tokens = {str(hit.number): hit.token for hit in hits}
    try:
        archive.memory.remember(_terminal(), {"words": words, "at": int(time.time()), "tokens": tokens})
    except CannotWrite as error:  # numbers are a convenience: what was found is shown all the same
        note(dim(f"note: {error.message}; the numbers of these hits mean nothing to `archive cite`"))


def meant(archive: archive.Archive, reference: str, as_json: bool) -> str:
    """The token that a number means, said on stderr; anything else as it is. Raises NotFound."""
    if _NUMBER.fullmatch(reference) is None:
        return reference
    if as_json:
        raise UsageError("numbers of hits are for people", hint="with --json give the token itself")
    held = archive.memory.recall(_terminal())
    held = held if isinstance(held, dict) else {}
    at, tokens = held.get("at"), held.get("tokens")
    fresh = isinstance(at, int) and isinstance(tokens, dict) and 0 <= time.time() - at <= LASTS
    token = tokens.get(reference) if fresh and isinstance(tokens, dict) else None
    if not isinstance(token, str):
        raise NotFound(f"no search of this terminal showed a hit {reference}", hint="search first, or give the token")
    note(dim(f"{reference} of your last search, {held.get('words')!r}: {token}"))
    return token


def _terminal() -> str:
    session = os.getsid(0) if hasattr(os, "getsid") else os.getppid()
    return f"last-{session}"
