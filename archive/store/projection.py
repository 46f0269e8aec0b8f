"""`project(record) → rows`: what the views hold, from one record alone. What depends on two records is a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table

from archive.model import jcs
from archive.model.record import Fields, Record
from archive.store import tables as t

Row = Mapping[str, Any]
Rows = list[tuple[Table, Row]]


def project(record: Record, position: int) -> Rows:
    """The view rows of the record at `position`; none for a kind that this program does not know."""
    make = _PROJECTIONS.get(record.kind)
    return [] if make is None else make(record, position)


def _raw(digest: str) -> bytes:
    return bytes.fromhex(digest.removeprefix("sha256:"))


def _version(record: Record, position: int) -> Rows:
    f = record.fields
    row = {
        "position": position,
        "id": record.raw_id,
        "document": f["document"],
        "content": _raw(f["content"]),
        "text": _raw(f["text"]),
        "size": f["size"],
        "length": f["length"],
        "media_type": f["media_type"],
        "reader": f["reader"],
        "encoding": f.get("encoding"),
        "unreadable": f.get("unreadable"),
    }
    rows: Rows = [(t.versions, row)]
    for field, stated in f.get("stated", {}).items():
        rows += _statement(position, f["document"], field, stated["value"], stated["from"])
    return rows


def _sentences(record: Record, position: int) -> Rows:
    f = record.fields
    row = {
        "position": position,
        "version": _raw(f["version"]),
        "splitter": f["splitter"],
        "count": f["count"],
        "spans": _raw(f["spans"]),
    }
    return [(t.sentences, row)]


def _capture(record: Record, position: int) -> Rows:
    f = record.fields
    row = {
        "position": position,
        "version": _raw(f["version"]),
        "captured": f["captured"],
        "at": f["at"],
        "how": f["how"],
        "url": f.get("url"),
    }
    return [(t.captures, row)]


def _place(record: Record, position: int) -> Rows:
    f = record.fields
    row = {"position": position, "path": f["path"], "document": f["document"], "content": _raw(f["content"])}
    return [(t.places, row)]


def _description(record: Record, position: int) -> Rows:
    f = record.fields
    rows: Rows = []
    for field, value in f.get("set", {}).items():
        rows += _statement(position, f["document"], field, value, None)
    for field in dict.fromkeys(f.get("unset", ())):  # what is set and unset at once is set
        rows += [] if field in f.get("set", {}) else _statement(position, f["document"], field, None, None)
    return rows


def _statement(position: int, document: str, field: str, value: Any, origin: str | None) -> Rows:
    values = value if isinstance(value, list) else [value]
    return [
        (
            t.statements,
            {
                "position": position,
                "field": field,
                "number": number,
                "document": document,
                "value": one,
                "origin": origin,
            },
        )
        for number, one in enumerate(values)
    ]


def attribution_key(fields: Fields) -> str | None:
    """Who says it, as canonical JSON: with the text the natural key of a claim."""
    return jcs.dumps(fields["attribution"]).decode() if "attribution" in fields else None


def speaker(fields: Fields) -> str | None:
    """The words that name who says it, if there are any: a claim's attribution may be any object."""
    source = fields.get("attribution", {}).get("source")
    words = source.get("text") if isinstance(source, Mapping) else None
    return words if isinstance(words, str) else None


def _claim(record: Record, position: int) -> Rows:
    f = record.fields
    row = {
        "position": position,
        "id": record.raw_id,
        "text": f["text"],
        "source": speaker(f),
        "attribution": attribution_key(f),
        "language": f.get("language"),
        "negated": int(f.get("negated", False)),
    }
    return [(t.claims, row)]


def _citation(record: Record, position: int) -> Rows:
    f = record.fields
    row = {
        "position": position,
        "id": record.raw_id,
        "claim": _raw(f["claim"]),
        "version": _raw(f["version"]),
        "start": f["start"],
        "end": f["end"],
        "stance": f["stance"],
        "verdict": f["verdict"],
        "warnings": " ".join(f["warnings"]) if "warnings" in f else None,
    }
    return [(t.citations, row)]


def _retraction(record: Record, position: int) -> Rows:
    f = record.fields
    return [(t.retractions, {"position": position, "target": _raw(f["target"]), "why": f["why"]})]


def _story(record: Record, position: int) -> Rows:
    f = record.fields
    return [(t.stories, {"position": position, "story": f["story"], "claim": _raw(f["claim"])})]


_PROJECTIONS: Mapping[str, Callable[[Record, int], Rows]] = {
    "version/1": _version,
    "sentences/1": _sentences,
    "capture/1": _capture,
    "place/1": _place,
    "description/1": _description,
    "claim/1": _claim,
    "citation/1": _citation,
    "retraction/1": _retraction,
    "story/1": _story,
}
