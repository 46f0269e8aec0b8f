"""Moments as people write them in lists → the form that records keep. Never invents a part that was not given."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d{1,2}:\d\d)(:\d\d)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
_NO_ZONE = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?")


def moment(written: str) -> str:
    """An ISO date and time with its zone, in UTC: `2014-03-19T10:14:29-04:00` → `2014-03-19T14:14:29Z`.

    One without a zone is known to the day only. Everything else comes back as it was.
    """
    written = written.strip()
    without_zone = _NO_ZONE.fullmatch(written)
    if without_zone is not None:
        return without_zone[1]
    found = _MOMENT.fullmatch(written)
    if found is None:
        return written
    day, minute, second, zone = found.groups()
    try:
        then = datetime.fromisoformat(f"{day}T{minute:0>5}{second or ':00'}{zone.upper()}").astimezone(UTC)
    except (ValueError, OverflowError):
        return written
    return then.strftime("%Y-%m-%dT%H:%M:%SZ" if second else "%Y-%m-%dT%H:%MZ")


def is_future(stated: str, now: str) -> bool:
    """Whether a day or moment begins more than a day after `now`: no time zone and no common clock explains that."""
    latest = datetime.fromisoformat(now) + timedelta(days=1)
    return stated.removesuffix("Z") > latest.strftime("%Y-%m-%dT%H:%M:%S")
