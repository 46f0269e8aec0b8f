"""Who says a quotation, in political news: `check --speaker` against the annotations of PolNeAR, as of a draft.

Each quotation of three words within what somebody is marked to say is asked for by the name that the annotators give,
and by the name of another who is quoted in the same article. In percent:

    own_right         by the own name: called right
    own_not_refused   by the own name: not called another's; must be all
    other_refused     by another's name: called another's
    other_not_passed  by another's name: not called right
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.extractors._quotes import quotations
from archive.model.span import Span
from archive.verbs._naming import is_person, name_in
from archive.verbs._speaking import speaker_of
from tests.evaluation.attribution import SETS, rows

_WORDS = 3  # of the shortest quotation that is asked for


def shares(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    count: Counter[tuple[str, str]] = Counter()
    for name, file in SETS.items():
        if only in (None, name):
            for row in rows(shared / "data/attribution" / file):
                count.update(_outcomes(row))
    own, other = (sum(n for (whose, _), n in count.items() if whose == one) for one in ("own", "other"))
    return {
        "own_right": {"share": 100 * count["own", "right"] / own},
        "own_not_refused": {"share": 100 * (1 - count["own", "wrong"] / own)},
        "other_refused": {"share": 100 * count["other", "wrong"] / other},
        "other_not_passed": {"share": 100 * (1 - count["other", "right"] / other)},
    }


def _outcomes(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    text, asked = row["text"], list(_asked(row))
    people = sorted({name for name, _ in asked})
    for name, span in asked:
        yield "own", _outcome(name, text, span)
        others = [one for one in people if not set(one.split()) & set(name.split())]
        if others:
            yield "other", _outcome(others[span.start % len(others)], text, span)


def _asked(row: dict[str, Any]) -> Iterator[tuple[str, Span]]:
    """(who says it, the words of a quotation without its marks)."""
    text, quoted = row["text"], quotations(row["text"])
    for one in row["attributions"]:
        if one["source"] and one["content"]:
            name = name_in(text[one["source"][0][0] : one["source"][-1][1]].split(",")[0])
            parts = [q for start, end in one["content"] for q in quoted if start <= q[0] and q[1] <= end]
            yield from ((name, Span(q[0] + 1, q[1] - 1)) for q in parts if name and _is_long(text[slice(*q)]))


def _is_long(words: str) -> bool:
    return len(words.split()) >= _WORDS


def _outcome(name: str, text: str, span: Span) -> str:
    """As a draft's quotations are checked: refused is only what is asked for by a person's name."""
    how = speaker_of(name, text, span, "en")[0]
    return "not checked" if how == "wrong" and not is_person(name, (text,)) else how
