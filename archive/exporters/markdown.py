"""Markdown (CommonMark, with footnotes as GitHub and pandoc write them): each claim with its quotes, sources below."""

from __future__ import annotations

from collections.abc import Iterator

from archive.exporters import Contents
from archive.exporters._facts import Facts
from archive.exporters._related import said_of_relations
from archive.exporters._status import said_of_status
from archive.model.record import Record
from archive.text import wording
from archive.text.escape import markdown

EXPORTER = "markdown/1"
SUFFIX = ".md"
SHOWS = "words"


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    facts = Facts(contents)
    lines = [f"# Claims and their sources: {markdown(contents.what)}", ""]
    for n, claim in enumerate(facts.claims, 1):
        lines += _claim(facts, n, claim)
    for n, version in enumerate(facts.versions.values(), 1):
        lines.append(f"[^{n}]: {markdown(facts.reference(version))}")
    root = f"{contents.size}:{contents.root.hex()}"
    lines += ["", f"Log {markdown(contents.origin)}, root `{root}`. {wording.ALONE_FILE}", ""]
    return "\n".join(lines).encode()


def _claim(facts: Facts, n: int, claim: Record) -> Iterator[str]:
    yield f"## {n}. {markdown(claim.fields['text'])}"
    yield ""
    for said in (*facts.said_of(claim), *said_of_status(claim), *said_of_relations(facts, claim)):
        yield markdown(said)
        yield ""
    for citation in facts.ordered(claim):
        number = facts.source_number[citation.fields["version"]]
        yield f"{wording.STANCES[citation.fields['stance']]}:[^{number}]"
        yield ""
        yield f"> {markdown(citation.fields['exact'])}"
        yield ""
        for warned in facts.said_of_citation(citation):
            yield markdown(warned)
            yield ""
        yield f"`{facts.token(citation)}`"
        yield ""
