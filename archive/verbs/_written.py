"""A new file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from archive.errors import CannotWrite


def refuse_existing(target: Path) -> None:
    """Raises CannotWrite when there is something of that name, be it a broken link."""
    if os.path.lexists(target):
        raise CannotWrite(f"{target} exists already", hint="choose another name with -o")


def write_new(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """What `write` writes, under that name once it is on the disk. Raises CannotWrite."""
    making = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with making.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        making.rename(target)
    except OSError as error:
        raise CannotWrite(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        making.unlink(missing_ok=True)
