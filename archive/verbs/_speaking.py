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
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.model.proposal import Proposal
from archive.model.span import Span
from archive.text import cues
from archive.text.nested import is_nested
from archive.text.sentences import sentences
from archive.text.speakers import NAME, is_same, names_saying, said, tokens
from archive.verbs._doubtful import is_in_doubt

ALIKE = 75  # per cent of their letters, of two spellings of one name
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
OFFICES = frozenset(_OFFICE_WORDS.split())
_AGENTS = frozenset(  # who speaks for another, or is another
    ("spokesman", "spokeswoman", "spokesperson", "porte-parole", "press", "director", "chief", "secretary", "envoy")
)
_SELVES = frozenset(("himself", "herself", "itself", "themselves", "lui-même", "elle-même", "also", "and", "et"))
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "m", "mme", "mlle"))
SMALL = frozenset(
    ("un", "in", "il", "on", "so", "an", "du", "le")
)  # also the last part of a name: Kim Jong Un, Moon Jae In
_BEFORE_NAMES = OFFICES - {"the", "a", "an"} | {f"{title}." for title in _TITLES}
_NO_NAMES = OFFICES | frozenset(cues.FUNCTION.split())
_PERSON = re.compile(
    r"[A-ZÄÖÜÀ-Þ][\w’'-]*[a-zß-ÿ](?: (?:[A-Z]\.|(?:de|von|van|der|al|bin|el|la|du)|[A-ZÄÖÜÀ-Þ][\w’'-]*[a-zß-ÿ]))*"
)
_OPENING = '“«„"'
_CLOSING = '”"»'
_LEFT = re.compile(r"[^“”\"«»]{0,400}[”\"»],?\s+")  # of a quotation
_RELATIVE = r"who|whom|whose|which|that|dont|qui"
_ANOTHER = re.compile(rf"[,(—–]|\s(?:for|from|at|in|on|according|via|through|{_RELATIVE})\s")
_BEHIND = re.compile(rf"\s*[,(—–]|\s(?:according|via|through|{_RELATIVE})\s")
_RELAYING = re.compile(
    r"\b(?:according to|via|through|(?:quoted|cited|relayed|reported|amplified|told|read) (?:by|to|through)"
    r"|selon|d['’]après|(?:cité|relayé|rapporté)e?s? par)\s"
)
_OF = re.compile(r"\s(?:of|du|des|de|d['’])\s*")
_THING = re.compile(r"\b(?:an?|the|this|that|his|her|their)\s(?:[\w-]+\s){1,3}\Z", re.IGNORECASE)
_STATEMENT = re.compile(r"\b(?:statement|tweet|post|release|e-?mail|speech|interview)\s\Z")
_QUOTED = re.compile(r"[“„«][^“”»]*[”»]|\"[^\"]*\"|''[^']*''")
_CHARGED = re.compile(r"\b(?:accus\w+|suspect\w+|soupçonn\w+)\b[^.;“\"«]{1,60}\Z", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|et|y|и)\s+")
_OWNER = re.compile(r"^.*['’]s?\s")
_DETERMINED = re.compile(
    r"(?:(?:the|a|an|his|her|its|their|our|le|la|les|un|une|son|sa|ses|leur|leurs|notre|nos)\s+|l['’])", re.IGNORECASE
)


def speaker_of(speaker: str, text: str, span: Span, language: str) -> tuple[str, str]:
    """How the words at the span are the speaker's, and who says them where it is another."""
    if is_nested(text, span):
        return "not checked", ""
    held = _said_there(text, span, language)
    if held is None or not any(one.source for one in held):
        return _beside(speaker, text, span) if held is None or _adjoins(text, span) else ("not checked", "")
    outcomes = {_compared(speaker, text, one) for one in held}
    found = outcomes.pop() if len(outcomes) == 1 else ("not checked", "")
    doubted = found[0] == "right" and any(is_in_doubt(speaker, one, text, span) for one in held)
    return ("not checked", "") if doubted else found


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says some words, as the text names him, and through whom it came. `persons` are full names of persons, empty
    where the text does not make one certain; several where they say it together (`Ada Lorn and Bea Fenn said`)."""

    name: str
    persons: tuple[str, ...]
    relays: tuple[str, ...]


def voices_of(text: str, span: Span, language: str) -> list[Voice]:
    """Who says the words at the span, each once: one, or several (`A said …, while B said …`) where all that is said
    there has a speaker. None where less than half of it is theirs, or where one tells what another said."""
    held = [] if is_nested(text, span) else _said_there(text, span, language) or []
    if any(one.source and _in_content(other, one.source.start) for one in held for other in held):
        return []
    voices = [_voice(one, text) for one in held]
    if sum(_share_of(one, span) for one in held) * 2 < span.end - span.start:
        return []
    return list(dict.fromkeys(voice for voice in voices if voice)) if all(voices) else []


def name_among(found: Iterable[Proposal], text: str, span: Span) -> str:
    """Who says the words at the span, by what the rules found in a whole text, where it is one; or nothing."""
    held = _inmost([one for one in found if _touches(one, span)], text, span)
    if len(held) != 1 or 2 * _share_of(held[0], span) < span.end - span.start:
        return ""
    voice = _voice(held[0], text)
    return voice.name if voice else ""


def _voice(one: Proposal, text: str) -> Voice | None:
    if one.source is None:
        return None
    source = one.source.of(text)
    head = _BEHIND.split(source)[0]
    apposed = _apposed(source, text) or _named_as(_ANOTHER.split(source)[0], text)
    name = one.named.of(text) if one.named else apposed or head
    if len(name.split()) < 2 and not name[:1].isupper():
        return None  # `she`
    persons = full_names(name, text) or full_names(_ANOTHER.split(source)[0], text) or _behind_office(source, text)
    return Voice(name, persons, tuple(relay.of(text) for relay in one.relays))


def _behind_office(source: str, text: str) -> tuple[str, ...]:
    """The person of `the mayor of Sallin, Ada Lorn`, where it is one."""
    found = [full_names(part, text) for part in re.split(r",\s+", source)[1:]]
    office = _DETERMINED.match(source) or re.match(r"[^,]*['’]s?\s[^,A-Z]+,", source)
    return found[0] if len(found) == 1 and office else ()


def full_names(name: str, text: str = "") -> tuple[str, ...]:
    """The full name of a person, or those of several joined by `and`, where it is clear of all that they are these."""
    found = [full_name(part, text) for part in _AND.split(name)]
    return tuple(found) if all(found) else ()


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


def _said_there(text: str, span: Span, language: str) -> list[Proposal] | None:
    """Who the rules say says it; None in a language that they do not know."""
    start = text.rfind("\n", 0, max(0, span.start - AROUND)) + 1
    window, place = text[start : span.end + AROUND], Span(span.start - start, span.end - start)
    found = proposals(window, language)
    if found is None:
        return None
    return _inmost([_shifted(one, start) for one in found if _touches(one, place)], text, span)


def _inmost(found: list[Proposal], text: str, span: Span) -> list[Proposal]:
    """The innermost where one stands in another; several where the span holds several."""
    whole = [one for one in found if _in_content(one, span.start) and _in_content(one, span.end - 1)]
    if not whole:
        return found
    inner = max(whole, key=lambda one: one.content[0].start)
    return [replace(inner, relays=(*inner.relays, *_through(whole, inner, text)))]


def _through(whole: Sequence[Proposal], inner: Proposal, text: str) -> list[Span]:
    """According to whom somebody said it: `he said, according to X`. That X said that he said it is no relay by itself:
    X may be he."""
    around = [one for one in whole if one is not inner and one.cue and _is_according(one.cue.of(text))]
    return [one.source for one in around if one.source and inner.source and _in_content(one, inner.source.start)]


def _is_according(cue: str) -> bool:
    """Whether it names a source without a verb: `according to`, `selon`."""
    from archive.extractors._languages import LANGUAGES

    words = "".join(cue.lower().replace("’", "'").split())
    return any(words == "".join(one) for known in LANGUAGES.values() for one in known.according)


@lru_cache(maxsize=256)
def proposals(text: str, language: str) -> tuple[Proposal, ...] | None:
    """Who says what in a text, by the rules; None in a language that they do not know."""
    from archive.extractors import rules

    return tuple(rules.extract(text, sentences(text), language)) if language in rules.LANGUAGES else None


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
    name = one.named.of(text) if one.named else _apposed(written, text) or _named_as(head, text) or _own(head, text)
    relays = [relay.of(text) for relay in one.relays] + _RELAYING.split(written)[1:]
    if _is_denied(one) or _is_charged(one, text) or _is_anothers(one, text, name):
        return "not checked", ""
    if _is(speaker, name, text):
        return "right", ""
    if any(is_same(speaker, relay) for relay in relays):
        return "relayed", head if head[:1].isupper() or " " in head else f"“{head}”"
    labelled = one.cue is not None and one.cue.of(text) == ":"  # of a programme, as often as of a person
    if not labelled and full_name(name, text) and is_in(speaker, written[len(head) :]):
        return "wrong", name  # “Ada Lorn, whose sister Bea Lorn …”: two persons, though they share a name
    return ("not checked", "") if labelled else _other(speaker, [name], text)


def is_in(speaker: str, words: str) -> bool:
    """Whether a name of several parts stands there as it is."""
    return " " in speaker and speaker in words


def _apposed(written: str, text: str) -> str:
    """Ada Lorn, of `the mayor of Sallin, Ada Lorn`, `Tom Hale's lawyer, Ada Lorn`."""
    names = _behind_office(written, text)
    return names[0] if len(names) == 1 else ""


def _own(head: str, text: str) -> str:
    """Without whom he belongs to: `Tom Hale's lawyer`, `the wife of Tom Hale`, `la porte-parole du maire Paul Rey`."""
    bare = _OWNER.sub("", head)
    match = _OF.search(bare)
    person = match and _DETERMINED.match(bare) and full_name(bare[match.end() :].strip(), text)
    return bare[: match.start()] if match and person else bare


def _is_denied(one: Proposal) -> bool:
    """Whether the words that say so are negated: `Ada Lorn never said “…”`, `denied saying`."""
    cue = one.cue
    return cue is not None and any(part.start < cue.end and cue.start < part.end for part in one.negated)


def _is_charged(one: Proposal, text: str) -> bool:
    """Whether somebody else only says that he said it, `was accused of saying`, or a thing does: `a note saying`."""
    if one.cue is None:
        return False
    before = text[max(0, one.cue.start - 80) : one.cue.start]
    noun = one.cue.of(text).endswith("ing") and _THING.search(before)
    return _CHARGED.search(before) is not None or (bool(noun) and not _STATEMENT.search(before))


def _is_anothers(one: Proposal, text: str, name: str) -> bool:
    """Whether what he says is that somebody else says it: `“…,” was what Ada Lorn told us, according to Bea Fenn`."""
    outside = " … ".join(_QUOTED.sub(" … ", part.of(text)) for part in one.content) if one.kind == "mixed" else ""
    return any(not is_same(name, other) for other in names_saying(outside))


def _beside(speaker: str, text: str, span: Span) -> tuple[str, str]:
    """By the names beside verbs of saying, in the same sentence."""
    who = said(text, span)
    if any(is_same(speaker, name) for name in who.relayed):
        return ("relayed", ", ".join(who.by)) if who.by else ("not checked", "")
    if not who.near:
        return "not checked", ""
    return ("right", "") if len(who.by) == 1 and _is(speaker, who.by[0], text) else _other(speaker, who.by, text)


def _adjoins(text: str, span: Span) -> bool:
    """Whether the one name beside a verb of saying stands right behind the quotation that the words are in, and nothing
    leads to it: no `Asked whether “…”, she said`."""
    by, end = said(text, span).by, _LEFT.match(text, span.end - (text[span.end - 1] in _CLOSING))
    start = max(text.rfind(mark, 0, span.start + 1) for mark in _OPENING)
    before = text[max(0, start - 3) : max(0, start)].rstrip(" ")
    alone = start >= 0 and (not before or before[-1] in '.!?:\n”"»')
    name = rf"(?:[\w’'-]+\s+){{0,2}}{re.escape(by[0])}(?!\w)" if len(by) == 1 else "(?!)"
    return alone and end is not None and re.compile(name).match(text, end.end()) is not None


def _other(speaker: str, names: Sequence[str], text: str) -> tuple[str, str]:
    """Whether it is clearly another's: the names of persons, with no part of the speaker's."""
    clear = names and all(_is_person(name, text) and not _may_be(speaker, name) for name in names)
    return ("wrong", ", ".join(names)) if clear and _is_name(speaker) else ("not checked", "")


def _may_be(speaker: str, name: str) -> bool:
    """Whether two names have a part in common, or one that may be spelled in both ways: Müller and Mueller, Putin and
    Путин."""
    from rapidfuzz.fuzz import ratio

    if is_same(speaker, name) or _script(speaker) != _script(name):
        return True
    return any(ratio(one, other) >= ALIKE for one in _parts(speaker) for other in _parts(name))


def _script(name: str) -> str:
    """That of its first letter: LATIN, CYRILLIC, CJK …"""
    first = next((char for char in name if char.isalpha()), "")
    return unicodedata.name(first, "").split(" ")[0]


def _is(speaker: str, name: str, text: str) -> bool:
    """Whether all parts of the speaker's name are in the other, or the other's in it where the text has it as it is:
    `Carl Stone` of one who is `Stone` there, and not `Carl Stone and Anna Berg`. Of an office with one name, or with
    one word of a country, the office too."""
    one, other = _parts(speaker), _parts(name)
    if not (one and other):
        return False
    bare = " ".join(word for word in speaker.split() if word.strip(".").lower() not in OFFICES) or speaker
    if other < one:
        return bare in text
    office = len(one) == 1 and tokens(speaker) & (OFFICES - _TITLES)
    if one <= other and _goes_on(speaker, name):
        return False
    return one <= other and (not office or tokens(speaker) <= tokens(name) or speaker in text)


def _goes_on(speaker: str, name: str) -> bool:
    """Whether the name is only a part of what somebody is called: `Trump supporters`, `Trump lawyer Ada Lorn`."""
    tail = re.split(rf"\b{re.escape(speaker.split()[-1])}\b", name)[-1].split()
    small = [word for word in tail if word.islower()] if len(tail) < len(name.split()) else []
    return any(word not in (OFFICES - _AGENTS) | _SELVES for word in small)


def _parts(name: str) -> frozenset[str]:
    """The parts of a name without offices, or with them where there is nothing else: the Ministry."""
    every, last = tokens(name), small_end(name)
    return (every - OFFICES) | {last} if last else every - OFFICES or every


def small_end(name: str) -> str:
    """The last part of a name, where it is a small word elsewhere: `un` of `Kim Jong Un`."""
    words = name.split()
    last = words[-1].lower() if len(words) > 1 else ""
    return last if last in SMALL and all(word[:1].isupper() for word in words[-2:]) else ""


def _is_name(name: str) -> bool:
    return bool(tokens(name) - OFFICES)


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
        or any(re.split("[’']", word)[0].lower() in _NO_NAMES for word in _without_small(words))
    ):
        return False
    if not small_end(name) and re.search(rf"\b{re.escape(words[-1].lower())}\b", text):
        return False  # Users, where there are users
    return titled or len(words) > 1 or _has_given_name(words[0], text)


def _without_small(words: Sequence[str]) -> Sequence[str]:
    """Without the parts of a name of three that are small words elsewhere: Kim Il Sung, Le Duc Tho, Moon Jae In."""
    inside = [word for word in words if word.lower() not in SMALL]
    return inside if len(words) > 2 and len(inside) > 1 else words


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
        rf"(?P<name>{NAME}),\s(?:\d+,\s)?(?:the|a|an|its|their)\s{words}\b(?=[^\w\s]|\s(?:of|for|in|at)\s|\Z)",
        rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir)\s{words},?\s(?P<name>{NAME})",
        rf"(?P<name>\b(?:[A-Z]\w+\s)*{last}(?:\sof)?(?:\s(?:the\s)?{NAME}))",
    )
    found = {match["name"] for pattern in patterns for match in re.finditer(pattern, text)}
    names = {name for name in found if not any(_parts(name) < _parts(other) for other in found - {name})}
    return names.pop() if len(names) == 1 else ""
