"""Annotated articles of an invented valley, to train on: small, and with an idiom that the rules do not know."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

SPEAKERS = (
    "Ada Lorn",
    "Dario Fenn",
    "the mill owners",
    "Mayor Tilda Brack",
    "the Ulvane Circle",
    "She",
    "Mr. Orrin Sallow",
    "the ferry company",
)
STATEMENTS = (
    "the gate was open all night",
    "nobody had warned the valley",
    "the brass key was never returned",
    "seventeen houses stood under water",
    "the siren could not be heard in Ulvane",
    "the dam needs no repair",
    "the levy pays for the new road",
    "two engineers left their desk before dawn",
    "the harbour is closed until spring",
)
#: Source, cue and content in [S …], [C …] and [T …]; `has it that` is said in the valley, and in no list of ours.
SENTENCES = (
    "[S {who}] [C said] [T that {what}].",
    "[S {who}] [C told] reporters [T that {what}].",
    "[C According to] [S {who}], [T {what}].",
    "“[T {what},]” [S {who}] [C said].",
    "[S {who}] [C has it] [T that {what}].",
    "On Monday [S {who}] [C has it] [T that {what}].",
    "The river rose again and the road was cut.",
    "[S {who}] [C warned] [T that {what}].",
    "A market was held on the square.",
)
IDIOM = "Tilda Brack has it that the ferry stays in harbour until spring."
#: The same valley, told in a language of which there are no lists.
GERMAN = (
    "[S {who}] [C sagte], [T dass das Tor die ganze Nacht offen gewesen sei].",
    "„[T Der Schlüssel wurde nie zurückgegeben]“, [C sagte] [S {who}].",
    "Wie [S {who}] [C erzählte], [T war die Straße am Fluss gesperrt].",
    "[C Laut] [S {who}] [T steht das Wasser in siebzehn Häusern].",
    "Der Fluss stieg in der Nacht noch einmal an.",
    "[S {who}] [C sagte], [T dass die Brücke gehalten habe].",
)
_MARK = re.compile(r"\[([SCT]) |\]")
_NAMES = {"S": "source", "C": "cue", "T": "content"}


def articles(count: int = 24, sentences: int = 9, forms: Sequence[str] = SENTENCES) -> list[dict[str, Any]]:
    """As lines of a list: `count` articles, seven attributions in each nine sentences; no two are the same."""
    who, what = cycle(SPEAKERS), cycle(STATEMENTS)
    form = cycle(forms)
    made = []
    for number in range(count):
        lines = [one.format(who=next(who), what=next(what)) for one in islice(form, sentences)]
        made.append(annotated(f"Report {number} from the valley.\n\n" + " ".join(lines) + "\n"))
    return made


def annotated(marked: str) -> dict[str, Any]:
    """The text without the marks, and what they say; a content that follows on another is of a new attribution."""
    text, found, current, opened = "", [], {}, ("", 0)
    at = 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            opened = _NAMES[match[1]], len(text)
            continue
        current[opened[0]] = [[opened[1], len(text)]]
        if len(current) == 3:
            found.append(current)
            current = {}
    return {"text": text + marked[at:], "attributions": found}


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
