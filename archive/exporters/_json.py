"""JSON as exporters write it: one order, two spaces, readable, and safe to show in a terminal."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

from archive.text.escape import json_safe


def written(value: Any) -> bytes:
    """A file of JSON. A lone surrogate, which is no character, is `\\uXXXX`."""
    return (json_safe(_spelled(value, "\n"), newline=True) + "\n").encode()


def line(value: Any) -> bytes:
    """One line of JSON."""
    return (json_safe(json.dumps(value, ensure_ascii=False)) + "\n").encode()


def _spelled(value: Any, ending: str) -> str:
    """As `json.dumps(value, ensure_ascii=False, indent=2)`, which leaves the C encoder for a slow one. `ending` ends a
    line and indents the next."""
    if type(value) is str:
        return encode_basestring(value)
    inner = ending + "  "
    if type(value) is dict and value:
        members = [
            f"{inner}{encode_basestring(key)}: {encode_basestring(one) if type(one) is str else _spelled(one, inner)}"
            for key, one in value.items()  # most are texts: a call for each takes longer
        ]
        return f"{{{','.join(members)}{ending}}}"
    if type(value) is list and value:
        return f"[{','.join([inner + _spelled(one, inner) for one in value])}{ending}]"
    return json.dumps(value, ensure_ascii=False)
