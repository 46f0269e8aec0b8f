"""Folded words → the terms of an index: stems by language, and what makes ranking good where words are not enough.

* A word is stemmed by Snowball: by the stemmer of its text's language if that has one for the word's script, else by
  the stemmer of the script (`_OF_SCRIPT`: English for Latin letters, Russian for Cyrillic …). So a text whose language
  nobody knows is mostly stemmed rightly, and a foreign word in it too.
* It is folded first and stemmed then: words that differ in accents only are always one term, at some loss to the
  stemmers (XQuAD: .1 % German, 1 % Russian, .5 % Turkish).
* A query has no language. Its words are looked for by the stems of each language that the index holds; most are equal.
* Behind its words, so that phrases count no gap, an entry has terms that only `Like` asks for: pairs of neighbours in
  scripts written without spaces and in Vietnamese, whose words are several syllables; and the syllables of the latter
  with their accents, without which they mean many things (XQuAD, first right: Thai .22 → .88, Chinese .90 → .93,
  Vietnamese .88 → .93).

A stem costs up to 50 µs in Python, so each is worked out once. An engine may bring its own English, if it is equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from archive.engines._folding import LONGEST, VERSION, fold, is_unspaced
from archive.model.passage import Passage

Stem = Callable[[str], str]

MOST = 200_000
"""Stems of one language that are remembered."""

_OF_SCRIPT = (
    ("0", "\u036f", "english"),
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u052f", "russian"),
    ("\u0530", "\u058f", "armenian"),
    ("\u0600", "\u077f", "arabic"),
    ("\u0900", "\u097f", "hindi"),
    ("\u0b80", "\u0bff", "tamil"),
)
"""First letter, last letter of a script, and the stemmer of its words in any other language's text."""

_OF_LANGUAGE = {
    **{"ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "eo": "esperanto", "es": "spanish"},
    **{"et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian"},
    **{"id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "nn": "norwegian"},
    **{"no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "sr": "serbian", "st": "sesotho"},
    **{"sv": "swedish", "tr": "turkish", "fa": "persian", "ne": "nepali", "yi": "yiddish"},
}
"""Languages that have a stemmer other than their script's."""

_SCRIPTS_OF = {"persian": ("arabic",), "nepali": ("hindi",), "serbian": ("english", "russian"), "yiddish": ("",)}
"""The scripts, by their stemmers, of the stemmers above that are not for Latin letters alone."""

_PLAIN = "en"
_VIETNAMESE = "vi"
_ACCENTED = re.compile(r"[^\W_]+")
_MAYBE_VIETNAMESE = re.compile("[\u01a0\u01a1\u01af\u01b0\u0110\u0111\u1ea0-\u1ef9\u0309\u031b\u0323]")
_COMPOSED = re.compile(r"\w[\u0300-\u036f]{1,4}")


@lru_cache(maxsize=1_000)
def language_of(declared: str) -> str:
    """What a language code means here: one of those whose terms are their own, else `en`, for by script alone."""
    code = re.split("[-_]", declared.lower(), maxsplit=1)[0]
    return code if code in _OF_LANGUAGE or code == _VIETNAMESE else _PLAIN


def version() -> str:
    """Part of every engine's SCHEMA: an index made by another analysis can no longer be used."""
    from importlib.metadata import version

    return f"{VERSION}-{version('snowballstemmer')}"


class Analysis:
    """Texts and words → terms. `languages` and `language` are what `language_of` gives."""

    def __init__(self, english: Stem | None = None) -> None:
        self._english = english or _snowball("english")
        self._stems: dict[str, _Stems] = {}

    def words(self, text: str, language: str = _PLAIN) -> list[str]:
        """The stems of a text's words, in order."""
        return [*map(self._of(language).__getitem__, fold(text).split())]

    def entry(self, text: str, language: str = _PLAIN) -> list[str]:
        """All terms by which a text is found: its words, and behind them those for `Like`."""
        words, extras = self._entry(text, language)
        return words + extras

    def entries(self, passages: Iterable[Passage]) -> Iterator[tuple[Passage, str, list[str]]]:
        """Each passage with what its language means here and all its terms. A document without text has those of its
        article's sentences, which came right before it: half the time of folding all of it again."""
        words: list[str] = []
        extras: list[str] = []
        held = -1  # the position of the version whose sentences these are
        for p in passages:
            language = language_of(p.language)
            if p.position != held:
                words, extras, held = [], [], p.position
            if p.granularity == "document" and not p.text:
                yield p, language, words + extras
                continue
            own, further = self._entry(p.text, language)
            if p.granularity == "sentence" and not p.beside:
                words += own
                extras += further
            yield p, language, own + further

    def _entry(self, text: str, language: str) -> tuple[list[str], list[str]]:
        """The words of a text, and the terms for `Like`."""
        folded = fold(text)
        words = [*map(self._of(language).__getitem__, folded.split())]
        return words, _extras(words, text, language) if language == _VIETNAMESE or not folded.isascii() else []

    def alternatives(self, text: str, languages: Iterable[str]) -> list[list[str]]:
        """The stems of a query's words, in order; one list for each way in which the languages stem them."""
        folded = fold(text).split()
        ways = {tuple(map(self._of(language).__getitem__, folded)) for language in languages or (_PLAIN,)}
        return [list(way) for way in sorted(ways)]

    def stems(self, word: str, languages: Iterable[str]) -> list[str]:
        """All stems that any of the languages has for one word that is folded already."""
        return list(dict.fromkeys(self._of(language)[word] for language in languages or (_PLAIN,)))

    def like(self, text: str, languages: Iterable[str]) -> list[str]:
        """All terms that any of the languages has for a text, each once.

        Those that only Vietnamese texts have are looked for if the text may be one: in an archive of several languages
        they are rare, and a name would outweigh all else (XQuAD in one archive, first right: English .81 → .90).
        """
        asked = [one for one in languages if one != _VIETNAMESE or _MAYBE_VIETNAMESE.search(text)] or [_PLAIN]
        return list(dict.fromkeys(term for language in asked for term in self.entry(text, language)))

    def _of(self, language: str) -> _Stems:
        if language not in self._stems:
            self._stems[language] = _Stems(language, self._english)
        return self._stems[language]


class _Stems(dict[str, str]):
    """Folded word → its stem in a text of one language."""

    def __init__(self, language: str, english: Stem) -> None:
        self._language, self._english = language, english

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST:
            self.clear()
        algorithm = _algorithm(word, self._language)
        stem = self._english if algorithm == "english" else _snowball(algorithm)
        self[word] = stemmed = stem(word) or word
        return stemmed


def _algorithm(word: str, language: str) -> str:
    script = next((name for first, last, name in _OF_SCRIPT if first <= word[0] <= last), "")
    own = _OF_LANGUAGE.get(language, "")
    return own if script in _SCRIPTS_OF.get(own, ("english",)) and own else script


@cache
def _snowball(algorithm: str) -> Stem:
    if not algorithm:
        return str
    import snowballstemmer  # type: ignore[import-untyped]

    stem: Stem = snowballstemmer.stemmer(algorithm).stemWord
    return stem


def _extras(words: list[str], text: str, language: str) -> list[str]:
    """The terms for `Like`. No word holds an underscore, so that no pair is one."""
    if language != _VIETNAMESE:
        return [f"{a}_{b}" for a, b in pairwise(words) if is_unspaced(a) and is_unspaced(b)]
    composed = _COMPOSED.sub(lambda letter: unicodedata.normalize("NFC", letter[0]), text).lower()
    accented = [word for word in _ACCENTED.findall(composed) if len(word) > 1 or not word.isascii()]  # no ’s
    return [f"{a}_{b}" for a, b in pairwise(words)] + [f"_{word[:LONGEST]}" for word in accented]
