"""A ZIP file as a stranger gave it, read in memory and in pieces: nothing of it is ever written to a disk.

What two programs could unpack to two different things is refused, whatever each of them would make of it: names told
twice, entries that share bytes, bytes that no entry owns, a local header that says something else than the directory.
The directory is parsed here and not by `zipfile`, which is made to open what it can.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import IO

from archive.bundle import layout
from archive.bundle.folder import CHUNK, Damaged, Files, Findings

MOST_PACKED = 100  # times a file's size that it may unpack to
SMALL = 64 * layout.MIB  # bytes that any file may unpack to
MAX_DIRECTORY = 256 * layout.MIB

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _DESCRIBED, _UTF_8 = 1 << 0, 1 << 3, 1 << 11
_DESCRIPTORS = (0, 12, 16, 20, 24)  # bytes behind the data of a described entry
_REFUSED = ("zip-", "path-", "name-twice", "too-large")


@dataclass(frozen=True, slots=True)
class _Member:
    """An entry of the directory: `offset` is that of its local header, `start` that of its bytes; all in bytes."""

    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int
    start: int = 0


class Zipped(Files):
    """The files of the one folder in a ZIP file. `refused`: it is not to be read, and `sizes` is empty."""

    def __init__(self, path: Path, found: Findings) -> None:
        super().__init__(found)
        self._path = path
        self._members: dict[str, _Member] = {}
        try:
            with path.open("rb") as file:
                self._list(file, path.stat().st_size)
        except Damaged as error:
            found.problem(error.code, str(error))
        except OSError as error:
            found.problem("file-unreadable", error.strerror or str(error))
        self.refused = any(code.startswith(_REFUSED) for code in found.codes)
        self.sizes = {} if self.refused else {name: member.size for name, member in self._members.items()}

    def _pieces(self, name: str) -> Iterator[bytes]:
        member = self._members[name]
        crc = size = 0
        with self._path.open("rb") as file:
            file.seek(member.start)
            for piece in _unpacked(file, member):
                crc, size = zlib.crc32(piece, crc), size + len(piece)
                if size > member.size:
                    raise Damaged("zip-bomb", f"{name}: it unpacks to more than the {member.size} bytes that it states")
                yield piece
        if (crc, size) != (member.crc, member.size):
            raise Damaged("zip-malformed", f"{name}: it does not unpack to what it states")

    # The directory ------------------------------------------------------------------------------------------------

    def _list(self, file: IO[bytes], size: int) -> None:
        count, length, start = _directory(file, size, self._found)
        if count > 2 * layout.MAX_FILES or length > MAX_DIRECTORY:
            raise Damaged("too-large", f"a directory of {count} files")
        file.seek(start)
        members = list(_members(file.read(length)))
        if len(members) != count:
            raise Damaged("zip-malformed", f"its directory has {len(members)} files, and states {count}")
        if sum(member.size for member in members) > max(SMALL, MOST_PACKED * size):
            raise Damaged("zip-bomb", f"it unpacks to more than {MOST_PACKED} times its size")
        members = [self._located(file, member) for member in members]
        self._places(members, start)
        self._names(members)

    def _located(self, file: IO[bytes], member: _Member) -> _Member:
        """With the place of its bytes, by its local header, which must say the same."""
        file.seek(member.offset)
        head = file.read(_LOCAL.size)
        if len(head) != _LOCAL.size or head[:4] != b"PK\3\4":
            raise Damaged("zip-malformed", f"{member.name}: there is no file where the directory says")
        _, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL.unpack(head)
        said = (file.read(name), flags, method)
        sizes = (member.crc, member.packed, member.size)
        far = 0xFFFFFFFF in (packed, size)  # then they stand in its extra field
        if said != (member.raw, member.flags, member.method) or (
            not flags & _DESCRIBED and not far and (crc, packed, size) != sizes
        ):
            self._found.problem("zip-differs", member.name)
        if member.flags & _ENCRYPTED or member.method not in (_STORED, _DEFLATED):
            self._found.problem("zip-unsupported", member.name)
        if stat.S_IFMT(member.mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            self._found.problem("path-link", member.name)
        return replace(member, start=member.offset + _LOCAL.size + name + extra)

    def _places(self, members: list[_Member], directory: int) -> None:
        """Each entry's bytes are its own, and each byte is one's."""
        ordered = sorted(members, key=lambda member: member.offset)
        starts = [*(member.offset for member in ordered), directory]
        if starts[0] != 0:
            self._found.problem("zip-hidden", f"{starts[0]} bytes before the first file")
        for member, following in zip(ordered, starts[1:], strict=True):
            gap = following - (member.start + member.packed)
            if gap < 0:
                self._found.problem("zip-overlap", member.name)
            elif gap not in (_DESCRIPTORS if member.flags & _DESCRIBED else (0,)):
                self._found.problem("zip-hidden", f"{gap} bytes behind {member.name}")

    def _names(self, members: list[_Member]) -> None:
        top = members[0].name.partition("/")[0] if members else ""
        names: dict[str, str] = {}
        for one, other in pairwise(sorted(member.name for member in members)):
            if one == other:
                self._found.problem("name-twice", one)
        for member in members:
            is_folder = member.name.endswith("/")
            path = member.name.removesuffix("/")
            head, _, name = path.partition("/")
            first = names.setdefault(layout.folded(path), path)
            if layout.unsafe(path):
                self._found.problem(layout.unsafe(path), path)
            elif first != path:
                self._found.problem("name-collides", f"{path} and {first}")
            elif head != top or not (name or is_folder):
                self._found.problem("name-unexpected", f"{path}: it is not in the one folder of the bundle")
            elif is_folder:
                self._folder(name, member)
            else:
                self._member(name, member)

    def _folder(self, name: str, member: _Member) -> None:
        if name and name not in layout.FOLDERS:
            self._found.problem("name-unexpected", f"{name}/: a bundle has no such folder")
        if member.size or member.packed:
            self._found.problem("zip-malformed", f"{member.name}: a folder that has bytes")

    def _member(self, name: str, member: _Member) -> None:
        self.judge(name, member.size)
        self._members[name] = member


def _directory(file: IO[bytes], size: int, found: Findings) -> tuple[int, int, int]:
    """How many files the directory states, its length and where it begins (bytes). Raises Damaged."""
    tail = size - min(size, _END.size + 0xFFFF)
    file.seek(tail)
    data = file.read()
    at = data.rfind(b"PK\5\6")
    if at < 0 or len(data) < at + _END.size:
        raise Damaged("zip-malformed", "it has no directory: it was cut off, or is no ZIP file")
    _, disk, other, here, count, length, start, _ = _END.unpack_from(data, at)
    end = tail + at
    if end + _END.size != size:
        found.problem("zip-hidden", f"{size - end - _END.size} bytes behind its end")
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (length, start):
        disk, other, here, count, length, start, end = _directory_64(file, end)
    if disk or other or here != count or start + length != end:
        raise Damaged("zip-malformed", "its directory does not stand where it says, or is in several files")
    return count, length, start


def _directory_64(file: IO[bytes], end: int) -> tuple[int, int, int, int, int, int, int]:
    """The same of a file with more than 65,535 entries or 4 GiB, and where its own end record stands."""
    file.seek(max(end - _LOCATOR.size - _END_64.size, 0))
    data = file.read(_END_64.size + _LOCATOR.size)
    if len(data) != _END_64.size + _LOCATOR.size or data[:4] != b"PK\6\6" or data[_END_64.size :][:4] != b"PK\6\7":
        raise Damaged("zip-malformed", "its directory is not where its end record says")
    _, _, _, _, disk, other, here, count, length, start = _END_64.unpack_from(data)
    _, _, place, _ = _LOCATOR.unpack_from(data, _END_64.size)
    if place != end - len(data):
        raise Damaged("zip-malformed", "its end records do not agree")
    return disk, other, here, count, length, start, place


def _members(data: bytes) -> Iterator[_Member]:
    at = 0
    while at < len(data):
        if len(data) < at + _CENTRAL.size or data[at : at + 4] != b"PK\1\2":
            raise Damaged("zip-malformed", "its directory is damaged")
        fields = _CENTRAL.unpack_from(data, at)
        _, _, _, flags, method, _, _, crc, packed, size, names, extras, comments, disk, _, mode, offset = fields
        at += _CENTRAL.size
        raw, extra = data[at : at + names], data[at + names : at + names + extras]
        at += names + extras + comments
        if at > len(data) or disk:
            raise Damaged("zip-malformed", "its directory is damaged")
        if 0xFFFFFFFF in (packed, size):
            raise Damaged("too-large", _decoded(raw, flags))
        offset = _far(extra) if offset == 0xFFFFFFFF else offset
        yield _Member(raw, _decoded(raw, flags), flags, method, crc, packed, size, mode >> 16, offset)


def _far(extra: bytes) -> int:
    """An offset past 4 GiB, which stands in the extra field."""
    kind, length = struct.unpack_from("<2H", extra.ljust(4, b"\0"))
    if (kind, length) != (1, 8) or len(extra) < 12:
        raise Damaged("zip-malformed", "its directory is damaged")
    offset: int = struct.unpack_from("<Q", extra, 4)[0]
    return offset


def _decoded(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _UTF_8 else "cp437")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "surrogateescape")


def _unpacked(file: IO[bytes], member: _Member) -> Iterator[bytes]:
    """The bytes of an entry, at most CHUNK at a time. Raises Damaged."""
    left, unpack = member.packed, zlib.decompressobj(-zlib.MAX_WBITS)
    while left:
        data = file.read(min(left, CHUNK))
        left -= len(data)
        if not data:
            raise Damaged("zip-malformed", f"{member.name}: it was cut off")
        if member.method == _STORED:
            yield data
            continue
        try:
            while data:
                yield unpack.decompress(data, CHUNK)
                data = unpack.unconsumed_tail
        except zlib.error as error:
            raise Damaged("zip-malformed", f"{member.name}: {error}") from None
    if member.method == _DEFLATED and (not unpack.eof or unpack.unused_data):
        raise Damaged("zip-malformed", f"{member.name}: it does not end where it says")
