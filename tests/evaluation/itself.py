"""What documents raise against themselves: how many ordinary ones raise nothing, how many planted dates are found.

Most of these articles hold no fault of the kind, so that a question about them is idle, or nearly always so. The own
date of a blog's post is the one that the blog states, that of the news a day at their very beginning. Planted are dates
of 18F's blog: what happened on a day or in a month is moved into the year after the post, one at a time.
"""

import json
import lzma
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from archive.text.itself import questions
from archive.text.sentences import sentences
from archive.text.when import dates, written

Article = tuple[str, date | None]  # its text, its own date
_DATELINE = 300  # code points


def shares(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent of the articles of each set that raise nothing; of the planted dates: that are asked about."""
    sets = {
        "wikinews_fr": (_news(shared, "wikinews-fr/wikinews_fr_100.jsonl.xz", "fr"), "fr"),
        "ecbplus": (_news(shared, "ecbplus/ecbplus_topics_01-24.jsonl.xz", "en"), "en"),
        "18f": (_posts(shared, "18f"), "en"),
        "digitalgov": (_posts(shared, "digitalgov_even"), "en"),
    }
    found = {name: _quiet(*one) for name, one in sets.items() if only in (None, name)}
    if only in (None, "planted"):
        found["planted"] = _planted(_posts(shared, "18f"))
    return {name: {"share": share} for name, share in found.items()}


def _quiet(articles: Iterator[Article], language: str) -> float:
    raised = [bool(_codes(text, own, language)) for text, own in articles]
    return 100 * raised.count(False) / len(raised)


def _codes(text: str, own: date | None, language: str) -> list[tuple[str, set[int]]]:
    found = questions(text, sentences(text, language), own, language)
    return [(one.code, {span.start for span in one.spans}) for one in found]


def _planted(articles: Iterator[Article]) -> float:
    told = [
        any(code == "date-after-own" and start in starts for code, starts in _codes(changed, own, "en"))
        for text, own in articles
        if own
        for start, changed in _moved(text, own)
    ]
    return 100 * told.count(True) / len(told)


def _moved(text: str, own: date) -> Iterator[tuple[int, str]]:
    """The text with one date of its past moved behind its own."""
    for one in written(text):
        year = one.said.get("year", 9999)
        if (
            one.shape in ("day", "month")
            and year <= own.year
            and re.search(r"\b(?:on|in|since)\s\Z", text[: one.start])
        ):
            later = text[one.start : one.end].replace(str(year), str(own.year + 1))
            yield one.start, text[: one.start] + later + text[one.end :]


def _news(shared: Path, path: str, language: str) -> Iterator[Article]:
    for row in _rows(shared / "data" / path):
        text = "\n\n".join(row["paragraphs"]) if "paragraphs" in row else "\n".join(s["text"] for s in row["sentences"])
        text = text.replace("\u00ad", "")
        days = [one.value for one in dates(text[:_DATELINE], None, language) if one.precision == "day"]
        yield text, next((date.fromisoformat(day) for day in days if day[0] != "X"), None)


def _posts(shared: Path, name: str) -> Iterator[Article]:
    """The first version of each post."""
    seen = set()
    for row in _rows(shared / f"data/gov-blog-versions/{name}.jsonl.xz"):
        if row["url"] not in seen:
            seen.add(row["url"])
            stated = re.match(r"\d{4}-\d\d-\d\d", row["published"] or "")
            yield row["text"], date.fromisoformat(stated[0]) if stated else None


def _rows(path: Path) -> Iterator[dict]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
