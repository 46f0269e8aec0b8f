"""Excerpts: that what is shown of a version is what was recorded, and that nothing goes along that tells of the rest.

Whoever has two texts and wants to know which one the archive holds must not find out from an excerpt. Every digest of
something of the version is such a test: of its bytes, of its text, of where its sentences stand, of what a server
answered (its length, its ETag), and the language that was found in it. So these records stay out, and of lists and
answers those go along whose digest is salted. What an excerpt does tell: how many sentences there are, and how many
characters stand before and between those that are shown, since a citation says at which characters it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from archive.exporters import of_kind
from archive.model.record import KINDS, VERSIONS, Record
from archive.tlog.excerpt import Excerpt, leads_to, shows

Wrong = tuple[str, str]  # a code, and what it is about

_TELLING = frozenset({*VERSIONS, "sentences/1", "selection/1", "detection/1", "extraction/1", "extraction/2"})


def may_go(record: Record, closed: Collection[str]) -> bool:
    """Whether a record tells nothing of what is not shown of the versions in `closed` (ids)."""
    if record.kind not in KINDS:  # nobody knows what it says
        words = record.data.decode("utf-8", "replace")
        return not any(version in words for version in closed)
    if record.id in closed or any(record.fields.get(name) in closed for name in ("from", "to")):
        return False
    if record.fields.get("version") not in closed:
        return True
    return record.kind not in _TELLING and (record.kind == "capture/3" or "headers" not in record.fields)


def told_of(records: Iterable[Record]) -> dict[str, Record]:
    """The sentences record of each version against which its sentences are opened: of several, the last one."""
    return {record.fields["version"]: record for record in of_kind(records, "sentences/2")}


def wrong(records: Sequence[Record], excerpts: Mapping[str, Excerpt]) -> Iterator[Wrong]:
    """What is wrong with these excerpts, by version id, of a bundle that holds these records in log order."""
    listed = told_of(records)
    for record in records:
        if not may_go(record, excerpts):
            yield "excerpt-reveals", f"{record} ({record.kind}) tells of what is not shown"
    for version, excerpt in excerpts.items():
        if version not in listed:
            yield "record-missing", f"the excerpt of version {version[:12]} has no list of sentences"
            continue
        yield from _unproven(excerpt, listed[version])
    for citation in of_kind(records, "citation/1"):
        if citation.fields["version"] in excerpts:
            yield from _quoted(citation, excerpts[citation.fields["version"]])


def _unproven(excerpt: Excerpt, sentences: Record) -> Iterator[Wrong]:
    count, root = sentences.fields["count"], bytes.fromhex(sentences.fields["root"])
    for one in excerpt.opened:
        if not leads_to(one, count, root):
            yield "opening-wrong", f"sentence {one.n} of version {excerpt.version[:12]}"


def _quoted(citation: Record, excerpt: Excerpt) -> Iterator[Wrong]:
    start, end, exact = (citation.fields[name] for name in ("start", "end", "exact"))
    found = shows(excerpt.opened, start, end, exact)
    if found is None:
        yield "quote-closed", f"{citation}: its words are not all in the sentences that are shown"
    elif not found:
        yield "quote-altered", str(citation)
