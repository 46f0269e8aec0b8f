"""Where a Word file cites: its links, and the places of its notes, each with the words right before it.

The text that the reader gives has neither: addresses stand beside the words, and notes behind the body. Only drafts
are asked for this, so that no text of an archive depends on it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from archive.readers._package import Package, parse

LONGEST = 300  # code points of the words before a note

_KIND = "Word file"
_MAIN = "word/document.xml"
_NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
_FIELD = re.compile(r'HYPERLINK\s+"([^"]{1,2000})"')


def links(data: bytes) -> list[tuple[str, str]]:
    """(words, address) of each link, in order; of a note the words of its paragraph before it, and its text. Raises
    Unreadable."""
    package = Package(data, _KIND)
    notes = {tag: _notes(package.read(name)) for tag, name in _NOTES.items()}
    return _Links(package.read(_MAIN), _addresses(package), notes).found


def _addresses(package: Package) -> dict[str, str]:
    """Id of a relation → the address it leads to, outside the file."""
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    folder, base = posixpath.split(_MAIN)
    if data := package.read(posixpath.join(folder, "_rels", f"{base}.rels")):
        parse(data, _KIND, start, _nothing, _nothing)
    return found


def _notes(data: bytes) -> dict[str, str]:
    """Id of a note → what it says, with the words of its links."""
    found: dict[str, str] = {}
    here = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if _tag(name) in ("footnote", "endnote"):
            here[0] = _own(attributes).get("id", "")

    def text(words: str) -> None:
        found[here[0]] = found.get(here[0], "") + words

    if data:
        parse(data, _KIND, start, _nothing, text)
    return found


class _Links:
    def __init__(self, data: bytes, addresses: Mapping[str, str], notes: Mapping[str, Mapping[str, str]]) -> None:
        self.found: list[tuple[str, str]] = []
        self._addresses, self._notes = addresses, notes
        self._paragraph = self._field = ""
        self._opened: list[tuple[str, int]] = []  # address, and where in the paragraph its words begin
        self._tag, self._told = "", 0  # how much of the paragraph stands before the last link or note
        if data:
            parse(data, _KIND, self._start, self._end, self._text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._tag, own = _tag(name), _own(attributes)
        if self._tag == "p":
            self._paragraph, self._opened, self._told = "", [], 0
        elif self._tag == "hyperlink":
            self._opened.append((self._addresses.get(own.get("id", ""), ""), len(self._paragraph)))
        elif self._tag == "fldSimple":
            self._opened.append((_address(own.get("instr", "")), len(self._paragraph)))
        elif self._tag == "fldChar":
            self._field_sign(own.get("fldCharType", ""))
        elif self._tag in self._notes:
            self._add(self._told, self._notes[self._tag].get(own.get("id", ""), ""))

    def _field_sign(self, kind: str) -> None:
        if kind == "begin":
            self._field = ""
        elif kind == "separate":
            self._opened.append((_address(self._field), len(self._paragraph)))
        elif kind == "end" and self._opened:
            self._close()

    def _end(self, name: str) -> None:
        self._tag = ""
        if _tag(name) in ("hyperlink", "fldSimple") and self._opened:
            self._close()

    def _close(self) -> None:
        address, start = self._opened.pop()
        if address:
            self._add(start, address)

    def _add(self, start: int, said: str) -> None:
        """Of the words from `start` on; where there are none, of those of the link or note right before."""
        words = self._paragraph[max(start, self._told, len(self._paragraph) - LONGEST) :].strip()
        if words:
            self.found.append((words, said))
        elif self.found and self._told:
            before, more = self.found.pop()
            self.found.append((before, f"{more} {said}"))
        self._told = len(self._paragraph)

    def _text(self, words: str) -> None:
        if self._tag == "t":
            self._paragraph += words
        elif self._tag == "instrText":
            self._field += words


def _address(instruction: str) -> str:
    found = _FIELD.search(instruction)
    return found[1] if found else ""


def _tag(name: str) -> str:
    return name.rpartition(" ")[2]


def _own(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name.rpartition(" ")[2]: value for name, value in attributes.items()}


def _nothing(*_: object) -> None:
    """Of no interest."""
