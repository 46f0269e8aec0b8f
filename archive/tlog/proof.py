"""An inclusion proof as a text file that stands for itself (C2SP tlog-proof, `.tlog-proof`).

    c2sp.org/tlog-proof@v1⏎ [extra base64⏎] index N⏎ (base64 hash⏎)* ⏎ checkpoint, verbatim

Nothing in it is believed for being there: who reads it works out the leaf hash from the record's own bytes.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from dataclasses import dataclass

from archive.tlog.checkpoint import MAX_TEXT, from_base64, to_base64
from archive.tlog.merkle import HASH_SIZE, ProofError

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63

_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class TlogProof:
    """Entry `index` is in the tree of `checkpoint`: sibling hashes from the leaf upward, 32 bytes each.

    `checkpoint` is the signed note as text, kept verbatim; `extra` is opaque, unauthenticated bytes.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def __post_init__(self) -> None:
        if self.index < 0 or len(self.hashes) > MAX_HASHES or not self.checkpoint:
            raise ProofError(f"not a proof: index {self.index}, {len(self.hashes)} hashes")
        if set(map(len, self.hashes)) - {HASH_SIZE}:
            raise ProofError(f"a hash that is not {HASH_SIZE} bytes")


def format_proof(proof: TlogProof) -> str:
    """The file's text. Inverse of `parse_proof`."""
    extra = [f"extra {to_base64(proof.extra)}"] if proof.extra else []
    lines = [HEADER, *extra, f"index {proof.index}", *map(to_base64, proof.hashes)]
    return "\n".join(lines) + "\n\n" + proof.checkpoint


def parse_proof(text: str) -> TlogProof:
    """Inverse of `format_proof`; the checkpoint is not looked into. Raises ProofError on any other text."""
    if len(text) > 2 * MAX_TEXT:
        raise ProofError(f"a proof of {len(text)} characters")
    head, _, checkpoint = text.partition("\n\n")
    header, *lines = head.split("\n")
    try:
        extra = from_base64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else b""
        index = _INDEX.fullmatch(lines.pop(0)) if lines else None
        if header != HEADER or index is None:
            raise ProofError(f"not a proof: it opens with {HEADER!r} and an index")
        proof = TlogProof(int(index[1]), tuple(map(a2b_base64, lines)), checkpoint, extra)  # compared below
    except ProofError:
        raise
    except ValueError as error:
        raise ProofError(str(error)) from error
    if format_proof(proof) != text:
        raise ProofError("not a proof as it would be printed")
    return proof
