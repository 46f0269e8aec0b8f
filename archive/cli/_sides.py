"""Old and new sentence side by side, and the changes by name."""

from __future__ import annotations

import shutil
import textwrap
from itertools import zip_longest
from typing import Any

from archive.cli._output import Styled, bold, dim, red, say

WIDEST = 160
NARROW = 70  # characters; below it one under the other


def say_outcome(one: Any) -> None:
    """What became of a citation."""
    tokens = " → ".join(token for token in (one.old, one.new) if token)
    again = "  (recorded already)" if one.existing else ""
    say(_coloured(one), f"  citation {one.citation[:12]}  claim {one.claim[:12]}  ", dim(tokens + again))
    say_sides(one.carried.before, one.carried.after)
    for change in one.carried.changes:
        say(bold(f"{change.kind}: "), f"{change.before or 'none'} → {change.after or 'none'}", indent="   ")


def say_stale(one: Any) -> None:
    """A claim that rests on words which have changed."""
    stories = f"  {' '.join(one.stories)}" if one.stories else ""
    say(bold(f"claim {one.claim[:12]}{stories}  "), one.text)
    say(_between(one), dim(f"  {one.title}  {one.document}"), indent="   ")
    say_outcome(one.outcome)


def _between(one: Any) -> str:
    return f"changed between {one.last_seen} and {one.seen}" if one.last_seen else f"changed before {one.seen}"


def _coloured(one: Any) -> Styled:
    return red(one.outcome) if one.is_changed else bold(one.outcome)


def say_sides(before: str, after: str) -> None:
    """Two columns, as wide as the terminal; in a narrow one the new sentence below the old."""
    width = min(shutil.get_terminal_size().columns, WIDEST) - 6
    old, new = " ".join(before.split()), " ".join(after.split()) or "(not there)"
    if width < NARROW:
        say("- ", old, indent="   ")
        say("+ ", new, indent="   ")
        return
    half = width // 2
    for left, right in zip_longest(textwrap.wrap(old, half), textwrap.wrap(new, half), fillvalue=""):
        say(f"{left:{half}} │ {right}", indent="   ")
