"""What is asked of a search: words and filters → one tree; its fields → versions; and how it was understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.engines._folding import leaves
from archive.errors import UsageError
from archive.model.hit import Explained
from archive.model.passage import Granularity
from archive.model.query import (
    And,
    Boost,
    Everything,
    Exact,
    Field,
    Fuzzy,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Query,
    Range,
    Versions,
    Word,
)
from archive.text.periods import FORMS, period
from archive.text.query import parse, written
from archive.verbs._resolve import versions_of

if TYPE_CHECKING:
    from archive.verbs._opened import Opened

_SIGN = re.compile(r"(?<=\d)[.,:/](?=\d)|[%#@&+=<>§‰°$¢-¥©®₠-⃀℠-™←-⋿─-➿\U0001f300-\U0001faff]")
"""Signs that change what is meant: between digits, and symbols anywhere; not hyphens, apostrophes or full stops."""

MOST_EXPLAINED = 100
"""Parts of a query that are explained."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`only` are fields and their values, of each any one; `since`, `until` are dates as precise as they are known.

    `cited` asks for documents from which claims are cited, or, when false, for the others. `recorded` keeps to the
    versions recorded at that position of the log or later; `like` names a document that hits are to be like; `all_text`
    looks beside the articles too.
    """

    words: str
    since: str | None = None
    until: str | None = None
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    all_editions: bool = False
    cited: bool | None = None
    recorded: int | None = None
    like: str = ""
    all_text: bool = False

    def tree(self) -> tuple[Query, list[str]]:
        """The whole query, and notes on what of the words was not understood. Raises UsageError for a filter."""
        filters = [*self._dates(), *(_any_of(name, values) for name, values in self.only)]
        if not self.words.strip() and (filters or self.like):
            return _all(filters or [Everything()]), []
        query, notes = parse(self.words)
        return _all([query, *filters]), [*notes, *_unsearched_signs(query)]

    def _dates(self) -> list[Query]:
        since, until = _date("since", self.since), _date("until", self.until)
        if since and until and since[0] > until[1]:
            raise UsageError(f"since {self.since} is later than until {self.until}")
        return [Range("published", since[0] if since else "", until[1] if until else "")] if since or until else []


def _unsearched_signs(query: Query) -> Iterator[str]:
    """A note on signs that mean something, and that no index holds: “C++” is the word C."""
    texts = [text for text in map(_written, leaves(query)) if any(map(str.isalnum, text))]
    found = {text: signs for text in reversed(texts) if (signs := "".join(_SIGN.findall(text)))}
    if found:
        first = next(iter(found))
        shown = ", ".join(f"{signs[:20]} in “{text[:40]}”" for text, signs in list(found.items())[:3])
        yield f'signs are not searched: {shown}; for the very characters write exact:"{first[:40]}"'


def _written(leaf: Query) -> str:
    """A word or phrase as it was typed."""
    match leaf:
        case Word(text) | Pattern(text) | Fuzzy(text):
            return text
        case Phrase(words):
            return " ".join(words)
    return ""


def _date(name: str, value: str | None) -> tuple[str, str] | None:
    if value is None:
        return None
    if (named := period(value)) is None:
        raise UsageError(f"{name}: {value!r} is no date", hint=f"write it as {FORMS}")
    return named


def _any_of(name: str, values: Sequence[str]) -> Query:
    if not all(value.strip() for value in values):
        raise UsageError(f"{name}: an empty value")
    fields: list[Query] = [Field(name, value.strip(), "*" in value) for value in values]
    return Or(tuple(fields)) if len(fields) > 1 else fields[0]


def _all(parts: Sequence[Query]) -> Query:
    return And(tuple(parts)) if len(parts) > 1 else parts[0]


def resolved(opened: Opened, query: Query, find: Granularity, notes: list[str]) -> Query:
    """The tree as an engine takes it: fields become the versions (or claims) that they name, `Exact` its words."""
    match query:
        case Field() | Range():
            positions, said = _positions(opened, query, find)
            notes += [note for note in said if note not in notes]
            return Versions(positions)
        case Exact(text):
            words = tuple(text.split())
            if not any(character.isalnum() for character in text):
                notes.append(f"exact: “{text[:40]}” holds no word by which it could be found")
            return Phrase(words) if len(words) > 1 else Word(text)
        case And(parts):
            return _narrowed([resolved(opened, part, find, notes) for part in parts])
        case Or(parts):
            return _widened([resolved(opened, part, find, notes) for part in parts])
        case Not(part):
            return Not(resolved(opened, part, find, notes))
        case Boost(part, factor):
            return Boost(resolved(opened, part, find, notes), factor)
    return query


def _narrowed(parts: list[Query]) -> Query:
    """All of these, with one set of versions instead of several: an engine reads the entries of each."""
    sets = [part.positions for part in parts if isinstance(part, Versions)]
    others = [part for part in parts if not isinstance(part, Versions)]
    return _all([*others, Versions(frozenset.intersection(*sets))] if sets else others)


def _widened(parts: list[Query]) -> Query:
    sets = [part.positions for part in parts if isinstance(part, Versions)]
    others = [part for part in parts if not isinstance(part, Versions)]
    found = [*others, Versions(frozenset().union(*sets))] if sets else others
    return Or(tuple(found)) if len(found) > 1 else found[0]


def _positions(opened: Opened, part: Field | Range, find: Granularity) -> tuple[frozenset[int], tuple[str, ...]]:
    if isinstance(part, Field) and part.name in ("document", "version") and find != "claim":
        if part.pattern:
            part = Field("url", part.value, True)
        else:
            with opened.store.reading() as reader:
                return frozenset(version.position for version in versions_of(reader, part.value)), ()
    with opened.store.looking() as lookup:
        return opened.filters.positions(lookup, part, find)


def exact_texts(query: Query) -> list[str]:
    """The characters that every hit must hold. Raises UsageError where only some hits would have to."""
    match query:
        case Exact(text):
            return [text]
        case And(parts):
            return [text for part in parts for text in exact_texts(part)]
        case Boost(part):
            return exact_texts(part)
        case Or() | Not() if any(isinstance(part, Exact) for _, part in _walk(query, 0)):
            raise UsageError("exact: cannot stand in OR or NOT", hint="search for each by itself")
    return []


def without_exact(query: Query) -> Query:
    """The words of a query, to be marked, without those of `exact:`, of which the characters are."""
    match query:
        case And(parts) | Or(parts):
            return type(query)(tuple(map(without_exact, parts)))
        case Boost(part):
            return without_exact(part)
        case Exact() | Field() | Range() | Not():
            return Nothing()
    return query


def _walk(query: Query, depth: int) -> Iterator[tuple[int, Query]]:
    yield depth, query
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _walk(part, depth + 1)
        case Not(part) | Boost(part):
            yield from _walk(part, depth + 1)


def explained(opened: Opened, query: Query, find: Granularity) -> tuple[Explained, ...]:
    """The tree, a part a line, and what each leaf finds by itself."""
    parts = list(_walk(query, 0))
    lines = [_line(opened, depth, part, find) for depth, part in parts[:MOST_EXPLAINED]]
    more = len(parts) - len(lines)
    return (*lines, Explained(0, f"… and {more:,} more", None, "")) if more else tuple(lines)


def _line(opened: Opened, depth: int, part: Query, find: Granularity) -> Explained:
    if isinstance(part, And | Or | Not):
        return Explained(depth, type(part).__name__.upper(), None, "")
    if isinstance(part, Boost):
        return Explained(depth, f"^{part.factor:g}", None, "")
    if isinstance(part, Field | Range):
        positions, _ = _positions(opened, part, find)
        if find == "claim":
            return Explained(depth, written(part), len(positions), "claim")
        with opened.store.looking() as lookup:
            return Explained(depth, written(part), opened.filters.documents(lookup, positions), "document")
    shown = f"{written(part)}, by its words" if isinstance(part, Exact) else written(part)
    try:
        total = opened.index.search(resolved(opened, part, find, []), find, 0).total
    except UsageError as error:
        return Explained(depth, shown, None, error.message)
    return Explained(depth, shown, total, find)
