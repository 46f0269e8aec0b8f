"""What a sentence leans on: its meaning changes with the sentence or heading beside it, though no word of it does.

`He resigned.` leans on whom the sentence before it names; `The dam was safe.` on `The following is wrong:` before it,
on `What was false` above it, and on `The ministry denied that.` behind it. So much words alone tell, and no more is
told: an ordinary edit in the neighbourhood makes no noise. Of the sentences that stay as they were from one version of
a public blog's article to the next 3 in 1,000 are told of, of a law's or a country profile's fewer than 1. The sentence
before counts in whatever paragraph it stands, since newspapers make one of each: that adds 1 in 2,000. In a language
without word lists only colons count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from archive.text.changes import Change

#: language → words that begin a sentence which leans on the one before.
_POINTING = {
    "en": "he she it they his her its their this that these those such the former the latter both neither",
    "de": "er sie es dieser diese dieses diesem diesen dies jener jene jenes sein seine seiner seinem seinen ihr ihre "
    "ihrer ihrem ihren beide",
    "fr": "il elle ils elles celui-ci celle-ci ceux-ci celles-ci cela ça ce cet cette ces son sa ses leur leurs",
}
#: language → words by which one sentence says of another that it does not hold; `*` for any letters that follow.
_DOUBTING = {
    "en": "false falsely wrong wrongly untrue incorrect* inaccurat* erroneous* mistaken* denied denies deny denial* "
    "correction* corrected retract* refut* debunk* disprov* hoax* fake* fabricat* misleading mislead myth* "
    "disinformation misinformation disput* doubt* reject* dismiss* lied unconfirmed unverified rumour* rumor* satire "
    "parody",
    "de": "falsch* unwahr* unrichtig* irrtümlich* dementier* bestritt* bestreit* berichtig* korrektur* korrigiert* "
    "falschmeldung* gefälscht* widerlegt* bezweifel* zweifel* unbestätigt* irreführend*",
    "fr": "faux fausse* erroné* inexact* démenti* dément rectificati* rectifié* correction* corrigé* réfut* mensong* "
    "canular* trompeu* contest* doute doutent douté",
}
_BEGIN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*(?:\s+[^\W\d_]+)?")
_INK = re.compile(r"[^\W_]")
_HEADING = 100  # code points of the longest heading
_FAR = 60  # sentences above which a heading stands at most


@dataclass(frozen=True, slots=True)
class Beside:
    """The sentences beside one, "" where the paragraph has none, and the heading above it."""

    before: str
    behind: str
    heading: str


def beside(text: str, spans: Sequence[tuple[int, int]], first: int, last: int) -> Beside:
    """What stands beside the sentences `first` to `last` of a text."""
    return Beside(_sentence(text, spans, first - 1), _sentence(text, spans, last + 1), _heading(text, spans, first))


def leant_on(sentence: str, was: Beside, now: Beside, language: str) -> tuple[Change, ...]:
    """What changed of that on which a sentence leans which itself did not change."""
    words = language.partition("-")[0].lower()
    found = []
    if _differs(was.heading, now.heading) and any(map(_doubting(words).search, (was.heading, now.heading))):
        found.append(Change("heading", was.heading, now.heading))
    if _differs(was.before, now.before) and (_points(words, sentence) or _doubts(words, was.before, now.before)):
        found.append(Change("preceding", was.before, now.before))
    if _differs(was.behind, now.behind) and any(_answers(words, one) for one in (was.behind, now.behind)):
        found.append(Change("following", was.behind, now.behind))
    return tuple(
        one for n, one in enumerate(found) if not n or (one.before, one.after) != (found[0].before, found[0].after)
    )


def casts_doubt(changes: Sequence[Change], language: str) -> bool:
    """Whether a word that says that something does not hold was put in or taken out."""
    doubting = _doubting(language.partition("-")[0].lower())
    return any(doubting.search(one.before) or doubting.search(one.after) for one in changes)


def _differs(one: str, other: str) -> bool:
    """Whether their letters or digits do: mark-up and commas change nothing."""
    return _INK.findall(one.casefold()) != _INK.findall(other.casefold())


def _points(language: str, sentence: str) -> bool:
    """Whether it begins with a word that means something said before."""
    begin = _BEGIN.search(sentence)
    words = begin[0].lower().split() if begin else [""]
    return not _pointing(language).isdisjoint((words[0], " ".join(words)))


@cache
def _pointing(language: str) -> frozenset[str]:
    listed = _POINTING.get(language, "")
    pairs = {f"the {word}" for word in ("former", "latter")} if language == "en" else set()
    return frozenset({*listed.split(), *pairs} - {"the", "former", "latter"})


def _doubts(language: str, *sentences: str) -> bool:
    """Whether one of these says of what follows that it does not hold, or introduces it."""
    return any(one.endswith((":", "：")) or _doubting(language).search(one) for one in sentences)


def _answers(language: str, sentence: str) -> bool:
    """Whether it says of what stands before it that it does not hold; what ends in a colon speaks of what follows."""
    return not sentence.endswith((":", "：")) and _doubting(language).search(sentence) is not None


@cache
def _doubting(language: str) -> re.Pattern[str]:
    listed = (re.escape(word).replace(r"\*", r"\w*") for word in _DOUBTING.get(language, "").split())
    return re.compile(rf"(?<!\w)(?:{'|'.join(listed) or '(?!)'})(?!\w)", re.IGNORECASE)


def _sentence(text: str, spans: Sequence[tuple[int, int]], k: int) -> str:
    return text[slice(*spans[k])] if 0 <= k < len(spans) else ""


def _gap(text: str, spans: Sequence[tuple[int, int]], k: int) -> str:
    """What stands between a sentence and the next one; a blank line at the ends of the text."""
    return text[spans[k][1] : spans[k + 1][0]] if 0 <= k < len(spans) - 1 else "\n\n"


def _heading(text: str, spans: Sequence[tuple[int, int]], first: int) -> str:
    """The nearest line above that is no sentence."""
    for k in range(first - 1, max(first - _FAR, 0) - 1, -1):
        if spans[k][1] - spans[k][0] <= _HEADING and _is_line(text, spans, k):
            return text[slice(*spans[k])]
    return ""


def _is_line(text: str, spans: Sequence[tuple[int, int]], k: int) -> bool:
    """Whether it is a line of its own without a stop at its end."""
    alone = all("\n" in _gap(text, spans, n) for n in (k - 1, k))
    return alone and _sentence(text, spans, k)[-1:] not in ".!?…,;:。！？："
