"""Where an index lives: a folder of the user's own, closed to others, that can be thrown away at any time.

Whoever can write to an index can make Whoosh run code when it is opened (it unpickles), so a folder that others can
write to, or could put another in the place of, is refused, and a link is never followed; a handful of `lstat` shows it.
An index stands in a folder named by engine and schema below the one the caller names; it is made under another name
and renamed, so that two processes that start together never see half of one.

A folder that a caller names may be succeeded by another, made beside it: `<folder>.1`, `.2`, … One rename brings each
into use, and nothing is ever put in the place of what another process has open.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import files
from archive.errors import CannotWrite, Locked

_MACHINE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


def place(folder: Path, engine: str, schema: str) -> Path:
    """The path of the index of this schema; those of other schemas and what was discarded are removed, and so is one
    with a link in it or that others could write to."""
    private(folder)
    path = folder / f"{engine}-{schema}"
    for other in folder.iterdir():
        if other != path and other.name.startswith((f"{engine}-", ".gone-")):
            shutil.rmtree(other, ignore_errors=True)
    if os.path.lexists(path) and not _is_sound(path):
        discard(path)
    return path


def make(path: Path, create: Callable[[Path], object]) -> None:
    """Make the index at `path` unless another process was first. Raises CannotWrite when the disk will not have it."""
    try:
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=path.parent))
        create(new)
    except (OSError, ValueError) as error:
        if not is_the_machine(error):
            raise
        hint = "what was added is stored; free some space, and search again"
        raise CannotWrite(f"cannot make the search index in {path.parent}: {error}", hint=hint) from error
    try:
        new.rename(path)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        if not path.is_dir():
            raise


def discard(path: Path) -> None:
    """Throw an index away, whatever is there; a process that still has it open keeps its files."""
    gone = path.with_name(f".gone-{os.urandom(8).hex()}")
    try:
        path.rename(gone)
    except FileNotFoundError:
        return
    gone.unlink() if gone.is_symlink() or gone.is_file() else shutil.rmtree(gone, ignore_errors=True)


def newest(folder: Path) -> Path:
    """The folder, or the last of its successors."""
    last = max(_successors(folder), default=0)
    return folder.with_name(f"{folder.name}.{last}") if last else folder


def succeed(folder: Path, new: Path) -> None:
    """`new` becomes the last of the folder's successors; those before it are removed."""
    last = max(_successors(folder), default=0)
    new.rename(folder.with_name(f"{folder.name}.{last + 1}"))
    for older in (folder, *(folder.with_name(f"{folder.name}.{n}") for n in _successors(folder) if n <= last)):
        shutil.rmtree(older, ignore_errors=True)


def _successors(folder: Path) -> list[int]:
    found = (re.fullmatch(re.escape(folder.name) + r"\.([1-9]\d*)", path.name) for path in folder.parent.glob("*.*"))
    return [int(match[1]) for match in found if match]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a folder of the user's own, made where it is missing, until the end. Raises Locked, CannotWrite."""
    private(folder)
    with files.held(folder, Locked("another process is rebuilding the search index", hint="wait, then search")):
        yield


def is_the_machine(error: BaseException) -> bool:
    """Whether an error tells of rights, room or open files, and not of what is in the index."""
    if isinstance(error, MemoryError | RecursionError):
        return True
    number = re.search(r"(?:os error|code:) (\d+)", str(error))  # a library that has no OSError to give
    return (int(number[1]) if number else getattr(error, "errno", None)) in _MACHINE


def private(folder: Path) -> None:
    """Makes the folder where it is missing: a real one, the user's, closed to others. Raises CannotWrite if it is not.

    The folders that it stands in may be anybody's, and links, as long as not everybody can rename what is in them.
    """
    try:
        if not os.path.lexists(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        _check(folder)
        above = [(parent, parent.stat().st_mode) for parent in folder.absolute().parents]
    except OSError as error:
        raise CannotWrite(f"cannot make the folder of the search index, {folder}: {error.strerror}") from error
    for parent, mode in above:
        if os.name != "nt" and mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            raise _refused(f"others can write to {parent}, where the search index stands", f"chmod o-w {parent}")


def _is_sound(path: Path) -> bool:
    """Whether an index is a real folder of the user's, closed to others, with no link in it."""
    try:
        _check(path)
        with os.scandir(path) as entries:
            return not any(entry.is_symlink() for entry in entries)
    except (CannotWrite, OSError):
        return False


def _check(folder: Path) -> None:
    """Raises CannotWrite unless it is a real folder of the user's that others cannot write to."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise _refused(f"{folder}, where the search index stands, is a link or no folder", f"remove {folder}")
    if not hasattr(os, "getuid"):  # Windows: the user's profile is closed to others by its own rules
        return
    if status.st_uid != os.getuid():
        raise _refused(f"{folder}, where the search index stands, is somebody else's", f"remove {folder}")
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise _refused(f"others can write to the folder of the search index, {folder}", f"chmod 700 {folder}")


def _refused(what: str, remedy: str) -> CannotWrite:
    return CannotWrite(what, hint=f"{remedy}; or name another folder for caches with XDG_CACHE_HOME")
