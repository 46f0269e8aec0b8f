"""Whom a draft names as the speaker of each of its quotations; nobody, where that is not certain.

The rules that propose claims tell who says it; in a language that they do not know, the one name beside a verb of
saying in the same sentence counts, and under a block quote the line with a dash. What is asked for is a name alone: of
`Foreign Minister Lavrov` the surname or, where the draft has one full name for it, that one. Of `the minister`, `she`
or `the Kremlin` nothing is asked, unless the draft leaves no choice whom it means.

A draft writes `Moscow said` where the source names a spokesman: that is no fault. So another's words are refused only
where the one whom the draft names is a person's name by the words around it, in the draft or in the source; else the
speaker is not checked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import accumulate

from archive.model.proposal import Proposal
from archive.model.span import Span
from archive.text import cues
from archive.text.anchor import occurrences
from archive.text.language import detect
from archive.text.quoted import by_line
from archive.text.speakers import said, tokens
from archive.verbs._speaking import OFFICES, SMALL, name_among, proposals

LONGEST = 100  # code points before a surname

_CAPITAL = r"[A-ZÄÖÜÀ-ÞА-ЯЁ][\w’'-]*[a-zß-ÿа-яё]"
_GIVEN = re.compile(rf"(?<![\w’'-])(?:(?:{_CAPITAL}|[A-Z]\.) ){{1,3}}\Z")
_GOES_ON = re.compile(r"[\w-]")
_PARTICLES = frozenset(("de", "von", "van", "der", "al", "bin", "el", "la", "du", "da", "di", "ben"))
_OF_PERSONS = (
    "mr mrs ms miss dr sir lord lady president minister mayor governor senator chancellor king queen pope general "
    "colonel captain lieutenant major sergeant secretary spokesman spokeswoman spokesperson director chairman "
    "chairwoman professor judge ambassador envoy leader commander doctor"
)
_TITLE = rf"\b(?i:{_OF_PERSONS.replace(' ', '|')})\.? "
_OF_PLACES = (  # what the names of places and bodies begin with
    "new north south east west northern southern eastern western central great greater upper lower saudi sri hong tel "
    "abu buenos kuala burkina sierra costa puerto port cape san santa los las saint fort mount lake radio red white "
    "goldman deutsche agence amnesty human"
)
_OF_TIME = (
    "yesterday today tonight earlier later meanwhile instead thus monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december"
)
_NO_NAMES = frozenset(cues.FUNCTION.split()) | OFFICES
_NO_GIVEN_NAMES = frozenset(_OF_PLACES.split()) | frozenset(_OF_TIME.split())
_AFTER_BODIES = r"says|has|had|was|is|did|will|would|gave|took|made|came|went|in|on|at|of|and|for|said|\w+ed"
_BODY = r"officials|executives|employees|shareholders|shares|fighters|troops|founder|spokes\w+|Sprecher\w*"


def naming(text: str) -> Callable[[Span], str]:
    """Of a draft: the speaker whom it names for the words at a span, or nothing. It is read once, when first asked."""
    among = cache(lambda: _reading(text))
    return lambda span: _below(text, span) or among()(span)


def _reading(text: str) -> Callable[[Span], str]:
    there = proposals(text, detect(text) or "en")
    if there is None:
        return lambda span: _beside(text, span)
    found = [one for one in there if not (one.cue and one.cue.of(text) == ":")]  # a label is no name for sure
    starts = [one.content[0].start for one in found]
    furthest = list(accumulate((max(part.end for part in one.content) for one in found), max))
    return lambda span: _heard(text, span, _around(found, starts, furthest, span))


def _around(found: Sequence[Proposal], starts: Sequence[int], furthest: Sequence[int], span: Span) -> list[Proposal]:
    """Those whose words may touch the span."""
    return list(found[bisect_right(furthest, span.start) : bisect_left(starts, span.end)])


def _heard(text: str, span: Span, found: Sequence[Proposal]) -> str:
    return _full(name_in(name_among(found, text, span)), text)


def _beside(text: str, span: Span) -> str:
    """The one name beside a verb of saying."""
    who = said(text, span)
    return name_in(who.by[0]) if who.near and len(who.by) == 1 and not who.relayed else ""


def _below(text: str, span: Span) -> str:
    """Of a block quote: whom its last line names."""
    return name_in(re.split("[,(]", by_line(text, span))[0])


def name_in(written: str) -> str:
    """The name of one at the end of what a text calls somebody, without office: `Foreign Minister Lavrov` → Lavrov."""
    words = written.split()
    at = len(words)
    while at and (_is_part(words[at - 1]) or _is_small_part(words, at - 1)):
        at -= 1
    while at < len(words) and words[at] in _PARTICLES:
        at += 1
    name = words[at:]
    joined = {"and", "or"} & {word.lower() for word in words}
    of_body = at and words[at - 1].lower() in ("the", "a", "an", "of", "at", "for", "in", "from")
    whole = name and re.fullmatch(_CAPITAL, name[-1]) and tokens(" ".join(name))
    return " ".join(name) if whole and not (joined or of_body) else ""


def _is_small_part(words: Sequence[str], at: int) -> bool:
    """Whether a small word is a part of a name here: Kim Jong `Un`, Kim `Il` Sung, `Le` Duc Tho."""
    three = words[max(at - 2, 0) : at + 3]
    beside = [word for word in three if word != words[at] and _is_part(word)]
    return words[at].istitle() and words[at].lower() in SMALL and len(beside) > 1


def _is_part(word: str) -> bool:
    if word.strip(".").lower() in _NO_NAMES - _PARTICLES or re.search("['’]s?$", word):
        return False
    return word in _PARTICLES or re.fullmatch(rf"{_CAPITAL}|[A-Z]\.", word) is not None


def _full(name: str, text: str) -> str:
    """The one full name that a text has for a surname; else the name as it is."""
    fulls = _fulls(name, text) if name and " " not in name else ()
    return fulls[0] if len(fulls) == 1 else name


@lru_cache(maxsize=1_000)
def _fulls(name: str, text: str) -> tuple[str, ...]:
    """The names that end with a surname and have a given name."""
    ends = (span.end for span in occurrences(text, f" {name}") if not _GOES_ON.match(text, span.end))
    written = (_GIVEN.search(text[max(0, end - len(name) - LONGEST) : end - len(name)]) for end in ends)
    found = dict.fromkeys(name_in(one[0] + name) for one in written if one)
    return tuple(one for one in found if " " in one and one.split()[0].lower() not in _NO_GIVEN_NAMES)


def is_person(name: str, texts: Sequence[str]) -> bool:
    """Whether a name is a person's by the words around it in these texts, and nothing there says otherwise."""
    if name.split()[0].lower() in _NO_GIVEN_NAMES or any(_is_other(name, text) for text in texts):
        return False
    return " " in name or any(_fulls(name, text) or _is_titled(name, text) for text in texts)


def _is_titled(name: str, text: str) -> bool:
    return re.search(rf"{_TITLE}{re.escape(name)}(?![\w-])", text) is not None


def _is_other(name: str, text: str) -> bool:
    """Whether it is that of a place or a body somewhere: `in Moscow`, `the Kremlin said`, `Hamas officials`."""
    words = re.escape(name)
    patterns = (
        rf"\b(?i:in|at|near|inside|across|outside) {words}(?![\w’'-])",
        rf"\b(?i:the|die|der|das|le|la|el) {words}(?=[,.;:!?”\"]|\s(?:{_AFTER_BODIES})\b)",
        rf"\b{words}(?:['’]s?)? (?:{_BODY})\b",
    )
    return any(re.search(pattern, text) for pattern in patterns)
