"""Search results. Field names are those of `--json`."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model.span import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence (of a document found, its best one), with the token that cites it.

    `text` is the version's own characters at `span` (code points), `before` and `after` its neighbour sentences.
    `newest` says whether the version is of the document's newest edition.
    """

    number: int
    token: str
    document: str
    version: str
    title: str
    publisher: str
    published: str
    text: str
    before: str
    after: str
    span: Span
    score: float
    newest: bool


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that was found."""

    number: int
    claim: str
    text: str
    source: str
    stories: tuple[str, ...]
    citations: int
    retracted: str
    score: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A part of the query as it was understood, `depth` parts deep; by itself it finds `count` sentences, … (`of`)."""

    depth: int
    part: str
    count: int | None
    of: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives. `unsearched` counts records that the index has not reached; `notes` are for the person."""

    query: str
    total: int
    hits: tuple[Hit | ClaimHit, ...]
    unsearched: int
    notes: tuple[str, ...]
    explain: tuple[Explained, ...] = ()
