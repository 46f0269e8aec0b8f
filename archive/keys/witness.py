"""A witness: a key of its own, and the memory of what it cosigned last of each log.

keys/witness/key, key.pub        the comment of key.pub is the witness's name
keys/witness/logs/<64 hex>       the last cosigned checkpoint of a log, named by the SHA-256 of its origin
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from archive import files
from archive.errors import CannotWrite, IntegrityError, Locked, NotFound, Refused, UsageError
from archive.keys import PUBLIC, SigningKey, slug, write_key
from archive.keys.signer import WAIT
from archive.tlog.checkpoint import Checkpoint, parse_checkpoint
from archive.tlog.merkle import ProofError
from archive.tlog.note import COSIGNATURE, NoteError, VerifierKey, cosigned, signature_by
from archive.tlog.witness import Request, is_consistent

FOLDER = "witness"


def make_witness(folder: Path, name: str) -> VerifierKey:
    """A new key for this machine's witness. Raises UsageError when there is one already."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    place = folder / FOLDER
    if place.exists():
        raise UsageError(f"there is a witness already: {witness_key(folder)[1]}")
    key = Ed25519PrivateKey.generate()
    public = hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()
    write_key(key, f"{slug(name)}.{public[:16]}", place)
    return witness_key(folder)[1]


def witness_key(folder: Path) -> tuple[SigningKey, VerifierKey]:
    """Raises NotFound when this machine has no witness."""
    place = folder / FOLDER
    try:
        name = (place / PUBLIC).read_bytes().decode().split()[2]
    except (OSError, ValueError, IndexError):
        raise NotFound(
            "this machine has no witness's key", hint="make one: archive proof witness --init NAME"
        ) from None
    key = SigningKey(name, place)
    return key, VerifierKey(name, key.public, COSIGNATURE)


def cosign(folder: Path, request: Request, pinned: Sequence[VerifierKey], time: int) -> str:
    """The signature line over the request's checkpoint. `time` is in seconds since 1970.

    Raises NotFound for a log of which no key is pinned, Refused for a signature or a size that does not fit,
    IntegrityError for a log that does not go on from what was cosigned last.
    """
    key, verifier = witness_key(folder)
    logs = key.place / "logs"
    try:
        logs.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make {logs}: {error.strerror}") from error
    with files.held(logs, Locked("another process is cosigning", hint="try again"), wait=WAIT):
        _refuse_unless_signed(request.checkpoint, pinned)
        path = logs / hashlib.sha256(request.checkpoint.origin.encode()).hexdigest()
        last = _last(path)
        _refuse_unless_consistent(request, last)
        made = cosigned(request.checkpoint, verifier, key.sign, time)
        files.put(path, str(made).encode())
        return made.signatures[-1]


def _refuse_unless_signed(checkpoint: Checkpoint, pinned: Sequence[VerifierKey]) -> None:
    keys = [key for key in pinned if key.name == checkpoint.origin and key.type != COSIGNATURE]
    if not keys:
        raise NotFound(
            f"no key of the log {checkpoint.origin} is pinned here",
            hint="archive proof keys pin KEY, as its owner told it",
        )
    try:
        if all(signature_by(checkpoint, key) is None for key in keys):
            raise Refused(f"the checkpoint is not signed by the pinned key of {checkpoint.origin}")
    except NoteError as error:
        raise Refused(f"the checkpoint's signature is wrong: {error}") from None


def _refuse_unless_consistent(request: Request, last: Checkpoint | None) -> None:
    try:
        consistent = is_consistent(request, last)
    except ProofError as error:
        size = last.size if last else 0
        raise Refused(str(error), hint=f"ask again: archive proof witness --request --old {size}") from None
    if not consistent:
        raise IntegrityError(
            f"the log {request.checkpoint.origin} does not go on from what was cosigned last",
            hint="keep this request: it is signed, and proves it",
        )


def _last(path: Path) -> Checkpoint | None:
    try:
        return parse_checkpoint(path.read_bytes().decode())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IntegrityError(f"what was cosigned last cannot be read: {path}: {error}") from None
