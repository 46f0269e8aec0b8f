"""mbox: mails one after another, each after a line `From address date`.

Such a line separates where it has a time and a year and a header follows: a sentence of a mail may begin with From. A
mail is what was put in: without the separator and the blank line at its end, and with `>From` unquoted as mboxrd does
it (one `>` less), for otherwise it is not the mail that was signed and sent.

A mail is called by its Message-ID. One that has none, or one that was there already (a copy that a list changed), is
told apart by the digest of its bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.readers import Declared, Member
from archive.readers._unpacking import BLOCK, LARGEST, TOO_LARGE

CONTAINER = "mbox/1"
SUFFIXES = (".mbox", ".mbx")

_SEPARATOR = re.compile(rb"From (?=[^\n]*\b\d?\d:\d\d\b)(?=[^\n]*\b(?:19|20)\d\d\b)")
_HEADER = re.compile(rb">From |[!-9;-~]{1,70}[ \t]*:")
_FIRST = re.compile(_SEPARATOR.pattern + rb"[^\n]*\n(?:>From [^\n]*\n)?[!-9;-~]{1,70}[ \t]*:")
_QUOTED = re.compile(rb">+From ")
_MESSAGE_ID = re.compile(rb"^message-id[ \t]*:[ \t]*(?:\r?\n[ \t]+)?<?([!-;=?-~]{1,250})", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"^\r?\n", re.MULTILINE)


def recognises(data: bytes) -> bool:
    """A dated `From ` line and a header after it."""
    return _FIRST.match(data) is not None


def members(stream: BinaryIO, *, name: str) -> Iterator[Member]:
    """See the folder's contract. It holds one mail at a time, and eight bytes of each Message-ID that it saw."""
    seen: set[bytes] = set()
    for data, is_whole in _mails(stream):
        called = _name(data, seen)
        if is_whole:
            yield Member(called, data, Declared("message/rfc822"))
        else:
            yield Member(called, b"", error=TOO_LARGE)


def _name(data: bytes, seen: set[bytes]) -> str:
    blank = _BLANK.search(data)
    head = data[: blank.start() if blank else BLOCK]
    found = _MESSAGE_ID.search(head)
    if found is None:
        return f"mail {hashlib.sha256(data).hexdigest()[:16]}"
    digest = hashlib.sha256(found[1]).digest()[:8]
    if digest in seen:
        return f"{found[1].decode('ascii')} ({hashlib.sha256(data).hexdigest()[:16]})"
    seen.add(digest)
    return found[1].decode("ascii")


def _mails(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """(bytes, whether that is all of it) of each mail."""
    mail: _Mail | None = None
    held = b""  # a line that separates if a header follows
    for line, is_start in _lines(stream):
        if held and _HEADER.match(line):
            if mail:
                yield mail.bytes(), mail.is_whole
            mail = _Mail()
        elif held and mail:
            mail.add(held)
        held = line if is_start and _SEPARATOR.match(line) else b""
        if mail and not held:
            mail.add(line[1:] if is_start and _QUOTED.match(line) else line)
    if mail:
        mail.add(held)
        yield mail.bytes(), mail.is_whole


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """(line with its end, True); one that is very long in pieces, of which only the first begins it."""
    is_start = True
    while line := stream.readline(BLOCK):
        yield line, is_start
        is_start = line.endswith(b"\n")


class _Mail:
    """A mail as it comes in, as far as it is taken."""

    def __init__(self) -> None:
        self.is_whole = True
        self._bytes = io.BytesIO()

    def add(self, line: bytes) -> None:
        if self.is_whole:
            self._bytes.write(line)
            self.is_whole = self._bytes.tell() <= LARGEST

    def bytes(self) -> bytes:
        """Without the blank line before the next separator."""
        data = self._bytes.getvalue()
        for ending in (b"\n\r\n", b"\n\n"):
            if data.endswith(ending):
                return data[: 1 - len(ending)]
        return data
