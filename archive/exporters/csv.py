"""A table: one line a citation, and one for a claim without any.

For Excel, which takes a file for UTF-8 only when it begins with a byte order mark: so it does. Lines end in CRLF (RFC
4180). No cell is taken for a formula, and none holds what cannot be seen: a table is for reading; JSONL is exact.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from archive.exporters import Contents, _status
from archive.exporters._facts import Facts
from archive.exporters._related import living
from archive.exporters._signed import line
from archive.model.record import Record
from archive.text.escape import csv_cell

EXPORTER = "csv/1"
SUFFIX = ".csv"
SHOWS = "words"

COLUMNS = (
    *("number", "claim", "speaker", "cue", "relays", "hedges", "negated", "dates", "relations"),
    *("stories", "claim_withdrawn", "state", "signed_off"),
    *("stance", "quote", "token", "citation_withdrawn", "warnings", "translations", "since"),
    *("title", "authors", "publisher", "published", "address", "obtained", "language"),
    *("document", "version", "claim_id", "citation_id"),
)


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    return table(Facts(contents))


def table(facts: Facts) -> bytes:
    """The file."""
    stream = io.StringIO()
    lines = csv.writer(stream, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for row in _rows(facts):
        lines.writerow([csv_cell(row.get(column, "")) for column in COLUMNS])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _rows(facts: Facts) -> Iterator[dict[str, str]]:
    for n, claim in enumerate(facts.claims, 1):
        citations = facts.ordered(claim)
        if not citations:
            yield {"number": str(n), **_of_claim(facts, claim)}
        for m, citation in enumerate(citations, 1):
            yield {"number": f"{n}.{m}", **_of_claim(facts, claim), **_of_citation(facts, citation)}


def _of_claim(facts: Facts, claim: Record) -> dict[str, str]:
    return {
        "claim": claim.fields["text"],
        "speaker": facts.speaker(claim),
        "cue": _status.cue(claim),
        "relays": "; ".join(facts.relays(claim)),
        "hedges": "; ".join(_status.hedges(claim)),
        "negated": "yes" if _status.is_negated(claim) else "",
        "dates": "; ".join(_status.dates(claim)),
        "relations": "; ".join(map(str, living(facts, claim))),
        "stories": "; ".join(facts.told(claim)),
        "claim_withdrawn": facts.withdrawn(claim),
        "state": facts.state(claim),
        "signed_off": " ".join(map(line, facts.signoffs(claim))),
        "claim_id": claim.id,
    }


def _of_citation(facts: Facts, citation: Record) -> dict[str, str]:
    version = facts.versions[citation.fields["version"]]
    return {
        "stance": citation.fields["stance"],
        "quote": citation.fields["exact"],
        "token": facts.token(citation),
        "citation_withdrawn": facts.withdrawn(citation),
        "warnings": "; ".join(facts.warnings(citation)),
        "translations": " ".join(facts.translated(citation)),
        "since": " ".join(facts.later(citation)),
        "title": facts.title(version),
        "authors": "; ".join(facts.authors(version)),
        "publisher": facts.said(version, "publisher"),
        "published": facts.said(version, "published"),
        "address": facts.address(version),
        "obtained": facts.obtained(version),
        "language": facts.language(version),
        "document": version.fields["document"],
        "version": version.id,
        "citation_id": citation.id,
    }
