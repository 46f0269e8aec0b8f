"""The texts of a bundle that was checked, for those who look for words in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.bundle import layout
from archive.bundle.folder import Files, Findings, Folder
from archive.bundle.zipped import Zipped
from archive.errors import IntegrityError
from archive.model.record import Record, parse


def records(path: Path) -> list[Record]:
    """Its records, in the order in which they were written."""
    files = _files(path)
    found = [_record(files, name) for name in files.names("data/records")]
    return sorted(found, key=lambda record: (record.fields["at"], record.id))


def texts(path: Path, versions: list[Record]) -> Iterator[str]:
    """The text of each version."""
    files = _files(path)
    for version in versions:
        yield _whole(files, layout.text_name(version)).decode("utf-8")


def _files(path: Path) -> Files:
    return Folder(path, Findings()) if path.is_dir() else Zipped(path, Findings())


def _record(files: Files, name: str) -> Record:
    return parse(_whole(files, name))


def _whole(files: Files, name: str) -> bytes:
    data = files.read(name)
    if data is None:
        raise IntegrityError(f"{name} of the bundle cannot be read", hint="run `archive verify` on it")
    return data
