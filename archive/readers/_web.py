"""What a web archive recorded → documents: pages and files that people read, each with where and when it was served.

A crawl holds many times more pictures, styles and scripts than pages. They are counted, not taken, and so are redirects
(which the page that they led to names), errors, and what the crawler wrote of itself. A *revisit* says that an address
served again what an earlier record holds: its bytes are taken from there, as long as it is in the same file and not
more than 64 MiB of documents back.

warcio reads the records' own headers (WARC, and the older ARC). The rest is read here: the answer's headers are kept
as the bytes they are, and an answer that breaks off or is packed wrong must be said to be.
"""

from __future__ import annotations

import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urldefrag, urljoin

from archive import readers
from archive.errors import Unreadable
from archive.model.record import is_uri, is_when
from archive.readers import Declared, Member
from archive.readers._unpacking import (
    BARE,
    BLOCK,
    GZIP,
    LARGEST,
    TOO_LARGE,
    ZLIB,
    Inflating,
    TooLarge,
    collected,
    inflated,
)
from archive.text.canonical import binary_kind

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

MOST_HEAD = 2**20  # bytes of the headers of a record
LONGEST_URL = 4000  # code points
MOST_REDIRECTS = 10_000  # remembered of a file
LONGEST_CHAIN = 20
HELD = 64 * 2**20  # bytes of documents that a revisit may mean
MOST_HELD = 50_000  # records

_FIRST_LINE = re.compile(
    rb"WARC/\d+\.\d+|filedesc:|[a-z][a-z0-9+.-]*:\S+ [0-9a-f.:]+ \d{14} \S+ \d+\r?$", re.IGNORECASE
)
_STATUS = re.compile(rb"HTTP/\d[\d.]*[ \t]+(\d{3})")
_FRACTION = re.compile(r"\.\d+(?=Z$)")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_WEB = ("http:", "https:", "ftp:")
_VAGUE = frozenset(
    {None, "", "application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown"}
)
_SUFFIXES = (
    (re.compile(r"\.(png|jpe?g|gif|webp|avif|ico|svg|bmp)\Z", re.IGNORECASE), "images"),
    (re.compile(r"\.(mp[34]|m4[av]|webm|ogg|ts|m3u8|mpd)\Z", re.IGNORECASE), "sound and film"),
    (re.compile(r"\.(woff2?|ttf|otf|eot)\Z", re.IGNORECASE), "fonts"),
    (re.compile(r"\.(css|m?js|map|wasm)\Z", re.IGNORECASE), "styles and scripts"),
)
_DOCUMENTS = ("a PDF file", "a ZIP file", "a gzip file", "an OLE2 file")  # of those that are not text
_LEFT = (
    (re.compile(r"image/"), "images"),
    (re.compile(r"audio/|video/|application/(vnd\.apple\.mpegurl|x-mpegurl|dash\+xml|ogg)"), "sound and film"),
    (re.compile(r"font/|application/(x-)?font|application/vnd\.ms-fontobject"), "fonts"),
    (re.compile(r"(text|application)/(x-)?(css|javascript|ecmascript|wasm)|application/wasm"), "styles and scripts"),
    (re.compile(r"application/(.*\+)?json|text/json"), "JSON"),
    (re.compile(r"(application|text)/(rss\+|atom\+|soap\+)?xml"), "XML"),
)


def is_web_archive(head: bytes) -> bool:
    """Whether unpacked bytes begin as WARC and ARC files do."""
    return head.startswith((b"WARC/0.", b"WARC/1.", b"filedesc://"))


# Records -----------------------------------------------------------------------------------------------------


class Lines:
    """A stream as warcio reads it, with an end to the lines that it keeps asking for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = MOST_HEAD

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int = BLOCK) -> bytes:
        """Raises Unreadable when a record's headers do not end."""
        line = self._stream.readline(min(size, BLOCK))
        self._left -= len(line)
        if self._left < 0:
            raise Unreadable("has headers without an end")
        return line

    def first_line(self) -> bytes:
        """The first line of the next record; empty at the end."""
        self._left = MOST_HEAD
        while line := self._stream.readline(BLOCK):
            if line.strip():
                return line
        return b""

    def next_first_line(self) -> bytes:
        """The next line that begins a record, whatever stands before it."""
        while (line := self.first_line()) and not _FIRST_LINE.match(line):
            pass
        return line


def records(lines: Lines) -> Iterator[ArcWarcRecord | None]:
    """The records, one at a time: each is read before the next one is asked for. None stands for what is no record."""
    import logging

    from warcio.recordloader import ArcWarcRecordLoader

    logging.getLogger("warcio").addHandler(logging.NullHandler())  # it would write to standard error
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=True)
    line = lines.first_line()
    while line:
        try:
            record = (
                loader.parse_record_stream(lines, line, None, no_record_parse=True) if _FIRST_LINE.match(line) else None
            )
        except Exception:  # of hostile headers: several kinds, which its documentation does not name
            record = None
        if record is None or record.length is None:
            yield None
            line = lines.next_first_line()
            continue
        yield record
        while record.raw_stream.read(BLOCK):
            pass
        line = lines.first_line()


# One answer --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server said: its headers as they are (`head`) and by name, and its body as it was transmitted."""

    status: int
    head: bytes
    headers: dict[str, str]

    @property
    def declared(self) -> Declared:
        media_type, _, parameters = self.headers.get("content-type", "").partition(";")
        charset = re.search(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", parameters, re.IGNORECASE)
        media_type = media_type.strip().lower()
        return Declared(media_type if _TYPE.fullmatch(media_type) else None, charset[1] if charset else None)


@dataclass(frozen=True, slots=True)
class _Payload:
    data: bytes
    declared: Declared
    is_cut: bool


def _answer(record: ArcWarcRecord) -> _Answer | None:
    """The headers of an HTTP response, read from the record; None when it begins otherwise."""
    head = [record.raw_stream.readline(BLOCK)]
    status = _STATUS.match(head[0])
    if status is None:
        return None
    while (line := record.raw_stream.readline(BLOCK)).strip():
        head.append(line)
    fields = (line.decode("latin-1").partition(":") for line in head[1:])
    headers = {name.strip().lower(): value.strip() for name, colon, value in reversed([*fields]) if colon}
    return _Answer(int(status[1]), b"".join([*head, line]), headers)


def _body(record: ArcWarcRecord) -> tuple[bytes, bool]:
    """The rest of a record, and whether it breaks off. Raises TooLarge."""
    data, _ = collected(iter(lambda: record.raw_stream.read(BLOCK), b""))
    return data, getattr(record.raw_stream, "limit", 0) > 0


def _payload(answer: _Answer, body: bytes) -> tuple[bytes, bool]:
    """The document that a body transmits, and whether it breaks off. Raises Unreadable, TooLarge."""
    is_cut = False
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        body, is_cut = _without_chunks(body)
    for coding in reversed(answer.headers.get("content-encoding", "").lower().split(",")):
        body, damage = _without_coding(body, coding.strip())
        is_cut = is_cut or bool(damage)
    return body, is_cut


def _without_chunks(body: bytes) -> tuple[bytes, bool]:
    """Many programs store a body without its chunks and leave the header that announces them."""
    if not _CHUNK.match(body):
        return body, False
    pieces: list[bytes] = []
    at = 0
    while size := _CHUNK.match(body, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(pieces), False
        pieces.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    return b"".join(pieces), True


def _without_coding(body: bytes, coding: str) -> tuple[bytes, str]:
    """Unpacked, and what is damaged; as it is when it was stored unpacked, whatever the header says."""
    if coding in ("gzip", "x-gzip"):
        return collected(inflated([body], GZIP)) if body.startswith(b"\x1f\x8b") else (body, "")
    if coding == "deflate":
        wrapping = ZLIB if body[:1] == b"x" and int.from_bytes(body[:2]) % 31 == 0 else BARE
        data, damage = collected(inflated([body], wrapping))
        return (data, damage) if data else (body, "")
    if coding in ("", "identity", "none"):
        return body, ""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        known = coding if coding in ("br", "zstd", "compress") else "something unknown"
        raise Unreadable(f"is packed as {known}, which is not unpacked") from None
    return body, ""


# A crawl -----------------------------------------------------------------------------------------------------


class Crawl:
    """The documents of one web archive, and the count of what is none."""

    def __init__(self) -> None:
        self._documents = 0
        self._left: Counter[str] = Counter()
        self._came_from: dict[str, str] = {}
        self._earlier = _Earlier()

    def file(self, stream: BinaryIO, name: str) -> Iterator[Member]:
        """The documents of one file of the crawl; what cannot be read of it is an error under its name."""
        start = stream.tell()
        is_packed = stream.read(2) == b"\x1f\x8b"
        stream.seek(start)
        if not is_packed:
            yield from self._members(Lines(stream), name)
            return
        unpacked = Inflating(stream)
        yield from self._members(Lines(cast(BinaryIO, io.BufferedReader(unpacked, BLOCK))), name)
        if unpacked.damage:
            yield Member(f"{name} (the rest)", b"", error=f"{unpacked.damage}: it could not be read")

    def _members(self, lines: Lines, name: str) -> Iterator[Member]:
        is_damaged = False
        for record in records(lines):
            if record is None:
                is_damaged = True
            elif member := self._member(record):
                self._documents += not member.error
                yield member
        if is_damaged:
            yield Member(f"{name} (what is no record)", b"", error="is damaged: it could not be read")

    def left(self, name: str) -> Iterator[Member]:
        """What was left where it is, when there is such."""
        if self._left:
            counts = ", ".join(f"{what} {count:,}" for what, count in sorted(self._left.items()))
            taken = f"{self._documents:,} document{'' if self._documents == 1 else 's'}"
            yield Member(name, b"", skipped=f"{taken}; left in the file: {counts}")

    def _member(self, record: ArcWarcRecord) -> Member | None:
        kind, url = record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""
        if kind not in ("response", "resource", "revisit"):
            return None
        if not url.lower().startswith(_WEB) or not is_uri(url):
            return self._leave("records of no web address")
        if len(url) > LONGEST_URL:
            return self._leave(f"addresses of more than {LONGEST_URL:,} characters")
        moment = _moment(record)
        member = Member(f"{url} at {moment}" if moment else url, b"", url=url, captured=moment)
        try:
            return self._taken(record, member)
        except Unreadable as error:
            return _failed(member, error.message)

    def _taken(self, record: ArcWarcRecord, member: Member) -> Member | None:
        """Raises Unreadable."""
        is_plain = record.rec_type == "resource" or member.url.lower().startswith("ftp:")
        answer = _plain_answer(record) if is_plain else _answer(record)
        if record.rec_type == "revisit":
            return self._revisited(record, member, answer)
        if answer is None:
            raise Unreadable("has no HTTP headers: it breaks off, or is damaged")
        if not 200 <= answer.status < 300:
            return self._not_served(member.url, answer)
        what = _furniture(answer.declared.media_type or "", member.url)
        payload = None if what else _read(record, answer)
        if payload and payload.declared.media_type in _VAGUE:
            what = _furniture_by_content(payload.data)
        if what or payload is None:
            self._earlier.keep(_names(record, member), None)
            return self._leave(what)
        if not payload.data:
            return self._leave("empty answers")
        self._earlier.keep(_names(record, member), payload)
        return self._made(member, answer, payload)

    def _made(self, member: Member, answer: _Answer | None, payload: _Payload) -> Member:
        return Member(
            member.name,
            payload.data,
            payload.declared,
            member.url,
            member.captured,
            self._redirects(member.url),
            answer.head if answer else b"",
            incomplete=("cut-off",) if payload.is_cut else (),
        )

    def _revisited(self, record: ArcWarcRecord, member: Member, answer: _Answer | None) -> Member | None:
        if answer and 300 <= answer.status < 400 and "location" in answer.headers:
            return self._not_served(member.url, answer)
        what = _furniture(answer.declared.media_type or "" if answer else "", member.url)
        names = [name for name in (_meant(record), record.rec_headers.get_header("WARC-Payload-Digest")) if name]
        found, payload = self._earlier.find(names)
        if what or (found and payload is None):
            return self._leave(what or "other files")
        if payload is None:
            raise Unreadable("is what an earlier record holds, which is not in this file")
        return self._made(member, answer, payload)

    def _not_served(self, url: str, answer: _Answer) -> Member | None:
        """A redirect, remembered for the page that it leads to, or an error."""
        target = answer.headers.get("location", "")
        if not target or not 300 <= answer.status < 400:
            return self._leave(f"answers with status {answer.status}")
        try:
            target = urldefrag(urljoin(url, target)).url
        except ValueError:
            target = ""
        if is_uri(target) and len(target) <= LONGEST_URL and target != url and len(self._came_from) < MOST_REDIRECTS:
            self._came_from[target] = url
        return self._leave("redirects")

    def _redirects(self, url: str) -> tuple[str, ...]:
        """The addresses that led to this one, the first one first; they led to this capture of it alone."""
        chain: list[str] = []
        while (url := self._came_from.pop(url, "")) and len(chain) < LONGEST_CHAIN:
            chain.append(url)
        return tuple(reversed(chain))

    def _leave(self, what: str) -> Member | None:
        """Counts it; there is no member of it."""
        self._left[what] += 1
        return None


class _Earlier:
    """The last documents, by all that a revisit may call them; None for one that was left out."""

    def __init__(self) -> None:
        self._named: dict[str, _Payload | None] = {}
        self._order: deque[tuple[list[str], int]] = deque()
        self._held = 0

    def keep(self, names: list[str], payload: _Payload | None) -> None:
        size = len(payload.data) if payload else 0
        self._named.update(dict.fromkeys(names, payload))
        self._order.append((names, size))
        self._held += size
        while self._held > HELD or len(self._order) > MOST_HELD:
            gone, size = self._order.popleft()
            self._held -= size
            for name in gone:
                self._named.pop(name, None)

    def find(self, names: list[str]) -> tuple[bool, _Payload | None]:
        for name in names:
            if name in self._named:
                return True, self._named[name]
        return False, None


def _names(record: ArcWarcRecord, member: Member) -> list[str]:
    headers = record.rec_headers
    own = (headers.get_header("WARC-Record-ID"), headers.get_header("WARC-Payload-Digest"), member.name)
    return [name for name in own if name]


def _meant(record: ArcWarcRecord) -> str:
    """What a revisit calls the record that it means."""
    headers = record.rec_headers
    url, moment = headers.get_header("WARC-Refers-To-Target-URI"), headers.get_header("WARC-Refers-To-Date")
    by_id = headers.get_header("WARC-Refers-To")
    return str(by_id or (f"{url} at {_FRACTION.sub('', moment)}" if url and moment else ""))


def _moment(record: ArcWarcRecord) -> str:
    """When it was recorded, to the second, or the empty string."""
    moment = _FRACTION.sub("", record.rec_headers.get_header("WARC-Date") or "")
    return moment if is_when(moment) else ""


def _plain_answer(record: ArcWarcRecord) -> _Answer:
    """A record that holds a file and no headers of a server."""
    return _Answer(200, b"", {"content-type": record.content_type or ""})


def _read(record: ArcWarcRecord, answer: _Answer) -> _Payload:
    """Raises Unreadable."""
    if record.length > LARGEST:
        raise TooLarge(TOO_LARGE)
    body, is_short = _body(record)
    data, is_cut = _payload(answer, body)
    truncated = record.rec_headers.get_header("WARC-Truncated") or record.rec_headers.get_header("WARC-Segment-Number")
    return _Payload(data, answer.declared, bool(is_short or is_cut or truncated) or answer.status == 206)


def _furniture(media_type: str, url: str) -> str:
    """What of a page such a file is, or the empty string for what people read."""
    is_vague = media_type in _VAGUE
    path = re.split(r"[?#]", url, maxsplit=1)[0] if is_vague else ""
    for pattern, what in _SUFFIXES if is_vague else _LEFT:
        if pattern.search(path) if is_vague else pattern.match(media_type):
            return what
    is_read = media_type in readers.choose("", media_type).MEDIA_TYPES
    if is_vague or is_read or media_type.startswith(("text/", "message/")):
        return ""
    return f"files of type {media_type[:60]}"


def _furniture_by_content(data: bytes) -> str:
    """As `_furniture`, of what nobody says the type of."""
    kind = binary_kind(data)
    return "other files" if kind and not kind.startswith(_DOCUMENTS) else ""


def _failed(member: Member, error: str) -> Member:
    return Member(member.name, b"", url=member.url, captured=member.captured, error=error)
