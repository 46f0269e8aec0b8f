"""Digests: a value that is printed and parsed as itself, and nothing else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.digest import Digest


@given(st.binary())
def test_a_digest_is_printed_and_parsed_as_itself(data: bytes) -> None:
    digest = Digest.of(data)
    assert digest.hex == hashlib.sha256(data).hexdigest()
    assert digest.raw == hashlib.sha256(data).digest()
    assert Digest.parse(str(digest)) == digest
    assert str(digest) == f"sha256:{digest.hex}"


HEX = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "written",
    [
        "",
        HEX,
        f"sha256:{HEX.upper()}",
        f"SHA256:{HEX}",
        f"sha256:{HEX[:-1]}",
        f"sha256:{HEX}0",
        f"sha256:{HEX}\n",
        f" sha256:{HEX}",
        f"sha-256:{HEX}",
        f"sha512:{HEX}",
        f"sha256:{HEX[:-1]}g",
        f"sha256:{HEX[:-1]}０",
    ],
)
def test_what_was_not_printed_is_no_digest(written: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        Digest.parse(written)


def test_digests_are_values() -> None:
    assert {Digest.of(b""), Digest.of(b"")} == {Digest.parse(f"sha256:{hashlib.sha256().hexdigest()}")}
    assert sorted([Digest("b" * 64), Digest("a" * 64)])[0].hex == "a" * 64
