"""Which documents are copies of one another: the views that follow the log, in plain SQL as a search asks it.

A document is named by the position of its first version. Its marks stay when it gets another edition: they only lead
to what is then compared. A mark that many documents have is kept for the first few, which is enough to find their group
and keeps the table small where thousands of pages have the same footer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.store import cells

HOLDERS = 8
"""Documents for which a mark is kept."""
LARGEST = 1_000
"""Documents of one group that are looked at."""

Row = Sequence[Any]
Execute = Callable[[str, tuple[Any, ...]], Iterable[Row]]

At = tuple[int, int, int]
"""The version by which a document was compared, how many of its marks are kept, and one of how many runs is a mark."""

_FOLLOWED = "SELECT position FROM followed"
_TOUCHED = """SELECT document FROM versions WHERE position >= ? AND position < ? UNION
    SELECT document FROM captures JOIN versions ON versions.id = version
    WHERE captures.position >= ? AND captures.position < ?"""
_FIRST = """SELECT document, min(position) FROM versions
    WHERE document IN (SELECT value FROM json_each(?)) GROUP BY document"""
_NAMES = "SELECT position, document FROM versions WHERE position IN (SELECT value FROM json_each(?))"
_VERSIONS = """SELECT first.position, v.position FROM versions AS first JOIN versions AS v USING (document)
    WHERE first.position IN (SELECT value FROM json_each(?))"""
_HAVING = """SELECT DISTINCT v.document, v.position FROM versions AS v JOIN copies AS c ON c.document = v.position
    WHERE v.document IN (SELECT value FROM json_each(?))"""
_COMPARED = "SELECT document, version, marks, rate FROM compared WHERE document IN (SELECT value FROM json_each(?))"
_HOLDERS = "SELECT mark, document FROM marks WHERE mark IN (SELECT value FROM json_each(?))"
_COPIES = """SELECT document, other, words, sentences, joined FROM copies
    WHERE document IN (SELECT value FROM json_each(?))"""
_IN_GROUPS = "SELECT DISTINCT document FROM copies WHERE joined AND document > ? ORDER BY document LIMIT ?"
_CHANGED = """SELECT count(DISTINCT document) FROM copies JOIN compared USING (document)
    WHERE version >= ? AND other < document"""


@dataclass(frozen=True, slots=True)
class Pair:
    """How much of a document stands in another, in thousandths."""

    document: int
    other: int
    words: int
    sentences: int
    joined: bool


class Alike:
    """Questions inside one transaction."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    def followed(self) -> int:
        """How many records were followed."""
        return next((cells.whole(row[0]) for row in self._execute(_FOLLOWED, ())), 0)

    def touched(self, start: int, end: int) -> list[str]:
        """The documents of which a version or capture is among the records [start, end)."""
        return [cells.words(row[0]) for row in self._execute(_TOUCHED, (start, end, start, end))]

    def firsts(self, documents: Iterable[str]) -> dict[str, int]:
        """Each document's first version."""
        return {cells.words(document): cells.whole(first) for document, first in self._among(_FIRST, documents)}

    def names(self, documents: Iterable[int]) -> dict[int, str]:
        """The documents' URIs."""
        return {cells.whole(first): cells.words(name) for first, name in self._among(_NAMES, documents)}

    def compared(self, documents: Iterable[int]) -> dict[int, At]:
        """How each document was compared."""
        rows = self._among(_COMPARED, documents)
        return {d: (cells.whole(version), cells.whole(marks), cells.whole(rate)) for d, version, marks, rate in rows}

    def holders(self, marks: Iterable[int]) -> defaultdict[int, list[int]]:
        """Mark → the documents for which it is kept."""
        holders: defaultdict[int, list[int]] = defaultdict(list)
        for mark, document in self._among(_HOLDERS, marks):
            holders[mark].append(document)
        return holders

    def copies(self, documents: Iterable[int]) -> Iterator[Pair]:
        """What has something in common with these, as far as they were compared."""
        for row in self._among(_COPIES, documents):
            document, other, words, sentences, joined = map(cells.whole, row)
            yield Pair(document, other, words, sentences, bool(joined))

    def having_copies(self, documents: Iterable[str]) -> dict[str, int]:
        """Those of the documents that have copies, each with its first version."""
        return {cells.words(document): cells.whole(first) for document, first in self._among(_HAVING, documents)}

    def versions(self, documents: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """Document → all its versions."""
        versions: dict[int, tuple[int, ...]] = {}
        for first, version in self._among(_VERSIONS, documents):
            versions[first] = (*versions.get(first, ()), cells.whole(version))
        return versions

    def groups(self, documents: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """Document → its provenance group, from the earliest on; for those that have one. All of them stand as keys."""
        members: dict[int, set[int]] = {}
        found = set(documents)
        seen, wanted = set(found), found
        while wanted and len(members) < LARGEST:
            pairs = [pair for pair in self.copies(wanted) if pair.joined]
            for pair in pairs:
                _join(members, pair.document, pair.other)
            wanted = {pair.other for pair in pairs} - seen
            seen |= wanted
        return {document: tuple(sorted(group)) for document, group in members.items()}

    def in_groups(self, after: int, limit: int) -> list[int]:
        """Documents that belong to a group, in their order, behind one."""
        return [cells.whole(row[0]) for row in self._execute(_IN_GROUPS, (after, limit))]

    def copies_since(self, position: int) -> int:
        """How many documents with a newest edition recorded there or later are copies of one that came before."""
        return next(cells.whole(row[0]) for row in self._execute(_CHANGED, (position,)))

    def _among(self, query: str, values: Iterable[Any]) -> Iterable[Row]:
        return self._execute(query, (json.dumps(list(values)),))


def _join(members: dict[int, set[int]], one: int, other: int) -> None:
    ours, theirs = members.setdefault(one, {one}), members.setdefault(other, {other})
    if ours is theirs:
        return
    ours |= theirs
    for document in theirs:
        members[document] = ours


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found of the documents that the records [start, end) touch. `marks` are (mark, document); what was known
    of the copies of the documents in `versions` no longer holds."""

    start: int
    end: int
    marks: Sequence[tuple[int, int]]
    versions: Mapping[int, At]
    copies: Sequence[Pair]


def store(alike: Alike, write: Callable[[str, list[tuple[Any, ...]]], object], found: Compared) -> bool:
    """Whether it was stored: not when another process has followed these records meanwhile."""
    if alike.followed() != found.start:
        return False
    old = [(pair.document, pair.other) for pair in alike.copies(found.versions)]
    pairs = [(p.document, p.other, p.words, p.sentences, int(p.joined)) for p in found.copies]
    for statement, rows in (
        ("DELETE FROM copies WHERE document = ? AND other = ?", [*old, *((b, a) for a, b in old)]),
        ("INSERT OR IGNORE INTO marks VALUES (?, ?)", sorted(found.marks)),
        ("INSERT OR REPLACE INTO compared VALUES (?, ?, ?, ?)", [(d, *at) for d, at in found.versions.items()]),
        ("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?, ?)", sorted(pairs)),
        ("DELETE FROM followed WHERE position != ?", [(found.end,)]),
        ("INSERT OR IGNORE INTO followed VALUES (?)", [(found.end,)]),
    ):
        if rows:
            write(statement, rows)
    return True
