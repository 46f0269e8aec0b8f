"""Where a name stands beside words that may not be its bearer's: then it is not checked whose they are.

The rules find who is named as saying it; here it is looked at what else the sentence says of that: that he denies it,
that it is a fake of his, that he tells of another's words, that another of his name is in the text. Words tell these,
so that some are missed; none is called right for that.
"""

from __future__ import annotations

import re

from archive.model.proposal import Proposal
from archive.model.span import Span

_BESIDE = 60  # code points around who says it, in which a doubt is looked for
_LED = re.compile(
    r"\b(?:of|to|about|against|for|with|by|from|on|over|than|named|called|nicknamed|not|nor|neither|"
    r"d[eu]|des|d['’]|à|aux?|contre|pour|avec|\w+ing|account)\s*\Z",
    re.IGNORECASE,
)
_FAKE = re.compile(
    r"\b(?:fake|parody|impostor|imposter|impersonat\w+|deepfakes?|so-called|purported\w*|neither|nor|novel|sketch|"
    r"faux|fausse|parodie)\b",
    re.IGNORECASE,
)
_BODIES = re.compile(
    r"\s+(?:Foundation|University|Institute|College|Hospital|School|Centre|Center|Airport|Stadium|Library|Museum|Prize|"
    r"Campaign|Trust|Organi[sz]ation|Company|Group|Street|Square)\b"
)
_GOES_ON = re.compile(r"\s+[A-ZÀ-Þ][\w’'-]+")
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refus\w+|declin\w+|never|not|\w+n['’]t|allegedly|reportedly|supposedly|purportedly|"
    r"falsely|might|may|could|would|should|must|fail\w*|wish\w*|imagin\w+|pretend\w*|démenti\w*|nié|jamais|aurait|"
    r"prétendument)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|as though|as if|(?:nobody|no one) heard|suppose|si)\s+\Z", re.IGNORECASE
)
_NOT_GIVEN = "mr mrs ms miss dr sir lord lady president minister mayor senator the and said"
_NO_GIVEN = frozenset(_NOT_GIVEN.split()) | {""}
_OTHERS = re.compile(
    r"\b(?:slogans?|words?|claims?|claimed|statements?|lies?|lied|lying|false\w*|wrong\w*|untrue|vile|whether|rumou?rs?|"
    r"denie[sd]|those who|anyone who|rivals?|others?|says?|saying|said|calls?|called|wrote|writes|told)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?<!\bI )(?<!\bwe )(?<!\bI have )\b(?:said|says|say|told (?:us|me|them|him|her)|wrote|writes|shouted|asked)"
    r"[\s:,“‘\"']*\Z",
    re.IGNORECASE,
)


def is_in_doubt(speaker: str, one: Proposal, text: str, span: Span) -> bool:
    """Whether the words at the span may be another's than this one's, who is named as saying them."""
    if one.source is None or one.cue is None:
        return False
    return (
        _is_led_to(speaker, one.source.of(text))
        or _is_denied(one, text)
        or _is_told(one, text, span)
        or _has_namesake(speaker, (one.named or one.source).of(text), text)
    )


def _is_led_to(speaker: str, written: str) -> bool:
    """Whether who says it is somebody else, to whom the name belongs: `an actor playing Ada Lorn`, `a letter to …`."""
    if _FAKE.search(written):
        return True
    at = written.find(speaker)
    if at < 0:
        return False
    behind = written[at + len(speaker) :]
    longer = " " in speaker and _GOES_ON.match(behind) is not None
    return _LED.search(written[:at]) is not None or _BODIES.match(behind) is not None or longer


def _is_denied(one: Proposal, text: str) -> bool:
    """Whether the words between him and what he says, or behind him, take it back: `denied saying`, `allegedly said`,
    `said Ada Lorn in a deepfake video`."""
    source, cue, content = one.source, one.cue, one.content[0]
    if source is None or cue is None:
        return False
    start, end = min(source.start, cue.start), max(source.end, cue.end)
    if content.start >= end:
        end = content.start
    behind = re.split(r"[.,;:“”\"«»\n]", text[end : end + _BESIDE])[0] if content.start < start else ""
    between = text[start : source.start] + " " + text[source.end : end]
    supposed = _SUPPOSED.search(text[max(0, start - _BESIDE) : start]) is not None
    return supposed or bool(_DENIED.search(between) or _FAKE.search(between + behind))


def _is_told(one: Proposal, text: str, span: Span) -> bool:
    """Whether he tells what another says: `“My mother always said …”`, `The slogan “…” is a lie, she said`."""
    whole = next((part for part in one.content if part.start <= span.start and span.end <= part.end), None)
    if whole is None:
        return False
    before, behind = text[whole.start : span.start], text[span.end : whole.end]
    if _TOLD.search(before):
        return True
    return one.kind == "mixed" and bool(_OTHERS.search(before) or re.match(r"[”\"»’,\s]*(?:is|was|are|were)\b", behind))


def _has_namesake(speaker: str, written: str, text: str) -> bool:
    """Whether one of two with a surname in common is meant, and not said which."""
    words = speaker.split()
    if len(words) < 2 or words[0] in written:
        return False
    before = re.findall(rf"((?:[A-ZÀ-Þ][\w.’-]*\s+){{1,3}}){re.escape(words[-1])}(?!\w)", text)
    given = {next((one for one in reversed(some.split()) if one[-1].islower()), "").lower() for some in before}
    return len(given - _NO_GIVEN) > 1
