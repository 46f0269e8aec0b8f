"""Options that mean the same in every command, and how a command finds its archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

import archive
from archive.cli._output import dim, note, progress
from archive.errors import NotAnArchive, UsageError

F = TypeVar("F", bound=Callable[..., Any])


def common(function: F) -> F:
    """`--archive` and `--json`, which every command has that works on an archive."""
    function = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with documented fields.")(function)
    return click.option(
        "--archive", "folder", metavar="FOLDER", help="The archive; else $ARCHIVE_DIR, else the nearest parent."
    )(function)


def fetching(function: F) -> F:
    """`--robots` and `--allow-private`, which every command has that fetches pages."""
    function = click.option("--robots", is_flag=True, help="Obey robots.txt, which is not asked otherwise.")(function)
    return click.option(
        "--allow-private", is_flag=True, help="Fetch pages of your own network too, if you name their host."
    )(function)


def policy(robots: bool, allow_private: bool) -> archive.Policy:
    """How pages are fetched; nothing is with $ARCHIVE_OFFLINE."""
    offline = bool(os.environ.get("ARCHIVE_OFFLINE"))
    return archive.Policy(offline=offline, robots=robots, allow_private=allow_private)


@contextmanager
def opened(folder: str | None, *, writes: bool = False) -> Iterator[archive.Archive]:
    """The archive that is meant. One that will write says on stderr which it is, when it is not the current folder."""
    path = _where(folder)
    with archive.open(path, progress=progress) as found:
        if writes and path.resolve() not in (Path.cwd(), Path.cwd() / ".archive"):
            note(dim(f"archive: {path}"))
        yield found


def _where(folder: str | None) -> Path:
    named = folder or os.environ.get("ARCHIVE_DIR")
    if named:
        inner = Path(named) / ".archive"
        return inner if (inner / "archive.toml").is_file() else Path(named)
    found = archive.find(Path.cwd())
    if found is None:
        raise NotAnArchive(
            "there is no archive here, nor in any folder above",
            hint="make one with `archive init FOLDER --name 'Your name'`, or name one with --archive",
        )
    return found


DRAFTS = (".docx", ".htm", ".html", ".md", ".markdown", ".odt", ".rtf", ".txt")
LARGEST_DRAFT = 512 * 2**20  # bytes


def is_draft(name: str) -> bool:
    """Whether this is the file of a draft, and no token, story or claim."""
    return name.lower().endswith(DRAFTS) and Path(name).is_file()


def draft_of(name: str) -> bytes:
    """The bytes of a draft; of standard input for `-`."""
    if name == "-":
        return sys.stdin.buffer.read(LARGEST_DRAFT)
    try:
        with Path(name).open("rb") as file:
            return file.read(LARGEST_DRAFT)
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}", hint="name the file of a draft") from None


@contextmanager
def lines_of(name: str) -> Iterator[Iterator[bytes]]:
    """The lines of a file, or of standard input for `-`; at most 512 MiB each."""
    if name == "-":
        yield _lines(sys.stdin.buffer)
        return
    try:
        with Path(name).open("rb") as file:
            yield _lines(file)
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}") from None


def _lines(file: Any) -> Iterator[bytes]:
    longest = 512 * 2**20
    while line := file.readline(longest):
        if len(line) == longest:
            raise UsageError("a line of the list is longer than 512 MiB")
        yield line
