"""What all benchmarks share: CPU time, child processes, a folder to work in, and the table that is printed.

CPU seconds of the process (all its threads) and never the clock, for the machine has other work too. What is compared
is measured in turns within one run, and medians are compared.
"""

from __future__ import annotations

import gc
import resource
import shutil
import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import Any, ParamSpec, TypeVar

from archive.cli import GARBAGE

P = ParamSpec("P")
T = TypeVar("T")
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the data stand, and how big and thorough it is to be.

    `kept` is for what may be used again (--keep), `scratch` is empty and goes afterwards.
    """

    shared: Path
    kept: Path
    scratch: Path
    documents: int | None
    quick: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: `ours` against `yardstick`, both in `unit`; `by` says how they are compared.

    by: `ratio` ours / yardstick · `over` ours - yardstick · `plain` ours alone. Without `target` it is information.
    """

    what: str
    ours: float
    unit: str
    yardstick: float | None = None
    by: str = "ratio"
    target: float | None = None

    @property
    def value(self) -> float:
        if self.yardstick is None or self.by == "plain":
            return self.ours
        return self.ours / self.yardstick if self.by == "ratio" else self.ours - self.yardstick

    @property
    def verdict(self) -> str:
        return "" if self.target is None else "ok" if self.value <= self.target else "MISS"

    def __str__(self) -> str:
        sign = "×" if self.by == "ratio" else self.unit
        yardstick = "" if self.yardstick is None else _figure(self.yardstick, self.unit)
        value = "" if self.yardstick is None else _figure(self.value, sign)
        target = "" if self.target is None else f"≤ {_figure(self.target, sign)}"
        ours = _figure(self.ours, self.unit)
        return f"{self.what:46}{ours:>13}{yardstick:>13}{value:>12}{target:>12}  {self.verdict}".rstrip()


HEADER = f"{'what (CPU)':46}{'ours':>13}{'yardstick':>13}{'compared':>12}{'target':>12}"


def _figure(value: float, unit: str) -> str:
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()


def in_child(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Runs it in a fresh process, so that neither memory nor garbage of another measurement stands in its way; there
    garbage is collected as seldom as in the command."""
    spawned = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned, initializer=gc.set_threshold, initargs=GARBAGE) as pool:
        return pool.submit(function, *arguments, **named).result()


@contextmanager
def cpu(figures: Figures, name: str) -> Iterator[None]:
    """Adds the CPU seconds of the block to `figures[name]`."""
    started = process_time()
    yield
    figures[name] = figures.get(name, 0.0) + process_time() - started


def medians(runs: list[Figures]) -> Figures:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def held_mb() -> float:
    """The memory that this process holds for itself, in MB; elsewhere than on Linux the most that it ever had.

    Files that are mapped do not count: merging maps the whole index, and the system takes those pages back at will.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("RssAnon:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # macOS counts bytes


def once(path: Path, make: Callable[[Path], Any]) -> Path:
    """The file or archive at `path`, made when it is not there whole (as it may be with --keep)."""
    whole = path.with_name(f"{path.name}.whole")
    if not whole.exists():
        shutil.rmtree(path, ignore_errors=True)
        make(path)
        whole.touch()
    return path
