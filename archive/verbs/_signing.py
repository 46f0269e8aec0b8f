"""Which key signs for how much of the log: the one that the log's own records name at that size."""

from __future__ import annotations

from archive.errors import IntegrityError, NotFound
from archive.keys import SigningKey, key_of, key_then
from archive.keys.signer import sign
from archive.model.key import origin_at, signer
from archive.store.lookup import Lookup
from archive.tlog.checkpoint import Checkpoint
from archive.tlog.note import NoteError, parse_verifier_key
from archive.verbs._opened import Opened


def origin_of(opened: Opened, lookup: Lookup, size: int) -> str:
    """What the log was called when it held so many records."""
    return origin_at(opened.store.config.origin, lookup.keys(lookup.size()), size)


def misnamed(opened: Opened) -> str:
    """What is wrong when archive.toml calls the log otherwise than its last new name; else nothing."""
    with opened.store.looking() as lookup:
        origin, named = opened.store.config.origin, origin_of(opened, lookup, lookup.size())
    return "" if named == origin else f"archive.toml says {origin}, the log {named}: archive init --continue mends that"


def signing_key(opened: Opened, lookup: Lookup, size: int) -> SigningKey:
    """The key that signed when the log held `size` records: now, before a rotation, or before it got a new name.

    Raises NotFound where that is not on this machine; what stood under an older name nobody signs any more.
    """
    origin = opened.store.config.origin
    key, named = key_of(origin, opened.keys), signer(record for _, record in lookup.keys(size))
    older = origin_of(opened, lookup, size)
    if older != origin:
        raise NotFound(f"{older} signed for the first {size:,} records; its key is lost, and {origin} took its place")
    try:
        return key_then(origin, opened.keys, parse_verifier_key(named)) if named else key
    except NoteError as error:
        raise IntegrityError(f"the log names a key that is none: {error}", hint="archive verify --full") from None


def signed_checkpoint(opened: Opened, lookup: Lookup, size: int) -> Checkpoint:
    """The signed checkpoint of the first `size` records. Raises NotFound, IntegrityError."""
    return sign(signing_key(opened, lookup, size), lookup.size(), lookup.root, size)
