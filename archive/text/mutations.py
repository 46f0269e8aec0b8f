"""Quotes made from texts, each with the one right verdict: to measure a check, and for people to see that theirs works.

Untouched quotes are stretches of a sentence, as they are and as newspapers set them. Altered ones are these with one
thing changed: what a hurried or dishonest hand does. Nothing is made by chance that would be there after all: a quote
whose altered words stand in the text is left out. The same seed gives the same quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from archive.text.sentences import sentences
from archive.text.typography import UNSPACED, cuts, fold

WORDS = 5  # at least, of a quote
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_SPACES = re.compile(f"[{UNSPACED}]")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-zà-ÿ] )[A-ZÀ-Þ][a-zà-ÿ]{2,}")
_NUMBERS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "fifty",
    "sixty",
    "hundred",
]
_NEGATED = re.compile(r"\b(?:not|never|no|nicht|kein|ne|pas|не|nie)\b", re.IGNORECASE)
_QUALIFIED = re.compile(r"\b(?:not|never|reportedly|allegedly|perhaps|may|might|if|unless|said)\b|n[’']t\b")


@dataclass(frozen=True, slots=True)
class Case:
    """A quote, what was done to it, and the verdicts that are right; `source` is where it was taken, in the text."""

    kind: str
    quote: str
    right: tuple[str, ...]
    source: tuple[int, int]


def cases(text: str, seed: int, most: int) -> Iterator[Case]:
    """Of at most so many stretches of a text: the untouched quotes and the altered ones."""
    chance = Random(seed)  # noqa: S311 - a sample, and no secret
    spans = [span for span in sentences(text) if _fits(text, span)]
    folded = fold(text).text.lower()
    for start, end in chance.sample(spans, min(most, len(spans))):
        first, last = _stretch(text, start, end, chance)
        yield from _untouched(text, first, last)
        yield from _altered(text, folded, first, last, chance)
        yield from _truncated(text, start, end)
    yield from _spliced(text, folded, spans, chance)


def _fits(text: str, span: tuple[int, int]) -> bool:
    written = text[span[0] : span[1]]
    return len(written.split()) >= WORDS or len(_NO_SPACES.findall(written)) >= 2 * WORDS


def _stretch(text: str, start: int, end: int, chance: Random) -> tuple[int, int]:
    """A sentence or, of a long one, some whole words of it."""
    words = [(start + m.start(), start + m.end()) for m in _WORD.finditer(text[start:end])]
    if len(words) < 2 * WORDS or chance.random() < 0.3:
        return start, end
    first = chance.randrange(0, len(words) - WORDS)
    last = chance.randrange(first + WORDS - 1, len(words))
    return words[first][0], words[last][1]


# Untouched ---------------------------------------------------------------------------------------------------------

_THERE = ("exact", "typography", "truncated")
_SET = ("typography", "truncated", "exact")

#: convention → how it sets a quotation: its outer marks, and those inside.
CONVENTIONS: Mapping[str, tuple[str, str, str, str]] = {
    "ap": ("“", "”", "‘", "’"),
    "british": ("‘", "’", "“", "”"),
    "german": ("„", "“", "‚", "‘"),
    "french": ("«\u202f", "\u202f»", "“", "”"),
    "russian": ("«", "»", "„", "“"),
    "cjk": ("「", "」", "『", "』"),
    "straight": ('"', '"', "'", "'"),
}
_QUOTED = re.compile(r"(?<![^\W\d_])[“„«「]([^“”„«»「」]*)[”“»」]")


def _untouched(text: str, start: int, end: int) -> Iterator[Case]:
    quote = text[start:end]
    if cuts(text, start, end):
        return
    made = [("slice", quote), *_set_otherwise(quote)]
    for kind, written in made:
        yield Case(kind, written, ("exact", "truncated") if kind == "slice" else _SET, (start, end))


def _set_otherwise(quote: str) -> Iterator[tuple[str, str]]:
    for name, (opens, closes, within, without) in CONVENTIONS.items():
        inner = (
            _QUOTED.sub(rf"{within}\1{without}", quote)
            if not re.search('[“”„«»「」"]', _QUOTED.sub("", quote))
            else quote
        )
        yield name, f"{opens}{inner}{closes}"
    yield "nfd", unicodedata.normalize("NFD", quote)
    yield "nfc", unicodedata.normalize("NFC", quote)
    yield "lines", re.sub(r" (?=\S+$)", "\n", quote)
    yield "nbsp", quote.replace(" ", "\u00a0")
    yield "soft hyphen", re.sub(r"([^\W\d_]{3})([^\W\d_]{3})", "\\1\u00ad\\2", quote, count=1)
    yield "comma", re.sub(r"[.,]$", "", quote) + ","
    if quote[:1].isalpha() and len(quote[:1].swapcase()) == 1:
        yield "case", quote[:1].swapcase() + quote[1:]
        yield "bracket", f"[{quote[:1].swapcase()}]{quote[1:]}"


def _truncated(text: str, start: int, end: int) -> Iterator[Case]:
    """What stands behind a qualifier that governs it."""
    for found in _QUALIFIED.finditer(text, start + 1, end):
        rest = text[found.end() : end]
        if found[0] != "said" and rest[:1] == " " and len(rest.split()) >= WORDS:
            yield Case("qualifier left out", rest.strip(), ("truncated",), (found.end() + 1, end))
            return


# Altered -----------------------------------------------------------------------------------------------------------

_Change = Callable[[str, Random], str]


def _altered(text: str, folded: str, start: int, end: int, chance: Random) -> Iterator[Case]:
    quote = text[start:end].strip("“”\"'‘’«»„「」 \n")
    for kind, change in _CHANGES.items():
        made = change(quote, chance)
        if (
            made
            and made != quote
            and len(re.findall(rf"[{UNSPACED}]|[^\W_{UNSPACED}]{{2,}}", made)) > 3
            and _is_new(made, folded)
        ):
            yield Case(kind, made, ("altered",), (start, end))
    yield from _elided(quote, (start, end))


def _is_new(made: str, folded: str) -> bool:
    """Whether the text does not hold these words anyway."""
    bare = fold(made).text.lower().strip(' ".,')
    at = folded.find(bare)
    return (
        not made.strip()
        or at < 0
        or cuts(folded, at, at + len(bare))
        or made[-1:] in "?!…"
        or bare != fold(made).text.strip(' ".,')
    )


def _number(quote: str, chance: Random) -> str:
    return _NUMBER.sub(lambda m: str(int(m[0]) + chance.randrange(1, 10)), quote, count=1)


def _number_word(quote: str, chance: Random) -> str:
    return re.sub(
        rf"\b(?:{'|'.join(_NUMBERS)})\b", lambda m: chance.choice([n for n in _NUMBERS if n != m[0]]), quote, count=1
    )


def _digits(quote: str, chance: Random) -> str:
    return re.sub(r"(?<=\d)[.,:](?=\d)", lambda m: {".": ",", ",": ".", ":": ""}[m[0]], quote, count=1)


def _negate(quote: str, chance: Random) -> str:
    words = quote.split(" ")
    at = len(words) // 2
    return " ".join([*words[:at], "not", *words[at:]]) if len(words) > 3 else ""


def _affirm(quote: str, chance: Random) -> str:
    found = [m for m in _NEGATED.finditer(quote) if m.start() > 0 and m.end() < len(quote)]
    return f"{quote[: found[0].start()].rstrip()} {quote[found[0].end() :].lstrip()}" if found else ""


def _name(quote: str, chance: Random) -> str:
    return _NAME.sub(lambda m: chance.choice(["Harrow", "Velten", "Ostrava"]), quote, count=1)


def _middle(quote: str) -> tuple[list[str], int]:
    words = quote.split(" ")
    return words, len(words) // 2


def _delete(quote: str, chance: Random) -> str:
    words, at = _middle(quote)
    return " ".join([*words[:at], *words[at + 1 :]]) if len(words) > 4 else _without(quote)


def _without(quote: str) -> str:
    """A quote in a script without spaces, without a character in its middle."""
    at = len(quote) // 2
    return quote[:at] + quote[at + 1 :] if len(quote) > 2 * WORDS and quote[at].isalpha() else ""


def _swap(quote: str, chance: Random) -> str:
    words, at = _middle(quote)
    return " ".join([*words[:at], words[at + 1], words[at], *words[at + 2 :]]) if len(words) > at + 2 else ""


def _other_word(quote: str, chance: Random) -> str:
    words, at = _middle(quote)
    return " ".join([*words[:at], "certainly", *words[at + 1 :]]) if len(words) > 3 else ""


def _letter(quote: str, chance: Random) -> str:
    found = [m for m in islice(_LETTERS.finditer(quote), 1, None) if len(m[0]) > 3]
    if not found:
        return ""
    at = found[len(found) // 2].start() + 2
    return quote[:at] + ("x" if quote[at] != "x" else "z") + quote[at + 1 :]


def _homoglyph(quote: str, chance: Random) -> str:
    return re.sub(r"(?<=[a-z])[aeo](?=[a-z])", lambda m: {"a": "а", "e": "е", "o": "о"}[m[0]], quote, count=1)


def _capitals(quote: str, chance: Random) -> str:
    words, at = _middle(quote)
    return " ".join([*words[:at], words[at].swapcase(), *words[at + 1 :]]) if len(words) > 3 else ""


def _cut(quote: str, chance: Random) -> str:
    last = _LETTERS.findall(quote)[-1:]
    short = re.sub(r"[\W\d_]*\Z", "", quote)
    return (
        short[:-1] if last and len(last[0]) > 2 and short[-2:-1].isalpha() and not _NO_SPACES.search(short[-2:]) else ""
    )


def _end(mark: str) -> _Change:
    def change(quote: str, chance: Random) -> str:
        return quote[:-1] + mark if quote[-1:] in ".?!" and quote[-1:] != mark and quote[-2:-1] not in ".…" else ""

    return change


_CHANGES: Mapping[str, _Change] = {
    "number": _number,
    "number word": _number_word,
    "number's signs": _digits,
    "negation put in": _negate,
    "negation taken out": _affirm,
    "name": _name,
    "word left out": _delete,
    "words swapped": _swap,
    "another word": _other_word,
    "letter": _letter,
    "look-alike letter": _homoglyph,
    "capitals": _capitals,
    "word cut": _cut,
    "question": _end("?"),
    "exclamation": _end("!"),
    "trails off": _end("…"),
}


def _elided(quote: str, source: tuple[int, int]) -> Iterator[Case]:
    words = quote.split(" ")
    third = len(words) // 3
    if third < 3 or re.search(r"[“”\"«»„\[\]…]|\.\.\.", quote):
        return
    right = ("elision-hides",) if _QUALIFIED.search(" ".join(words[third : 2 * third])) else ("elided",)
    for mark in ("…", "...", "[…]", "(...)"):
        kept = f"{' '.join(words[:third])} {mark} {' '.join(words[2 * third :])}"
        yield Case("elided", kept, right, source)


def _spliced(text: str, folded: str, spans: Sequence[tuple[int, int]], chance: Random) -> Iterator[Case]:
    """The first words of one sentence with the last ones of another that is far from it."""
    if len(spans) < 6:
        return
    for _ in range(3):
        one, other = chance.sample(range(len(spans)), 2)
        first, second = (text[slice(*spans[n])].split() for n in (one, other))
        if abs(one - other) < 3 or min(len(first), len(second)) < 2 * WORDS:
            continue
        made = " ".join([*first[: WORDS + 1], *second[-WORDS - 1 :]])
        if _is_new(made, folded) and not re.search(r"[“”\"«»„…]", made):
            yield Case("spliced", made, ("spliced", "altered"), (spans[one][0], spans[other][1]))
