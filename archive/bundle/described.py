"""The files in which a bundle speaks to other programs: pure functions of its records, made again by `check`."""

from __future__ import annotations

from collections.abc import Iterator

from archive.bundle import layout
from archive.bundle.crate import metadata
from archive.exporters import csl_json, csv, web_annotation
from archive.exporters._facts import Facts


def described(facts: Facts, preview: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each. `preview`: the page, as it stands among the bundle's data."""
    for citation, data in web_annotation.one_by_one(facts, "../"):
        yield layout.citation_name(citation), data
    yield layout.REFERENCES, csl_json.items(facts)
    yield layout.CLAIMS, csv.table(facts)
    yield layout.CRATE, metadata(facts)
    yield layout.PREVIEW, preview
