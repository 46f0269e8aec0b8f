"""RIS: the sources as references, one entry a version, for citation managers that read nothing newer."""

from __future__ import annotations

from collections.abc import Iterator

from archive.exporters import Contents
from archive.exporters._dates import parts
from archive.exporters._facts import Facts
from archive.model.record import Record
from archive.text.escape import line

EXPORTER = "ris/1"
SUFFIX = ".ris"
SHOWS = "reference"


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    facts = Facts(contents)
    return "".join(_entry(facts, version) for version in facts.versions.values()).encode()


def _entry(facts: Facts, version: Record) -> str:
    lines = [f"{tag}  - {line(value)}\r\n" for tag, value in _fields(facts, version) if value]
    return "".join(lines) + "ER  - \r\n\r\n"


def _fields(facts: Facts, version: Record) -> Iterator[tuple[str, str]]:
    published = facts.said(version, "published")
    yield "TY", facts.sort_of_source(version, {"mail": "PCOMM", "web": "ELEC", "file": "GEN"})
    yield "ID", version.id
    yield "TI", facts.name(version)
    for author in facts.authors(version):
        yield "AU", author
    yield "PB", facts.said(version, "publisher")
    yield "PY", published[:4] if parts(published) else ""
    yield "DA", _date(published)
    yield "UR", facts.address(version)
    yield "Y2", _date(facts.obtained(version))
    yield "LA", facts.language(version)
    yield "N1", facts.identified(version)


def _date(when: str) -> str:
    """`2026/03/01/`, with nothing between the strokes where it is not known."""
    known = [f"{part:02}" for part in parts(when)]
    return "/".join([*known, "", "", ""][:3]) + "/" if known else ""
