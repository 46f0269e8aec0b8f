"""Signed notes, cosignatures, requests: only what would be printed is read, no wrong signature is right."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from archive.tlog import merkle
from archive.tlog.checkpoint import Checkpoint, parse_checkpoint
from archive.tlog.merkle import ProofError
from archive.tlog.note import (
    COSIGNATURE,
    NoteError,
    VerifierKey,
    cosigned,
    is_signature,
    parse_verifier_key,
    signature_by,
    signed,
)
from archive.tlog.witness import Request, is_consistent, parse_answer, parse_request

# The worked example of Go's sumdb/note.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = VerifierKey("kerrow.example/log", KEY.public_key().public_bytes_raw())
WITNESS_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
WITNESS = VerifierKey("witness.example/w1", WITNESS_KEY.public_key().public_bytes_raw(), COSIGNATURE)
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(20)]


def checkpoint(size: int) -> Checkpoint:
    return Checkpoint(LOG.name, size, merkle.root(LEAVES[:size]))


def test_go_s_worked_example() -> None:
    key = parse_verifier_key(GO_KEY)
    signature = base64.b64decode(GO_SIGNATURE)
    assert (key.name, signature[:4], str(key)) == ("PeterNeumann", key.id, GO_KEY)
    assert is_signature(key.public, signature[4:], GO_TEXT.encode())
    assert not is_signature(key.public, signature[4:], GO_TEXT.encode() + b"\n")


def test_the_specification_s_key_ids() -> None:
    """Of tlog-cosignature's example: the id covers name, type and key, so another type has another."""
    assert VerifierKey(LOG.name, LOG.public, COSIGNATURE).id != LOG.id
    assert VerifierKey("other", LOG.public).id != LOG.id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a+b+c",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY.replace("Peter", "Piter"),
        GO_KEY + "\n",
        GO_KEY[:-1],
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_verifier_key(text)


def test_a_checkpoint_is_signed_and_cosigned() -> None:
    made = cosigned(signed(checkpoint(8), LOG, KEY.sign), WITNESS, WITNESS_KEY.sign, 1_700_000_000)
    assert parse_checkpoint(str(made)) == made
    assert signature_by(made, LOG) == 0
    assert signature_by(made, WITNESS) == 1_700_000_000
    assert signature_by(made, VerifierKey("stranger", LOG.public)) is None
    assert signed(made, LOG, KEY.sign).signatures == made.signatures  # once each


def test_a_key_signs_for_its_own_log_only() -> None:
    with pytest.raises(NoteError):
        signed(Checkpoint("another", 0, merkle.EMPTY_ROOT), LOG, KEY.sign)


@given(st.integers(0, 400), st.sampled_from([LOG, WITNESS]))
def test_no_changed_bit_of_a_signed_note_is_taken(bit: int, key: VerifierKey) -> None:
    made = cosigned(signed(checkpoint(8), LOG, KEY.sign), WITNESS, WITNESS_KEY.sign, 7)
    line = next(one for one in made.signatures if one.split(" ")[1] == key.name)
    blob = bytearray(base64.b64decode(line.split(" ")[2]))
    bit %= len(blob) * 8
    blob[bit // 8] ^= 1 << bit % 8
    changed = f"— {key.name} {base64.b64encode(blob).decode()}"
    note = Checkpoint(made.origin, made.size, made.root, signatures=(changed,))
    try:
        found = signature_by(note, key)
    except NoteError:
        return
    assert found is None and bit < 32  # the key's id was changed: then it is nobody's line


def test_a_signature_over_another_size_or_root_is_wrong() -> None:
    made = signed(checkpoint(8), LOG, KEY.sign)
    for other in (checkpoint(9), Checkpoint(LOG.name, 8, bytes(32))):
        with pytest.raises(NoteError):
            signature_by(Checkpoint(other.origin, other.size, other.root, signatures=made.signatures), LOG)


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_witness_sees_whether_a_log_goes_on(old: int, new: int) -> None:
    old, new = sorted((old, new))
    hashes = tuple(merkle.consistency_proof(LEAVES[:new], old)) if 0 < old < new else ()
    request = Request(old, hashes, signed(checkpoint(new), LOG, KEY.sign))
    assert parse_request(str(request)) == request
    last = checkpoint(old) if old else None
    assert is_consistent(request, last)
    with pytest.raises(ProofError):
        is_consistent(request, checkpoint(old + 1))
    if last is not None:
        assert not is_consistent(request, Checkpoint(LOG.name, old, bytes(32)))


@pytest.mark.parametrize("text", ["", "old 1\n", "old 01\n\nx", "old x\n\n", "old 1\nnot base 64\n\nkerrow\n0\n=\n"])
def test_what_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_request(text)


def test_an_answer_is_signature_lines() -> None:
    line = cosigned(checkpoint(3), WITNESS, WITNESS_KEY.sign, 5).signatures[0]
    assert parse_answer(line + "\n") == [line]
    for text in ("", "hello", "— x notbase64!", "— name AAAA"):
        with pytest.raises(ValueError):
            parse_answer(text)
