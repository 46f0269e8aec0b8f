"""Signed notes over checkpoints: the log's own signature and the cosignatures of witnesses (C2SP signed-note 1.0,
tlog-cosignature 1.0).

    — <key name> base64(4 bytes of key id ‖ signature)

    key id        SHA-256(name ‖ "\\n" ‖ type ‖ public key)[:4]
    type 1        Ed25519 over the checkpoint's body
    type 4        8 bytes of time (seconds since 1970, big-endian) ‖ Ed25519 over
                  "cosignature/v1\\ntime <time>\\n" ‖ the checkpoint's body

A key is written as a *verifier key*, `name+<8 hex of its id>+base64(type ‖ public key)`, as Go's sumdb prints it. Who
reads a note ignores the lines of keys that he does not hold, and refuses the whole note when a line of a key that he
does hold is wrong.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.tlog.checkpoint import Checkpoint, from_base64, to_base64

ED25519 = 1
COSIGNATURE = 4
KEY_SIZE = 32  # bytes
MAX_TIME = 2**63 - 1

Sign = Callable[[bytes], bytes]
"""A message → its 64 bytes of Ed25519 signature."""

_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_WRITTEN = re.compile(r"([^\s+\x00-\x1f\x7f]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


class NoteError(ValueError):
    """A signature that is wrong, or a key that is none."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signatures count: `name` is the log's origin, or what a witness calls itself; `public` are 32 bytes."""

    name: str
    public: bytes
    type: int = ED25519

    def __post_init__(self) -> None:
        if _NAME.fullmatch(self.name) is None or len(self.public) != KEY_SIZE or self.type not in (1, 4):
            raise NoteError(f"not a key: {self.name!r}, type {self.type}, {len(self.public)} bytes")

    @property
    def id(self) -> bytes:
        """Four bytes that find the signature's key; no more than a hint."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key, 64 hex digits: to be compared by people."""
        return hashlib.sha256(self.public).hexdigest()

    @property
    def _typed(self) -> bytes:
        return bytes([self.type]) + self.public

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(self._typed)}"


def parse_verifier_key(text: str) -> VerifierKey:
    """Inverse of `str()`. Raises NoteError on anything that `str()` would not print."""
    match = _WRITTEN.fullmatch(text)
    try:
        typed = from_base64(match[3]) if match else b""
    except ValueError as error:
        raise NoteError(f"not a verifier key: {error}") from None
    if match is None or not typed:
        raise NoteError("not a verifier key: one looks like name+1a2b3c4d+base64")
    key = VerifierKey(match[1], typed[1:], typed[0])
    if str(key) != text:
        raise NoteError("not a verifier key: its id does not fit it")
    return key


def signed(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> Checkpoint:
    """The checkpoint with the log's own signature before all others. `key.name` must be its origin."""
    if key.name != checkpoint.origin:
        raise NoteError(f"the key of {key.name} does not sign for {checkpoint.origin}")
    line = _line(key, sign(checkpoint.body().encode()))
    return replace(checkpoint, signatures=(line, *(one for one in checkpoint.signatures if not _is_of(one, key))))


def cosigned(checkpoint: Checkpoint, key: VerifierKey, sign: Sign, time: int) -> Checkpoint:
    """The checkpoint with a witness's line behind all others. `time` is in seconds since 1970."""
    line = _line(key, time.to_bytes(8, "big") + sign(_cosigned_message(checkpoint, time)))
    return with_lines(checkpoint, [line])


def with_lines(checkpoint: Checkpoint, lines: list[str]) -> Checkpoint:
    """The checkpoint with more signature lines, each once."""
    return replace(checkpoint, signatures=tuple(dict.fromkeys((*checkpoint.signatures, *lines))))


def signature_by(checkpoint: Checkpoint, key: VerifierKey) -> int | None:
    """The time of the key's cosignature in seconds since 1970, 0 for a log's own signature; None when it did not sign.

    Raises NoteError when a line says that it is this key's and is not.
    """
    times = [_checked(checkpoint, line, key) for line in checkpoint.signatures if _is_of(line, key)]
    return max(times) if times else None


def _checked(checkpoint: Checkpoint, line: str, key: VerifierKey) -> int:
    signature = from_base64(line.rpartition(" ")[2])[4:]
    time, message = 0, checkpoint.body().encode()
    if key.type == COSIGNATURE:
        time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        if time > MAX_TIME:
            raise NoteError(f"the time of the cosignature of {key.name} is out of bounds")
        message = _cosigned_message(checkpoint, time)
    if not is_signature(key.public, signature, message):
        raise NoteError(f"the signature of {key.name} is not one of its key over this checkpoint")
    return time


def is_signature(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this is the Ed25519 signature (RFC 8032) of the key over the message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _cosigned_message(checkpoint: Checkpoint, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{checkpoint.body()}".encode()


def _line(key: VerifierKey, signature: bytes) -> str:
    return f"— {key.name} {to_base64(key.id + signature)}"


def _is_of(line: str, key: VerifierKey) -> bool:
    _, name, signature = line.split(" ")
    return name == key.name and from_base64(signature)[:4] == key.id
