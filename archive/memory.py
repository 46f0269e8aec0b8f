"""What this machine remembers for its user of an archive: saved searches, and the last search of each terminal.

It stands outside the archive, which is facts alone: small JSON files in the user's data folder,
`provenance-archive/memory/<hash of id and path>/NAME.json` (0600). Whoever copies an archive does not copy
what others looked for. A folder that is a link, somebody else's, or open to others' writing is refused: who can write
there chooses what `archive cite 1` means.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import CannotWrite

LARGEST = 16 * 2**20  # bytes of one memory
_NAME = re.compile(r"[a-z0-9-]{1,64}")


def memory_folder() -> Path:
    """The user's folder for memories; it follows XDG_DATA_HOME and its kin."""
    import platformdirs

    return Path(platformdirs.user_data_path("provenance-archive")) / "memory"


@dataclass(frozen=True, slots=True)
class Memory:
    """Values by name; a value is whatever JSON holds."""

    folder: Path

    def recall(self, name: str) -> Any:
        """What was remembered last; None when there is nothing. Raises CannotWrite for a memory that is damaged."""
        path = self._path(name)
        try:
            self._check()
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
            if len(data) > LARGEST:
                raise ValueError("it is too large")
            return json.loads(data)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            raise CannotWrite(f"cannot read {path}: {error}", hint="remove that file") from None

    def remember(self, name: str, value: Any) -> None:
        """All or nothing. Raises CannotWrite."""
        path = self._path(name)
        try:
            self._make()
            handle, temporary = tempfile.mkstemp(prefix=".new-", dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(value).encode())
            Path(temporary).replace(path)
        except OSError as error:
            raise CannotWrite(f"cannot write {path}: {error.strerror}") from error

    def change(self, name: str, changed: Callable[[Any], Any]) -> None:
        """Remembers what `changed` makes of what was remembered, no other process changing it meanwhile."""
        with self._alone(name):
            self.remember(name, changed(self.recall(name)))

    def forget_older(self, prefix: str, seconds: float) -> None:
        """Forgets what begins so and was remembered longer ago; what cannot be forgotten stays."""
        with suppress(OSError):
            for path in self.folder.glob(f"{prefix}*.json"):
                if time.time() - path.lstat().st_mtime > seconds:
                    path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Waits until no other process changes this memory."""
        path = self._path(name).with_suffix(".lock")
        try:
            self._make()
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as error:
            raise CannotWrite(f"cannot write {path}: {error.strerror}") from error
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)  # which gives the lock back, as the end of the process does

    def _make(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._check()

    def _check(self) -> None:
        """Raises CannotWrite unless the folder is a real one, the user's, that others cannot write to."""
        if not hasattr(os, "getuid"):  # Windows: the user's profile is closed to others by its own rules
            return
        status = self.folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
            raise CannotWrite(f"{self.folder} is a link or not yours", hint="remove it: it holds saved searches")
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise CannotWrite(f"others can write to {self.folder}", hint=f"chmod 700 {self.folder}")

    def _path(self, name: str) -> Path:
        if _NAME.fullmatch(name) is None:
            raise ValueError(f"not the name of a memory: {name!r}")
        return self.folder / f"{name}.json"


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
