"""RFC 6962 trees: the public vectors, and proofs that lead where they should and nowhere else."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.tlog import merkle
from archive.tlog.merkle import ProofError


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(b"%d" % i) for i in range(count)]


def recursive_root(hashes: list[bytes]) -> bytes:
    """MTH, word for word from RFC 6962 section 2.1."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return merkle.node_hash(recursive_root(hashes[:split]), recursive_root(hashes[split:]))


def recursive_path(index: int, hashes: list[bytes]) -> list[bytes]:
    """PATH, word for word from RFC 6962 section 2.1.1."""
    if len(hashes) == 1:
        return []
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    if index < split:
        return [*recursive_path(index, hashes[:split]), recursive_root(hashes[split:])]
    return [*recursive_path(index - split, hashes[split:]), recursive_root(hashes[:split])]


def vectors(shared: Path, kind: str) -> list[dict[str, Any]]:
    files = sorted((shared / "vectors/merkle/testdata" / kind).rglob("*.json"))
    assert len(files) == 98
    return [json.loads(file.read_bytes()) for file in files]


def raw(case: dict[str, Any], name: str) -> bytes:
    return base64.b64decode(case[name])


def test_inclusion_vectors(shared: Path) -> None:
    for case in vectors(shared, "inclusion"):
        proof = [base64.b64decode(h) for h in case["proof"] or ()]
        arguments = (case["leafIdx"], case["treeSize"], raw(case, "leafHash"), proof, raw(case, "root"))
        if case["wantErr"]:
            with pytest.raises(ProofError):
                merkle.verify_inclusion(*arguments)
        else:
            merkle.verify_inclusion(*arguments)


def test_consistency_vectors(shared: Path) -> None:
    for case in vectors(shared, "consistency"):
        proof = [base64.b64decode(h) for h in case["proof"] or ()]
        arguments = (case["size1"], case["size2"], raw(case, "root1"), raw(case, "root2"), proof)
        if case["wantErr"]:
            with pytest.raises(ProofError):
                merkle.verify_consistency(*arguments)
        else:
            merkle.verify_consistency(*arguments)


def test_a_leaf_can_be_hashed_by_hand() -> None:
    entry = merkle.entry("ab" * 32)
    assert entry == b"sha256:" + b"ab" * 32
    assert merkle.leaf_hash(entry) == hashlib.sha256(b"\0sha256:" + b"ab" * 32).digest()
    for wrong in ("AB" * 32, "ab" * 31, "sha256:" + "ab" * 32, "ab" * 32 + "\n"):
        with pytest.raises(ValueError):
            merkle.entry(wrong)


@pytest.mark.parametrize("size", range(71))
def test_every_size_up_to_seventy(size: int) -> None:
    hashes = leaves(size)
    root = merkle.root(hashes)
    assert root == recursive_root(hashes)
    for index in range(size):
        proof = merkle.inclusion_proof(hashes, index)
        assert proof == recursive_path(index, hashes)
        merkle.verify_inclusion(index, size, hashes[index], proof, root)
    for size1 in range(1, size + 1):
        proof = merkle.consistency_proof(hashes, size1)
        merkle.verify_consistency(size1, size, merkle.root(hashes[:size1]), root, proof)


def altered(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    """`proof` with one bit flipped, one hash more, one less, or two swapped; never the same."""
    i = data.draw(st.integers(0, len(proof) - 1))
    how = data.draw(st.sampled_from(["flip", "drop", "double", "swap"]))
    if how == "drop":
        return proof[:i] + proof[i + 1 :]
    if how == "double":
        return [*proof[:i], proof[i], *proof[i:]]
    if how == "swap" and len(set(proof)) > 1:
        return proof[::-1] if proof != proof[::-1] else proof[1:]
    bit = data.draw(st.integers(0, 255))
    flipped = (int.from_bytes(proof[i], "big") ^ (1 << bit)).to_bytes(32, "big")
    return [*proof[:i], flipped, *proof[i + 1 :]]


@given(st.integers(2, 200), st.data())
def test_an_altered_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    hashes, index = leaves(size), data.draw(st.integers(0, size - 1))
    root, proof = merkle.root(hashes), merkle.inclusion_proof(hashes, index)
    with pytest.raises(ProofError):
        merkle.verify_inclusion(index, size, hashes[index], altered(data, proof), root)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index))
    with pytest.raises(ProofError):
        merkle.verify_inclusion(other, size, hashes[index], proof, root)
    with pytest.raises(ProofError):
        merkle.verify_inclusion(index, size, hashes[other], proof, root)


@given(st.integers(2, 200), st.data())
def test_an_altered_consistency_proof_is_refused(size: int, data: st.DataObject) -> None:
    hashes, size1 = leaves(size), data.draw(st.integers(1, size - 1))
    root1, root2 = merkle.root(hashes[:size1]), merkle.root(hashes)
    proof = merkle.consistency_proof(hashes, size1)
    with pytest.raises(ProofError):
        merkle.verify_consistency(size1, size, root1, root2, altered(data, proof))
    with pytest.raises(ProofError):
        merkle.verify_consistency(size1, size, root2, root1, proof)
    with pytest.raises(ProofError):
        merkle.verify_consistency(size1, size, merkle.root(leaves(size1)[::-1]), root2, proof[:-1])


def test_no_such_leaf_and_no_such_size() -> None:
    for index, size in ((0, 0), (3, 3), (-1, 3)):
        with pytest.raises(ProofError):
            merkle.inclusion_proof(leaves(size), index)
        with pytest.raises(ProofError):
            merkle.root_from_inclusion_proof(index, size, merkle.EMPTY_ROOT, [])
    for size1 in (0, 4, -1):
        with pytest.raises(ProofError):
            merkle.consistency_proof(leaves(3), size1)
