"""Canonical JSON (RFC 8785), restricted to what a record may hold. One value has one spelling.

Values are objects with string keys, arrays (a list, or a tuple on the way out), strings, booleans and
integers between -(2^53 - 1) and 2^53 - 1. Refused both ways, with ValueError: floats and NaN, null, other
types, lone surrogates, more than 32 containers in one another, and an empty member (`""`, `[]` or `{}` as the
value of an object's key: it is left out instead). An array's elements and the outermost value may be empty,
because there the place itself says something.

`loads` accepts only what `dumps` would print. That one comparison refuses white space, other key orders,
duplicate keys, other escapes and `-0`, with nothing to forget.

Why not `rfc8785.dumps` for everything: the C encoder of the standard library gives the same bytes for these
values in a fifth of the time, and four records are written for a document. It sorts keys by code point where
RFC 8785 sorts by UTF-16 code unit; the two differ only beyond ASCII, and there `rfc8785` does the work.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NoReturn

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1

_CAN_BE_EMPTY = frozenset({str, list, tuple, dict})

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def dumps(value: Any) -> bytes:
    """The canonical UTF-8 bytes of `value`. Raises ValueError, saying what cannot stand in a record."""
    ascii_keys = _check(value, 1, "value")
    try:
        if ascii_keys:
            return _ENCODER.encode(value).encode()
        import rfc8785

        return rfc8785.dumps(value)
    except UnicodeEncodeError as error:
        raise ValueError("a lone surrogate is not text") from error


def loads(data: bytes) -> Any:
    """Inverse of `dumps`, and of nothing else. Raises ValueError, saying what is wrong."""
    try:
        value = json.loads(data.decode())
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise ValueError(f"more than {MAX_DEPTH} levels deep") from error
    if dumps(value) != data:
        raise ValueError(_why_not_canonical(data))
    return value


def _check(value: Any, depth: int, name: str) -> bool:
    """Whether all keys are ASCII. Raises ValueError when `value` cannot be written."""
    kind = type(value)
    if kind is dict:
        return _check_object(value, depth)
    if kind is list or kind is tuple:
        return _check_array(value, depth, name)
    if kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise ValueError(f"{name}: an integer beyond 2^53 - 1")
    elif kind is not str and kind is not bool:
        _refuse(value, name)
    return True


def _check_object(members: dict[Any, Any], depth: int) -> bool:
    if depth > MAX_DEPTH:
        raise ValueError(f"more than {MAX_DEPTH} levels deep")
    ascii_keys = True
    for key, value in members.items():
        if type(key) is not str:
            raise ValueError(f"a key that is {type(key).__name__}, not str")
        if not key.isascii():
            ascii_keys = False
        if not value and type(value) in _CAN_BE_EMPTY:
            raise ValueError(f"{key}: an empty member; leave it out")
        if type(value) is not str:
            ascii_keys &= _check(value, depth + 1, key)
    return ascii_keys


def _check_array(values: list[Any] | tuple[Any, ...], depth: int, name: str) -> bool:
    if depth > MAX_DEPTH:
        raise ValueError(f"more than {MAX_DEPTH} levels deep")
    ascii_keys = True
    for value in values:
        if type(value) is not str:
            ascii_keys &= _check(value, depth + 1, name)
    return ascii_keys


def _refuse(value: Any, name: str) -> NoReturn:
    what = {type(None): "null", float: "a float"}.get(type(value), f"a value of type {type(value).__name__}")
    raise ValueError(f"{name}: {what} cannot stand in canonical JSON")


def once_each(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these members, for `object_pairs_hook`. Raises ValueError: a second value would hide the first."""
    value = dict(members)
    if len(value) < len(members):
        twice, _ = Counter(key for key, _ in members).most_common(1)[0]
        raise ValueError(f"the key {twice[:40]!r} stands twice")
    return value


def _why_not_canonical(data: bytes) -> str:
    """Names a duplicate key, the one deviation that hides a value."""
    try:
        json.loads(data, object_pairs_hook=once_each)
    except ValueError as error:
        return str(error)
    return "not canonical: white space, key order, escapes or numbers are not as they would be printed"
