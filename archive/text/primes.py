"""Marks behind a number that are its unit: feet and inches, minutes and seconds.

`5'` and `5"` are written with the marks that quotations close with, which are one sign wherever typography is alike.
A mark behind a digit is taken for a unit where no quotation of its family is open; so is what may be either, since five
inches that look like five feet are worse than a change of quotation marks that is told of.
"""

from __future__ import annotations

import re

FEET, INCHES = "′", "″"
_SINGLE, _DOUBLE = "'`´‘’‚‛‹›", '"“”„‟«»'
_AFTER_DIGIT = re.compile(rf"\d[{_SINGLE}{_DOUBLE}]")
_MARK = re.compile(rf"''|[{_SINGLE}{_DOUBLE}]")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")


def primes(text: str) -> str:
    """The text with `′` and `″` for the marks that are units, in as many code points (`''` is `″` and U+2060)."""
    if not _AFTER_DIGIT.search(text):
        return text
    signs, opened = list(text), {FEET: 0, INCHES: 0}
    for mark in _MARK.finditer(text):
        unit = FEET if mark[0] in _SINGLE else INCHES
        begins = _opens(text, mark)
        if not begins and _is_unit(text, mark) and not opened[unit]:
            signs[slice(*mark.span())] = unit if len(mark[0]) == 1 else unit + "\u2060"
        elif begins or _closes(text, mark):
            opened[unit] = max(opened[unit] + (1 if begins else -1), 0)
    return "".join(signs)


def _opens(text: str, mark: re.Match[str]) -> bool:
    before, behind = _before(text, mark), text[mark.end() : mark.end() + 1]
    goes_on = before.isalnum() or before in (".", ",", "!", "?", "…")
    return mark[0] in "„‚" or not (goes_on or not behind or behind.isspace())


def _before(text: str, mark: re.Match[str]) -> str:
    return text[mark.start() - 1] if mark.start() else ""


def _closes(text: str, mark: re.Match[str]) -> bool:
    return not text[mark.end() : mark.end() + 1].isalnum()


def _is_unit(text: str, mark: re.Match[str]) -> bool:
    """Whether it stands behind a digit, and before no letter (`1990's`) and no group of thousands (`1'000`)."""
    behind = text[mark.end() : mark.end() + 1]
    return _before(text, mark).isdecimal() and not behind.isalpha() and not _THOUSANDS.match(text, mark.end())
