"""Merkle trees over leaf hashes, as RFC 6962 section 2.1 defines them.

    leaf = SHA-256(0x00 ‖ entry)      node = SHA-256(0x01 ‖ left ‖ right)      empty tree = SHA-256("")

A tree is worked out level by level: neighbours are paired and an odd last one moves up as it is. That is RFC
6962's recursion on the largest power of two, without the recursion. Computing a root from a proof and
comparing it are apart: `root_from_inclusion_proof` and `roots_from_consistency_proof` return, `verify_…`
compares.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

HASH_SIZE = 32  # bytes
EMPTY_ROOT = hashlib.sha256(b"").digest()

_ID = re.compile(r"[0-9a-f]{64}")
_sha256 = hashlib.sha256


class ProofError(ValueError):
    """A proof that is malformed, or does not lead where it should."""


def entry(record_id: str) -> bytes:
    """The log's entry for a record id of 64 lower-case hex digits: ASCII `sha256:<id>`. Raises ValueError."""
    if _ID.fullmatch(record_id) is None:
        raise ValueError(f"not a record id: {record_id!r}")
    return b"sha256:" + record_id.encode()


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962's hash of one entry."""
    return _sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962's hash of an interior node."""
    return _sha256(b"\1" + left + right).digest()


def _parents(level: Sequence[bytes]) -> list[bytes]:
    """The level above; an odd last hash moves up as it is."""
    hashes = iter(level)
    above = [_sha256(b"\1" + left + right).digest() for left, right in zip(hashes, hashes, strict=False)]
    if len(level) % 2:
        above.append(level[-1])
    return above


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes; SHA-256 of nothing when there are none."""
    if not leaf_hashes:
        return EMPTY_ROOT
    level = leaf_hashes
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """RFC 6962 PATH: the siblings from leaf `index` upward. Raises ProofError when there is no such leaf."""
    return siblings(levels(leaf_hashes), index)


def levels(leaf_hashes: Sequence[bytes]) -> list[Sequence[bytes]]:
    """All hashes of the tree over these leaves: the leaves themselves, the level above them, and so on to the root."""
    held = [leaf_hashes]
    while len(held[-1]) > 1:
        held.append(_parents(held[-1]))
    return held


def siblings(levels: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """RFC 6962 PATH of leaf `index` in a tree that `levels` gave. Raises ProofError when there is no such leaf."""
    if not 0 <= index < len(levels[0]):
        raise ProofError(f"no leaf {index} in a tree of {len(levels[0])}")
    beside = ((level, (index >> height) ^ 1) for height, level in enumerate(levels))
    return [level[at] for level, at in beside if at < len(level)]


def inclusion_path(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """(left, right) of every node from above leaf hash `leaf` up to the root (RFC 9162, 2.1.3.2). Raises ProofError."""
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    _check_hashes([leaf, *proof])
    hashes, last, node, path = iter(proof), size - 1, leaf, list[tuple[bytes, bytes]]()
    while last:
        if index & 1 or index < last:
            beside = _next(hashes)
            left, right = (beside, node) if index & 1 else (node, beside)
            path.append((left, right))
            node = _sha256(b"\1" + left + right).digest()
        index, last = index >> 1, last >> 1
    _check_used(hashes)
    return path


def root_from_inclusion_proof(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that `proof` leads to from leaf hash `leaf`. Raises ProofError."""
    path = inclusion_path(index, size, leaf, proof)
    return node_hash(*path[-1]) if path else leaf


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raises ProofError unless `proof` leads from `leaf` (a hash) at `index` to `root`, of `size` leaves."""
    if root_from_inclusion_proof(index, size, leaf, proof) != root:
        raise ProofError("the inclusion proof leads to another root")


def consistency_ranges(size1: int, size2: int) -> list[tuple[int, int]]:
    """RFC 6962 PROOF as leaf ranges `[start, end)`: the subtrees whose roots, in this order, are the proof.

    `start` is a multiple of a power of two that is not smaller than the range. Raises ProofError unless
    0 < size1 <= size2.
    """
    if not 0 < size1 <= size2:
        raise ProofError(f"no consistency proof from size {size1} to {size2}")
    ranges, start, end, whole = [], 0, size2, True
    while size1 != end:
        split = start + (1 << (end - start - 1).bit_length() - 1)
        if size1 <= split:
            ranges.append((split, end))
            end = split
        else:
            ranges.append((start, split))
            start, whole = split, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def consistency_proof(leaf_hashes: Sequence[bytes], size1: int) -> list[bytes]:
    """RFC 6962 PROOF(size1, leaves). Raises ProofError unless 0 < size1 <= number of leaves."""
    return [root(leaf_hashes[start:end]) for start, end in consistency_ranges(size1, len(leaf_hashes))]


def roots_from_consistency_proof(size1: int, size2: int, root1: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The roots of the old and the new tree that `proof` leads to (RFC 9162, 2.1.4.2). Raises ProofError.

    `root1` is the first node of the path when the old tree is a whole subtree of the new one; then the proof
    leaves it out. An old tree of no leaves proves nothing and is refused.
    """
    if not 0 < size1 < size2:
        raise ProofError(f"no consistency proof from size {size1} to {size2}")
    _check_hashes([root1, *proof])
    hashes = iter(proof)
    shift = (size1 & -size1).bit_length() - 1
    index, last = (size1 - 1) >> shift, (size2 - 1) >> shift
    old = new = root1 if index == 0 else _next(hashes)
    while last:
        if index & 1:
            left = _next(hashes)
            old, new = node_hash(left, old), node_hash(left, new)
        elif index < last:
            new = node_hash(new, _next(hashes))
        index, last = index >> 1, last >> 1
    _check_used(hashes)
    return old, new


def verify_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Raises ProofError unless the tree (size2, root2) begins with the tree (size1, root1)."""
    if size1 == size2 > 0:
        _check_used(iter(proof))
        consistent = root1 == root2
    else:
        consistent = roots_from_consistency_proof(size1, size2, root1, proof) == (root1, root2)
    if not consistent:
        raise ProofError("the consistency proof leads to other roots")


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if set(map(len, hashes)) - {HASH_SIZE}:
        raise ProofError(f"a hash that is not {HASH_SIZE} bytes")


def _next(hashes: Iterator[bytes]) -> bytes:
    for node in hashes:
        return node
    raise ProofError("the proof is too short")


def _check_used(hashes: Iterator[bytes]) -> None:
    if next(hashes, None) is not None:
        raise ProofError("the proof is too long")
