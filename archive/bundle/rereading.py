"""Reads an original again with the reader that its version names: a text or a date that is not in it is found out.

A text that depends on the build of a library (`engine`) and is not found again by another build, or one that was read
by a machine, is no proof that it was altered, and none that it was not: it counts as not checked.
"""

from __future__ import annotations

from typing import cast

from archive import plugins, readers
from archive.errors import UsageError
from archive.model.codes import MACHINE_READ
from archive.model.digest import Digest
from archive.model.record import GUESS, Record
from archive.readers import Reader, Reading


def reader_of(version: Record) -> Reader | None:
    """The reader that its version names; None when this program does not have it at that version."""
    try:
        reader = cast(Reader, plugins.load("readers", version.fields["reader"].partition("/")[0]))
    except UsageError:
        return None
    return reader if getattr(reader, "READER", "") == version.fields["reader"] else None


def read_again(version: Record, original: bytes, name: str) -> Reading | None:
    """What the reader makes of `original` today; None when this program does not have that reader at that version.

    Raises Unreadable when nothing can be read from it.
    """
    fields = version.fields
    reader = reader_of(version)
    try:
        declared = readers.recorded(fields["media_type"], fields.get("encoding", ""))
        return readers.read(reader, original, name=name, declared=declared) if reader else None
    except UsageError:  # a library of it is missing
        return None


def otherwise(version: Record) -> str:
    """Why the same original may read otherwise here, although nothing was altered; empty when it may not."""
    reader, held = reader_of(version), version.fields.get("engine", "")
    here = readers.engine(reader) if reader else ""
    if not here:  # it depends on our own code only, whatever the record says
        return ""
    if MACHINE_READ in version.fields.get("incomplete", ()):
        return "they were read by a machine, which may read otherwise on another computer"
    return "" if here == held else f"they were read by {held or 'a build that is not named'}, and here is {here}"


def same_text(version: Record, reading: Reading) -> bool:
    read = Digest.of(reading.text.encode("utf-8", "surrogatepass"))
    return str(read) == str(version.fields["text"])


def not_stated(version: Record, reading: Reading) -> list[str]:
    """Fields that the version says the document states, and the reading does not find so.

    What was guessed is no statement of the document: a newer library may guess otherwise.
    """
    stated = {
        field: (list(said.value) if isinstance(said.value, tuple) else said.value, said.origin)
        for field, said in reading.stated.items()
    }
    return [
        field
        for field, said in version.fields.get("stated", {}).items()
        if stated.get(field) != (said["value"], said["from"]) and not said["from"].startswith(GUESS)
    ]
