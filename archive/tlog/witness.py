"""What a log sends to a witness and gets back (C2SP tlog-witness, `add-checkpoint`), as text: a file or a USB stick
carries it as well as HTTP would.

    old <size>⏎ (base64 hash⏎)* ⏎ checkpoint        the request: RFC 6962 consistency from the old size
    (— name base64⏎)+                               the answer: the witness's cosignatures
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.tlog import merkle
from archive.tlog.checkpoint import MAX_TEXT, Checkpoint, from_base64, parse_checkpoint, to_base64
from archive.tlog.merkle import ProofError

MAX_HASHES = 63

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Request:
    """Cosign this checkpoint: `hashes` lead from the tree of the first `old` records to it."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        return "\n".join((f"old {self.old}", *map(to_base64, self.hashes), "", "")) + str(self.checkpoint)


def parse_request(text: str) -> Request:
    """Inverse of `str()`. Raises ValueError on anything that `str()` would not print."""
    if len(text) > 2 * MAX_TEXT:
        raise ValueError(f"a request of {len(text)} characters")
    head, separator, checkpoint = text.partition("\n\n")
    first, *lines = head.split("\n")
    old = _OLD.fullmatch(first)
    if old is None or not separator or len(lines) > MAX_HASHES:
        raise ValueError("not a request to a witness: it opens with `old SIZE`, hashes and an empty line")
    request = Request(int(old[1]), tuple(map(from_base64, lines)), parse_checkpoint(checkpoint))
    if str(request) != text:
        raise ValueError("not a request as it would be printed")
    return request


def is_consistent(request: Request, last: Checkpoint | None) -> bool:
    """Whether the request's checkpoint goes on from `last`, the one that was cosigned last (None: none was).

    Raises ProofError when it begins at another size than that.
    """
    if request.old != (last.size if last else 0):
        raise ProofError(f"it goes on from {request.old} records; {last.size if last else 0} were cosigned last")
    if last is None:
        return not request.hashes
    new = request.checkpoint
    try:
        merkle.verify_consistency(last.size, new.size, last.root, new.root, request.hashes)
    except ProofError:
        return False
    return True


def parse_answer(text: str) -> list[str]:
    """The signature lines of an answer, without their newlines; a whole note is taken as well. Raises ValueError."""
    lines = [line for line in text.split("\n") if line.startswith("— ")]
    if not lines:
        raise ValueError("there is no signature line in this answer")
    for line in lines:
        Checkpoint("x", 0, bytes(merkle.HASH_SIZE), signatures=(line,))
    return lines
