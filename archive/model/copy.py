"""Documents that are copies of one another. Field names are those of `--json`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that is a copy of one that was asked about, by the newest edition of each.

    Shares from 0 to 1: `sentences` and `words` (runs of words) of the document asked about that stand word for word in
    this one; `its_sentences` and `its_words` of this one that stand in the document asked about.
    """

    document: str
    version: str
    title: str
    publisher: str
    published: str
    sentences: float
    words: float
    its_sentences: float
    its_words: float


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a group; `sentences` and `words` of it, from 0 to 1, stand in `like`, of the others the one that it
    shares most with. `like` is empty for the first, which the archive got first."""

    document: str
    version: str
    title: str
    publisher: str
    published: str
    like: str
    sentences: float
    words: float


@dataclass(frozen=True, slots=True)
class Group:
    """A provenance group: documents that are copies of one another, or of others of the group. It is named by the one
    that the archive got first."""

    group: str
    documents: tuple[Member, ...]
