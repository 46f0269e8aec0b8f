"""Make an archive."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from archive import plugins
from archive.errors import UsageError
from archive.keys import key_of, make_key
from archive.store.archive import Config, Store, is_archive
from archive.verbs._opened import now


def init(folder: Path, *, name: str, engine: str, keys: Path, program: str) -> tuple[Store, Path]:
    """Makes the key, then the archive; gives the store and the private key's path."""
    if not name.strip() or any(unicodedata.category(c).startswith("C") for c in name):
        raise UsageError("the name must be some words without control characters", hint="--name 'The newsroom'")
    plugins.load("engines", engine)
    if is_archive(folder):
        raise UsageError(f"there is an archive at {folder} already", hint="choose another folder")
    origin, key = make_key(name, keys)
    store = Store.create(folder, Config(origin, engine, name), program)
    fields = {"key": str(key_of(origin, keys).verifier)}  # so that the log itself says who signs for it
    with store.writing() as writer:
        writer.append(store.seal("key/1", fields, at=now()))
    return store, key
