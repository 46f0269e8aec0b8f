"""The sentences of a version as a Merkle tree with salted leaves: one can be opened and the rest stay closed.

leaf i = SHA-256(0x00 ‖ JCS([hex HMAC-SHA256(version.salt, "i"), start, end, sentence]))
root   = RFC 6962's tree hash over the leaves

The HMAC makes each leaf unguessable by itself: whoever is shown sentence 3 with its opening learns nothing of
sentence 4, not even whether a guess at its words is right, because the salt stays in the version record.
Positions are code points. The list of spans is kept as one blob, canonical JSON `[s0,e0,s1,e1,…]`, before which may
stand a salt of 32 hex digits: then its digest, which the sentences record names, tells nothing of the text either.

Adding computes this for every sentence, so the loop is written for speed: the two halves of the HMAC key are
hashed once and copied, and the array is put together by hand around the C string encoder, whose output is JCS
for strings (a test compares both with the plain definitions).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring

from archive.tlog import merkle

_BLOCK = 64  # bytes; SHA-256's block, which HMAC pads its key to
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
_MAX = 2**53 - 1  # the largest integer of canonical JSON

_SALT = re.compile(rb'\["([0-9a-f]{32})"[,\]]')

_sha256 = hashlib.sha256


def sentence_leaf(salt: bytes, i: int, start: int, end: int, text: str) -> bytes:
    """The 32-byte leaf hash of sentence `i` (0-based), which is `text` at `[start, end)` in code points."""
    return _leaf(_opener(salt)(i), start, end, text)


def opened_leaf(opening: str, start: int, end: int, text: str) -> bytes:
    """The same leaf from its opening (64 hex digits), for one who does not have the version's salt."""
    return _leaf(opening, start, end, text)


def opening(salt: bytes, i: int) -> str:
    """What opens leaf `i`: hex HMAC-SHA256(salt, ASCII decimal i)."""
    return _opener(salt)(i)


def sentences_root(salt: bytes, spans: Sequence[tuple[int, int]], text: str) -> bytes:
    """The 32-byte root over the sentences of `text`. `salt` is the version record's 16 bytes.

    `_opener` and `_leaf`, written out in the loop: their calls would take a seventh of the time.
    """
    leaves = []
    copy_inner, copy_outer = (key.copy for key in _keys(salt))
    for i, (start, end) in enumerate(spans):
        inner, outer = copy_inner(), copy_outer()
        inner.update(b"%d" % i)
        outer.update(inner.digest())
        written = f'\x00["{outer.hexdigest()}",{start},{end},{encode_basestring(text[start:end])}]'
        leaves.append(_sha256(written.encode()).digest())
    return merkle.root(leaves)


def spans_blob(spans: Iterable[tuple[int, int]], salt: str = "") -> bytes:
    """The blob of a list of spans, in code points; `salt` is 32 hex digits, or none. Inverse of `parse_spans`."""
    salted = [f'"{salt}"'] if salt else []
    return ("[" + ",".join([*salted, *(f"{start},{end}" for start, end in spans)]) + "]").encode("ascii")


def spans_salt(blob: bytes) -> str:
    """The salt of a list of spans, or nothing."""
    found = _SALT.match(blob)
    return found[1].decode("ascii") if found else ""


def parse_spans(blob: bytes) -> list[tuple[int, int]]:
    """Inverse of `spans_blob`, whatever the salt. Raises ValueError on what it would not print, and on spans that are
    empty or overlap or go backwards."""
    inside = _numbers(blob).decode("ascii")
    flat = list(map(int, inside.split(","))) if inside else []
    spans = list(zip(flat[::2], flat[1::2], strict=True))
    if spans_blob(spans, spans_salt(blob)) != blob or flat[-1:] > [_MAX]:
        raise ValueError("not a list of spans")
    previous = 0
    for start, end in spans:
        if not previous <= start < end:
            raise ValueError(f"span {start}-{end} is empty, overlaps or is out of order")
        previous = end
    return spans


def spans_near(blob: bytes, start: int) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """Of a list that `parse_spans` reads, the span that begins at `start` or next after it, between its neighbours.

    (0, 0) stands for one that is not there. Six numbers are made instead of all: a fifth of the time for 40 spans.
    """
    inside = _numbers(blob)
    numbers = inside.split(b",") if inside else []
    at = bisect_left(numbers, start, key=int)
    at += at % 2  # an end, of the span before
    before, there, after = (
        (int(numbers[n]), int(numbers[n + 1])) if 0 <= n < len(numbers) else (0, 0) for n in (at - 2, at, at + 2)
    )
    return before, there, after


def _numbers(blob: bytes) -> bytes:
    """What stands between the brackets, behind the salt."""
    return blob[36 if blob[1:2] == b'"' else 1 : -1]


def _leaf(opening: str, start: int, end: int, text: str) -> bytes:
    written = f'\x00["{opening}",{start},{end},{encode_basestring(text)}]'
    return _sha256(written.encode()).digest()


def _opener(salt: bytes) -> Callable[[int], str]:
    """HMAC-SHA256 under `salt`: copying the hashed keys takes .5 µs a message, `hmac.digest` 1.3 µs."""
    inner_key, outer_key = _keys(salt)

    def opener(i: int) -> str:
        inner, outer = inner_key.copy(), outer_key.copy()
        inner.update(b"%d" % i)
        outer.update(inner.digest())
        return outer.hexdigest()

    return opener


def _keys(salt: bytes) -> tuple[hashlib._Hash, hashlib._Hash]:
    """HMAC's inner and outer key, each hashed."""
    key = (salt if len(salt) <= _BLOCK else _sha256(salt).digest()).ljust(_BLOCK, b"\0")
    return _sha256(key.translate(_INNER)), _sha256(key.translate(_OUTER))
