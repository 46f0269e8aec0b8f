"""Where things stand in a backup and how its lines are spelled: printers and their strict inverses."""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.bundle.layout import MAX_BLOB, MIB, manifest, parse_manifest
from archive.model.record import MAX_RECORD, Fields
from archive.store.facts import Line

FORMAT = 1
CONFIG, CHECKPOINT, WATCHES = "backup.toml", "checkpoint", "watches.json"
FOLDERS = ("blobs", "records", "manifests")
KEYS = "keys"
MOST_RECORDS = 5_000  # of one file
MOST_BYTES = 64 * MIB  # of one file, unless its last record reaches beyond

_RECORDS = re.compile(r"records/([0-9]{6,12})(?:\.[1-9][0-9]{0,8})?\.jsonl")
_MANIFEST = re.compile(r"manifests/([0-9]{6,12})\.sha256")
_BLOB = re.compile(r"blobs/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_KEY = r"keys/(key|key\.pub|checkpoint|retired-[0-9a-f]{8}|stamps/[0-9]{1,15}\.tsr)"

#: What may stand in a backup, and how many bytes each such file may have.
_NAMES: tuple[tuple[re.Pattern[str], int], ...] = (
    (_BLOB, MAX_BLOB),
    (_RECORDS, MOST_BYTES + MAX_RECORD + MIB),
    (_MANIFEST, 64 * MIB),
    (re.compile(f"{re.escape(CONFIG)}|{CHECKPOINT}|{_KEY}"), MIB),
    (re.compile(re.escape(WATCHES)), 16 * MIB),
)
_ERASED = re.compile(rb'\{"erased":"([0-9a-f]{64})","kind":"([a-z]+/[1-9][0-9]*)"\}')
_KIND = re.compile(rb'"kind":"([a-z]+/[1-9][0-9]*)"')
_NAMED = re.compile(rb'"sha256:([0-9a-f]{64})"')
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "version": ("content", "text"),
    "sentences": ("spans",),
    "selection": ("spans",),
    "capture": ("headers",),
    "extraction": ("output",),
}
_FOLDER = re.compile(r"blobs|records|manifests|keys|keys/stamps|blobs/[0-9a-f]{2}")
# A link or a pipe put there after the folder was listed is not followed and not waited for.
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Segment:
    """A manifest: the records file that begins at position `start`, and `files`, name → SHA-256 (hex), itself too."""

    start: int
    records: str
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"manifests/{self.start:06}.sha256"

    @property
    def blobs(self) -> list[str]:
        """Their SHA-256, hex."""
        return [digest for name, digest in self.files.items() if name.startswith("blobs/")]

    def written(self) -> bytes:
        return manifest(self.files)


def parse_segment(start: int, data: bytes) -> Segment:
    """Inverse of `Segment.written`. Raises ValueError."""
    files = parse_manifest(data)
    records = [name for name in files if (found := _RECORDS.fullmatch(name)) and int(found[1]) == start]
    others = {name for name in files if not (found := _BLOB.fullmatch(name)) or found[2] != files[name]}
    if len(records) != 1 or others != {*records, *([CONFIG] if start == 0 else [])}:
        raise ValueError("it must list one file of records, from its own position on, and blobs by their names")
    return Segment(start, records[0], files)


def blob_name(digest: str) -> str:
    return f"blobs/{digest[:2]}/{digest}"


def records_name(start: int, generation: int = 0) -> str:
    return f"records/{start:06}{f'.{generation}' if generation else ''}.jsonl"


def next_generation(name: str) -> str:
    """What the records file of this name is called when something was taken out of it."""
    start, _, generation = name.removeprefix("records/").removesuffix(".jsonl").partition(".")
    return records_name(int(start), int(generation or 0) + 1)


def written_lines(lines: Iterable[Line]) -> bytes:
    """A records file. Inverse of `parse_lines`."""
    return b"".join((_erased(line) if line.data is None else line.data) + b"\n" for line in lines)


def _erased(line: Line) -> bytes:
    return f'{{"erased":"{line.id}","kind":"{line.kind}"}}'.encode()


def split_lines(data: bytes) -> list[bytes]:
    """The lines of a records file. Raises ValueError."""
    if not data.endswith(b"\n"):
        raise ValueError("it does not end with a line's end")
    return data[:-1].split(b"\n")


def parse_erased(line: bytes) -> Line | None:
    """What is left of a record that was erased; None for any other line."""
    found = _ERASED.fullmatch(line)
    return Line(found[1].decode(), found[2].decode(), None) if found else None


def kind_of(data: bytes) -> str:
    """What kind a record seems to be of."""
    found = _KIND.search(data)
    return found[1].decode() if found else ""


def required(fields: Fields) -> list[str]:
    """The blobs (hex) without which a record is not whole."""
    names = _REQUIRED.get(fields["kind"].partition("/")[0], ())
    values = [fields.get(name) for name in names]
    return [value[7:] for value in values if isinstance(value, str) and value.startswith("sha256:")]


def named(data: bytes) -> list[str]:
    """What a record may name as a blob: every text in it that is `sha256:HEX` and nothing besides, as hex."""
    return [digest.decode() for digest in _NAMED.findall(data)]


def config(engine: str, agent: str) -> bytes:
    """Inverse of `parse_config`."""
    values = {"engine": engine, "agent": agent}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items()]
    return "".join([f"format = {FORMAT}\n", *lines]).encode()


def parse_config(data: bytes) -> tuple[str, str]:
    """Engine and agent. Raises ValueError."""
    found = tomllib.loads(data.decode())
    engine, agent = found.get("engine"), found.get("agent")
    if found.get("format") != FORMAT:
        raise ValueError(f"its format is {found.get('format')!r}; this program knows {FORMAT}")
    if not isinstance(engine, str) or not isinstance(agent, str) or config(engine, agent) != data:
        raise ValueError("not a backup.toml as it would be written")
    if not engine or not agent or not agent.isprintable():
        raise ValueError("it names no engine, or no agent")
    return engine, agent


def max_bytes(name: str) -> int | None:
    """How many bytes a file of this name may have; None when a backup has no such file."""
    return next((limit for pattern, limit in _NAMES if pattern.fullmatch(name)), None)


def is_folder(name: str) -> bool:
    return _FOLDER.fullmatch(name) is not None


def manifest_start(name: str) -> int | None:
    """The position at which a manifest of this name begins; None when it is no such name."""
    found = _MANIFEST.fullmatch(name)
    return int(found[1]) if found and name == f"manifests/{int(found[1]):06}.sha256" else None


def entries(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a backup's folder with its name (`blobs/ab/…`), in order; unknown folders are not entered."""
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        for entry in sorted(os.scandir(folder / inside), key=lambda one: one.name):
            name = f"{inside}/{entry.name}" if inside else entry.name
            yield name, entry
            if is_folder(name) and entry.is_dir(follow_symlinks=False):
                waiting.append(name)


def read(folder: Path, name: str) -> bytes:
    """A file's bytes, when it is a regular one of no more than its kind may have. Raises OSError."""
    limit = max_bytes(name) or 0
    with open(os.open(folder / name, _OPEN), "rb") as file:  # noqa: PTH123 (a handle, not a path)
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "no regular file")
        if status.st_size > limit:
            raise OSError(0, f"{status.st_size:,} bytes are more than it may have")
        return file.read(limit + 1)[: limit + 1]
