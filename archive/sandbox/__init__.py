"""Child processes for what parses hostile bytes: a crash, a hang or a swollen memory costs one document.

A child is a Python of its own, with an empty environment, in a session of its own (Ctrl-C is the parent's). It is
kept for the next request, because starting one takes a tenth of a second; so one that was taken over could falsify
what it answers to later requests, though it reaches nothing else (see `confine` for what holds on which system). The
parent believes nothing that comes back: whoever asks checks it. What a version holds can be read again, by another
process, at any time.

The parent's clock ends a child that does not answer; the kernel ends one that takes too much CPU; one that was ended
is started again for the next request. None outlives its parent: the kernel ends it on Linux, the end of its input
elsewhere.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from archive.errors import Unreadable
from archive.sandbox import frames
from archive.sandbox.frames import Frame

T = TypeVar("T")

MIB = 2**20


class Crashed(Unreadable):
    """A failure that an earlier request to the same child may have brought about."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For one request. `cpu` and `wall` in seconds, `memory` and `output` in bytes; memory is that of the process."""

    cpu: int = 60
    wall: int = 180
    memory: int = 2048 * MIB
    output: int = 256 * MIB

    def grown(self, size: int) -> Limits:
        """For a request of so many bytes: a second a MiB, and an output in proportion."""
        more = size // MIB
        return replace(self, cpu=self.cpu + more, wall=self.wall + 2 * more, output=self.output + 2 * size)


class Child:
    """One process. Every error is Unreadable, with a predicate of the document that it was at; then it is ended."""

    def __init__(self, module: str, limits: Limits, files: Sequence[int] = ()) -> None:
        """Runs `module` as a program; `files` are descriptors that it inherits."""
        self._late = False
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-P", "-S", "-s", "-B", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env=_environment(),
            pass_fds=tuple(files),
            start_new_session=True,
        )
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        with suppress(OSError):  # it ended at once: said when it is asked
            frames.write(self._requests, {"memory": limits.memory, "parent": os.getpid()})

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, header: Mapping[str, Any], raw: Iterable[bytes], limits: Limits) -> None:
        """A request; it is answered by one frame, or by several."""
        with self._watched(limits), suppress(BrokenPipeError):  # why it ended is known when its answer does not come
            frames.write(self._requests, {**header, "cpu": limits.cpu}, raw)

    def receive(self, limits: Limits) -> Frame:
        """The next frame of the answer."""
        with self._watched(limits):
            try:
                frame = frames.read(self._answers, limits.output)
            except frames.TooMuch:
                raise Unreadable(f"has made its reader give more than {limits.output // MIB} MiB") from None
            except (frames.Garbled, MemoryError):
                raise Crashed("has made its reader give what is no reading") from None
            if frame is None:
                raise self._why(limits)
        return frame

    @contextmanager
    def _watched(self, limits: Limits) -> Iterator[None]:
        """Ends the process when this takes too long, or goes wrong."""
        clock = threading.Timer(limits.wall, self._too_late)
        clock.daemon = True
        clock.start()
        try:
            yield
        except BaseException:
            self.end()
            raise
        finally:
            clock.cancel()

    def _too_late(self) -> None:
        self._late = True
        self.kill()

    def _why(self, limits: Limits) -> Unreadable:
        """What ended it."""
        code = self._process.wait()
        if self._late:
            return Unreadable(f"has kept its reader waiting for more than {limits.wall} s")
        if code == -getattr(signal, "SIGXCPU", 0) and code:
            return Unreadable(f"has kept its reader busy for more than {limits.cpu} s of CPU")
        return Crashed("has made its reader crash")

    def kill(self) -> None:
        """From any thread."""
        self._process.kill()

    def end(self) -> None:
        """The process is gone, and waited for, when this returns."""
        self._process.kill()
        self._process.wait()
        for stream in (self._requests, self._answers):
            with suppress(OSError):
                stream.close()


def _environment() -> dict[str, str] | None:
    """Nothing of the user's; the same on every machine, so that the same bytes give the same reading."""
    if sys.platform == "win32":  # Python does not start without what Windows says there
        return None
    ours = Path(__file__).parents[2]  # where it is found through the current folder alone
    folders = [str(Path(folder).absolute()) for folder in (*(path for path in sys.path if path), str(ours))]
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # there can be no other
    return {"PYTHONPATH": os.pathsep.join(folders), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", **one_thread}


class Children:
    """As many children as requests are made at once, at most `most`; each is kept by the thread that asks it."""

    def __init__(self, module: str, limits: Limits, most: int) -> None:
        self.limits = limits
        self._module = module
        self._mine = threading.local()
        self._closed = False
        self._stops = 0
        self._all: list[Child] = []
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="reading")
        atexit.register(self.close)

    def submit(self, ask: Callable[[Child], T]) -> Future[T]:
        """`ask` a child, in a thread of its own; a fresh one again, where an earlier request may be at fault."""
        return self._threads.submit(self._asked, ask)

    def _asked(self, ask: Callable[[Child], T]) -> T:
        kept, stops = getattr(self._mine, "child", None), self._stops
        if kept is not None and kept.alive:
            try:
                return ask(kept)
            except Crashed:
                if self._stops != stops:
                    raise
        child = self._fresh(kept)
        try:
            return ask(child)
        except Crashed:
            child.end()
            raise

    def _fresh(self, before: Child | None) -> Child:
        if before is not None:
            before.end()
            self._all.remove(before)
        if self._closed:
            raise Unreadable("cannot be read: the program is ending")
        child = self._mine.child = Child(self._module, self.limits)
        self._all.append(child)
        return child

    def stop(self) -> None:
        """Ends what is being asked now: each raises Unreadable. The children start again when they are asked."""
        self._stops += 1
        for child in list(self._all):
            child.kill()

    def close(self) -> None:
        """Ends all of it."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.stop()
        self._threads.shutdown()
        for child in self._all:
            child.end()
        self._all.clear()
        atexit.unregister(self.close)
