"""What a bundle that was verified holds, read once more, byte for byte what was verified.

Whoever can write where the bundle lies could change it between the check and the import. So each file is compared, as
it is read, with the manifest that the bundle's fingerprint stands for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.bundle import layout
from archive.bundle.check import opened
from archive.bundle.folder import Files, Findings
from archive.errors import IntegrityError
from archive.keys.sshsig import signer_of
from archive.model.record import Record, parse
from archive.tlog.checkpoint import parse_checkpoint
from archive.tlog.proof import parse_proof


@dataclass(frozen=True, slots=True)
class Taken:
    """`key` is the fingerprint (64 hex digits) of the key that signed, trusted or not; `records` stand in the order of
    their log; `blob` gives the bytes of a file of originals, texts or spans by its name."""

    origin: str
    key: str
    records: Sequence[Record]
    blob: Callable[[str], bytes]


def take(path: Path, fingerprint: str) -> Taken:
    """The bundle whose tag manifest has this SHA-256. Raises IntegrityError when anything is not what it was."""
    files = _Pinned(opened(path, Findings()), fingerprint)
    records = [parse(files.read(name)) for name in files.names("data/records/")]
    places = {record.id: parse_proof(files.read(layout.proof_name(record.id)).decode()).index for record in records}
    return Taken(
        parse_checkpoint(files.read(layout.CHECKPOINT).decode()).origin,
        files.signer(),
        sorted(records, key=lambda record: places[record.id]),
        files.read,
    )


class _Pinned:
    """The files that the manifests of one fingerprint list."""

    def __init__(self, files: Files, fingerprint: str) -> None:
        self._files = files
        self._tags = self._compared(layout.TAG_MANIFEST, fingerprint)
        tags = layout.parse_manifest(self._tags)
        self._listed = layout.parse_manifest(self._compared(layout.MANIFEST, tags.get(layout.MANIFEST, "")))

    def names(self, folder: str) -> list[str]:
        return [name for name in self._listed if name.startswith(folder)]

    def read(self, name: str) -> bytes:
        return self._compared(name, self._listed.get(name, ""))

    def signer(self) -> str:
        """The fingerprint of the key that signed the lists of files, or nothing."""
        if layout.SIGNATURE not in self._files.sizes:
            return ""
        try:
            public = signer_of(self._tags, self._files.read(layout.SIGNATURE) or b"")
        except ValueError:
            raise _changed(layout.SIGNATURE) from None
        return hashlib.sha256(public).hexdigest()

    def _compared(self, name: str, digest: str) -> bytes:
        data = self._files.read(name)
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            raise _changed(name)
        return data


def _changed(name: str) -> IntegrityError:
    return IntegrityError(
        f"{name} is not what was verified a moment ago", hint="copy the bundle to a place of your own"
    )
