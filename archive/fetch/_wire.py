"""A connection to the very address that was checked, with one deadline and one limit for all that comes.

urllib3 does the talking, under the host's own name (Host header, server name, certificate); only where its socket goes
and how its bytes are read is ours. A time limit for each read would let a server that sends a byte a minute hold us
for ever.
"""

from __future__ import annotations

import functools
import http.client
import io
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection

from archive.errors import NotFetched

LARGEST_HEAD = 2**20  # bytes of a status line and its headers


class Deadline:
    """A number of seconds from now."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds, more than 0. Raises NotFetched when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> NotFetched:
        return NotFetched(f"took longer than {self.seconds:g} seconds", hint="try again later", code="timed-out")


def too_large(limit: int) -> NotFetched:
    hint = "get it with a browser, and add the file with --url"
    return NotFetched(f"is larger than {limit:,} bytes", hint=hint, code="too-large")


class _Bytes(io.RawIOBase):
    """What a socket gives, until the deadline or `limit` bytes."""

    def __init__(self, sock: Any, deadline: Deadline, limit: int) -> None:
        self._sock, self._deadline, self._limit, self._read = sock, deadline, limit, 0
        self._file = sock.makefile("rb", buffering=0)  # keeps the socket open after its connection is closed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.left())
        try:
            count = self._file.readinto(buffer) or 0
        except TimeoutError:
            raise self._deadline.passed() from None
        self._read += count
        if self._read > self._limit + LARGEST_HEAD:
            raise too_large(self._limit)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    """Remembers its head, the status line and the headers, as it came."""

    def __init__(self, exchange: Exchange, deadline: Deadline, limit: int, sock: Any, **named: Any) -> None:
        super().__init__(sock, **named)
        self.fp.close()
        self.fp = io.BufferedReader(_Bytes(sock, deadline, limit))
        exchange.open.callback(self.close)
        self._heads = exchange.head

    def begin(self) -> None:
        wire = self.fp
        self.fp = cast(Any, _Recorder(wire, self._heads))
        super().begin()
        if self.fp is not None:
            self.fp = wire

    def _read_status(self) -> Any:
        self._heads.clear()  # what came before was `100 Continue`
        return super()._read_status()  # type: ignore[misc]


class _Recorder:
    """A file of which each line that is read is kept."""

    def __init__(self, file: Any, lines: list[bytes]) -> None:
        self._file, self._lines, self.close, self.flush = file, lines, file.close, file.flush

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self._file.readline(limit)
        self._lines.append(line)
        return line


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response. `head`: the lines of its head, when it has come; `open`: what is to be closed."""

    connection: HTTPConnection
    head: list[bytes]
    open: ExitStack


@contextmanager
def exchange(
    scheme: str, host: str, port: int, addresses: list[str], deadline: Deadline, limit: int
) -> Iterator[Exchange]:
    """A connection for a single request; everything is closed at the end."""
    made = (_Secure if scheme == "https" else _Plain)(host, port, timeout=deadline.left())
    with ExitStack() as stack:
        stack.callback(made.close)
        found = Exchange(made, [], stack)
        made.connected = functools.partial(_connected, addresses, port, deadline)
        made.response_class = functools.partial(_Answer, found, deadline, limit)  # type: ignore[assignment]
        yield found


def _connected(addresses: list[str], port: int, deadline: Deadline) -> socket.socket:
    """To the first address that answers. Raises OSError, NotFetched."""
    failure = OSError("it has no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=deadline.left())
        except OSError as error:
            failure = error
    raise failure


class _Plain(HTTPConnection):
    connected: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.connected()


class _Secure(HTTPSConnection):
    connected: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.connected()
