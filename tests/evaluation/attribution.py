"""Who said what in political news, against the annotations of PolNeAR, and the speed of finding it.

The measure is `archive.extractors._score`.
"""

import json
import lzma
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.extractors import rules
from archive.extractors._score import matched
from archive.model.proposal import Proposal
from archive.model.span import Span
from archive.text.sentences import sentences

SETS = {"dev": "polnear_dev.jsonl.xz", "train200": "polnear_train200.jsonl.xz"}


def scores(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent: set → F, precision, recall, sources right of those found, and the errors by kind: what was missed has a
    cue of ours with another extent, or none; what is too much likewise."""
    table = {}
    for name, file in SETS.items():
        if only in (None, name):
            count: Counter[str] = Counter()
            for row in rows(shared / "data/attribution" / file):
                count.update(_counts(row))
            for measure, share in _shares(count).items():
                table[f"{name}_{measure}"] = {"rules": share}
    return table


def _shares(count: Counter[str]) -> dict[str, float]:
    both, found, gold = count["both"], count["found"], count["gold"]
    return {
        "f": 200 * both / (found + gold),
        "precision": 100 * both / found,
        "recall": 100 * both / gold,
        "source": 100 * count["right"] / count["named"],
        "missed_by_extent": 100 * count["near"] / gold,
        "missed_wholly": 100 * (gold - both - count["near"]) / gold,
        "extra_by_extent": 100 * count["off"] / found,
        "extra_wholly": 100 * (found - both - count["off"]) / found,
    }


def speed(shared: Path) -> dict[str, float]:
    """Million characters a second of one core: the rules alone, and with the splitting into sentences."""
    texts = [row["text"] for row in rows(shared / "data/attribution" / SETS["dev"])]
    started = time.process_time()
    split = [sentences(text) for text in texts]
    between = time.process_time()
    for text, spans in zip(texts, split, strict=True):
        rules.extract(text, spans)
    ended = time.process_time()
    size = sum(map(len, texts)) / 1e6
    return {"rules": size / (ended - between), "with sentences": size / (ended - started)}


def rows(path: Path) -> Iterator[Any]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _counts(row: Any) -> Counter[str]:
    text, gold = row["text"], {id(one): one for one in row["attributions"]}
    found = rules.extract(text, sentences(text))
    marked = [Proposal(tuple(Span(*pair) for pair in one["content"]), "indirect") for one in gold.values()]
    whose = dict(zip(map(id, marked), gold.values(), strict=True))
    pairs = [(one, whose[id(other)]) for one, other in matched(text, found, marked)]
    count = Counter(found=len(found), gold=len(gold), both=len(pairs))
    for proposal, match in pairs:
        if match["source"]:
            count["named"] += 1
            count["right"] += source_is_right(proposal, match["source"])
    ours, theirs = {id(one) for one, _ in pairs}, {id(one) for _, one in pairs}
    missed = [one for number, one in gold.items() if number not in theirs]
    extra = [one for one in found if id(one) not in ours]
    count["near"] = sum(any(has_cue(other, one) for other in found) for one in missed)
    count["off"] = sum(any(has_cue(one, other) for other in gold.values()) for one in extra)
    return count


def has_cue(proposal: Proposal, gold: Any) -> bool:
    cue = proposal.cue
    return cue is not None and any(cue.start < end and start < cue.end for start, end in gold["cue"])


def source_is_right(proposal: Proposal, gold: Any) -> bool:
    source = proposal.source
    return source is not None and any(source.start < end and start < source.end for start, end in gold)
