"""Verify an archive with three citations a document, against plain SHA-256 of the same bytes.

The citations are made through the front door, in big transactions, with tokens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from benchmarks import corpus
from benchmarks.add import add_all, create
from benchmarks.measure import Figures, Place, Row, cpu, in_child, medians, once

import archive
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.database import Database
from archive.text.sentences import sentences

CONTENT, FULL = 6.0, 30.0
SIZE = (2_900, 3_100)  # bytes of a document
CITATIONS = 3
AT_ONCE = 1_000  # documents whose citations are made in one transaction


def rows(place: Place) -> Iterator[Row]:
    count = place.documents or (500 if place.quick else 20_000)
    articles = corpus.listed(place, count, SIZE)
    folder = once(place.kept / f"verify-{count}", lambda path: in_child(make, articles, path))
    runs = [in_child(measure, folder, place.scratch / f"verify-warm-{run}") for run in range(3)]
    figures = medians(runs)
    what = f"{count:,} × 3 kB, {CITATIONS * count:,} citations"
    plain = 1000 * figures["plain"]
    yield Row(f"verify {what}", 1000 * figures["content"], "ms", plain, target=CONTENT)
    yield Row(f"verify --full {what}", 1000 * figures["full"], "ms", plain, target=FULL)


def make(articles: Path, folder: Path) -> None:
    """An archive of these documents, each with three citations."""
    with create(folder) as made:
        versions = add_all(made, articles)
        for start in range(0, len(versions), AT_ONCE):
            with made._opened.store.reading() as reader:
                texts = {version: reader.text(reader.version(version)) for version in versions[start : start + AT_ONCE]}
            cited = made.cite_all([request for version, text in texts.items() for request in _requests(version, text)])
            assert len(cited) == CITATIONS * len(texts), cited[:3]  # else one was refused, and none of them stored


def _requests(version: str, text: str) -> Iterator[archive.Request]:
    for number, (start, end) in enumerate(sentences(text)[:CITATIONS]):
        span = Span(start, end)
        token = str(make_token(version, span, span.of(text)))
        yield archive.Request(token=token, claim=f"Claim {number} of {version[:16]}", speaker=f"Speaker {number}")


def measure(folder: Path, warm: Path) -> Figures:
    with create(warm) as made:
        made.add_bytes(b"After this, everything is imported.")
        made.verify(full=True)
    figures: Figures = {}
    data = _facts(folder)
    for _ in range(3):
        with cpu(figures, "plain"):
            for one in data:
                hashlib.sha256(one).digest()
    figures["plain"] /= 3
    del data
    with archive.open(folder, cache=folder.parent / "cache") as opened:
        for name, full in (("content", False), ("full", True)):
            with cpu(figures, name):
                report = opened.verify(full=full)
            assert not report.problems, report.problems[:3]
    return figures


def _facts(folder: Path) -> list[bytes]:
    """The bytes of every record and blob."""
    database = Database(folder / "archive.db")
    with database.reading():
        query = "SELECT data FROM records UNION ALL SELECT data FROM blobs"
        facts = [row[0] for row in database.raw().execute(query)]
    database.close()
    return facts
