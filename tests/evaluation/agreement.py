"""Marks of sentences side by side: pairs of news sentences, and altered sentences beside what they were made of.

ECB+ has 24 topics of two events that are much alike (two earthquakes in Iran), reported by several outlets each. All
pairs of sentences of one topic from different documents that share three words are compared (180,000), the two events
taken to be three years apart. `repeats_same_event`, `differs_same_event`: the share of what is called so that is of one
event; what is not is wrong. `number_not_repeated` and the others are of sentences in which one number, name or negation
was changed (`archive.text.mutations`), beside those that they were made of: the share that is not said to repeat them;
`number_not_agreed` and the others: that is said neither to repeat nor to agree with them; `number_differs` and the
others: that is said to differ. Percent, of 14,904 sentences. Nearly all that agree have another part of a name of
several words; the rest bear.

Read by hand, each pair once: of `agrees` 65 of the 510 of ECB+, none by a number of another thing (of two an hour or a
headline is all that is the same); of `repeats` 75 of ECB+ and 14 of PolNeAR, all right. Of `differs` all there are: 4
of ECB+, all right; 12 of the first and last editions of the Factbook (230,000 pairs), 10 right; none of PolNeAR or of
the blogs' versions. Of 44 altered sentences all name what was changed. Without days ECB+ has 17 pairs that differ, 4
right: the others are of the other event, which nothing in the words tells (23 pirates captured, and 26).
"""

import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from archive.text.agreement import Compared, Side, compare
from archive.text.mutations import cases

DAYS = {"ecb": date(2010, 1, 1), "ecbplus": date(2013, 1, 1)}
ALTERED = ("number", "number word", "name", "negation put in", "negation taken out")


def scores(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent: measure → {"marks": …}. `only` is no name of a set here: there is one."""
    found = Counter((one.mark, same) for one, same in pairs(shared, 24, dated=True))
    table = {f"{mark}_same_event": _percent(found[mark, True], found[mark, False]) for mark in ("repeats", "differs")}
    marks = altered(shared)
    table |= {f"{kind}_not_repeated": _percent(n.total() - n["repeats"], n["repeats"]) for kind, n in marks.items()}
    table |= {
        f"{kind}_not_agreed": _percent(n["bears"] + n["differs"], n["repeats"] + n["agrees"])
        for kind, n in marks.items()
    }
    table |= {f"{kind}_differs": _percent(n["differs"], n.total() - n["differs"]) for kind, n in marks.items()}
    return {name: {"marks": value} for name, value in table.items()}


def counts(shared: Path, dated: bool) -> dict[str, int]:
    """How many pairs have each mark, by whether both sentences are of one event."""
    found = Counter((one.mark, same) for one, same in pairs(shared, 24, dated))
    return {f"{mark}, {'one event' if same else 'two'}": n for (mark, same), n in sorted(found.items())}


def _percent(right: int, wrong: int) -> float:
    return round(100 * right / max(right + wrong, 1), 1)


def pairs(shared: Path, topics: int, dated: bool) -> Iterator[tuple[Compared, bool]]:
    """What is said of each pair that shares two words, and whether both are of one event."""
    sentences: dict[str, list[tuple[str, Side, frozenset[str]]]] = defaultdict(list)
    for row in rows(shared, topics):
        for one in row["sentences"]:
            if 25 < len(one["text"]) < 400:
                day = DAYS[row["id"].rpartition("_")[2].lstrip("0123456789")] if dated else None
                words = frozenset(word.lower()[:4] for word in one["text"].split() if len(word) > 3)
                sentences[row["topic"]].append((row["id"], Side(one["text"], day), words))
    for listed in sentences.values():
        for id, one, words in listed:
            for other_id, other, others in listed:
                if id != other_id and one.text != other.text and len(words & others) > 2:
                    yield compare(one, other), id.endswith("plus") == other_id.endswith("plus")


def altered(shared: Path) -> dict[str, Counter[str]]:
    """Of sentences in which one thing was changed, by kind of change: how many have each mark beside what they were."""
    marks: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(shared, 24):
        for one in row["sentences"]:
            for case in cases(one["text"], 2, 1):
                if case.kind in ALTERED and len(case.quote) > 40:
                    marks[case.kind.replace(" ", "_")][compare(Side(case.quote), Side(one["text"])).mark] += 1
    return marks


def rows(shared: Path, topics: int) -> Iterator[dict[str, Any]]:
    with lzma.open(shared / "data/ecbplus/ecbplus_topics_01-24.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from (row for row in map(json.loads, lines) if int(row["topic"]) <= topics)
