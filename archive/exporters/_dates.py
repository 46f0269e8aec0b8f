"""Dates with the precision they are known to, as other formats write them; nothing is invented to fill one up."""

from __future__ import annotations

from calendar import monthrange

from archive.model.record import is_when


def parts(when: str) -> list[int]:
    """Year, month and day, as far as they are known; nothing for what is no date."""
    return [int(part) for part in when[:10].split("-")] if is_when(when) else []


def moments(when: str) -> tuple[str, str]:
    """The first and the last second (`2026-03-01T12:00:00Z`) that `when`, which is a date, may mean."""
    date, _, time = when.removesuffix("Z").partition("T")
    year, month, day = [*map(int, date.split("-")), 0, 0][:3]
    last_month = month or 12
    last_day = day or monthrange(year, last_month)[1]
    first_time, last_time = ("00:00:00", "23:59:59") if not time else (f"{time}:00"[:8], f"{time}:59"[:8])
    return (
        f"{year:04}-{month or 1:02}-{day or 1:02}T{first_time}Z",
        f"{year:04}-{last_month:02}-{last_day:02}T{last_time}Z",
    )
