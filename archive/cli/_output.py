"""The one way to the terminal: everything from a document is escaped, colours are added after that."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from archive.errors import ArchiveError, CannotWrite
from archive.text.escape import csv_cell, json_safe, terminal

NAME = re.compile(r"\{([a-z_]+)\}")
"""Where a line of the user's own making takes a value."""


@dataclass(frozen=True, slots=True)
class Styled:
    """Text with an ANSI style (an SGR parameter)."""

    text: str
    sgr: str


def bold(text: str) -> Styled:
    return Styled(text, "1")


def dim(text: str) -> Styled:
    return Styled(text, "2")


def highlighted(text: str) -> Styled:
    """A word that was searched for."""
    return Styled(text, "1;33")


def is_colourful() -> bool:
    """Whether stdout shows styles."""
    return _colours(sys.stdout)


def red(text: str) -> Styled:
    return Styled(text, "31")


def green(text: str) -> Styled:
    return Styled(text, "32")


def say(*parts: str | Styled, indent: str = "") -> None:
    """One line of data to stdout. A text with several is indented throughout; where nothing is indented its line feeds
    are shown as ␊: no document and no file name can pass for a line of ours."""
    _show("")
    line = _rendered(parts, sys.stdout, newline=bool(indent))
    sys.stdout.write(indent + line.replace("\n", "\n" + indent) + "\n")


def say_row(cells: Sequence[str]) -> None:
    """One row of a table to stdout, as CSV (RFC 4180 but for the line's end)."""
    import csv

    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([csv_cell(cell) for cell in cells])
    sys.stdout.write(line.getvalue())


def say_filled(template: str, value: Callable[[str], str]) -> None:
    """A line of the user's own making to stdout: `\\n` and `\\t` are read, and each {name} replaced by its value."""
    ours = template.replace("\\n", "\n").replace("\\t", "\t")
    sys.stdout.write(NAME.sub(lambda found: terminal(value(found[1])), ours) + "\n")


def say_bytes(data: bytes) -> None:
    """A file of ours to stdout, as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say_page(data: bytes) -> None:
    """A page of ours to stdout: what comes from documents was escaped when it was made."""
    sys.stdout.write(data.decode("utf-8"))


def page(*parts: str | Styled) -> None:
    """A long text, through the user's pager where stdout is a terminal."""
    import click

    click.echo_via_pager(_rendered(parts, sys.stdout, newline=True) + "\n")


def note(*parts: str | Styled) -> None:
    """One line for the person, to stderr, after the data that was said before it."""
    with contextlib.suppress(OSError):  # a full disk, a reader that left: said when the command ends
        sys.stdout.flush()
    _show("")
    sys.stderr.write(_rendered(parts, sys.stderr) + "\n")


def complain(text: str) -> None:
    """One line of an error, to stderr."""
    note(text)


def whence(origin: str) -> str:
    """Where a value that is said of a document comes from; nothing where a description says it."""
    if not origin:
        return ""
    return f"  ({origin})" if origin.startswith("detected by ") else f"  (stated by the document: {origin})"


def counted(number: int, word: str) -> str:
    """`1 claim`, `2,000 stories`."""
    many = word[:-1] + "ies" if word.endswith("y") and word != "key" else word + "s"
    return f"{number:,} {word if number == 1 else many}"


def percent(share: float) -> str:
    """`82 %`, of a share from 0 to 1."""
    return f"{share:.0%}".replace("%", " %")


def grouped(digest: str) -> str:
    """Hex digits in groups of four, to be read out by telephone."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def say_json(value: Any) -> None:
    """One JSON object on one line, to stdout."""
    _show("")
    sys.stdout.write(json_line(value, ascii=not _is_unicode(sys.stdout)) + "\n")


def json_line(value: Any, *, ascii: bool = False) -> str:
    """One JSON object on one line, without its end."""
    return json_safe(json.dumps(plain(value), ensure_ascii=ascii))


def _is_unicode(stream: Any) -> bool:
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def write_new(path: Path, data: bytes) -> None:
    """Writes a file that is not there yet. Raises CannotWrite."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise CannotWrite(f"{path} exists already", hint="choose another name") from None


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
        _show("" if total and done >= total else f"{what}: {done:,}{of}")


_shown = ""  # how far it is, as it stands on the terminal


def _show(line: str) -> None:
    """Puts a line in the place of the one that stands there; whatever is said next takes it away."""
    global _shown
    if line or _shown:
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
    _shown = line


class Meter:
    """A progress that knows how many files the paths hold: it tells the rate, and the time that is left."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._total = sum(map(_files, paths)) if sys.stderr.isatty() else 0
        self._began = monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        took = monotonic() - self._began
        if total or not took or not sys.stderr.isatty():
            return progress(what, done, total)
        rate = done / took
        of = f" of about {self._total:,}" if self._total > done else ""
        left = f", {_duration((self._total - done) / rate)} left" if of and rate else ""
        _show(f"{what}: {done:,}{of}, {rate:,.0f} a second{left}")


def _files(path: str) -> int:
    """How many files a folder holds, all below included; one for a file."""
    return sum(len(files) for _, _, files in os.walk(path)) or 1


def _duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6_000 else f"{seconds / 3600:.0f} h"


def _rendered(parts: tuple[str | Styled, ...], stream: TextIO, *, newline: bool = False) -> str:
    colours = _colours(stream)
    return "".join(_part(part, colours, newline) for part in parts)


def _part(part: str | Styled, colours: bool, newline: bool) -> str:
    if isinstance(part, str):
        return terminal(part, newline=newline)
    text = terminal(part.text, newline=newline)
    return f"\x1b[{part.sgr}m{text}\x1b[0m" if colours and text else text


def _colours(stream: TextIO) -> bool:
    """A terminal that wants colours (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
