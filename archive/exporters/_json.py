"""JSON as exporters write it: one order, two spaces, readable, and safe to show in a terminal."""

from __future__ import annotations

import json
from typing import Any

from archive.text.escape import json_safe


def written(value: Any) -> bytes:
    """A file of JSON. A lone surrogate, which is no character, is `\\uXXXX`."""
    # The line ends of the layout are the only characters outside strings that `json_safe` would change.
    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    return ("\n".join(map(json_safe, lines)) + "\n").encode()


def line(value: Any) -> bytes:
    """One line of JSON."""
    return (json_safe(json.dumps(value, ensure_ascii=False)) + "\n").encode()
