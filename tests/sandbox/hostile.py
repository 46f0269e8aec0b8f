"""A reader and a container that do what a parser does that was taken over: what the document says.

The tests install it as a package of its own, so that it is found as any plug-in is.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import subprocess
import sys
import time
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import Unreadable, UsageError
from archive.readers import Box, Declared, Member, Part, Reading, Stated

READER = CONTAINER = "hostile/1"
MEDIA_TYPES = ("application/x-hostile",)
SUFFIXES = (".hostile",)
ISOLATED = True

_MARK = b"hostile: "
_libc = ctypes.CDLL(None, use_errno=True)


def recognises(data: bytes) -> bool:
    return data.startswith(b"hostile:")


def read(data: bytes, *, name: str, declared: Declared) -> Reading:
    task, _, argument = data.decode().removeprefix(_MARK.decode()).partition(" ")
    said = TASKS[task](argument)
    if isinstance(said, Reading):
        return said
    return Reading(f"{said}", MEDIA_TYPES[0], READER)


def boxes(data: bytes, start: int, end: int) -> list[Any]:
    """What to do stands in the document; `say` gives what is no place."""
    return [types.SimpleNamespace(page=TASKS[task_of(data)](""), left=0, bottom=0, right=1, top=1)]


def image(data: bytes, boxes: Sequence[Box]) -> bytes:
    return f"{TASKS[task_of(data)]('')}".encode()


def task_of(data: bytes) -> str:
    return data.decode().removeprefix(_MARK.decode()).partition(" ")[0]


def members(stream: BinaryIO, *, name: str) -> Iterator[Member]:
    """Each line is a member, or what to do."""
    stream.readline()
    for line in stream:
        if line.startswith(b"bomb"):
            yield from (Member(f"bomb {n}", bytes(2**20)) for n in range(10**6))
        elif line.startswith(b"self"):
            at = stream.tell()
            stream.seek(0)
            yield Member("itself", stream.read())
            stream.seek(at)
        elif line.startswith(b"do "):
            TASKS[line.split()[1].decode()]("")
        elif line.startswith(b"large"):
            yield Member("large", bytes(513 * 2**20))
        else:
            file, _, words = line.decode().rstrip().partition(" ")
            yield Member(file, words.encode(), url=declared_url(file))


def declared_url(file: str) -> str:
    return file if file.startswith("https:") else ""


def say(words: str) -> str:
    return words


def loop(_: str) -> None:
    while True:
        pass


def sleep(_: str) -> None:
    time.sleep(600)


def leave(_: str) -> None:
    os._exit(0)


def crash(_: str) -> None:
    ctypes.string_at(1)


def allocate(_: str) -> Any:
    return sum(map(len, [bytearray(2**30) for _ in range(64)]))


def speak(_: str) -> Reading:
    return Reading("Some words.", MEDIA_TYPES[0], READER, parts=(Part("a", bytes(40 * 2**20)),))


def fail(_: str) -> None:
    raise KeyError("something")


def refuse(_: str) -> None:
    raise Unreadable("is not of this kind")


def refuse_oddly(_: str) -> None:
    raise Unreadable("\x1b]0;owned\x07 all is well")


def lack(_: str) -> None:
    raise UsageError("reading this needs a library", hint="pip install library")


def chatter(_: str) -> str:
    """What libraries in C print."""
    os.write(1, b"to standard output")
    os.write(2, b"to standard error")
    return "it went nowhere"


def _tried(action: Callable[[], Any]) -> str:
    try:
        done = action()
    except BaseException as error:
        return f"{type(error).__name__}"
    return f"did it: {done}"


def connect(port: str) -> str:
    return _tried(lambda: socket.create_connection(("127.0.0.1", int(port)), timeout=5))


def write(path: str) -> str:
    return _tried(lambda: Path(path).write_bytes(b"was here"))


def open_(path: str) -> str:
    return _tried(lambda: Path(path).read_bytes())


def fork(_: str) -> str:
    return _tried(os.fork)


def run(path: str) -> str:
    return _tried(lambda: subprocess.run([sys.executable, "-c", f"open({path!r}, 'w')"], check=True))


def environment(_: str) -> str:
    return " ".join(sorted(os.environ)) or "none"


# The same without Python: as machine code would.


def _raw(name: str, *arguments: Any) -> str:
    done = getattr(_libc, name)(*arguments)
    return f"{name} gave {done}, errno {ctypes.get_errno() if done == -1 else 0}"


def raw_socket(_: str) -> str:
    return _raw("socket", 2, 1, 0)


def raw_open(path: str) -> str:
    return _raw("open", path.encode(), os.O_RDONLY)


def raw_write(path: str) -> str:
    return _raw("open", path.encode(), os.O_WRONLY | os.O_CREAT, 0o600)


def raw_unlink(path: str) -> str:
    return _raw("unlink", path.encode())


def raw_fork(_: str) -> str:
    return _raw("fork")


def raw_exec(_: str) -> str:
    return _raw("execv", b"/bin/true", None)


def raw_kill(_: str) -> str:
    return _raw("kill", os.getppid(), 15)


# What the parent must not believe.


def frames(written: str) -> None:
    """Writes bytes where the answer goes, and leaves."""
    for number in range(3, 64):
        with contextlib.suppress(OSError):
            os.write(number, bytes.fromhex(written))
    os._exit(0)


def reading(which: str) -> Reading:
    return READINGS[which]


def _made(**fields: Any) -> Reading:
    return Reading(**{"text": "Some words.", "media_type": MEDIA_TYPES[0], "reader": READER, **fields})


READINGS = {
    "carriage-return": _made(text="a\r\nb"),
    "byte-order-mark": _made(text="\ufeffwords"),
    "blank": _made(text=" \n "),
    "another-reader": _made(reader="text/1"),
    "media-type": _made(media_type="text/html\nX: y"),
    "encoding": _made(encoding="a\x1b[31m"),
    "code": _made(incomplete=("Not a code",)),
    "article-outside": _made(article=((0, 99),)),
    "article-backwards": _made(article=((5, 9), (0, 3))),
    "article-overlapping": _made(article=((0, 6), (5, 9))),
    "published": _made(stated={"published": Stated("yesterday", "meta")}),
    "url": _made(stated={"url": Stated("not a URL", "meta")}),
    "several-titles": _made(stated={"title": Stated(("a", "b"), "meta")}),
    "surrogate": _made(stated={"title": Stated("\ud800", "meta")}),
    "no-field": _made(stated={"../x": Stated("a", "meta")}),
    "part-name": _made(parts=(Part("a\x1b[2J", b"x"),)),
    "part-media-type": _made(parts=(Part("a", b"x", Declared("a\nb")),)),
}

TASKS: dict[str, Callable[[str], Any]] = {
    name.rstrip("_"): made for name, made in globals().items() if callable(made) and not name.startswith("_")
}
