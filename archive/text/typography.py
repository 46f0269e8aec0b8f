"""A text as it is compared when only its setting may differ: the typography folded, with the way back.

    fold("“No,” he  said").text == '"No,"he said'       fold(t).span(start, end)  →  a Span of t

Folded are quotation marks (all to one), dashes, white space and line breaks, ligatures, soft hyphens and other signs
that print nothing (of those of direction all but the overrides), NFC and NFD, dots of an ellipsis. Nothing else: case,
digits, `?`, `!` and every other sign stay. A text and a quote of it fold alike: what a character becomes depends
on its neighbours only:

* a single mark between letters is an apostrophe, and stays one; all other marks are one sign, without the spaces around
  it (French sets them, others do not);
* a dash between spaces, and a long one anywhere, is a dash; a short one without spaces is a hyphen, and between digits
  every dash is: `10–12` is `10-12`, and neither is `10 – 12`;
* white space is one space, and none between Han or kana, nor before `;`, `:`, `?` and `!`.

`agrees` looks at what the folding leaves open: after a digit a single mark may be feet and a double one inches.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from archive.model.span import Span

SINGLE = "'‘’‚‛‹›`´ʼ′＇"
DOUBLE = '"“”„‟«»〝〞〟＂″״「」『』﹁﹂﹃﹄｢｣'
MARKS = SINGLE + DOUBLE
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Letters of scripts that are written without spaces."""

_HAN_KANA = "\u3005\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff、。，！？：；「」『』"
_DOTS = r"(?:…|\.{3,}|\.(?:[ \u00a0\u202f]\.){2,})"
_ODD = (
    rf"\u00ad\u200b\u200e\u200f\u061c\u202a-\u202c\u2060\u2066-\u2069\ufeff…‐‑‒–—―⸺−{MARKS}\ufb00-\ufb06\ufb13-\ufb17"
)
_MAYBE = rf"(?=[^\S ]|[{_ODD}]|\.[.\s]|,,|--|\x20(?:[\s{_ODD};:?!,-]|\.\.|\.\s))"
_SPECIAL = re.compile(
    rf"{_MAYBE}(?:"  # a quick look first: most characters are nothing special
    r"(?P<unseen>[\u00ad\u200b\u200e\u200f\u061c\u202a-\u202c\u2060\u2066-\u2069\ufeff]+)"
    rf"|(?P<dots>\s*{_DOTS}[\s.…]*)"
    r"|(?P<range>(?<=\d)[‐‑‒–—―−](?=\d))"
    r"|(?P<dash>\s*(?:[—―⸺]|(?<!-)-{2,3}(?!-))\s*|\s+[-‐‑‒–−]\s+|\s+–(?![\s\d])|(?<=\S)–\s+)"
    r"|(?P<hyphen>[‐‑‒–−])"
    rf"|(?P<apostrophe>(?<=[^\W\d_{UNSPACED}])[{SINGLE}](?=[^\W\d_{UNSPACED}]))"
    rf"|(?P<mark>\s*(?:''|``|,,|[{MARKS}])(?:\s*(?:''|``|,,|[{MARKS}]))*\s*)"
    r"|(?P<ligature>[\ufb00-\ufb06\ufb13-\ufb17])"
    rf"|(?P<none>(?<=[{_HAN_KANA}])\s+(?=[{_HAN_KANA}])|(?<!\d)\s+(?=[;:?!](?!\d)))"
    r"|(?P<space>\s{2,}|[^\S ]))"
)
_BECOMES = {
    "unseen": "",
    "dots": " … ",
    "range": "-",
    "dash": " — ",
    "hyphen": "-",
    "apostrophe": "'",
    "none": "",
    "space": " ",
}
_ANY_MARK = re.compile(rf"''|``|,,|[{MARKS}]")
_OPEN = "‘‚‹“„«「『"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, in pieces; places are code points."""

    text: str
    at: tuple[int, ...]  # where pieces begin in `text`; each is the very characters, or stands for others
    origin: tuple[
        tuple[int, int, bool], ...
    ]  # the original [start, end) of each, and whether it is the very characters

    def span(self, start: int, end: int) -> Span:
        """The original span of `[start, end)`, which is not empty. What prints nothing at its edges is left out."""
        return Span(self._place(start, False), self._place(end - 1, True))

    def _place(self, at: int, end: bool) -> int:
        piece = bisect_right(self.at, at) - 1
        first, last, same = self.origin[piece]
        if same:
            return first + at - self.at[piece] + end
        return last if end else first


def fold(text: str) -> Folded:
    """Time grows with the length of the text."""
    composed = None if unicodedata.is_normalized("NFC", text) else _folded(text, _clusters(text))
    folded = _folded(composed.text if composed else text, _specials(composed.text if composed else text))
    return _joined(folded, composed) if composed else folded


def _specials(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SPECIAL.finditer(text):
        kind = str(match.lastgroup)
        if kind == "ligature":
            becomes = unicodedata.normalize("NFKC", match[0])
        elif kind == "mark":
            becomes = '"' * len(_ANY_MARK.findall(match[0]))
        else:
            becomes = _BECOMES[kind]
        yield match.start(), match.end(), becomes


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """What NFC composes, a letter with its marks at a time."""
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and _goes_on(text[at]):
            continue
        if at - start > 1 or not text[start].isascii():
            composed = unicodedata.normalize("NFC", text[start:at])
            if composed != text[start:at]:
                yield start, at, composed
        start = at


def _goes_on(char: str) -> bool:
    return not char.isascii() and (unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff")


def _folded(text: str, replaced: Iterator[tuple[int, int, str]]) -> Folded:
    parts, at, origin = [], [0], [(0, 0, True)]
    last = length = 0
    for start, end, becomes in replaced:
        if start > last:
            parts.append(text[last:start])
            at.append(length)
            origin.append((last, start, True))
            length += start - last
        if becomes:
            parts.append(becomes)
            at.append(length)
            origin.append((start, end, False))
            length += len(becomes)
        last = end
    parts.append(text[last:])
    at.append(length)
    origin.append((last, len(text), True))
    return Folded("".join(parts), tuple(at), tuple(origin))


def _joined(outer: Folded, inner: Folded) -> Folded:
    """`outer` was made of `inner.text`: the way back to what `inner` was made of, a character at a time."""
    origin = []
    for n in range(len(outer.text)):
        middle = outer.span(n, n + 1)
        span = inner.span(middle.start, middle.end)
        origin.append((span.start, span.end, False))
    return Folded(outer.text, tuple(range(len(outer.text))), tuple(origin))


# What the folding leaves open ------------------------------------------------------------------------------------


def agrees(quote: str, text: str, place: Span) -> bool:
    """Whether marks after a digit are the same in a quote and at its place: `5'` is not `5"`, unless a quotation that
    was opened before ends there."""
    theirs, ours = _after_digits(quote, 0), _after_digits(place.of(text), place.start)
    if len(theirs) != len(ours):
        return True  # they differ otherwise, and were compared
    return all(a == b or _is_open(text[max(0, at - 2000) : at]) for (a, _), (b, at) in zip(theirs, ours, strict=True))


def _after_digits(text: str, shift: int) -> list[tuple[bool, int]]:
    """(is single, place) of the marks that follow a digit."""
    return [
        (m[0] in SINGLE, shift + m.start())
        for m in _ANY_MARK.finditer(text)
        if text[m.start() - 1 : m.start()].isdigit()
    ]


def _is_open(before: str) -> bool:
    """Whether the last mark before opens a quotation."""
    marks = list(_ANY_MARK.finditer(before))
    last = marks[-1] if marks else None
    if last is None:
        return False
    stands_alone = not before[last.start() - 1 : last.start()].strip() and before[last.end() : last.end() + 1].strip()
    return last[0] in _OPEN or bool(stands_alone)


# Edges -----------------------------------------------------------------------------------------------------------

_HYPHENS = "‐‑-"  # the short one last, for classes of characters
_JOINS = ".,:/·⁄–—‒−" + _HYPHENS  # between the parts of a number
_BLANK = " \u00a0\u2009\u202f"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen"
)
_POWERS = (
    "hundred|thousand|million|billion|trillion|dozen|score|hundert|tausend|millionen|milliarden|cents?|mille|millions|"
    "milliards|mil|millones"
)
_SHARES = "per ?cent|prozent|pour cent|por ciento"
_BEFORE = re.compile(  # a number goes on from here
    rf"(?:[$€£¥₽₴₹±<>≤≥≈~−+№][{_BLANK}]?|(?<![^\s(])[–−‒{_HYPHENS}]|\d[{_JOINS}])\Z"
)
_BEHIND = re.compile(rf"[{_BLANK}]?[%‰°€£¥]|[{_JOINS}]\d|[{_BLANK}'’]\d{{3}}(?!\d)")
_GROUP = re.compile(rf"(?<!\d)\d{{1,3}}[{_BLANK}'’]\Z")
_HUNDREDS = re.compile(r"\d{3}(?!\d)")
_COUNTED = re.compile(rf"(?:\d|\b(?:{_UNITS}|{_TENS}|{_POWERS}))\Z", re.IGNORECASE)
_POWER = re.compile(rf"[{_BLANK}{_HYPHENS}](?:{_POWERS}|{_SHARES}|[mb]n|tn)\b", re.IGNORECASE)
_NUMBER_WORD = re.compile(rf"(?:{_UNITS}|{_TENS}|{_POWERS})\b", re.IGNORECASE)
_LARGER = re.compile(rf"\b(?:{_TENS}|{_POWERS})(?:[{_BLANK}]and)?[{_BLANK}{_HYPHENS}]\Z", re.IGNORECASE)
_WINDOW = 16  # code points in which a number is looked for
_UNSPACED_CHAR = re.compile(f"[{UNSPACED}]")


def cuts(text: str, start: int, end: int) -> bool:
    """Whether a character, word or number goes on beyond an edge of `[start, end)`, which is not empty: `in 17` of
    `in 1703` is another statement.

    Letters of scripts that are written without spaces are left out of account.
    """
    return _cuts_before(text, start) or _cuts_behind(text, end)


def whole(text: str, place: Span) -> Span:
    """A place, grown until it cuts nothing."""
    start, end = place.start, place.end
    while _cuts_before(text, start):
        start -= 1
    while _cuts_behind(text, end):
        end += 1
    return Span(start, end)


def _cuts_before(text: str, start: int) -> bool:
    first, before = text[start], text[max(0, start - 2) : start]
    return bool(before) and (
        _extends(first)
        or (before[-1] == _JOINER and _is_joined(first))
        or (_is_word(_seen(text, start - 1, -1)) and _is_word(_seen(text, start, 1)))
        or (len(before) == 2 and before[1] in SINGLE and _elided(before[0], first))
        or (
            len(before) == 2 and before[1] in _HYPHENS and _is_word(first) and (_is_word(before[0]) or before[0] == ".")
        )
        or (first.isalnum() and _goes_on_before(text, start))
    )


def _cuts_behind(text: str, end: int) -> bool:
    last, after = text[end - 1], text[end : end + 2]
    return bool(after) and (
        _extends(_seen(text, end, 1))
        or (last == _JOINER and _is_joined(after[0]))
        or (_is_word(_seen(text, end - 1, -1)) and _is_word(_seen(text, end, 1)))
        or (len(after) == 2 and after[0] in SINGLE and _contracted(last, after[1], text[end + 2 : end + 3]))
        or (len(after) == 2 and after[0] in _HYPHENS and _is_word(last) and _is_word(after[1]))
        or (last.isalnum() and _goes_on_behind(text, end))
    )


_JOINER = "\u200d"
_JOINED = "\u200c\u200d"
_UNSEEN = "\u00ad\u200b\u200e\u200f\u061c\u2060\ufeff"  # a word goes on behind them


def _seen(text: str, at: int, step: int) -> str:
    """The character there, or the next one in that direction that prints something; "" when there is none."""
    while 0 <= at < len(text) and text[at] in _UNSEEN:
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _extends(char: str) -> bool:
    """Whether it is part of the character before it: a mark (accents, signs that enclose, variation selectors), a
    joiner or non-joiner, an emoji's colour of skin, a tag."""
    if not char or char.isascii():
        return False
    return (
        unicodedata.category(char)[0] == "M" or char in _JOINED or "\U0001f3fb" <= char <= "\U0001f3ff" or _is_tag(char)
    )


def _is_joined(char: str) -> bool:
    """Whether a joiner before it makes it one with what stands before that: a letter, digit or emoji."""
    return unicodedata.category(char)[0] in "LNS"


def _is_tag(char: str) -> bool:
    return "\U000e0020" <= char <= "\U000e007f"


def _is_word(char: str) -> bool:
    return char.isdigit() or (char.isalnum() and not _UNSPACED_CHAR.match(char))


def _elided(before: str, first: str) -> bool:
    """Whether the letter before an apostrophe is the beginning of a word: the `O` of `O'Neill`, not that of `l'eau`."""
    return before.isalpha() and first.isalpha() and before.lower() not in "ldncjmstu"


def _contracted(last: str, after: str, behind: str) -> bool:
    """`can` of `can't`; not `Fenn` of `Fenn's`."""
    possessive = after in ("s", "S") and not behind.isalpha()
    return last.isalpha() and after.isalpha() and not possessive


def _goes_on_before(text: str, start: int) -> bool:
    """`3` of `-3`, of `$3`, of `10-3`, of `1.3`; `200` of `1 200`; `five` of `hundred and five`."""
    before = text[max(0, start - _WINDOW) : start]
    if text[start].isdigit():
        grouped = _GROUP.search(before) is not None and _HUNDREDS.match(text, start) is not None
        return grouped or _BEFORE.search(before) is not None
    return _LARGER.search(before) is not None and _NUMBER_WORD.match(text, start) is not None


def _goes_on_behind(text: str, end: int) -> bool:
    """`3` of `3.5`; `5` of `5%`, of `5 million`; `1` of `1 200`; `five` of `five hundred`."""
    if text[end - 1].isdigit() and _BEHIND.match(text, end):
        grouped = text[end] in f"{_BLANK}'’" and text[end + 1 : end + 2].isdigit()
        return not grouped or _GROUP.search(text[max(0, end - 5) : end] + " ") is not None
    return _POWER.match(text, end) is not None and _COUNTED.search(text[max(0, end - _WINDOW) : end]) is not None
