"""Which records were imported, and whose word they are.

An import appends the records that it takes over and then, in the same transaction, its receipt: the records stand in
the log right before it, as many as it lists. A receipt that another archive wrote came in such an import itself. So,
from the end of the log backwards: a receipt is our own unless it stands among the records of one that is. Nothing that
a record says about itself counts for this, only where it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.store import cells

RECEIPTS = "SELECT position, count, origin, key, strength FROM receipts ORDER BY position DESC"


@dataclass(frozen=True, slots=True)
class Asserter:
    """Whose word something is: a log, by its name and the key (its fingerprint, or nothing) that signed the bundle.

    Anybody can write any name into a bundle. `strength` says what was known of the key then.
    """

    origin: str
    key: str
    strength: str

    def is_log(self, other: Asserter) -> bool:
        """Whether both are the same log for certain: by one key, or by keys that were trusted for this name."""
        proven = self.strength != "intact" and other.strength != "intact"
        return self.origin == other.origin and (proven or (self.key == other.key and self.key != ""))

    def __str__(self) -> str:
        return f"{self.origin}, {'signer not checked' if self.strength == 'intact' else self.strength}"


@dataclass(frozen=True, slots=True)
class Import:
    """The records at [start, receipt) were imported; `receipt` is the position of the record that says so."""

    start: int
    receipt: int
    by: Asserter


class Received:
    """All imports, in the order of the log."""

    def __init__(self, imports: Sequence[Import]) -> None:
        self.imports = tuple(imports)
        self._starts = [one.start for one in imports]

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]]) -> Received:
        """From the rows of `RECEIPTS`."""
        found: list[Import] = []
        for position, count, origin, key, strength in rows:
            if found and position >= found[-1].start:
                continue  # it came with that import
            by = Asserter(cells.words(origin), cells.words_or_none(key) or "", cells.words(strength))
            found.append(Import(cells.whole(position) - cells.whole(count), position, by))
        return cls(found[::-1])

    def by(self, position: int) -> Asserter | None:
        """Whose word the record at this position is; None for our own."""
        index = bisect_right(self._starts, position) - 1
        return self.imports[index].by if index >= 0 and position < self.imports[index].receipt else None

    def __contains__(self, position: int) -> bool:
        return self.by(position) is not None
