"""A time-stamping authority of our own, by openssl: `Tsa.answer(request)` is what a real one would send."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Kerrow Time
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[stamp]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = stamp.pem
signer_key = stamp.key
signer_digest = sha256
digests = sha256,sha512
default_policy = 1.2.3.4.1
"""


class Tsa:
    def __init__(self, folder: Path) -> None:
        if not shutil.which("openssl"):
            pytest.skip("no openssl to make a time-stamping authority with")
        self.folder = folder
        folder.mkdir()
        (folder / "tsa.cnf").write_bytes(CONFIG.encode())
        (folder / "serial").write_bytes(b"01\n")
        self._run("req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650", "-extensions", "root")
        self._run("req -new -newkey rsa:2048 -nodes -keyout stamp.key -out stamp.csr")
        sign = "x509 -req -in stamp.csr -CA root.pem -CAkey root.key -set_serial 2 -days 3650 -out stamp.pem"
        self._run(f"{sign} -extfile tsa.cnf", "-extensions", "stamp", config=False)

    @property
    def root(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    def answer(self, request: bytes) -> bytes:
        (self.folder / "q.tsq").write_bytes(request)
        self._run("ts -reply -queryfile q.tsq -out a.tsr")
        return (self.folder / "a.tsr").read_bytes()

    def _run(self, command: str, *more: str, config: bool = True) -> None:
        settings = ["-config", "tsa.cnf"] if config else []
        subprocess.run(
            ["openssl", *command.split(), *settings, *more], cwd=self.folder, check=True, capture_output=True
        )
