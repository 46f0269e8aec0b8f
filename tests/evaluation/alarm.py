"""Edits that change what a sentence says, and edits that do not: is each called what it is?

The development set is made at run time from consecutive versions of the shared documents, whose sentences are aligned
(`archive.text.compare`) and give pairs that somebody really edited. Which they are is told without the code under test:

    cosmetic     the letters and digits are the same, in order, whatever their case: quotation marks, dashes, stops,
                 spaces, mark-up; or one word became another that differs in one letter (or two, from eight letters on)
                 and in which neither a capital nor a digit stands: a slip of the pen put right
    number       some digits differ and no letter does

Of the other kinds too few can be told so. They are made from the same documents: a sentence that holds the word (or a
name) is given with one change of that kind, drawn by a seeded generator from `SWAPS`; names are put in another's place.
`named`: the share of substantial edits called by a kind of substance (`as_such`: by their own kind, a date being
as good as a number); of cosmetic ones, that are not. Percent.
"""

import json
import lzma
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from archive.text.changes import changes, changes_substance
from archive.text.compare import align
from archive.text.sentences import sentences

SETS = {
    "en": ("factbook-versions/factbook_versions", "gov-blog-versions/digitalgov_even", "gov-blog-versions/18f"),
    "de": ("german-law-versions/gesetze_versions",),
}
MOST = 600  # of one kind and language
SWAPS = {
    "en": {
        "negation": ("is → is not", "are → are not", "will → will not",
                     "was → was not", "has → has never", "can → cannot",
                     "not → ", "with → without", "No → Any", "have → haven’t", "were → weren't"),
        "hedge": ("is → is reportedly", "was → was allegedly", "has → has probably", "likely → ",
                  "may be → is said to be",
                  "will → will perhaps", "possible → certain", "estimated → ", "approximately → ", "almost → "),
        "modality": ("must → may", "should → must", "can → should", "will → may", "may → must", "would → will",
                     "could → will", "shall → may", "has to → can", "required to → allowed to"),
        "quantity": ("all → some", "many → few", "most → some", "every → every other", "several → many", "both → all",
                     "some → all", "half → most", "each → any", "often → always", "only → mostly"),
        "comparison": ("more → less", "higher → lower", "before → after", "at least → at most", "above → below",
                       "larger → smaller", "increase → decrease", "less → more", "up to → more than", "better → worse",
                       "after → before", "increased → decreased", "more than → fewer than", "rose → fell"),
        "date": ("January → March", "June → July", "September → October", "Monday → Tuesday", "2019 → 2016",
                 "2016 → 2017", "2020 → 2021", "December → November",
                 "yesterday → today"),
        "number": ("two → three", "three → four", "million → billion", "first → second", "five → fifteen",
                   "ten → twelve"),
    },
    "de": {
        "negation": ("nicht → ", "ist → ist nicht", "kann → kann nicht", "eine → keine", "mit → ohne",
                     "sind → sind nie"),
        "hedge": ("ist → ist angeblich", "wird → wird vermutlich", "sind → sind möglicherweise", "voraussichtlich → "),
        "modality": ("muss → kann", "kann → muss", "soll → darf", "darf → muss", "müssen → können",
                     "sollen → müssen"),
        "quantity": ("alle → einige", "jeder → mancher", "mehrere → alle", "jede → manche",
                     "ganz → halb", "nur → "),
        "comparison": ("mindestens → höchstens", "mehr als → weniger als", "vor dem → nach dem",
                       "höchstens → mindestens",
                       "mehr → weniger", "oberhalb → unterhalb"),
        "date": ("Januar → März", "Juni → Juli", "September → Oktober", "2011 → 2012", "2008 → 2006"),
        "number": ("zwei → drei", "drei → fünf", "sechs → sieben", "zehn → zwölf"),
    },
}  # fmt: skip
_NAME = re.compile(r"(?<=[a-zäöü,] )[A-Z][a-zäöü]{3,}(?= [a-z])")

Pair = tuple[str, str]
Table = dict[str, dict[str, float]]


def scores(shared: Path, only: str | None = None) -> Table:
    """Percent: `en_number`, `de_cosmetic` … → {"named": …, "as_such": …}."""
    table: Table = {}
    for language in SETS:
        if only is None or only.startswith(language):
            for kind, pairs in sorted(edits(shared, language).items()):
                if only in (None, f"{language}_{kind}"):
                    table[f"{language}_{kind}"] = _row(kind, pairs, language)
            rows = [row for name, row in table.items() if name.startswith(language) and "cosmetic" not in name]
            if rows:
                table[f"{language}_all"] = {column: sum(row[column] for row in rows) / len(rows) for column in rows[0]}
    return table


def edits(shared: Path, language: str) -> dict[str, list[Pair]]:
    """Kind → pairs of sentences, before and after."""
    found: dict[str, dict[Pair, None]] = defaultdict(dict)
    plain: dict[str, None] = {}
    for name in SETS[language]:
        for before, after in _edited(shared / "data" / f"{name}.jsonl.xz", language):
            plain[before] = None
            kind = kind_of(before, after)
            if kind:
                found[kind][before, after] = None
    chosen = {kind: _drawn(list(pairs), kind) for kind, pairs in found.items()}
    for kind, pairs in _made(list(plain), language).items():
        chosen[kind] = (chosen.get(kind, []) + pairs)[:MOST]
    return chosen


def kind_of(before: str, after: str) -> str:
    """Which kind an edit is, where the characters alone say so."""
    bare = [re.sub(r"[\W_]", "", side).casefold() for side in (before, after)]
    if bare[0] == bare[1]:
        return "cosmetic" if re.findall(r"\d+", before) == re.findall(r"\d+", after) else ""
    letters = [re.sub(r"[\W\d_]", "", side) for side in (before, after)]
    if letters[0] == letters[1]:
        return "number"
    words = [side.split() for side in (before, after)]
    if len(words[0]) != len(words[1]):
        return ""
    other = [(a, b) for a, b in zip(*words, strict=True) if a != b]
    return "cosmetic" if len(other) == 1 and _slip(*other[0]) else ""


def _slip(one: str, other: str) -> bool:
    lowered = re.fullmatch(r"[a-zäöüß]+", one) and re.fullmatch(r"[a-zäöüß]+", other)
    return bool(lowered) and len(one) > 4 and Levenshtein.distance(one, other) <= 1 + (len(one) > 7)


def _edited(path: Path, language: str) -> Iterator[Pair]:
    """Sentences that were changed from one version to the next, and those after it."""
    last: dict[str, str] = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            before, after = last.get(row["url"], ""), row["text"]
            last[row["url"]] = after
            if before and len(before) < 60_000:
                yield from _changed(before, after, language)


def _changed(before: str, after: str, language: str) -> Iterator[Pair]:
    old, new = ([text[start:end] for start, end in sentences(text, language)] for text in (before, after))
    for pair in align(old, new):
        if pair.kind == "changed" and pair.before is not None and pair.after is not None:
            yield old[pair.before], new[pair.after]


def _drawn(pairs: Sequence[Pair], kind: str) -> list[Pair]:
    return random.Random(kind).sample(pairs, min(MOST // 2, len(pairs)))  # noqa: S311


def _made(plain: Sequence[str], language: str) -> dict[str, list[Pair]]:
    """Kind → sentences with one change of it."""
    kinds = {kind: list(_swapped(plain, swaps)) for kind, swaps in SWAPS[language].items()}
    kinds["name"] = list(islice(_renamed(plain), MOST // 2)) if language == "en" else []
    return {kind: pairs for kind, pairs in kinds.items() if pairs}


def _swapped(plain: Sequence[str], swaps: Sequence[str]) -> Iterator[Pair]:
    each = MOST // 2 // len(swaps)
    for swap in swaps:
        was, _, now = swap.partition(" → ")
        rule = re.compile(rf"(?<!\w){re.escape(was)}(?!\w) ?")
        holding = [one for one in plain if rule.search(one)]
        for one in random.Random(swap).sample(holding, min(each, len(holding))):  # noqa: S311
            yield one, rule.sub(f"{now} " if now else "", one, count=1).strip()


def _renamed(plain: Sequence[str]) -> Iterator[Pair]:
    """A name in the middle of a sentence, with the next sentence's name in its place."""
    named = [(one, match[0]) for one in plain for match in [_NAME.search(one)] if match]
    random.Random(1).shuffle(named)  # noqa: S311
    for (one, name), (_, other) in pairwise(named):
        if name != other:
            yield one, one.replace(name, other, 1)


def _row(kind: str, pairs: Sequence[Pair], language: str) -> dict[str, float]:
    found = [changes(before, after, language) for before, after in pairs]
    alarms = 100 * sum(map(changes_substance, found)) / len(found)
    if kind == "cosmetic":
        return {"named": 100 - alarms, "as_such": 100 - alarms}
    right = {"number": {"number", "date", "quantity"}, "date": {"number", "date"}}.get(kind, {kind})
    return {"named": alarms, "as_such": 100 * sum(any(c.kind in right for c in one) for one in found) / len(found)}
