"""EPUB: a book of XHTML pages in a ZIP file. Its text is that of the chapters in their order, parted by form feeds.

Nothing is unpacked to a disk and no name in the file is taken for a path: a chapter is looked up by its name among the
members, and read up to a limit. What lists the chapters is read with the page's own tag expressions, not with an XML
parser: no entity of its own, and nothing outside the file, means anything.

A span leads back to the bytes of its chapter. A chapter that cannot be read is left out, and `parts-unread` says so;
one without text, such as a cover, is nothing to miss.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from archive.errors import Unreadable
from archive.readers import Declared, Reading, Source
from archive.readers._page import XHTML, Page, attributes, page, source_of, unescape
from archive.readers._stated import Claim, first_of

READER = "epub/1"
MEDIA_TYPES = ("application/epub+zip",)
SUFFIXES = (".epub",)
ISOLATED = True

UNREAD = "parts-unread"
BETWEEN = "\n\f\n"  # two chapters

MOST_MEMBERS = 20_000
MOST_BYTES = 256 * 2**20  # unpacked, of all that is read
LARGEST = 32 * 2**20  # bytes of one member, unpacked
_CONTAINER = "META-INF/container.xml"
_NO_TEXT = "has no text that can be seen"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"""<(?:\w{1,20}:)?(rootfile|item|itemref)\b((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
_DC = re.compile(r"<(?:dc:)(title|creator|publisher|date|language|subject)\b[^>]*+>([^<]*+)</")
_FIELDS = {"creator": "authors", "date": "published", "subject": "tags"}


@dataclass(frozen=True, slots=True)
class _Book:
    """The chapters that could be read, by their names among the members; codes; and what the book says of itself."""

    chapters: tuple[tuple[str, bytes, Page], ...]
    codes: frozenset[str]
    claims: tuple[Claim, ...]


def recognises(data: bytes) -> bool:
    zipped = data.startswith(b"PK\x03\x04")
    return zipped and (data[30:58] == b"mimetypeapplication/epub+zip" or _CONTAINER.encode() in data)


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    book = _opened(data)
    text = BETWEEN.join(chapter.text for _, _, chapter in book.chapters)
    guessed = [chapter.encoding for _, _, chapter in book.chapters if chapter.encoding.endswith("; guessed")]
    encoding = guessed[0] if guessed else ""
    return Reading(text, MEDIA_TYPES[0], READER, encoding, tuple(sorted(book.codes)), first_of(book.claims))


def source(data: bytes, start: int, end: int, *, declared: Declared) -> Source:
    """See the folder's contract. Of a span in several chapters, what stands in its first."""
    book = _opened(data)
    text = BETWEEN.join(chapter.text for _, _, chapter in book.chapters)
    begin = 0
    for name, packed, chapter in book.chapters:
        stop = begin + len(chapter.text)
        if start < stop:
            found = source_of(chapter, packed, max(start - begin, 0), max(min(end, stop) - begin, 0), name)
            return Source(text, found.part, found.start, found.end, found.data, found.written)
        begin = stop + len(BETWEEN)
    return Source(text, "", 0, 0, b"", "")


def _opened(data: bytes) -> _Book:
    """Raises Unreadable for what is no book, or one of which no chapter can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if len(packed.infolist()) > MOST_MEMBERS:
                raise Unreadable(f"is a book of more than {MOST_MEMBERS} files")
            return _read(_Members(packed))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise Unreadable("is no EPUB that can be read: its ZIP file is broken") from error


class _Members:
    """The files of the book, read at most once over, each and all together up to a limit."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._archive = packed
        self._left = MOST_BYTES
        self.names = {info.filename: info for info in packed.infolist()}

    def read(self, name: str) -> bytes:
        """Raises Unreadable."""
        info = self.names.get(name)
        if info is None:
            raise Unreadable(f"has no {name}")
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("is encrypted, or packed in an unknown way")
        limit = min(LARGEST, self._left)
        archive = self._archive
        with archive.open(info) as file:
            data = file.read(limit + 1)
        self._left -= len(data)
        if len(data) > limit:
            raise Unreadable("is too large when unpacked")
        return data


def _read(members: _Members) -> _Book:
    listed = _text(members.read(_CONTAINER))
    root = next((unescape(said.get("full-path", "")) for name, said in _tags(listed) if name == "rootfile"), "")
    package = _text(members.read(root))
    chapters, codes, refusals = [], set(), []
    for name, kind in _spine(package, posixpath.dirname(root)):
        try:
            data = members.read(name)
            made = page(data, Declared(kind or XHTML))
        except (Unreadable, zipfile.BadZipFile, EOFError, OSError, RuntimeError, zlib.error) as error:
            refusals.append(error)
            codes |= set() if isinstance(error, Unreadable) and error.message == _NO_TEXT else {UNREAD}
            continue
        codes |= set(made.incomplete)
        chapters.append((name, data, made))
    if not chapters:
        raise Unreadable("has no chapter that can be read") from (refusals[0] if refusals else None)
    return _Book(tuple(chapters), frozenset(codes), tuple(_claims(package)))


def _spine(package: str, folder: str) -> Iterator[tuple[str, str]]:
    """(name, media type) of each chapter, in the order of reading; each once."""
    tags = list(_tags(package))
    items = {said.get("id", ""): said for name, said in tags if name == "item"}
    seen = set()
    for name, said in tags:
        item = items.get(said.get("idref", "")) if name == "itemref" else None
        if item is None:
            continue
        target = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "").partition("#")[0])))
        if target not in seen and item.get("media-type", XHTML) in (XHTML, "text/html"):
            seen.add(target)
            yield target, item.get("media-type", XHTML)


def _tags(written: str) -> Iterator[tuple[str, dict[str, str]]]:
    for tag in _TAG.finditer(_COMMENT.sub("", written)):
        yield tag[1], attributes(tag[2])


def _text(data: bytes) -> str:
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")


def _claims(package: str) -> Iterator[Claim]:
    said: dict[str, list[str]] = {}
    for found in _DC.finditer(package):
        said.setdefault(found[1], []).append(unescape(found[2]))
    for name, values in said.items():
        yield _FIELDS.get(name, name), values, f"EPUB dc:{name}"
