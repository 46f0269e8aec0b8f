"""Where a bundle is made before it appears under its name: what a killed export left there, the next one takes away.

The folder stands next to the target and is named after it, so that it is found again. A lock on it, which ends with its
process, tells one that was left from one that is being filled. Taken away is only what an export makes: a real
folder of this user, with nothing in it but a bundle's folders and files. (Where there are no such locks, on Windows,
what was left is named and refused.)
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import files
from archive.bundle import layout
from archive.errors import CannotWrite, Locked


def unfinished_name(target: Path) -> str:
    return f".bundle-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]}"


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """An empty folder next to `target`, this process's own until the end; gone then, unless it was renamed.

    Raises Locked while another process has it, CannotWrite when what stands there is not ours.
    """
    making = target.parent / unfinished_name(target)
    try:
        making.mkdir()
    except FileExistsError:
        _refuse_unless_ours(making)
    with files.held(making, Locked(f"another process is writing to {making}", hint="wait for it, then try again")):
        try:
            _clear(making)
            yield making
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise


def _refuse_unless_ours(making: Path) -> None:
    """Raises CannotWrite unless it is a folder of this user's with nothing in it but what a bundle holds."""
    status = making.lstat()
    ours = making.is_dir() and not making.is_symlink() and status.st_uid == getattr(os, "getuid", lambda: 0)()
    if not ours or os.name == "nt" or not all(_belongs(making, path) for path in making.rglob("*")):
        raise CannotWrite(f"{making} is in the way", hint="remove it, if an export that was killed left it there")


def _belongs(making: Path, path: Path) -> bool:
    name = path.relative_to(making).as_posix()
    if path.is_symlink():
        return False
    return name in layout.FOLDERS if path.is_dir() else name == layout.ZIPPED or layout.max_bytes(name) is not None


def _clear(making: Path) -> None:
    for path in making.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
