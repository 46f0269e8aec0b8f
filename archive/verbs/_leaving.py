"""What an export lets out: which sources go whole, which as an excerpt, and what else goes along with them.

A mail says who wrote to whom, and a confidential source is one to protect: of these, and of what came with a mail, only
the cited sentences go out unless it is asked for by name. What goes out is said before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from archive.bundle.excerpts import may_go, told_of
from archive.errors import NotFound, Refused, Unreadable, UsageError
from archive.exporters import MAIL, after_headers, of_kind
from archive.model.codes import MACHINE_READ
from archive.model.digest import Digest
from archive.model.leaving import Held, Leaving, Sharing, Source
from archive.model.record import VERSIONS, Record
from archive.readers._package import Package
from archive.store.reading import Reader
from archive.tlog.excerpt import Excerpt, open_sentences
from archive.tlog.openings import parse_spans
from archive.verbs._carrying import uncarried
from archive.verbs._resolve import resolve
from archive.verbs._signed import not_cleared, standing

Found = list[tuple[int, Record]]  # records with their positions

_MAIL_TYPES = frozenset({"message/rfc822", "application/vnd.ms-outlook"})
_AT = re.compile(b"@")
_LOCAL = re.compile(rb"[A-Za-z0-9._%+-]{1,64}")  # matched backwards
_DOMAIN = re.compile(rb"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9}")
_MOST = 1_000  # addresses of one source
_PROPERTY = re.compile(
    rb"<(?:[A-Za-z]+:)?(?:creator|lastModifiedBy|Company|Manager|initial-creator|printed-by)>([^<]{1,500})<"
)
_DEEPEST = 100  # parts within parts; a reader goes nowhere near


#: Kind → the field that names what it speaks of, without which it says nothing.
_SPEAKING = {"acceptance/1": "capture", "review/1": "extraction", "review/2": "carry"}

Tell = Callable[[Leaving], None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is exported, in people's words; its records with their positions; the excerpts of what does not go whole."""

    what: str
    found: Found
    excerpts: tuple[Excerpt, ...]
    leaving: Leaving


class _Known:
    """What the records say, by what is asked of them."""

    def __init__(self, reader: Reader, records: Sequence[Record]) -> None:
        self.reader = reader
        self.versions = of_kind(records, *VERSIONS)
        self.said = reader.described([version.fields["document"] for version in self.versions])
        self.wholes = {whole for whole, _ in reader.part_documents(list(self.said))}  # documents that have parts
        self.listed = told_of(records)
        self.counts = {r.fields["version"]: r.fields["count"] for r in records if r.name == "sentences"}
        self.retracted = {record.fields["target"] for record in of_kind(records, "retraction/1")}
        self.carried: dict[str, list[Record]] = {}
        self.citations: dict[str, list[Record]] = {}
        self.descriptions: dict[str, list[Record]] = {}
        for record in records:
            if record.kind == "citation/1":
                self.citations.setdefault(record.fields["version"], []).append(record)
            elif record.kind == "carry/2":
                self.carried.setdefault(record.fields["from"], []).append(record)
            elif record.name == "description":
                self.descriptions.setdefault(record.fields["document"], []).append(record)

    def now(self, version: Record, field: str) -> str:
        """A field's first value today, or nothing."""
        said = self.said.get(version.fields["document"])
        return said.first(field) if said else ""


def shared(reader: Reader, what: str, found: Found, sharing: Sharing, origin: str, size: int) -> Chosen:
    """The records that may go out, with the excerpts of the versions that do not go whole.

    Raises Refused for a version that cannot go as an excerpt, UsageError for originals that are not meant.
    """
    known = _Known(reader, [record for _, record in found])
    versions = known.versions
    asked = _asked(reader, versions, sharing.originals)
    closed = {v.id: why for v in versions if v.id not in asked and (why := _why(known, v, sharing.excerpt))}
    if sharing.context and not closed:
        raise UsageError("every source goes whole, so there are no sentences to add", hint="leave --context out")
    excerpts = tuple(_excerpt(known, v, closed[v.id], sharing) for v in versions if v.id in closed)
    going, changed = standing(reader, _going(found, closed), size)
    by_version = {excerpt.version: excerpt for excerpt in excerpts}
    sources = tuple(_source(known, version, by_version.get(version.id)) for version in versions)
    leaving = _leaving(reader, what, going, sources, origin, size, changed, _uncarried(known))
    return Chosen(what, going, excerpts, leaving)


def _uncarried(known: _Known) -> int:
    """How many of the citations have a newer edition to which nobody has carried them."""
    contents = {version.id: Digest.parse(version.fields["content"]) for version in known.versions}
    cited = [
        (citation.id, version.fields["document"], contents[version.id])
        for version in known.versions
        for citation in known.citations.get(version.id, ())
        if not {citation.id, citation.fields["claim"]} & known.retracted
    ]
    return uncarried(known.reader, cited)


def _leaving(
    reader: Reader,
    what: str,
    going: Found,
    sources: tuple[Source, ...],
    origin: str,
    size: int,
    changed: Mapping[str, str],
    uncarried: int,
) -> Leaving:
    fields = [record.fields for _, record in going]
    signed = [record.fields["name"] for _, record in going if record.kind == "signoff/1"]
    names = dict.fromkeys([*(f["by"] for f in fields), *signed, origin])
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
        not_cleared([record for _, record in going], changed),
        uncarried,
        kinds.count("relation"),
        _relations_left_out(reader, going, size),
        tuple(dict.fromkeys(filter(None, (_asked_of(one) for _, one in going if one.name == "extraction")))),
    )


def _asked_of(extraction: Record) -> str:
    """The host that a run asked, and the models that its record names; nothing of a run that asked nobody."""
    words = [word.partition("=") for word in extraction.fields.get("settings", ())]
    hosts = [value for name, _, value in words if name == "endpoint"]
    models = dict.fromkeys(value for name, _, value in words if name in ("model", "answered"))
    return f"{hosts[0]} (model {', '.join(models)})" if hosts else ""


def _relations_left_out(reader: Reader, going: Found, size: int) -> int:
    """How many relations that hold lead to a claim that does not go along."""
    claims = {record.id for _, record in going if record.name == "claim"}
    held = [one for one in reader.relations(claims) if one.position < size and not one.retracted]
    return sum(not {one.from_, one.to} <= claims for one in held)


def _going(found: Found, closed: Collection[str]) -> Found:
    """Without what tells of the closed versions, and without what speaks of that."""
    going = [(position, record) for position, record in found if may_go(record, closed)]
    ids = {record.id for _, record in going}
    return [(p, one) for p, one in going if one.kind not in _SPEAKING or one.fields[_SPEAKING[one.kind]] in ids]


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


def _why(known: _Known, version: Record, everything: bool) -> str:
    """Why a version goes as an excerpt only, or nothing."""
    if known.now(version, "confidential"):
        return "confidential"
    if is_mail(version):
        return "mail"
    if _came_with_mail(known.reader, version):
        return "attachment"
    return "asked" if everything else ""


def why_held(reader: Reader, version: str) -> str:
    """Why a version (an id) is given away as a whole only when it is named for that; else nothing."""
    record = reader.record(version)[1]
    return WHY.get(_why(_Known(reader, [record]), record, False), "")


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
        if version.kind not in VERSIONS or is_mail(version):
            return True
    return True


# Excerpts ------------------------------------------------------------------------------------------------------


def _excerpt(known: _Known, version: Record, why: str, sharing: Sharing) -> Excerpt:
    sentences, reader = known.listed.get(version.id), known.reader
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
    cited = known.citations.get(version.id, [])
    numbers = {n for citation in cited for n in _numbers(spans, citation, sharing.context, floor)}
    opened = open_sentences(bytes.fromhex(version.fields["salt"]), spans, text, sorted(numbers))
    return Excerpt(version.id, why, opened, MACHINE_READ in version.fields.get("incomplete", ()))


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


def _source(known: _Known, version: Record, excerpt: Excerpt | None) -> Source:
    fields, count = version.fields, known.counts.get(version.id, 0)
    holds = _of_excerpt(excerpt) if excerpt else _of_whole(known, version)
    return Source(
        fields["document"],
        version.id,
        known.now(version, "title"),
        "excerpt" if excerpt else "whole",
        excerpt.why if excerpt else "",
        0 if excerpt else fields["size"],
        len(excerpt.opened) if excerpt else count,
        count,
        (*holds, *_said(known.descriptions.get(fields["document"], ()))),
    )


def _said(descriptions: Sequence[Record]) -> Iterator[Held]:
    """What was ever said of a document: what was taken back or said anew goes along too."""
    said: dict[str, list[str]] = {}
    for description in descriptions:
        for field, value in description.fields.get("set", {}).items():
            said.setdefault(field, []).extend(value if isinstance(value, list) else [value])
    for field in sorted(said):
        yield Held("said", (field, *dict.fromkeys(said[field])))


def _of_excerpt(excerpt: Excerpt) -> Iterator[Held]:
    """Addresses in the sentences that are shown: a sentence goes out whole, also where part of it is cited."""
    found = addresses(*(one.text.encode("utf-8", "replace") for one in excerpt.opened))
    if found:
        yield Held("addresses", found)


def _of_whole(known: _Known, version: Record) -> Iterator[Held]:
    """What a whole source tells of people."""
    fields, reader = version.fields, known.reader
    if known.now(version, "confidential"):
        yield Held("confidential")
    if is_mail(version):
        yield Held("mail")
    if fields["document"] in known.wholes:
        parts = tuple(part.name for part in reader.parts(reader.version(version.id)))
        yield from [Held("attachments", parts)] if parts else []
    blobs = [reader.blob(Digest.parse(fields[name])) for name in ("content", "text")]
    found = addresses(*blobs)
    if found:
        yield Held("addresses", found)
    authors = fields.get("stated", {}).get("authors", {}).get("value", [])
    named = [*([authors] if isinstance(authors, str) else authors), *_properties(blobs[0])]
    if named:
        yield Held("authors", tuple(dict.fromkeys(named)))
    name = fields.get("part_of", {}).get("name")
    if isinstance(name, str):
        yield Held("name", (name,))
    changed = [change for record in known.carried.get(version.id, ()) for change in record.fields.get("changes", ())]
    if newer := dict.fromkeys(change["after"] for change in changed if "after" in change):
        yield Held("newer", tuple(newer))


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


def addresses(*blobs: bytes) -> tuple[str, ...]:
    """Each once, as it is written; of very many the first ones, and that there are more."""
    found: set[str] = set()
    for data in blobs:
        for looked, at in enumerate(_AT.finditer(data)):
            if len(found) >= _MOST or looked >= 100 * _MOST:
                return (*sorted(found), "… and more")
            before = data[max(0, at.start() - 64) : at.start()][::-1]
            local, domain = _LOCAL.match(before), _DOMAIN.match(data, at.end())
            if local and domain:
                found.add((local[0][::-1] + b"@" + domain[0]).decode("ascii"))
    return tuple(sorted(found))
