"""Signing keys, outside the archive: a copied folder cannot sign in its owner's name.

A key is Ed25519, in OpenSSH's own file form, so that `ssh-keygen` can use it. It stands in the user's data folder,
`provenance-archive/keys/<origin>/key` (0600) and `key.pub`. The origin names the log: `<name>.<16 hex of the key>`,
where the hex digits begin the SHA-256 of the 32 raw bytes of the public key.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

from archive.errors import CannotWrite


def keys_folder() -> Path:
    """The user's folder for keys; it follows XDG_DATA_HOME and its kin."""
    import platformdirs

    return Path(platformdirs.user_data_path("provenance-archive")) / "keys"


def make_key(name: str, folder: Path) -> tuple[str, Path]:
    """Makes a key for an archive of this name; gives its origin and the private key's path. Raises CannotWrite."""
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    public = key.public_key()
    raw = public.public_bytes(s.Encoding.Raw, s.PublicFormat.Raw)
    origin = f"{slug(name)}.{hashlib.sha256(raw).hexdigest()[:16]}"
    private = key.private_bytes(s.Encoding.PEM, s.PrivateFormat.OpenSSH, s.NoEncryption())
    line = public.public_bytes(s.Encoding.OpenSSH, s.PublicFormat.OpenSSH) + f" {origin}\n".encode()
    try:
        place = folder / origin
        place.mkdir(parents=True, mode=0o700)
        _write_new(place / "key", private, 0o600)
        _write_new(place / "key.pub", line, 0o644)
    except OSError as error:
        raise CannotWrite(f"cannot write the signing key below {folder}: {error.strerror}") from error
    return origin, place / "key"


def slug(name: str) -> str:
    """A name as it may stand in an origin: lower-case ASCII letters, digits and single hyphens; `archive` if none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "archive"


def _write_new(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
