"""Is a quote really there? A quote and a text → where its words stand, and how they differ.

Nothing is matched loosely. Words are there when they are the text's own characters, or the same after folding the
typography (`archive.text.typography`), with these liberties and no others: the last comma or stop before a closing mark
(or its lack) and the case of the first letter (`[T]he` too). No word and no number is cut. A quote with marked
omissions stands there when its parts do, in their order, in one paragraph. All else is refused; what comes nearest is
shown, and never accepted.

    exact          the very characters                      typography     the same, set otherwise
    truncated      a negation, hedge, condition or attribution that governs the words is left out
    elided         with marked omissions; elision-hides: what is left out holds one of these, or what brackets put in
    spliced        pieces from different places             altered        there, but changed
    absent         nowhere in this text

What comes nearest to a quote that is nowhere is found in `archive.text.nearest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise

from archive.model.span import Span
from archive.text.anchor import occurrences
from archive.text.language import detect
from archive.text.qualifiers import Qualifier, hidden, left_out, may_govern
from archive.text.sentences import sentences
from archive.text.typography import DOUBLE, MARKS, SINGLE, UNSPACED, Folded, agrees, cuts, fold

MOST = 100  # places of a quote in one text
SHORT = 2  # words that mean nothing by themselves
AROUND = 3_000  # code points beside words, where what governs them is looked for
NARRATION = 100  # code points between two parts of an interrupted quotation

WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+(?:['’.,:/-][^\W{UNSPACED}]+)*")
_PAIRS = dict(zip("“„«‘‚‹\"'「『»", ("”", "“”", "»", "’", "‘’", "›", '"', "'", "」", "』", "«"), strict=True))
_OMISSION = re.compile(
    r"\s*[\[(]\s*(?:…|\.{3,}|\. ?\. ?\.)\s*[\])]\s*|\s*(?:…|\.{3,}|\.(?:[ \u00a0]\.){2,})\s*|\s*\[[^\]\n]{2,80}\]\s*"
)
_BRACKETED = re.compile(r"\[([^\]\n]{2,80})\]")
_BRINGS = re.compile(r"\d|\b(?:nobody|no one|none|nothing|never|not|no)\b", re.IGNORECASE)
_CAPITAL, _CHARACTER = re.compile(r"^\[(\w)\]"), r"\1"
_LAST = re.compile(r"[.,、。，،۔।]$")
_UNIT = re.compile(r"[mMpP](?:Wh?|VA?|Hz|eV|A|J|N|Pa|g|m|l|L)\b")  # milli or mega, pico or peta: the case tells
_PLAIN = re.compile(r"(?<= )[a-z]{3,}(?= )")
_QUESTION = re.compile(rf"[{DOUBLE}{SINGLE}]{{0,2}}\s?[?？؟]")
_BREAKS = re.compile("[\u00ad\u200b\u200e\u200f\u061c\u202a-\u202c\u2060\u2066-\u2069\ufeff\ufb00-\ufb06]")
PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\f")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands. `parts` are the stretches that are quoted; of an unbroken quote the one, `span`."""

    span: Span
    exact: bool
    parts: tuple[Span, ...]
    omitted: tuple[str, ...] = ()  # what stands between the parts, and is left out of the quote
    qualifiers: tuple[Qualifier, ...] = ()  # that govern the words, or that an omission hides
    whole: bool = True  # no omission is marked in the quote

    @property
    def verdict(self) -> str:
        if not self.whole:
            return "elision-hides" if self.qualifiers else "elided"
        if self.qualifiers:
            return "truncated"
        return "exact" if self.exact else "typography"


@dataclass(frozen=True)
class Text:
    """A text that quotes are looked for in; it is folded once."""

    text: str

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def is_unbroken(self) -> bool:
        """Whether no word of small Latin letters can be written otherwise in it: by a ligature, with a soft hyphen."""
        return self.text.isascii() or _BREAKS.search(self.text) is None

    @cached_property
    def language(self) -> str:
        return detect(self.text)


@dataclass(frozen=True)
class Quote:
    """A quote as somebody wrote it; `words` without white space and the pair of marks around it."""

    written: str

    @property
    def words(self) -> str:
        return self.readings[-1]

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """What may be meant: all that is written and, where a pair of marks is around it, what stands in these."""
        words = self.written.replace("\r\n", "\n").strip()
        inner = words[1:-1].strip()
        paired = len(words) > 2 and words[-1] in _PAIRS.get(words[:1], "")
        return (words, inner) if paired and inner else (words,)

    @cached_property
    def count(self) -> int:
        """How many words there are; two characters of a script without spaces count as one."""
        found = WORD.findall(self.words)
        single = sum(len(word) == 1 and bool(re.match(f"[{UNSPACED}]", word)) for word in found)
        return len(found) - single + (single + 1) // 2

    @property
    def is_short(self) -> bool:
        return self.count <= SHORT

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What stands between marks of omission, or between narration; one part where neither is."""
        text = self.interrupted or (self.words,)
        head = _CAPITAL.sub(r"\1", self.words) if not self.interrupted else ""
        pieces = text if self.interrupted else tuple(_OMISSION.split(head))
        return tuple(piece.strip() for piece in pieces if WORD.search(piece))

    @property
    def is_open(self) -> bool:
        """Whether it begins with a mark of omission, or ends with one in brackets (a bare one may be the speaker's)."""
        last = list(_OMISSION.finditer(self.words))[-1:]
        return bool(_OMISSION.match(self.words)) or any(
            m.end() == len(self.words) and m[0].strip()[-1:] in "])" for m in last
        )

    @cached_property
    def interrupted(self) -> tuple[str, ...]:
        """`"A," he said, "B."` → A and B; nothing for a quotation that is not interrupted."""
        words = self.readings[0]
        opening, closing = words[:1], _PAIRS.get(words[:1], "")
        if len(words) < 3 or opening in SINGLE or words[-1] not in closing:
            return ()
        between = rf"[{closing}][^{opening}{closing}\n]{{1,{NARRATION}}}{opening}"
        parts = [part.strip() for part in re.split(between, words[1:-1])]
        return tuple(parts) if len(parts) > 1 else ()

    @property
    def put_in(self) -> tuple[str, ...]:
        """What stands in brackets and is somebody's own: no mark of omission, no first letter."""
        found = () if self.interrupted else _BRACKETED.finditer(self.words)
        return tuple(one[0] for one in found if WORD.search(one[1]))

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words, folded, of one that is compared with what it may have been made of."""
        return tuple(WORD.findall(fold(" ".join(self.parts) or self.words).text.lower()))


def _variants(words: str) -> tuple[str, ...]:
    """What may stand in a folded text for these words: without the last stop, the first letter in the other case."""
    bare = fold(f"\n{_CAPITAL.sub(_CHARACTER, words)}\n").text.strip()  # a dash at its edge is one between spaces
    stopless = [bare, _LAST.sub("", bare).strip()] if _LAST.search(bare) and not bare.endswith("…") else [bare]
    stopless += _before_mark(bare)
    swapped = [one[:1].swapcase() + one[1:] for one in stopless if _may_begin_otherwise(one)]
    return tuple(dict.fromkeys(one for one in (*stopless, *swapped) if one))


def _may_begin_otherwise(words: str) -> bool:
    """Whether the case of the first letter says nothing: of a unit it does (`mW` is a thousand-millionth of `MW`)."""
    return len(words[:1].swapcase()) == 1 and not _UNIT.match(words)


def _before_mark(bare: str) -> list[str]:
    """`“heroes”` at a quote's end is `“heroes.”` where the stop is set inside the marks, and the other way round."""
    word = bare[:-1].rstrip()
    word = word[:-1] if word[-1:] in (".", ",") else word
    if not bare.endswith('"') or not word[-1:].isalnum():
        return []
    return [one for one in (f'{word}"', f'{word}."', f'{word},"') if one != bare]


def very_places(quote: Quote, text: Text) -> list[Place]:
    """Every place of the very characters; the text is not folded."""
    spans = next(filter(None, (_very(words, text) for words in quote.readings)), [])
    return [Place(span, True, (span,), (), governing(text.text, span)) for span in spans]


def places(quote: Quote, text: Text) -> list[Place]:
    """Every place where the quote stands, in order; the very characters only, where they stand at all."""
    return very_places(quote, text) or other_places(quote, text)


def other_places(quote: Quote, text: Text) -> list[Place]:
    """Every place in a text that has not the very characters."""
    found = set_places(quote, text)
    if not found and (len(quote.parts) > 1 or (quote.parts and quote.is_open)):
        found = _broken(quote, text)
    return found


def set_places(quote: Quote, text: Text) -> list[Place]:
    """Every place of the words with other typography."""
    spans = next(filter(None, (_set_otherwise(words, text) for words in quote.readings)), [])
    return [Place(span, False, (span,), (), governing(text.text, span)) for span in spans]


def _very(words: str, text: Text) -> list[Span]:
    """Where the very characters stand."""
    found = occurrences(text.text, words) if words else ()
    return list(islice((span for span in found if not cuts(text.text, span.start, span.end)), MOST))


def _set_otherwise(words: str, text: Text) -> list[Span]:
    """Where the words stand with other typography. A text without one of them is not folded to see that."""
    if text.is_unbroken and not all(word in text.text for word in _plain_words(words)):
        return []
    folded = text.folded
    for variant in _variants(words):
        spans = []
        for place in occurrences(folded.text, variant):
            if not cuts(folded.text, place.start, place.end) and _may_end(words, variant, folded.text, place.end):
                span = _trimmed(text.text, folded.span(place.start, place.end))
                if agrees(words, text.text, span):
                    spans.append(span)
            if len(spans) == MOST:
                break
        if spans:
            return spans
    return []


@lru_cache(maxsize=1_000)
def _plain_words(words: str) -> tuple[str, ...]:
    """The words of small Latin letters that no folding changes, the longest first."""
    return tuple(sorted(set(_PLAIN.findall(fold(words).text)), key=len, reverse=True))


def _trimmed(text: str, span: Span) -> Span:
    """Without the spaces that a mark at the edge was folded with."""
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _may_end(words: str, variant: str, folded: str, end: int) -> bool:
    """Whether a quote with a stop of its own may stand here: not for a question or words that trail off."""
    stopped = _LAST.search(words.rstrip(MARKS + " ")) and not _LAST.search(variant)
    return not (stopped and folded[end : end + 3].lstrip(' "')[:1] in ("?", "!", "…", "？", "！"))


def governing(text: str, span: Span) -> tuple[Qualifier, ...]:
    """What qualifies the words at a span, in their sentence, and is not among them."""
    broken = text.rfind("\n\n", max(0, span.start - AROUND), span.start)
    start = broken + 2 if broken >= 0 else max(0, span.start - AROUND)
    end = text.find("\n\n", span.end, span.end + AROUND)
    paragraph = text[start : end if end >= 0 else span.end + AROUND]
    return _governing(paragraph, span.start - start, span.end - start)


@lru_cache(maxsize=1_000)
def _governing(paragraph: str, start: int, end: int) -> tuple[Qualifier, ...]:
    """The same paragraph stands in many copies."""
    span = Span(start, end)
    around = _sentences_around(paragraph, span) if may_govern(paragraph, span) else []
    return (*(left_out(paragraph, around, span) if around else ()), *_asked(paragraph, span))


def _asked(text: str, span: Span) -> tuple[Qualifier, ...]:
    """The question mark that words are quoted without: nobody says what is asked."""
    behind = _QUESTION.match(text, span.end)
    return (Qualifier("question", behind[0].strip()),) if behind and not _QUESTION.search(span.of(text)[-3:]) else ()


def _sentences_around(text: str, span: Span) -> list[tuple[int, int]]:
    """The sentences that a span reaches into."""
    start = max((m.end() for m in PARAGRAPH.finditer(text, 0, span.start)), default=0)
    behind = PARAGRAPH.search(text, span.end)
    end = behind.start() if behind else len(text)
    found = [(start + s, start + e) for s, e in _split(text[start:end])]
    return [(s, e) for s, e in found if s < span.end and span.start < e]


@lru_cache(maxsize=1_000)
def _split(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Its sentences; the same paragraph stands in many copies."""
    return tuple(sentences(paragraph))


# With parts left out ---------------------------------------------------------------------------------------------


def _broken(quote: Quote, text: Text) -> list[Place]:
    """The parts in their order in one paragraph, as near to one another as they stand."""
    whole = bool(quote.interrupted)
    best: list[Place] = []
    for spans in _chains([_part_places(part, text) for part in quote.parts]):
        gaps = tuple(text.text[a.end : b.start] for a, b in pairwise(spans))
        if any(map(PARAGRAPH.search, gaps)) or (whole and not all(map(_is_narration, gaps))):
            continue
        span = Span(spans[0].start, spans[-1].end)
        omitted = tuple(" ".join(gap.split()) for gap in gaps)
        exact = whole and all(span.of(text.text) == part for span, part in zip(spans, quote.parts, strict=True))
        hides = governing(text.text, span) if whole else (*_hidden(omitted), *_denied(text.text, span))
        hides += _put_in(quote)
        best.append(Place(span, exact, spans, omitted, hides, whole))
    return best


def _denied(text: str, span: Span) -> tuple[Qualifier, ...]:
    """What governs the parts together, but for who says them."""
    return tuple(one for one in governing(text, span) if one.kind != "attribution")


def _hidden(omitted: Sequence[str]) -> tuple[Qualifier, ...]:
    return tuple(found for gap in omitted for found in hidden(gap))


def _put_in(quote: Quote) -> tuple[Qualifier, ...]:
    """Words in brackets that bring a number or a qualifier: the source has another, or none."""
    return tuple(Qualifier("insertion", one) for one in quote.put_in if _BRINGS.search(one) or hidden(one[1:-1]))


def _part_places(part: str, text: Text) -> list[Span]:
    return _very(part, text) or _set_otherwise(part, text)


def _chains(places: Sequence[Sequence[Span]]) -> Iterator[tuple[Span, ...]]:
    """For each place of the first part the others behind it, each at its next place."""
    for first in places[0]:
        chain = [first]
        for later in places[1:]:
            following = next((span for span in later if span.start >= chain[-1].end), None)
            if following is None:
                break
            chain.append(following)
        if len(chain) == len(places):
            yield tuple(chain)


def _is_narration(gap: str) -> bool:
    """Whether nothing of a quotation stands here: signs, or the words between a closing and an opening mark."""
    if not WORD.search(gap):
        return True
    kind = DOUBLE if re.search(f"[{DOUBLE}]", gap) else SINGLE
    marks = [m.start() for m in re.finditer(rf"(?<!\w)[{kind}]|[{kind}](?!\w)", gap)]
    if len(marks) != 2:  # another quotation between them is nobody's narration
        return False
    return len(gap) <= 2 * NARRATION and not WORD.search(gap[: marks[0]] + gap[marks[1] :])


# Made of pieces --------------------------------------------------------------------------------------------------

PIECE = 4  # words of a piece that was spliced


def pieces(quote: Quote, texts: Sequence[Text]) -> list[tuple[int, Span]]:
    """The quote as two to four pieces of four words at least, each word for word at some place: (text, span).

    Nothing when it cannot be cut so; two words may stand between pieces to join them.
    """
    tokens = list(WORD.finditer(fold(quote.words).text))
    folded = fold(quote.words).text
    found: list[tuple[int, Span]] = []
    at = left = 0
    while at < len(tokens) and left <= 2 and len(found) <= 4:
        size, place = _longest(folded, tokens, at, texts)
        if place is None:
            at, left = at + 1, left + 1
            continue
        found.append(place)
        at += size
    return found if 2 <= len(found) <= 4 and left <= 2 else []


def _longest(
    folded: str, tokens: Sequence[re.Match[str]], at: int, texts: Sequence[Text]
) -> tuple[int, tuple[int, Span] | None]:
    """How many words from `at` on stand together in a text, and where; four at least."""
    best: tuple[int, tuple[int, Span] | None] = (0, None)
    for number, text in enumerate(texts):
        low, high = max(best[0], PIECE - 1), len(tokens) - at
        while low < high:
            middle = (low + high + 1) // 2
            place = _stands(folded[tokens[at].start() : tokens[at + middle - 1].end()], text)
            if place is None:
                high = middle - 1
            else:
                low, best = middle, (middle, (number, place))
    return best


def _stands(words: str, text: Text) -> Span | None:
    for one in (words, words[:1].swapcase() + words[1:]):
        at = text.folded.text.find(one)
        if at >= 0 and not cuts(text.folded.text, at, at + len(one)):
            return text.folded.span(at, at + len(one))
    return None


def is_apart(text: str, spans: Sequence[Span]) -> bool:
    """Whether pieces of one text are from different places: not in order, or with a sentence's worth between them."""
    return any(b.start < a.end or len(WORD.findall(text[a.end : b.start])) > 6 for a, b in pairwise(spans))
