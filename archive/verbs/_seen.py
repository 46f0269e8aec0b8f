"""What stands in files that were added before, so that unchanged ones need not be opened: a cache, no fact.

In the user's cache folder, beside the search index: `added/<archive>/<hash of a folder>.jsonl`, to which each run
appends. A line is a file: its name, what `stat` says of it, and what became of it. Before some lines stands one with
the log's size and root at that time: they count only where the log begins with that one, while nothing is removed, and
with the same readers.

A file counts as unchanged when size, times, and inode are what they were, and when it had not been written to for two
seconds when it was read: in that time a change might not show in its times (Git calls such an entry racily clean).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive import readers
from archive.engines._folder import private
from archive.errors import CannotWrite
from archive.text.sentences import SPLITTER
from archive.verbs._opened import Opened

MARGIN = 2 * 10**9  # nanoseconds
_SLACK = 1_000  # lines that may be out of date before a folder is forgotten

Stamp = tuple[int, int, int, int]  # size, modified, changed (nanoseconds), inode


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was when it was looked at, before it was opened. `folder` has no links in it."""

    folder: str
    name: str
    stamp: Stamp
    at: int  # nanoseconds

    @property
    def is_settled(self) -> bool:
        return max(self.stamp[1], self.stamp[2]) + MARGIN < self.at


@dataclass(frozen=True, slots=True)
class Before:
    """What became of a file. A container has no document of its own; `notes` are told again."""

    document: str = ""
    version: str = ""
    notes: tuple[str, ...] = ()


class Seen:
    """Of one archive. Only the folder that was asked of last is in memory."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._readers = f"{readers.fingerprint()} {SPLITTER}"
        self._folder = opened.cache / "added" / opened.index_name
        self._held: tuple[str, dict[str, tuple[Stamp, Before]]] = ("", {})
        self._logs: dict[tuple[int, str], bool] = {}

    def unchanged(self, looked: Looked) -> Before | None:
        """What became of it, if it is what it was."""
        if self._held[0] != looked.folder:
            self._held = looked.folder, self._read(looked.folder)
        stamp, before = self._held[1].get(looked.name, (None, None))
        return before if stamp == looked.stamp else None

    def note(self, files: Iterable[tuple[Looked, Before]]) -> None:
        """Files that were added, or known, by what is committed now. Nothing depends on it: what fails is left."""
        folders: dict[str, list[list[Any]]] = {}
        for looked, before in files:
            if looked.is_settled:
                line = [looked.name, *looked.stamp, before.document, before.version, *before.notes]
                folders.setdefault(looked.folder, []).append(line)
        if not folders:
            return
        with self._opened.store.looking() as lookup:
            size = lookup.size()
            head = {"log": [size, lookup.root(size).hex()], "readers": self._readers}
        try:
            self._check_folders()
            for folder, lines in folders.items():
                self._append(folder, [{**head, "folder": folder}, *lines])
        except (OSError, CannotWrite):
            return

    def _check_folders(self) -> None:
        """Raises CannotWrite where others could have put something in."""
        for above in (self._opened.cache, self._folder.parent, self._folder):
            private(above)

    def _append(self, folder: str, lines: Iterable[Any]) -> None:
        with self._path(folder).open("ab") as file:
            file.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
        self._held = ("", {})

    def _path(self, folder: str) -> Path:
        return self._folder / f"{hashlib.sha256(os.fsencode(folder)).hexdigest()[:32]}.jsonl"

    def _read(self, folder: str) -> dict[str, tuple[Stamp, Before]]:
        path, count = self._path(folder), 0
        files: dict[str, tuple[Stamp, Before]] = {}
        try:
            self._check_folders()
            for count, line in enumerate(self._lines(path, folder), 1):  # noqa: B007 - compared below
                name, *stamp, document, version, notes = (*line[:7], tuple(line[7:]))
                files[name] = (tuple(stamp), Before(document, version, notes))
            if count > 2 * len(files) + _SLACK:
                path.unlink()
        except (OSError, ValueError, TypeError, KeyError, CannotWrite):
            return {}
        return files

    def _lines(self, path: Path, folder: str) -> Iterator[list[Any]]:
        """The lines that count. The last one may be cut off."""
        counts = False
        for line in path.read_bytes().split(b"\n"):
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                counts = value["readers"] == self._readers and value["folder"] == folder and self._holds(*value["log"])
            elif counts:
                yield value

    def _holds(self, size: int, root: str) -> bool:
        """Whether the archive's log begins with that one, and nothing was removed since: it may be added again."""
        if (size, root) not in self._logs:
            with self._opened.store.looking() as lookup:
                whole = lookup.last_removal() < size <= lookup.size()
                self._logs[size, root] = whole and lookup.root(size).hex() == root
        return self._logs[size, root]


def forget_all(opened: Opened) -> None:
    """Nothing of any file. Raises CannotWrite."""
    folder = opened.cache / "added" / opened.index_name
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotWrite(f"cannot remove {folder}: {error.strerror}") from error


def looked_at(folder: str, name: str, found: os.stat_result) -> Looked | None:
    """None for what is no regular file."""
    if not stat.S_ISREG(found.st_mode):
        return None
    stamp = found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
    return Looked(folder, name, stamp, time.time_ns())
