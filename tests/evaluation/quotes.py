"""What `check` says of quotes made from real texts, untouched and altered: `archive.text.mutations` makes them.

The texts are the sample articles, the shared ones, and one in forty of the versions of government blogs. Percent of:
`right` verdicts; altered quotes that were not accepted (`kept_out`); untouched ones that were (`let_in`); and slices of
sentences, taken blindly, that were not said to leave out what qualifies them (`untruncated`).
"""

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

from archive.verbs._selftest import selftest

SEEDS = Path(__file__).parents[2] / "seeds" / "kerrow"
EVERY = 40  # versions of blogs


def shares(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """What is measured → its percentage."""
    done = selftest(_texts(shared))
    found = {
        "right": done.right / done.cases,
        "kept_out": 1 - done.accepted / done.cases,
        "let_in": 1 - done.refused / done.cases,
        "untruncated": 1 - done.truncated / done.slices,
    }
    return {name: {"share": 100 * share} for name, share in found.items() if only in (None, name)}


def _texts(shared: Path) -> Iterator[str]:
    for path in sorted([*(shared / "seeds").glob("*.txt"), *SEEDS.glob("*.txt")]):
        yield path.read_text(encoding="utf-8")
    for path in sorted((shared / "data" / "gov-blog-versions").glob("*.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for n, line in enumerate(lines) if n % EVERY == 0)
