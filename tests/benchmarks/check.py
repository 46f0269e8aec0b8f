"""A thousand quotes against ten thousand documents, 200 of them altered, through the front door.

Quotes are sentences of the documents, of 6 to 30 words, drawn by a seeded generator; an altered one has one word in its
midst another's. CPU time of the process, the archive opened before, everything found and compared anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import process_time

from benchmarks import corpus
from benchmarks.measure import Figures, Place, Row, in_child, once
from benchmarks.search import make

import archive
from archive.text.sentences import sentences

DOCUMENTS, QUOTES, ALTERED = 10_000, 1_000, 200
MOST = 2.0  # s


def rows(place: Place) -> Iterator[Row]:
    count = 2_000 if place.quick else place.documents or DOCUMENTS
    articles = corpus.listed(place, count)
    folder = once(place.kept / f"search-{count}", lambda path: in_child(make, articles, path))
    figures = in_child(measure, folder, place.shared, count)
    yield Row(f"check {QUOTES:,} quotes, {count:,} documents", figures["seconds"], "s", by="plain", target=MOST)
    yield Row("  of these refused", figures["refused"], "", by="plain")


def measure(folder: Path, shared: Path, count: int) -> Figures:
    asked = quotes(shared, count)
    with archive.open(folder, cache=folder.parent / "cache") as opened:
        checking = opened.checking()
        started = process_time()
        found = checking.quotes(asked)
        seconds = process_time() - started
    return {"seconds": seconds, "refused": sum(not one.accepted for one in found)}


def quotes(shared: Path, count: int) -> list[str]:
    draw = random.Random(7)  # noqa: S311
    texts = [row["text"] for row in islice(corpus.articles(shared, count), count)]
    found: list[str] = []
    while len(found) < QUOTES:
        text = draw.choice(texts)
        spans = sentences(text, "en")
        words = text[slice(*draw.choice(spans))].split()
        if 6 <= len(words) <= 30:
            if len(found) < ALTERED:
                words[len(words) // 2] = "pomegranate"
            found.append(" ".join(words))
    return found
