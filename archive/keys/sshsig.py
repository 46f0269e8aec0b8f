"""OpenSSH's detached signatures of files (PROTOCOL.sshsig), so that `ssh-keygen -Y verify` checks what was signed here.

signed      "SSHSIG" ‖ string namespace ‖ string reserved ‖ string hash algorithm ‖ string SHA-512(file)
signature   "SSHSIG" ‖ uint32 1 ‖ string public key ‖ string namespace ‖ string reserved ‖ string hash algorithm
            ‖ string (string "ssh-ed25519" ‖ string signature), in base 64 between two marks, 70 characters a line
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct

from archive.tlog.note import Sign, is_signature

NAMESPACE = "bundle@provenance-archive"

_TYPE = b"ssh-ed25519"
_HASH = b"sha512"
_MAGIC = b"SSHSIG"
_FILE = re.compile(r"-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n")


def sign_file(data: bytes, public: bytes, sign: Sign) -> bytes:
    """The `.sig` file over `data`. The same key and data give the same bytes. `public`: 32 bytes."""
    signature = _string(_TYPE) + _string(sign(_message(data)))
    blob = _MAGIC + struct.pack(">I", 1) + _string(_blob(public))
    blob += _string(NAMESPACE.encode()) + _string(b"") + _string(_HASH) + _string(signature)
    text = base64.b64encode(blob).decode()
    lines = "\n".join(text[n : n + 70] for n in range(0, len(text), 70))
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n".encode()


def signer_of(data: bytes, signature: bytes) -> bytes:
    """The public key (32 bytes) whose signature over `data` this is. Raises ValueError when it is none."""
    match = _FILE.fullmatch(signature.decode("ascii"))
    if match is None:
        raise ValueError("not a signature as ssh-keygen writes it")
    blob = base64.b64decode(match[1].replace("\n", ""), validate=True)
    public = blob[len(_MAGIC) + 4 :][4 : 4 + len(_blob(bytes(32)))][-32:]
    raw = blob[-64:]
    if sign_file(data, public, lambda message: raw) != signature:  # parse strictly: only what would be printed
        raise ValueError("not an Ed25519 signature for this use")
    if not is_signature(public, raw, _message(data)):
        raise ValueError("the signature is not over these bytes")
    return public


def public_line(public: bytes, name: str) -> str:
    """The key as `key.pub` and an `allowed_signers` file have it."""
    return f"ssh-ed25519 {base64.b64encode(_blob(public)).decode()} {name}"


def _message(data: bytes) -> bytes:
    digest = hashlib.sha512(data).digest()
    return _MAGIC + _string(NAMESPACE.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _blob(public: bytes) -> bytes:
    return _string(_TYPE) + _string(public)


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data
