"""Signing keys, what was signed last, and whose signatures count: outside the archive, in the user's data folder.

    provenance-archive/keys/<origin>/key         the private key, 0600: a copied archive cannot sign in its owner's name
                                     key.pub     the public one
                                     checkpoint  the signer's memory: what was signed last, with its cosignatures
                                     stamps/     <size>.tsr: time stamps of checkpoints
    provenance-archive/keys/trusted              whose signatures count here, a verifier key a line (`pins`)
    provenance-archive/keys/witnessed/<origin>   what was cosigned last of another's log

A key is Ed25519, in OpenSSH's own file form, so that `ssh-keygen` can use it. The origin names the log: `<name>.<16 hex
of the key>`, where the hex digits begin the SHA-256 of the 32 raw bytes of the log's first public key.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archive import files
from archive.errors import CannotWrite, NotFound, UsageError
from archive.tlog.note import VerifierKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY, PUBLIC, NEXT = "key", "key.pub", "next"


@dataclass(frozen=True)
class SigningKey:
    """The private key in the folder `place`, read when it is first used."""

    name: str
    place: Path
    file: str = KEY

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return _read_private(self.place / self.file)

    @cached_property
    def public(self) -> bytes:
        """32 bytes."""
        return self._private.public_key().public_bytes_raw()

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.public)

    def sign(self, message: bytes) -> bytes:
        """64 bytes: Ed25519 over the message."""
        return self._private.sign(message)


def keys_folder() -> Path:
    """The user's folder for keys; it follows XDG_DATA_HOME and its kin."""
    import platformdirs

    return Path(platformdirs.user_data_path("provenance-archive")) / "keys"


def make_key(name: str, folder: Path) -> tuple[str, Path]:
    """Makes a key for an archive of this name; gives its origin and the private key's path. Raises CannotWrite."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    digest = hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()
    origin = f"{slug(name)}.{digest[:16]}"
    return origin, write_key(key, origin, folder / origin)


def write_key(key: Ed25519PrivateKey, name: str, place: Path) -> Path:
    """Writes a new key into the new folder `place`; gives the private key's path. Raises CannotWrite."""
    from cryptography.hazmat.primitives import serialization as s

    private = key.private_bytes(s.Encoding.PEM, s.PrivateFormat.OpenSSH, s.NoEncryption())
    line = key.public_key().public_bytes(s.Encoding.OpenSSH, s.PublicFormat.OpenSSH) + f" {name}\n".encode()
    try:
        place.mkdir(parents=True, mode=0o700)
        _write_new(place / KEY, private, 0o600)
        _write_new(place / PUBLIC, line, 0o644)
    except OSError as error:
        raise CannotWrite(f"cannot write the signing key at {place}: {error.strerror}") from error
    return place / KEY


def next_key(old: SigningKey) -> SigningKey:
    """The key that shall take the place of `old`, in a folder beside it; the one that was left there, if one was."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    place = old.place / NEXT
    if not (place / KEY).is_file():
        shutil.rmtree(place, ignore_errors=True)
        write_key(Ed25519PrivateKey.generate(), old.name, place)
    return SigningKey(old.name, place)


def replace_key(old: SigningKey, new: SigningKey) -> None:
    """`new` takes the place of `old`, which is kept as `retired-<8 hex>`. Raises CannotWrite."""
    retired = old.place / _retired(old.verifier)
    try:
        files.put(retired, (old.place / KEY).read_bytes())
        files.put(old.place / PUBLIC, (new.place / PUBLIC).read_bytes(), 0o644)
        (new.place / KEY).replace(old.place / KEY)
        files.sync(old.place)
        shutil.rmtree(new.place)
    except OSError as error:
        raise CannotWrite(f"cannot write the signing key at {old.place}: {error.strerror}") from error


def key_of(origin: str, folder: Path) -> SigningKey:
    """The key that signs for a log. Raises NotFound when it is not on this machine."""
    place = folder / origin
    if not origin_is_a_name(origin) or not (place / KEY).is_file():
        raise NotFound(
            f"the signing key of {origin} is not on this machine",
            hint=f"put its folder back from your copy: {place}; if it is lost: archive init --continue",
        )
    return SigningKey(origin, place)


def key_then(origin: str, folder: Path, key: VerifierKey) -> SigningKey:
    """The signing key of a log that is `key`: the one that signs now, one that was replaced, or one that is about to
    take its place, where that was cut off. Raises NotFound.

    What was signed with it can be signed again, the same bytes, for those who know the key of that time.
    """
    now = key_of(origin, folder)
    if now.verifier == key:
        return now
    coming = SigningKey(origin, now.place, f"{NEXT}/{KEY}")
    if (coming.place / coming.file).is_file() and coming.verifier == key:
        return coming
    then = SigningKey(origin, now.place, _retired(key))
    if not (now.place / then.file).is_file():
        raise NotFound(f"the key {key.id.hex()}, which signed for {origin} then, is not on this machine")
    return then


def _retired(key: VerifierKey) -> str:
    return f"retired-{key.id.hex()}"


def origin_is_a_name(origin: str) -> bool:
    """Whether an origin, which may come from a stranger's archive.toml, is the name of a folder and no path."""
    return re.fullmatch(r"[a-z0-9][a-z0-9.-]*", origin) is not None and ".." not in origin


def slug(name: str) -> str:
    """A name as it may stand in an origin: lower-case ASCII letters, digits and single hyphens; `archive` if none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "archive"


def _read_private(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise UsageError(f"others may read the signing key {path}", hint=f"chmod 600 {path}")
        key = s.load_ssh_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise NotFound(f"the signing key {path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError) as error:
        raise UsageError(f"{path} is not a signing key: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{path} is not an Ed25519 key")
    return key


def _write_new(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
