"""Markdown: the file's own characters, unchanged, marks and all. A citation then needs no renderer to be
checked.

It states what simple front matter says (`key: value` lines between `---` and `---`), and for want of a title
there the first `# heading`. Front matter is read line by line and never as YAML, which can name objects to
build and expands what is small into what is huge. What is not understood is left alone: it is still there, in
the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from archive.model.record import is_uri, is_when
from archive.readers import Declared, Reading, Stated, incomplete
from archive.text.canonical import decode

READER = "markdown/1"
MEDIA_TYPES = ("text/markdown", "text/x-markdown")
SUFFIXES = (".md", ".markdown", ".mkd")

_HEAD = 65_536  # code points in which a document states something
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_MEMBER = re.compile(r"([A-Za-z_-]{1,40}):(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#[ \t]")
_FIELDS = {
    **dict.fromkeys(("title",), "title"),
    **dict.fromkeys(("author", "authors", "byline"), "authors"),
    **dict.fromkeys(("publisher",), "publisher"),
    **dict.fromkeys(("date", "published", "publishdate"), "published"),
    **dict.fromkeys(("url", "canonical", "canonical_url"), "url"),
    **dict.fromkeys(("lang", "language"), "language"),
    **dict.fromkeys(("tags", "keywords"), "tags"),
}
_SEVERAL = frozenset({"authors", "tags"})


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    """See the folder's contract."""
    decoded = decode(data, declared.encoding)
    stated = _stated(decoded.text[:_HEAD])
    return Reading(decoded.text, MEDIA_TYPES[0], READER, decoded.label, incomplete(decoded), stated)


def _stated(head: str) -> dict[str, Stated]:
    matter = _FRONT_MATTER.match(head)
    stated = dict(_front_matter(matter[1])) if matter else {}
    heading = _first_heading(head[matter.end() :] if matter else head)
    if heading:
        stated.setdefault("title", Stated(heading, "markdown heading"))
    return stated


def _first_heading(text: str) -> str:
    """The first `# heading` outside a fenced block of code."""
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip(" \t`~"):
            fence = ""
        elif not fence and (opening := _HEADING.match(line)):
            heading = _without_closing_marks(line[opening.end() :].strip())
            if heading:
                return heading
    return ""


def _without_closing_marks(heading: str) -> str:
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else heading


def _front_matter(block: str) -> Iterator[tuple[str, Stated]]:
    """(field, what is stated) of the members that are understood; the first of each name."""
    seen: set[str] = set()
    for key, texts in _members(block):
        field = _FIELDS.get(key.lower(), "")
        values = tuple(text for text in texts if _fits(field, text))
        if field and values and field not in seen and (field in _SEVERAL or len(values) == 1):
            seen.add(field)
            value = values if field in _SEVERAL else _when(values[0]) if field == "published" else values[0]
            yield field, Stated(value, "front matter")


def _members(block: str) -> Iterator[tuple[str, list[str]]]:
    """(key, values) of `key: value`, `key: [a, b]`, and `key:` with `- a` lines below it."""
    lines = block.split("\n")
    for number, line in enumerate(lines):
        member = _MEMBER.fullmatch(line.rstrip())
        if member is None:
            continue
        written = (member[2] or "").strip()
        if not written:
            yield member[1], [_scalar(item) for item in _items(lines, number + 1)]
        elif written.startswith("[") and written.endswith("]"):
            yield member[1], [_scalar(item) for item in written[1:-1].split(",")]
        else:
            yield member[1], [_scalar(written)]


def _items(lines: list[str], number: int) -> Iterator[str]:
    while number < len(lines) and (item := _ITEM.fullmatch(lines[number])):
        yield item[1]
        number += 1


def _scalar(written: str) -> str:
    """The text of a plain or simply quoted value; empty for what only YAML understands."""
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        inner = written[1:-1]
        return "" if written[0] in inner or "\\" in inner else inner.strip()
    plain = re.split(r"[ \t]#", written, maxsplit=1)[0].strip()
    return "" if plain[:1] in tuple("!&*|>{}[]%@`\"'#,?") or ": " in plain or plain in ("~", "null") else plain


def _fits(field: str, text: str) -> bool:
    if field == "published":
        return bool(_when(text))
    return text != "" and (field != "url" or is_uri(text))


def _when(written: str) -> str:
    """A date or moment as records have it, or the empty string. Without a time zone only the day is known."""
    if is_when(written):
        return written
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        return moment.date().isoformat()
    try:
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except OverflowError:
        return ""
