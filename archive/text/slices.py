"""Slices: runs of twelve characters, by which words are found again wherever they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set
from typing import Any

LENGTH = 12  # code points


def slices(text: str) -> Iterator[str]:
    """Every slice of a text; none of one that is shorter."""
    return (text[at : at + LENGTH] for at in range(len(text) - LENGTH + 1))


def shared(text: str, known: Set[str]) -> set[str]:
    """The slices of a text that are among those."""
    return {one for one in slices(text) if one in known}


def strings(value: Any) -> Iterator[str]:
    """Every text in a value as JSON has it, names of members too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from strings(member)
    elif isinstance(value, Collection):
        for member in value:
            yield from strings(member)
