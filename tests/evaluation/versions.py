"""Documents in many versions, added as lists: each version an edition of its own, in order, and nothing twice.

The sets' versions go in through a JSONL list with `url`, `captured` and `text`, as a person would make one. Counted are
documents, editions and what a second run writes; the newest edition must be the one that was observed last.
"""

import json
import lzma
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import archive

SETS = {
    "factbook": "factbook-versions/factbook_versions.jsonl.xz",
    "18f": "gov-blog-versions/18f.jsonl.xz",
    "digitalgov": "gov-blog-versions/digitalgov_even.jsonl.xz",
}


def counts(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Set → what is in the archive afterwards, and what went wrong; all as numbers."""
    return {name: _counted(shared / "data" / path) for name, path in SETS.items() if only in (None, name)}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def line(row: dict[str, Any]) -> bytes:
    """A row as a line of a list: the title and date that it had then are its description."""
    named = {"url": row["url"], "captured": row["observed_at"], "text": row["text"], "title": row["title"]}
    return json.dumps({**named, "language": row["lang"], "publisher": row["source"]}).encode()


def last_texts(path: Path) -> dict[str, str]:
    """URL → the text that was observed last."""
    last: dict[str, tuple[str, str]] = {}
    for row in rows(path):
        last[row["url"]] = max(last.get(row["url"], ("", "")), (row["observed_at"], row["text"]))
    return {url: text for url, (_, text) in last.items()}


def _counted(path: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with archive.create(folder / "a", name="Versions", keys=folder / "keys", cache=folder / "cache") as made:
            started = time.perf_counter()
            first = list(made.add_list(map(line, rows(path))))
            between = time.perf_counter()
            second = list(made.add_list(map(line, rows(path))))
            ended = time.perf_counter()
            listed = list(made.list_documents())
            lasts = last_texts(path)
            return {
                "versions": len(first),
                "documents": len(listed),
                "editions": sum(one.editions for one in listed),
                "failed": sum(one.status == "failed" for one in first),
                "wrong": sum(_newest(made, one.version) != lasts[one.document].strip() for one in listed),
                "written": sum(one.status not in ("known", "failed") for one in second),
                "seconds": between - started,
                "again": ended - between,
            }


def _newest(made: archive.Archive, version: str) -> str:
    with made._opened.store.reading() as reader:
        return reader.text(reader.version(version)).strip()
