"""Documents to measure with: paragraphs of two real collections, recombined, so that there are as many as are needed.

The factbook and the government blogs (CC0) are read in place. Document i is always the same: its paragraphs, their
number and its metadata are drawn by a generator seeded with i.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.measure import Place, once

SETS = (
    "factbook-versions/factbook_versions.jsonl.xz",
    "gov-blog-versions/18f.jsonl.xz",
    "gov-blog-versions/digitalgov_even.jsonl.xz",
)
LONGEST = 1_500  # characters of a paragraph
SMALLEST, LARGEST = 3_000, 6_000  # bytes of a document


def listed(place: Place, count: int, size: tuple[int, int] = (SMALLEST, LARGEST)) -> Path:
    """A JSONL list of `count` documents of so many bytes, as `archive add --from` takes it."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            for article in articles(place.shared, count, size):
                file.write(json.dumps(article, ensure_ascii=False) + "\n")

    return once(place.kept / f"articles-{count}-{size[0]}-{size[1]}.jsonl", write)


def articles(shared: Path, count: int, size: tuple[int, int] = (SMALLEST, LARGEST)) -> Iterator[dict[str, Any]]:
    paragraphs, titles = _pool(shared)
    for number in range(count):
        draw = random.Random(number)  # noqa: S311
        day = f"{2015 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
        yield {
            "url": f"https://news{number % 97}.example/{day[:4]}/article-{number}",
            "title": f"{draw.choice(titles)} ({number})",
            "authors": [f"Author {draw.randrange(2_000)}", f"Author {draw.randrange(2_000)}"],
            "publisher": f"Publisher {number % 97}",
            "published": day,
            "captured": f"{day}T{number % 24:02}:{number % 60:02}:00Z",
            "text": _text(draw, paragraphs, draw.randint(*size)),
        }


def _text(draw: random.Random, paragraphs: list[str], size: int) -> str:
    """Paragraphs until they have `size` bytes; the last one is cut there."""
    chosen = ""
    while len(chosen.encode()) < size:
        chosen += draw.choice(paragraphs) + "\n\n"
    return chosen.encode()[:size].decode(errors="ignore").rstrip() + "\n"


@cache
def _pool(shared: Path) -> tuple[list[str], list[str]]:
    """All paragraphs and titles, each once, in the order in which they come."""
    paragraphs: dict[str, None] = {}
    titles: dict[str, None] = {}
    for name in SETS:
        with lzma.open(shared / "data" / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                titles[" ".join(row["title"].split())] = None
                parts = (part.strip() for part in row["text"].split("\n\n"))
                paragraphs.update((part, None) for part in parts if 40 <= len(part) <= LONGEST)
    return list(paragraphs), [title for title in titles if title]


def missing(shared: Path) -> str:
    """Why there is nothing to measure with; empty when there is."""
    absent = [name for name in SETS if not (shared / "data" / name).is_file()]
    return f"no data at {shared / 'data'}: {', '.join(absent)} (set ARCHIVE_SHARED to their folder)" if absent else ""
