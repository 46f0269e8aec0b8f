"""Quotes carried from one version of a document to a later one: `reanchor-dev`, by kind of case.

Each case says where a quote stands in its old version and where in its new one, or that it is gone. `right`: the share
of cases whose place overlaps with the right one by at least .8 (intersection over union, code points), or that were
rightly given up. The texts are those of the sets that the cases name. Percent.
"""

import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.model.span import Span
from archive.text.carry import Carried, carry

SETS = {
    "factbook": "factbook-versions/factbook_versions",
    "18f": "gov-blog-versions/18f",
    "digitalgov": "gov-blog-versions/digitalgov_even",
    "gesetze": "german-law-versions/gesetze_versions",
}
CASES = "reanchor-dev/reanchor_silver_dev"


def scores(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent: status → {"right": …}."""
    right: dict[str, list[bool]] = defaultdict(list)
    for case, carried, after in results(shared, only):
        right[case["status"]].append(is_right(case, carried.span))
        assert carried.outcome not in ("same", "moved") or carried.span.of(after) == case["quote"]
    return {status: {"right": 100 * sum(all) / len(all)} for status, all in right.items()}


def results(shared: Path, only: str | None = None) -> Iterator[tuple[dict[str, Any], Carried, str]]:
    """Each case, what became of it, and the new text."""
    cases = [case for case in rows(shared, CASES) if only in (None, case["status"])]
    texts = _texts(shared, cases)
    for case in cases:
        before, after = (texts[case["set"], case["doc"], case[which]] for which in ("from_version", "to_version"))
        span = Span(case["start"], case["start"] + len(case["quote"]))
        [carried] = carry(before, after, [span], "de" if case["set"] == "gesetze" else "en")
        yield case, carried, after


def is_right(case: dict[str, Any], span: Span | None) -> bool:
    start, end = case["new_start"], case["new_end"]
    if span is None or start is None:
        return span is None and start is None
    common = max(min(span.end, end) - max(span.start, start), 0)
    return common / (max(span.end, end) - min(span.start, start)) >= 0.8


def rows(shared: Path, name: str) -> Iterator[dict[str, Any]]:
    with lzma.open(shared / "data" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _texts(shared: Path, cases: list[dict[str, Any]]) -> dict[tuple[str, str, int], str]:
    wanted = {(c["set"], c["doc"], c[which]) for c in cases for which in ("from_version", "to_version")}
    return {
        key: row["text"]
        for name, path in SETS.items()
        for row in rows(shared, path)
        for key in [(name, row["url"], row["version"])]
        if key in wanted
    }
