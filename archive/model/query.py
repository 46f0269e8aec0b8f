"""The one small tree that every search query becomes, whichever engine runs it.

    Query = Word | Phrase | Like | And | Or | Not | Field | Versions | Everything | Nothing

`Word` and `Phrase` hold words as a person typed them; the engine's own analysis (case, accents, stems) is applied
by the engine. `Field` never reaches an engine: the archive resolves it to `Versions` first.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word. An engine whose analysis makes several terms of it treats them as a phrase."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand next to one another in this order; two at least."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """Any of the words of a text, also of one written without spaces; what has most of them, and rare ones, is best."""

    text: str


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match `part`. Alone it matches every passage but those."""

    part: Query


@dataclass(frozen=True, slots=True)
class Field:
    """`name:value`, such as `publisher:"The Tribune"`; resolved in the database before an engine runs."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every passage."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no passage."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Passages of these versions, by their position in the log: what a `Field` becomes."""

    positions: frozenset[int]


Query = Word | Phrase | Like | And | Or | Not | Field | Versions | Everything | Nothing
