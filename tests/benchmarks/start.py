"""Cold start: the CPU of a whole command over that of an empty Python."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import corpus
from benchmarks.add import add_all, create
from benchmarks.measure import Place, Row

HELP, SEARCH = 60.0, 260.0  # ms over an empty Python
DOCUMENTS = 50


def rows(place: Place) -> Iterator[Row]:
    folder = place.scratch / "start"
    with create(folder) as made:
        add_all(made, corpus.listed(place, DOCUMENTS))
    command = str(Path(sys.executable).with_name("archive"))
    bare, helped, searched = cpu_of_commands(
        [
            [sys.executable, "-c", "pass"],
            [command, "--help"],
            [command, "search", "government", "--archive", str(folder)],
        ],
        place,
    )
    yield Row("archive --help", helped, "ms", bare, by="over", target=HELP)
    yield Row(f"archive search WORD ({DOCUMENTS} documents)", searched, "ms", bare, by="over", target=SEARCH)


def cpu_of_commands(commands: list[list[str]], place: Place) -> list[float]:
    """The median CPU of each command in ms, run in turns; the first turn, which may write bytecode, does not count."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["XDG_CACHE_HOME"] = str(place.scratch / "cache")
    turns = [[_once(command, environment) for command in commands] for _ in range(8 if place.quick else 16)]
    return [statistics.median(times) for times in zip(*turns[1:], strict=True)]


def _once(command: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
