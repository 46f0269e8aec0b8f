"""`project(record) → rows`: what the views hold, from one record alone. What depends on two records is a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import Table

from archive.model import jcs
from archive.model.carrying import became, told
from archive.model.claim import ERASED
from archive.model.digest import HEX64
from archive.model.record import Fields, Record
from archive.store import tables as t

Row = Mapping[str, Any]
Rows = list[tuple[Table, Row]]


def project(record: Record, position: int) -> Rows:
    """The view rows of the record at `position`; none for a kind that this program does not know."""
    return project_fields(record.fields, record.raw_id, position)


def project_fields(fields: Fields, id: bytes, position: int) -> Rows:
    """As `project`, of what a record says and its raw id. A row's keys are its table's columns, in their order."""
    make = _PROJECTIONS.get(fields["kind"])
    return [] if make is None else make(fields, id, position)


#: Kind → what stands in the place of what an erased record said. A claim keeps its row: stories number their claims,
#: and citations of other documents may bear on it.
LEFT: Mapping[str, Fields] = {"claim/1": {"kind": "claim/1", "text": ERASED}}
_NOTHING: Fields = {"kind": ""}


def left_of(kind: str) -> Fields:
    """What an erased record of a kind still says, for `project_fields`."""
    return LEFT.get(kind, _NOTHING)


_raw = bytes.fromhex  # of an id


def _digest(written: str) -> bytes:
    """The 32 bytes of `sha256:<hex>`."""
    return _raw(written[7:])


def _version(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "id": id,
        "document": f["document"],
        "content": _digest(f["content"]),
        "text": _digest(f["text"]),
        "size": f["size"],
        "length": f["length"],
        "media_type": f["media_type"],
        "reader": f["reader"],
        "encoding": f.get("encoding"),
        "unreadable": f.get("unreadable"),
    }
    rows: Rows = [(t.versions, row)]
    for field, stated in f.get("stated", {}).items():
        rows += _statement(f, position, field, stated["value"], stated["from"])
    return rows + _part(f.get("part_of", {}), position)


def _part(whole: Any, position: int) -> Rows:
    """A record may hold any object there."""
    id, name = whole.get("version"), whole.get("name")
    if not (isinstance(id, str) and HEX64.fullmatch(id) and isinstance(name, str) and name and "\0" not in name):
        return []
    return [(t.parts, {"position": position, "whole": _raw(id), "name": name})]


def _sentences(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "version": _raw(f["version"]),
        "splitter": f["splitter"],
        "count": f["count"],
        "spans": _digest(f["spans"]),
    }
    return [(t.sentences, row)]


def _selection(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "version": _raw(f["version"]),
        "selector": f["selector"],
        "spans": _digest(f["spans"]),
    }
    return [(t.selections, row)]


def _capture(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "id": id,
        "version": _raw(f["version"]),
        "captured": f["captured"],
        "at": f["at"],
        "how": f["how"],
        "url": f.get("url"),
        "live": int(f.get("live", False)),
        "classed": " ".join(f["classed"]) if "classed" in f else None,
        "suspect": " ".join(f["suspect"]) if "suspect" in f else None,
    }
    return [(t.captures, row)]


def _acceptance(f: Fields, id: bytes, position: int) -> Rows:
    return [(t.acceptances, {"position": position, "capture": _raw(f["capture"])})]


def _place(f: Fields, id: bytes, position: int) -> Rows:
    row = {"position": position, "path": f["path"], "document": f["document"], "content": _digest(f["content"])}
    return [(t.places, row)]


def _detection(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "version": _raw(f["version"]),
        "detector": f["detector"],
        "language": f["language"],
    }
    return [(t.detections, row)]


def _description(f: Fields, id: bytes, position: int) -> Rows:
    rows: Rows = []
    for field, value in f.get("set", {}).items():
        rows += _statement(f, position, field, value, None)
    for field in dict.fromkeys(f.get("unset", ())):  # what is set and unset at once is set
        rows += [] if field in f.get("set", {}) else _statement(f, position, field, None, None)
    return rows


def _statement(f: Fields, position: int, field: str, value: Any, origin: str | None) -> Rows:
    values = value if isinstance(value, list) else [value]
    return [
        (
            t.statements,
            {
                "position": position,
                "field": field,
                "number": number,
                "document": f["document"],
                "value": one,
                "origin": origin,
                "captured": f.get("captured"),
                "at": f["at"],
            },
        )
        for number, one in enumerate(values)
    ]


def _run(f: Fields, id: bytes, position: int) -> Rows:
    return [
        (t.runs, {"position": position, "number": number, "run": f["run"], "version": _raw(version)})
        for number, version in enumerate(f["versions"])
    ]


def _removal(f: Fields, id: bytes, position: int) -> Rows:
    row = {"position": position, "id": id, "mode": f["mode"], "why": f["why"], "at": f["at"]}
    return [
        (t.removals, row),
        *_listed(t.removed, position, [{"record": _raw(record)} for record in f["records"]]),
        *_listed(t.refused, position, [{"content": _digest(content)} for content in f.get("contents", ())]),
        *_listed(t.unchecked, position, [_unchecked(citation) for citation in f.get("citations", ())]),
    ]


def _unchecked(f: Fields) -> Row:
    return {"citation": _raw(f["citation"]), "claim": _raw(f["claim"]), "stance": f["stance"]}


def _listed(table: Table, position: int, rows: list[Row]) -> Rows:
    return [(table, {"position": position, "number": number, **row}) for number, row in enumerate(rows)]


def attribution_key(fields: Fields) -> str | None:
    """Who says it, as canonical JSON: with the text the natural key of a claim."""
    if "attribution" not in fields:
        return None
    words = speaker(fields)
    if words and words.isascii() and fields["attribution"] == {"source": {"text": words}}:  # nearly always; 6 × faster
        return f'{{"source":{{"text":{encode_basestring(words)}}}}}'
    return jcs.dumps(fields["attribution"]).decode()


def speaker(fields: Fields) -> str | None:
    """The words that name who says it, if there are any: a claim's attribution may be any object."""
    source = fields.get("attribution", {}).get("source")
    words = source.get("text") if isinstance(source, dict) else None
    return words if isinstance(words, str) else None


def _claim(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "id": id,
        "text": f["text"],
        "source": speaker(f),
        "attribution": attribution_key(f),
        "language": f.get("language"),
        "negated": int(f.get("negated", False)),
    }
    return [(t.claims, row)]


def _citation(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "id": id,
        "claim": _raw(f["claim"]),
        "version": _raw(f["version"]),
        "start": f["start"],
        "end": f["end"],
        "stance": f["stance"],
        "verdict": f["verdict"],
        "warnings": " ".join(f["warnings"]) if "warnings" in f else None,
    }
    return [(t.citations, row)]


def _translation(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "id": id,
        "citation": _raw(f["citation"]),
        "language": f["language"],
        "translator": f["translator"],
        "words": f["words"],
    }
    return [(t.translations, row)]


def _relation(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "id": id,
        "from": _raw(f["from"]),
        "to": _raw(f["to"]),
        "type": f["type"],
        "note": f.get("note"),
    }
    return [(t.relations, row)]


def _retraction(f: Fields, id: bytes, position: int) -> Rows:
    return [(t.retractions, {"position": position, "target": _raw(f["target"]), "why": f["why"]})]


def _story(f: Fields, id: bytes, position: int) -> Rows:
    return [(t.stories, {"position": position, "story": f["story"], "claim": _raw(f["claim"])})]


def _receipt(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "origin": f["origin"],
        "key": f.get("key"),
        "strength": f["strength"],
        "count": len(f["records"]),
    }
    return [(t.receipts, row)]


def _carry(f: Fields, id: bytes, position: int) -> Rows:
    return [
        (
            t.carried,
            {
                "position": position,
                "number": number,
                "id": id,
                "citation": _raw(result["citation"]),
                "version": _raw(f["to"]),
                "aligner": f["aligner"],
                "outcome": told(*became(result)),
            },
        )
        for number, result in enumerate(f["results"])
    ]


def _carry_one(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "number": 0,
        "id": id,
        "citation": _raw(f["citation"]),
        "version": _raw(f["to"]),
        "aligner": f["aligner"],
        "outcome": told(*became(f)),
    }
    return [(t.carried, row)]


def _extraction(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "id": id,
        "version": _raw(f["version"]),
        "extractor": f["extractor"],
        "settings": " ".join(f["settings"]) if "settings" in f else None,
        "count": f["count"],
        "output": _digest(f["output"]),
    }
    return [(t.extractions, row)]


def _review(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "extraction": _raw(f["extraction"]),
        "n": f["n"],
        "decision": f["decision"],
        "claim": _raw(f["claim"]) if "claim" in f else None,
    }
    return [(t.reviews, row)]


def _signoff(f: Fields, id: bytes, position: int) -> Rows:
    row = {"position": position, "id": id, "claim": _raw(f["claim"]), "state": f["state"]}
    looked_at: list[Row] = [{"citation": _raw(citation)} for citation in f["citations"]]
    return [(t.signoffs, row), *_listed(t.looked_at, position, looked_at)]


def _review_carried(f: Fields, id: bytes, position: int) -> Rows:
    row = {
        "position": position,
        "carry": _raw(f["carry"]),
        "citation": _raw(f["citation"]),
        "decision": f["decision"],
        "cited": _raw(f["cited"]) if "cited" in f else None,
    }
    return [(t.decided, row)]


_PROJECTIONS: Mapping[str, Callable[[Fields, bytes, int], Rows]] = {
    "version/1": _version,
    "version/2": _version,
    "sentences/1": _sentences,
    "sentences/2": _sentences,
    "selection/1": _selection,
    "capture/1": _capture,
    "capture/2": _capture,
    "capture/3": _capture,
    "acceptance/1": _acceptance,
    "place/1": _place,
    "detection/1": _detection,
    "description/1": _description,
    "description/2": _description,
    "claim/1": _claim,
    "citation/1": _citation,
    "translation/1": _translation,
    "relation/1": _relation,
    "retraction/1": _retraction,
    "story/1": _story,
    "run/1": _run,
    "removal/1": _removal,
    "receipt/1": _receipt,
    "carry/1": _carry,
    "carry/2": _carry_one,
    "extraction/1": _extraction,
    "extraction/2": _extraction,
    "review/1": _review,
    "signoff/1": _signoff,
    "review/2": _review_carried,
}
