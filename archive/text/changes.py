"""What became of one sentence, by name: which numbers, dates, names, negations … are others now.

Both sides are read as tokens that carry a kind and a *sense*: `1,000` and `1000`, `five` and `5`, `12 March 2022` and
`March 12, 2022`, `isn't` and `is not` have one sense each. Tokens are aligned by their senses (rapidfuzz); in each
stretch that differs, the tokens of a kind on one side are compared with those on the other. The word lists are in
`cues.py`.

`changes` gives them as the tokens stand, to be counted and looked for; `named` the same for people, in whole words.

What has other characters is never nothing: where no word differs, the change is `typography`. In a language without
word lists, numbers, dates in digits and names are told, the rest is `wording`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import chain, pairwise

from archive.text import cues
from archive.text.governing import governing, has_weight, moved
from archive.text.primes import primes

#: kind → what it says.
KINDS: Mapping[str, str] = {
    "number": "another number, or one that was not there",
    "date": "another date, day or year",
    "name": "another name",
    "negation": "a negation put in, taken out, or moved",
    "hedge": "how sure it is: a qualifier, a condition, an approximation, a question",
    "attribution": "who says so, or how they say it",
    "modality": "must, may, can, will",
    "quantity": "how many, how often, which unit",
    "comparison": "more or less, before or after, up or down",
    "wording": "other words or signs, none of the kinds above",
    "typography": "the same words: other quotation marks, dashes, spaces, line breaks, ligatures, soft hyphens, or "
    "first letter's case",
}

#: Kinds of change that change what a sentence says.
SUBSTANCE = frozenset(KINDS) - {"wording", "typography"}

LONGEST = 50_000  # code points either side: what is longer is compared as a whole


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the words as they stand on either side, "" for none."""

    kind: str
    before: str
    after: str


def changes(before: str, after: str, language: str = "en") -> tuple[Change, ...]:
    """What differs, in its order; nothing when, and only when, every character is the same."""
    found, _ = _all(before, after, language)
    told = (Change(kind, _words(before, these), _words(after, those)) for kind, these, those, _ in found)
    return tuple(told) or _whole(before, after)


def named(before: str, after: str, language: str = "en") -> tuple[Change, ...]:
    """What differs, for people: no word is cut, and one that changed in several ways is named once."""
    found, kept = _all(before, after, language)
    there, back = ({one.start: other for one, other in some} for some in (kept, [(b, a) for a, b in kept]))
    each = []
    for kind, these, those, edit in found:
        old, new = _spans(before, these), _spans(after, those)
        each.append(_Named(kind, _with(new, before, old, back), _with(old, after, new, there), edit))
    return tuple(one.change(before, after) for one in _joined_up(each, before, after)) or _whole(before, after)


def _whole(before: str, after: str) -> tuple[Change, ...]:
    """As one change."""
    if before == after:
        return ()
    return (Change("typography" if fold(before) == fold(after) else "wording", before, after),)


def _all(before: str, after: str, language: str) -> tuple[list[_Found], list[tuple[_Token, _Token]]]:
    """The tokens that differ, by kind, and those that do not, in pairs; none of what is too long."""
    if before == after or max(len(before), len(after)) > LONGEST:
        return [], []
    words = _cues(language.partition("-")[0].lower())
    old, new = _read(before, words), _read(after, words)
    edits = _edits(old, new)
    kept = [pair for i, i_end, j, j_end, same in edits if same for pair in zip(old[i:i_end], new[j:j_end], strict=True)]
    return list(_settled([*_told(before, after, old, new, edits, words)], old, new)), kept


def changes_substance(found: Sequence[Change]) -> bool:
    """Whether one of these changes what the sentence says."""
    return any(change.kind in SUBSTANCE for change in found)


# Typography --------------------------------------------------------------------------------------------------------

_MARKS = "\"'`´‘’‚‛“”„‟«»‹›＂＇「」『』"
_DASHES = "‐‑‒–—―−﹘﹣－"
_IGNORED = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff")
)
_SAME = str.maketrans(
    dict.fromkeys(_MARKS, '"')
    | dict.fromkeys(_DASHES, "-")
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_RUN = re.compile(r'""+|--+|(?P<dots>\.\.\.)|(?P<apart>\s+)')


def fold(text: str) -> str:
    """The text with all typography alike: what two texts have in common that differ in nothing else.

    Words keep their letters, numbers their digits and separators, also the marks of feet and inches; `?`, `!` and `…`
    stay.
    """
    alike = unicodedata.normalize("NFC", primes(text).translate(_IGNORED)).translate(_SAME)
    alike = _RUN.sub(lambda run: "…" if run["dots"] else " " if run["apart"] else run[0][0], alike).strip()
    return re.sub(r' ?([-"()\[\]]) ?', r"\1", alike[:1].lower() + alike[1:])


# Tokens ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, number, date or sign of a text. `typed` is it without its typography, `sense` what is compared."""

    start: int
    end: int
    kind: str  # of KINDS, or "" of a plain word, "sign"
    typed: str
    sense: str


@dataclass(frozen=True, slots=True)
class _Cues:
    """What is known of one language."""

    pattern: re.Pattern[str]
    months: Mapping[str, int]
    numbers: Mapping[str, str]
    negating: tuple[str, ...]
    language: str


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FRACTION = "¼½¾⅐-⅞"
_NUMBER = r"(?:(?<![\w)\]])[-−](?=\d))?\d+(?:[.,'’\u00a0\u202f]\d+|[ \u2009\n]\d{3}(?!\d))*"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_IN_WORD = "\u00ad\u200b-\u200d\u2060\u0300-\u036f\ufb00-\ufb06"
_BROKEN = r"-\n[ \t]*(?!(?:oder|und|bis|or|and|et|ou|y|o)\b)(?=[a-zà-öø-ÿа-я])"  # a word that goes on in the next line
_WORD = (
    rf"[{_UNSPACED}]|(?:[^\W\d_{_UNSPACED}]\.){{2,}}|[^\W\d_{_UNSPACED}](?:(?!n['’]t\b)[^\W{_UNSPACED}{_RAISED}{_FRACTION}]|[{_IN_WORD}]|(?-i:{_BROKEN}))*"
    r"(?:['’ʼ´`](?!(?:s|t|ll|d|re|ve|m)\b)[^\W\d_]+)?"
)


#: Words that stand in one with the next, by language.
_CONTRACTED = {
    "en": (
        ("contracted", r"(?<!\w)(?:ca(?=n['’]t\b)|wo(?=n['’]t\b)|sha(?=n['’]t\b)|can(?=not\b))"),
        ("not", r"(?<=\w)n['’]t\b|(?<=\bcan)not\b"),
        ("shortened", r"(?<=\w)['’](?:ll|d)\b"),
    )
}


_CONTRACTIONS = {"contracted": "modality", "not": "negation", "shortened": "modality"}


@cache
def _cues(language: str) -> _Cues:
    known = language if language in cues.CUES else ""
    months = {
        name.lower(): number
        for number, names in enumerate(cues.MONTHS.get(known, "").split(), 1)
        for name in names.split("|")
    }
    spelled = cues.NUMBERS.get(known, "").split()
    numbers = {word.lower(): value for word, value in zip(spelled[::2], spelled[1::2], strict=True)}
    groups = [
        *_CONTRACTED.get(known, ()),
        ("date", _dates(months, cues.DAYS.get(known, ""))),
        *((kind, _phrases(cues.CUES[known][kind])) for kind in cues.KINDS if known),
        (
            "unit",
            rf"(?:(?<=\d)|(?<=\d\s)|(?<=\d-)|(?<=illion\s))(?:{_units()})(?![^\W{_RAISED}])|(?<=\d)[′″]\u2060?|[$€£¥₽](?=\s?\d)",
        ),
        ("figure", rf"(?:\d+\s?)?[{_FRACTION}]|[{_RAISED}]+"),
        ("number", _numbers(numbers)),
        ("possessive", r"(?<=\w)['’]s(?!\w)"),
        ("word", _WORD),
        ("question", r"[?？؟][?？؟!]*(?=[\W_]{0,3}(?:\s|$))"),
        ("sign", r"\.\.\.|--+|''|``|[^\w\s]|[_\d]"),
    ]
    pattern = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in groups), re.IGNORECASE)
    return _Cues(pattern, months, numbers, tuple(cues.NEGATING.get(known, "").split()), language)


def _phrases(listed: str) -> str:
    """One pattern of a list of phrases, longer ones first, branched by their first letters for speed."""
    first: dict[str, list[str]] = {}
    for phrase in sorted((phrase.strip() for phrase in listed.split(",")), key=len, reverse=True):
        first.setdefault(phrase[0], []).append(phrase)
    return "(?<!\\w)(?:" + "|".join(_branch(letter, phrases) for letter, phrases in first.items()) + ")"


def _branch(letter: str, phrases: Sequence[str]) -> str:
    return f"{re.escape(letter)}(?:{'|'.join(_phrase(phrase)[1:] for phrase in phrases)})"


def _phrase(phrase: str) -> str:
    rule = re.escape(phrase.removesuffix("#")).replace(r"\ ", r"\s+").replace(r"\*", r"\w*").replace("'", "['’]")
    ends = r"(?=\s+(?:[$€£]|US\$)?\d)" if phrase.endswith("#") else "" if phrase[-1] in ".'’" else r"(?!\w)"
    return rule + ends


def _units() -> str:
    spellings = [one.strip() for line in cues.UNITS for one in line.split(",")]
    return "|".join(
        re.escape(one).replace(r"\ ", r"\s*").replace(r"\*", r"\w*") for one in sorted(spellings, key=len, reverse=True)
    )


def _numbers(numbers: Mapping[str, str]) -> str:
    if not numbers:
        return _NUMBER
    cardinals = [name for name, value in numbers.items() if value[-1] != "."]
    word, ordinal, large = (
        f"(?:{'|'.join(sorted(names, key=len, reverse=True))})(?!\\w)"
        for names in (cardinals, set(numbers) - set(cardinals), [n for n in cardinals if int(numbers[n]) > 99])
    )
    joined = r"(?:\s+and\s+|\s+|-)"
    return (
        rf"{_NUMBER}(?:(?:st|nd|rd|th)\b|\s{large})?|"
        rf"(?<!\w)(?:{word}(?:{joined}{word})*(?:{joined}{ordinal})?|{ordinal})"
    )


def _dates(months: Mapping[str, int], days: str) -> str:
    """Dates as people write them: whole ones, month and year, years alone, days of the week."""
    year = r"(?:1[5-9]|20)\d\d"
    rules = [
        r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?",
        r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}",
        r"\d{1,2}/\d{1,2}/\d{2,4}",
        r"\d{1,2}:\d\d",
    ]
    if months:
        month = "(?:" + "|".join(sorted(map(re.escape, months), key=len, reverse=True)) + r")\b\.?"
        day = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
        link = r"\s+(?:of\s+|de\s+|del\s+)?"
        rules += [
            rf"{day}{link}{month}(?:,?{link}{year}\b)?",
            rf"{month}\s+{day}(?:,?\s+{year}\b)?(?!\w)",
            rf"{month}{link}{year}",
            rf"(?-i:{'|'.join(name.capitalize() for name in months if len(name) > 3)}|(?<=[Ii]n )May)\b",
        ]
    if days:
        rules.append(f"(?:{_phrases(days)})")
    rules.append(rf"(?<![$€£.,\d]){year}(?:s\b|(?![\w.,]?\d|\w))")
    return r"(?<!\w)(?:" + "|".join(rules) + ")"


Token = _Token
"""What `read` gives."""


def read(text: str, language: str = "en") -> list[Token]:
    """A text's words, numbers, dates and signs, with their kinds and senses."""
    return _read(text, _cues(language.partition("-")[0].lower()))


def _read(text: str, words: _Cues) -> list[_Token]:
    found: list[_Token] = []
    begins = True  # whether the next word may be capitalised for no other reason than its place
    for match in words.pattern.finditer(primes(text)):
        kind = str(match.lastgroup)
        token = _token(match, kind, words, begins)
        if kind == "unit" and not _after_number(found) and match[0] not in "$€£¥₽":
            token = _Token(token.start, token.end, "", token.typed, token.sense)
        elif token.kind == "" and found and found[-1].kind == "number" and _unit(token.sense) != token.sense:
            token = _Token(token.start, token.end, "quantity", token.typed, _unit(token.sense))
        elif kind == "word" and not begins and _goes_on(match[0], text, found):
            token = _Token(token.start, token.end, "name", token.typed, token.typed.casefold())
        found.append(token)
        begins = (begins and kind == "sign") or kind == "question" or (kind == "sign" and match[0] in '.!:•*“"„«')
    return found


def _goes_on(written: str, text: str, found: Sequence[_Token]) -> bool:
    """Whether a word that is no name by itself is the rest of one: the `Un` of Kim Jong Un."""
    named = bool(found) and found[-1].kind == "name" and written != "I"
    return named and written.istitle() and text[found[-1].end : found[-1].end + 1 + len(written)] == f" {written}"


def _after_number(found: Sequence[_Token]) -> bool:
    return any(token.kind == "number" or ":" in token.sense for token in found[-2:])


def _token(match: re.Match[str], kind: str, words: _Cues, begins: bool) -> _Token:
    written = match[0]
    typed = fold(written) if kind in ("sign", "possessive") else _typed(written)
    sense = typed.casefold()
    if kind in _CONTRACTIONS:
        return _Token(*match.span(), _CONTRACTIONS[kind], typed, _alike(sense))
    if kind == "date":
        return _Token(*match.span(), kind, typed, _date(sense, words.months))
    if kind == "question":
        return _Token(*match.span(), "hedge", fold(written), "?")
    if kind == "figure":
        return _Token(*match.span(), "number", typed, re.sub(r"\s", "", typed))
    if kind == "number":
        return _Token(*match.span(), kind, typed, _value(sense, words))
    if kind == "unit":
        return _Token(*match.span(), "quantity", typed, _unit(sense))
    if kind in cues.KINDS and not (kind in ("modality", "attribution") and not begins and written.istitle()):
        return _Token(*match.span(), kind, typed, _alike(sense))
    if kind == "word" or kind in cues.KINDS:
        named = _is_name(written, words.language, begins)
        return _Token(*match.span(), "name" if named else "", typed, _plain(sense) if named else sense)
    return _Token(*match.span(), "sign", typed, "" if kind == "possessive" else sense)


def _alike(sense: str) -> str:
    return cues.ALIKE.get(sense.replace('"', "'"), sense)


def _typed(written: str) -> str:
    alike = unicodedata.normalize("NFC", re.sub(_BROKEN, "", written).translate(_IGNORED)).translate(_SAME)
    return re.sub(r"\s+", " ", alike)


# Senses ------------------------------------------------------------------------------------------------------------

_FUNCTION = frozenset(cues.FUNCTION.split())
_COMMON = re.compile(r"(?:ly|ing|tion|tions|ment|ments|ness|ers|ists|ed|ies)$")
_GERMAN_NOUN = re.compile(
    r"(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|tät|täten|nis|nisse|tum|ment|mente|ling|ismus|"
    r"anz|enz|sal|age|agen|zeit|tag|jahr|recht|gesetz|amt|mittel|verordnung|stelle|stellen)e?[ns]?$"
)


def _is_name(written: str, language: str, begins: bool) -> bool:
    """Whether a word is written as names are, for another reason than that it begins a sentence."""
    if not written[0].isupper() or written[0] in _UNSPACED:
        return False
    if len(written) > 1 and any(map(str.isupper, written[1:])):
        return True
    lowered = written.casefold()
    if lowered in _FUNCTION or len(written) == 1:
        return False
    if language.startswith("de"):
        return not begins and not _GERMAN_NOUN.search(lowered)
    return not begins or not (_COMMON.search(lowered) or (lowered.endswith("s") and not lowered.endswith(("ss", "us"))))


def _plain(sense: str) -> str:
    """A name without accents and stops: `Zelenský` and `Zelensky`, `U.S.` and `US` are one."""
    bare = "".join(c for c in unicodedata.normalize("NFD", sense) if not unicodedata.combining(c)).replace(".", "")
    return cues.ALIKE.get(bare, bare)


def _value(sense: str, words: _Cues) -> str:
    """A number's value as text: thousands without separators, words as digits; what is none comes back."""
    head = re.match(_NUMBER, sense)
    if head is None:
        return _spelled(re.split(r"[\s-]+", sense), words.numbers) or sense
    digits, rest = _decimal(head[0], words.language), sense[head.end() :].strip()
    if rest in ("st", "nd", "rd", "th"):
        return digits + "."
    try:
        return _shortest(Decimal(digits) * Decimal(words.numbers[rest])) if rest else digits
    except (InvalidOperation, KeyError):
        return sense


def _shortest(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _decimal(written: str, language: str) -> str:
    """Digits with a stop before the decimals, whatever the language writes."""
    bare = re.sub(r"[\s'’\u00a0\u202f\"]", "", written)
    point = "." if language in ("en", "") or language not in cues.CUES else ","
    other = "," if point == "." else "."
    if re.fullmatch(rf"-?\d{{1,3}}(?:\{other}\d{{3}})+(?:\{point}\d+)?", bare):
        bare = bare.replace(other, "")
    return bare.replace(point, ".") if bare.count(point) == 1 else bare


def _spelled(parts: Sequence[str], numbers: Mapping[str, str]) -> str:
    """`twenty five` → 25, `two hundred thousand` → 200000, `first` → `1.`; nothing when it is no such number."""
    total = current = 0
    values = [numbers.get(part, "") for part in parts if part != "and"]
    for value in values:
        figure = int(value.removesuffix(".") or -1)
        if figure >= 1000:
            total, current = total + max(current, 1) * figure, 0
        elif figure == 100 and current < 10:
            current = max(current, 1) * 100
        elif figure >= 0 and _follows(figure, current):
            current += figure
        else:
            return ""
    return f"{total + current}{'.' if values[-1].endswith('.') else ''}"


def _follows(figure: int, current: int) -> bool:
    """Whether `five` may follow `twenty`, or `two hundred`: not `six`; `sept` may follow `dix`."""
    tens = current % 100
    return tens == 0 or (figure < 10 and current % 10 == 0 and tens > 10) or (tens == 10 and 7 <= figure <= 9)


def _date(sense: str, months: Mapping[str, int]) -> str:
    """A date's parts in one order: the year, the month's number, the day; what is no such date comes back."""
    named = [months[word] for word in re.findall(r"[^\W\d_]+", sense) if word in months]
    if not named:
        return re.sub(r"\s", "", sense)
    figures = re.findall(r"\d+", sense)
    year = next((f for f in figures if len(f) == 4), "")
    day = next((f.lstrip("0") for f in figures if len(f) < 3), "")
    return f"{year}-{named[0]}-{day}"


@cache
def _unit(sense: str) -> str:
    """The first of all spellings of a unit."""
    for line in cues.UNITS:
        spellings = [re.escape(one.strip().casefold()).replace(r"\*", r"\w*") for one in line.split(",")]
        if len(spellings) > 1 and re.fullmatch("|".join(spellings), sense):
            return line.partition(",")[0]
    return sense


# What differs ------------------------------------------------------------------------------------------------------

_Kinded = tuple[str, Sequence[_Token], Sequence[_Token]]  # kind, before, after
_Found = tuple[str, Sequence[_Token], Sequence[_Token], int]  # and the number of the edit that it is of


_Edit = tuple[int, int, int, int, bool]  # tokens of the one from, to; of the other; whether they are the same


def _edits(old: Sequence[_Token], new: Sequence[_Token]) -> list[_Edit]:
    from rapidfuzz.distance import Indel

    numbers: dict[str, int] = {}
    sides = [[numbers.setdefault(t.sense, len(numbers)) for t in side] for side in (old, new)]
    edits = [(o.src_start, o.src_end, o.dest_start, o.dest_end, o.tag == "equal") for o in Indel.opcodes(*sides)]
    return _moved(_joined(edits, old), old, new)


def _told(
    before: str, after: str, old: Sequence[_Token], new: Sequence[_Token], edits: Sequence[_Edit], words: _Cues
) -> Iterator[_Found]:
    governs = governing(old), governing(new)
    for n, (i, i_end, j, j_end, same) in enumerate(edits):
        if same:
            found = _retyped(before, after, old[i:i_end], new[j:j_end])
        else:
            parts = range(i, i_end), range(j, j_end)
            differing = _differing(before, after, old[i:i_end], new[j:j_end], words)
            if not all(places.isdisjoint(part) for places, part in zip(governs, parts, strict=True)):
                differing = _of_governing(differing)
            found = chain(moved(old, new, *parts), differing)
        yield from ((*one, n) for one in found)


def _of_governing(found: Iterator[_Kinded]) -> Iterator[_Kinded]:
    """Changes of what governs the rest: other words there are another one who says so, or another way to say it."""
    for kind, these, those in found:
        weighty = [Counter(token.sense for token in side if has_weight(token)) for side in (these, those)]
        yield "attribution" if kind == "wording" and weighty[0] != weighty[1] else kind, these, those


def _joined(edits: Sequence[_Edit], old: Sequence[_Token]) -> list[_Edit]:
    """Edits with nothing but signs between them, or nothing, are one."""
    joined: list[_Edit] = []
    for n, (i, i_end, j, j_end, same) in enumerate(edits):
        inner = 0 < n < len(edits) - 1 and i_end - i < 3 and all(t.kind == "sign" for t in old[i:i_end])
        changed = not same or inner
        if joined and changed and not joined[-1][4]:
            joined[-1] = (joined[-1][0], i_end, joined[-1][2], j_end, False)
        else:
            joined.append((i, i_end, j, j_end, not changed))
    return joined


NEAR = 4  # tokens between two places within which what was put elsewhere is one change


def _moved(edits: Sequence[_Edit], old: Sequence[_Token], new: Sequence[_Token]) -> list[_Edit]:
    """Edits of which one takes out what the other puts in, a few tokens on, are one: two names that were swapped."""
    joined: list[_Edit] = []
    for edit in edits:
        joined.append(edit)
        if len(joined) > 2 and joined[-2][1] - joined[-2][0] <= NEAR and _is_moved(joined[-3], edit, old, new):
            first = joined[-3]
            joined[-3:] = [(first[0], edit[1], first[2], edit[3], False)]
    return joined


def _is_moved(
    one: _Edit,
    other: _Edit,
    old: Sequence[_Token],
    new: Sequence[_Token],
) -> bool:
    def words(side: Sequence[_Token]) -> set[str]:
        return {t.sense for t in side if t.kind != "sign"}

    if one[4] or other[4]:
        return False
    out, put = words(old[one[0] : one[1]]), words(new[other[2] : other[3]])
    back, again = words(new[one[2] : one[3]]), words(old[other[0] : other[1]])
    return (bool(out) and out <= put) or (bool(back) and back <= again)


def _retyped(before: str, after: str, old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Kinded]:
    """Of tokens of one sense: those that are written otherwise; of a contraction the whole word."""
    first = 0
    for n in range(1, len(old) + 1):
        if n < len(old) and (_is_joined(before, old, n) or _is_joined(after, new, n)):
            continue
        these, those = old[first:n], new[first:n]
        was, now = _stretch(before, these), _stretch(after, those)
        if was != now:
            begins = first == 0 and these[0].start == those[0].start == 0
            pairs = [(one.typed, other.typed) for one, other in zip(these, those, strict=True)]
            alike = pairs[0][0][begins:] == pairs[0][1][begins:] and all(one == other for one, other in pairs[1:])
            yield ("typography" if alike else "wording"), these, those
        first = n


def _is_joined(text: str, tokens: Sequence[_Token], number: int) -> bool:
    """Whether a token is the rest of a contraction that the one before begins."""
    one = tokens[number]
    return tokens[number - 1].end == one.start and re.match(r"['’]?(?:n['’]t|ll|d|ot)\b", text[one.start :]) is not None


def _differing(
    before: str, after: str, old: Sequence[_Token], new: Sequence[_Token], words: _Cues
) -> Iterator[_Kinded]:
    for kind in dict.fromkeys(t.kind for t in (*old, *new) if t.kind not in ("", "sign")):
        these, those = ([t for t in side if t.kind == kind] for side in (old, new))
        was, now = (tuple(t.sense for t in side) for side in (these, those))
        ordered = kind in ("number", "date", "name")
        differs = was != now if ordered else Counter(was) != Counter(now)
        if differs and not _is_short_for(these, those, kind, before, after):
            yield kind, these, those
    plain = [[t for t in side if t.kind in ("", "sign")] for side in (old, new)]
    for one, other in _contraries(plain[0], plain[1], words.negating):
        yield "negation", [one], [other]
        plain = [[t for t in plain[0] if t != one], [t for t in plain[1] if t != other]]
    if Counter(t.sense for t in plain[0]) != Counter(t.sense for t in plain[1]) or [t.sense for t in old] == [
        t.sense for t in new
    ]:
        yield "wording", plain[0], plain[1]


def _words(text: str, tokens: Sequence[_Token]) -> str:
    """The tokens as they stand: what is side by side with the characters between."""
    if not tokens:
        return ""
    parts = [_shown(text, tokens[0])]
    for one, other in pairwise(tokens):
        between = text[one.end : other.start]
        parts.append((between if not between.strip() else " … ") + _shown(text, other))
    return "".join(parts)


def _shown(text: str, token: _Token) -> str:
    """Its characters; of the `wo` of a contraction all: won't."""
    rest = re.match(r"n['’]t\b", text[token.end :]) if token.kind == "modality" else None
    return text[token.start : token.end + (rest.end() if rest else 0)]


def _stretch(text: str, tokens: Sequence[_Token]) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def _contraries(
    old: Sequence[_Token], new: Sequence[_Token], prefixes: Sequence[str]
) -> Iterator[tuple[_Token, _Token]]:
    """Words of which one is the other with a negating prefix: lawful, unlawful."""
    for one in old:
        for other in new:
            short, long = sorted((one.sense, other.sense), key=len)
            if len(short) > 3 and any(long == prefix + short for prefix in prefixes):
                yield one, other


def _is_short_for(old: Sequence[_Token], new: Sequence[_Token], kind: str, before: str, after: str) -> bool:
    """Whether of two names one is the initials of the other: World Health Organization, WHO."""
    if kind != "name" or not old or not new:
        return False
    for short, long in ((old, new), (new, old)):
        if len(short) == 1 and short[0].sense == "".join(t.sense[:1] for t in long) and len(long) > 1:
            return True
    return " ".join(t.sense for t in old) == " ".join(t.sense for t in new)


def _settled(found: Sequence[_Found], old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Found]:
    """The changes, without numbers, dates, names and words of saying that moved and have the same order on both
    sides."""
    for kind, before, after, n in found:
        elsewhere = kind in ("number", "date", "name", "attribution") and not (before and after)
        cued = all(token.kind == kind for token in (*before, *after))
        if not (elsewhere and cued) or _sequence(old, kind) != _sequence(new, kind):
            yield kind, before, after, n


def _sequence(tokens: Sequence[_Token], kind: str) -> list[str]:
    return [t.sense for t in tokens if t.kind == kind]


# In whole words ----------------------------------------------------------------------------------------------------

_Ends = tuple[int, int]
_LETTER = re.compile(rf"[^\W_{_UNSPACED}]")
_WITHIN = "-.@_'’"  # signs within a word
_AMOUNT = frozenset({"number", "quantity"})


@dataclass(frozen=True, slots=True)
class _Named:
    """A change, by the places of its whole words on either side, in order; `edit`: the number of the one it is of."""

    kind: str
    old: tuple[_Ends, ...]
    new: tuple[_Ends, ...]
    edit: int

    def change(self, before: str, after: str) -> Change:
        return Change(self.kind, _said(before, self.old), _said(after, self.new))


def _spans(text: str, tokens: Sequence[_Token]) -> tuple[_Ends, ...]:
    """Of the words that the tokens are of: all of `isn't`, of `Fenn's`, of `two-part`, of `kerrow.example`."""
    return tuple(dict.fromkeys(_word(text, token.start, token.end) for token in tokens))


def _with(
    some: tuple[_Ends, ...], text: str, others: tuple[_Ends, ...], kept: Mapping[int, _Token]
) -> tuple[_Ends, ...]:
    """`others`, places in a text, with those there of what is kept of these words: the `is` of `isn't`."""
    rest = (kept[at] for start, end in some for at in range(start, end) if at in kept)
    return _both(others, _spans(text, list(rest)))


def _word(text: str, start: int, end: int) -> _Ends:
    while _is_inside(text, start):
        start -= 1
    while _is_inside(text, end):
        end += 1
    return start, end


def _is_inside(text: str, at: int) -> bool:
    """Whether a word goes on there, over a sign within it too."""
    a, b = text[at - 1 : at] if at else "", text[at : at + 1]
    if b and b in _WITHIN:
        b = text[at + 1 : at + 2]
    elif a and a in _WITHIN:
        a = text[at - 2 : at - 1] if at > 1 else ""
    return bool(_LETTER.match(a) and _LETTER.match(b))


def _said(text: str, spans: Sequence[_Ends]) -> str:
    """The words as they stand: what is side by side with the characters between."""
    joined: list[_Ends] = []
    for start, end in sorted(spans):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return " … ".join(text[start:end] for start, end in joined)


def _joined_up(found: Sequence[_Named], before: str, after: str) -> list[_Named]:
    """With the changes of one word as one, and those of an amount: `four times`, and `twice` in its place."""
    joined: list[_Named] = []
    for one in sorted(found, key=lambda one: (one.edit, one.kind == "wording")):
        near = range(max(len(joined) - NEAR, 0), len(joined))
        n = next((n for n in near if _is_one(joined[n], one, before, after)), -1)
        if n < 0:
            joined.append(one)
        elif one.kind == "wording" and not _is_within(one, joined[n]):
            joined.append(_without(one, joined[n]))
        else:
            joined[n] = _union(joined[n], one)
    return joined


def _is_within(one: _Named, other: _Named) -> bool:
    """Whether it has no words but the other's where they have some in common."""
    sides = ((one.old, other.old), (one.new, other.new))
    return all({*a} <= {*b} for a, b in sides if {*a} & {*b})


def _without(one: _Named, other: _Named) -> _Named:
    old, new = (tuple(e for e in a if e not in b) for a, b in ((one.old, other.old), (one.new, other.new)))
    return _Named(one.kind, old, new, one.edit)


def _union(one: _Named, other: _Named) -> _Named:
    kind = max(one.kind, other.kind, key=_weight)
    return _Named(kind, _both(one.old, other.old), _both(one.new, other.new), one.edit)


def _weight(kind: str) -> int:
    """Which of two kinds a word's change is called by: a negation before all else (`won't`)."""
    return 3 if kind == "negation" else 2 if kind in SUBSTANCE else kind not in ("wording", "typography")


def _both(some: tuple[_Ends, ...], more: tuple[_Ends, ...]) -> tuple[_Ends, ...]:
    return tuple(sorted({*some, *more}))


def _is_one(one: _Named, other: _Named, before: str, after: str) -> bool:
    if {*one.old} & {*other.old} or {*one.new} & {*other.new}:
        return True
    if one.edit != other.edit or one.kind not in _AMOUNT:
        return False
    if other.kind in _AMOUNT:
        return not (one.old and other.old) and not (one.new and other.new)
    counted = _follows_at(before, one.old, other.old) or _follows_at(after, one.new, other.new)
    return counted and other.kind == "wording" and not (other.old and other.new)


def _follows_at(text: str, some: Sequence[_Ends], more: Sequence[_Ends]) -> bool:
    """Whether one word stands directly behind one of these."""
    return len(more) == 1 and any(end < more[0][0] and not text[end : more[0][0]].strip() for _, end in some)
