"""Real pages: is the article chosen, are trafilatura's own sentences found, and does every character lead back?

    f1_body       the selected text without the headline against the pages' gold, by the measure of the set's authors:
                  mean precision and recall of 4-word shingles, each page counting alike. Their gold has no headlines.
    f1            the same with the headline, which belongs to the article here
    found         sentences of trafilatura's own output that stand in the selected text, white space aside
    mapped        selected sentences whose bytes, decoded and with references replaced, are their characters

All in percent. The second set has no gold that is plain text.
"""

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from archive.readers import Declared
from archive.readers._article import article, bared, selected
from archive.readers._page import Page, bytes_of, markup, page, unescape
from archive.readers._stated import stated, titles
from archive.text.sentences import sentences

SETS = {"benchmark": "html-article-extraction-benchmark", "readability": "html-readability"}
WORD = re.compile(r"\w+")


def scores(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """SET_MEASURE → {"score": percent}."""
    return {
        f"{name}_{measure}": {"score": score}
        for name, folder in SETS.items()
        if only in (None, name)
        for measure, score in _scores(list(pages(shared, folder))).items()
    }


def pages(shared: Path, folder: str) -> Iterator[tuple[bytes, str]]:
    """(bytes, gold text) of each page; the gold is empty where there is none."""
    with lzma.open(shared / "data" / folder / "pages.jsonl.xz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["html"].encode("utf-8", "replace"), row.get("article_body", "")


def _scores(rows: list[tuple[bytes, str]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    body, whole = [], []
    for data, gold in rows:
        made = page(data, Declared())
        plain, _ = article(made)
        spans, _ = article(made, titles(made, stated(made)))
        counts += _counted(made, data, spans)
        if gold:
            body.append(_shingled(gold, _text(made, plain)))
            whole.append(_shingled(gold, _text(made, spans)))
    table = {"f1_body": _f1(body), "f1": _f1(whole)} if body else {}
    return {
        **table,
        "found": 100 * counts["found"] / counts["theirs"],
        "mapped": 100 * counts["mapped"] / counts["ours"],
    }


def _counted(made: Page, data: bytes, spans: tuple[tuple[int, int], ...]) -> Counter[str]:
    counts: Counter[str] = Counter()
    chosen = bared(_text(made, spans))
    for block in selected(markup(made)):
        text = "".join(block.itertext()) + (block.tail or "")
        for start, end in sentences(text):
            counts.update(theirs=1, found=bared(text[start:end]) in chosen)
    for begin, stop in spans:
        for start, end in sentences(made.text[begin:stop]):
            counts.update(ours=1, mapped=_leads_back(made, data, begin + start, begin + end))
    return counts


def _leads_back(made: Page, data: bytes, start: int, end: int) -> bool:
    written = b"".join(data[first:last] for first, last in bytes_of(made, data, start, end))
    said = unescape(written.decode(made.encoding.partition(";")[0], "replace"))
    return "".join(said.split()) == "".join(made.text[start:end].split())


def _text(made: Page, spans: tuple[tuple[int, int], ...]) -> str:
    return "\n\n".join(made.text[start:end] for start, end in spans)


def _shingled(gold: str, text: str) -> tuple[float | None, float | None]:
    """(precision, recall) of the 4-word shingles; None where there is nothing that could be right."""
    theirs, ours = _shingles(gold), _shingles(text)
    common = sum((theirs & ours).values())
    return common / sum(ours.values()) if ours else None, common / sum(theirs.values()) if theirs else None


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def _f1(pairs: list[tuple[float | None, float | None]]) -> float:
    precision, recall = (mean(one for one in side if one is not None) for side in zip(*pairs, strict=True))
    return 200 * precision * recall / (precision + recall)
