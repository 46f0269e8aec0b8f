"""What people state that the claims of an export do to one another, seen from each of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.exporters._facts import Facts
from archive.model.record import Record
from archive.text import wording


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as one of its claims is told of it: `words` such as `contradicted by`, then the other claim."""

    words: str
    number: int  # of the other claim, from 1
    other: Record
    record: Record

    def __str__(self) -> str:
        return f"{self.words} claim {self.number}"


def related(facts: Facts, claim: Record) -> list[Related]:
    """The relations of a claim to others that are here, in log order."""
    return list(_related(facts, claim))


def _related(facts: Facts, claim: Record) -> Iterator[Related]:
    for relation in facts.relations.get(claim.id, ()):
        from_, to, type = (relation.fields[name] for name in ("from", "to", "type"))
        other = to if claim.id == from_ else from_
        if other in facts.number:
            words = (wording.DOES_TO if claim.id == from_ else wording.DONE_BY)[type]
            yield Related(words, facts.number[other], facts.claims[facts.number[other] - 1], relation)


def living(facts: Facts, claim: Record) -> list[Related]:
    """Those that nobody withdrew."""
    return [one for one in related(facts, claim) if not facts.withdrawn(one.record)]


def said_of_relations(facts: Facts, claim: Record) -> list[str]:
    """Lines for people: each relation, with who states it, the note, whether it was withdrawn."""
    return [line for one in related(facts, claim) for line in _lines(facts, one)]


def _lines(facts: Facts, one: Related) -> Iterator[str]:
    fields, withdrawn = one.record.fields, facts.withdrawn(one.record)
    speaker = facts.speaker(one.other)
    said = f"{one.other.fields['text']} (said by {speaker})" if speaker else one.other.fields["text"]
    yield f"{one.words.capitalize()} claim {one.number}: {said}"
    yield stated(facts, one)
    if "note" in fields:
        yield f"Note: {fields['note']}"
    if withdrawn:
        yield f"This statement was withdrawn. The reason given: {withdrawn}"


def stated(facts: Facts, one: Related) -> str:
    """By whom, and when; of an imported one, whose word it is."""
    fields = one.record.fields
    return " ".join([f"Stated by {fields['by']}, {wording.day(fields['at'])}.", *facts.imported(one.record)])
