"""The last search of this terminal: `archive cite 1` and `archive show 1` mean its first hit, and say so.

A terminal is a session of the system (a window, a tab, a connection), so that two of them never mix; nor do two scripts
in one terminal: what the same process started is asked first. What was found more than twelve hours ago is not meant
any more, and is forgotten.
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
    found = {"words": words, "at": int(time.time()), "tokens": tokens}
    try:
        for name in _terminals():
            archive.memory.remember(name, found)
        archive.memory.forget_older("last-", LASTS)
    except CannotWrite as error:  # numbers are a convenience: what was found is shown all the same
        note(dim(f"note: {error.message}; the numbers of these hits mean nothing to `archive cite`"))


def meant(archive: archive.Archive, reference: str, as_json: bool) -> str:
    """The token that a number means, said on stderr; anything else as it is. Raises NotFound."""
    if _NUMBER.fullmatch(reference) is None:
        return reference
    if as_json:
        raise UsageError("numbers of hits are for people", hint="with --json give the token itself")
    held: dict[str, Any] = next(filter(None, (_fresh(archive.memory.recall(name)) for name in _terminals())), {})
    token = held.get("tokens", {}).get(reference)
    if not isinstance(token, str):
        raise NotFound(f"no search of this terminal showed a hit {reference}", hint="search first, or give the token")
    note(dim(f"{reference} of your last search, {held.get('words')!r}: {token}"))
    return token


def _fresh(held: Any) -> dict[str, Any] | None:
    """What was remembered, unless it is too old or nothing of ours."""
    if not isinstance(held, dict) or not isinstance(held.get("tokens"), dict) or not isinstance(held.get("at"), int):
        return None
    return held if 0 <= time.time() - held["at"] <= LASTS else None


def _terminals() -> list[str]:
    """Names for whoever started this, and for the session: for a script two, for a shell that one types into one."""
    parent = os.getppid()
    session = os.getsid(0) if hasattr(os, "getsid") else parent
    return [f"last-{session}-{parent}", f"last-{session}"] if parent != session else [f"last-{session}"]
