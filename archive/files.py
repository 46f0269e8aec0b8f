"""What several parts need of the file system: a folder held alone, and a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.errors import CannotWrite, Locked

UNFINISHED = ".new-"  # so begins the name of a file that is being written
_PAUSE = 0.01  # seconds between two looks at a lock


@contextmanager
def held(folder: Path, taken: Locked, *, wait: float = 0.0) -> Iterator[None]:
    """Holds an existing, real folder alone until the end; the end of the process gives it back too.

    Waits so many seconds for another process, then raises `taken`. On Windows, where a folder cannot be locked, it
    holds nothing.
    """
    handle = _locked(folder, taken, time.monotonic() + wait)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(folder: Path, taken: Locked, until: float) -> int | None:
    if os.name == "nt":
        return None
    import fcntl

    while True:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        with suppress(BlockingIOError, FileNotFoundError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), folder.lstat()):  # else it got another name meanwhile
                return handle
        os.close(handle)
        if time.monotonic() >= until:
            raise taken
        time.sleep(_PAUSE)


def put(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Writes a file that is there whole or not at all, also after a power cut. Raises CannotWrite."""
    put_one(path, data, mode)
    try:
        sync(path.parent)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}") from error


def put_one(path: Path, data: bytes, mode: int = 0o600, *, durable: bool = True) -> None:
    """As `put`, of one file of many: it is sure to be there when its folder was synced too, and, unless it is
    `durable`, when it was itself: of many files that goes faster in the end."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                if durable or os.name == "nt":  # which syncs nothing afterwards
                    os.fsync(file.fileno())
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}") from error


def sync_all(folder: Path) -> None:
    """Makes all that is below a folder durable. Linux has one call for it, which waits until it is done: thousands of
    files one after the other take it many times as long."""
    if sys.platform == "linux":
        os.sync()
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            sync(path)
        else:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    sync(folder)


def sync(path: Path) -> None:
    """Makes a folder's entries durable, or a file. Windows has no such call for folders, and does not need it."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
