"""The one small tree that every search query becomes, whichever engine runs it.

    Query = Word | Phrase | Like | Pattern | Fuzzy | And | Or | Not | Boost | Everything | Nothing
          | Field | Range | Exact | Versions

`Word`, `Phrase`, `Pattern` and `Fuzzy` hold words as a person typed them; the engine's own analysis (case, accents,
stems) is applied by the engine. `Field`, `Range` and `Exact` never reach an engine: the archive resolves the first two
to `Versions`, and looks for the words of an `Exact` and compares the characters of what is found.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word. An engine whose analysis makes several terms of it treats them as a phrase."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, two at least, each at most `within` places after the one before it (1: next to it)."""

    words: tuple[str, ...]
    within: int = 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words in which `*` stands for any letters and `?` for one. What it finds is found, and no better or worse for it.

    Where only the end is open (`gerasi*`), every form of a word that begins so is found; else stems are compared.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that become this one with at most `edits` (1 or 2) letters inserted, left out or replaced; itself first."""

    text: str
    edits: int


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
class Boost:
    """Finds what `part` finds; that it matches counts `factor` times (0 to 1,000) as much."""

    part: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Field:
    """`name:value`, such as `publisher:"The Tribune"`; in a `pattern`, `*` and `?` stand for other characters."""

    name: str
    value: str
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A date of the field `name` lies wholly in [first, last]: UTC to the second, `""` where that side is open."""

    name: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Exact:
    """The very characters, case and punctuation included, within one passage."""

    text: str


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every passage."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no passage."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Passages of these versions, by their position in the log: what a `Field` or `Range` becomes."""

    positions: frozenset[int]


@dataclass(frozen=True, slots=True)
class Beside:
    """Sentences that stand outside of the article that their version is: menus, other headlines."""


Query = (
    Word
    | Phrase
    | Like
    | Pattern
    | Fuzzy
    | And
    | Or
    | Not
    | Boost
    | Field
    | Range
    | Exact
    | Versions
    | Beside
    | Everything
    | Nothing
)
