"""The bytes of a mail → its headers and parts (RFC 5322, 2045 to 2047, 2231), for mail as it is and hostile mail.

Why the standard library's parser is not used for that: it gives a forwarded mail back written anew, and an archive
keeps the very bytes; it descends without limit; and its newer headers (`policy.default`) raise on odd ones, take
quadratic time for long ones, and are read otherwise from one release of Python to the next. Its `decode_header` raises
on `C:\\users`. Parameters of headers (`email.message`) are read by it.

A mail in no declared encoding is guessed as a whole: a subject alone is too short for that.

Positions are bytes of the whole mail, half-open. Time grows with the bytes times the depth, which is limited.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value

from archive.errors import Unreadable
from archive.text.canonical import GUESSED, NOT_AS_DECLARED, decode
from archive.text.encodings import declared_codecs

DEEPEST = 16  # multiparts in one another
MOST_PARTS = 1000
_GUESSED_FROM = 65_536  # bytes of a mail
LONGEST_TYPE = 4096  # code points of a header with parameters; the library's time grows with the square
LONGEST_NAME = 250  # code points of a name or address, where it is searched for
LONGEST_DECODED = 65_536  # code points of a header; encoded words of a longer one stay as they are written

_HEAD = re.compile(  # what is no header and stands before one is damage
    rb"(?:[!-9;-~]++[ \t]*+:[^\n]*+(?:\n[ \t][^\n]*+)*+(?:\n|\Z)|>?From [^\n]*+\n"
    rb"|(?!\r?\n)[^\n]{1,998}+\n(?=(?:received|return-path|delivered-to|date|from|to|subject|message-id):))*+",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^([!-9;-~]++)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)$", re.MULTILINE)
_FOLD = re.compile(r"\n[ \t]+")
_CHARSET = re.compile(rb"charset[ \t]*=[ \t\"]*([A-Za-z0-9_:.+-]{1,40})", re.IGNORECASE)
_CHARSET_NAME = re.compile(r"[A-Za-z0-9_:.+-]{1,40}")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f]+")
_BLANK = re.compile(rb"\r?\n")
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?(.{0,2000}?)\?=")
_DIGITS = re.compile(r"[A-Za-z0-9+/]+")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}")
_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_UUENCODED = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n(.*?)(?:^end\b|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(slots=True)
class Notes:
    """What reading a mail brings to light: how its characters were found, and codes of what was not read.

    `fallback` is the encoding of what declares none; `guessed` when it was not declared for the mail either.
    """

    fallback: str | None = None
    guessed: bool = False
    labels: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    parts: int = 0

    def text(self, data: bytes, charset: str | None) -> str:
        """The canonical text of these bytes. Raises Unreadable."""
        decoded = decode(data, charset or self.fallback)
        guessed = decoded.how == "guessed" or (decoded.how == "declared" and not charset and self.guessed)
        self.labels.append(f"{decoded.encoding}; guessed" if guessed else decoded.label)
        self.codes.update({*decoded.problems, GUESSED} if guessed else decoded.problems)
        return decoded.text


@dataclass(frozen=True, slots=True)
class Entity:
    """A mail, or a part of one: `fields` are its headers, names in lower case; `number` is `2.1` as IMAP counts."""

    fields: tuple[tuple[str, str], ...]
    mime: Message
    body: tuple[int, int]
    number: str
    parts: tuple[Entity, ...] = ()

    @property
    def type(self) -> str:
        """Such as `text/plain`, in lower case."""
        said = self.mime.get_content_type()
        return said if _TYPE.fullmatch(said) else "application/octet-stream"

    @property
    def is_attached(self) -> bool:
        return str(self.mime.get("Content-Disposition", "")).strip().lower().startswith("attachment")

    @property
    def name(self) -> str:
        """The file name that it is given, in its own characters; shown, never opened."""
        written = self._parameter("filename", "Content-Disposition") or self._parameter("name", "Content-Type")
        return words(written, Notes())[:500]

    @property
    def charset(self) -> str | None:
        """The encoding that is declared for it, which need not be one."""
        said = self._parameter("charset", "Content-Type")
        return said if _CHARSET_NAME.fullmatch(said) else None

    def says(self, name: str, value: str) -> bool:
        """Whether the content type's parameter has this value."""
        return self._parameter(name, "Content-Type").lower() == value

    def all(self, name: str) -> Iterator[str]:
        """The values of a header, unfolded, encoded words as they are written."""
        return (value for field, value in self.fields if field == name)

    def first(self, name: str) -> str:
        return next(self.all(name), "")

    def _parameter(self, name: str, header: str) -> str:
        try:
            value = self.mime.get_param(name, "", header)
            return collapse_rfc2231_value(value).strip() if value else ""
        except (ValueError, LookupError, TypeError):  # a character set that is none
            return ""


def parse(data: bytes, notes: Notes) -> Entity:
    """The mail and its parts."""
    return _entity(data, (0, len(data)), "", "text/plain", notes)


def _entity(data: bytes, span: tuple[int, int], number: str, default: str, notes: Notes) -> Entity:
    start, end = span
    head = _HEAD.match(data, start, end)
    split = head.end() if head else start
    blank = _BLANK.match(data, split, end)
    fields = tuple(_fields(data, (start, split), notes))
    mime = _mime(fields, default)
    whole = Entity(fields, mime, (blank.end() if blank else split, end), number)
    if mime.get_content_maintype() != "multipart":
        return whole
    if number.count(".") + 1 >= DEEPEST:
        notes.codes.add("mail-too-deep")
        return whole
    inner = "message/rfc822" if whole.type == "multipart/digest" else "text/plain"
    parts = []
    for count, part in enumerate(_between(data, whole, notes), 1):
        parts.append(_entity(data, part, f"{number}.{count}".lstrip("."), inner, notes))
    return Entity(fields, mime, whole.body, number, tuple(parts))


def _fields(data: bytes, span: tuple[int, int], notes: Notes) -> Iterator[tuple[str, str]]:
    """(name, value) of each header, the value on one line."""
    head = data[slice(*span)]
    try:
        text = head.decode("ascii")
    except UnicodeDecodeError:
        text = _decoded(data, head, notes)
    for found in _FIELD.finditer(text.replace("\r\n", "\n")):
        yield found[1].lower(), _FOLD.sub(" ", found[2]).strip()


def _decoded(data: bytes, head: bytes, notes: Notes) -> str:
    declared = _CHARSET.search(head)
    try:
        if declared is None and notes.fallback is None:
            whole = decode(data[:_GUESSED_FROM])
            if whole.how == "guessed":
                notes.fallback, notes.guessed = whole.encoding, True
        return notes.text(head, declared[1].decode() if declared else None)
    except Unreadable:
        return head.decode("latin-1")


def _mime(fields: tuple[tuple[str, str], ...], default: str) -> Message:
    """The headers that say what the body is, as the library reads their parameters; of several the first."""
    mime = Message()
    mime.set_default_type(default)
    for name, value in fields:
        if name in ("content-type", "content-disposition", "content-transfer-encoding") and name not in mime:
            mime[name] = value[:LONGEST_TYPE]
    return mime


def _between(data: bytes, whole: Entity, notes: Notes) -> Iterator[tuple[int, int]]:
    """Where the parts of a multipart begin and end. The line break before a boundary belongs to the boundary."""
    boundary = whole._parameter("boundary", "Content-Type").encode("utf-8", "replace")
    if not boundary:
        return
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
    start, end = -1, whole.body[1]
    for found in line.finditer(data, *whole.body):
        if start >= 0:
            yield start, _without_line_end(data, start, found.start())
        start = -1 if found[1] else found.end()
        notes.parts += 1
        if found[1]:
            return
        if notes.parts > MOST_PARTS:
            notes.codes.add("mail-too-many-parts")
            return
    if 0 <= start < end:  # it never closes
        yield start, end


def _without_line_end(data: bytes, start: int, end: int) -> int:
    for ending in (b"\r\n", b"\n"):
        if data.endswith(ending, start, end):
            return end - len(ending)
    return end


# Transfer encodings ------------------------------------------------------------------------------------------


def content(data: bytes, part: Entity, notes: Notes) -> bytes:
    """The bytes that a part transmits."""
    body = data[slice(*part.body)]
    match str(part.mime.get("Content-Transfer-Encoding", "")).partition(";")[0].strip().lower():
        case "base64":
            return _base64(body, notes)
        case "quoted-printable":
            return quopri.decodestring(body)
        case "uuencode" | "x-uuencode" | "uue" | "x-uue":
            return _uuencoded(body, notes)
    return body


def _base64(body: bytes, notes: Notes) -> bytes:
    """What stands before the padding; what else stands there is no base64."""
    digits, _, rest = _BASE64.sub(b"", body).partition(b"=")
    if rest.strip(b"=") or len(digits) % 4 == 1 or _BASE64.sub(b"", body) != b"".join(body.split()):
        notes.codes.add("mail-damaged")
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def _uuencoded(body: bytes, notes: Notes) -> bytes:
    found = _UUENCODED.search(body)
    if found is None:
        return body
    decoded = []
    for line in found[1].splitlines():
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            notes.codes.add("mail-damaged")
    return b"".join(decoded)


# Headers -----------------------------------------------------------------------------------------------------


def words(written: str, notes: Notes) -> str:
    """A header's value with its encoded words read, on one line. What is broken of them stays as it is written."""
    pieces = _pieces(written) if "=?" in written and len(written) <= LONGEST_DECODED else [(written, b"", "")]
    read = "".join(plain + (_characters(data, charset, notes) if data else "") for plain, data, charset in pieces)
    return _UNSEEN.sub(" ", read).strip()


def _pieces(written: str) -> list[tuple[str, bytes, str]]:
    """(text, bytes of the encoded words after it, their character set). White space between encoded words is none, and
    a character may begin in one and end in the next."""
    pieces: list[tuple[str, bytes, str]] = []
    end = 0
    for found in _ENCODED.finditer(written):
        data = _encoded(found[2], found[3])
        if data is None:
            continue
        between, charset = written[end : found.start()], found[1].partition("*")[0].lower()
        follows = bool(pieces) and (not between or between.isspace())
        if follows and pieces[-1][2] == charset:
            text, before, _ = pieces.pop()
            pieces.append((text, before + data, charset))
        else:
            pieces.append(("" if follows else between, data, charset))
        end = found.end()
    return [*pieces, (written[end:], b"", "")]


def _encoded(how: str, written: str) -> bytes | None:
    """The bytes of an encoded word; None when it is none."""
    if how in "qQ":
        return binascii.a2b_qp(written.encode("utf-8"), header=True)
    digits = written.replace(" ", "").rstrip("=")
    if not written:
        return b""
    if not _DIGITS.fullmatch(digits) or len(digits) % 4 == 1:
        return None
    return binascii.a2b_base64(digits + "=" * (-len(digits) % 4))


def _characters(data: bytes, charset: str, notes: Notes) -> str:
    for codec in declared_codecs(charset):
        try:
            return data.decode(codec)
        except UnicodeError:
            continue
    notes.codes.add(NOT_AS_DECLARED)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


_SEVERAL = re.compile(r'(?:"(?:\\.|[^"\\])*+"|\((?:\\.|[^()\\])*+\)|<[^<>]*+>|[^,;])++', re.DOTALL)
_NAMED = re.compile(r"(.*?)\s*<\s*([^<>]*?)\s*>\s*(?:\(.*\))?", re.DOTALL)
_REMARKED = re.compile(r"(\S+@\S+)\s+\((.*)\)", re.DOTALL)
_APOSTROPHES = re.compile(r"\A'(.*)'\Z", re.DOTALL)
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*+)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody that a mail names: either may be empty."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


def people(written: str, notes: Notes) -> Iterator[Person]:
    """Who stands in an address header. Split before encoded words are read: a name may hold commas."""
    for found in _SEVERAL.finditer(written):
        piece = found[0].strip()
        if named := _NAMED.fullmatch(piece):
            name, address = named[1], named[2]
        elif remarked := _REMARKED.fullmatch(piece):
            address, name = remarked[1], remarked[2]
        else:
            name, address = ("", piece) if "@" in piece else (piece, "")
        name = words(_QUOTED.sub(lambda quoted: re.sub(r"\\(.)", r"\1", quoted[1]), name), notes)
        person = Person(_APOSTROPHES.sub(r"\1", name)[:LONGEST_NAME], words(address, notes)[:LONGEST_NAME])
        if str(person):
            yield person
