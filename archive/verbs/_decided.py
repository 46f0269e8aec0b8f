"""Which carried citations wait for somebody to look at them.

They are those of which the words are others in the newest edition, or gone. `moved` and `typography` are not among
them: the claim rests on the same words, and nobody has anything to decide.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.model.carrying import UNCHANGED, Decision, became, decision_of, results
from archive.store.reading import Reader
from archive.text.carry import ALIGNER
from archive.verbs._carrying import Outcome


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
