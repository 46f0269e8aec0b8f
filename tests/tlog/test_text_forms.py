"""Checkpoints and proofs as text: only what would be printed is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.tlog.checkpoint import Checkpoint, from_base64, parse_checkpoint
from archive.tlog.merkle import ProofError
from archive.tlog.proof import HEADER, TlogProof, format_proof, parse_proof

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
BODY = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"
SIGNATURE = (
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="
)

lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
hashes = st.binary(min_size=32, max_size=32)
checkpoints = st.builds(
    Checkpoint,
    lines,
    st.integers(0, 2**63 - 1),
    hashes,
    st.lists(lines, max_size=2).map(tuple),
    st.lists(st.just(SIGNATURE), max_size=2).map(tuple),
)
proofs = st.builds(
    TlogProof,
    st.integers(0, 2**62),
    st.lists(hashes, max_size=5).map(tuple),
    checkpoints.map(str),
    st.binary(max_size=10),
)


@given(checkpoints)
def test_a_checkpoint_comes_back(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(str(checkpoint)) == checkpoint
    assert str(checkpoint).startswith(checkpoint.body())


def test_the_specification_s_example() -> None:
    checkpoint = parse_checkpoint(f"{BODY}\n{SIGNATURE}\n")
    assert checkpoint == Checkpoint("example.com/behind-the-sofa", 20852163, from_base64(ROOT), signatures=(SIGNATURE,))
    assert checkpoint.body() == BODY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        BODY[:-1],
        BODY + "\n",
        BODY.replace("20852163", "020852163"),
        BODY.replace("20852163", "-1"),
        BODY.replace("20852163", "٣"),
        BODY.replace("20852163", "9" * 19),
        BODY.replace("20852163", "9" * 400),
        BODY.replace("example.com/behind-the-sofa", ""),
        BODY.replace("sofa", "so\rfa"),
        BODY.replace("=", ""),
        BODY.replace("2I=", "2J="),
        BODY.replace(ROOT, "AAAA"),
        BODY.replace("\n", "\r\n"),
        "\ufeff" + BODY.replace("\n", "\n\n", 1),
        f"{BODY}\n{SIGNATURE}",
        f"{BODY}\n{SIGNATURE}\n\n",
        f"{BODY}\n{SIGNATURE[2:]}\n",
        f"{BODY}\n— a+b AAAAAAA=\n",
        f"{BODY}\n— name AAAA\n",
        f"{BODY}\n— name\u00a0x AAAAAAA=\n",
        f"{BODY}\n\n{SIGNATURE}\n",
        BODY * 20_000,
    ],
)
def test_no_other_checkpoint_is_read(text: str) -> None:
    with pytest.raises(ValueError):
        parse_checkpoint(text)


@given(proofs)
def test_a_proof_comes_back(proof: TlogProof) -> None:
    assert parse_proof(format_proof(proof)) == proof


GOOD = f"{HEADER}\nextra AQI=\nindex 7\n{ROOT}\n\n{BODY}\n{SIGNATURE}\n"


def test_a_proof_s_text() -> None:
    note = f"{BODY}\n{SIGNATURE}\n"
    proof = TlogProof(7, (from_base64(ROOT),), note, b"\1\2")
    assert format_proof(proof) == GOOD
    assert parse_proof(GOOD) == proof


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADER,
        HEADER + "\n",
        f"{HEADER}\nindex 7\n",
        f"{HEADER}\nindex 7\n\n",
        GOOD.replace("@v1", "@v2"),
        GOOD.replace("index 7", "index 07"),
        GOOD.replace("index 7", "index -7"),
        GOOD.replace("index 7\n", ""),
        GOOD.replace("AQI=", ""),
        GOOD.replace("AQI=", "AQI"),
        GOOD.replace("AQI=", "AQJ="),
        GOOD.replace(ROOT, ROOT + " ", 1),
        GOOD.replace(ROOT, "AQI=", 1),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace(f"{ROOT}\n", f"{ROOT}\n" * 64, 1),
    ],
)
def test_no_other_proof_is_read(text: str) -> None:
    with pytest.raises(ProofError):
        parse_proof(text)


@given(st.text(max_size=80) | st.integers(0, len(GOOD) - 1).map(lambda i: GOOD[:i] + "\n" + GOOD[i + 1 :]))
def test_any_text_is_refused_or_printed_again_as_it_was(text: str) -> None:
    try:
        proof = parse_proof(text)
    except ProofError:
        return
    assert format_proof(proof) == text
