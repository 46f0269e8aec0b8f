"""CSL-JSON: the sources as references, for citation managers and citeproc. One item a version: its id is the item's."""

from __future__ import annotations

from typing import Any

from archive.exporters import Contents
from archive.exporters._dates import parts
from archive.exporters._facts import Facts
from archive.exporters._json import written
from archive.model.record import Record

EXPORTER = "csl-json/1"
SUFFIX = ".json"
SHOWS = "reference"


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    return items(Facts(contents))


def items(facts: Facts) -> bytes:
    """The file."""
    return written([_item(facts, version) for version in facts.versions.values()])


def _item(facts: Facts, version: Record) -> dict[str, Any]:
    address = facts.address(version)
    item = {
        "id": version.id,
        "type": facts.sort_of_source(version, {"mail": "personal_communication", "web": "webpage", "file": "document"}),
        "title": facts.name(version),
        "author": [{"literal": author} for author in facts.authors(version)],
        "container-title": facts.said(version, "publisher") if address else "",
        "publisher": "" if address else facts.said(version, "publisher"),
        "issued": _date(facts.said(version, "published")),
        "accessed": _date(facts.obtained(version)),
        "URL": address,
        "language": facts.language(version),
        "note": facts.identified(version),
    }
    return {name: value for name, value in item.items() if value}


def _date(when: str) -> dict[str, Any]:
    """What is no date, in its own words."""
    if not when:
        return {}
    return {"date-parts": [parts(when)]} if parts(when) else {"literal": when}
