"""Search results. Field names are those of `--json`."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model.copy import Copy
from archive.model.span import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One more sentence of a document that was found; as in `Hit`."""

    token: str
    text: str
    span: Span
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence (of a document found, its best one), with the token that cites it.

    `text` is the version's own characters at `span` (code points of the version's text), `before` and `after` the
    sentences around it. `newest` says whether the version is of the document's newest edition, `beside` whether the
    sentence stands outside of the article, in a menu or another headline of its page,
    `own` whether it is one's own writing, which is no source, `machine_read` whether a machine read it in a picture.
    `marks` are the words
    that were found, in code points of the version's text as well; `copies` the tokens of the same words in copies of
    the document, which are hits too and not shown again. `further` are the next best sentences of a document that was
    found.
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
    beside: bool
    own: bool
    machine_read: bool
    marks: tuple[Span, ...]
    copies: tuple[str, ...]
    further: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that was found; `state` is how far it is signed off."""

    number: int
    claim: str
    text: str
    source: str
    stories: tuple[str, ...]
    citations: int
    retracted: str
    score: float
    state: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A part of the query as it was understood, `depth` parts deep; by itself it finds `count` sentences, … (`of`)."""

    depth: int
    part: str
    count: int | None
    of: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of what was found have this value; the empty value stands for those that have none."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives.

    `total` counts all that was found, `older` what stands in older editions only and was left out. The page of `hits`
    begins behind `offset` of them; `next` is the offset of the page behind it, 0 when there is none. `unsearched`
    counts records that the index has not reached; `notes` are for the person. `copies` are those of the document that
    hits are to be like, with the first page.
    """

    query: str
    total: int
    older: int
    hits: tuple[Hit | ClaimHit, ...]
    offset: int
    next: int
    unsearched: int
    notes: tuple[str, ...]
    counts: tuple[Counted, ...] = ()
    explain: tuple[Explained, ...] = ()
    copies: tuple[Copy, ...] = ()
