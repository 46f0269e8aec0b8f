"""ro-crate-metadata.json: the bundle as an RO-Crate 1.2, for repositories and research tools.

`data/` is the crate. Its context is named and not copied in: nothing has to be fetched to read it by eye, and every
tool brings its own copy. Claims, quotations and sources are named by their records (`urn:sha256:`), files by where they
lie and by their bytes (`ni:`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from archive.bundle import layout
from archive.exporters import SENTENCES, Contents, excerpt_file, is_whole, newest_date, original_file, text_file
from archive.exporters._facts import Facts
from archive.exporters._json import written
from archive.exporters._names import CITO, CITO_TERMS, ni, urn
from archive.exporters._related import living
from archive.exporters._status import said_of_status
from archive.model.record import Record, is_at

CONTEXT = "https://w3id.org/ro/crate/1.2/context"
TERMS = {term: CITO + term for term in sorted(CITO_TERMS.values())}  # that the context has not

_DESCRIPTION = (
    "Claims, the exact words that each rests on, the sources that hold these words, and the proof that all that stands "
    "in an append-only log. READ-ME-FIRST.html beside this crate is for people, VERIFY.txt says how to check it."
)
_SPANS = {
    "sentences/1": "Where the sentences of a text begin and end",
    "sentences/2": "Where the sentences of a text begin and end",
    "selection/1": "Where the article stands in a text",
}
_RIGHTS = "No licence is stated here. The sources belong to whoever published them."


def metadata(facts: Facts) -> bytes:
    """The file, made of the records alone."""
    files = list({file["@id"]: file for file in _files(facts)}.values())
    graph = [_descriptor(), _root(facts, files), _rights(), *files]
    for entities in (_sources(facts), _claims(facts), _captures(facts), _agents(facts.contents)):
        graph += entities
    once = {entity["@id"]: entity for entity in graph}
    return written({"@context": [CONTEXT, TERMS], "@graph": list(once.values())})


def _descriptor() -> dict[str, Any]:
    return {
        "@id": layout.inside(layout.CRATE),
        "@type": "CreativeWork",
        "conformsTo": _to("https://w3id.org/ro/crate/1.2"),
        "about": _to("./"),
    }


def _root(facts: Facts, files: list[dict[str, Any]]) -> dict[str, Any]:
    contents = facts.contents
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Claims and their sources: {contents.what}",
        "description": _DESCRIPTION,
        "datePublished": newest_date(contents.records),
        "license": _to("#rights"),
        "identifier": f"{contents.origin} {contents.size}:{contents.root.hex()}",
        "mentions": [_to(urn(claim.id)) for claim in facts.claims],
        "hasPart": [_to(file["@id"]) for file in files],
    }


def _rights() -> dict[str, Any]:
    return {"@id": "#rights", "@type": "CreativeWork", "name": "Rights", "description": _RIGHTS}


# Files ---------------------------------------------------------------------------------------------------------


def _files(facts: Facts) -> Iterator[dict[str, Any]]:
    """Every file of the crate but its own two."""
    for version in facts.versions.values():
        if not is_whole(version):
            yield _file(excerpt_file(version.id), "Some sentences, each proven by itself", "application/x-ndjson")
            continue
        yield _original(version)
        text = version.fields["text"]
        yield _file(text_file(version), "The text that was read", "text/plain", text)
    for record in facts.contents.of(*SENTENCES, "selection/1"):
        if record.fields["version"] in facts.contents.excerpts:
            continue
        name, what = layout.inside(layout.spans_name(record)), _SPANS[record.kind]
        yield _file(name, what, "application/json", record.fields["spans"])
    for record in facts.contents.records:
        name = layout.inside(layout.record_name(record.id))
        yield _file(name, f"Record: {record.kind}", "application/json", record.id)
        yield _file(layout.inside(layout.proof_name(record.id)), "The proof that a record is in the log", "text/plain")
    for citation in facts.contents.of("citation/1"):
        name = layout.inside(layout.citation_name(citation.id))
        yield _file(name, "A citation, as a Web Annotation", "application/ld+json")
    yield _file(layout.inside(layout.CHECKPOINT), "The log's size and root", "text/plain")
    if facts.contents.stamped:
        yield _file(layout.inside(layout.STAMP), "A time stamp of the log's root", "application/timestamp-reply")
    yield _file(layout.inside(layout.REFERENCES), "The sources, as CSL-JSON", "application/vnd.citationstyles.csl+json")
    yield _file(layout.inside(layout.CLAIMS), "The claims and citations, as a table", "text/csv")


def _original(version: Record) -> dict[str, Any]:
    fields = version.fields
    file = _file(original_file(version), "The original, as it was obtained", fields["media_type"], fields["content"])
    return {**file, "contentSize": str(fields["size"])}


def _file(name: str, what: str, media_type: str, digest: str = "") -> dict[str, Any]:
    known = {"sha256": digest.removeprefix("sha256:"), "identifier": ni(digest)} if digest else {}
    return {"@id": name, "@type": "File", "name": what, "encodingFormat": media_type, **known}


# What the files are of -----------------------------------------------------------------------------------------


def _sources(facts: Facts) -> Iterator[dict[str, Any]]:
    kinds = {"mail": "EmailMessage", "web": "NewsArticle", "file": "DigitalDocument"}
    for version in facts.versions.values():
        known = {
            "url": facts.address(version),
            "author": [_to(_name("said", author)) for author in facts.authors(version)],
            "publisher": [_to(_name("said", name)) for name in facts.described(version, "publisher")[0]],
            "datePublished": facts.said(version, "published"),
            "inLanguage": facts.language(version),
        }
        yield {
            "@id": urn(version.id),
            "@type": facts.sort_of_source(version, kinds),
            "name": facts.name(version),
            **{name: value for name, value in known.items() if value},
            "encoding": [_to(file) for file in _here(version)],
        }
        for name in (*facts.authors(version), *facts.described(version, "publisher")[0]):
            yield {"@id": _name("said", name), "@type": "Thing", "name": name}  # a person or not: nobody said which


def _here(version: Record) -> list[str]:
    """The files that hold it, or an excerpt of it."""
    return [original_file(version), text_file(version)] if is_whole(version) else [excerpt_file(version.id)]


def _claims(facts: Facts) -> Iterator[dict[str, Any]]:
    for claim in facts.claims:
        speaker = facts.speaker(claim)
        citations = [_to(urn(citation.id)) for citation in facts.ordered(claim)]
        yield {
            "@id": urn(claim.id),
            "@type": "Claim",
            "name": claim.fields["text"],
            "text": claim.fields["text"],
            "creativeWorkStatus": facts.state(claim),
            "description": "\n".join((*facts.said_of(claim), *said_of_status(claim))),
            **({"creditText": speaker} if speaker else {}),
            **_does(facts, claim),
            **({"citation": citations} if citations else {}),
            "subjectOf": _to(layout.inside(layout.record_name(claim.id))),
            "maintainer": _to(_name("agent", claim.fields["by"])),
        }
    for number, claim, citation, version in facts.cited():
        yield {
            "@id": urn(citation.id),
            "@type": "Quotation",
            "name": f"Citation {number}: {citation.fields['stance']}",
            "text": citation.fields["exact"],
            "about": _to(urn(claim.id)),
            **({} if facts.withdrawn(citation) else {CITO_TERMS[citation.fields["stance"]]: _to(urn(claim.id))}),
            "isPartOf": _to(urn(version.id)),
            "subjectOf": _to(layout.inside(layout.citation_name(citation.id))),
        }


def _does(facts: Facts, claim: Record) -> dict[str, Any]:
    """What it does to others, in CiTO's terms; the records of its relations hold who says so."""
    found: dict[str, Any] = {}
    for one in living(facts, claim):
        if one.record.fields["from"] == claim.id:
            ends = found.setdefault(CITO_TERMS[one.record.fields["type"]], [])
            ends += [] if _to(urn(one.other.id)) in ends else [_to(urn(one.other.id))]
    return found


def _captures(facts: Facts) -> Iterator[dict[str, Any]]:
    for version in facts.versions.values():
        for capture in facts.captures.get(version.id, ()):
            when = capture.fields["captured"]
            yield {
                "@id": urn(capture.id),
                "@type": "CreateAction",
                "name": f"Obtained ({capture.fields['how']})",
                **({"endTime": when} if is_at(when) else {"description": f"Obtained {when}"}),
                "agent": _to(_name("agent", capture.fields["by"])),
                "instrument": _to(_name("program", capture.fields["with"])),
                "result": _to(original_file(version) if is_whole(version) else urn(version.id)),
            }


def _agents(contents: Contents) -> Iterator[dict[str, Any]]:
    """Who recorded it, and with which program. An archive has a name; whether it is a person's, it does not say."""
    for by in dict.fromkeys(record.fields["by"] for record in contents.records):
        yield {"@id": _name("agent", by), "@type": "Organization", "name": by}
    for program in dict.fromkeys(record.fields["with"] for record in contents.records):
        yield _program(program)


def _program(program: str) -> dict[str, Any]:
    """The profile wants a version and an address; programs have no address here but their name."""
    name, _, version = program.rpartition(" ")
    about = {"name": name or version, "version": version, "url": f"urn:provenance-archive:program:{_quoted(program)}"}
    return {"@id": _name("program", program), "@type": "SoftwareApplication", **about}


def _to(name: str) -> dict[str, str]:
    return {"@id": name}


def _name(kind: str, name: str) -> str:
    return f"#{kind}-{_quoted(name)}"


def _quoted(name: str) -> str:
    return quote(name, safe="", errors="replace")
