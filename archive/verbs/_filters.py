"""`publisher:tribune`, `published:2024-04`, … → the positions of the versions (or claims) that are meant.

How a value is compared depends on the field, and is what people expect of it:

    title author publisher speaker from to subject    whole words, in their order, case and accents aside
    tag stance                                        the whole value, case aside
    language                                          likewise; `en` is also `en-GB`
    type                                              the media type, or the half before or after its slash
    url                                               the very address
    domain                                            the host, or a domain that it is below
    published captured                                a date that lies wholly in the stretch of time

`*` stands for any characters, in fields of words for any letters, and there `?` for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain

from archive.engines._folding import fold, pattern_words
from archive.errors import UsageError
from archive.model.passage import Granularity
from archive.model.query import Field, Range
from archive.store.columns import Column, has
from archive.store.lookup import Lookup
from archive.text.periods import period

WORDS = frozenset({"title", "author", "publisher", "speaker", "from", "to", "subject"})
DATES = frozenset({"published", "captured"})
KEPT = 8
"""Filters whose positions are remembered."""

_Named = tuple[frozenset[int], tuple[str, ...]]
"""Positions and notes."""

_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?(\[[^]]*\]|[^/?#:]*)")


class Filters:
    """Columns and what was found in them, as long as the log does not grow."""

    def __init__(self) -> None:
        self._size = -1
        self._columns: dict[tuple[str, Granularity], Column] = {}
        self._found: dict[tuple[Field | Range, Granularity], _Named] = {}
        self._owners: dict[int, str] = {}
        self._undated: dict[str, int] = {}
        self._titles: dict[str, list[str]] = {}  # word → titles that have it

    def positions(self, lookup: Lookup, part: Field | Range, find: Granularity) -> _Named:
        """What a filter names, and notes on what it leaves open. Raises UsageError for a field that claims have not."""
        self._fresh(lookup)
        if (part, find) not in self._found:
            found = self._ranged(lookup, part, find) if isinstance(part, Range) else self._named(lookup, part, find)
            if len(self._found) >= KEPT:
                self._found.clear()
            self._found[part, find] = found
        return self._found[part, find]

    def _fresh(self, lookup: Lookup) -> None:
        if (size := lookup.size()) != self._size:
            self._size = size
            for held in (self._columns, self._found, self._owners, self._undated, self._titles):
                held.clear()

    def titled(self, lookup: Lookup, words: str) -> frozenset[int]:
        """The versions of documents that have all these words in their title."""
        self._fresh(lookup)
        column = self._column(lookup, "title", "sentence")
        if not self._titles:
            for title in column:
                for word in title.split():
                    self._titles.setdefault(word, []).append(title)
        wanted = fold(words).split()
        fewest = min((self._titles.get(word, []) for word in wanted), key=len, default=[])
        titles = [title for title in fewest if all(f" {word} " in title for word in wanted)]
        return _union(map(column.__getitem__, titles))

    def documents(self, lookup: Lookup, positions: frozenset[int]) -> int:
        """How many documents these versions belong to."""
        if not self._owners:
            column = self._column(lookup, "url", "sentence")
            self._owners = {position: document for document, versions in column.items() for position in versions}
        return len({self._owners[position] for position in positions})

    def _column(self, lookup: Lookup, name: str, find: Granularity) -> Column:
        if not has(name, find):
            raise UsageError(f"claims have no field {name}", hint="they have: speaker, stance")
        if (name, find) not in self._columns:
            held: Column = {}
            for value, positions in lookup.column("url" if name == "domain" else name, find).items():
                held.setdefault(_prepared(name, value), []).extend(positions)
            self._columns[name, find] = held
        return self._columns[name, find]

    def _named(self, lookup: Lookup, part: Field, find: Granularity) -> _Named:
        column, fits = self._column(lookup, part.name, find), _comparison(part)
        found = _union(positions for value, positions in column.items() if fits(value))
        what = "claim" if find == "claim" else "document"
        return found, () if found else (f"no {what} has {part.name} “{part.value[:60]}”",)

    def _ranged(self, lookup: Lookup, part: Range, find: Granularity) -> _Named:
        first, last = part.first or "0", part.last or "9999-12-31T23:59:59Z"
        inside, across = [], []
        for value, positions in self._column(lookup, part.name, find).items():
            begins, ends = value[:20], value[20:]
            if first <= begins and ends <= last:
                inside.append(positions)
            elif begins and begins <= last and first <= ends:
                across.append(positions)
        found = _union(inside)
        rough = self.documents(lookup, _union(across) - found) if across else 0
        counted = (self._without_date(lookup, part.name), "without a date"), (rough, "dated too roughly to tell")
        return found, tuple(f"{part.name}: {_documents(n)} {what}: not in the range" for n, what in counted if n)

    def _without_date(self, lookup: Lookup, name: str) -> int:
        """How many documents have none that is understood."""
        if name not in self._undated:
            dated = _union(versions for value, versions in self._column(lookup, name, "sentence").items() if value)
            every = len(self._column(lookup, "url", "sentence"))
            self._undated[name] = every - self.documents(lookup, dated)
        return self._undated[name]


def _union(lists: Iterable[list[int]]) -> frozenset[int]:
    return frozenset(chain.from_iterable(lists))


def _documents(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'}"


def host_of(url: str) -> str:
    """The host of a URL, in lower case; of a document without one the empty string."""
    host = _HOST.match(url)
    return host[1].casefold().rstrip(".") if host else ""


def _prepared(name: str, value: str) -> str:
    """The value as it is compared; a date as its first and last second, or nothing where it is none."""
    if name in WORDS:
        return f" {' '.join(fold(value).split())} "
    if name in DATES:
        return "".join(period(value) or ())
    if name == "domain":
        return host_of(value)
    return value if name == "url" else value.casefold()


def _comparison(part: Field) -> Callable[[str], bool]:
    """Whether a value, prepared, is what the field asks for."""
    if part.pattern:
        return _like(part)
    wanted = _prepared(part.name, part.value) if part.name != "domain" else part.value.casefold().rstrip(".")
    if part.name in WORDS:
        return lambda held: wanted != "  " and wanted in held
    if part.name == "language":
        return lambda held: held == wanted or held.startswith(f"{wanted}-")
    if part.name == "domain":
        return lambda held: held == wanted or held.endswith(f".{wanted}")
    if part.name == "type":
        return lambda held: wanted in (held, *held.split("/"))
    return lambda held: held == wanted


def _like(part: Field) -> Callable[[str], bool]:
    if part.value == "*":
        return lambda held: bool(held.strip())
    if part.name in WORDS:
        words = " ".join(_expression(word, "[^ ]") for word in pattern_words(part.value))
        among = re.compile(f" {words} ")
        return lambda held: bool(words) and among.search(held) is not None
    value = part.value if part.name == "url" else part.value.casefold()
    whole = re.compile(_expression(value.replace("?", "\0"), "."), re.DOTALL)
    return lambda held: whole.fullmatch(held) is not None


def _expression(pattern: str, letter: str) -> str:
    """A regular expression that never goes back behind a `*` that has matched but the last: linear for each start."""

    def plain(part: str) -> str:
        return "".join(letter if c == "?" else re.escape("?" if c == "\0" else c) for c in part)

    first, *others = pattern.split("*")
    if not others:
        return plain(first)
    middle = "".join(f"(?>{letter}*?{plain(part)})" for part in others[:-1] if part)
    return f"{plain(first)}{middle}{letter}*{plain(others[-1])}"
