"""Dates as precise as they are known → the stretch of time that they name: `2024-04` is all of April.

Nothing is invented: what is not in a form that records keep (`2024`, `2024-04`, `2024-04-26`, `2024-04-26T09:00Z`) is
no date.
"""

from __future__ import annotations

import calendar
import re
from datetime import datetime, timedelta
from functools import lru_cache

FORMS = "2024, 2024-04, 2024-04-26 or 2024-04-26T09:00Z"
"""For messages: how a date is written."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?Z)?)?)?", re.ASCII)
_WRITTEN = "%Y-%m-%dT%H:%M:%SZ"


@lru_cache(maxsize=10_000)
def period(written: str) -> tuple[str, str] | None:
    """The first and the last second, `2024-04-01T00:00:00Z` and `2024-04-30T23:59:59Z`; they sort as texts do."""
    found = _DATE.fullmatch(written.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    try:
        first = datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0)  # noqa: DTZ001
        last_day = day or calendar.monthrange(first.year, month or 12)[1]
    except ValueError:
        return None
    last = first.replace(
        month=month or 12,
        day=last_day,
        hour=23 if hour is None else hour,
        minute=59 if minute is None else minute,
        second=59 if second is None else second,
    )
    return _text(first), _text(last)


def after(last: str) -> str:
    """The second after this one; this one itself at the end of time."""
    return _moved(last, 1)


def before(first: str) -> str:
    """The second before this one; this one itself at the beginning of time."""
    return _moved(first, -1)


def short(moment: str) -> str:
    """A moment as a person writes it: only the day where it is the first or last second of one."""
    return moment[:10] if moment.endswith(("T00:00:00Z", "T23:59:59Z")) else moment


def _moved(moment: str, seconds: int) -> str:
    try:
        return _text(datetime.strptime(moment, _WRITTEN) + timedelta(seconds=seconds))  # noqa: DTZ007
    except OverflowError:
        return moment


def _text(moment: datetime) -> str:
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%SZ}"
