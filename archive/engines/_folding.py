"""One analysis for all engines: text → words between single spaces; and a query → the tree of those words.

Text is folded here, before an engine sees it, because the engines' own tokenisers and foldings disagree
(Rust's `alphanumeric` is not Python's `\\w`, tantivy's `ascii_fold` drops no combining mark). What is left
to an engine is to split at spaces; `_analysis` stems. A sentence costs .8 µs (ASCII is one `bytes.translate`).

* Case and compatibility forms (full width, ligatures) are folded, accents dropped (NFKD without marks), and
  the letters that NFKD leaves whole: ł ø đ ħ ı æ œ þ. Only й stays itself: it is a letter that endings are told by.
* A word is a run of letters, digits and the marks that are letters of their script; all else, `_` too,
  separates. Characters that print nothing (soft hyphen, joiners, direction marks) are dropped.
* A possessive ending goes, straight or curly: “Russia’s” is the word “Russia”. Other apostrophes separate.
* Scripts written without spaces (Han, kana, Thai …), and Korean, whose particles are written on to the words: each
  character is a word, so that several are a phrase.
* A word longer than 255 code points is compared by its first 255.

An index holds stems, so a pattern is compared with stems. `gerasi*` is every stem that begins so, and every stem of a
word that could begin so: `governm*` finds *government*, whose stem is *govern*. Of a pattern that goes on behind
its last `*` or `?` the end is tried as it is and stemmed: `zel?nsky` finds *zelenski*. A fuzzy word is tried as it is
and stemmed as well; in scripts written without spaces, where a word is a character, only as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from fnmatch import translate
from itertools import groupby

from archive.errors import UsageError
from archive.model.query import (
    And,
    Beside,
    Boost,
    Everything,
    Exact,
    Field,
    Fuzzy,
    Like,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Query,
    Range,
    Versions,
    Word,
)

LONGEST = 255
"""Code points of a word that count."""

DEEPEST = 210
"""Levels of a query tree."""

VERSION = f"3.{unicodedata.unidata_version}"
"""Part of every engine's SCHEMA: words folded otherwise can no longer be found."""

MOST_WAYS = 256
"""In how many ways the words of one phrase may stand apart."""

MOST_SIGNS = 5
"""`*` and `?` in one word."""

MOST_LOOSE = 20
"""Patterns and fuzzy words of one query: an engine compares each, in two forms at most, with all words it holds."""

Terms = Callable[[str], list[list[str]]]
"""Words → their terms, once for each way in which the languages of an index stem them."""

_ASCII = bytes(b if b > 127 or chr(b).isalnum() else 32 for b in range(256)).lower()
_OTHER = re.compile(r"[^\x00-\x7f]+")
# The apostrophe first: a search for a character that is rare is many times faster than a look behind at each place.
_POSSESSIVE = re.compile(r"'(?<=[^\W_]')[sS](?![^\W_])")
_LONG = re.compile(rf"([^ ]{{{LONGEST}}})[^ ]+")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_KEPT = {**dict.fromkeys("’‘ʼ＇′‛", "'"), "й": "й", "Й": "й"}
_APART = re.compile("[Ии]\u0306|[\u1100-\u115f][\u1160-\u11ff]+")
_UNIT = re.compile(f"{_APART.pattern}|.", re.DOTALL)
UNSPACED = (
    "\uac00-\ud7a3\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""The letters of scripts that are written without spaces, each of them a word."""

_NO_SPACES = re.compile(f"[{UNSPACED}]")
_PIECE = re.compile(r"\S+")
_CUT = "\uac00-\ud7a3\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff"  # always a word, whatever is beside it
_CUT_PIECE = re.compile(rf"[{_CUT}][\u3099\u309a\ufe00-\ufe0f]*|[^\s{_CUT}]+")

_SIGNS = re.compile(r"([*?]+)")
# What a stemmer takes off: a word that was cut inside one of these begins with more than its stem.
_SUFFIXES = (
    "s es ies ied y ed edly er ers est ing ings ingly ly ally fully able ably ible ibly ability al ial ically ical ic"
    " ance ances ence ences ancy ency ant ants ent ents ment ments ation ations ational ion ions ator ators"
    " ize izes ized izing izer ization izations ise ises ised ising iser isation isations ism isms ist ists istic"
    " ity ities ive ively iveness ative ous ously ousness ful fulness ness nesses logy logist logists ogical"
)
_ENDINGS = sorted({suffix[n:] for suffix in _SUFFIXES.split() for n in range(len(suffix) + 1)})
_BEFORE = "contra"
"""Stands for the beginning of a word of which only the end is known."""


class _Folded(dict[int, str]):
    """What a character outside ASCII becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = folded = _KEPT.get(char) or _fold_char(char)
        return folded


def _fold_run(run: re.Match[str]) -> str:
    """Characters outside ASCII, folded; what must not be taken apart is put together first."""
    text = run[0]
    if len(text) > 1:
        text = _APART.sub(lambda letter: unicodedata.normalize("NFC", letter[0]), text)
    return text.translate(_FOLDED)


def is_unspaced(word: str) -> bool:
    """Whether a word is a character of a script that is written without spaces."""
    return _NO_SPACES.match(word) is not None


def _fold_char(char: str) -> str:
    """One character folded; it alone, so that a long run of marks costs linear time."""
    if "\uac00" <= char <= "\ud7a3":
        return f" {char} "
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    kept = "".join(_part(c) for c in folded.translate(_LETTERS))
    return f" {kept} " if _NO_SPACES.match(kept) else kept


def _part(char: str) -> str:
    if char.isascii() or char.isalnum():
        return char
    category = unicodedata.category(char)
    if category in ("Mn", "Mc"):
        return char if unicodedata.combining(char) == 0 and not "\ufe00" <= char <= "\ufe0f" else ""
    return "" if category == "Cf" and char != "\u200b" else " "


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The words of a text, separated by spaces, before stemming."""
    if not text.isascii():
        text = _OTHER.sub(_fold_run, text)
    if "'" in text:
        text = _POSSESSIVE.sub("", text)
    text = _plain(text)
    return _LONG.sub(r"\1", text) if len(text) > LONGEST else text


def _plain(text: str) -> str:
    """ASCII letters made small, all else of it spaces; as long as before."""
    return text.encode("utf-8", "replace").translate(_ASCII).decode()


def located(text: str) -> list[tuple[int, int, str]]:
    """The words of `fold(text)`, each behind the [start, end) of `text` that it was; what folding drops behind a word
    (marks, a possessive ending) is part of it. Some ten times slower than `fold`."""
    units: list[list[int]] = []  # [start, end) of what is folded together
    chars: list[tuple[str, list[int]]] = []  # each character that came of it, and whence
    for unit in _UNIT.finditer(text):
        folded = unit[0] if unit[0].isascii() else _fold_run(unit)
        if not folded and units:
            units[-1][1] = unit.end()
        else:
            units.append([*unit.span()])
            chars += [(char, units[-1]) for char in folded]
    for ending in reversed([*_POSSESSIVE.finditer("".join(char for char, _ in chars))]):
        chars[ending.start() - 1][1][1] = chars[ending.end() - 1][1][1]
        del chars[slice(*ending.span())]
    words = re.finditer(r"\S+", _plain("".join(char for char, _ in chars)))
    return [(chars[w.start()][1][0], chars[w.end() - 1][1][1], w[0][:LONGEST]) for w in words]


def pieces(text: str) -> Iterator[re.Match[str]]:
    """Stretches of a text that are folded alike alone and in their place; between them are only separators."""
    return (_PIECE if text.isascii() else _CUT_PIECE).finditer(text)


def analysed(query: Query, terms: Terms, like: Callable[[str], list[str]]) -> Query:
    """The tree with an engine's terms in the place of words; see `Analysis.alternatives` and `Analysis.like`.

    Every `Word`, `Pattern` and `Fuzzy` of the result is one term, every `Phrase` two or more. A word without a term
    (“—”) sets no condition: it drops out, also out of an And, Or or Not, and a query of which nothing is left finds
    nothing. Raises UsageError for what no engine runs.
    """
    if len({part for part in leaves(query) if isinstance(part, Pattern | Fuzzy)}) > MOST_LOOSE:
        raise UsageError(f"more than {MOST_LOOSE} words with * ? or ~ are too many", hint="ask something simpler")
    return _analysed(query, terms, like, 0) or Nothing()


def leaves(query: Query) -> Iterator[Query]:
    """The parts of a tree that have no parts. Raises UsageError when it is nested too deep."""
    waiting = [(0, query)]
    while waiting:
        depth, part = waiting.pop()
        if depth > DEEPEST:
            raise UsageError(f"the query is nested more than {DEEPEST} deep", hint="ask something simpler")
        match part:
            case And(parts) | Or(parts):
                waiting += [(depth + 1, inner) for inner in parts]
            case Not(inner) | Boost(inner):
                waiting.append((depth + 1, inner))
            case leaf:
                yield leaf


def _once(parts: Sequence[Query]) -> Iterator[Query]:
    """Without leaves that stand there again. What has parts is not compared: that may be too deep."""
    leaves: set[Query] = set()
    for part in parts:
        if isinstance(part, And | Or | Not | Boost):
            yield part
        elif part not in leaves:
            leaves.add(part)
            yield part


def _analysed(query: Query, terms: Terms, like: Callable[[str], list[str]], depth: int) -> Query | None:
    if depth > DEEPEST:
        raise UsageError(f"the query is nested more than {DEEPEST} deep", hint="ask something simpler")
    match query:
        case Word(text):
            return _any(terms(text))
        case Phrase(words, within):
            return _any(terms(" ".join(words)), within)
        case Like(text):
            return _any([[term] for term in like(text)])
        case Pattern(text):
            return _joined(And, _patterns(pattern_words(text), terms))
        case Fuzzy(text, edits):
            return _fuzzies(text, edits, terms)
        case Not(part):
            inner = _analysed(part, terms, like, depth + 1)
            return Not(inner) if inner else None
        case Boost(part, factor):
            inner = _analysed(part, terms, like, depth + 1)
            return Boost(inner, factor) if inner else None
        case And(parts) | Or(parts):
            return _joined(type(query), [p for part in _once(parts) if (p := _analysed(part, terms, like, depth + 1))])
        case Versions() | Beside() | Everything() | Nothing():
            return query
        case Field() | Range() | Exact():
            raise UsageError(f"{query} was not resolved before the search engine was asked")


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query | None:
    return kind(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _any(alternatives: list[list[str]], within: int = 1) -> Query | None:
    return _joined(Or, [part for terms in alternatives if (part := _words(terms, within))])


def _words(terms: list[str], within: int) -> Query | None:
    if len(terms) > 1:
        ways = within ** (len(terms) - 1)
        if ways > MOST_WAYS:
            hint = f"at most {int(MOST_WAYS ** (1 / (len(terms) - 1)))} places for so many words"
            raise UsageError(f"{len(terms)} words within {within} places can stand in {ways:,} ways", hint=hint)
        return Phrase(tuple(terms), within)
    return Word(terms[0]) if terms else None


def pattern_words(text: str) -> list[str]:
    """The words of a pattern, folded; `*` and `?` stay. What has no letter but these is none."""
    folded = "".join(part if part[0] in "*?" else fold(part) for part in _SIGNS.split(text[:LONGEST]) if part)
    words = [re.sub(r"\*+", "*", word) for word in folded.split() if word.strip("*?")]
    for word in words:
        if word.count("*") + word.count("?") > MOST_SIGNS:
            raise UsageError(f"{word[:40]} holds more than {MOST_SIGNS} of * and ?", hint="give more letters")
    return words


def _patterns(words: list[str], terms: Terms) -> list[Query]:
    """What each word stands for that holds a sign, and the words between those as phrases."""
    found: list[Query] = []
    for plain, together in groupby(words, key=lambda word: not _SIGNS.search(word)):
        if plain:
            found += [part] if (part := _any(terms(" ".join(together)))) else []
        else:
            found += [_pattern(word, terms) for word in together]
    return found


def _pattern(word: str, terms: Terms) -> Query:
    begun = word[:-1]
    if word[-1] == "*" and not _SIGNS.search(begun):
        stems = sorted({stem for ending in _ENDINGS for stem in _stems(begun + ending, terms)})
        cut = [s for s in stems if len(s) > 2 and not s.startswith(begun) and begun.startswith(s[:-1])]
        return _joined(Or, [Pattern(word), *map(Word, cut)]) or Nothing()
    last = max(word.rfind("*"), word.rfind("?")) + 1
    end = word[last:]
    stems = [stem.removeprefix(_BEFORE) for stem in _stems(_BEFORE + end, terms)]
    tried = [word, *(word[:last] + stem for stem in stems if end != stem and len(stem) >= max(2, len(end) - 2))]
    return _joined(Or, [Pattern(one) for one in tried]) or Nothing()


def _fuzzies(text: str, edits: int, terms: Terms) -> Query | None:
    words = list(dict.fromkeys(fold(text).split()))
    if len(words) > MOST_LOOSE:
        raise UsageError(f"{len(words):,} words in one with ~ are too many", hint="ask something simpler")
    if any(map(is_unspaced, words)):  # a character is like any other
        return _any(terms(text))
    return _joined(And, [_fuzzy(word, edits, terms) for word in words])


def _fuzzy(word: str, edits: int, terms: Terms) -> Query:
    """The word itself counts as a word, what is like it as a match only."""
    stems = _stems(word, terms)
    return Or((*map(Word, stems), *(Fuzzy(one, edits) for one in dict.fromkeys((word, *stems)))))


def _stems(word: str, terms: Terms) -> list[str]:
    """The stems of one word; of one that is written without spaces its first character."""
    return list(dict.fromkeys(way[0] for way in terms(word) if way))


def pattern(text: str) -> Callable[[str], bool]:
    """Whether a term fits a `Pattern` that was analysed."""
    written = re.compile(translate(text))  # which never goes back behind a * that has matched
    return lambda term: "_" not in term and written.fullmatch(term) is not None  # with it: of no word, but for `Like`


def is_within(one: str, other: str, edits: int) -> bool:
    """Whether so many letters inserted, left out or replaced make `other` of `one`."""
    if abs(len(one) - len(other)) > edits:
        return False
    row = list(range(len(other) + 1))  # row[n]: edits between the letters of `one` so far and the first n of `other`
    for letter in one:
        above, row = row, [row[0] + 1]
        for n, against in enumerate(other):
            row.append(min(above[n] + (letter != against), above[n + 1] + 1, row[n] + 1))
        if min(row) > edits:
            return False
    return row[-1] <= edits
