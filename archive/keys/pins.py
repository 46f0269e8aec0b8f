"""Whose signatures count on this machine: the file `trusted` in the keys folder, a key, a day and a name a line.

A signature counts only when its key was pinned here, by a person who got it another way than with what it signs. The
key that a bundle brings along proves nothing.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from archive import files
from archive.errors import CannotWrite, Locked, NotFound, UsageError
from archive.tlog.note import NoteError, VerifierKey, parse_verifier_key

FILE = "trusted"

_LINE = re.compile(r"(\S+) (\d{4}-\d\d-\d\d)(?: (\S[^\n]*))?")


@dataclass(frozen=True, slots=True)
class Pin:
    """`since` is the day on which it was pinned; `label` is who it is, in the person's own words, or empty."""

    key: VerifierKey
    since: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.key} {self.since} {self.label}".rstrip()


def pins(folder: Path) -> list[Pin]:
    """All of them, in the order in which they were pinned. Raises UsageError for a line that makes no sense."""
    try:
        lines = (folder / FILE).read_bytes().decode().split("\n")
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {folder / FILE}: {error}") from None
    return [_parsed(line, folder / FILE) for line in lines if line.strip() and not line.startswith("#")]


def pin(folder: Path, key: VerifierKey, since: str, label: str = "") -> bool:
    """Whether it is new. Raises CannotWrite; UsageError for another key of a name that is pinned already."""
    with _alone(folder):
        held = pins(folder)
        if any(one.key == key for one in held):
            return False
        if other := next((one for one in held if one.key.name == key.name and one.key.type == key.type), None):
            raise UsageError(
                f"another key of {key.name} is pinned since {other.since}: {fingerprint(other.key)}",
                hint="ask its owner, not the one who sent you this; then: archive proof keys unpin NAME",
            )
        _write(folder, [*held, Pin(key, since, " ".join(label.split()))])
        return True


def unpin(folder: Path, name: str) -> list[Pin]:
    """The pins of this name (or label), which are no more. Raises NotFound."""
    with _alone(folder):
        held = pins(folder)
        gone = [one for one in held if name in (one.key.name, one.label)]
        if not gone:
            raise NotFound(f"no key of {name!r} is pinned", hint="archive proof keys list")
        _write(folder, [one for one in held if one not in gone])
        return gone


def fingerprint(key: VerifierKey) -> str:
    """64 hex digits in groups of four, to be read out by telephone."""
    return " ".join(re.findall("....", key.fingerprint))


def _parsed(line: str, path: Path) -> Pin:
    match = _LINE.fullmatch(line)
    try:
        key = parse_verifier_key(match[1] if match else "")
    except NoteError as error:
        raise UsageError(f"{path} has a line that makes no sense: {line[:60]!r}: {error}") from None
    assert match is not None  # or the key would not have been one
    return Pin(key, match[2], match[3] or "")


def _write(folder: Path, held: list[Pin]) -> None:
    files.put(folder / FILE, "".join(f"{one}\n" for one in held).encode())


def _alone(folder: Path) -> AbstractContextManager[None]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make {folder}: {error.strerror}") from error
    return files.held(folder, Locked("another process is changing the trusted keys", hint="try again"), wait=30.0)
