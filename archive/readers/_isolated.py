"""Readers and containers in child processes: the parent's end. What it costs: one frame there, one back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cache
from typing import Any, BinaryIO, TypeVar

from archive.errors import Unreadable, UsageError
from archive.readers import Box, Container, Declared, Member, Reader, Reading, _frames
from archive.sandbox import MIB, Child, Children, Crashed, Limits
from archive.sandbox.frames import Frame

MODULE = "archive.readers._child"
MOST = max(2, os.cpu_count() or 2)  # children that read at once

#: For containers: `output` is that of one member.
LIMITS = Limits(output=_frames.LARGEST + 64 * MIB)

Read = tuple[Reading, list[tuple[int, int]]]
T = TypeVar("T")


@cache
def children() -> Children:
    """Those of this program; they end with it."""
    return Children(MODULE, Limits(), MOST)


def read(reader: Reader, data: bytes, *, name: str, declared: Declared) -> Reading:
    """What a child reads. Raises Unreadable, UsageError for a missing library."""
    return waited(begin(children(), reader, data, name=name, declared=declared))[0]


def begin(among: Children, reader: Reader, data: bytes, *, name: str, declared: Declared) -> Future[Read]:
    """As `read`, with the sentences, while the caller does something else."""
    said = {"name": name, "media_type": declared.media_type or "", "encoding": declared.encoding or ""}
    return _asked(among, "read", reader, said, data, lambda frame: _frames.reading_of(frame, reader.READER))


def boxes(among: Children, reader: Reader, data: bytes, start: int, end: int) -> Future[list[Box]]:
    """Where `[start, end)` of the reader's text stands, as a child finds it."""
    return _asked(among, "boxes", reader, {"start": start, "end": end}, data, _frames.boxes_of)


def image(among: Children, reader: Reader, data: bytes, boxes: Sequence[Box]) -> Future[bytes]:
    """The pages of the boxes as PNG, as a child draws them."""
    return _asked(among, "image", reader, {"boxes": _frames.boxes_said(boxes)}, data, _frames.png_of)


def engine(among: Children, reader: Reader) -> Future[str]:
    """The library that a child reads with."""
    return _asked(among, "engine", reader, {}, b"", _frames.engine_of)


def waited(asked: Future[T]) -> T:
    """What was asked for. Raises Unreadable, UsageError for a missing library; Ctrl-C ends the children."""
    try:
        return asked.result()
    except (KeyboardInterrupt, SystemExit):
        children().stop()
        raise


def _asked(
    among: Children, task: str, reader: Reader, said: dict[str, Any], data: bytes, made: Callable[[Frame], T]
) -> Future[T]:
    """One request, answered by one frame, of which `made` makes the answer."""
    header = {"do": task, "reader": reader.READER.partition("/")[0], **said}
    limits = _limits(among, reader).grown(len(data))

    def ask(child: Child) -> T:
        child.send(header, [data], limits)
        frame = child.receive(limits)
        if frame.header.get("last"):
            raise Crashed(_frames.shown(frame.header))
        _raise_if_refused(frame)
        return made(frame)

    return among.submit(ask)


def _limits(among: Children, reader: Reader) -> Limits:
    seconds = getattr(reader, "SECONDS", 0)  # of CPU: a reader that needs more than others says so
    return replace(among.limits, cpu=seconds, wall=3 * seconds) if seconds else among.limits


def members(container: Container, file: BinaryIO, *, name: str, limits: Limits = LIMITS) -> Iterator[Member]:
    """What a child finds in a file, which must have a descriptor. Raises Unreadable, at any time, UsageError."""
    grown = replace(limits.grown(os.fstat(file.fileno()).st_size), output=limits.output)
    child = Child(MODULE, limits, [file.fileno()])
    try:
        module = container.CONTAINER.partition("/")[0]
        child.send({"do": "members", "container": module, "name": name, "file": file.fileno()}, (), grown)
        while not (frame := child.receive(grown)).header.get("end"):
            _raise_if_refused(frame)
            yield _frames.member_of(frame)
    finally:
        child.end()


def _raise_if_refused(frame: Frame) -> None:
    header = frame.header
    hint = header.get("hint", "")
    hint = hint if isinstance(hint, str) and hint.isprintable() else ""
    if "usage" in header:
        raise UsageError(str(header["usage"]), hint=hint)
    if "unreadable" in header:
        raise Unreadable(_frames.shown(header), hint=hint)
