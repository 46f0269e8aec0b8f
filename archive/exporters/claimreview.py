"""schema.org ClaimReview, as JSON-LD: each claim with what supports it and what speaks against it.

There is no `reviewRating`: whether a claim is true is a person's judgement, which the archive does not hold, so nobody
finds one here that nobody gave. Add it, and `url`, before you publish.
"""

from __future__ import annotations

from typing import Any

from archive.exporters import Contents
from archive.exporters._facts import Facts
from archive.exporters._json import written
from archive.exporters._names import urn
from archive.exporters._status import said_of_status
from archive.model.record import Record

EXPORTER = "claimreview/1"
SUFFIX = ".jsonld"
SHOWS = "words"


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    facts = Facts(contents)
    return written({"@context": "https://schema.org", "@graph": [_review(facts, claim) for claim in facts.claims]})


def _review(facts: Facts, claim: Record) -> dict[str, Any]:
    citations = [citation for citation in facts.ordered(claim) if not facts.withdrawn(citation)]
    return {
        "@type": "ClaimReview",
        "@id": urn(claim.id, "review"),
        "claimReviewed": claim.fields["text"],
        "datePublished": claim.fields["at"],
        "author": {"@type": "Organization", "name": claim.fields["by"]},
        "itemReviewed": _claim(facts, claim),
        **({"creativeWorkStatus": "Withdrawn"} if facts.withdrawn(claim) else {}),
        **({"citation": [_quotation(facts, citation) for citation in citations]} if citations else {}),
    }


def _claim(facts: Facts, claim: Record) -> dict[str, Any]:
    speaker = facts.speaker(claim)
    said = [*(f"Passed on by: {relay}" for relay in facts.relays(claim)), *said_of_status(claim)]
    language = claim.fields.get("language")
    return {
        "@type": "Claim",
        "@id": urn(claim.id),
        "text": claim.fields["text"],
        **({"inLanguage": language} if language else {}),
        **({"description": "\n".join(said)} if said else {}),
        **({"author": {"name": speaker}} if speaker else {}),  # a person or an organization: nobody said which
    }


def _quotation(facts: Facts, citation: Record) -> dict[str, Any]:
    return {
        "@type": "Quotation",
        "@id": urn(citation.id),
        "text": citation.fields["exact"],
        "abstract": citation.fields["stance"],
        "isPartOf": _source(facts, facts.versions[citation.fields["version"]]),
    }


def _source(facts: Facts, version: Record) -> dict[str, Any]:
    known = {
        "name": facts.title(version),
        "url": facts.address(version),
        "author": [{"name": author} for author in facts.authors(version)],
        "publisher": _named(facts.said(version, "publisher")),
        "datePublished": facts.said(version, "published"),
        "inLanguage": facts.language(version),
    }
    said = {name: value for name, value in known.items() if value}
    return {"@type": "CreativeWork", "@id": urn(version.id), **said}


def _named(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}
