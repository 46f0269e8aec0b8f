"""Positions as JavaScript counts them, in UTF-16 code units: a character beyond U+FFFF is two."""

from __future__ import annotations


def code_points(text: str, units: int) -> int | None:
    """How many code points the first `units` code units of `text` are; None where that cuts a character in two, or the
    text ends before."""
    if units < 0 or units > 2 * len(text):
        return None
    begun = text[:units].encode("utf-16-le", "surrogatepass")  # as many code units at least, or all there are
    try:
        return len(begun[: 2 * units].decode("utf-16-le")) if len(begun) >= 2 * units else None
    except UnicodeDecodeError:
        return None
