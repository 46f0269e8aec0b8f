"""What other archives say became of citations, in newer editions that only they have.

It came with their claims, and is their word. It counts as a change all the same: who knows that an article was
corrected, and by whom, cannot say that nothing changed because he has not seen the correction. Nobody here can decide
of it, for nobody can see the newer words. It is over when an edition is obtained here that is newer than theirs, or
the edition that they speak of came with another import: then what is held decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.model.carrying import AROUND, UNCHANGED, Became, became, told
from archive.model.claim import Citation
from archive.model.newest import Dated, Obtained
from archive.model.record import Record
from archive.store.reading import Reader
from archive.text.carry import Carried
from archive.text.changes import Change
from archive.verbs._carrying import Outcome


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """That a citation's words are others in an edition that is not here, or gone; `asserted`: by which log."""

    citation: str
    document: str
    became: Became
    captured: str
    asserted: str

    @property
    def told(self) -> str:
        """The outcome, for people."""
        return told(*self.became)


def all_elsewhere(reader: Reader) -> list[Elsewhere]:
    """Of all living citations, in the order in which it was imported."""
    if not reader.received.imports:
        return []
    return told_elsewhere(reader, {citation: document for citation, document, _ in reader.cited_contents()})


def told_elsewhere(reader: Reader, cited: Mapping[str, str]) -> list[Elsewhere]:
    """Of these citations (→ their document), in the order in which it was imported."""
    said = reader.carried_elsewhere(list(cited))
    newest = reader.newest_contents(list({cited[record.fields["citation"]] for record, _ in said}))
    found = []
    for record, asserted in said:
        fields = record.fields
        document = cited[fields["citation"]]
        one = Elsewhere(fields["citation"], document, became(fields), fields["captured"], asserted)
        if one.told not in UNCHANGED and not _is_over(newest.get(document), record):
            found.append(one)
    return found


def _is_over(newest: Obtained | None, record: Record) -> bool:
    """Whether the newest edition that is here was obtained later than what the record speaks of became known."""
    fields = record.fields
    return newest is not None and newest.time > Dated(0, fields["captured"], fields["at"]).time


def outcome_elsewhere(reader: Reader, one: Elsewhere, citation: Citation) -> Outcome:
    """What became of it, as `carry` says it: without a place, and without the newer sentence."""
    outcome, changes = one.became
    named = [Change(*change) for change in changes]
    carried = Carried(
        outcome,
        None,
        _sentences_of(reader, citation),
        "",
        tuple(change for change in named if change.kind not in AROUND),
        tuple(change for change in named if change.kind in AROUND),
    )
    return Outcome(citation.id, citation.claim, outcome, citation.token, "", carried, existing=True)


def _sentences_of(reader: Reader, citation: Citation) -> str:
    text, span = reader.text(reader.version(citation.version)), citation.span
    touched = [(s, e) for s, e in reader.spans(citation.version) if s < span.end and span.start < e]
    return text[touched[0][0] : touched[-1][1]] if touched else span.of(text)
