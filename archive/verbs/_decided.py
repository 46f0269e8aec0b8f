"""Which carried citations wait for somebody to look at them.

They are those of which the words are others in the newest edition, or gone. `moved` and `typography` are not among
them: the claim rests on the same words, and nobody has anything to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.model.carrying import UNCHANGED, Became, Decision, became, decision_of, results
from archive.model.claim import Citation
from archive.store.reading import Reader
from archive.text.carry import ALIGNER
from archive.verbs._carrying import Outcome
from archive.verbs._elsewhere import told_elsewhere


@dataclass(frozen=True, slots=True)
class Recorded:
    """That a citation's words are others in a newer edition, or gone (`outcome`, for people). `decision`: of whoever
    has looked at that; `asserted`: by which log, where only another archive has that edition."""

    citation: str
    outcome: str
    decision: Decision | None
    asserted: str = ""

    def __str__(self) -> str:
        whose = f" that is not held here (by the word of {self.asserted})" if self.asserted else ""
        return f"{self.outcome} in a newer edition{whose}"


def recorded(reader: Reader, citations: Sequence[Citation]) -> list[Recorded]:
    """Of these citations; by what is recorded of each in the newest edition, or last while it was not carried there."""
    decisions = reader.decisions([one.id for one in citations])
    found = [*_recorded_here(reader, citations), *_recorded_elsewhere(reader, citations)]
    held = ((id, said, decision_of(decisions.get(id, ()), what), whose) for id, said, what, whose in found)
    return [Recorded(*one) for one in held]


_Said = tuple[str, str, Became, str]  # citation, outcome for people, what became of it, whose word that is


def _recorded_here(reader: Reader, citations: Sequence[Citation]) -> Iterator[_Said]:
    carried = reader.carried_contents("", [one.id for one in citations])
    contents = {one.id: reader.version(one.version).content for one in citations if carried}
    newest = reader.newest_contents(list({one.document for one in citations})) if carried else {}
    for one in citations:
        of_it = {content: said for (citation, content), said in carried.items() if citation == one.id}
        last = newest[one.document].content if one.document in newest else None
        if not of_it or last == contents[one.id]:
            continue
        position, outcome = of_it[last] if last in of_it else max(of_it.values())
        if outcome not in UNCHANGED:
            said = results(reader.record_at(position).fields)
            yield one.id, outcome, became(next(result for result in said if result["citation"] == one.id)), ""


def _recorded_elsewhere(reader: Reader, citations: Sequence[Citation]) -> Iterator[_Said]:
    cited = {one.id: one.document for one in citations}
    return ((one.citation, one.told, one.became, one.asserted) for one in told_elsewhere(reader, cited))


def decided(reader: Reader, found: Iterable[Outcome]) -> dict[str, Decision]:
    """Citation → the decision that holds for what became of it."""
    found = list(found)
    decisions = reader.decisions([one.citation for one in found])
    held = {one.citation: decision_of(decisions.get(one.citation, ()), one.became) for one in found}
    return {citation: decision for citation, decision in held.items() if decision is not None}


def count_changed(reader: Reader) -> int:
    """How many wait, as far as it was recorded what became of them in the newest edition."""
    carried = reader.carried_contents(ALIGNER)
    changed = {citation for (citation, _), (_, outcome) in carried.items() if outcome not in UNCHANGED}
    held = [one for one in reader.cited_contents() if one[0] in changed] if changed else []
    newest = reader.newest_contents(list({document for _, document, _ in held}))
    decisions = reader.decisions([citation for citation, _, _ in held])
    count = 0
    for citation, document, content in held:
        last = newest[document].content if document in newest else content
        position, outcome = carried.get((citation, last), (-1, ""))
        if content != last and outcome and outcome not in UNCHANGED:
            count += _waits(reader, position, citation, decisions.get(citation, ()))
    return count


def _waits(reader: Reader, position: int, citation: str, decisions: Iterable[Decision]) -> bool:
    said = results(reader.record_at(position).fields)
    return not any(decision_of(decisions, became(one)) for one in said if one["citation"] == citation)
