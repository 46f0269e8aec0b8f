"""The one way to the terminal: everything from a document is escaped, colours are added after that."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from archive.errors import ArchiveError
from archive.text.escape import json_safe, terminal


@dataclass(frozen=True, slots=True)
class Styled:
    """Text with an ANSI style (an SGR parameter)."""

    text: str
    sgr: str


def bold(text: str) -> Styled:
    return Styled(text, "1")


def dim(text: str) -> Styled:
    return Styled(text, "2")


def red(text: str) -> Styled:
    return Styled(text, "31")


def say(*parts: str | Styled, indent: str = "") -> None:
    """One line (or, where the text has several, lines) of data to stdout."""
    _write(sys.stdout, indent + "".join(_rendered(part, _colours(1)) for part in parts))


def note(*parts: str | Styled) -> None:
    """One line for the person, to stderr."""
    _write(sys.stderr, "".join(_rendered(part, _colours(2)) for part in parts))


def complain(text: str) -> None:
    """An error, to stderr."""
    _write(sys.stderr, terminal(text, newline=True))


def counted(number: int, word: str) -> str:
    """`1 claim`, `2,000 stories`."""
    many = word[:-1] + "ies" if word.endswith("y") else word + "s"
    return f"{number:,} {word if number == 1 else many}"


def say_json(value: Any) -> None:
    """One JSON object on one line, to stdout."""
    _write(sys.stdout, json_safe(json.dumps(plain(value), ensure_ascii=False)))


def plain(value: Any) -> Any:
    """Frozen values as JSON has them: dataclasses become objects with the same field names."""
    if isinstance(value, ArchiveError):
        return {"code": value.code, "exit": value.exit, "message": value.message, "hint": value.hint}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        written = value.json() if hasattr(value, "json") else None
        return written or {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def progress(what: str, done: int, total: int) -> None:
    """How far it is, on a terminal only."""
    if sys.stderr.isatty():
        of = f" of {total:,}" if total else ""
        sys.stderr.write(f"\r\x1b[K{what}: {done:,}{of}" + ("\r\x1b[K" if total and done >= total else ""))
        sys.stderr.flush()


def _rendered(part: str | Styled, colours: bool) -> str:
    if isinstance(part, str):
        return terminal(part, newline=True)
    text = terminal(part.text, newline=True)
    return f"\x1b[{part.sgr}m{text}\x1b[0m" if colours else text


def _write(stream: Any, line: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


@cache
def _colours(handle: int) -> bool:
    """A terminal that wants colours (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and os.isatty(handle)
