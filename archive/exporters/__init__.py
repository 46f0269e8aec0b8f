"""Exporters: what was selected → one file of a format that other programs read. A module of this folder has

    EXPORTER: str                        name and version, such as `warc/1`
    def export(answers: Iterable[Answer], stream: BinaryIO) -> None

which writes the answers as they come, holding one in memory. The same answers give the same bytes. It opens nothing and
asks no clock; what it writes names no path, host or user of this machine.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, as a capture has it. `capture`: its id, 64 hex; `url`: what was asked for; `redirects`:
    where that led, the last one being where the page stood; `captured`: to the second; `head`: the status line and
    headers as they came; `body`: unpacked."""

    capture: str
    url: str
    redirects: tuple[str, ...]
    captured: str
    head: bytes
    body: bytes
