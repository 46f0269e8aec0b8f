"""Citations carried from one text to a newer one: a thousand over a long pair, and pairs of ordinary length.

The long pair is made of the first and the last versions of shared documents, one behind the other, up to 500 kB; the
citations are sentences of it, spread evenly. The ordinary pairs are those of `reanchor-dev`, one citation each; the
figure is the slowest of 1 in 20. CPU time, sentences split anew.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import process_time

from benchmarks.measure import Place, Row
from evaluation.carried import CASES, SETS
from evaluation.carried import rows as lines

from archive.model.span import Span
from archive.text.carry import carry
from archive.text.sentences import sentences

LONG, CITATIONS = 500_000, 1_000
MOST, PAIR = 2.0, 20.0  # s, ms


def rows(place: Place) -> Iterator[Row]:
    before, after = long_pair(place.shared)
    every = sentences(before, "en")
    spans = [Span(*every[n * len(every) // CITATIONS]) for n in range(CITATIONS)]
    seconds = _seconds(before, after, spans)
    yield Row(f"{CITATIONS:,} citations, a pair of {len(before) // 1000} kB", seconds, "s", by="plain", target=MOST)
    times = [1000 * _seconds(*pair) for pair in pairs(place.shared, 200 if place.quick else 1_000)]
    yield Row(
        "a pair of texts, the slowest 1 in 20", statistics.quantiles(times, n=20)[-1], "ms", by="plain", target=PAIR
    )


def long_pair(shared: Path) -> tuple[str, str]:
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for row in lines(shared, SETS["factbook"]):
        first.setdefault(row["url"], row["text"])
        last[row["url"]] = row["text"]
    texts: list[list[str]] = [[], []]
    size = 0
    for url, text in first.items():
        if size < LONG:
            texts[0].append(text)
            texts[1].append(last[url])
            size += len(text)
    return "\n\n".join(texts[0]), "\n\n".join(texts[1])


def pairs(shared: Path, count: int) -> Iterator[tuple[str, str, list[Span]]]:
    texts: dict[tuple[str, str, int], str] = {
        (name, row["url"], row["version"]): row["text"] for name, path in SETS.items() for row in lines(shared, path)
    }
    for case in islice(lines(shared, CASES), count):
        before, after = (texts[case["set"], case["doc"], case[which]] for which in ("from_version", "to_version"))
        yield before, after, [Span(case["start"], case["start"] + len(case["quote"]))]


def _seconds(before: str, after: str, spans: list[Span]) -> float:
    started = process_time()
    carry(before, after, spans)
    return process_time() - started
