"""What a cue says is said: spans before it, behind it, or both."""

from __future__ import annotations

import re

from archive.extractors._cues import Cue, behind_according, closes, stop
from archive.extractors._line import QUOTES, STOPS, Line
from archive.extractors._quotes import is_speech
from archive.model.span import Span

Range = tuple[int, int]

_SPOKEN = re.compile(r"[,.!?…—]\s?[\"'”’»]+\Z")  # so ends a quotation that is whole
_LEADS = ",:-–—―("  # before a quotation, leaves it alone


def span(line: Line, words: Range) -> Span:
    return Span(line.starts[words[0]], line.ends[words[1] - 1])


def trimmed(line: Line, words: Range) -> Span:
    """As `span`, without the stop at the end."""
    last = words[1]
    while last - 1 > words[0] and line.words[last - 1] in {".", ",", ";", ":"}:
        last -= 1
    return span(line, (words[0], last))


def content(text: str, line: Line, cue: Cue, speech: list[Range]) -> list[Span]:
    """`speech` are the quotations that share characters with the sentence."""
    if cue.use == "passive":
        return [trimmed(line, part) for part in cue.content if part[0] < part[1]]
    return _before(text, line, cue, speech) or _behind(text, line, cue, speech)


def asserts(text: str, line: Line, cue: Cue, spans: list[Span]) -> bool:
    """Whether the cue says that what is said is so: a verb of saying, with a quotation or a whole clause."""
    known = line.known
    if cue.is_weak or cue.use == "passive" or line.words[cue.verb] in known.asking:
        return False
    if line.at(cue.end) in known.infinitive or (cue.end > cue.verb + 1 and cue.use != "inverted"):
        return False  # “asked to”, “spoke of”
    if any(_starts_quoted(text, part) for part in spans) or spans[0].start < line.starts[cue.verb]:
        return True
    inside = [at for at in range(len(line)) if spans[0].start <= line.starts[at] < spans[0].end]
    return line.words[inside[0]] in known.that or any(_is_finite(line, at) for at in inside)


def _is_finite(line: Line, at: int) -> bool:
    word = line.words[at]
    return word in line.known.finite or (word.endswith(line.known.pasts) and line.at(at + 1) != line.known.by)


def _starts_quoted(text: str, part: Span) -> bool:
    return text[part.start] in "“‘«„\"'"


def _before(text: str, line: Line, cue: Cue, speech: list[Range]) -> list[Span]:
    """“…”, he said, “…”; The mill, he said, is sold."""
    if cue.kind not in ("say", "tell", "hold", "show") or cue.source is None or cue.shared:
        return []
    inverted = cue.use == "inverted"
    left, right = (cue.start, max(cue.source[1], cue.end)) if inverted else (cue.source[0], cue.end)
    if left == 0:
        alone = cue.kind == "say" and line.prior is not None and closes(line, right)
        return [Span(*line.prior)] if alone and line.prior else []
    if line.at(left - 1) in line.known.role and not inverted and left > 3 and line.at(left - 2) in {",", "—", "–"}:
        left -= 1  # “…, as he said”
    if line.quoted[left - 1]:
        return _quoted_before(text, line, left, right, speech)
    return (
        _plain_before(line, left, right, inverted)
        if left > 1 and (line.words[left - 1] == "," or line.words[left - 1] in line.known.role)
        else []
    )


def _quoted_before(text: str, line: Line, left: int, right: int, speech: list[Range]) -> list[Span]:
    inside = [quote for quote in speech if quote[1] <= line.starts[left]]
    if not inside:
        return []
    start = inside[-1][0]
    lead = text[line.starts[0] : start].rstrip()
    if lead and lead[-1] not in _LEADS and not (len(inside) > 1 and lead.split()[-1] in line.known.coordinators):
        start = line.starts[0]
        if _is_put(line) or _has_own(text, line, right, speech):
            return []
    later = [quote for quote in speech if quote[0] >= line.ends[right - 1]]
    goes_on = later and not _is_anothers(line, right, later[0])
    return [Span(start, line.ends[left - 1]), *(Span(*quote) for quote in later[:1] if goes_on)]


def _is_put(line: Line) -> bool:
    """`Asked whether “…”, she said no`: the sentence begins with what was put to her."""
    known = line.known
    return line.words[0] in known.put or (line.words[0] in known.subordinators and line.at(1) in known.put)


def _has_own(text: str, line: Line, index: int, speech: list[Range]) -> bool:
    """Whether a quotation follows the verb at once: `After she had sung “…”, he said “…”`."""
    index += line.at(index) == ":"
    return (
        any(quote[0] == line.starts[index] and is_speech(text, quote) for quote in speech)
        if index < len(line)
        else False
    )


def _is_anothers(line: Line, index: int, quote: Range) -> bool:
    """Whether another clause leads to the quotation behind a verb, `…, while according to X “…”`, or it is claimed
    behind: `…, and “…,” said X`."""
    known, comma = line.known, False
    while index < len(line) and line.starts[index] < quote[0]:
        word = line.words[index]
        opens = word in known.coordinators | known.comparing | known.subordinators
        if behind_according(line, index) or (comma and opens and line.at(index + 1) not in known.forms):
            return True
        comma = word in (",", "—", "–")
        index += 1
    while index < len(line) and line.starts[index] < quote[1]:
        index += 1
    return known.forms.get(line.at(index), ("", ""))[0] == "say" and line.known.forms[line.at(index)][1] != "ing"


def _plain_before(line: Line, left: int, right: int, inverted: bool) -> list[Span]:
    known = line.known
    if not (inverted or closes(line, right)) or (right + 1 < len(line) and line.quoted[right + 1]):
        return []
    leading = line.words[0] in known.prepositions or line.words[0] in known.subordinators
    if left < (3 if line.at(right) == "," else 4) or (leading and left < 12 and line.at(right) != "."):
        return []
    spans = [trimmed(line, (0, left - 1))]
    goes_on = line.at(right) == "," and right + 3 < len(line) and not line.at(right + 1).endswith(line.known.gerunds)
    return [*spans, trimmed(line, (right + 1, len(line)))] if goes_on and not inverted else spans


def _behind(text: str, line: Line, cue: Cue, speech: list[Range]) -> list[Span]:
    """He said that the mill is sold."""
    start = cue.end
    if cue.use == "inverted":
        return []
    if cue.kind == "tell":
        start = _behind_hearer(line, start)
    if not cue.is_weak:
        start = _behind_adverbial(line, start)
    if line.at(start) in (":", ","):
        start += 1
    if start >= len(line) or (line.words[start] == line.known.by and line.at(start + 1).endswith(line.known.gerunds)):
        return []  # “responded by leaving”
    for quote in speech:
        if quote[0] == line.starts[start] and _SPOKEN.search(text, max(quote[0], quote[1] - 4), quote[1]):
            return [Span(*quote)]
    return _up_to(line, start, stop(line, start, cue), speech)


def _up_to(line: Line, start: int, end: int, speech: list[Range]) -> list[Span]:
    """To the end of a quotation that it ends in."""
    found = trimmed(line, (start, max(end, start + 1)))
    for quote in speech:
        if quote[0] < found.end < quote[1]:
            found = Span(found.start, quote[1])
    return [found]


def _behind_hearer(line: Line, index: int) -> int:
    """Behind whoever is told."""
    known = line.known
    if line.at(index) in known.objects or line.at(index) in known.hearers:
        return index + 1
    if line.at(index) in known.determiners:
        index += 1
    if index < len(line) and line.capital[index]:
        while index < len(line) and line.capital[index]:
            index += 1
        return index
    for later in range(index, min(index + 5, len(line))):
        word = line.words[later]
        if word in known.that or word in known.subjects or word in STOPS:
            return later
    return index + 1


def _behind_adverbial(line: Line, index: int) -> int:
    """Behind `on Tuesday`, `in a letter`, where a comma, a quotation or `that` follows."""
    known = line.known
    while line.at(index) in known.times or (line.at(index) in known.dating and line.at(index + 1) in known.times):
        index += 1
    if line.at(index) not in known.prepositions:
        return index
    window = line.words[index : index + 14]
    that = next((at for at, word in enumerate(window) if word in known.that), None)
    if that is not None and known.finite.isdisjoint(window[:that]):
        return index + that
    for later, word in enumerate(window, index):
        if later > index + 1 and word in known.forms and known.forms[word][1] in ("past", "s"):
            return index
        if word in (",", ":") or word in QUOTES or line.quoted[later]:
            return later
    return index
