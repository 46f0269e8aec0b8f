"""`.archiveignore`: what of a folder is left out, in Git's notation. One stands in a folder, for all that is below it.

The last pattern that fits decides; a file nearer to what it is about before one further up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = ".archiveignore"
LARGEST = 2**20  # bytes of such a file; what is behind them is not read


@dataclass(frozen=True, slots=True)
class Ignored:
    """The patterns that hold in a folder: its own (None where there are none), and those above."""

    folder: str
    patterns: Any  # a pathspec.GitIgnoreSpec
    above: Ignored | None

    def leaves_out(self, path: Path, is_folder: bool) -> bool:
        """`path` is below the folder."""
        here: Ignored | None = self
        while here is not None:
            written = path.relative_to(here.folder).as_posix() + ("/" if is_folder else "")
            found = here.patterns.check_file(written).include if here.patterns else None
            if found is not None:
                return bool(found)
            here = here.above
        return False


def in_folder(folder: Path, above: Ignored | None) -> Ignored | None:
    """What holds in a folder. None where nothing is left out."""
    try:
        with (folder / NAME).open("rb") as file:
            lines = file.read(LARGEST).decode("utf-8", "surrogateescape").splitlines()
    except OSError:
        return above
    import pathspec

    return Ignored(str(folder), pathspec.GitIgnoreSpec.from_lines(lines), above)
