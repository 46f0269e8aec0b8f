"""Bytes → canonical text: the characters as they are, without a byte order mark, with LF for every line end.

Nothing else changes: no Unicode normalisation, no trimming, NULs stay. Which encoding it is, is found in one
order:

    1 a byte order mark (UTF-8, -16, -32)       2 strict UTF-8 3 the one that was declared, strictly        4
    a guess (charset-normalizer), which then must fit every byte

What no encoding makes text of is refused, and so is what only looks like text by its name: known formats by
their first bytes, others by their share of control characters. Messages are a predicate (`is a PDF file, not
text`): the caller puts the name before it.

Single-byte encodings fit any bytes, so in steps 3 and 4 already one control character in fifty means "not
text"; UTF-8 and UTF-16 fit few, so there it may be one in ten. Two things pass as UTF-8 and are not:
ISO-2022-JP (all ASCII, with escape sequences), and UTF-16 without its mark (every other byte a control), so
both are tried as guesses.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from archive.errors import Unreadable
from archive.text.encodings import declared_codecs, guesses, is_iso_2022_jp, known_name

How = Literal["bom", "utf-8", "declared", "guessed"]

GUESSED = "encoding-guessed"
NOT_AS_DECLARED = "encoding-not-as-declared"
CONTROLS = "control-characters"

_CHUNK = 1 << 20
_MAX_CONTROLS: dict[How, float] = {"bom": 0.1, "utf-8": 0.1, "declared": 0.02, "guessed": 0.02}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, which it begins like
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (re.compile(rb"%PDF-\d"), "a PDF file"),
    (re.compile(rb"PK(\x03\x04|\x05\x06|\x07\x08)"), "a ZIP file (or a document in one)"),
    (re.compile(rb"\x1f\x8b"), "a gzip file"),
    (re.compile(rb"\x89PNG\r\n"), "a PNG image"),
    (re.compile(rb"\xff\xd8\xff"), "a JPEG image"),
    (re.compile(rb"GIF8[79]a(?=.{0,300}[\x00-\x08])", re.DOTALL), "a GIF image"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "a TIFF image"),
    (re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL), "a BMP image"),
    (re.compile(rb"RIFF.{4}(WAVE|AVI |WEBP)", re.DOTALL), "a RIFF file (sound, film or WebP)"),
    (re.compile(rb"\x00\x00..ftyp", re.DOTALL), "an MP4 or HEIC file"),
    (re.compile(rb"ID3[\x02-\x04]"), "an MP3 file"),
    (re.compile(rb"OggS\x00"), "an Ogg file"),
    (re.compile(rb"fLaC\x00"), "a FLAC file"),
    (re.compile(rb"\x1a\x45\xdf\xa3"), "a Matroska or WebM file"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an OLE2 file (old Office, Outlook)"),
    (re.compile(rb"SQLite format 3\x00"), "an SQLite database"),
    (re.compile(rb"\x7fELF"), "a Linux program"),
    (re.compile(rb"MZ(?=.{0,62}[\x00-\x08])", re.DOTALL), "a Windows program"),
    (re.compile(rb"[\xce\xcf]\xfa\xed\xfe"), "a macOS program"),
    (re.compile(rb"\xca\xfe\xba\xbe"), "a Java class or macOS program"),
    (re.compile(rb"\x00asm"), "a WebAssembly module"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "a 7-Zip file"),
    (re.compile(rb"Rar!\x1a\x07"), "a RAR file"),
    (re.compile(rb"\xfd7zXZ\x00"), "an xz file"),
    (re.compile(rb"BZh[1-9](\x31\x41\x59\x26\x53\x59|\x17\x72\x45\x38\x50\x90)"), "a bzip2 file"),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "a Zstandard file"),
    (re.compile(rb"\x04\x22\x4d\x18"), "an LZ4 file"),
    (re.compile(rb".{257}ustar[\x00 ]", re.DOTALL), "a tar file"),
    (re.compile(rb"wOF[F2]|\x00\x01\x00\x00\x00|OTTO\x00"), "a font"),
)

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_SAVE_AS = "open it, save it as {}, and add that"
# Formats in one of these two: (how they begin, what stands somewhere in them, predicate, what to do).
_OFFICE = tuple(
    (magic, inside if magic == _ZIP else inside.decode().encode("utf-16-le"), f"is {what}", hint)
    for magic, inside, what, hint in (
        (_OLE, b"EncryptedPackage", "locked with a password", "save it without, and add that"),
        (_OLE, b"WordDocument", "an old Word file (.doc), which no reader reads", _SAVE_AS.format(".docx")),
        (_OLE, b"PowerPoint Document", "an old PowerPoint file (.ppt), which no reader reads", _SAVE_AS.format("PDF")),
        (_OLE, b"Workbook", "an old Excel file (.xls), which no reader reads", _SAVE_AS.format("CSV or PDF")),
        (_ZIP, b"xl/workbook", "an Excel file (.xlsx), which no reader reads", _SAVE_AS.format("CSV or PDF")),
        (_ZIP, b"ppt/presentation", "a PowerPoint file (.pptx), which no reader reads", _SAVE_AS.format("PDF")),
        (
            _ZIP,
            b"opendocument.spreadsheet",
            "an OpenDocument table, which no reader reads",
            _SAVE_AS.format("CSV or PDF"),
        ),
        (_ZIP, b"opendocument.presentation", "OpenDocument slides, which no reader reads", _SAVE_AS.format("PDF")),
    )
)

_PACKED = ("a ZIP file", "a tar file", "a 7-Zip file", "a RAR file", "an xz file", "a bzip2 file", "a Zstandard file")
_UNPACK = "unpack it, and add what it holds"
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r"
_CONTROL_BYTES = bytes(set(range(0x20)) - set(_TEXT_CONTROLS)) + b"\x7f"
_C1 = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")  # in UTF-8


@dataclass(frozen=True, slots=True)
class Decoded:
    """Canonical `text`, and how it was found.

    `encoding` is a name that people know and Python takes (`utf-8`, `windows-1251`); `problems` are codes.
    """

    text: str
    encoding: str
    how: How
    problems: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How a record names it: `utf-8`, else `NAME; bom`, `NAME; declared` or `NAME; guessed`."""
        return self.encoding if self.how == "utf-8" else f"{self.encoding}; {self.how}"


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The canonical text of `data`. Raises Unreadable, saying what it is instead of text."""
    for magic, inside, predicate, hint in _OFFICE:
        if data.startswith(magic) and inside in data:
            raise Unreadable(predicate, hint=hint)
    decoded = characters(data, declared)
    return replace(decoded, text=newlines(decoded.text))


def characters(data: bytes, declared: str | None = None) -> Decoded:
    """As `decode`, with line ends as they stand: each character is one of the bytes' own, in their order."""
    kind = binary_kind(data)
    if kind:
        raise Unreadable(f"is {kind}, not text", hint=_UNPACK if kind.startswith(_PACKED) else "")
    if not data or data.isspace():
        raise Unreadable("is empty")
    for text, encoding, how in _readings(data, declared):
        controls = _controls(text)
        if controls <= _MAX_CONTROLS[how] * len(text):
            return _decoded(text, encoding, how, controls, declared)
    raise Unreadable("is not text: it is binary data, or text in an unknown encoding")


def binary_kind(data: bytes) -> str:
    """What `data` is by its first bytes, with its article (`a PDF file`); empty for what may be text."""
    return next((kind for magic, kind in _MAGIC if magic.match(data)), "")


def newlines(text: str) -> str:
    """`text` with LF for CRLF and for a lone CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(text: str, encoding: str, how: How, controls: int, declared: str | None) -> Decoded:
    if not text or text.isspace():
        raise Unreadable("is empty")
    name = known_name(encoding)
    problems = [GUESSED] if how == "guessed" else []
    if how in ("utf-8", "guessed") and declared is not None and not text.isascii():
        declared_names = {known_name(codec) for codec in declared_codecs(declared)}
        problems += [NOT_AS_DECLARED] * (name not in declared_names)
    if controls:
        problems.append(CONTROLS)
    return Decoded(text, name, how, tuple(problems))


def _readings(data: bytes, declared: str | None) -> Iterator[tuple[str, str, How]]:
    """(text, codec, how) of every encoding that fits all bytes, in the order they are to be believed."""
    bom, encoding = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", ""))
    if bom:
        yield _after_bom(data, bom, encoding), encoding, "bom"
        return
    if not is_iso_2022_jp(data):
        yield from _fitting(data, ["utf-8"], "utf-8")
    yield from _fitting(data, declared_codecs(declared or ""), "declared")
    yield from _fitting(data, guesses(data), "guessed")


def _after_bom(data: bytes, bom: bytes, encoding: str) -> str:
    try:
        return str(memoryview(data)[len(bom) :], encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(bom)
        raise Unreadable(f"has a {encoding} byte order mark, but byte {at} is not {encoding}") from error


def _fitting(data: bytes, encodings: list[str], how: How) -> Iterator[tuple[str, str, How]]:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        yield text, encoding, how


def _controls(text: str) -> int:
    """How many characters are controls that text does not need (C0 but white space, DEL, and C1)."""
    count = 0
    for start in range(0, len(text), _CHUNK):
        data = text[start : start + _CHUNK].encode()
        count += _control_bytes(data) + len(_C1.findall(data))
    return count


def _control_bytes(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROL_BYTES))
