"""The child's end: its main function calls `enter` before anything else, and then answers one request after another."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from archive.sandbox import frames
from archive.sandbox.confine import allow_cpu, confine, die_with_parent

_LARGEST = 2**31  # bytes of a request


class Channel:
    """Requests from the parent, and the answers to it."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests = requests
        self._answers = answers

    def requests(self) -> Iterator[frames.Frame]:
        """One after another, each with its own seconds of CPU, until the parent is gone."""
        while (frame := frames.read(self._requests, _LARGEST)) is not None:
            allow_cpu(frame.header["cpu"])
            yield frame

    def answer(self, header: Mapping[str, Any], raw: Iterable[bytes] = ()) -> None:
        frames.write(self._answers, header, raw)


def enter() -> Channel:
    """Confines this process as its parent's first frame says. What libraries print goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    first = frames.read(requests, _LARGEST)
    if first is None:
        os._exit(1)
    die_with_parent(first.header["parent"])
    confine(first.header["memory"], sys.path)
    return Channel(requests, answers)
