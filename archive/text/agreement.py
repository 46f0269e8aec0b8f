"""Two sentences on one matter: does the one repeat the other, agree with it, differ from it, or only bear on it?

Words are compared, never what they mean, and nothing here says who is right. A mark is given where the words leave
little choice; everything else `bears`:

    repeats  every telling word of the statement, in its order, and no number, date, name, negation, hedge … besides
    differs  on the same matter, with another number of the same thing (or one that alone tells them apart), another
             date, another name in the same place, or a negation on one side only
    agrees   on the same matter, with the same number of the same thing or the same date; or with all telling words
    bears    nothing more can be said

On the same matter: the sentence has half of what the statement's names and rare words weigh, and a name of it where it
has any. A number counts something when the thing and a word beside it (what happened to it) are the same; one that is
left open (`at least`) is never another one. That the same digits stand in the sentence agrees with nothing: `two guards
and three bags` are not three guards. Of a language without word lists (`cues.py`) everything bears.
`tests/evaluation/agreement.py` says how often the marks are right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile

from archive.model.span import Span
from archive.text import cues, when
from archive.text.changes import Token, read
from archive.text.figures import ages
from archive.text.governing import moved
from archive.text.qualifiers import left_out

MARKS = ("repeats", "agrees", "differs", "bears")

MATTER = 0.5  # of the statement's weight, that a sentence on the same matter has
PARALLEL = 0.75  # of the words on both sides, where a name or a negation can be compared
NEARLY = 0.85  # of the words of one side, that stand on the other where that negates them
COMMON = 4  # telling words on both sides, where numbers can be compared
ALIKE = 0.6  # of their letters, of two spellings of one name
REACH = 30  # code points from a negation to the word that it negates
FAR = 31  # days; what two texts count that are farther apart may have changed meanwhile
FEW = 2  # telling words of a sentence of which only the number is another
FEWEST = 4  # telling words of a statement that can be repeated
NEAR = 8  # words beside a number that say what of it
NAME = 1.3  # weight of a name, of any other word 1

_AUXILIARIES = (
    "other others is are was were be been being am has have had having do does did done that than more who whom which "
    "ist sind war waren sei hat haben hatte hatten wird werden wurde wurden est sont été était étaient ont avait "
    "es son fue fueron era ha han había был была было были есть"
)
_LIGHT = frozenset(f"{cues.FUNCTION} {_AUXILIARIES}".split())
_PERIODS = "year month week day hour minute second jahr monat woche tag heure jour mois año mes día time"
_TIMES = frozenset(_PERIODS.split())
_ONE = {
    form: words.split()[0]
    for words in (
        "die dies died dying dead death deaths kill kills killed killing fatalities lives",
        "injure injured injures injuring injuries wounded wounding hurt",
        "people persons person",
        "arrest arrested arrests detained",
    )
    for form in words.split()
}
_STATES = frozenset(("die", "injure", "arrest"))
_CURRENCIES = frozenset("$€£¥₽")
_JOINERS = "and but while whereas or und aber oder während et mais ou tandis y pero o mientras и но или"
_PARTING = frozenset(_JOINERS.split())  # two parts of a sentence
_JOINING = (".", ",", "-", ":", "/")  # between the parts of what is written in several numbers
_GLUED = re.compile(r"(?:[^\W\d]-?|[/=#_])\Z")  # before a number that is part of a word or an address
_CLOSING = " \"'”’»"
_SUBSTANCE = frozenset({"number", "date", "negation", "hedge", "modality", "quantity", "comparison"})
_OPENING = (
    "more less least most than over under about approximately some nearly almost up many other another additional "
    "further first only between estimated including of"
)
_OPEN = frozenset(_OPENING.split())
_PARTS = (
    "part post solution chapter section step page figure table sprint phase episode volume version issue lesson "
    "question slide appendix footnote day week round item line article paragraph kapitel abschnitt schritt seite "
    "abbildung tabelle teil band frage tag woche artikel chapitre partie étape page tableau volume semaine jour "
    "capítulo sección paso página tabla parte semana día artículo часть глава шаг страница таблица статья"
)
_NUMBERED = frozenset(_PARTS.split())


@dataclass(frozen=True, slots=True)
class Detail:
    """A number, date, name … of both: `here` in the statement, `there` in the sentence, with their spans in it (code
    points). `same` says whether they are the same."""

    kind: str
    same: bool
    here: str
    there: str
    here_span: Span
    there_span: Span


@dataclass(frozen=True, slots=True)
class Compared:
    """What can be said of a sentence beside a statement, with the details that say so, those that differ first."""

    mark: str
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """A text with the day from which it speaks, if that is known."""

    text: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A side as it is compared. `telling` are the tokens that say what it is about; `dates` those that are resolved."""

    text: str
    tokens: Sequence[Token]
    telling: Sequence[Token]
    dates: Sequence[when.When]
    day: date | None

    @property
    def roots(self) -> list[str]:
        return [_root(token) for token in self.telling]


_BEARS = Compared("bears")


def compare(
    statement: Side, sentence: Side, language: str = "en", rarity: Mapping[str, float] | None = None
) -> Compared:
    """What the sentence says beside the statement. `rarity`: what words of the statement weigh, by word in lower case;
    their mean for others, 1 for all without it."""
    language = language.partition("-")[0]
    if language not in cues.CUES:
        return _BEARS
    return _compared(_read(statement, language), _read(sentence, language), language, rarity or {})


def _compared(here: _Read, there: _Read, language: str, rarity: Mapping[str, float]) -> Compared:
    if _share(here, there, rarity) < MATTER or not _names_agree(here, there):
        return _BEARS
    details = [*_ages(here, there, language)]
    if not _are_far(here, there) and _labels(here) == _labels(there):
        if _is_one_matter(here, there):
            details += _numbers(here, there)
            details += _in_place(here, there, details)
        details += _alone(here, there, details)
    details += [*_dates(here, there), *_parallel(here, there)]
    differing = tuple(one for one in details if not one.same)
    alike = tuple(one for one in details if one.same)
    if differing:
        return Compared("differs", differing + alike)
    return _agreeing(here, there, alike)


def _agreeing(here: _Read, there: _Read, alike: tuple[Detail, ...]) -> Compared:
    """The mark where nothing is seen to differ. A question says nothing; what only one side doubts is not agreed."""
    if any(side.text.rstrip(_CLOSING).endswith("?") for side in (here, there)) or not _figures_stand(here, there):
        return _BEARS
    cues = moved(here.tokens, there.tokens, range(len(here.tokens)), range(len(there.tokens)))
    if any(kind in ("negation", "hedge", "modality") for kind, _, _ in cues):
        return _BEARS  # “was not there and was guilty”, “was there and was not guilty”
    if _is_repeated(here, there):
        return Compared("repeats", alike)
    doubted = any(_count(here, kind) != _count(there, kind) for kind in ("negation", "hedge"))
    if doubted or not _figures_count_the_same(here, there) or _other_names(here, there):
        return _BEARS
    return Compared("agrees", alike) if alike or _has_all_words(here, there) else _BEARS


# What it is about --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1_000)
def _read(side: Side, language: str) -> _Read:
    tokens = read(side.text, language)
    dates = when.dates(side.text, side.day, language)
    telling = [token for token in tokens if _is_telling(token) and not _within(token, dates)]
    return _Read(side.text, tokens, telling, dates, side.day)


def _is_telling(token: Token) -> bool:
    return token.kind in ("", "name", "comparison") and len(token.sense) > 2 and token.sense not in _LIGHT


def _within(token: Token, dates: Sequence[when.When]) -> bool:
    return any(one.start < token.end and token.start < one.end for one in dates)


def _root(token: Token) -> str:
    """A word without its ending, as far as that is plain; of words for one thing the first."""
    word = token.sense
    return _ONE.get(word) or _stem(word)


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "ied", "ed", "es", "s", "’s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def _share(here: _Read, there: _Read, rarity: Mapping[str, float]) -> float:
    """How much of what the statement's telling words weigh stands in the sentence; 0 when less than two do."""
    usual = sum(rarity.values()) / len(rarity) if rarity else 1.0
    weights = {_root(t): rarity.get(t.sense, usual) * (NAME if t.kind == "name" else 1.0) for t in here.telling}
    held = weights.keys() & set(there.roots)
    if len(held) < 2:
        return 0.0
    return sum(weights[root] for root in held) / sum(weights.values())


def _names_agree(here: _Read, there: _Read) -> bool:
    """Whether both have a name in common, where the statement has any."""
    names = {_root(token) for token in here.telling if token.kind == "name"}
    return not names or not names.isdisjoint(there.roots)


def _is_one_matter(here: _Read, there: _Read, common: int = COMMON) -> bool:
    """Whether so much is shared that their numbers are of one thing: a name and, with it, so many telling words."""
    held = set(there.roots)
    shared = {root: token.kind for root, token in zip(here.roots, here.telling, strict=True) if root in held}
    return "name" in shared.values() and len(shared) >= common


def _are_far(here: _Read, there: _Read) -> bool:
    return here.day is not None and there.day is not None and abs((here.day - there.day).days) > FAR


# Numbers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with what it counts (`things`, the nearest first; `named`, the words right behind it, of which one is
    that) and the words beside it that say what of them: `part` those of its own part of the sentence, `next` the
    nearest word or number on either side, whatever sign stands between."""

    token: Token
    units: frozenset[str]
    things: tuple[str, ...]
    named: frozenset[str]
    beside: frozenset[str]
    part: frozenset[str]
    next: frozenset[str]
    open: bool

    @property
    def states(self) -> frozenset[str]:
        """What happened to them: of `twelve killed and forty hurt` each its own."""
        return self.part & _STATES or self.beside & _STATES

    def counts_as(self, other: _Figure) -> bool:
        """Whether both count one thing, of which the words beside say the same: `17 people killed`, `nine dead`."""
        one, two = self.things[0], other.things[0]
        beside = self.beside & other.beside
        if self._is_parted(other):
            return False
        if one != two:
            return bool({one, two} & _STATES & beside) and (one in other.things or two in self.things)
        return bool(beside - {one}) or one in _STATES

    def may_count(self, other: _Figure) -> bool:
        """Whether both can count one thing, by its name, or where one side has none by a word beside."""
        if self._is_parted(other):
            return False
        if not (self.things and other.things):
            return not (self.part | self.next).isdisjoint(other.part | other.next)
        one, two = self.things[0], other.things[0]
        same = one == two or one in other.named or two in self.named
        return same or bool({one, two} & self.states & other.states)

    def _is_parted(self, other: _Figure) -> bool:
        """Whether these are two things by their units (54 %, 54 votes) or what happened to them (killed, arrested)."""
        apart = self.states and other.states and not self.states & other.states
        return self.units != other.units or bool(apart)

    def nearness(self, other: _Figure) -> tuple[int, int, int]:
        """How much of what is said of both is the same."""
        return len(self.part & other.part), len(self.beside & other.beside), len(self.next & other.next)


def _numbers(here: _Read, there: _Read) -> Iterator[Detail]:
    ours, theirs = _figures(here), _figures(there)
    every = _all_figures(there)
    for one in ours:
        like = [other for other in theirs if one.counts_as(other)]
        several = sum(1 for other in ours if other.counts_as(one)) > 1
        if len(like) != 1 or several:
            continue
        (other,) = like
        same = one.token.sense == other.token.sense
        elsewhere = any(one.token.sense == figure.token.sense and one.may_count(figure) for figure in every)
        if same or not (one.open or other.open or elsewhere):
            yield _detail("number", same, here, one.token, there, other.token, thing=True)


def _in_place(here: _Read, there: _Read, known: Sequence[Detail]) -> Iterator[Detail]:
    """A number in the place of another, where all telling words of the statement stand in their order."""
    if not _has_all_words(here, there) or any(one.kind == "number" for one in known):
        return
    for one, other in _figures_exchanged(here, there):
        if not (_is_open_at(here, one) or _is_open_at(there, other)):
            yield _detail("number", False, here, one, there, other, thing=True)


def _alone(here: _Read, there: _Read, known: Sequence[Detail]) -> Iterator[Detail]:
    """The number that alone tells two sides apart; several only beside a name, without which these are two things that
    are told in the same words. What leaves it open on both sides is no difference."""
    if any(one.kind == "number" and not one.same for one in known) or not _are_alike(here, there):
        return
    pairs = [*_figures_exchanged(here, there, ends=True)]
    ours, theirs = (Counter(t.sense for t in side.tokens if t.kind == "number") for side in (here, there))
    ours.subtract(one.sense for one, _ in pairs)
    theirs.subtract(other.sense for _, other in pairs)
    if ours == theirs and (len(pairs) == 1 or any(token.kind == "name" for token in here.telling)):
        for one, other in pairs:
            if _is_open_at(here, one) == _is_open_at(there, other):
                yield _detail("number", False, here, one, there, other, thing=True)


def _are_alike(here: _Read, there: _Read) -> bool:
    """Whether no other word of the one stands in the place of one of the other: nearly all are the same, and all that
    has substance is but for numbers. No name is wanted."""
    rest, others = (
        Counter({key: n for key, n in _substance(side).items() if key[0] != "number"}) for side in (here, there)
    )
    if rest != others or len(here.telling) < FEW or _overlap(here, there) < PARALLEL:
        return False
    return 1 in (_in_order(here, there), _in_order(there, here))


def _figures_exchanged(here: _Read, there: _Read, *, ends: bool = False) -> Iterator[tuple[Token, Token]]:
    """Numbers in each other's place, which count something."""
    ours, theirs = ([t for t in side.tokens if t in side.telling or _is_figure(side, t)] for side in (here, there))
    for one, other in _exchanged(ours, theirs, ends=ends):
        both = one.kind == other.kind == "number" and _counts_here(here, one) and _counts_here(there, other)
        if both and _units(here, here.tokens.index(one)) == _units(there, there.tokens.index(other)):
            yield one, other


def _counts_here(side: _Read, token: Token) -> bool:
    """Whether it is told of something: neither the number of a part (`step two`) nor a field of a table."""
    return not (_is_label(side, token) or _is_field(side, token))


def _is_label(side: _Read, token: Token) -> bool:
    """Whether it numbers a part of something: `step two`, `Solution 3: …`."""
    n = side.tokens.index(token)
    colon = [t.typed for t in side.tokens[n + 1 : n + 2]] == [":"]
    return n > 0 and (side.tokens[n - 1].sense in _NUMBERED or colon)


def _labels(side: _Read) -> set[str]:
    """The numbers of parts: what is told of `Phase 2` is not counted again in `Phase 3`."""
    return {token.sense for token in side.tokens if token.kind == "number" and _is_label(side, token)}


def _is_field(side: _Read, token: Token) -> bool:
    """Whether it is all that a field of a table holds, `Coal: 10,000 t`: what that is of stands elsewhere. `Flood in
    Kerrow: 12 dead` is no field."""
    n = side.tokens.index(token)
    before = [t for t in side.tokens[max(n - 3, 0) : n] if t.kind != "quantity" and t.typed not in ("-", "[", "(")]
    return [t.typed for t in before[-1:]] == [":"] and _STATES.isdisjoint(_things(side, n))


def _is_figure(side: _Read, token: Token) -> bool:
    return token.kind == "number" and _is_whole(side, side.tokens.index(token))


def _is_open_at(side: _Read, token: Token) -> bool:
    return _is_open(side.tokens, side.tokens.index(token))


def _figures(side: _Read) -> list[_Figure]:
    """The numbers that are told of something by name."""
    whole = (one for one in _all_figures(side) if one.things and _is_figure(side, one.token))
    return [one for one in whole if one.things[0] not in _TIMES and _counts_here(side, one.token)]


def _all_figures(side: _Read) -> list[_Figure]:
    """Every number that is in no date, ordinals and those of parts too."""
    numbers = (n for n, token in enumerate(side.tokens) if token.kind == "number" and not _within(token, side.dates))
    return [_figure(side, n) for n in numbers]


def _figure(side: _Read, n: int) -> _Figure:
    token = side.tokens[n]
    joined = token.sense[-1:].isdigit() and not _is_whole(side, n)  # `3 - 1`: what follows is counted by neither
    things, named = ((), frozenset[str]()) if joined else (_things(side, n), _named(side, n))
    around = _beside(side, n), _part(side, n), _next(side, n)
    return _Figure(token, _units(side, n), things, named, *around, _is_open(side.tokens, n))


def _units(side: _Read, n: int) -> frozenset[str]:
    """`%`, `km`; a currency before the number, too."""
    behind = [t for t in side.tokens[n + 1 : n + 2] if t.kind == "quantity"]
    before = [t for t in side.tokens[max(n - 1, 0) : n] if t.sense in _CURRENCIES]
    return frozenset(t.sense for t in (*before, *behind))


def _named(side: _Read, n: int) -> frozenset[str]:
    """The telling words right behind a number, up to one that is none: of `two league goals in May` the first two. With
    the one of which it is the measure: `a toll of nine`."""
    behind = [*takewhile(lambda t: t.kind not in ("number", "date") and not _ends(t), side.tokens[n + 1 : n + 7])]
    first = next((m for m, t in enumerate(behind) if _is_telling(t)), 0)
    measure = [t for t in side.tokens[max(n - 2, 0) : max(n - 1, 0)] if side.tokens[n - 1].sense in ("of", "von", "de")]
    return frozenset(_root(t) for t in (*measure, *takewhile(_is_telling, behind[first:])) if _is_telling(t))


def _part(side: _Read, n: int) -> frozenset[str]:
    """The telling words on both sides of a number in its own part of the sentence, names and ordinals too."""
    before = takewhile(_is_of_part, reversed(side.tokens[:n]))
    behind = takewhile(_is_of_part, side.tokens[n + 1 :])
    return frozenset(_root(t) for t in (*before, *behind) if _is_telling(t) or t.kind == "number")


def _next(side: _Read, n: int) -> frozenset[str]:
    sides = reversed(side.tokens[:n]), iter(side.tokens[n + 1 :])
    near = (next((t for t in some if _is_telling(t) or t.kind == "number"), None) for some in sides)
    return frozenset(_root(t) for t in near if t)


def _is_of_part(token: Token) -> bool:
    other = token.kind == "number" and token.sense[-1:].isdigit()
    return not (other or token.sense in _PARTING or (_ends(token) and token.typed != "-"))


def _is_whole(side: _Read, n: int) -> bool:
    """Whether a number is a cardinal by itself: no `5th`, no `76ers`, no part of a date or of `5. 9`."""
    token, text = side.tokens[n], side.text
    before, after = text[max(token.start - 2, 0) : token.start], text[token.end : token.end + 1]
    unit = [t.kind for t in side.tokens[n + 1 : n + 2]] == ["quantity"]  # `£88m`
    glued = (after.isalpha() and not unit) or _GLUED.search(before) or (not n and after in (".", ")"))
    parted = n > 1 and side.tokens[n - 1].typed in _JOINING and side.tokens[n - 2].kind in ("number", "date")
    behind = side.tokens[n + 1 : n + 3]
    going_on = [t.kind for t in behind] in (["sign", "number"], ["sign", "date"]) and behind[0].typed in _JOINING
    return token.sense[-1:].isdigit() and not (glued or parted or going_on or _within(token, side.dates))


def _things(side: _Read, n: int) -> tuple[str, ...]:
    """What a number counts, and the plain word behind that: of `five pirate boats tried` boats, then tried."""
    behind = [*takewhile(lambda t: t.kind not in ("number", "date") and not _ends(t), side.tokens[n + 1 : n + 7])]
    plain = [t for t in behind if _is_telling(t) and not t.kind]
    several = next((m for m, t in enumerate(plain[:3]) if t.sense in _ONE or t.sense.endswith("s")), 0)
    return tuple(_root(t) for t in plain[several : several + 2])


def _ends(token: Token) -> bool:
    return token.kind == "sign" and token.typed in (*".,;:()!?", "-")


def _beside(side: _Read, n: int) -> frozenset[str]:
    """The plain words on both sides of a number in its clause, up to the next number."""
    before = takewhile(_goes_on, reversed(side.tokens[max(n - NEAR, 0) : n]))
    behind = takewhile(_goes_on, side.tokens[n + 1 : n + 1 + NEAR])
    return frozenset(_root(t) for t in (*before, *behind) if _is_telling(t) and t.kind != "name")


def _goes_on(token: Token) -> bool:
    return token.kind != "number" and not _ends(token)


def _is_open(tokens: Sequence[Token], n: int) -> bool:
    """Whether a word beside the number leaves it open, or makes it a part: `at least`, `one of`, `three other`."""
    before = [token for token in tokens[max(n - 3, 0) : n] if token.kind != "sign"][-2:]
    behind = next((token.sense for token in tokens[n + 1 : n + 2]), "")
    if behind in ("of", "other", "others", "more") or any(token.sense == "total" for token in tokens):
        return True
    return any(t.kind in ("hedge", "comparison", "quantity") or set(t.sense.split()) & _OPEN for t in before)


def _stands(one: _Figure, theirs: Sequence[_Figure]) -> bool:
    """Whether of the numbers that can count the same thing the nearest one is the same; an ordinal only has to stand
    there: besides a first quarter there may be a second one."""
    like = [other for other in theirs if one.may_count(other)]
    if not one.token.sense[-1:].isdigit():
        return one.token.sense in {other.token.sense for other in like}
    nearest = max(map(one.nearness, like), default=(0, 0, 0))
    return {other.token.sense for other in like if one.nearness(other) == nearest} == {one.token.sense}


def _ages(here: _Read, there: _Read, language: str) -> Iterator[Detail]:
    """Two ages of one full name."""
    joined, at = f"{here.text}\n{there.text}", len(here.text) + 1
    for question in ages(joined, [(0, at - 1), (at, len(joined))], language):
        one, other = question.spans
        if one.end < at <= other.start:
            other = Span(other.start - at, other.end - at)
            yield Detail("number", False, one.of(here.text), other.of(there.text), one, other)


# Dates -------------------------------------------------------------------------------------------------------------


def _dates(here: _Read, there: _Read) -> Iterator[Detail]:
    """Of two sentences that name one date each, whether it is the same; not of when somebody said so."""
    ours, theirs = (_told(side) for side in (here, there))
    if len(ours) != 1 or len(theirs) != 1 or _overlap(here, there) < MATTER or not _is_one_matter(here, there, 3):
        return
    one, other = ours[0], theirs[0]
    if not (_around(here, one) & _around(there, other)):
        return
    fit = _fit(one.value, other.value)
    spans = Span(one.start, one.end), Span(other.start, other.end)
    if fit or (fit is False and _may_differ(here, there, one, other)):
        yield Detail("date", fit, spans[0].of(here.text), spans[1].of(there.text), *spans)


def _may_differ(here: _Read, there: _Read, one: when.When, other: when.When) -> bool:
    """Whether two dates can only be those of one event: told in figures (`Friday` depends on the day from which a text
    speaks), of all names of the statement; two years only between the same words on both sides."""
    figures = all(re.search(r"\d", side.text[d.start : d.end]) for side, d in ((here, one), (there, other)))
    names = {_root(token) for token in here.telling if token.kind == "name"} <= set(there.roots)
    days = one.precision == other.precision == "day"
    alike = _has_all_words(here, there) and _has_all_words(there, here)
    return figures and names and (days or alike)


def _told(side: _Read) -> list[when.When]:
    """Without a dateline, and dates in brackets: those of a figure's collection, or of a text that is cited."""
    return [d for d in side.dates if d.start and side.text[d.start - 1] not in "([" and not _is_of_saying(side, d)]


def _is_of_saying(side: _Read, one: when.When) -> bool:
    before = [t for t in side.tokens if t.end <= one.start and t.kind != "sign"][-3:]
    behind = [t for t in side.tokens if t.start >= one.end and t.kind != "sign"][:2]
    return any(t.kind == "attribution" for t in (*before, *behind))


def _around(side: _Read, one: when.When, reach: int = 4) -> set[str]:
    """The plain words beside a date, so many on either side."""
    before = [t for t in side.telling if t.end <= one.start][-reach:]
    behind = [t for t in side.telling if t.start >= one.end][:reach]
    return {_root(t) for t in (*before, *behind) if t.kind != "name"}


def _fit(one: str, other: str) -> bool | None:
    """Whether two dates are one, as far as both are known; None where that cannot be told."""
    if when.precision(one) != when.precision(other):
        plain = {when.precision(one), when.precision(other)} <= {"day", "month", "year"}
        short, long = sorted((one, other), key=len)
        return None if not plain or "X" in one + other or long.startswith(short) else False
    parts = [(a, b) for a, b in zip(one.split("-"), other.split("-"), strict=False) if "X" not in a + b]
    if all(a == b for a, b in parts):
        return True if one == other else None
    return False


# Words side by side ------------------------------------------------------------------------------------------------


def _parallel(here: _Read, there: _Read) -> Iterator[Detail]:
    """Names and negations, where nearly all other words are the same."""
    if _overlap(here, there) < PARALLEL or len(here.telling) < FEWEST:
        return
    yield from _names(here, there)
    yield from _negations(here, there)


def _overlap(here: _Read, there: _Read) -> float:
    """How many of the telling words of the longer side stand on both."""
    shared = Counter(here.roots) & Counter(there.roots)
    return shared.total() / max(len(here.telling), len(there.telling), 1)


def _names(here: _Read, there: _Read) -> Iterator[Detail]:
    """A name in the place of another, between the same words."""
    for one, other in _exchanged(here.telling, there.telling):
        if _are_two_names(one, other, here, there):
            yield _detail("name", False, here, one, there, other)


def _other_names(here: _Read, there: _Read) -> bool:
    """Whether a name, or a part of one, stands in the place of another."""
    return any(_is_other(*pair, here, there) for pair in _exchanged(here.telling, there.telling, ends=True))


def _exchanged(ours: Sequence[Token], theirs: Sequence[Token], *, ends: bool = False) -> Iterator[tuple[Token, Token]]:
    """Single tokens in each other's place, right between two of which both sides have the same; with `ends`, also the
    first or last of both sides."""
    from rapidfuzz.distance import Indel, Opcode

    edits = list(Indel.opcodes(*_numbered([_root(t) for t in ours], [_root(t) for t in theirs])))
    if ends:
        edge = Opcode("equal", 0, 0, 0, 0)
        edits = [edge, *edits, edge]
    for before, gone, came, after in zip(edits, edits[1:], edits[2:], edits[3:], strict=False):
        if (before.tag, after.tag) != ("equal", "equal") or {gone.tag, came.tag} != {"delete", "insert"}:
            continue
        one = [t for edit in (gone, came) for t in ours[edit.src_start : edit.src_end]]
        other = [t for edit in (gone, came) for t in theirs[edit.dest_start : edit.dest_end]]
        if len(one) == len(other) == 1:
            yield one[0], other[0]


def _are_two_names(one: Token, other: Token, here: _Read, there: _Read) -> bool:
    alone = not any(_touches(side, token) for side, token in ((here, one), (there, other)))
    return alone and _is_other(one, other, here, there)


def _is_other(one: Token, other: Token, here: _Read, there: _Read) -> bool:
    """Whether both are of names, and neither is a spelling of the other or stands on the other side too."""
    from rapidfuzz.distance import Indel

    return (
        one.kind == other.kind == "name"
        and Indel.normalized_similarity(one.sense, other.sense) < ALIKE
        and _root(one) not in there.roots
        and _root(other) not in here.roots
    )


def _touches(side: _Read, token: Token) -> bool:
    """Whether the name is part of a longer one: of two of these, one may be another way to say it."""
    n = side.tokens.index(token)
    return any(near.kind == "name" for near in (*side.tokens[max(n - 1, 0) : n], *side.tokens[n + 1 : n + 2]))


def _numbered(*sides: Sequence[str]) -> list[list[int]]:
    numbers: dict[str, int] = {}
    return [[numbers.setdefault(root, len(numbers)) for root in side] for side in sides]


def _negations(here: _Read, there: _Read) -> Iterator[Detail]:
    """A word that only one of the sides negates, where that side says all that the other does."""
    ours, theirs = ([t for t in side.tokens if t.kind == "negation"] for side in (here, there))
    if len(ours) + len(theirs) != 1:
        return
    denying, plain = (here, there) if ours else (there, here)
    token = (ours or theirs)[0]
    negated = next((t for t in denying.telling if t.start >= token.end and not t.kind), None)
    said = next((t for t in plain.telling if negated and _root(t) == _root(negated)), None)
    if negated is None or said is None or negated.start - token.end > REACH or _in_order(plain, denying) < NEARLY:
        return
    spans = Span(token.start, negated.end), Span(said.start, said.end)
    one, other = spans if ours else spans[::-1]
    yield Detail("negation", False, one.of(here.text), other.of(there.text), one, other)


# The same words ----------------------------------------------------------------------------------------------------


def _is_repeated(here: _Read, there: _Read) -> bool:
    """Whether every word of the statement stands in the sentence, in its order, with nothing put to it that tells."""
    wanted = [t for t in here.tokens if _counts(t)]
    if len(wanted) < FEWEST or _substance(here) != _substance(there):
        return False
    window = _window([t.sense for t in wanted], [t for t in there.tokens if _counts(t)])
    if window is None:
        return False
    inside = [t for t in there.tokens if _counts(t) and window.start <= t.start and t.end <= window.end]
    if len(inside) > len(wanted):
        return False
    governed = left_out(there.text, [(0, len(there.text))], window)
    return not any(
        q.kind != "attribution" or q.words.lower().startswith(("den", "claim", "alleg", "accus")) for q in governed
    )


def _counts(token: Token) -> bool:
    return token.kind in _SUBSTANCE or (token.kind in ("", "name") and token.sense not in _LIGHT)


def _substance(side: _Read) -> Counter[tuple[str, str]]:
    """The numbers, dates, negations, hedges … of a side."""
    return Counter((t.kind, t.sense) for t in side.tokens if t.kind in _SUBSTANCE)


def _window(wanted: Sequence[str], tokens: Sequence[Token]) -> Span | None:
    """The shortest stretch that has these words in their order."""
    best: Span | None = None
    for n, first in enumerate(tokens):
        if first.sense != wanted[0]:
            continue
        found, at = [first], n + 1
        for sense in wanted[1:]:
            at = next((m for m in range(at, len(tokens)) if tokens[m].sense == sense), len(tokens))
            if at == len(tokens):
                break
            found.append(tokens[at])
            at += 1
        if len(found) == len(wanted) and (best is None or found[-1].end - first.start < best.end - best.start):
            best = Span(first.start, found[-1].end)
    return best


def _has_all_words(here: _Read, there: _Read) -> bool:
    return len(here.telling) >= FEWEST and _in_order(here, there) == 1


def _in_order(here: _Read, there: _Read) -> float:
    """How many of the telling words of the one stand in the other in their order, from 0 to 1."""
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(*_numbered(here.roots, there.roots)) / max(len(here.telling), 1)


def _figures_stand(here: _Read, there: _Read) -> bool:
    """Whether every number and date of the statement stands in the sentence; a date may be missing there."""
    if any(all(_fit(one.value, other.value) is False for other in there.dates) for one in here.dates if there.dates):
        return False
    held = {t.sense for t in there.tokens if t.kind in ("number", "date")}
    wanted = [t for t in here.tokens if t.kind in ("number", "date") and not _within(t, here.dates)]
    return all(t.sense in held for t in wanted)


def _figures_count_the_same(here: _Read, there: _Read) -> bool:
    """Whether what each number of the statement counts is so many in the sentence, what it dates of that day, and its
    words with digits (`F16`) stand there."""
    theirs, held = _all_figures(there), set(there.roots)
    words = {_root(t) for t in here.telling if any(map(str.isdigit, t.sense))}
    return (
        words <= held
        and all(_stands(one, theirs) for one in _all_figures(here))
        and all(_is_nearest(here, one, there) for one in here.dates)
    )


def _is_nearest(here: _Read, one: when.When, there: _Read) -> bool:
    """Whether of the dates of the sentence one of those that stand beside the same words may be this one."""
    shared = {
        other: tuple(len(_around(here, one, reach) & _around(there, other, reach)) for reach in (4, 1))
        for other in there.dates
    }
    nearest = [other for other, n in shared.items() if n == max(shared.values())]
    return not nearest or any(_fit(one.value, other.value) is not False for other in nearest)


def _count(side: _Read, kind: str) -> int:
    return sum(1 for token in side.tokens if token.kind == kind)


def _detail(
    kind: str, same: bool, here: _Read, one: Token, there: _Read, other: Token, *, thing: bool = False
) -> Detail:
    spans = [Span(t.start, _thing_end(side, t) if thing else t.end) for side, t in ((here, one), (there, other))]
    return Detail(kind, same, spans[0].of(here.text), spans[1].of(there.text), *spans)


def _thing_end(side: _Read, token: Token) -> int:
    """Where the words that say what a number counts end: `1,200 North Korean soldiers`."""
    n = side.tokens.index(token)
    behind = side.tokens[n + 1 : n + 6]
    first = next((m for m, t in enumerate(behind) if _is_telling(t) and not t.kind), None)
    if first is None or any(t.kind in ("sign", "number") for t in behind[:first]):
        return token.end
    return behind[first].end
