"""What an export lets out, and how much of its sources it may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sharing:
    """How sources go out: `excerpt`: all as excerpts, with `context` sentences either side of those that are cited.
    `originals` go whole all the same: documents or versions, or `all`."""

    excerpt: bool = False
    context: int = 0
    originals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Something that leaves beyond the cited sentences. `kind`: `confidential`, `mail`, `attachments`, `addresses`,
    `authors`, `name`, `newer` (words of a newer edition, of what became of the citations), `said` (a field that was
    described, with its values)."""

    kind: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One version. `goes` is `whole` or `excerpt`, then `why` says why (see `tlog.excerpt.REASONS`); in a file of
    another format, where none goes whole, what exporters call `SHOWS`. `bytes`: of the original, 0 when it stays;
    `sentences`: how many are shown of `of`, 0 where they are not counted."""

    document: str
    version: str
    title: str
    goes: str
    why: str
    bytes: int
    sentences: int
    of: int
    holds: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class NotCleared:
    """A claim that is `proposed` or `checked`; `why` it is not as far as it was, or empty."""

    claim: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves. `names`: who made the records and who signed off claims, and the log's name; `programs`: with which
    the records were made; `first` and `last`: the moments of the oldest and newest record. `size`: the log's.
    `not_cleared`: of the claims those that are not. `uncarried`: how many of the citations have a newer edition of
    which nothing is told, because nobody has carried them to it. `relations` are those among the claims;
    `relations_left_out` lead to claims that stay here. `asked`: of models that proposed claims the host, and what the
    record says of the model."""

    what: str
    claims: int
    citations: int
    sources: tuple[Source, ...]
    names: tuple[str, ...]
    programs: tuple[str, ...]
    first: str
    last: str
    size: int
    not_cleared: tuple[NotCleared, ...]
    uncarried: int
    relations: int = 0
    relations_left_out: int = 0
    asked: tuple[str, ...] = ()


USUAL = Sharing()
