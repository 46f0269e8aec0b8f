"""What governs words and can be left out of a quote of them: negation, hedge, condition, attribution.

Lists of words and where they stand, in English, German, French, Spanish and Russian; no grammar. Of Arabic, Hebrew,
Chinese, Japanese and Korean only negations, those of Chinese and Japanese by the characters beside. A word counts when
it stands in the same sentence right before the quoted words, or begins what comes right after them, or governs from
farther off in one of the forms of `archive.text.reach`. So a short way: it misses others, and says so nowhere; what it
finds is right more often than not. The quotation marks around the words are nobody's words: it is all one whether they
are quoted too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.model.span import Span
from archive.text import reach
from archive.text.typography import DOUBLE, SINGLE

NEAR = 3  # words between a negation or hedge and the words that it governs


@dataclass(frozen=True, slots=True)
class Qualifier:
    """`kind` is negation, hedge, condition or attribution; `words` are those of the text."""

    kind: str
    words: str


_NEGATION = (
    r"not|never|no(?! (?:doubt|secret|question that)\b)(?!(?<=\bin no) time\b)|none|nobody"
    r"|nothing|neither|nor|without|cannot|hardly|barely|scarcely|\w+n[’'ʼ]t"
    r"|nicht|kein\w{0,2}|nie|niemals|niemand|nichts|ohne|weder"
    r"|[وف]?(?:لا|لم|لن|ليس\w*)|بدون|[ושה]?(?:לא|אין|אינ\w+)|בלי|안|못"
    r"|ne|n[’']\w+|jamais|sans|aucune?|personne|ni|nunca|jamás|sin|ningun\w{0,2}|не|ни|нет|никогда|без|никто"
)
_HEDGE = (
    r"reportedly|allegedly|apparently|supposedly|purportedly|possibly|perhaps|probably|presumably|seemingly|likely"
    r"|unconfirmed|alleged|suspected|purported|so-called|rumou?red|unverified|might|may|could|would|seems?|seemed"
    r"|appears?|appeared|hint(?:s|ed)|suggest(?:s|ed)|believed|thought|estimated|expected|almost|nearly"
    r"|(?:about|around)(?! (?:the|this|that|these|those|his|her|its|their|our|my|your)\b)"
    r"|angeblich|offenbar|vermutlich|wahrscheinlich|möglicherweise|vielleicht|mutmaßlich\w*|soll(?:en|te|ten)?|könnten?"
    r"|peut-être|probablement|apparemment|prétendument|pourrai(?:t|ent)|selon|présumée?s?|serai(?:t|ent)"
    r"|quizás|tal vez|supuestamente|presuntamente|podrían?|якобы|возможно|вероятно|предположительно|наверное|вроде"
)
_IF = (
    r"if|unless|provided|whether|assuming|except|until|as long as|so long as|in case|only when|only if|even if"
    r"|wenn|falls|sofern|es sei denn|außer|ob|si|sauf|à moins|à condition|pourvu"
    r"|a menos|salvo|siempre que|если|пока не|при условии"
)
_SAID = (
    r"sa(?:id|ys?)|told|claim(?:s|ed)?|alleg(?:es?|ed)|den(?:y|ies|ied)|assert(?:s|ed)|insist(?:s|ed)|argue[sd]?"
    r"|believe[sd]?|thinks?|thought|report(?:s|ed)|suggest(?:s|ed)|stat(?:es|ed)|announced|declared"
    r"|added|warned|accused|maintain(?:s|ed)|heard|rumou?red|hint(?:s|ed)|admit(?:s|ted)|sagten?|sagt|erklärten?"
    r"|behaupte(?:t|te|ten)|berichte(?:t|te|ten)|bestritt|a dit|dit|affirm(?:e|ent|é)|déclar(?:e|é)|assure"
    r"|dijo|dice|afirmó|afirma"
    r"|aseguró|negó|сказал[аи]?|заявил[аи]?|сообщил[аи]?|утверждает|утверждал[аи]?|говорит|отрицает"
)
_ACCORDING = (
    r"according to|in the words of|as told by|laut|nach Angaben|zufolge|selon|d[’']après|según"
    r"|по словам|по данным|согласно"
)
_BARE = r"[^,;:.!?—–()\n\"“”«»„]"
_WORDS = rf"(?:\s+[^\s,;:.!?—–()\"“”«»„]+){{0,{NEAR}}}\s*"
_JOINS = r"(?:and|but|or|which|who|while|because|although|when|und|aber|oder|weil|et|mais|ou|qui|y|pero|и|но|а)"

_BEFORE = (
    ("negation", re.compile(rf"\b({_NEGATION})(?!\w)(?:\s+that)?{_WORDS}$", re.I)),
    (
        "negation",
        re.compile(
            r"((?:[没沒]有|[从從并並]未|不[会會能应應该該得])\w{0,4}|[不没沒未無无非勿莫][有可要想肯必再曾是]?)$"
        ),
    ),
    ("negation", re.compile(r"\b(non|anti|ex|un|counter)[-‐‑]$", re.I)),
    ("hedge", re.compile(rf"\b({_HEDGE})(?!\w){_WORDS}$", re.I)),
    ("condition", re.compile(rf"\b({_IF})(?!\w){_BARE}{{0,60}}$", re.I)),
)
_BEFORE_SAID = (
    re.compile(rf"\b((?:{_SAID})(?!\w){_WORDS}(?:that|dass|que|qu[’']|,?\s*что)?)\s*[:,]?\s*$", re.I),
    re.compile(rf"\b((?:{_ACCORDING})\s[^,;:.!?\n]{{1,80}}),\s*$", re.I),
)
_AFTER = (
    ("condition", re.compile(rf"^[\s,—–-]*(?:but\s+)?((?:only\s+)?(?:{_IF}))(?!\w)", re.I)),
    (
        "hedge",
        re.compile(
            r"^[\s,—–-]*(reportedly|allegedly|apparently|perhaps|possibly|probably|supposedly"
            r"|it (?:is|was) (?:claimed|believed|said)|if true|angeblich|якобы)(?!\w)",
            re.I,
        ),
    ),
    ("negation", re.compile(r"^\s+(not|nicht|pas|않\w*|못\w*)(?!\w)", re.I)),
    ("negation", re.compile(r"^([ぁ-ん]{0,2}(?:な(?:い|かっ|く|けれ)|ませ[んぬ]))")),
)
_AFTER_SAID = re.compile(
    rf"^[\s,—–-]*((?:(?:he|she|they|it|the|a|an|one|[A-ZÄÖÜÀ-Þ]\w*)\s+(?:[\w’'.-]+\s+){{0,3}})?"
    rf"(?:{_SAID})(?!\w)|(?:{_ACCORDING})(?!\w))"
)
_ANY = tuple(
    (kind, re.compile(rf"\b({words})(?!\w)", re.I))
    for kind, words in (
        ("negation", _NEGATION),
        ("hedge", _HEDGE),
        ("condition", _IF),
        ("attribution", f"{_SAID}|{_ACCORDING}"),
    )
)
_SOME = re.compile(
    rf"{_NEGATION}|{_HEDGE}|{_IF}|{_SAID}|it|up|tal|according|in|as|so|es|a|à|nach|по|пока|при|siempre|laut|zufolge|según"
    rf"|согласно|selon|d[’']après|{reach.FIRST}",
    re.I,
)
_JOINED = re.compile("[-‐‑]$|[不没沒未無无非勿莫]")
_ENDING = re.compile("[ぁ-ん]{0,2}[なま]|\\s+[않못]")
_PARTED = re.compile(
    r"(?<![\w’'])((?:[\w]+n['’]t|not|never|nicht|niemals))\s*[,—–]\s*$", re.I
)  # `did not, it is said, open`
_PAUSE = re.compile(r"\s*[\[(]?(?:…|\.\s?\.)(?:\s?[.…])*[\])]?\s*(?=[a-zß-öø-ÿа-яё])")
_LAST_JOIN = re.compile(rf"\b{_JOINS}\s(?!.*\b{_JOINS}\s)", re.I | re.S)
_MARK = re.compile(f"[{SINGLE}{DOUBLE}]")
_OPENING = "‚„“«‹「『"
_OPENED = re.compile(  # with a preposition that would be a hedge before a number, or a month that would be one
    rf"(?:\b(?:about|around|(?:in|last|since|of) May)\s+)?(?<!\w)[{SINGLE}{DOUBLE}][{SINGLE}{DOUBLE}\s]*$", re.I
)
_APOSTROPHE = re.compile(r"[’'](?!\w)")  # or the end of a quotation in another
_CLOSED = re.compile(rf"^\s*(?:,(?=\s*[{SINGLE}{DOUBLE}]))?[{SINGLE}{DOUBLE}\s]*[{SINGLE}{DOUBLE}](?=\W|$)")


def may_govern(text: str, span: Span) -> bool:
    """Whether a word that could govern stands near at all: a quick look, before sentences are told apart."""
    around = text[max(0, span.start - 200) : span.start] + " " + text[span.end : span.end + 60]
    if any(map(_is_some, re.findall(r"[\w’'ʼ]+", around))):
        return True
    near = _JOINED.search(text, max(0, span.start - 7), span.start) or _ENDING.match(text, span.end, span.end + 4)
    return near is not None or any(map(_is_some, re.findall(r"[\w’'ʼ]+", _telling(text, span))))


@lru_cache(maxsize=50_000)
def _is_some(word: str) -> bool:
    """Whether a word is one that governs, or the first of several that do."""
    return _SOME.fullmatch(word) is not None


def left_out(text: str, sentences: list[tuple[int, int]], span: Span) -> tuple[Qualifier, ...]:
    """What governs the words at `span` and is not among them. `sentences` are those that the span reaches into."""
    first = _within(text, span)
    before = _gone_on(text[min(sentences[0][0], span.start) : first + 1][-200:])[:-1]
    after = _gone_on(text[span.end : max(sentences[-1][1], span.end)][:200])
    quoted = _opening(text, first) >= 0
    return _among(_OPENED.sub("", before), _CLOSED.sub("", after), quoted, _telling(text, span))


def _within(text: str, span: Span) -> int:
    """Where the words begin, behind the marks that are quoted with them."""
    return span.end - len(span.of(text).lstrip(SINGLE + DOUBLE))


def _telling(text: str, span: Span) -> str:
    """What stands before the quotation that the words are in."""
    first = _within(text, span)
    opening = _opening(text, first)
    closed = opening >= 0 and text[opening] in SINGLE and _APOSTROPHE.search(text, opening + 1, first)
    return text[max(0, opening - 200) : opening] if opening > 0 and not closed else ""


@lru_cache(maxsize=5_000)
def _among(before: str, after: str, quoted: bool, telling: str) -> tuple[Qualifier, ...]:
    """Each once; the same words stand in many copies."""
    near = dict.fromkeys(_found(before, after, quoted))
    kinds = {one.kind for one in near}
    return (*near, *(one for one in dict.fromkeys(_afar(before, after, quoted, telling)) if one.kind not in kinds))


def _afar(before: str, after: str, quoted: bool, telling: str) -> Iterator[Qualifier]:
    """What governs from farther off."""
    forms = [(before, reach.BEFORE), (after, reach.AFTER)]
    forms += [(telling, reach.TELLING), (after, reach.TOLD)] if quoted else []
    for words, patterns in forms:
        yield from (Qualifier(kind, found[1]) for kind, pattern in patterns if (found := pattern.search(words)))


def _gone_on(words: str) -> str:
    """Without the dots of a pause behind which the sentence goes on: `I will resign... if the court says so`."""
    return _PAUSE.sub(" ", words)


def _found(before: str, after: str, quoted: bool) -> Iterator[Qualifier]:
    clause = _clause(before)
    for kind, pattern in _BEFORE:
        if found := pattern.search(clause):
            yield Qualifier(kind, found[1])
    if found := _PARTED.search(before):
        yield Qualifier("negation", found[1])
    for kind, pattern in _AFTER:
        if found := pattern.search(after):
            yield Qualifier(kind, found[1])
    if quoted:
        return  # who quotes what is quoted names the speaker otherwise
    for pattern in _BEFORE_SAID:
        if found := pattern.search(before):
            yield Qualifier("attribution", found[1].strip())
    if found := _AFTER_SAID.search(after):
        yield Qualifier("attribution", found[1])


def _clause(before: str) -> str:
    """What stands before in the same clause."""
    joined = _LAST_JOIN.search(before)
    return before[joined.end() :] if joined else before


def is_quoted(text: str, at: int) -> bool:
    """Whether a quotation is open at this place: the last mark before it in its paragraph opens one."""
    return _opening(text, at) >= 0


def _opening(text: str, at: int) -> int:
    """Where the quotation opens that is open at this place; -1 where none is."""
    start = max(text.rfind("\n\n", 0, at), at - 2_000, 0)
    paragraph = text[start:at]
    for mark in reversed(list(_MARK.finditer(paragraph))):
        before, after = paragraph[mark.start() - 1 : mark.start()], paragraph[mark.end() : mark.end() + 1]
        if before.isalnum() and (after.isalnum() or mark[0] in SINGLE):
            continue  # an apostrophe
        opens = (not before.strip() or before in "([—–-") and (bool(after.strip()) or mark.end() == len(paragraph))
        return start + mark.start() if opens or (mark[0] in _OPENING and not before.strip()) else -1
    return -1


def hidden(omitted: str) -> tuple[Qualifier, ...]:
    """The qualifiers in words that an ellipsis stands for."""
    return tuple(Qualifier(kind, found[1]) for kind, pattern in _ANY if (found := pattern.search(omitted)))
