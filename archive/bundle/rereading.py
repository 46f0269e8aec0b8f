"""Reads an original again with the reader that its version names: a text or a date that is not in it is found out."""

from __future__ import annotations

from typing import cast

from archive import plugins, readers
from archive.errors import UsageError
from archive.model.digest import Digest
from archive.model.record import GUESS, Record
from archive.readers import Reader, Reading


def read_again(version: Record, original: bytes, name: str) -> Reading | None:
    """What the reader makes of `original` today; None when this program does not have that reader at that version.

    Raises Unreadable when nothing can be read from it.
    """
    fields = version.fields
    try:
        reader = cast(Reader, plugins.load("readers", fields["reader"].partition("/")[0]))
        if getattr(reader, "READER", "") != fields["reader"]:
            return None
        declared = readers.recorded(fields["media_type"], fields.get("encoding", ""))
        return readers.read(reader, original, name=name, declared=declared)
    except UsageError:  # no such reader, or a library of it is missing
        return None


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
