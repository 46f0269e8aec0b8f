"""Queries that nobody should type, and generated ones: each is answered, or refused in one line."""

# ruff: noqa: S311 - seeded generators make the same queries every time

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from archive.text.query import DEEPEST, LONGEST

_PARTS = ["*a*", "*e*", "a*", "s*", "?*", "*", "the~2", "a~2", "war~", '"of the"', '"the of"~9', "the", "of", "and"]
_SIGNS = [" ", " ", " OR ", " AND ", " NOT ", " (", ") ", '"', "~", "^2", ":", "*", "?", "[", "]", "exact:", "title:"]
_FIELDS = ["published:2024", "published:[2024 TO]", "title:s*", "domain:*.example", "publisher:x", "foo:x"]


def listed() -> Iterator[str]:
    """One kind of excess each."""
    for part in (*_PARTS, "a", "(", ")", '"', "NOT ", "title:(", "exact:", 'exact:"', "a^9 ", "~", "[", "𝐰", "\0", "ﷺ"):
        yield part * (LONGEST // len(part))
        yield (part + " ") * (LONGEST // (len(part) + 1))
        yield " OR ".join([part] * (LONGEST // (len(part) + 4)))
    yield " OR ".join(f"w{n}" for n in range(1_200))
    yield " OR ".join(f'"the {word} of"~16' for word in ("the", "of", "and", "to", "in") * 80)
    yield " OR ".join(f"{a}{b}*" for a in "abcdefghijklmnopqrst" for b in "aeiou")
    yield " ".join(f"NOT {letter}*" for letter in "abcdefghijklmnopqrstuvwxyz")
    yield "(" * DEEPEST + "the OR NOT of" + ")^2" * DEEPEST
    yield "(the OR NOT " * DEEPEST + "of" + ")" * DEEPEST
    yield "(" * 5_000 + "x" + ")" * 5_000
    yield '"' + "the of " * 1_400 + '"'
    yield '"the of and to in a"~999'
    yield "*" + "a?" * 60
    yield "a*b*c*d*e*f*g*h*"
    yield " ".join(_FIELDS) + " the"
    yield " OR ".join(_FIELDS * 60)
    yield f'exact:"{"the " * 2_400}"'
    yield "x" * 200_000


def generated(count: int, words: Sequence[str], seed: int = 7) -> Iterator[str]:
    draw = random.Random(seed)
    choices = [*_PARTS, *_SIGNS, *_SIGNS, *_FIELDS, *words]
    for _ in range(count):
        yield "".join(draw.choice(choices) + draw.choice((" ", " ", "")) for _ in range(draw.choice((3, 8, 30, 300))))
