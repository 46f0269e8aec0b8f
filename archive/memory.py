"""What this machine remembers for its user of an archive: saved searches, and the last search of each terminal.

It stands outside the archive, which is facts alone: small JSON files in the user's data folder,
`provenance-archive/memory/<hash of id and path>/NAME.json` (0600). Whoever copies an archive does not copy
what others looked for.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
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
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".new-", dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(value).encode())
            Path(temporary).replace(path)
        except OSError as error:
            raise CannotWrite(f"cannot write {path}: {error.strerror}") from error

    def _path(self, name: str) -> Path:
        if _NAME.fullmatch(name) is None:
            raise ValueError(f"not the name of a memory: {name!r}")
        return self.folder / f"{name}.json"
