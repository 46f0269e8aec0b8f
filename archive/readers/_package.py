"""Documents that are a ZIP file of XML (DOCX, ODT): opened within limits, and parsed without a tree.

* Names of members are keys and never paths: nothing is unpacked. What a member holds is decompressed no farther than
  its entry says, and an entry that says too much is refused before.
* XML is read by expat as it goes. A document type declaration is refused, so no entity is ever declared or expanded,
  and nothing outside is named.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from archive.errors import Unreadable

_MOST_MEMBERS = 10_000
_MOST_BYTES = 256 * 2**20  # of all members, and of what is read
_MOST_TIMES = 1_000  # as large as packed: deflate itself gives at most 1032; XML of office programs 5 to 50
_SMALL = 2**20  # bytes that may be packed however well

_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


class Package:
    """`kind` is what it is called (`Word file`). Raises Unreadable."""

    def __init__(self, data: bytes, kind: str) -> None:
        self._kind = kind
        try:
            self._zip = ZipFile(BytesIO(data))
        except _BROKEN:
            raise Unreadable(f"is a damaged {kind}", hint="open it, save it anew, and add that") from None
        _check(self._zip, kind)
        self._left = _MOST_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    @property
    def names(self) -> list[str]:
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """A member's bytes; none when it is not there. Raises Unreadable."""
        entry = self._zip.NameToInfo.get(name)
        if entry is None:
            return b""
        if entry.flag_bits & 1:
            raise Unreadable("is locked with a password", hint="save it without, and add that")
        self._left -= entry.file_size
        if self._left < 0:
            raise Unreadable(f"has more inside than {_MOST_BYTES} bytes")
        try:
            return self._zip.read(entry)
        except _BROKEN:
            raise Unreadable(f"is a damaged {self._kind}", hint="open it, save it anew, and add that") from None


def names(data: bytes) -> list[str]:
    """The names of the members of a ZIP file; none when it is no ZIP file."""
    if not data.startswith(b"PK\x03\x04"):
        return []
    try:
        return ZipFile(BytesIO(data)).namelist()
    except _BROKEN:
        return []


def parse(
    data: bytes,
    kind: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Reads XML; names are `namespace name`. Raises Unreadable, also when it ends in the middle."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (ExpatError, LookupError, ValueError):  # the latter two: an encoding that nobody knows
        raise Unreadable(f"is a damaged {kind}", hint="open it, save it anew, and add that") from None


def _refuse(*_: object) -> None:
    raise Unreadable("has a document type declaration inside, as no office program writes", hint="do not trust it")


def _check(file: ZipFile, kind: str) -> None:
    entries = file.infolist()
    if len(entries) > _MOST_MEMBERS:
        raise Unreadable(f"has more than {_MOST_MEMBERS} files inside, as no {kind} has")
    if sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise Unreadable(f"has more inside than {_MOST_BYTES} bytes")
    if any(e.file_size > max(_SMALL, _MOST_TIMES * e.compress_size) for e in entries):
        raise Unreadable("has a file inside that is packed as no office program packs", hint="do not trust it")
