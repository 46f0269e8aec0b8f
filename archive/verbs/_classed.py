"""What the capture of a watched page was found to be, in words."""

from __future__ import annotations

from archive.model.codes import CLASSED, SUSPECT
from archive.model.record import Fields


def classed(f: Fields) -> str:
    """What a watched page was, and what of it was not kept."""
    said = ", ".join(CLASSED.get(code, code) for code in f.get("classed", ()))
    doubt = "; ".join(SUSPECT.get(code, code) for code in f.get("suspect", ()))
    since = f", last seen as before {f['last_seen']}" if "last_seen" in f else ""
    unkept = f"; {f['unkept']} looks before it found the same and were not kept" if f.get("unkept") else ""
    return "".join([f": {said}" if said else "", f" ({doubt})" if doubt else "", since, unkept])
