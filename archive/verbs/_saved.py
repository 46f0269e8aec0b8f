"""Saved searches: what is new since one was asked last. They are this user's, and stand outside the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.errors import CannotWrite, NotFound, UsageError
from archive.memory import Memory

NAME = "searches"
MOST = 10_000  # hits that are shown at once
LONGEST = 100  # characters of a name


@dataclass(frozen=True, slots=True)
class Saved:
    """`options` are the keyword arguments of the search; `seen` is how long the log was when it was asked last, and
    `root` its root (64 hex; empty where that was not kept yet)."""

    name: str
    words: str
    options: Mapping[str, Any]
    seen: int
    root: str


@dataclass(frozen=True, slots=True)
class New:
    """How many sentences (documents, claims) a saved search finds that were not there when it was asked last."""

    name: str
    words: str
    new: int


def saved(memory: Memory) -> list[Saved]:
    """In the order of their names."""
    held = sorted(_held(memory.recall(NAME), memory).items())
    return [Saved(name, one["words"], one["options"], one["seen"], one.get("root", "")) for name, one in held]


def one_saved(memory: Memory, name: str) -> Saved:
    """Raises NotFound."""
    for search in saved(memory):
        if search.name == name:
            return search
    names = ", ".join(search.name for search in saved(memory))
    raise NotFound(f"no search is saved as {name!r}", hint=f"there are: {names}" if names else "save one with --save")


def save(memory: Memory, search: Saved) -> None:
    """Under its name, in the place of one that was there. Raises UsageError, CannotWrite."""
    if not search.name.strip() or len(search.name) > LONGEST or not search.name.isprintable():
        raise UsageError("a saved search needs a name of printable characters", hint="such as --save dam")
    one = {"words": search.words, "options": dict(search.options), "seen": search.seen, "root": search.root}
    memory.change(NAME, lambda held: _held(held, memory) | {search.name: one})


def see(memory: Memory, name: str, seen: int, root: str) -> None:
    """Remembers how far a saved search has seen; of one that was forgotten meanwhile, nothing."""

    def changed(held: Any) -> Any:
        known = _held(held, memory)
        return {**known, name: {**known[name], "seen": seen, "root": root}} if name in known else known

    memory.change(NAME, changed)


def _held(recalled: Any, memory: Memory) -> dict[str, Any]:
    """Raises CannotWrite for what no program of ours wrote."""
    held = recalled or {}
    if not isinstance(held, dict) or not all(map(_is_saved, held.values())):
        raise CannotWrite(f"the saved searches in {memory.folder} are damaged", hint="remove searches.json there")
    return held


def _is_saved(one: Any) -> bool:
    kinds = {"words": str, "options": dict, "seen": int}
    if not isinstance(one, dict) or not isinstance(one.get("root", ""), str):
        return False
    return all(isinstance(one.get(name), kind) for name, kind in kinds.items())


def forget(memory: Memory, name: str) -> None:
    """Raises NotFound."""
    one_saved(memory, name)
    memory.change(NAME, lambda held: {one: kept for one, kept in _held(held, memory).items() if one != name})
