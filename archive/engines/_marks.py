"""Which characters of a text a query found: the words to mark when the text is shown.

The words of the text are those that were indexed, each with its place; a word has all the terms that any language of
the index gives it, so that what was found is marked even when the language of its document is not known. Of a phrase
only words that stand as it wants are marked, of what is kept out none.

A page is marked sentence by sentence with one query: the terms of the last few are kept, those of the text's pieces for
as long as the index is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.engines._analysis import Analysis, language_of
from archive.engines._folding import LONGEST, analysed, is_within, located, pattern, pieces
from archive.model.query import And, Boost, Fuzzy, Or, Pattern, Phrase, Query, Word

MOST = 200_000
"""Pieces of text whose terms are remembered."""
KEPT = 8
"""Queries whose terms are remembered."""

_At = tuple[int, int, tuple[str, ...]]  # start and end in code points, terms
_Where = Mapping[str, Sequence[int]]  # term → numbers of the words that have it


class Marker:
    """What an index remembers for marking. `languages` are those it held when it was last searched."""

    def __init__(self, analysis: Analysis) -> None:
        self.languages: list[str] | None = None
        self._analysis = analysis
        self._asked: list[tuple[Query, list[str], Query]] = []
        self._leaves: tuple[Query, list[Query]] | None = None
        self._pieces: dict[tuple[str, ...], _Pieces] = {}

    def terms(self, query: Query) -> Query:
        """The query with the terms of the languages held; of the last few queries as it was made for them before, for a
        page is searched, counted and marked with one. The very object is compared: a tree may be too deep to be hashed.
        Raises UsageError as `analysed` does.
        """
        languages = self.languages or []
        for asked, of, terms in self._asked:
            if asked is query and of == languages:
                return terms
        terms = analysed(
            query,
            lambda text: self._analysis.alternatives(text, languages),
            lambda text: self._analysis.like(text, languages),
        )
        self._asked = [(query, languages, terms), *self._asked[: KEPT - 1]]
        return terms

    def marks(self, query: Query, text: str, language: str) -> list[tuple[int, int]]:
        """See `archive.engines`. Raises UsageError as `analysed` does."""
        looked_for = self._looked_for(self.terms(query))
        own = (language_of(language),)
        every = tuple(self.languages or ())
        return (self._marks(looked_for, text, own) if language else []) or self._marks(looked_for, text, every)

    def _looked_for(self, terms: Query) -> list[Query]:
        """Its leaves, each once."""
        if self._leaves is None or self._leaves[0] is not terms:
            self._leaves = (terms, list(dict.fromkeys(_leaves(terms))))
        return self._leaves[1]

    def _marks(self, leaves: Sequence[Query], text: str, languages: tuple[str, ...]) -> list[tuple[int, int]]:
        words, where = self._read(text, languages)
        found = {n for leaf in leaves for n in _numbers(leaf, words, where)}
        return joined([(words[n][0], words[n][1]) for n in sorted(found)])

    def _read(self, text: str, languages: tuple[str, ...]) -> tuple[list[_At], _Where]:
        """The words of a text, and which of them have a term."""
        if languages not in self._pieces:
            self._pieces[languages] = _Pieces(self._analysis, languages)
        known = self._pieces[languages]
        words: list[_At] = []
        where: dict[str, list[int]] = {}
        for piece in pieces(text):
            for start, end, terms in known[piece[0]]:
                for term in terms:
                    where.setdefault(term, []).append(len(words))
                words.append((piece.start() + start, piece.start() + end, terms))
        return words, where


class _Pieces(dict[str, tuple[_At, ...]]):
    """A piece of text → its words, with places in the piece."""

    def __init__(self, analysis: Analysis, languages: tuple[str, ...]) -> None:
        self._analysis, self._languages = analysis, languages

    def __missing__(self, piece: str) -> tuple[_At, ...]:
        words = tuple((start, end, self._terms(word, piece[start:end])) for start, end, word in located(piece))
        if len(self) >= MOST:
            self.clear()
        if len(piece) <= LONGEST:
            self[piece] = words
        return words

    def _terms(self, word: str, written: str) -> tuple[str, ...]:
        """Those of the word, and of Vietnamese syllables those with accents, which begin with `_`."""
        stems = self._analysis.stems(word, self._languages)  # folded again, ำ would be two words
        accented = [term for term in self._analysis.like(written, self._languages) if term[0] == "_"]
        return tuple(dict.fromkeys(stems + accented))


def _leaves(query: Query) -> Iterator[Query]:
    """What is looked for; what is kept out is not."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part)
        case Boost(part):
            yield from _leaves(part)
        case Word() | Phrase() | Pattern() | Fuzzy():
            yield query


def _numbers(leaf: Query, words: Sequence[_At], where: _Where) -> Iterator[int]:
    """The numbers of the words that a leaf finds."""
    match leaf:
        case Word(term) if "_" in term[1:]:  # a pair of neighbours
            yield from _phrase(term.split("_"), 1, where)
        case Word(term):
            yield from where.get(term, ())
        case Phrase(terms, within):
            yield from _phrase(terms, within, where)
        case Pattern(text):
            fits = pattern(text)
            yield from (n for term in where if fits(term) for n in where[term])
        case Fuzzy(text, edits):
            yield from (n for term in where if is_within(term, text, edits) for n in where[term])
            if any(term[0] == "_" for term in where):  # Vietnamese: there a pair is a term that is found as well
                yield from _pairs(words, lambda term: is_within(term, text, edits))


def _phrase(terms: Sequence[str], within: int, where: _Where) -> Iterator[int]:
    """The words of all places where the terms stand so."""
    steps = [set(where.get(terms[0], ()))]
    for term in terms[1:]:
        before = steps[-1]
        steps.append({n for n in where.get(term, ()) if any(n - gap in before for gap in range(1, within + 1))})
    ends = steps.pop()
    while True:
        yield from ends
        if not steps:
            return
        after = ends
        ends = {n for n in steps.pop() if any(n + gap in after for gap in range(1, within + 1))}


def _pairs(words: Sequence[_At], fits: Callable[[str], bool]) -> Iterator[int]:
    """Neighbours whose pair fits."""
    for n in range(len(words) - 1):
        if any(fits(f"{a}_{b}") for a in words[n][2] for b in words[n + 1][2]):
            yield from (n, n + 1)


def joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch one another are one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
