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
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from archive.errors import UsageError
from archive.model.query import And, Everything, Field, Like, Not, Nothing, Or, Phrase, Query, Versions, Word

LONGEST = 255
"""Code points of a word that count."""

DEEPEST = 210
"""Levels of a query tree."""

VERSION = f"3.{unicodedata.unidata_version}"
"""Part of every engine's SCHEMA: words folded otherwise can no longer be found."""

_ASCII = bytes(b if b > 127 or chr(b).isalnum() else 32 for b in range(256)).lower()
_OTHER = re.compile(r"[^\x00-\x7f]+")
# The apostrophe first: a search for a character that is rare is many times faster than a look behind at each place.
_POSSESSIVE = re.compile(r"'(?<=[^\W_]')[sS](?![^\W_])")
_LONG = re.compile(rf"([^ ]{{{LONGEST}}})[^ ]+")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_KEPT = {**dict.fromkeys("’‘ʼ＇′‛", "'"), "й": "й", "Й": "й"}
_APART = re.compile("[Ии]\u0306|[\u1100-\u115f][\u1160-\u11ff]+")
_NO_SPACES = re.compile(
    "[\uac00-\ud7a3\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


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
    text = text.encode("utf-8", "replace").translate(_ASCII).decode()
    return _LONG.sub(r"\1", text) if len(text) > LONGEST else text


def analysed(query: Query, terms: Callable[[str], list[list[str]]], like: Callable[[str], list[str]]) -> Query:
    """The tree with an engine's terms in the place of words; see `Analysis.alternatives` and `Analysis.like`.

    Every `Word` of the result is one term, every `Phrase` two or more. A word without a term (“—”) sets no
    condition: it drops out, also out of an And, Or or Not, and a query of which nothing is left finds nothing.
    """
    return _analysed(query, terms, like, 0) or Nothing()


def _analysed(
    query: Query, terms: Callable[[str], list[list[str]]], like: Callable[[str], list[str]], depth: int
) -> Query | None:
    if depth > DEEPEST:
        raise UsageError(f"the query is nested more than {DEEPEST} deep", hint="ask something simpler")
    match query:
        case Word(text):
            return _any(terms(text))
        case Phrase(words):
            return _any(terms(" ".join(words)))
        case Like(text):
            return _any([[term] for term in like(text)])
        case Not(part):
            inner = _analysed(part, terms, like, depth + 1)
            return Not(inner) if inner else None
        case And(parts) | Or(parts):
            kept = tuple(p for part in parts if (p := _analysed(part, terms, like, depth + 1)))
            return type(query)(kept) if len(kept) > 1 else kept[0] if kept else None
        case Versions() | Everything() | Nothing():
            return query
        case Field(name):
            raise UsageError(f"the field {name!r} was not resolved before the search engine was asked")


def _any(alternatives: list[list[str]]) -> Query | None:
    parts = [part for terms in alternatives if (part := _words(terms))]
    return Or(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _words(terms: list[str]) -> Query | None:
    if len(terms) > 1:
        return Phrase(tuple(terms))
    return Word(terms[0]) if terms else None
