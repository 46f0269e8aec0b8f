"""When nothing has all the words of a question, what has any of them is the next best, and a note says so.

Only words that stand side by side are loosened. Who writes AND, OR or NOT means it; what is quoted, negated or a field
still has to hold.
"""

from __future__ import annotations

from archive.model.query import And, Like, Query, Word
from archive.text.query import OPERATORS

NOTE = "nothing has all of these words; these have some of them, the best first"


def loosened(words: str, query: Query) -> Query | None:
    """The query with any of its words in the place of all; None for one that must stay as it is."""
    parts = _side_by_side(query)
    asked = [part.text for part in parts if isinstance(part, Word)]
    if not asked or any(word in OPERATORS for word in words.split()):
        return None
    kept = tuple(part for part in parts if not isinstance(part, Word))
    like = Like(" ".join(asked))
    return And((like, *kept)) if kept else like


def _side_by_side(query: Query) -> list[Query]:
    """The parts of an And, those of an And in it too."""
    return [p for part in query.parts for p in _side_by_side(part)] if isinstance(query, And) else [query]
