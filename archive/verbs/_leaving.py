"""What an export lets out: which sources go whole, which as an excerpt, and what else goes along with them.

A mail says who wrote to whom, and a confidential source is one to protect: of these, and of what came with a mail, only
the cited sentences go out unless it is asked for by name. What goes out is said before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from archive.bundle.excerpts import may_go, told_of
from archive.errors import NotFound, Refused, Unreadable, UsageError
from archive.exporters import MAIL, after_headers, of_kind
from archive.model.digest import Digest
from archive.model.leaving import Held, Leaving, Sharing, Source
from archive.model.record import Record
from archive.readers._package import Package
from archive.store.reading import Reader
from archive.tlog.excerpt import Excerpt, open_sentences
from archive.tlog.openings import parse_spans
from archive.verbs._resolve import resolve

Found = list[tuple[int, Record]]  # records with their positions

_MAIL_TYPES = frozenset({"message/rfc822", "application/vnd.ms-outlook"})
_ADDRESS = re.compile(rb"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_PROPERTY = re.compile(
    rb"<(?:[A-Za-z]+:)?(?:creator|lastModifiedBy|Company|Manager|initial-creator|printed-by)>([^<]{1,500})<"
)
_DEEPEST = 100  # parts within parts; a reader goes nowhere near


Tell = Callable[[Leaving], None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is exported, in people's words; its records with their positions; the excerpts of what does not go whole."""

    what: str
    found: Found
    excerpts: tuple[Excerpt, ...]
    leaving: Leaving


def shared(reader: Reader, what: str, found: Found, sharing: Sharing, origin: str, size: int) -> Chosen:
    """The records that may go out, with the excerpts of the versions that do not go whole.

    Raises Refused for a version that cannot go as an excerpt, UsageError for originals that are not meant.
    """
    records = [record for _, record in found]
    versions = of_kind(records, "version/1")
    asked = _asked(reader, versions, sharing.originals)
    closed = {v.id: why for v in versions if v.id not in asked and (why := _why(reader, v, sharing.excerpt))}
    if sharing.context and not closed:
        raise UsageError("every source goes whole, so there are no sentences to add", hint="leave --context out")
    excerpts = tuple(_excerpt(reader, records, v, closed[v.id], sharing) for v in versions if v.id in closed)
    going = _going(found, closed)
    by_version = {excerpt.version: excerpt for excerpt in excerpts}
    sources = tuple(_source(reader, records, version, by_version.get(version.id)) for version in versions)
    return Chosen(what, going, excerpts, _leaving(what, going, sources, origin, size))


def _leaving(what: str, going: Found, sources: tuple[Source, ...], origin: str, size: int) -> Leaving:
    fields = [record.fields for _, record in going]
    names = dict.fromkeys([*(f["by"] for f in fields), origin])
    times = sorted(f["at"] for f in fields)
    kinds = [record.name for _, record in going]
    return Leaving(
        what,
        kinds.count("claim"),
        kinds.count("citation"),
        sources,
        tuple(names),
        tuple(dict.fromkeys(f["with"] for f in fields)),
        times[0],
        times[-1],
        size,
    )


def _going(found: Found, closed: Collection[str]) -> Found:
    """Without what tells of the closed versions, and without what speaks of that."""
    going = [(position, record) for position, record in found if may_go(record, closed)]
    ids = {record.id for _, record in going}
    return [one for one in going if one[1].name != "acceptance" or one[1].fields["capture"] in ids]


# Whole or not --------------------------------------------------------------------------------------------------


def _asked(reader: Reader, versions: Sequence[Record], originals: tuple[str, ...]) -> set[str]:
    """Ids of the versions that go whole because somebody says so."""
    asked: set[str] = set()
    for reference in originals:
        meant = {version.id for version in versions}
        if reference != "all":
            thing = resolve(reader, reference)
            meant = {v.id for v in versions if thing.id in (v.id, v.fields["document"])}
        if not meant:
            raise UsageError(
                f"{reference!r} is no source of these claims", hint="give a document or version of them, or: all"
            )
        asked |= meant
    return asked


def _why(reader: Reader, version: Record, everything: bool) -> str:
    """Why a version goes as an excerpt only, or nothing."""
    said = reader.described([version.fields["document"]])
    if any(described.first("confidential") for described in said.values()):
        return "confidential"
    if is_mail(version):
        return "mail"
    if _came_with_mail(reader, version):
        return "attachment"
    return "asked" if everything else ""


def is_mail(version: Record) -> bool:
    fields = version.fields
    media_type = fields["media_type"].partition(";")[0].strip().lower()
    return fields["reader"].partition("/")[0] in MAIL or media_type in _MAIL_TYPES


def _came_with_mail(reader: Reader, version: Record) -> bool:
    """Whether it is a part of a mail, or of a part of one."""
    for _ in range(_DEEPEST):
        whole = version.fields.get("part_of", {}).get("version")
        if not isinstance(whole, str):
            return False
        try:
            version = reader.record(whole)[1]
        except (NotFound, ValueError):
            return True  # nobody knows what it came with
        if version.kind != "version/1" or is_mail(version):
            return True
    return True


# Excerpts ------------------------------------------------------------------------------------------------------


def _excerpt(reader: Reader, records: Sequence[Record], version: Record, why: str, sharing: Sharing) -> Excerpt:
    sentences = told_of(records).get(version.id)
    if sentences is None:
        document = version.fields["document"]
        raise Refused(
            f"document {document} may go out as an excerpt only ({WHY[why]}), and it was added by an older program, "
            "whose list of its sentences would tell more than is cited",
            hint=f"leave its claims out, or let it go out whole: --include-originals {document}",
            code="no-excerpt",
        )
    text = reader.blob(Digest.parse(version.fields["text"])).decode()
    spans = parse_spans(reader.blob(Digest.parse(sentences.fields["spans"])))
    floor = after_headers(version, text)
    cited = [c for c in of_kind(records, "citation/1") if c.fields["version"] == version.id]
    numbers = {n for citation in cited for n in _numbers(spans, citation, sharing.context, floor)}
    opened = open_sentences(bytes.fromhex(version.fields["salt"]), spans, text, sorted(numbers))
    return Excerpt(version.id, why, opened)


def _numbers(spans: Sequence[tuple[int, int]], citation: Record, context: int, floor: int) -> Iterator[int]:
    """The sentences that a citation has words of, and `context` either side; of a mail's headers only what is cited."""
    start, end = citation.fields["start"], citation.fields["end"]
    cited = [n for n, span in enumerate(spans) if span[0] < end and start < span[1]]
    for n in range(max(0, cited[0] - context), min(len(spans), cited[-1] + 1 + context)) if cited else ():
        if n in cited or spans[n][0] >= floor:
            yield n


# What goes along -----------------------------------------------------------------------------------------------

WHY = {
    "asked": "as you asked",
    "confidential": "it is marked confidential",
    "mail": "it is a mail",
    "attachment": "it came with a mail",
}


def _source(reader: Reader, records: Sequence[Record], version: Record, excerpt: Excerpt | None) -> Source:
    fields = version.fields
    counts = [r.fields["count"] for r in records if r.name == "sentences" and r.fields["version"] == version.id]
    holds = _of_excerpt(excerpt) if excerpt else _of_whole(reader, version)
    said = reader.described([fields["document"]]).get(fields["document"])
    count = counts[-1] if counts else 0
    return Source(
        fields["document"],
        version.id,
        said.first("title") if said else "",
        "excerpt" if excerpt else "whole",
        excerpt.why if excerpt else "",
        0 if excerpt else fields["size"],
        len(excerpt.opened) if excerpt else count,
        count,
        (*holds, *_said(records, fields["document"])),
    )


def _said(records: Sequence[Record], document: str) -> Iterator[Held]:
    """What was ever said of a document: what was taken back or said anew goes along too."""
    said: dict[str, list[str]] = {}
    for record in records:
        if record.name == "description" and record.fields["document"] == document:
            for field, value in record.fields.get("set", {}).items():
                said.setdefault(field, []).extend(value if isinstance(value, list) else [value])
    for field in sorted(said):
        yield Held("said", (field, *dict.fromkeys(said[field])))


def _of_excerpt(excerpt: Excerpt) -> Iterator[Held]:
    """Addresses in the sentences that are shown: a sentence goes out whole, also where part of it is cited."""
    found = _addresses(*(one.text.encode("utf-8", "replace") for one in excerpt.opened))
    if found:
        yield Held("addresses", found)


def _of_whole(reader: Reader, version: Record) -> Iterator[Held]:
    """What a whole source tells of people."""
    fields = version.fields
    said = reader.described([fields["document"]]).get(fields["document"])
    if said and said.first("confidential"):
        yield Held("confidential")
    if is_mail(version):
        yield Held("mail")
    parts = tuple(part.name for part in reader.parts(reader.version(version.id)))
    if parts:
        yield Held("attachments", parts)
    blobs = [reader.blob(Digest.parse(fields[name])) for name in ("content", "text")]
    found = _addresses(*blobs)
    if found:
        yield Held("addresses", found)
    authors = fields.get("stated", {}).get("authors", {}).get("value", [])
    named = [*([authors] if isinstance(authors, str) else authors), *_properties(blobs[0])]
    if named:
        yield Held("authors", tuple(dict.fromkeys(named)))
    name = fields.get("part_of", {}).get("name")
    if isinstance(name, str):
        yield Held("name", (name,))


def _properties(data: bytes) -> Iterator[str]:
    """The people and firms that an office file (DOCX, ODT) names beside its text."""
    if not data.startswith(b"PK"):
        return
    try:
        package = Package(data, "office file")
        for name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
            for found in _PROPERTY.findall(package.read(name)):
                yield unescape(found.decode("utf-8", "replace")).strip()
    except Unreadable:
        return


def _addresses(*blobs: bytes) -> tuple[str, ...]:
    """Each once, as it is written."""
    found = {match.decode("ascii") for data in blobs for match in _ADDRESS.findall(data)}
    return tuple(sorted(found))
