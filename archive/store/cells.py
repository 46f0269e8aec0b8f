"""What a column of a view may hold. Anything else was damaged or put there: said as it is read, wherever it is read."""

from __future__ import annotations

from typing import Any

from archive.errors import IntegrityError

REBUILD = "`archive verify --full` says what differs from the records, `archive admin rebuild` makes it anew from them"


def raw(value: Any) -> bytes:
    """An id or digest: 32 bytes. Raises IntegrityError."""
    if type(value) is bytes and len(value) == 32:
        return value
    raise _damaged(value, "an id")


def words(value: Any) -> str:
    """A text that is not empty. Raises IntegrityError."""
    if type(value) is str and value:
        return value
    raise _damaged(value, "words")


def words_or_none(value: Any) -> str | None:
    """A text that is not empty, or none. Raises IntegrityError."""
    return None if value is None else words(value)


def whole(value: Any) -> int:
    """A number, 0 or more. Raises IntegrityError."""
    if type(value) is int and value >= 0:
        return value
    raise _damaged(value, "a number")


def _damaged(value: Any, wanted: str) -> IntegrityError:
    return IntegrityError(f"a row of the database holds {value!r:.60} where {wanted} belongs", hint=REBUILD)
