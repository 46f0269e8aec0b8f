"""Old and new sentence side by side, and the changes by name."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from archive.cli._output import Styled, bold, counted, dim, green, red, say
from archive.text.compare import words
from archive.text.wording import became

Ends = tuple[int, int]
Style = Callable[[str], Styled]
Line = list[str | Styled]

_NOW = {"preceding": "before it", "heading": "above it", "following": "behind it"}
NOT_THERE = "(not there)"
NOT_HELD = "(not held here)"
WIDEST = 160
NARROW = 70  # characters; below it one under the other


def say_outcome(one: Any, nothing: str = NOT_THERE) -> None:
    """What became of a citation; `nothing` stands for a newer sentence that there is none of."""
    tokens = " → ".join(token for token in (one.old, one.new) if token)
    again = "  (recorded already)" if one.existing else ""
    say(_coloured(one), f"  citation {one.citation[:12]}  claim {one.claim[:12]}  ", dim(tokens + again))
    say_sides(one.carried.before, one.carried.after, nothing)
    for change in one.carried.changes:
        say_change(change)
    for change in one.carried.around:
        was = dim(f"  (it was: {_line(change.before)})") if change.before else ""
        say(bold(f"{_NOW[change.kind]} now: "), _line(change.after) or "nothing", was, indent="   ")


def say_change(change: Any) -> None:
    """One change by its name, of what was carried or checked."""
    say(bold(f"{change.kind}: "), became(_line(change.before), _line(change.after)), indent="   ")


def _line(words: str) -> str:
    return " ".join(words.split())


def say_stale(one: Any) -> None:
    """A claim that rests on words which have changed; of one that somebody has looked at only that."""
    if one.decision:
        _say_decided(one)
    else:
        _say_waiting(one)
    for theirs in one.theirs:
        say(dim(f"looked at elsewhere: {theirs}"), indent="   ")


def stale_counted(found: Sequence[Any]) -> str:
    """How many there are that nobody has looked at, and how many that somebody has; how many are others' word."""
    looked_at = sum(one.decision is not None for one in found)
    theirs = sum(one.asserted != "" and one.decision is None for one in found)
    also = f", {looked_at:,} looked at" if looked_at else ""
    word = f", {theirs:,} by another archive's word" if theirs else ""
    return f"{counted(len(found) - looked_at, 'stale citation')}{word}{also}"


def _say_waiting(one: Any) -> None:
    stories = f"  {' '.join(one.stories)}" if one.stories else ""
    say(bold(f"claim {one.claim[:12]}{stories}  "), one.text)
    say(_between(one), dim(f"  {one.title}  {one.document}"), indent="   ")
    if one.asserted:
        say(f"by the word of {one.asserted}; the newer edition is not held here", indent="   ")
    say_outcome(one.outcome, NOT_HELD if one.asserted and one.outcome.outcome != "deleted" else NOT_THERE)


def _say_decided(one: Any) -> None:
    when = f"{one.outcome.told}, {one.decision.decision} {one.decision.at} by {one.decision.by}"
    named = " ".join([f"claim {one.claim[:12]}", *one.stories])
    say(dim(f"looked at: {named}  citation {one.outcome.citation[:12]}  {when}  "), one.text)


def _between(one: Any) -> str:
    return f"changed between {one.last_seen} and {one.seen}" if one.last_seen else f"changed before {one.seen}"


def _coloured(one: Any) -> Styled:
    return red(one.told) if one.is_changed else bold(one.told)


def say_sides(before: str, after: str, nothing: str = NOT_THERE) -> None:
    """Two columns, as wide as the terminal; in a narrow one the new sentence below the old, or `nothing` for none.
    Words that only one has are coloured where there are colours."""
    width = min(shutil.get_terminal_size().columns, WIDEST) - 6
    old, new = " ".join(before.split()), " ".join(after.split())
    gone, come = _differing(old, new)
    if width < NARROW:
        say("- ", *_marked(old, 0, gone, red), indent="   ")
        say("+ ", *_marked(new or nothing, 0, come, green), indent="   ")
        return
    half = width // 2
    columns = _wrapped(old, half, gone, red), _wrapped(new or nothing, half, come, green)
    empty: Line = []
    for left, right in zip_longest(*columns, fillvalue=empty):
        padding = " " * (half - sum(len(part if isinstance(part, str) else part.text) for part in left))
        say(*left, f"{padding} │ ", *right, indent="   ")


def _differing(old: str, new: str) -> tuple[list[Ends], list[Ends]]:
    """Where the words stand that only one of the sentences has; of a sentence that is gone nothing is marked."""
    gone: list[Ends] = []
    come: list[Ends] = []
    i = j = 0
    for part in words(old, new) if old and new else ():
        i_end, j_end = i + len(part.text) * (part.kind != "added"), j + len(part.text) * (part.kind != "removed")
        gone += [(i, i_end)] if part.kind == "removed" else []
        come += [(j, j_end)] if part.kind == "added" else []
        i, j = i_end, j_end
    return gone, come


def _wrapped(sentence: str, width: int, marked: list[Ends], style: Style) -> Iterator[Line]:
    at = 0
    for line in textwrap.wrap(sentence, width):
        at = sentence.index(line, at)
        yield _marked(line, at, marked, style)
        at += len(line)


def _marked(line: str, at: int, marked: list[Ends], style: Style) -> Line:
    """A line that stands at a place of its sentence, with what is marked there in this style."""
    parts: Line = []
    done = 0
    for start, end in ((max(start - at, 0), min(end - at, len(line))) for start, end in marked):
        if start < end:
            parts += [line[done:start], style(line[start:end])]
            done = end
    return [*parts, line[done:]]
