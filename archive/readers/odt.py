"""OpenDocument texts (.odt, .ott, and .fodt, which is one XML file): body, then notes, then headers and footers.

Decided as for Word files: tracked deletions and comments are not in it, which is recorded; notes follow the body
without their numbers; headers and footers come last, each wording once, and `article` is all before them. A locked
document is refused. White space is what the format says it is: a run of it is one space, more are written as
elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.errors import Unreadable
from archive.readers import Declared, Reading, Stated
from archive.readers._blocks import Blocks, joined
from archive.readers._package import Package, parse

READER = "odt/1"
MEDIA_TYPES = (
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.text-template",
    "application/vnd.oasis.opendocument.text-flat-xml",
)
SUFFIXES = (".odt", ".ott", ".fodt")
ISOLATED = True

_KIND = "OpenDocument text"
_TEXT = "application/vnd.oasis.opendocument.text"
_NAME = re.compile(
    r"(?:urn:oasis:names:tc:opendocument:xmlns:(\w+):1\.0|http://purl\.org/(dc)/elements/1\.1/) ([\w-]+)"
)
_FLAT = re.compile(rb"\s*(?:<\?xml[^>]*>)?\s*(?:<!--.{0,4096}?-->\s*)?<office:document\b", re.DOTALL)
_SPACES = re.compile("[ \t\r\n]+")
_MOST_SPACES = 1_000  # that one element stands for
_LITERAL = str.maketrans("\x00\x01\x02", " \t\n")  # white space that elements stand for, until a paragraph is whole

_LEFT_OUT = {
    "office:annotation": "comments-left-out",
    "text:tracked-changes": "changes-accepted",
    "office:forms": "",
    "text:note-citation": "",
}
_MARGINS = frozenset({"style:header", "style:footer", "style:header-left", "style:footer-left", "style:header-first"})
_STATED = {
    "dc:title": "title",
    "meta:initial-creator": "authors",
    "dc:language": "language",
    "meta:keyword": "tags",
}


def recognises(data: bytes) -> bool:
    if data[30:38] == b"mimetype" and data.startswith(b"PK\x03\x04"):
        kind = re.match(rb"[\w./-]*?opendocument\.([a-z-]+)", data[38:120])
        return kind is not None and kind[1] in (b"text", b"text-template", b"text-web", b"text-master")
    return _FLAT.match(data) is not None and b'office:mimetype="application/vnd.oasis.opendocument.text' in data[:8192]


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    document = _Document()
    for part in _parts(data):
        document.read(part)
    notes, margins = document.body.notes, list(dict.fromkeys(document.margins))
    text = joined([*document.body.blocks, *notes])
    whole = joined([text, *margins])
    if not whole:
        raise Unreadable("has no text: it is empty, or holds only pictures")
    article = ((0, len(text)),) if text and margins else ()
    return Reading(whole, MEDIA_TYPES[0], READER, "", tuple(sorted(document.codes)), dict(document.stated()), article)


def _parts(data: bytes) -> Iterator[bytes]:
    """The XML of the body first, as its words come first."""
    if not data.startswith(b"PK"):
        yield data
        return
    package = Package(data, _KIND)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable("is locked with a password", hint="save it without, and add that")
    if "content.xml" not in package:
        raise Unreadable(f"is a ZIP file and no {_KIND}", hint="unpack it, and add what is in it")
    yield from filter(None, (package.read(member) for member in ("content.xml", "styles.xml", "meta.xml")))


class _Document:
    """What its XML says."""

    def __init__(self) -> None:
        self.body = Blocks(_whole)
        self.margins: list[str] = []
        self.codes: set[str] = set()
        self._said: dict[str, list[str]] = {}
        self._margin: Blocks | None = None
        self._skipped = 0
        self._here = ""  # the field of metadata that is being read

    def read(self, data: bytes) -> None:
        parse(data, _KIND, self._start, self._end, self._text)

    def stated(self) -> Iterator[tuple[str, Stated]]:
        for field, parts in self._said.items():
            values = tuple(filter(None, (" ".join(part.split()) for part in parts)))
            if values:
                several = field in ("authors", "tags")
                yield field, Stated(values if several else values[0], f"odt {field}")

    @property
    def _found(self) -> Blocks:
        return self.body if self._margin is None else self._margin

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _short(name)
        if self._skipped or tag in _LEFT_OUT:
            self._skipped += 1
            self.codes |= {_LEFT_OUT.get(tag, "")} - {""} if self._skipped == 1 else set()
        elif tag in _STATED:
            self._here = _STATED[tag]
            self._said.setdefault(self._here, []).append("")
        elif tag in _MARGINS:
            self._margin = Blocks(_whole)
        elif tag in _BEGINS:
            _BEGINS[tag](self._found)
        elif tag == "text:s":
            self._found.write("\x00" * _count(attributes))
        elif tag in ("text:tab", "text:line-break"):
            self._found.write("\x01" if tag == "text:tab" else "\x02")

    def _end(self, name: str) -> None:
        tag = _short(name)
        if self._skipped:
            self._skipped -= 1
        elif tag in _STATED:
            self._here = ""
        elif tag in _MARGINS and self._margin is not None:
            text = joined([*self._margin.blocks, *self._margin.notes])
            self.margins += [text] * any(map(str.isalpha, text))
            self._margin = None
        elif tag in _ENDS:
            _ENDS[tag](self._found)

    def _text(self, data: str) -> None:
        if self._here:
            self._said[self._here][-1] += data
        elif not self._skipped:
            self._found.write(data)


def _whole(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ").translate(_LITERAL)


def _short(name: str) -> str:
    match = _NAME.fullmatch(name)
    return f"{match[1] or match[2]}:{match[3]}" if match else ""


def _count(attributes: dict[str, str]) -> int:
    """How many spaces an element stands for."""
    written = next((value for name, value in attributes.items() if name.endswith(" c")), "1")
    return min(int(written), _MOST_SPACES) if written.isascii() and written.isdigit() and len(written) < 9 else 1


_BEGINS = {
    "text:p": Blocks.begin_paragraph,
    "text:h": Blocks.begin_paragraph,
    "table:table": Blocks.begin_table,
    "table:table-row": Blocks.begin_row,
    "table:table-cell": Blocks.begin_aside,
    "text:note-body": Blocks.begin_aside,
    "draw:text-box": Blocks.begin_aside,
}
_ENDS = {
    "text:p": Blocks.end_paragraph,
    "text:h": Blocks.end_paragraph,
    "table:table": Blocks.end_table,
    "table:table-row": Blocks.end_row,
    "table:table-cell": Blocks.end_cell,
    "text:note-body": Blocks.end_note,
    "draw:text-box": Blocks.end_aside,
}
