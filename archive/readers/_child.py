"""The program of a child process: reads what it is sent, shows its pages, hands on the members of a container."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from archive import plugins
from archive.errors import Unreadable, UsageError
from archive.readers import Declared, Member, _frames
from archive.sandbox.child import Channel, enter
from archive.sandbox.frames import Frame
from archive.text.sentences import sentences

_CHUNK = 500  # characters of a reason

Answer = tuple[dict[str, Any], list[bytes]]  # a frame's header and its raw bytes


def main() -> None:
    """Answers until the parent is gone."""
    channel = enter()
    for request in channel.requests():
        _TASKS[request.header["do"]](channel, request)


def _read(request: Frame) -> Answer:
    """A reading with its sentences."""
    said = request.header
    declared = Declared(said["media_type"] or None, said["encoding"] or None)
    reader = _reader(request)
    reading = reader.read(request.raw, name=said["name"], declared=declared)
    engine = reader.engine() if hasattr(reader, "engine") else ""
    return _frames.reading_frame(replace(reading, engine=engine), sentences(reading.text))


def _engine(request: Frame) -> Answer:
    """The library that the reader here reads with."""
    return {"engine": _reader(request).engine()}, []


def _boxes(request: Frame) -> Answer:
    """Where a span of the text stands."""
    found = _reader(request).boxes(request.raw, request.header["start"], request.header["end"])
    return {"boxes": _frames.boxes_said(found)}, []


def _image(request: Frame) -> Answer:
    """Pages, drawn."""
    return {}, [_reader(request).image(request.raw, _frames.boxes_of(request))]


def _reader(request: Frame) -> Any:
    return plugins.load("readers", request.header["reader"])


def _answered(task: Callable[[Frame], Answer], channel: Channel, request: Frame) -> None:
    """One answer: what the task gives, or why there is none."""
    try:
        answer = task(request)
    except MemoryError:
        channel.answer({"unreadable": "needs more memory to be read than a reader may have", "last": True})
        os._exit(0)
    except Exception as error:
        channel.answer(_reason(error))
    else:
        channel.answer(*answer)


def _members(channel: Channel, request: Frame) -> None:
    """An answer for each member, and one that says that there are no more."""
    said = request.header
    try:
        with os.fdopen(said["file"], "rb") as stream:
            for member in plugins.load("readers", said["container"]).members(stream, name=said["name"]):
                channel.answer(*_frames.member_frame(_bounded(member)))
        channel.answer({"end": True})
    except MemoryError:
        channel.answer({"unreadable": "needs more memory to be read than a reader may have"})
    except Exception as error:
        channel.answer(_reason(error))


def _bounded(member: Member) -> Member:
    if len(member.data) + len(member.headers) <= _frames.LARGEST:
        return member
    return Member(member.name, b"", error=f"is larger than {_frames.LARGEST // 2**20} MiB")


def _reason(error: Exception) -> dict[str, Any]:
    """What a parent is told of a failure; a library's own is named by its kind."""
    if isinstance(error, UsageError):
        return {"usage": error.message, "hint": error.hint}
    if isinstance(error, Unreadable):
        return {"unreadable": error.message[:_CHUNK], "hint": error.hint}
    if isinstance(error, ModuleNotFoundError):
        return {"unreadable": f"needs the Python module {error.name}, which is not installed"}
    return {"unreadable": f"has made its reader fail ({type(error).__name__})"}


_TASKS: Mapping[str, Callable[[Channel, Frame], None]] = {
    "read": partial(_answered, _read),
    "engine": partial(_answered, _engine),
    "boxes": partial(_answered, _boxes),
    "image": partial(_answered, _image),
    "members": _members,
}

if __name__ == "__main__":
    main()
