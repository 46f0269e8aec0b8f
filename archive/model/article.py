"""Documents, versions, editions and captures, as a reader of the archive sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.model.digest import Digest

#: Fields that a description may set, and whether they hold several values.
FIELDS: Mapping[str, bool] = {
    "title": False,
    "authors": True,
    "publisher": False,
    "published": False,
    "language": False,
    "tags": True,
    "confidential": False,
    "role": False,
}
#: Fields that hold one of a few words. Where nothing is said, a document is public, and somebody else's writing.
CHOICES: Mapping[str, tuple[str, ...]] = {"confidential": ("yes",), "role": ("own",)}

Statements = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Version:
    """These bytes, of this document, read by this reader as this text. `id`: 64 hex; `position`: in the log."""

    position: int
    id: str
    document: str
    content: Digest
    text: Digest
    size: int  # bytes
    length: int  # code points
    media_type: str
    reader: str
    encoding: str
    unreadable: str = ""  # why there is no text

    def __str__(self) -> str:
        return f"version {self.id[:12]}"


def is_machine_read(reader: str) -> bool:
    """Whether this reader recognises text in pictures (OCR): what it reads must be compared with them."""
    return reader.partition("/")[0] == "ocr"


@dataclass(frozen=True, slots=True)
class Capture:
    """The event of obtaining a version: when, how, from where. `captured` keeps the precision it is known to.

    `suspect`: why it is not taken for what the source says (codes), unless somebody accepted it.
    """

    captured: str
    how: str
    url: str
    suspect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveCapture:
    """A capture that the program made itself. Ids are 64 hex. `classed`: codes of what it was against what was there
    before; `suspect`: it is, and was not accepted."""

    id: str
    document: str
    version: str
    captured: str
    classed: tuple[str, ...]
    suspect: bool


DETECTED = "detected by "
"""How the origin of a language begins that nobody said."""


@dataclass(frozen=True, slots=True)
class Part:
    """A version inside another, such as an attachment of a mail; `name` is what the whole calls it."""

    name: str
    document: str
    version: str  # 64 hex


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a document now, and by whom.

    `origins` says where in it the newest version itself states a value; it is empty where a description says it, which
    wins. Of a language that nobody says it says by what it was detected.
    """

    values: Statements
    origins: Mapping[str, str]

    def first(self, field: str) -> str:
        """The field's first value, or the empty string."""
        return self.values.get(field, ("",))[0]

    @property
    def said(self) -> Statements:
        """What somebody says, and nobody detected."""
        return {f: values for f, values in self.values.items() if not self.origins[f].startswith(DETECTED)}

    @property
    def detected(self) -> bool:
        """Whether the language was detected."""
        return self.origins.get("language", "").startswith(DETECTED)


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its newest version, for lists."""

    document: str
    title: str
    publisher: str
    published: str
    language: str
    detected: bool  # the language was detected, and nobody says it
    confidential: bool
    own: bool  # one's own writing, which is no source
    version: str  # id of the newest version, 64 hex
    captured: str
    editions: int
    citations: int
    unreadable: str = ""  # why its newest version has no text
