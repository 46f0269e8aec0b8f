"""Is it the one who is named that says the words of a quote? `right`, `relayed`, `wrong`, or `not checked`.

In the languages of the rules that propose claims, these tell who speaks: they know relays, what is said within what
another says, and whom a pronoun stands for. A noun (`the miller`) stands for a name where the text joins it to one name
and no other (`Joss Pell, the miller`). In other languages, and where the rules see nothing, a name beside a verb of
saying counts, in the same sentence.

Nobody is `wrong` by a guess: only where it is clearly another person's name that stands there. A pronoun that may be
anybody, an office, a ministry or a city (`Moscow said`) may be the one who is named; two names with one part in common
(Ada Fenn, Odo Fenn) may be one person. Then it is `not checked`, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.model.proposal import Proposal
from archive.model.span import Span
from archive.text import cues
from archive.text.sentences import sentences
from archive.text.speakers import NAME, is_same, said, tokens

AROUND = 4_000  # code points on each side of a quote that are read for its speaker

_OFFICE_WORDS = (
    "the a an president vice prime foreign defence defense interior finance minister ministry mayor "
    "governor senator chancellor king queen pope general colonel captain lieutenant major sergeant chief "
    "secretary spokesman spokeswoman spokesperson press director chairman chairwoman chair professor "
    "judge ambassador envoy leader commander doctor sir lord lady council government office committee "
    "party house parliament department agency state states police court army navy forces force union bank "
    "group news times post tribune company corporation university institute hospital church association "
    "federation organization organisation commission authority service services administration united "
    "nations rights watch international national white kremlin mr mrs ms miss dr inc ltd corps staff "
    "world "
    "le la les l du de des un une président présidente vice-président premier ministre ministère maire gouverneur "
    "gouverneure chancelier roi reine pape général capitaine sénateur députée député procureur procureure secrétaire "
    "porte-parole directeur directrice préfet préfète ambassadeur chef commandant docteur docteure gouvernement "
    "conseil bureau parti parlement département agence état police armée cour tribunal banque groupe syndicat "
    "université institut hôpital église fédération commission autorité m mme mlle monsieur madame "
)
_OFFICES = frozenset(_OFFICE_WORDS.split())
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "m", "mme", "mlle"))
_BEFORE_NAMES = _OFFICES - {"the", "a", "an"} | {f"{title}." for title in _TITLES}
_NO_NAMES = _OFFICES | frozenset(cues.FUNCTION.split())
_PERSON = re.compile(
    r"[A-ZÄÖÜÀ-Þ][\w’'-]*[a-zß-ÿ](?: (?:[A-Z]\.|(?:de|von|van|der|al|bin|el|la|du)|[A-ZÄÖÜÀ-Þ][\w’'-]*[a-zß-ÿ]))*"
)
_ACCORDING = ("according to", "selon", "d'après", "d’après")
_ANOTHER = re.compile(r"[,(—–]|\s(?:for|from|at|in|on|according|via|through|who)\s")
_OWNER = re.compile(r"^.*['’]s?\s")
_DETERMINED = re.compile(r"(?:the|a|an|his|her|its|their|our)\s+", re.IGNORECASE)


def speaker_of(speaker: str, text: str, span: Span, language: str) -> tuple[str, str]:
    """How the words at the span are the speaker's, and who says them where it is another."""
    held = _said_there(text, span, language)
    outcomes = {_compared(speaker, text, one) for one in held}
    if len(outcomes) == 1 and (known := outcomes.pop())[0] != "not checked":
        return known
    if any(one.source for one in held):
        return "not checked", ""
    return _beside(speaker, text, span)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says some words, as the text names him, and through whom it came. `person` is a person's full name, empty
    where the text does not make it certain."""

    name: str
    person: str
    relays: tuple[str, ...]


def voice_of(text: str, span: Span, language: str) -> Voice | None:
    """Who says the words at the span, where the rules see one speaker, of half of them at least."""
    held = _said_there(text, span, language)
    if len(held) != 1 or held[0].source is None or 2 * _share_of(held[0], span) < span.end - span.start:
        return None
    (one,) = held
    head = _ANOTHER.split(held[0].source.of(text))[0]
    name = one.named.of(text) if one.named else _named_as(head, text) or head
    if len(name.split()) < 2 and not name[:1].isupper():
        return None  # `she`
    return Voice(name, full_name(name, text), tuple(relay.of(text) for relay in one.relays))


def full_name(name: str, text: str = "") -> str:
    """A person's given name and surname without offices; nothing where it is not clear that it is these. `text` is
    where the name stands."""
    words = name.split()
    while words and words[0].lower() in _BEFORE_NAMES | {"the"}:
        words = words[1:]
    return " ".join(words) if len(words) > 1 and _is_person(name, text) else ""


def _share_of(one: Proposal, span: Span) -> int:
    """How many code points of the span are what is said, or the words that say so."""
    parts = [*one.content, *filter(None, (one.source, one.cue))]
    return sum(max(0, min(part.end, span.end) - max(part.start, span.start)) for part in parts)


def _said_there(text: str, span: Span, language: str) -> list[Proposal]:
    """Who the rules say says it: the innermost where one stands in another; several where the span holds several."""
    start = text.rfind("\n", 0, max(0, span.start - AROUND)) + 1
    window, place = text[start : span.end + AROUND], Span(span.start - start, span.end - start)
    found = [_shifted(one, start) for one in _proposals(window, language) if _touches(one, place)]
    whole = [one for one in found if _in_content(one, span.start) and _in_content(one, span.end - 1)]
    if not whole:
        return found
    inner = max(whole, key=lambda one: one.content[0].start)
    return [replace(inner, relays=(*inner.relays, *_through(whole, inner, text)))]


def _through(whole: Sequence[Proposal], inner: Proposal, text: str) -> list[Span]:
    """According to whom somebody said it: `he said, according to X`. That X said that he said it is no relay by itself:
    X may be he."""
    around = [one for one in whole if one is not inner and one.cue and one.cue.of(text).lower() in _ACCORDING]
    return [one.source for one in around if one.source and inner.source and _in_content(one, inner.source.start)]


@lru_cache(maxsize=256)
def _proposals(text: str, language: str) -> tuple[Proposal, ...]:
    from archive.extractors import rules

    return tuple(rules.extract(text, sentences(text), language)) if language in rules.LANGUAGES else ()


def _touches(one: Proposal, span: Span) -> bool:
    return any(part.start < span.end and span.start < part.end for part in one.content)


def _in_content(one: Proposal, at: int) -> bool:
    return any(part.start <= at < part.end for part in one.content)


def _shifted(one: Proposal, by: int) -> Proposal:
    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return replace(
        one,
        content=tuple(map(moved, one.content)),
        source=moved(one.source) if one.source else None,
        cue=moved(one.cue) if one.cue else None,
        named=moved(one.named) if one.named else None,
        relays=tuple(map(moved, one.relays)),
    )


def _compared(speaker: str, text: str, one: Proposal) -> tuple[str, str]:
    """By what the rules found of one statement."""
    if one.source is None:
        return "not checked", ""
    written = one.source.of(text)
    head = _ANOTHER.split(written)[0]
    name = one.named.of(text) if one.named else _named_as(head, text) or _OWNER.sub("", head)
    relays = [relay.of(text) for relay in one.relays] + [written[len(head) :]]
    if _is(speaker, name, text):
        return "right", ""
    if any(is_same(speaker, relay) for relay in relays):
        return "relayed", head if head[:1].isupper() or " " in head else f"“{head}”"
    labelled = one.cue is not None and one.cue.of(text) == ":"  # of a programme, as often as of a person
    return ("not checked", "") if labelled else _other(speaker, [name], text)


def _beside(speaker: str, text: str, span: Span) -> tuple[str, str]:
    """By the names beside verbs of saying, in the same sentence."""
    who = said(text, span)
    if any(is_same(speaker, name) for name in who.relayed):
        return ("relayed", ", ".join(who.by)) if who.by else ("not checked", "")
    if not who.near:
        return "not checked", ""
    return ("right", "") if len(who.by) == 1 and _is(speaker, who.by[0], text) else _other(speaker, who.by, text)


def _other(speaker: str, names: Sequence[str], text: str) -> tuple[str, str]:
    """Whether it is clearly another's: the names of persons, with no part of the speaker's."""
    clear = names and all(_is_person(name, text) and not is_same(speaker, name) for name in names)
    return ("wrong", ", ".join(names)) if clear and _is_name(speaker) else ("not checked", "")


def _is(speaker: str, name: str, text: str) -> bool:
    """Whether all parts of the speaker's name are in the other, or the other's in it where the text has it as it is:
    `Carl Stone` of one who is `Stone` there, and not `Carl Stone and Anna Berg`. Of an office with one name, or with
    one word of a country, the office too."""
    one, other = _parts(speaker), _parts(name)
    if not (one and other):
        return False
    bare = " ".join(word for word in speaker.split() if word.strip(".").lower() not in _OFFICES) or speaker
    if other < one:
        return bare in text
    office = len(one) == 1 and tokens(speaker) & (_OFFICES - _TITLES)
    return one <= other and (not office or tokens(speaker) <= tokens(name) or speaker in text)


def _parts(name: str) -> frozenset[str]:
    """The parts of a name without offices, or with them where there is nothing else: the Ministry."""
    every = tokens(name)
    return every - _OFFICES or every


def _is_name(name: str) -> bool:
    return bool(tokens(name) - _OFFICES)


def _is_person(name: str, text: str) -> bool:
    """Whether it is a person's name: a title or a given name before another, here or once in the text, and nothing of
    an office or a body (the White House, the Ministry of Water, NASA), or that the text has in small letters."""
    words = name.split()
    titled = bool(words) and words[0].rstrip(".").lower() in _TITLES
    while words and words[0].lower() in _BEFORE_NAMES:
        words = words[1:]
    if (
        not words
        or not _PERSON.fullmatch(" ".join(words))
        or any(re.split("[’']", word)[0].lower() in _NO_NAMES for word in words)
    ):
        return False
    if re.search(rf"\b{re.escape(words[-1].lower())}\b", text):
        return False  # Users, where there are users
    return titled or len(words) > 1 or _has_given_name(words[0], text)


@lru_cache(maxsize=1_000)
def _has_given_name(name: str, text: str) -> bool:
    """Whether the text has a title or a given name before it, elsewhere than where a sentence begins."""
    before = re.finditer(rf"(?<=[a-z,] )([A-ZÄÖÜÀ-Þ][\w’'-]*[a-zß-ÿ]\.?) {re.escape(name)}\b", text)
    return any(one[1].rstrip(".").lower() not in _NO_NAMES - _TITLES for one in before)


@lru_cache(maxsize=1_000)
def _named_as(noun: str, text: str) -> str:
    """The one name that the text joins to a noun without a name: `the miller`, where it has `Joss Pell, the miller`."""
    bare = _DETERMINED.sub("", re.sub(r"['’]s?(?:\s.*)?$", "", noun), count=1).strip()
    if not bare or not bare.split()[-1].islower() or not _DETERMINED.match(noun):
        return ""
    words, last = re.escape(bare), re.escape(bare.split()[-1].capitalize())
    patterns = (
        rf"(?P<name>{NAME}),\s(?:\d+,\s)?(?:the|a|an|its|their)\s{words}\b",
        rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir)\s{words},?\s(?P<name>{NAME})",
        rf"(?P<name>\b(?:[A-Z]\w+\s)*{last}(?:\sof)?(?:\s(?:the\s)?{NAME}))",
    )
    found = {match["name"] for pattern in patterns for match in re.finditer(pattern, text)}
    names = {name for name in found if not any(_parts(name) < _parts(other) for other in found - {name})}
    return names.pop() if len(names) == 1 else ""
