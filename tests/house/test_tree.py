"""What no file of the project may hold: where and how it was made, and addresses that belong to somebody's machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: What it is → a pattern. Written so that this file does not match itself.
UNWANTED = {
    "a package registry's host": r"(?i)py[p]i\.org|python[h]osted\.org|registry\.npm[j]s|crate[s]\.io|proxy\.go[l]ang",
    "a path of one machine": r"(?<![\w.~/-])/(?:wor[k]|roo[t]|hom[e]/(?!you\b)\w+|User[s]/\w+)/",
    "who or what wrote it": r"(?i)\bclaud[e]\b|\banthropi[c]\b|co-authored-b[y]",
    "the workplace": r"(?i)\bsub-?agen[t]|\b(?:this|previous|other|another|next) sessio[n]\b|\bthe brie[f]\b",
    "a document that is not here": r"\bDESIG[N](?:\.md|\b(?! =))",
    "an issue or request number": r"(?i)\b(?:issu[e]s?|tickets?|bugs?|fixes|closes|pull request|PR|GH)[ -/]?#?\d+\b",
    "an unfinished thought": r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b",
}


def files() -> list[Path]:
    """Everything that is, or is about to be, in the repository."""
    ask = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(ask, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this is no Git checkout")
    found = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    return [path for path in found if path.is_file()]


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(UNWANTED[what])
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]!r}"
            for match in pattern.finditer(text)
        ]
    assert found == []


def test_scripts_can_be_run() -> None:
    folders = ("scripts", ".ci")
    scripts = [path for path in files() if path.relative_to(ROOT).parts[0] in folders and not path.suffix]
    assert scripts
    assert [path.name for path in scripts if not path.stat().st_mode & 0o100 and path.read_bytes()[:2] == b"#!"] == []
