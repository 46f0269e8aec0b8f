"""The checkpoint: a log's name, size and root in three lines (C2SP tlog-checkpoint), to be signed as a note.

    origin⏎ size⏎ base64 root⏎ [extension lines⏎] ⏎ — name base64⏎ …

Extension lines and signature lines are kept as they are and not interpreted; `note` verifies signatures.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from archive.tlog.merkle import HASH_SIZE

MAX_SIZE = 2**63 - 1
MAX_TEXT = 1_000_000  # code points

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_SIGNATURE = re.compile(r"— [^\s+]+ [A-Za-z0-9+/]+={0,2}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`size` records in the log `origin` have the Merkle root `root` (32 bytes).

    `extensions` and `signatures` are lines without their newline; signatures do not belong to the signed
    body.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.origin or not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_SIZE:
            raise ValueError(f"not a checkpoint: {self.origin!r}, {self.size}, {len(self.root)} bytes of root")
        if not all(self.extensions):
            raise ValueError("an empty line inside a checkpoint")
        for line in (self.origin, *self.extensions, *self.signatures):
            if "\n" in line or _CONTROL.search(line):
                raise ValueError(f"a control character in a checkpoint: {line!r}")
        for line in self.signatures:
            _check_signature(line)

    def body(self) -> str:
        """What is signed: every line with its newline, extensions with it, signatures not."""
        return "\n".join((self.origin, str(self.size), to_base64(self.root), *self.extensions, ""))

    def __str__(self) -> str:
        """The whole signed note; without signatures, the body."""
        return "\n".join((self.body(), *self.signatures, "")) if self.signatures else self.body()


def parse_root(written: str) -> tuple[int | None, bytes]:
    """(size, root) of a root that a person holds: `SIZE:HEX`, or the root alone in hex (grouped or not) or base 64, and
    then the size is None. Raises ValueError."""
    size, colon, digits = "".join(written.split()).rpartition(":")
    if colon and not _SIZE.fullmatch(size):
        raise ValueError(f"{written!r} is not a root: its size is not a number")
    if re.fullmatch(r"[0-9a-fA-F]{64}", digits):
        root = bytes.fromhex(digits)
    else:
        try:
            root = base64.b64decode(digits, validate=True)
        except (binascii.Error, ValueError):
            root = b""
    if len(root) != HASH_SIZE:
        raise ValueError(f"{written!r} is not a root")
    return (int(size) if colon else None), root


def parse_checkpoint(text: str) -> Checkpoint:
    """Inverse of `str()`. Raises ValueError on anything `str()` would not print."""
    if len(text) > MAX_TEXT:
        raise ValueError(f"a checkpoint of {len(text)} characters")
    body, separator, signatures = text.partition("\n\n")
    lines = (body if separator else body.removesuffix("\n")).split("\n")
    if len(lines) < 3 or _SIZE.fullmatch(lines[1]) is None:
        raise ValueError("not a checkpoint: it opens with origin, size and root, a line each")
    signed = tuple(signatures.removesuffix("\n").split("\n")) if separator else ()
    checkpoint = Checkpoint(lines[0], int(lines[1]), from_base64(lines[2]), tuple(lines[3:]), signed)
    if str(checkpoint) != text:
        raise ValueError("not a checkpoint as it would be printed")
    return checkpoint


def _check_signature(line: str) -> None:
    if _SIGNATURE.fullmatch(line) is None or len(from_base64(line.rpartition(" ")[2])) < 5:
        raise ValueError(f"not a signature line: {line[:80]!r}")


def to_base64(data: bytes) -> str:
    """RFC 4648 section 4, with padding, on one line."""
    return binascii.b2a_base64(data, newline=False).decode()


def from_base64(text: str) -> bytes:
    """Inverse of `to_base64`. Raises ValueError on anything it would not print."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"not base 64: {text[:80]!r}") from error
    if to_base64(data) != text:
        raise ValueError(f"not canonical base 64: {text[:80]!r}")
    return data
