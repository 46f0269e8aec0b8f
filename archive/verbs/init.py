"""Make an archive."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from archive import plugins
from archive.errors import UsageError
from archive.keys import make_key
from archive.store.archive import Config, Store, is_archive


def init(folder: Path, *, name: str, engine: str, keys: Path, program: str) -> tuple[Store, Path]:
    """Makes the key, then the archive; gives the store and the private key's path."""
    if not name.strip() or any(unicodedata.category(c).startswith("C") for c in name):
        raise UsageError("the name must be some words without control characters", hint="--name 'The newsroom'")
    plugins.load("engines", engine)
    if is_archive(folder):
        raise UsageError(f"there is an archive at {folder} already", hint="choose another folder")
    origin, key = make_key(name, keys)
    return Store.create(folder, Config(origin, engine, name), program), key
