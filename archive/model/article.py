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
}

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


@dataclass(frozen=True, slots=True)
class Capture:
    """The event of obtaining a version: when, how, from where. `captured` keeps the precision it is known to."""

    captured: str
    how: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A version inside another, such as an attachment of a mail; `name` is what the whole calls it."""

    name: str
    document: str
    version: str  # 64 hex


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a document now: by descriptions (which win), or by the document itself (`origins` says where)."""

    values: Statements
    origins: Mapping[str, str]

    def first(self, field: str) -> str:
        """The field's first value, or the empty string."""
        return self.values.get(field, ("",))[0]


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its newest version, for lists."""

    document: str
    title: str
    publisher: str
    published: str
    language: str
    version: str  # id of the newest version, 64 hex
    captured: str
    editions: int
    citations: int
    unreadable: str = ""  # why its newest version has no text
