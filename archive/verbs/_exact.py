"""`exact:`: of what the index finds by its words, that which holds the very characters."""

from __future__ import annotations

from collections.abc import Sequence

from archive.model.passage import Found as Passage
from archive.model.passage import Granularity, Results
from archive.model.query import Query
from archive.verbs._opened import Opened

PAGE = 50  # passages whose texts are in memory
MOST = 10_000  # passages whose characters are compared


def checked(
    opened: Opened, query: Query, exact: Sequence[str], find: Granularity, limit: int, offset: int, notes: list[str]
) -> Results:
    """The passages that hold all the texts of `exact`. Adds a note when there are too many to compare them all."""
    candidates = opened.index.search(query, find, MOST)
    kept = holding(opened, candidates.found, exact, find)
    if candidates.total > MOST:
        notes.append(f"exact: only the best {MOST:,} of {candidates.total:,} with these words were compared")
    return Results(len(kept), tuple(kept[offset : offset + max(limit, 0)]))


def holding(opened: Opened, found: Sequence[Passage], exact: Sequence[str], find: Granularity) -> list[Passage]:
    """Those of the passages that hold all the texts."""
    kept: list[Passage] = []
    for n in range(0, len(found), PAGE):
        page = found[n : n + PAGE]
        texts = _texts(opened, [passage.position for passage in page], find)
        kept += [p for p in page if all(text in texts[p.position][p.start : p.end] for text in exact)]
    return kept


def _texts(opened: Opened, positions: Sequence[int], find: Granularity) -> dict[int, str]:
    if find == "claim":
        with opened.store.reading() as reader:
            return {position: reader.claim_at(position).text for position in positions}
    with opened.store.looking() as lookup:
        return {position: held.text for position, held in lookup.texts_at(positions).items()}
