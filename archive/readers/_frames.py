"""Readings, members and places on their way from the child that made them. What comes back is believed in nothing:
`reading_of` and `member_of` build only what the contract of readers allows, whatever a child that was taken over says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, NoReturn

from archive.model.article import FIELDS
from archive.model.record import is_uri, is_when
from archive.readers import Box, Declared, Member, Part, Reading, Stated
from archive.sandbox import Crashed
from archive.sandbox.frames import Frame
from archive.tlog.openings import parse_spans, spans_blob

Header = dict[str, Any]
Spans = list[tuple[int, int]]

LARGEST = 512 * 2**20  # bytes of one member
LONGEST = 4096  # code points of a name, URL, media type, message
_MOST_PARTS = 10_000
_MOST_BOXES = 1_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_STATED = 2**20  # code points of all that a document states
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+){0,12}")
_FIELD = re.compile(r"[a-z][a-z_]{0,30}")
_PREDICATE = ("is ", "has ", "needs ", "cannot ")


def reading_frame(reading: Reading, spans: Spans) -> tuple[Header, list[bytes]]:
    """Inverse of `reading_of`."""
    raw = [reading.text.encode("utf-8"), spans_blob(spans), spans_blob(reading.article)]
    raw += [part.data for part in reading.parts]
    header: Header = {
        "media_type": reading.media_type,
        "reader": reading.reader,
        "encoding": reading.encoding,
        "selector": reading.selector,
        "engine": reading.engine,
        "incomplete": list(reading.incomplete),
        "stated": {name: [_listed(said.value), said.origin] for name, said in reading.stated.items()},
        "parts": [[part.name, *_declared(part.declared)] for part in reading.parts],
        "sizes": list(map(len, raw)),
    }
    return header, raw


def reading_of(frame: Frame, reader: str) -> tuple[Reading, Spans]:
    """The reading and its sentences. Raises Unreadable when the frame is none that this reader can give."""
    try:
        return _reading(frame, reader)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, MemoryError):
        _refuse()


def member_frame(member: Member) -> tuple[Header, list[bytes]]:
    """Inverse of `member_of`."""
    header: Header = {
        "name": member.name,
        "declared": _declared(member.declared),
        "url": member.url,
        "captured": member.captured,
        "redirects": list(member.redirects),
        "error": member.error,
        "skipped": member.skipped,
        "incomplete": list(member.incomplete),
        "sizes": [len(member.data), len(member.headers)],
    }
    return header, [member.data, member.headers]


def member_of(frame: Frame) -> Member:
    """Raises Unreadable when the frame is no member."""
    try:
        return _member(frame)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        _refuse()


def boxes_said(boxes: Sequence[Box]) -> list[list[float]]:
    """Inverse of `boxes_of`: what a frame's `boxes` is."""
    return [[box.page, box.left, box.bottom, box.right, box.top] for box in boxes]


def boxes_of(frame: Frame) -> list[Box]:
    """Raises Unreadable when a frame's `boxes` are no places on pages."""
    try:
        said = frame.header["boxes"]
        _need(isinstance(said, list) and len(said) <= _MOST_BOXES)
        return [_box(*one) for one in said]
    except (ValueError, KeyError, TypeError, OverflowError):
        _refuse()


def png_of(frame: Frame) -> bytes:
    """Raises Unreadable when the frame is no picture."""
    if not frame.raw.startswith(_PNG):
        _refuse()
    return frame.raw


def engine_of(frame: Frame) -> str:
    """Raises Unreadable when the frame names no library."""
    try:
        return _line(frame.header["engine"])
    except (ValueError, KeyError):
        _refuse()


def predicate(said: Any) -> str:
    """A child's reason as it can be shown after a name. Raises ValueError when it is none."""
    _need(isinstance(said, str) and said.startswith(_PREDICATE) and len(said) <= 500 and said.isprintable())
    return str(said)


def _reading(frame: Frame, reader: str) -> tuple[Reading, Spans]:
    header = frame.header
    text_data, spans_data, article_data, *parts = _pieces(frame)
    text = text_data.decode("utf-8")  # strictly: no surrogate comes through
    _need(text != "" and not text.isspace() and "\r" not in text and text[0] != "\ufeff")
    _need(header["reader"] == reader and _MEDIA_TYPE.fullmatch(header["media_type"]) is not None)
    spans, article = parse_spans(spans_data), parse_spans(article_data)
    _need(_is_whole(spans, text) and (not article or article[-1][1] <= len(text)))
    _need(bool(article) or not header["selector"])
    reading = Reading(
        text,
        header["media_type"],
        reader,
        _line(header["encoding"], empty=True),
        _codes(header["incomplete"]),
        _stated(header["stated"]),
        tuple(article),
        _parts(header["parts"], parts),
        _line(header["selector"], empty=True),
        _line(header["engine"], empty=True),
    )
    return reading, spans


def _member(frame: Frame) -> Member:
    header = frame.header
    data, headers = _pieces(frame)
    url, captured = _line(header["url"], empty=True), header["captured"]
    _need((not url or is_uri(url)) and (captured == "" or is_when(captured)))
    _need(isinstance(header["redirects"], list) and all(is_uri(_line(one)) for one in header["redirects"]))
    error = predicate(header["error"]) if header["error"] else ""
    declared = _declaration(header["declared"])
    redirects = tuple(header["redirects"])
    skipped, incomplete = _line(header["skipped"], empty=True), _codes(header["incomplete"])
    held = b"" if error or skipped else data
    name = _line(header["name"])
    return Member(name, held, declared, url, captured, redirects, headers, error, skipped, incomplete)


def _box(page: Any, *edges: Any) -> Box:
    _need(type(page) is int and page > 0 and len(edges) == 4)
    _need(all(type(edge) in (int, float) and isfinite(edge) for edge in edges))
    return Box(page, *edges)


def _pieces(frame: Frame) -> list[bytes]:
    """The raw bytes, cut as the frame says."""
    pieces, start = [], 0
    for size in frame.header["sizes"]:
        _need(type(size) is int and 0 <= size <= len(frame.raw) - start)
        pieces.append(frame.raw[start : start + size])
        start += size
    _need(start == len(frame.raw))
    return pieces


def _is_whole(spans: Spans, text: str) -> bool:
    """Whether sentences stand in the text, and lose nothing but white space."""
    end = 0
    for start, after in spans:
        if start > end and not text[end:start].isspace():
            return False
        end = after
    return end <= len(text) and (end == len(text) or text[end:].isspace())


def _codes(said: Any) -> tuple[str, ...]:
    _need(isinstance(said, list) and len(said) <= 100 and all(_CODE.fullmatch(code) for code in said))
    return tuple(sorted(set(said)))


def _stated(said: Any) -> dict[str, Stated]:
    stated = {}
    for field, (value, origin) in said.items():
        _need(_FIELD.fullmatch(field) is not None)
        values = [_words(one) for one in (value if isinstance(value, list) else [value])]
        _need(values != [] and isinstance(value, list) == FIELDS.get(field, isinstance(value, list)))
        _need((field not in ("published", "captured") or is_when(value)) and (field != "url" or is_uri(value)))
        stated[field] = Stated(tuple(values) if isinstance(value, list) else value, _line(origin))
    _need(len(repr(stated)) <= _MOST_STATED)
    return stated


def _parts(said: Any, data: Sequence[bytes]) -> tuple[Part, ...]:
    _need(isinstance(said, list) and len(said) == len(data) <= _MOST_PARTS)
    return tuple(
        Part(_line(name), held, _declaration(declared)) for (name, *declared), held in zip(said, data, strict=True)
    )


def _listed(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _declared(declared: Declared) -> list[str]:
    return [declared.media_type or "", declared.encoding or ""]


def _declaration(said: Sequence[Any]) -> Declared:
    media_type, encoding = (_line(one, empty=True) for one in said)
    return Declared(media_type or None, encoding or None)


def _line(said: Any, *, empty: bool = False) -> str:
    """Some words on one line, without what no record and no terminal takes."""
    words = said if empty and said == "" else _words(said)
    _need(len(words) <= LONGEST and not any(c < " " or c == "\x7f" for c in words))
    return words


def _words(said: Any) -> str:
    _need(isinstance(said, str) and said != "" and "\0" not in said)
    str(said).encode("utf-8")  # a surrogate is a ValueError
    return str(said)


def _need(holds: bool) -> None:
    if not holds:
        raise ValueError


def _refuse() -> NoReturn:
    raise Crashed("has made its reader give what is no reading") from None


def shown(header: Mapping[str, Any]) -> str:
    """Why a child could not read, as a predicate."""
    try:
        return predicate(header["unreadable"])
    except (ValueError, KeyError):
        _refuse()
