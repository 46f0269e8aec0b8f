"""Outlook messages (.msg): who wrote to whom, when and about what, then the plain body; attachments are parts.

A message is a small file system (OLE2) in which every property is a stream. olefile opens it; what the properties are
is decided here. The lines above the body are put together from properties, for the file holds no such text. Outlook
keeps a plain body beside the formatted one; where it did not, the formatted one (HTML, or packed RTF) is a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from archive.errors import Unreadable
from archive.readers import Declared, Part, Reading, Stated
from archive.text.canonical import newlines

READER = "msg/1"
MEDIA_TYPES = ("application/vnd.ms-outlook",)
SUFFIXES = (".msg",)
ISOLATED = True

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
_SUBJECT, _FROM, _ADDRESS, _TO, _CC = "0037", "0C1A", "0C1F", "0E04", "0E03"
_SENT, _DELIVERED, _CODE_PAGE, _BODY_CODE_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_BODY, _HTML, _PACKED = "1000", "1013", "1009"
_NAMES, _TYPE, _DATA = ("3707", "3704", "3001"), "370E", "3701"
_MOST_PARTS, _MOST_BYTES = 200, 128 * 2**20
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What begins a packed RTF: both sides know these words without being told.
_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab"
    rb"\tx"
)


def recognises(data: bytes) -> bool:
    root = (int.from_bytes(data[48:52], "little") + 1) << min(int.from_bytes(data[30:32], "little"), 20)
    return data.startswith(_MAGIC) and data[root + 80 : root + 96] == _CLASS


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    import olefile

    if not data.startswith(_MAGIC):
        raise Unreadable("is not an Outlook message", hint="name it by what it is")
    try:
        with closing(olefile.OleFileIO(BytesIO(data))) as file:
            return _reading(_Properties(file))
    except Unreadable:
        raise
    except MemoryError:
        raise
    except Exception:  # what olefile raises on damaged files is not documented
        raise Unreadable("is a damaged Outlook message", hint="save it from Outlook anew, and add that") from None


class _Properties:
    """The properties of the message (`folder` empty) and of its attachments, by number."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = _MOST_BYTES
        self._numbers = self._read_numbers()
        self._codec = _codec(self._numbers.get(_CODE_PAGE, b""))

    def folders(self) -> list[str]:
        """Of the attachments, in their order."""
        entries = {entry[0] for entry in self._file.listdir(streams=True, storages=True)}
        return sorted(entry for entry in entries if entry.startswith("__attach_version1.0_#"))

    def data(self, number: str, folder: str = "") -> bytes:
        return self._stream(folder, f"__substg1.0_{number}0102")

    def text(self, number: str, folder: str = "") -> str:
        """Without controls. The Unicode form, where there are two."""
        wide = self._stream(folder, f"__substg1.0_{number}001F").decode("utf-16-le", "replace")
        text = wide or self._stream(folder, f"__substg1.0_{number}001E").decode(self._codec, "replace")
        return _CONTROLS.sub("\ufffd", newlines(text.rstrip("\0")))

    def html(self) -> tuple[bytes, str]:
        """The formatted body, and how its characters are encoded."""
        return self.data(_HTML) or self.text(_HTML).encode(), _codec(self._numbers.get(_BODY_CODE_PAGE, b""))

    def moment(self) -> str:
        """When it was sent, else delivered, as records have it; empty when it does not say."""
        ticks = int.from_bytes(self._numbers.get(_SENT) or self._numbers.get(_DELIVERED) or b"", "little")
        try:
            at = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
        except OverflowError:
            return ""
        return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at.year > 1970 else ""

    def _stream(self, *path: str) -> bytes:
        inside = [part for part in path if part]
        if not self._file.exists(inside) or self._file.get_type(inside) != 2:
            return b""
        self._left -= self._file.get_size(inside)
        if self._left < 0:
            raise Unreadable(f"has more inside than {_MOST_BYTES} bytes")
        return bytes(self._file.openstream(inside).read())

    def _read_numbers(self) -> dict[int, bytes]:
        """Properties of fixed length: number → 8 bytes. 32 bytes of something else stand before them."""
        table = self._stream("__properties_version1.0")
        entries = (table[at : at + 16] for at in range(32, len(table) - 15, 16))
        return {int.from_bytes(entry[2:4], "little"): entry[8:16] for entry in entries}


def _reading(message: _Properties) -> Reading:
    parts, left_out = _parts(message)
    body = message.text(_BODY)
    if not body.strip():
        parts = (*_formatted(message), *parts)
    lines = [f"{label}: {value}" for label, value in _head(message)]
    text = "\n\n".join(filter(None, ("\n".join(lines), body)))
    if not text.strip():
        raise Unreadable("has no text: neither subject nor body")
    codes = ["characters-unknown"] * ("\ufffd" in text) + ["parts-left-out"] * left_out
    return Reading(text, MEDIA_TYPES[0], READER, "", tuple(codes), dict(_stated(message)), parts=parts)


def _head(message: _Properties) -> Iterator[tuple[str, str]]:
    values = (_sender(message), message.text(_TO), message.text(_CC), message.moment(), message.text(_SUBJECT))
    for label, value in zip(("From", "To", "Cc", "Date", "Subject"), values, strict=True):
        if line := " ".join(value.split()):
            yield label, line


def _sender(message: _Properties) -> str:
    """`Name <address>`; an address of the Exchange directory is none that people know."""
    name, address = message.text(_FROM).strip(), message.text(_ADDRESS).strip()
    if "@" not in address or name == address:
        return name or address
    return f"{name} <{address}>"


def _stated(message: _Properties) -> Iterator[tuple[str, Stated]]:
    if title := " ".join(message.text(_SUBJECT).split()):
        yield "title", Stated(title, "msg subject")
    if sender := " ".join(_sender(message).split()):
        yield "authors", Stated((sender,), "msg sender")
    if moment := message.moment():
        yield "published", Stated(moment, "msg date")


def _parts(message: _Properties) -> tuple[tuple[Part, ...], bool]:
    """The attachments, and whether one was not taken: a message within the message is no run of bytes."""
    parts: list[Part] = []
    folders = message.folders()
    for folder in folders[:_MOST_PARTS]:
        names = (message.text(number, folder).strip() for number in _NAMES)
        if data := message.data(_DATA, folder):
            name = next(filter(None, names), f"attachment {len(parts) + 1}")
            parts.append(Part(name, data, Declared(message.text(_TYPE, folder) or None)))
    return tuple(parts), len(parts) < len(folders)


def _formatted(message: _Properties) -> Iterator[Part]:
    html, encoding = message.html()
    if html.strip():
        yield Part("message.html", html, Declared("text/html", encoding))
    elif rtf := _unpacked(message.data(_PACKED)):
        yield Part("message.rtf", rtf, Declared("application/rtf"))


def _unpacked(data: bytes) -> bytes:
    """Packed RTF: runs of bytes and of references to the last 4096 bytes. Empty when it is damaged."""
    if data[8:12] == b"MELA":
        return data[16:]
    if data[8:12] != b"LZFu" or len(data) < 16:
        return b""
    whole, start, at = bytearray(_KNOWN), len(_KNOWN), 16
    most = min(int.from_bytes(data[4:8], "little"), _MOST_BYTES) + start
    while at < len(data) and len(whole) < most:
        flags, at = data[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                whole += data[at : at + 1]
                at += 1
                continue
            place, at = int.from_bytes(data[at : at + 2], "big"), at + 2
            distance = (len(whole) - (place >> 4)) % 4096
            if not distance or at > len(data):
                return bytes(whole[start:most])
            for _ in range((place & 15) + 2):
                whole.append(whole[-distance] if distance <= len(whole) else 0x20)
    return bytes(whole[start:most])


def _codec(number: bytes) -> str:
    import codecs

    page = int.from_bytes(number[:4], "little")
    try:
        return codecs.lookup({65001: "utf-8", 20127: "ascii", 28591: "latin-1"}.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"
