"""What an omission takes out of a quote beside qualifiers: numbers, dates, and more than one name.

An omission that holds a number is still `elided`, not `elision-hides`: what is left says what it said, and an age or
a date between commas is what people rightly leave out. Of 223 elisions of the corpus of `scripts/evaluate quotes` that
hide no qualifier, 32 hold a number or date, and 17 several names: all would be refused. But `killed … people` is
nothing to accept unseen, so each of these is named.
"""

from __future__ import annotations

from archive.text.changes import Token, read
from archive.text.qualifiers import Qualifier

_FIGURES = ("number", "date", "quantity")


def details(omitted: str, language: str) -> tuple[Qualifier, ...]:
    """The numbers, amounts and dates in words that an omission stands for, and the names where there are several."""
    runs = _runs(omitted, [one for one in read(omitted, language or "en") if one.kind in (*_FIGURES, "name")])
    names = [one for one in runs if one.kind == "name"]
    listed = len({one.words for one in names}) > 1
    return tuple(dict.fromkeys(one for one in runs if one.kind != "name" or listed))


def _runs(text: str, tokens: list[Token]) -> list[Qualifier]:
    """Tokens of a kind with nothing but a space between them are one: a name, an amount."""
    spans: list[tuple[str, int, int]] = []
    for token in tokens:
        kind = "number" if token.kind == "quantity" else token.kind
        if spans and spans[-1][0] == kind and not text[spans[-1][2] : token.start].strip():
            spans[-1] = (kind, spans[-1][1], token.end)
        else:
            spans.append((kind, token.start, token.end))
    return [Qualifier(kind, text[start:end]) for kind, start, end in spans]
