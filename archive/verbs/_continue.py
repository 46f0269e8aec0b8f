"""A log whose key is lost, or that lost what was signed last, goes on under a new name, which names the old one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive import files
from archive.errors import NotFound, UsageError
from archive.keys import key_of, make_key
from archive.keys.signer import last_signed
from archive.store.archive import CONFIG
from archive.store.lookup import Lookup
from archive.verbs._opened import Opened
from archive.verbs._signing import origin_of, signed_checkpoint


@dataclass(frozen=True, slots=True)
class Continued:
    """`origin` is the new name, `was` the old one; `size` and `root` (hex) are what the log had under it."""

    archive: str
    origin: str
    key: str
    was: str
    size: int
    root: str


def continue_log(opened: Opened) -> Continued:
    """Makes a key, then the record that names it, and last the new name in archive.toml: cut off, it is gone on with.

    Raises UsageError where the key is here and signs.
    """
    was = opened.store.config.origin
    with opened.store.looking() as lookup:
        begun = origin_of(opened, lookup, lookup.size())
        if begun == was and _signs(opened, lookup):
            raise UsageError(
                f"the signing key of {was} is on this machine, and signs",
                hint="another key takes its place with: archive proof keys rotate",
            )
    origin = begun if begun != was and _is_here(opened, begun) else _record(opened, begun)
    _rename(opened, origin)
    with opened.store.looking() as lookup:
        position, last = [(p, r) for p, r in lookup.keys(lookup.size()) if r.kind == "continuation/1"][-1]
        signed_checkpoint(opened, lookup, lookup.size())
    key = str(opened.keys / origin / "key")
    fields, folder = last.fields, str(opened.store.folder.absolute())
    return Continued(folder, origin, key, fields["origin"], position, fields["root"])


def _signs(opened: Opened, lookup: Lookup) -> bool:
    """Whether the key is here, and the log goes on from what it signed last."""
    try:
        last = last_signed(key_of(opened.store.config.origin, opened.keys).place)
    except NotFound:
        return False
    return last is None or (last.size <= lookup.size() and lookup.root(last.size) == last.root)


def _is_here(opened: Opened, origin: str) -> bool:
    try:
        return bool(key_of(origin, opened.keys))
    except NotFound:
        return False


def _record(opened: Opened, was: str) -> str:
    """The new name, recorded."""
    store = opened.store
    origin, _ = make_key(store.config.agent, opened.keys)
    with store.writing() as writer:
        size = writer.size()
        fields = {"origin": was, "size": size, "root": writer.root(size).hex()}
        key = str(key_of(origin, opened.keys).verifier)
        writer.append(store.seal("continuation/1", {**fields, "key": key}, at=opened.clock()))
    return origin


def _rename(opened: Opened, origin: str) -> None:
    """archive.toml, and what this machine remembers of the archive, go by the new name."""
    before = opened.memory.folder
    opened.store.config = replace(opened.store.config, origin=origin)
    opened.__dict__.pop("memory", None)
    files.put(opened.store.folder / CONFIG, opened.store.config.written().encode(), 0o644)
    if before.is_dir() and not opened.memory.folder.exists():
        before.rename(opened.memory.folder)
