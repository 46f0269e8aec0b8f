"""Marks of sentences side by side: pairs of news sentences, and altered sentences beside what they were made of.

ECB+ has 24 topics of two events that are much alike (two earthquakes in Iran), reported by several outlets each. All
pairs of sentences of one topic from different documents are compared (265,000), once without the days of the documents,
once with the two events three years apart. `repeats_same_event` is the share of the pairs called `repeats` that are of
one event, in percent: what is not is wrong. `repeats_altered` and `differs_altered` are of sentences in which one
number, name or negation was changed (`archive.text.mutations`), each beside the sentence it was made of: how many of
them are said to repeat it, which is always wrong, and how many are said to differ from it.

Read by hand, each pair once: of `repeats` 75, all right; of `differs` all that there are: with days 6 of 6 are right,
without 6 of 21; the others are of the other event, which nothing in the words tells (23 pirates captured, and 26).
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
ALTERED = {"number": "number", "digits": "number", "negate": "negation", "affirm": "negation", "name": "name"}


def scores(shared: Path, topics: int = 24, dated: bool = True) -> dict[str, float]:
    found = Counter((one.mark, same) for one, same in pairs(shared, topics, dated))
    repeats = found["repeats", True], found["repeats", False]
    table = {f"{mark}_{'same' if same else 'other'}_event": float(n) for (mark, same), n in found.items()}
    table["repeats_same_event_percent"] = 100 * repeats[0] / max(sum(repeats), 1)
    return table | altered(shared, topics)


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


def altered(shared: Path, topics: int) -> dict[str, float]:
    """Percent of altered sentences that are said to repeat what they were made of, and to differ from it."""
    marks: Counter[str] = Counter()
    for row in rows(shared, topics):
        for one in row["sentences"]:
            for case in cases(one["text"], 1, 1):
                if case.kind in ALTERED and len(case.quote) > 40:
                    marks[compare(Side(case.quote), Side(one["text"])).mark] += 1
    total = max(marks.total(), 1)
    return {f"{mark}_altered_percent": round(100 * marks[mark] / total, 1) for mark in ("repeats", "differs")}


def rows(shared: Path, topics: int) -> Iterator[dict[str, Any]]:
    with lzma.open(shared / "data/ecbplus/ecbplus_topics_01-24.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from (row for row in map(json.loads, lines) if int(row["topic"]) <= topics)
