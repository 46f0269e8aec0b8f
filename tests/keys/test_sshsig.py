"""Signatures of files as ssh-keygen makes and checks them."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive.keys import key_of, make_key
from archive.keys.sshsig import NAMESPACE, public_line, sign_file, signer_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
DATA = b"a manifest\n"


def test_the_signer_of_a_file_is_found() -> None:
    made = sign_file(DATA, PUBLIC, KEY.sign)
    assert made == sign_file(DATA, PUBLIC, KEY.sign)
    assert signer_of(DATA, made) == PUBLIC
    with pytest.raises(ValueError):
        signer_of(DATA + b" ", made)


def test_no_changed_byte_is_taken() -> None:
    made = sign_file(DATA, PUBLIC, KEY.sign)
    for at in range(len(made)):
        changed = made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]
        with pytest.raises(ValueError):
            signer_of(DATA, changed)


@pytest.mark.parametrize("data", [b"", b"-----BEGIN SSH SIGNATURE-----\n\n-----END SSH SIGNATURE-----\n", b"\xff"])
def test_what_is_no_signature_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        signer_of(DATA, data)


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen")
def test_ssh_keygen_takes_ours_and_we_take_its(tmp_path) -> None:
    origin, path = make_key("Kerrow", tmp_path / "keys")
    key = key_of(origin, tmp_path / "keys")
    (tmp_path / "signers").write_bytes(f"{public_line(key.public, '').strip()}\n".replace("ssh-", "k ssh-").encode())
    (tmp_path / "sig").write_bytes(sign_file(DATA, key.public, key.sign))
    check = ["ssh-keygen", "-Y", "verify", "-f", "signers", "-I", "k", "-n", NAMESPACE, "-s", "sig"]
    done = subprocess.run(check, cwd=tmp_path, input=DATA, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (tmp_path / "file").write_bytes(DATA)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", path, "-n", NAMESPACE, "file"], cwd=tmp_path, check=True)
    assert signer_of(DATA, (tmp_path / "file.sig").read_bytes()) == key.public
