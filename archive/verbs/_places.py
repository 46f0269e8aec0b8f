"""Where a local file is, as a URI that any file name fits into. All names of one file (`..`, links) are one place.
A member of a container stands at `<URI of its file>#<name>`."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from archive.model.digest import Digest


def uri_of(path: Path) -> str:
    """The file's own URI, whichever way it was named."""
    return Path(os.path.realpath(path)).as_uri()


def is_member(uri: str) -> bool:
    """Whether it is a place inside a container: `as_uri` escapes every # of a path."""
    return "#" in uri


def path_of(uri: str) -> Path:
    """Inverse of `uri_of`."""
    from urllib.parse import unquote_to_bytes

    return Path(os.fsdecode(unquote_to_bytes(uri.removeprefix("file://"))))


def held_now(uri: str) -> Digest | None:
    """What the file holds now; None when no file is there, or it is out of reach."""
    if is_member(uri):
        return None
    path = path_of(uri)
    try:
        if not path.is_file():  # a pipe would be waited for
            return None
        with path.open("rb") as file:
            return Digest(hashlib.file_digest(file, "sha256").hexdigest())
    except OSError:
        return None
