"""What governs words of a sentence from outside them: who says so, and where a negation, a must or a perhaps stands.

Both are told from the order of the tokens alone. Who speaks stands before a verb of saying, up to what joins clauses,
or behind it where a quotation or the sentence stands before it (`…, said the ministry`; `according to the mill`). A
`not` governs the next word of weight: where the same cues have others behind them than before, one has moved; one that
moved with the word it governs (`If he won, …`) says what it said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from archive.text import cues

if TYPE_CHECKING:
    from archive.text.changes import Token

_MOVABLE = ("negation", "hedge", "modality", "comparison", "quantity")
_FAR = 5  # tokens: how far a speaker goes from the verb, and what is governed from what governs it
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
_OF_CLAUSES = frozenset(("that", "dass", "daß", "que", "что"))
_LEADING = frozenset(cues.LEADING.split(", "))
_NOUNS = frozenset(
    ("report", "reports", "claim", "claims", "state", "states", "cited", "quoted", "add", "adds", "added")
)
_BEFORE_SAID = frozenset((",", '"', "-"))


def moved(
    old: Sequence[Token], new: Sequence[Token], was: range, now: range
) -> Iterator[tuple[str, Sequence[Token], Sequence[Token]]]:
    """Of two stretches with the same cues of a kind: those that govern other words now, with these words."""
    for kind in _MOVABLE:
        before, after = (_cued(side, part, kind) for side, part in ((old, was), (new, now)))
        if Counter(cue for cue, _ in before) == Counter(cue for cue, _ in after):
            gone, come = (
                [n for pair in a.keys() - b.keys() for n in a[pair]] for a, b in pairwise((before, after, before))
            )
            if gone or come:
                yield kind, [old[n] for n in sorted(set(gone))], [new[n] for n in sorted(set(come))]


def _cued(tokens: Sequence[Token], part: range, kind: str) -> dict[tuple[str, str], list[int]]:
    """The cues of a kind in a stretch, each with what it governs → the places of both."""
    found: dict[tuple[str, str], list[int]] = {}
    for n in part:
        if tokens[n].kind == kind:
            to = _governed(tokens, n)
            found.setdefault((tokens[n].sense, tokens[to].sense if to != n else ""), []).extend((n, to))
    return found


def _governed(tokens: Sequence[Token], n: int) -> int:
    """Where the next word of weight stands; of a unit or an `est.` the number or date before it; `n` for none."""
    if n and tokens[n].kind in ("quantity", "hedge") and tokens[n - 1].kind in ("number", "date"):
        return n - 1
    behind = range(n + 1, min(n + 1 + _FAR, len(tokens)))
    return next((at for at in behind if tokens[at].kind != "sign" and tokens[at].sense not in _SKIPPED), n)


def has_weight(token: Token) -> bool:
    """Whether a token is more than a sign, an article or another word that joins or helps."""
    return token.kind != "sign" and token.sense not in _LIGHT


def governing(tokens: Sequence[Token]) -> frozenset[int]:
    """The words of weight that belong to who says it, or stand before a `that`."""
    return frozenset(n for n in (*_speaking(tokens), *_holding(tokens)) if n >= 0 and has_weight(tokens[n]))


def _holding(tokens: Sequence[Token]) -> Iterator[int]:
    """The words that say how a clause is held: `found that`, `hoped that`."""
    for n, token in enumerate(tokens):
        if token.sense in _OF_CLAUSES:
            yield from range(max(n - 2, 0), n) if n and tokens[n - 1].kind == "sign" else (n - 1,)


def _speaking(tokens: Sequence[Token]) -> Iterator[int]:
    for n, token in enumerate(tokens):
        if token.kind == "attribution" and token.typed.casefold() not in _NOUNS:
            if token.sense not in _LEADING:
                yield from _run(tokens, reversed(range(n)))
            if token.sense in _LEADING or (n and tokens[n - 1].sense in _BEFORE_SAID):
                yield from _run(tokens, range(n + 1, len(tokens)))


def _run(tokens: Sequence[Token], places: Iterator[int] | range) -> Iterator[int]:
    return takewhile(lambda n: _goes_on(tokens[n]), islice(places, _FAR))


def _goes_on(token: Token) -> bool:
    return token.kind in ("", "name") and token.sense not in _JOINING
