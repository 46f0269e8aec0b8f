"""What a search must know of every version at once: which are older editions, dates, and values to count by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from archive.store.lookup import Lookup
from archive.text.periods import period

T = TypeVar("T")

COUNTED = ("publisher", "year", "language", "domain", "tag")
SORTED = ("published", "captured")


@dataclass(frozen=True, slots=True)
class Values:
    """What versions are counted by. `numbers` has at each log position which of the `each` its version has, 0 being
    none: to count these numbers takes a fifth of the time that it takes to look up, and count, what they stand for."""

    each: Sequence[tuple[str, ...]]
    numbers: Sequence[int]


class Overview:
    """Read once, and kept as long as the log does not grow. Versions are named by their position in it."""

    def __init__(self) -> None:
        self._size = -1
        self._held: dict[str, object] = {}

    def older(self, lookup: Lookup) -> frozenset[int]:
        """The versions that are not their document's newest edition, or an earlier reading of it."""
        return self._once(lookup, "older", lookup.older)

    def own(self, lookup: Lookup) -> frozenset[int]:
        """The versions of one's own writing."""
        return self._once(lookup, "own", lambda: frozenset(lookup.column("role", "sentence").get("own", ())))

    def selected(self, lookup: Lookup) -> bool:
        """Whether there is a version of which some is the article and some is not."""
        return self._once(lookup, "selected", lookup.has_selections)

    def cited(self, lookup: Lookup) -> frozenset[int]:
        """The versions with a citation that stands."""
        return self._once(lookup, "cited", lookup.cited_versions)

    def dates(self, lookup: Lookup, field: str) -> Mapping[int, str]:
        """Version → the first second of the date of this field (see SORTED); of several the last."""
        return self._once(lookup, f"date {field}", lambda: _dates(lookup, field))

    def newest_first(self, lookup: Lookup, field: str) -> list[int]:
        """All versions: those with a date first, by it; of equals the one that came last."""
        dates = self.dates(lookup, field)
        return self._once(
            lookup,
            f"order {field}",
            lambda: sorted(_versions(lookup), key=lambda p: (dates.get(p, ""), p), reverse=True),
        )

    def values(self, lookup: Lookup, name: str) -> Values:
        """The values that each version has of what is counted by (see COUNTED)."""
        return self._once(lookup, f"values {name}", lambda: _values(lookup, name))

    def _once(self, lookup: Lookup, name: str, read: Callable[[], T]) -> T:
        if (size := lookup.size()) != self._size:
            self._size = size
            self._held.clear()
        if name not in self._held:
            self._held[name] = read()
        return cast(T, self._held[name])


def _versions(lookup: Lookup) -> list[int]:
    return [position for positions in lookup.column("url", "sentence").values() for position in positions]


def _dates(lookup: Lookup, field: str) -> Mapping[int, str]:
    dates: dict[int, str] = {}
    for value, positions in lookup.column(field, "sentence").items():
        if named := period(value):
            for position in positions:
                dates[position] = max(named[0], dates.get(position, ""))
    return dates


def _values(lookup: Lookup, name: str) -> Values:
    from archive.verbs._filters import host_of

    column = lookup.column({"year": "published", "domain": "url"}.get(name, name), "sentence")
    shown = {"year": lambda value: value[:4] if period(value) else "", "domain": host_of}.get(name, str)
    values: dict[int, tuple[str, ...]] = {}
    for value, positions in column.items():
        if one := shown(value):
            alone = (one,)
            for position in positions:
                values[position] = (*values[position], one) if position in values else alone
    return _numbered(values, lookup.size())


def _numbered(values: Mapping[int, tuple[str, ...]], size: int) -> Values:
    each: dict[tuple[str, ...], int] = {(): 0}
    numbers = [0] * size
    for position, several in values.items():
        numbers[position] = each.setdefault(several, len(each))
    return Values(tuple(each), numbers)
