"""Adding folders: again when nothing changed, and of the formats that children read, on all cores against one.

The second add of a folder is compared with the first (CPU, indexing included). What children read is the folder of real
files, documents a second by format; there the clock is compared, with the whole program held on one core and not held:
the one figure that other work on the machine spoils.
"""

from __future__ import annotations

import json
import os
import resource
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, process_time

from benchmarks import corpus
from benchmarks.add import create
from benchmarks.measure import Figures, Place, Row, in_child, medians

from archive import readers

AGAIN, CORES = 0.05, 1 / 1.6
FILES = "data/real-files/real-files.tar.xz"


def rows(place: Place) -> Iterator[Row]:
    count = place.documents or (1_000 if place.quick else 10_000)
    texts = written(place, count)
    figures = in_child(twice, texts, place.scratch / "twice")
    first, second = figures["first"], figures["second"]
    yield Row(f"add a folder of {count:,} texts: each", first / count * 1e6, "µs", by="plain")
    yield Row(
        "  again, unchanged: each, against the first", second / count * 1e6, "µs", first / count * 1e6, target=AGAIN
    )
    if not any(map(readers.is_isolated, readers._all())) or not (place.shared / FILES).is_file():
        return
    folder = place.scratch / "real"
    with tarfile.open(place.shared / FILES) as packed:
        packed.extractall(folder, filter="data")
    for suffix, each in sorted(in_child(by_suffix, folder, place.scratch / "formats").items()):
        yield Row(f"  {suffix}: CPU of each", each * 1000, "ms", by="plain")
    turns = range(1 if place.quick else 3)
    one = medians([in_child(clocked, folder, place.scratch / f"one-{n}", True) for n in turns])
    all_ = medians([in_child(clocked, folder, place.scratch / f"all-{n}", False) for n in turns])
    yield Row("add real files, by the clock: all cores", all_["took"], "s", one["took"], target=CORES)


def written(place: Place, count: int) -> Path:
    """A folder of so many texts, 500 in each folder below it."""
    folder = place.scratch / "texts"
    with corpus.listed(place, count).open("rb") as lines:
        for number, line in enumerate(lines):
            path = folder / f"{number // 500:03}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(json.loads(line)["text"].encode())
            os.utime(path, (1e9, 1e9))
    return folder


def twice(texts: Path, folder: Path) -> Figures:
    """CPU seconds of the first add, and of the third: the second still opens files that were written just now."""
    with create(folder) as made:
        took = []
        for _ in range(3):
            started = process_time()
            for _ in made.add(texts):
                pass
            took.append(process_time() - started)
    return {"first": took[0], "second": took[2]}


def by_suffix(files: Path, folder: Path) -> Figures:
    """CPU seconds of each document, children's included, by suffix."""
    found = Counter(path.suffix.lower() for path in files.rglob("*") if path.is_file())
    figures = {}
    for suffix, count in found.items():
        with create(folder / (suffix.strip(".") or "none")) as made:
            before = _cpu()
            for _ in made.add(*(path for path in files.rglob("*") if path.suffix.lower() == suffix)):
                pass
            _end_children()
            figures[suffix] = (_cpu() - before) / count
    return figures


def clocked(files: Path, folder: Path, on_one: bool) -> Figures:
    """Seconds by the clock of adding all of it."""
    if on_one:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with create(folder) as made:
        started = monotonic()
        for _ in made.add(files):
            pass
        return {"took": monotonic() - started}


def _end_children() -> None:
    """The CPU of a child counts when it has ended."""
    from archive.readers import _isolated

    _isolated.children().close()
    _isolated.children.cache_clear()


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
