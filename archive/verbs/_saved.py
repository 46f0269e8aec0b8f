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
    """`options` are the keyword arguments of the search; `seen` is how long the log was when it was asked last."""

    name: str
    words: str
    options: Mapping[str, Any]
    seen: int


@dataclass(frozen=True, slots=True)
class New:
    """How many sentences (documents, claims) a saved search finds that were not there when it was asked last."""

    name: str
    words: str
    new: int


def saved(memory: Memory) -> list[Saved]:
    """In the order of their names."""
    return [Saved(name, one["words"], one["options"], one["seen"]) for name, one in sorted(_held(memory).items())]


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
    held = _held(memory)
    held[search.name] = {"words": search.words, "options": dict(search.options), "seen": search.seen}
    memory.remember(NAME, held)


def _held(memory: Memory) -> dict[str, Any]:
    """Raises CannotWrite for what no program of ours wrote."""
    held = memory.recall(NAME) or {}
    if not isinstance(held, dict) or not all(map(_is_saved, held.values())):
        raise CannotWrite(f"the saved searches in {memory.folder} are damaged", hint="remove searches.json there")
    return held


def _is_saved(one: Any) -> bool:
    kinds = {"words": str, "options": dict, "seen": int}
    return isinstance(one, dict) and all(isinstance(one.get(name), kind) for name, kind in kinds.items())


def forget(memory: Memory, name: str) -> None:
    """Raises NotFound."""
    one_saved(memory, name)
    held = _held(memory)
    del held[name]
    memory.remember(NAME, held)
