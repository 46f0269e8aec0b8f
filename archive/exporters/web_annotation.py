"""W3C Web Annotations: each citation as a claim about two places, the archived text and the page on the web.

The archived text is named by its SHA-256 (`ni:`, RFC 6920), or by where it lies next to the annotation, and its place
is said in four ways that must agree: code points, the words with what stands around them, bytes of the UTF-8 text, and
RFC 5147. (Of a text of which only an excerpt is here: by its record, and without bytes, which would tell of the rest.)
The page on the web is the same words at a time; a page changes, so that place is a hint and no proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from archive.exporters import Contents, is_whole, original_file, text_file
from archive.exporters._dates import moments
from archive.exporters._facts import Facts, language_tag
from archive.exporters._json import written
from archive.exporters._names import CITO, CITO_TERMS, ni, urn
from archive.exporters._related import said_of_relations
from archive.exporters._status import said_of_status
from archive.model.record import Record, is_when

EXPORTER = "web-annotation/1"
SUFFIX = ".jsonld"
SHOWS = "edges"

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_RFC5147 = "http://tools.ietf.org/rfc/rfc5147"
_TEXT_FRAGMENT = "https://wicg.github.io/scroll-to-text-fragment/"
_LONGEST = 200  # code points of a quote that a text fragment has whole
_EACH = 5  # words of a longer one, at its start and at its end


def export(contents: Contents) -> bytes:
    """A collection of all of them, on one page. See the folder's contract."""
    facts = Facts(contents)
    items = [_annotation(facts, citation, None) for _, _, citation, _ in facts.cited()]
    collection = urn(contents.root.hex(), "annotations")
    page = {"id": f"{collection}-1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    return written(
        {
            "@context": CONTEXT,
            "id": collection,
            "type": "AnnotationCollection",
            "label": contents.what,
            "total": len(items),
            "first": page,
        }
    )


def one_by_one(facts: Facts, data: str) -> Iterator[tuple[str, bytes]]:
    """(citation id, file) of each citation by itself. `data` leads from such a file to the bundle's data."""
    for _, _, citation, _ in facts.cited():
        yield citation.id, written({"@context": CONTEXT, **_annotation(facts, citation, data)})


def _annotation(facts: Facts, citation: Record, data: str | None) -> dict[str, Any]:
    fields = citation.fields
    targets = [_archived(facts, citation, data), *_live(facts, citation, data)]
    return {
        "id": urn(citation.id, "annotation"),
        "type": "Annotation",
        "motivation": "assessing",
        "created": fields["at"],
        "creator": {"name": fields["by"]},
        "generator": {"type": "Software", "name": fields["with"]},
        "via": urn(citation.id),
        "body": [
            _claim(facts.claim(citation)),
            _stance(fields["stance"]),
            {"type": "SpecificResource", "source": CITO + CITO_TERMS[fields["stance"]], "purpose": "classifying"},
            {"type": "SpecificResource", "source": urn(fields["claim"]), "purpose": "linking"},
            _said(facts, facts.claim(citation)),
            *(_translation(one) for one in facts.translations.get(citation.id, ()) if not facts.withdrawn(one)),
        ],
        "target": targets,
    }


def _claim(claim: Record) -> dict[str, Any]:
    body = {"type": "TextualBody", "value": claim.fields["text"], "format": "text/plain"}
    return {**body, **_language(claim.fields.get("language", "")), "purpose": "describing"}


def _said(facts: Facts, claim: Record) -> dict[str, Any]:
    """Who says the claim, through whom, how surely; and what other claims do to it."""
    lines = [*facts.said_of(claim), *said_of_status(claim), *said_of_relations(facts, claim)]
    value = {"value": "\n".join(lines), "format": "text/plain", "language": "en"}
    return {"type": "TextualBody", **value, "purpose": "commenting"}


def _stance(stance: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": stance, "format": "text/plain", "language": "en", "purpose": "classifying"}


def _translation(one: Record) -> dict[str, Any]:
    """What a person says that the words are in another language: a comment on them, in that person's name."""
    fields = one.fields
    body = {"type": "TextualBody", "value": fields["words"], "format": "text/plain"}
    about = {"purpose": "commenting", "creator": {"name": fields["translator"]}}
    return {"id": urn(one.id), **body, **_language(language_tag(fields["language"])), **about}


def _archived(facts: Facts, citation: Record, data: str | None) -> dict[str, Any]:
    """The place in the text that the archive holds."""
    fields, context = citation.fields, facts.contents.contexts[citation.id]
    version = facts.versions[fields["version"]]
    source = {"id": _text(version, data), "type": "Text", "format": "text/plain", **_language(facts.language(version))}
    octets = {"type": "DataPositionSelector", "start": context.start, "end": context.end}
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": fields["start"], "end": fields["end"]},
            _quote(facts, citation),
            *([octets] if is_whole(version) else []),
            {"type": "FragmentSelector", "conformsTo": _RFC5147, "value": f"char={fields['start']},{fields['end']}"},
        ],
    }


def _text(version: Record, data: str | None) -> str:
    """What the archived text is called: by its bytes, or where it lies; one that is not here by its record."""
    if not is_whole(version):
        return urn(version.id)
    return ni(version.fields["text"]) if data is None else data + text_file(version)


def _cached(version: Record, data: str | None) -> dict[str, str]:
    if not is_whole(version):
        return {}
    return {"cached": ni(version.fields["content"]) if data is None else data + original_file(version)}


def _live(facts: Facts, citation: Record, data: str | None) -> list[dict[str, Any]]:
    """The place on the web, where the document has an address: the words, at the time when they were obtained."""
    version = facts.versions[citation.fields["version"]]
    address, obtained = facts.address(version), facts.obtained(version)
    if not address:
        return []
    fragment = {"type": "FragmentSelector", "conformsTo": _TEXT_FRAGMENT, "value": text_fragment(citation)}
    state = {"state": {"type": "TimeState", **_time(obtained), **_cached(version, data)}} if is_when(obtained) else {}
    target = {"type": "SpecificResource", "source": address, "selector": [_quote(facts, citation), fragment]}
    return [{**target, **state}]


def _quote(facts: Facts, citation: Record) -> dict[str, Any]:
    context = facts.contents.contexts[citation.id]
    around = {"prefix": context.prefix, "suffix": context.suffix}
    known = {name: value for name, value in around.items() if value}
    return {"type": "TextQuoteSelector", "exact": citation.fields["exact"], **known}


def _time(when: str) -> dict[str, str]:
    """A moment, or the first and the last one that is meant."""
    first, last = moments(when)
    return {"sourceDate": first} if first == last else {"sourceDateStart": first, "sourceDateEnd": last}


def text_fragment(citation: Record) -> str:
    """Such as `:~:text=It%20rained.`: browsers that know it mark the words. Of long quotes the first and last words."""
    words = citation.fields["exact"].split()
    if len(" ".join(words)) <= _LONGEST or len(words) <= 2 * _EACH:
        return f":~:text={_part(words)}"
    return f":~:text={_part(words[:_EACH])},{_part(words[-_EACH:])}"


def _part(words: list[str]) -> str:
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")


def _language(name: str) -> dict[str, str]:
    return {"language": name} if name else {}
