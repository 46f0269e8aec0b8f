"""Some sentences of a version, opened one by one; the others stay closed. See `openings` for what a leaf is.

    {"why":"mail"}                                       why the whole is not here; before it
    {"incomplete":["machine-read"],"why":"asked"}        … that a machine read it in pictures
    {"n":3,"proof":["<64 hex>",…]}                       sentence 3 (0-based), and the hashes from its leaf upward
    ["<64 hex>",120,184,"The brass key …"]               its leaf: opening, start, end (code points), words

and so on, two lines a sentence, each canonical JSON (without `proof` where there is one sentence in all). The leaf's
line is the very text that is hashed, behind a zero byte, so that it can be checked by hand:

    { printf '\\0'; sed -n 3p FILE | tr -d '\\n'; } | sha256sum
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import jcs
from archive.model.codes import MACHINE_READ
from archive.tlog import merkle
from archive.tlog.openings import opened_leaf, opening, sentence_leaf

#: Why a version is not there whole.
REASONS = ("asked", "confidential", "mail", "attachment")

_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Opened:
    """Sentence `n` (0-based), `text` at `[start, end)` in code points; `opening` is 64 hex digits, `proof` sibling
    hashes from its leaf upward."""

    n: int
    opening: str
    start: int
    end: int
    text: str
    proof: tuple[bytes, ...]

    @property
    def leaf(self) -> bytes:
        """The leaf's hash, 32 bytes."""
        return opened_leaf(self.opening, self.start, self.end, self.text)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a version (its id, 64 hex digits); `why` is one of `REASONS`, `opened` in order.

    `machine_read`: as its record says, which is not here; what else that says could tell of the rest.
    """

    version: str
    why: str
    opened: tuple[Opened, ...]
    machine_read: bool = False

    @property
    def incomplete(self) -> dict[str, list[str]]:
        """What a version's record would say of its reading."""
        return {"incomplete": [MACHINE_READ]} if self.machine_read else {}


def open_sentences(
    salt: bytes, spans: Sequence[tuple[int, int]], text: str, numbers: Sequence[int]
) -> tuple[Opened, ...]:
    """Those of the sentences of `text` that have these numbers (0-based). `salt`: the version record's 16 bytes."""
    leaves = [sentence_leaf(salt, i, start, end, text[start:end]) for i, (start, end) in enumerate(spans)]
    return tuple(
        Opened(n, opening(salt, n), *spans[n], text[slice(*spans[n])], tuple(merkle.inclusion_proof(leaves, n)))
        for n in sorted(set(numbers))
    )


def leads_to(opened: Opened, count: int, root: bytes) -> bool:
    """Whether this is sentence `n` of the `count` sentences over which `root` stands."""
    try:
        merkle.verify_inclusion(opened.n, count, opened.leaf, opened.proof, root)
    except merkle.ProofError:
        return False
    return True


def run(opened: Sequence[Opened], start: int, end: int) -> Sequence[Opened]:
    """The opened sentences that have characters of `[start, end)`, in order."""
    return [one for one in opened if one.start < end and start < one.end]


def shows(opened: Sequence[Opened], start: int, end: int, exact: str) -> bool | None:
    """Whether the characters at `[start, end)` are `exact`; None when they are not all shown.

    White space between two sentences that follow one another is no part of either.
    """
    touched = run(opened, start, end)
    if not touched or [one.n for one in touched] != list(range(touched[0].n, touched[0].n + len(touched))):
        return None
    at = start
    for one in touched:
        between = exact[at - start : max(one.start - start, at - start)]
        if between.strip():
            return None
        at = max(at, one.start)
        until = min(end, one.end)
        if exact[at - start : until - start] != one.text[at - one.start : until - one.start]:
            return False
        at = until
    return None if exact[at - start :].strip() else len(exact) == end - start


def format_excerpt(excerpt: Excerpt) -> bytes:
    """The file. Inverse of `parse_excerpt`."""
    return b"".join(line + b"\n" for line in _lines(excerpt))


def _lines(excerpt: Excerpt) -> Iterator[bytes]:
    yield jcs.dumps({**excerpt.incomplete, "why": excerpt.why})
    for one in excerpt.opened:
        above = {"proof": [hash.hex() for hash in one.proof]} if one.proof else {}
        yield jcs.dumps({"n": one.n, **above})
        yield jcs.dumps([one.opening, one.start, one.end, one.text])


def parse_excerpt(version: str, data: bytes) -> Excerpt:
    """Inverse of `format_excerpt`. Raises ValueError on what it would not print."""
    try:
        first, *rest = [json.loads(line) for line in data.decode().split("\n")[:-1]]
        opened = tuple(_opened(*pair) for pair in zip(rest[::2], rest[1::2], strict=True))
        excerpt = Excerpt(version, first["why"], opened, "incomplete" in first)
        printed = format_excerpt(excerpt)
    except (KeyError, TypeError, IndexError, RecursionError) as error:
        raise ValueError("not lines of an excerpt") from error
    if printed != data or excerpt.why not in REASONS or not opened:
        raise ValueError("not lines of an excerpt")
    _in_order(opened)
    return excerpt


def _opened(place: dict[str, object], leaf: list[object]) -> Opened:
    """Raises what comes of other values."""
    (opening, start, end, text), n, proof = leaf, place["n"], place.get("proof", [])
    numbers = type(n) is int and type(start) is int and type(end) is int
    if not (numbers and isinstance(opening, str) and _HEX.fullmatch(opening) and isinstance(text, str)):
        raise ValueError("an opened sentence is not well formed")
    if not isinstance(proof, list) or not all(isinstance(one, str) and _HEX.fullmatch(one) for one in proof):
        raise ValueError("the proof of an opened sentence is not well formed")
    assert isinstance(n, int) and isinstance(start, int) and isinstance(end, int)
    return Opened(n, opening, start, end, text, tuple(bytes.fromhex(one) for one in proof))


def _in_order(opened: Sequence[Opened]) -> None:
    number, end = -1, 0
    for one in opened:
        if not (number < one.n and end <= one.start < one.end and one.end - one.start == len(one.text)):
            raise ValueError("opened sentences are out of order, or not as long as their places")
        number, end = one.n, one.end
