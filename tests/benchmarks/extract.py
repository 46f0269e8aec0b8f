"""Claims proposed from political news in pieces of 3 kB: the whole command, everything stored, in a process of its own.

The pieces are those of the annotated articles (see evaluation/attribution.py), one behind the other, each a document
with its date and language told. CPU time of `archive extract --all --json`, its start with it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Place, Row, in_child
from evaluation.attribution import SETS
from evaluation.attribution import rows as lines

import archive

DOCUMENTS, SIZE = 400, 3_000  # code points
MOST = 5.0  # ms a document: 200 a second


def rows(place: Place) -> Iterator[Row]:
    count = 100 if place.quick else place.documents or DOCUMENTS
    folder = in_child(make, place.shared, place.scratch / f"extract-{count}", count)
    seconds, proposals = in_child(run, folder)
    yield Row(f"extract from {count:,} documents of 3 kB, each", 1000 * seconds / count, "ms", by="plain", target=MOST)
    yield Row("  proposals", proposals, "", by="plain")


def make(shared: Path, path: Path, count: int) -> Path:
    told = {"published": "2016-10-07", "language": "en"}
    articles = [
        {"url": f"https://news.example/{n}", "text": text, **told} for n, text in enumerate(pieces(shared, count))
    ]
    with archive.create(path, name="bench", keys=path.parent / "keys", cache=path.parent / "cache") as made:
        list(made.add_list(json.dumps(row).encode() for row in articles))
    return path


def pieces(shared: Path, count: int) -> Iterator[str]:
    """Cut at the end of a sentence."""
    rest = "\n\n".join(row["text"] for file in SETS.values() for row in lines(shared / "data/attribution" / file))
    for _ in range(count):
        end = rest.rfind(". ", 0, SIZE) + 1 or SIZE
        yield rest[:end]
        rest = rest[end:]


def run(folder: Path) -> tuple[float, int]:
    """CPU seconds of the command, and how many proposals it printed."""
    command = [sys.executable, "-m", "archive", "extract", "--all", "--json", "--archive", str(folder)]
    environment = {**os.environ, "XDG_DATA_HOME": str(folder.parent), "XDG_CACHE_HOME": str(folder.parent)}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, done.stdout.count(b"\n")
