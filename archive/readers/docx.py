"""Word files (.docx): the paragraphs and tables of the body, then its notes, then headers and footers.

The XML is read by itself and not through python-docx, which leaves out what is in content controls, text boxes, notes
and tracked insertions. What is decided here:

* Of tracked changes the text is as if they were accepted: what was inserted or moved here is in it, what was deleted
  or moved away is not; that there are any is recorded. Comments are not in it, which is recorded too.
* Footnotes and endnotes follow the body, without their numbers, which stand nowhere in the file (like those of
  lists).
* Headers and footers come last, each wording once; `article` is all before them.
* The date of creation is no date of publication, and not stated. Pages are made by a program that lays the text out:
  the file has none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import Unreadable
from archive.readers import Declared, Reading, Stated
from archive.readers._blocks import Blocks, joined
from archive.readers._package import Package, names, parse

READER = "docx/1"
MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "application/vnd.ms-word.document.macroenabled.12",
)
SUFFIXES = (".docx", ".docm", ".dotx")
ISOLATED = True

_KIND = "Word file"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_WORD = re.compile(
    r"(?:http://schemas\.openxmlformats\.org/(?:wordprocessingml/2006/main|officeDocument/2006/math)"
    r"|http://purl\.oclc\.org/ooxml/(?:wordprocessingml/main|officeDocument/math)) (\w+)"
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_GONE = frozenset({"del", "moveFrom"})
_CHANGED = _GONE | {"ins", "moveTo"}
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_NOT_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_STATED = {
    "http://purl.org/dc/elements/1.1/ title": "title",
    "http://purl.org/dc/elements/1.1/ creator": "authors",
    "http://purl.org/dc/elements/1.1/ language": "language",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties keywords": "tags",
}


@dataclass(frozen=True, slots=True)
class _Relation:
    """`kind` is the last part of its type, such as `footnotes`; `target` a member's name."""

    kind: str
    target: str


def recognises(data: bytes) -> bool:
    return any(name.startswith("word/document") for name in names(data))


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    package = Package(data, _KIND)
    main = next((r.target for r in _relations(package, "") if r.kind == "officeDocument"), "word/document.xml")
    if main not in package or not posixpath.basename(main).startswith("document"):
        raise Unreadable("is a ZIP file and no Word file inside", hint="unpack it, and add what is in it")
    relations = _relations(package, main)
    body = _Words(package.read(main))
    notes = [_Words(package.read(r.target)) for r in relations if r.kind in ("footnotes", "endnotes")]
    margins = _margins(package, relations)
    text = joined([*body.blocks, *(block for note in notes for block in note.blocks)])
    whole = joined([text, *margins])
    if not whole:
        raise Unreadable("has no text: it is empty, or holds only pictures")
    article = ((0, len(text)),) if text and margins else ()
    codes = set(_codes(package, relations, [body, *notes]))
    return Reading(whole, MEDIA_TYPES[0], READER, "", tuple(sorted(codes)), dict(_stated(package)), article)


def _margins(package: Package, relations: list[_Relation]) -> list[str]:
    """Headers and footers, each wording once; those without a letter are page numbers."""
    parts = sorted((r.kind, r.target) for r in relations if r.kind in ("header", "footer"))
    texts = [joined(_Words(package.read(target)).blocks) for kind, target in reversed(parts)]
    return [text for text in dict.fromkeys(texts) if any(map(str.isalpha, text))]


def _codes(package: Package, relations: list[_Relation], read: list[_Words]) -> Iterator[str]:
    if any(words.changed for words in read):
        yield "changes-accepted"
    if any(r.kind == "comments" and _Words(package.read(r.target)).blocks for r in relations):
        yield "comments-left-out"
    if any("/embeddings/" in name or "/afchunk" in name.lower() for name in package.names):
        yield "parts-left-out"


def _relations(package: Package, source: str) -> list[_Relation]:
    """What a member refers to inside the package, in the order of the file."""
    folder, base = posixpath.split(source)
    found: list[_Relation] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == _RELATIONS and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            found.append(_Relation(attributes.get("Type", "").rpartition("/")[2], target))

    data = package.read(posixpath.join(folder, "_rels", f"{base}.rels"))
    if data:
        parse(data, _KIND, start, _nothing, _nothing)
    return found


def _stated(package: Package) -> Iterator[tuple[str, Stated]]:
    target = next((r.target for r in _relations(package, "") if r.kind == "core-properties"), "docProps/core.xml")
    said: dict[str, str] = {}
    here: list[str] = []

    def text(data: str) -> None:
        field = _STATED.get(here[-1], "")
        if field:
            said[field] = said.get(field, "") + data

    data = package.read(target)
    if data:
        parse(data, _KIND, lambda name, _: here.append(name), lambda _: _drop(here), text)
    for field, value in said.items():
        several = field in ("authors", "tags")
        values = tuple(" ".join(part.split()) for part in (re.split("[;,]" if field == "tags" else ";", value)))
        values = tuple(filter(None, values))
        if values:
            yield field, Stated(values if several else " ".join(value.split()), f"docx {field}")


def _drop(stack: list[str]) -> None:
    stack.pop()


def _nothing(*_: object) -> None:
    """Of no interest."""


class _Words:
    """What one XML part of a Word file says."""

    def __init__(self, data: bytes) -> None:
        self.changed = False
        self._found = Blocks()
        self._skipped = 0  # how deep we are in what is left out
        self._is_text = False
        if data:
            parse(data, _KIND, self._start, self._end, self._text)

    @property
    def blocks(self) -> list[str]:
        return self._found.blocks

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        word = _WORD.fullmatch(name)
        tag = word[1] if word else ""
        own = {key.rpartition(" ")[2]: value for key, value in attributes.items()} if tag else {}
        self.changed = self.changed or (tag in _CHANGED and "id" in own)
        if self._skipped or name == _FALLBACK or tag in _GONE or own.get("type") in _NOT_NOTES:
            self._skipped += 1
        elif tag == "t":
            self._is_text = True
        elif tag in _SIGNS:
            self._found.write(_SIGNS[tag])
        elif tag == "sym":
            self._found.write(_symbol(own.get("char", "")))
        elif tag in _BEGINS:
            _BEGINS[tag](self._found)

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        word = _WORD.fullmatch(name)
        tag = word[1] if word else ""
        if tag == "t":
            self._is_text = False
        elif tag in _ENDS:
            _ENDS[tag](self._found)

    def _text(self, data: str) -> None:
        if self._is_text and not self._skipped:
            self._found.write(data.replace("\r\n", "\n").replace("\r", "\n"))


_BEGINS = {
    "p": Blocks.begin_paragraph,
    "tbl": Blocks.begin_table,
    "tr": Blocks.begin_row,
    "tc": Blocks.begin_aside,
    "txbxContent": Blocks.begin_aside,
}
_ENDS = {
    "p": Blocks.end_paragraph,
    "tbl": Blocks.end_table,
    "tr": Blocks.end_row,
    "tc": Blocks.end_cell,
    "txbxContent": Blocks.end_aside,
}


def _symbol(hexadecimal: str) -> str:
    """A sign of a symbol font: its number, where characters of no agreed meaning stand."""
    return chr(int(hexadecimal, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", hexadecimal) and hexadecimal[0] in "Ff" else ""
