"""Claims that rest on sentences which have changed since: what an editor wants to read every morning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.model.carrying import Decision, Theirs
from archive.model.digest import Digest
from archive.store.reading import Reader
from archive.verbs._carrying import Outcome, documents_to_carry, moves, outcomes
from archive.verbs._decided import decided
from archive.verbs._editions import Editions, editions
from archive.verbs._elsewhere import Elsewhere, all_elsewhere, outcome_elsewhere
from archive.verbs._opened import Opened


@dataclass(frozen=True, slots=True)
class Stale:
    """One citation of a claim whose words the newest edition has changed, or has no more. It changed after `last_seen`
    (empty: not known) and before `seen`; `stories` are such as `dam#2`; `decision` is what somebody decided who has
    looked at it, `theirs` what others did in other archives. `asserted`: by which log, where only another archive has
    the newer edition."""

    claim: str
    text: str
    stories: tuple[str, ...]
    document: str
    title: str
    last_seen: str
    seen: str
    stance: str
    outcome: Outcome
    decision: Decision | None
    theirs: tuple[Theirs, ...] = ()
    asserted: str = ""

    def json(self) -> Mapping[str, Any]:
        return {
            "claim": self.claim,
            "text": self.text,
            "stories": list(self.stories),
            "document": self.document,
            "title": self.title,
            "last_seen": self.last_seen,
            "seen": self.seen,
            "stance": self.stance,
            **self.outcome.json(),
            "decided": self.decision.json() if self.decision else None,
            "theirs": [one.json() for one in self.theirs],
            "asserted": self.asserted,
        }


def stale(opened: Opened, documents: Iterable[str] | None = None) -> list[Stale]:
    """Of these documents, or of all, in the order in which their claims' citations were made."""
    with opened.store.reading() as reader:
        elsewhere = all_elsewhere(reader)
        wanted = dict.fromkeys([*documents_to_carry(reader), *(one.document for one in elsewhere)])
        chosen = wanted if documents is None else [one for one in dict.fromkeys(documents) if one in wanted]
        return [one for document in chosen for one in _all_of(reader, document, elsewhere)]


def _all_of(reader: Reader, document: str, elsewhere: Iterable[Elsewhere]) -> list[Stale]:
    """By what is here, and by the word of others: of that what does not wait already."""
    own = _of(reader, document)
    waiting = {one.outcome.citation for one in own if one.decision is None}
    others = [one for one in elsewhere if one.document == document and one.citation not in waiting]
    return [*own, *(_of_others(reader, document, others) if others else ())]


def _of_others(reader: Reader, document: str, said: Sequence[Elsewhere]) -> list[Stale]:
    cited = {one.id: one for one in reader.living_citations(document)}
    found = [outcome_elsewhere(reader, one, cited[one.citation]) for one in said]
    decisions, others, every = decided(reader, found), _theirs(reader, found), editions(reader, document)
    told = []
    for one, outcome in zip(said, found, strict=True):
        citation = cited[one.citation]
        between = _between(every, reader.version(citation.version).content)[0], one.captured
        looked = decisions.get(citation.id), others.get(citation.id, ()), one.asserted
        told.append(_stale(reader, document, between, citation.stance, outcome, *looked))
    return told


def imported_only(opened: Opened) -> list[str]:
    """The documents cited of which nothing was obtained here, so that only others may know of newer editions."""
    with opened.store.reading() as reader:
        return reader.imported_only()


def _of(reader: Reader, document: str) -> list[Stale]:
    every, found = editions(reader, document), list[Stale]()
    for move in moves(reader, document):
        changed = [one for one in outcomes(reader, move) if one.is_changed]
        decisions, stances = decided(reader, changed), {one.id: one.stance for one in move.citations}
        between, others = _between(every, move.before.content), _theirs(reader, changed)
        for one in changed:
            looked = decisions.get(one.citation), others.get(one.citation, ())
            found.append(_stale(reader, document, between, stances[one.citation], one, *looked))
    return found


def _theirs(reader: Reader, changed: Sequence[Outcome]) -> dict[str, tuple[Theirs, ...]]:
    """Citation → what others decided when the same became of it."""
    said = reader.their_decisions([one.citation for one in changed])
    return {
        one.citation: tuple(theirs for what, theirs in said.get(one.citation, ()) if what == one.became)
        for one in changed
    }


def _between(every: Editions, content: Digest) -> tuple[str, str]:
    """When an edition was seen last, and the next one first."""
    last = max((n for n, run in enumerate(every.runs) if run.content == content), default=-1)
    seen = every.runs[last + 1].captures[0].captured if last + 1 < len(every.runs) else ""
    return (every.runs[last].captures[-1].captured if last >= 0 else ""), seen


def _stale(
    reader: Reader,
    document: str,
    between: tuple[str, str],
    stance: str,
    outcome: Outcome,
    decision: Decision | None,
    theirs: tuple[Theirs, ...],
    asserted: str = "",
) -> Stale:
    claim = reader.claim(outcome.claim)
    newest = reader.newest(document)
    title = reader.title(newest) if newest else document
    named = claim.id, claim.text, claim.stories, document, title
    return Stale(*named, *between, stance, outcome, decision, theirs, asserted)
