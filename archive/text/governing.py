"""What governs words of a sentence from outside them: who says so, and where a negation, a must or a perhaps stands.

Both are told from the order of the tokens alone. Who speaks stands before a verb of saying, up to what joins clauses,
or behind it where a quotation or the sentence stands before it (`…, said the ministry`; `according to the mill`). A
`not` governs the next word of weight: where the same cues have others behind them than before, one has moved; one that
moved with the word it governs (`If he won, …`) says what it said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from archive.text import cues

if TYPE_CHECKING:
    from archive.text.changes import Token

_MOVABLE = ("negation", "hedge", "modality", "comparison", "quantity")
_FAR = 5  # tokens of a speaker, at most, on one side of the verb
_PRONOUNS = (
    "he she it they we you i er sie es wir ihr il elle ils elles nous vous él ella ellos ellas он она оно они мы вы"
)
_HELPING = "has have had was were is are been be hat haben hatte hatten a ont avait ha han había"
_LIGHT = frozenset(f"{cues.FUNCTION} {_HELPING}".split()) - frozenset(_PRONOUNS.split())
_ARTICLES = "a an the der die das dem den des ein eine einen einem einer le la les un une el los las una"
_SKIPPED = frozenset(_ARTICLES.split())
_CLAUSES = (
    "and or but that when where who which while because if so in on at after before by to with from und oder aber dass "
    "weil in am um bei et ou mais que qui dans en y o pero и или но что в"
)
_JOINING = frozenset(_CLAUSES.split())
_LEADING = frozenset(cues.LEADING.split(", "))
_NOUNS = frozenset(("report", "reports", "claim", "claims", "states", "cited", "quoted", "added"))


def moved(
    old: Sequence[Token], new: Sequence[Token], was: range, now: range
) -> Iterator[tuple[str, Sequence[Token], Sequence[Token]]]:
    """Of two stretches with the same cues of a kind: those that govern other words now."""
    for kind in _MOVABLE:
        sides = [
            [(side[n], _governed(side, n)) for n in part if side[n].kind == kind]
            for side, part in ((old, was), (new, now))
        ]
        these, those = (Counter((token.sense, what) for token, what in side) for side in sides)
        cued, cued_now = (Counter(token.sense for token, _ in side) for side in sides)
        if cued == cued_now and these != those:
            gone, come = these - those, those - these
            yield (
                kind,
                [t for t, what in sides[0] if (t.sense, what) in gone],
                [t for t, what in sides[1] if (t.sense, what) in come],
            )


def _governed(tokens: Sequence[Token], n: int) -> str:
    """The next word of weight; of a unit the number before it."""
    if n and tokens[n - 1].kind == "number":
        return tokens[n - 1].sense
    return next((t.sense for t in tokens[n + 1 :] if t.kind != "sign" and t.sense not in _SKIPPED), "")


def _has_weight(token: Token) -> bool:
    return token.kind != "sign" and token.sense not in _LIGHT


def names_speaker(tokens: Sequence[Token], part: range) -> bool:
    """Whether a word of weight in this stretch of a sentence belongs to who says it."""
    weighty = {n for n in part if _has_weight(tokens[n])}
    return bool(weighty) and not weighty.isdisjoint(_speaking(tokens))


def _speaking(tokens: Sequence[Token]) -> Iterator[int]:
    for n, token in enumerate(tokens):
        if token.kind == "attribution" and token.sense not in _NOUNS:
            if token.sense not in _LEADING:
                yield from _run(tokens, reversed(range(n)))
            if token.sense in _LEADING or (n and tokens[n - 1].kind == "sign"):
                yield from _run(tokens, range(n + 1, len(tokens)))


def _run(tokens: Sequence[Token], places: Iterator[int] | range) -> Iterator[int]:
    return takewhile(lambda n: _goes_on(tokens[n]), islice(places, _FAR))


def _goes_on(token: Token) -> bool:
    return token.kind in ("", "name") and token.sense not in _JOINING
