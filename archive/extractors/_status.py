"""What stands around what is said: through whom it came, how surely, whether it is denied, who a pronoun is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from archive.extractors._words import NEVER, Words
from archive.model.proposal import Proposal
from archive.model.span import Span

Range = tuple[int, int]

_PROPER = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_OPENING = tuple('“"‘„«')


@dataclass(frozen=True, slots=True)
class _Patterns:
    hedges: re.Pattern[str]
    negations: re.Pattern[str]
    relayed: re.Pattern[str]  # , a statement amplified by X
    aside: re.Pattern[str]  # , as relayed by X,
    handed: re.Pattern[str]  # presented to X
    owned: re.Pattern[str]  # X's statement


@cache
def _patterns(known: Words) -> _Patterns:
    negations = "|".join(sorted(word for word in known.negations))
    denied = "|".join(known.denied) or NEVER
    return _Patterns(
        re.compile(rf"\b(?:{known.hedges.replace(' ', chr(92) + 's+')})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{negations}|\w+(?:{denied}))(?!\w)".replace("'", "['’]"), re.IGNORECASE),
        _with_name(known, known.relayed),
        _with_name(known, known.aside),
        _with_name(known, known.handed),
        re.compile(known.owned),
    )


def _with_name(known: Words, pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("NAME", f"({known.name})"))


def completed(
    text: str, sentences: Sequence[Range], found: Sequence[Proposal], speech: Sequence[Range], known: Words
) -> list[Proposal]:
    """The proposals with kind, relays, hedges, negation and names; in their order."""
    patterns = _patterns(known)
    whole = [_completed(text, sentences, one, speech, known, patterns) for one in found]
    named: list[Proposal] = []
    for one in _nested(text, whole, known):
        named.append(_named(text, sentences, one, named[-6:], known))
    return named


def _completed(
    text: str, sentences: Sequence[Range], one: Proposal, speech: Sequence[Range], known: Words, patterns: _Patterns
) -> Proposal:
    one = _relayed(text, sentences, one, patterns)
    one = replace(one, kind=_kind(one, speech))
    reach = [part for part in (*one.content, one.cue, one.source) if part]
    hedges = {span for part in reach for span in _found(patterns.hedges, text, part)}
    negated = _negated(text, one, known, patterns)
    cue = one.cue
    plain = cue is None or all(span.end <= cue.start or cue.end <= span.start for span in (*hedges, *negated))
    return replace(one, hedges=tuple(sorted(hedges)), negated=negated, asserts=one.asserts and plain)


def _found(pattern: re.Pattern[str], text: str, part: Span) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(text, part.start, part.end)]


def _kind(one: Proposal, speech: Sequence[Range]) -> str:
    """`direct`: nothing but quotations, `mixed`: with some."""
    if one.kind != "indirect":
        return one.kind
    inside = [_overlap(part, speech) for part in one.content]
    if all(share == part.end - part.start for share, part in zip(inside, one.content, strict=True)):
        return "direct"
    return "mixed" if any(inside) else "indirect"


def _overlap(part: Span, speech: Sequence[Range]) -> int:
    """How many of the span's characters are quoted; up to two at its edges may be marks."""
    first = bisect_right(speech, part.start, key=lambda quote: quote[1])
    shared = 0
    for start, end in speech[first:]:
        if start >= part.end:
            break
        shared += min(end, part.end) - max(start, part.start)
    return shared


def _negated(text: str, one: Proposal, known: Words, patterns: _Patterns) -> tuple[Span, ...]:
    """What negates it: in the cue, in its first clause, or a cue that denies."""
    first = one.content[0]
    comma = text.find(",", first.start + 1, first.end)
    clause = Span(first.start, comma if comma > 0 else first.end)
    found = _found(patterns.negations, text, clause)
    if one.cue:
        found += _found(patterns.negations, text, one.cue)
        if any(word in known.denying for word in one.cue.of(text).lower().split()):
            found.append(one.cue)
    return tuple(sorted(set(found)))


# Relays ---------------------------------------------------------------------------------------------------------


def _relayed(text: str, sentences: Sequence[Range], one: Proposal, patterns: _Patterns) -> Proposal:
    """With those through whom it came, told from the words around; these are no part of the source or content."""
    source, last, relays = one.source, one.content[-1], []
    if source is None or one.cue is None:
        return one
    for pattern in (patterns.aside, patterns.handed):
        match = pattern.search(text, source.start, source.end)
        if match and match.start() > source.start:
            relays.append(Span(*match.span(1)))
            source = _shortened(text, source, match.start())
    match = patterns.owned.match(text, source.start, source.end)
    source = Span(*match.span(1)) if match else source
    sentence = sentences[max(bisect_right(sentences, (one.cue.start, len(text) + 1)) - 1, 0)]
    match = patterns.relayed.search(text, one.cue.end, max(sentence[1], one.cue.end))
    if match and match.start() <= max(last.end, one.cue.end) + 1:
        relays.append(Span(*match.span(1)))
        last = _shortened(text, last, match.start()) if last.start < match.start() < last.end else last
    return replace(one, source=source, content=(*one.content[:-1], last), relays=tuple(relays))


def _shortened(text: str, whole: Span, end: int) -> Span:
    return Span(whole.start, max(whole.start + len(text[whole.start : end].rstrip(" ,—–")), whole.start + 1))


def _nested(text: str, found: Sequence[Proposal], known: Words) -> list[Proposal]:
    """What stands within what another says has come through him: `according to Interfax, the mill said …`. A pronoun
    may stand for the speaker: `Ada Lorn said that she knew …` is no relay."""
    result = []
    for number, one in enumerate(found):
        around = [other for other in found[max(number - 4, 0) : number + 5] if other is not one and _holds(other, one)]
        if around and one.source and one.source.of(text).lower() not in known.subjects:
            one = _through(one, sorted(around, key=lambda other: other.content[0].start, reverse=True))
        result.append(one)
    return result


def _through(one: Proposal, around: Sequence[Proposal]) -> Proposal:
    """With those within whose words it stands, from the inmost on: the last is nearest to the reader. It is no surer
    than they are."""
    relays, hedges = list(one.relays), set(one.hedges)
    for outer in around:
        relays += [*filter(None, (outer.source,)), *outer.relays]
        about = [part for part in (outer.source, outer.cue) if part]
        hedges |= {hedge for hedge in outer.hedges if any(part.start <= hedge.start < part.end for part in about)}
    return replace(one, relays=tuple(dict.fromkeys(relays)), hedges=tuple(sorted(hedges)))


def _holds(outer: Proposal, inner: Proposal) -> bool:
    if inner.cue is None or inner.source is None:
        return False
    within = [part for part in outer.content if part.start <= inner.source.start and inner.cue.end <= part.end]
    return bool(within) and outer.source != inner.source


# Names ----------------------------------------------------------------------------------------------------------


def _named(text: str, sentences: Sequence[Range], one: Proposal, earlier: Sequence[Proposal], known: Words) -> Proposal:
    """Whom `he` or `she` is: the one person named as a source just before, where nobody else is named there."""
    source = one.source
    if source is None or source.of(text).lower() not in known.singular:
        return one
    here = bisect_left(sentences, (source.start, len(text) + 1)) - 1
    start = max(sentences[max(here - 1, 0)][0], text.rfind("\n", sentences[max(here - 1, 0)][0], source.start) + 1)
    before = [other for other in earlier if other.source and start <= other.source.start < source.start]
    names = [match for match in _PROPER.finditer(text, start, source.start) if _is_name(text, match, known)]
    last = {match[0].split()[-1] for match in names}
    for other in before:
        match = _PROPER.search(text, other.source.start, other.source.end) if other.source else None
        if match and len(last) == 1 and match[0].split()[-1] in last and not _is_led_to(text, other, match, known):
            return replace(one, named=Span(*match.span()))
    return replace(one, named=_gone_on(text, source, before, last))


def _is_led_to(text: str, other: Proposal, name: re.Match[str], known: Words) -> bool:
    """Whether the name is not the speaker's own: `a spokesman for Ada Lorn`."""
    before = text[other.source.start : name.start()].lower().split() if other.source else []
    return bool(before) and before[-1] in known.prepositions


def _gone_on(text: str, source: Span, before: Sequence[Proposal], last: set[str]) -> Span | None:
    """Whom the same pronoun stood for just before, where nobody else was named since: `she said`, `she added`."""
    spoke = [
        other.named for other in before if other.source and other.source.of(text).lower() == source.of(text).lower()
    ]
    name = spoke[-1] if spoke else None
    return name if name and not last - {name.of(text).split()[-1]} else None


def _is_name(text: str, match: re.Match[str], known: Words) -> bool:
    """A lone word with a capital may only begin its sentence; a day of the week is no name."""
    if " " in match[0]:
        return True
    before = text[max(match.start() - 2, 0) : match.start()].strip(" ")
    begins = match.start() == 0 or before in (".", "”", "\n") or before[-1:] in _OPENING
    return match[0].lower() not in known.times and not begins
