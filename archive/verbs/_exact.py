"""`exact:`: of what the index finds by its words, that which holds the very characters, and where.

White space is any white space, a line break of the text too. A quote that begins or ends with a letter or digit does so
where a word does, but for scripts that are written without spaces: `exact:"gate"` is not in “gates”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.engines._folding import UNSPACED
from archive.model.passage import Found as Passage
from archive.model.passage import Granularity
from archive.model.query import Query
from archive.text.weights import MARKS
from archive.verbs._opened import Opened

PAGE = 50  # passages whose texts are in memory
MOST = 10_000  # passages whose characters are compared

_LETTER = rf"[^\W_{UNSPACED}]|[{MARKS}]"
_NO_LETTER_BEFORE = rf"(?<!{_LETTER})"
_NO_LETTER_BEHIND = rf"(?!{_LETTER})"

Exactly = Sequence[re.Pattern[str]]


def compared(texts: Iterable[str]) -> Exactly:
    """What the texts of `exact:` are looked for with."""
    return [_pattern(text.strip()) for text in texts if text.strip()]


def _pattern(text: str) -> re.Pattern[str]:
    characters = r"\s+".join(map(re.escape, text.split()))
    begins = _NO_LETTER_BEFORE if re.match(_LETTER, text[0]) else ""
    ends = _NO_LETTER_BEHIND if re.match(_LETTER, text[-1]) else ""
    return re.compile(begins + characters + ends)


def places(exact: Exactly, text: str) -> list[tuple[int, int]]:
    """The [start, end) of all that is held, in code points."""
    return [match.span() for pattern in exact for match in pattern.finditer(text)]


def checked(opened: Opened, query: Query, exact: Exactly, find: Granularity, notes: list[str]) -> list[Passage]:
    """The passages that hold all of it. Adds a note when there are too many to compare them all."""
    candidates = opened.index.search(query, find, MOST)
    if candidates.total > MOST:
        notes.append(f"exact: only the best {MOST:,} of {candidates.total:,} with these words were compared")
    return holding(opened, candidates.found, exact, find)


def holding(opened: Opened, found: Sequence[Passage], exact: Exactly, find: Granularity) -> list[Passage]:
    """Those of the passages that hold all of it."""
    kept: list[Passage] = []
    for n in range(0, len(found), PAGE):
        page = found[n : n + PAGE]
        texts = _texts(opened, [passage.position for passage in page], find)
        kept += [p for p in page if all(one.search(texts[p.position], p.start, p.end) for one in exact)]
    return kept


def _texts(opened: Opened, positions: Sequence[int], find: Granularity) -> dict[int, str]:
    if find == "claim":
        with opened.store.reading() as reader:
            return {position: reader.claim_at(position).text for position in positions}
    with opened.store.looking() as lookup:
        return {position: held.text for position, held in lookup.texts_at(positions).items()}
