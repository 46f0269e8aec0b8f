"""Sentence boundaries against the gold of ten languages, and the speed of finding them.

A boundary is a sentence's end in code points. The last one of each text does not count, since every splitter finds
it, and texts are split at blank lines beforehand, as for the tools in the data's README.
"""

import json
import lzma
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.text.sentences import sentences

Chunk = tuple[str, str, str, list[int]]  # set, language, text, gold ends


def f1(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Boundary F1 in percent: set → {"none": language not told, "language": told}."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for name, language, text, gold in _chunks(shared / "data/sentences/sentences.jsonl.xz"):
        if only in (None, name):
            for column, told in (("none", None), ("language", language)):
                found = {end for _, end in sentences(text, told)[:-1]}
                counts.setdefault((name, column), Counter()).update(
                    both=len(found & set(gold[:-1])), all=len(found) + len(gold) - 1
                )
    table: dict[str, dict[str, float]] = {}
    for (name, column), count in counts.items():
        table.setdefault(name, {})[column] = 200 * count["both"] / count["all"]
    return table


def speed(shared: Path) -> dict[str, float]:
    """Million characters a second of one core on English, and of `re.findall(r"[.!?]", …)` as a yardstick."""
    paths = ("gov-blog-versions/18f.jsonl.xz", "factbook-versions/factbook_versions.jsonl.xz")
    texts = [text for path in paths for text in _long_strings(shared / "data" / path, limit=5_000_000)]
    size = sum(map(len, texts)) / 1e6
    return {
        "sentences": size / _seconds(sentences, texts),
        "findall": size / _seconds(lambda text: re.findall(r"[.!?]", text), texts),
    }


def _chunks(path: Path) -> Iterator[Chunk]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            for start, end in _between_blank_lines(row["text"]):
                gold = [e - start for s, e in row["sentences"] if start <= s and e <= end]
                yield row["set"], row["lang"], row["text"][start:end], gold


def _between_blank_lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for blank in re.finditer(r"\n\s*\n", text):
        yield start, blank.start()
        start = blank.end()
    yield start, len(text)


def _long_strings(path: Path, limit: int) -> list[str]:
    """Strings of 500 characters and more anywhere in the file's JSON, up to `limit` characters in all."""
    found: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            json.loads(line, object_pairs_hook=lambda pairs: found.extend(_strings(pairs)))
            if sum(map(len, found)) > limit:
                break
    return found


def _strings(pairs: list[tuple[str, object]]) -> Iterator[str]:
    return (value for _, value in pairs if isinstance(value, str) and len(value) >= 500)


def _seconds(work: Callable[[str], object], texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - started
