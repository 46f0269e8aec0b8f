"""Reading pages: the offset-true text and the choice of the article, against trafilatura's choice of it alone.

Each page is read by both, from its bytes, one or the other first in turns, for the second finds things in caches; the
medians over the pages are compared.
"""

from __future__ import annotations

import json
import lzma
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from benchmarks.measure import Place, Row, in_child

TARGET = 1.3
PAGES = {"html-article-extraction-benchmark": "news", "html-readability": "of all kinds"}


def rows(place: Place) -> Iterator[Row]:
    for folder, kind in PAGES.items():
        ours, theirs = in_child(measured, place.shared / "data" / folder / "pages.jsonl.xz", place.quick)
        yield Row(f"text and article of a page ({kind})", ours, "ms", theirs, target=TARGET)


def measured(path: Path, quick: bool) -> tuple[float, float]:
    """Median CPU ms a page: ours, trafilatura alone."""
    import trafilatura

    from archive.readers import Declared
    from archive.readers._article import article
    from archive.readers._page import page

    def ours(data: bytes) -> None:
        article(page(data, Declared()))

    def theirs(data: bytes) -> None:
        trafilatura.bare_extraction(data, favor_precision=True, include_comments=False)

    with lzma.open(path, "rt", encoding="utf-8") as lines:
        pages = [json.loads(line)["html"].encode("utf-8", "replace") for line in lines]
    for warm_up in (ours, theirs):
        warm_up(pages[0])
    times: dict[Callable[[bytes], None], list[float]] = {ours: [], theirs: []}
    for number, data in enumerate(pages[:: 4 if quick else 1]):
        for work in (ours, theirs) if number % 2 else (theirs, ours):
            times[work].append(_milliseconds(work, data))
    return statistics.median(times[ours]), statistics.median(times[theirs])


def _milliseconds(work: Callable[[bytes], None], data: bytes) -> float:
    started = process_time()
    work(data)
    return 1000 * (process_time() - started)
