"""The notation in which help documents JSON, read as what may come out: the help is the specification.

    {"hits": [{"token", "span": SPAN}], "counts": {…}}  …  SPAN: {"start", "end"}

An object has exactly the named fields; `{…}` is an object with keys of its own; a name in capitals is defined after
it, and its value may be null where the definition ends in `or null`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_SIGN = re.compile(r'\s*(\{…\}|[\[\]{}:,]|"[^"]+"|[A-Z]+)')


@dataclass(frozen=True)
class Named:
    """A reference to a definition."""

    name: str


ANY = "any object"
Shape = Any  # None for a plain value, ANY, Named, a list of one shape, or a dict of shapes


class Documented:
    """The shapes in a command's help, in their order, without the definitions."""

    def __init__(self, epilog: str) -> None:
        self.text = epilog
        self.definitions: dict[str, tuple[Shape, bool]] = {}
        self.shapes: list[Shape] = []
        at = 0
        while found := re.compile(r'(?:\b(?!JSON)([A-Z]+): )?(?=\{")').search(epilog, at):
            shape, at = self._value(found.end())
            if found[1]:
                self.definitions[found[1]] = (shape, epilog[at:].startswith(", or null"))
            else:
                self.shapes.append(shape)

    def _sign(self, at: int) -> tuple[str, int]:
        found = _SIGN.match(self.text, at)
        assert found, f"unreadable here: {self.text[at : at + 40]!r}"
        return found[1], found.end()

    def _value(self, at: int) -> tuple[Shape, int]:
        sign, at = self._sign(at)
        if sign == "{…}":
            return ANY, at
        if sign == "[":
            inner, at = self._value(at)
            sign, at = self._sign(at)
            assert sign == "]"
            return [inner], at
        if sign != "{":
            return Named(sign), at
        members: dict[str, Shape] = {}
        while sign != "}":
            name, at = self._sign(at)
            sign, at = self._sign(at)
            shape: Shape = None
            if sign == ":":
                shape, at = self._value(at)
                sign, at = self._sign(at)
            members[name.strip('"')] = shape
        return members, at

    def check(self, value: Any, shape: Shape, where: str = "") -> None:
        """The value has the documented form, and nothing undocumented."""
        if isinstance(shape, Named):
            defined, nullable = self.definitions[shape.name]
            assert value is not None or nullable, f"{where} is null"
            if value is not None:
                self.check(value, defined, where)
        elif shape is None:
            assert not isinstance(value, dict), f"{where} is an undocumented object: {value}"
            assert not (isinstance(value, list) and any(isinstance(v, dict) for v in value)), f"{where}: {value}"
        elif shape == ANY:
            assert isinstance(value, dict), f"{where} is no object"
        elif isinstance(shape, list):
            assert isinstance(value, list), f"{where} is no list"
            for one in value:
                self.check(one, shape[0], f"{where}[]")
        else:
            assert set(value) == set(shape), f"{where}: {set(value) ^ set(shape)} differ"
            for name, inner in shape.items():
                self.check(value[name], inner, f"{where}.{name}")
