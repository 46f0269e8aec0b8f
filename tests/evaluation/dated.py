"""Dates in news: how many are found where they stand, with the value they have.

Gold is every DATE whose value stands in the calendar (day, week, month, season, year, decade); `now` and spans of time
are not dates. A gold `1949-XX` is 1949, `1998-08-07TMO` 1998-08-07, `1998-FA` the season 1998-23. One is found when a
date of ours overlaps it (`span`), and right when that has its value too (`value`). All of ours count, also where the
gold has nothing.
"""

import json
import lzma
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from archive.text.when import When, dates

_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
_CALENDAR = re.compile(r"\d{4}(?:-(?:\d\d(?:-\d\d)?|W\d\d))?|\d{3}X")
Gold = tuple[int, int, str]


def scores(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """F1 in percent of place, and of place and value."""
    gold = found = placed = right = 0
    for text, own, wanted in articles(shared):
        ours = dates(text, own)
        gold, found = gold + len(wanted), found + len(ours)
        pairs = [(one, best(one, ours)) for one in wanted]
        placed += sum(match is not None for _, match in pairs)
        right += sum(match is not None and match.value == one[2] for one, match in pairs)
    f1 = {"span": 200 * placed / (gold + found), "value": 200 * right / (gold + found)}
    return {name: {"f1": value} for name, value in f1.items() if only in (None, name)}


def articles(shared: Path) -> Iterator[tuple[str, date, list[Gold]]]:
    with lzma.open(shared / "data/dates/aquaint.jsonl.xz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            wanted = [(s, e, calendar_value(value)) for s, e, kind, value in row["timex"] if kind == "DATE"]
            yield row["text"], date.fromisoformat(row["dct"]), [one for one in wanted if one[2]]


def calendar_value(value: str) -> str:
    """The gold's value in our form; empty for what is no calendar date."""
    plain = re.sub(r"T.*|(?:-XX)+$", "", value) if value[:3].isdigit() else ""
    plain = re.sub(r"-W(\d)$", r"-W0\1", plain)
    plain = plain[:5] + _SEASONS.get(plain[5:], plain[5:])
    return plain if _CALENDAR.fullmatch(plain) else ""


def best(wanted: Gold, ours: list[When]) -> When | None:
    """The date of ours that shares most with this one."""
    start, end, _ = wanted
    shared = [(min(end, one.end) - max(start, one.start), -one.start, one) for one in ours]
    most = max((one for one in shared if one[0] > 0), default=None, key=lambda one: one[:2])
    return most[2] if most else None


def speed(shared: Path) -> dict[str, float]:
    """Million characters a second of one core."""
    texts = [(text, own) for text, own, _ in articles(shared)]
    started = time.process_time()
    for text, own in texts:
        dates(text, own)
    return {"dates": sum(len(text) for text, _ in texts) / 1e6 / (time.process_time() - started)}
