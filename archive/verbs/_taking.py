"""Which records of another archive are taken over, and which are left out: what is ours stays what it is.

What speaks of something new here is taken. What speaks of something that is here already (lists of its sentences, when
it was obtained, a title, a retraction, a receipt) is taken only when both came from the same log for certain: else
anybody could date, rename, hide or withdraw what is another's. Claims, citations, relations, sign-offs and stories add
something and change nothing: they are taken, and marked as whose they are, but for a relation that is contrary to one
here. Of two records with one natural key the first stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.bundle.contents import referred
from archive.errors import Refused
from archive.model.record import OF_ONE_LOG, Record
from archive.store.received import Asserter
from archive.store.writing import Key, Writer, natural_keys
from archive.verbs.relate import is_contrary

#: Kinds that change what is seen of the record that they refer to.
_SPEAKING = frozenset(
    {
        *("sentences", "selection", "capture", "detection", "acceptance", "translation", "retraction", "receipt"),
        *("extraction", "review", "carry"),
    }
)

ELSEWHERE = "it speaks of something that is here, and not from that log"
HELD = "the same is recorded here already"
CASCADE = "what it refers to was left out"
CONTRARY = "it says the contrary of a relation that is stated here"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that was not taken over, and why."""

    record: str  # 64 hex digits
    kind: str
    why: str


class Taking:
    """Sorts the records of one bundle, under the write lock."""

    def __init__(self, writer: Writer, by: Asserter, records: Sequence[Record]) -> None:
        """`records` in the order of their log."""
        self.taken: list[Record] = []
        self.left_out: list[LeftOut] = []
        self.known = 0
        self._writer, self._by = writer, by
        ids = {record.id for record in records} | {id for record in records for id in _about(record)}
        self._positions = writer.positions(sorted(ids))
        self._keys: set[Key] = set()
        self._left: set[str] = set()
        self._taken_back: set[str] = set()  # what the retractions that are taken are of
        self._stated: dict[frozenset[str], set[str]] = {}  # two claims → the relations of them that come
        self._withdrawn = {record.fields["target"] for record in records if record.kind == "retraction/1"}
        for record in records:
            self._sort(record)

    def _sort(self, record: Record) -> None:
        if record.name in OF_ONE_LOG:
            self._left.add(record.id)
        elif record.id in self._positions:
            self.known += 1
        elif why := self._why_not(record):
            self._left.add(record.id)
            self.left_out.append(LeftOut(record.id, record.kind, why))
        else:
            self._keys.update(natural_keys(record))
            self.taken.append(record)
            if record.kind == "retraction/1":
                self._taken_back.add(record.fields["target"])

    def _why_not(self, record: Record) -> str:
        if not self._left.isdisjoint(referred(record)):
            return CASCADE
        held = [self._positions[id] for id in _about(record) if id in self._positions]
        if record.name == "version":
            self._refuse_part_of_ours(record, held)
        if record.name in _SPEAKING and not all(map(self._is_theirs, held)):
            return ELSEWHERE
        if record.name == "description" and not self._may_describe(record.fields["document"]):
            return ELSEWHERE
        keys = natural_keys(record)
        if record.kind == "relation/1" and record.id not in self._withdrawn and self._is_contrary(record):
            return CONTRARY
        if any(key in self._keys or (held and self._writer.holds(key)) for key in keys):
            return HELD
        return ""

    def _is_contrary(self, relation: Record) -> bool:
        """Whether two claims would be said to contradict one another and, living as well, not to."""
        from_, to, type = (relation.fields[name] for name in ("from", "to", "type"))
        here = self._writer.relations([from_]) if from_ in self._positions else []
        held = (one for one in here if not one.retracted and one.id not in self._taken_back)
        said = {one.type for one in held if one.other(from_) == to}
        came = self._stated.setdefault(frozenset((from_, to)), set())
        contrary = any(is_contrary(one, type) for one in said | came)
        came |= set() if contrary else {type}
        return contrary

    def _is_theirs(self, position: int) -> bool:
        """Whether the record here came from the same log."""
        by = self._writer.received.by(position)
        return by is not None and by.is_log(self._by)

    def _may_describe(self, document: str) -> bool:
        return all(self._is_theirs(version.position) for version in self._writer.versions(document))

    def _refuse_part_of_ours(self, version: Record, wholes: Sequence[int]) -> None:
        if any(position not in self._writer.received for position in wholes):
            raise Refused(
                f"{version} says that it is a part of a version of your own, which nobody else can know",
                hint="do not trust this bundle",
                code="part-of-ours",
            )


def _about(record: Record) -> list[str]:
    """The ids of the records that this one says something of."""
    if record.kind == "receipt/1":
        listed: list[str] = record.fields["records"]
        return listed
    if record.name == "version":
        whole = record.fields.get("part_of", {}).get("version")
        return (
            [whole] if isinstance(whole, str) and len(whole) == 64 and not set(whole) - set("0123456789abcdef") else []
        )
    return referred(record)
