"""Questions in twelve languages, each to find its paragraph: the share whose first document is the right one.

`told`, `detected`: each language is an archive of its own, of 240 documents whose language is told, or is not.
`mixed`: one archive of all twelve, 2,880 documents whose language is not told; it finds less, for a word that is in
all texts of its language is in a twelfth of the archive, and counts as rare. A question is searched as a person
types it, but for quotation marks, which would ask for a phrase.
"""

import json
import lzma
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import archive

Rows = list[dict[str, Any]]


def p_at_1(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent of the questions: language → {"told": …, "detected": …}."""
    return {
        language: {
            "told": _shares(rows, told=True)[language],
            "detected": _shares(rows, told=False)[language],
        }
        for language, rows in read(shared).items()
        if only in (None, language)
    }


def mixed(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent of the questions, all languages in one archive: language → {"mixed": …}."""
    found = _shares([row for rows in read(shared).values() for row in rows], told=False)
    return {language: {"mixed": share} for language, share in found.items() if only in (None, language)}


def told(shared: Path, language: str) -> float:
    return _shares(read(shared)[language], told=True)[language]


def read(shared: Path) -> dict[str, Rows]:
    """The paragraphs of each language."""
    paragraphs: dict[str, Rows] = defaultdict(list)
    with lzma.open(shared / "data/xquad/xquad.jsonl.xz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            paragraphs[row["lang"]].append(row)
    return paragraphs


def _shares(rows: Rows, *, told: bool) -> dict[str, float]:
    """Language → percent of its questions, in one archive of all these paragraphs."""
    found: dict[str, list[bool]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with archive.create(folder / "a", name="Questions", keys=folder / "keys", cache=folder / "cache") as made:
            documents = [added.document for added in made.add_list(_articles(rows, told))]
            for row, document in zip(rows, documents, strict=True):
                found[row["lang"]] += [_first(made, qa["question"]) == document for qa in row["qas"]]
    return {language: 100 * sum(right) / len(right) for language, right in found.items()}


def _articles(rows: Rows, told: bool) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps({"text": row["context"], **({"language": row["lang"]} if told else {})}).encode()


def _first(made: archive.Archive, question: str) -> str:
    hits = made.search(re.sub('["“”„«»＂]', " ", question), find="document", limit=1).hits
    return hits[0].document if hits else ""
