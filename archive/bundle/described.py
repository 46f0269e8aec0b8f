"""The files in which a bundle speaks to other programs: pure functions of its records, made again by `check`."""

from __future__ import annotations

from collections.abc import Iterator

from archive.bundle import layout
from archive.bundle.crate import metadata
from archive.exporters import Contents, csl_json, csv, html, web_annotation


def described(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each."""
    for citation, data in web_annotation.one_by_one(contents, "../"):
        yield layout.citation_name(citation), data
    yield layout.REFERENCES, csl_json.export(contents)
    yield layout.CLAIMS, csv.export(contents)
    yield layout.CRATE, metadata(contents)
    yield layout.PREVIEW, html.render(contents, "")
