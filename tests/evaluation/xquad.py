"""Questions in twelve languages, each to find its paragraph: the share whose first document is the right one.

Each language is an archive of its own, of 240 documents whose language is told. A question is searched as a
person types it, but for quotation marks, which would ask for a phrase.
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


def p_at_1(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent of the questions: language → {"told": …}."""
    paragraphs: dict[str, list[Any]] = defaultdict(list)
    with lzma.open(shared / "data/xquad/xquad.jsonl.xz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            paragraphs[row["lang"]].append(row)
    return {
        language: {"told": _share(rows, language)} for language, rows in paragraphs.items() if only in (None, language)
    }


def _share(rows: list[Any], language: str) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with archive.create(folder / "a", name="Questions", keys=folder / "keys", cache=folder / "cache") as made:
            documents = [added.document for added in made.add_list(_articles(rows, language))]
            found = [
                _first(made, qa["question"]) == document
                for row, document in zip(rows, documents, strict=True)
                for qa in row["qas"]
            ]
    return 100 * sum(found) / len(found)


def _articles(rows: list[Any], language: str) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps({"text": row["context"], "language": language}).encode()


def _first(made: archive.Archive, question: str) -> str:
    hits = made.search(re.sub('["“”„«»＂]', " ", question), find="document", limit=1).hits
    return hits[0].document if hits else ""
