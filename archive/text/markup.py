"""HTML that cannot be made by accident: only the functions here make `Html`, and mypy sees that nothing else does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NewType

from archive.text import escape

Html = NewType("Html", str)

NOTHING = Html("")
_VOID = frozenset({"meta"})
_INLINE = frozenset({"a", "abbr", "bdi", "code", "del", "ins", "mark", "q", "span", "strong"})


def text(plain: str) -> Html:
    """`plain`, escaped."""
    return Html(escape.html(plain))


def tag(name: str, /, *children: Html, **attributes: str) -> Html:
    """`<name attributes>children</name>`. Attribute values are escaped, empty ones left out.

    `class_` stands for `class`, any other underscore for a hyphen. Blocks end their line.
    """
    written = "".join(
        [f' {key.rstrip("_").replace("_", "-")}="{escape.html(value)}"' for key, value in attributes.items() if value]
        if attributes
        else ()
    )
    end = "" if name in _VOID else f"{''.join(children)}</{name}>"
    return Html(f"<{name}{written}>{end}" + ("" if name in _INLINE else "\n"))


def words(name: str, plain: str, /, **attributes: str) -> Html:
    """An element that holds only text."""
    return tag(name, text(plain), **attributes)


def join(parts: Iterable[Html], between: str = "") -> Html:
    return Html(text(between).join(parts))


def style(css: str) -> Html:
    """A style element. `css` is the program's own, never text from outside."""
    return Html(f"<style>{css}</style>\n")
