"""BibTeX: the sources as references, one entry a version, its key `v` and the version's id. UTF-8, as biber has it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from archive.exporters import Contents
from archive.exporters._dates import parts
from archive.exporters._facts import Facts
from archive.model.record import Record
from archive.text.escape import tex

EXPORTER = "bibtex/1"
SUFFIX = ".bib"
SHOWS = "reference"

# What stands in a URL as it is; the rest as `%xx`, so that no brace, backslash or comment is in it.
_URL = "!$&'()*+,-./:;=?@_~%#[]"


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    facts = Facts(contents)
    return "\n".join(_entry(facts, version) for version in facts.versions.values()).encode()


def _entry(facts: Facts, version: Record) -> str:
    kind = facts.sort_of_source(version, {"mail": "misc", "web": "online", "file": "misc"})
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(facts, version) if value)
    return f"@{kind}{{v{version.id},\n{fields}}}\n"


def _fields(facts: Facts, version: Record) -> Iterator[tuple[str, str]]:
    published, obtained = facts.said(version, "published"), facts.obtained(version)
    title = tex(facts.name(version))
    yield "title", f"{{{title}}}"
    yield "author", " and ".join(f"{{{tex(author)}}}" for author in facts.authors(version))
    yield "publisher", tex(facts.said(version, "publisher"))
    yield "date", published[:10] if parts(published) else ""
    yield "year", published[:4] if parts(published) else ""
    yield "url", quote(facts.address(version), safe=_URL)
    yield "urldate", obtained[:10]
    yield "langid", facts.language(version)
    yield "note", tex(f"Version sha256:{version.id}")
