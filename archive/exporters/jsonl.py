"""One claim a line, with its citations, each with its source: for programs. Fields without a value are left out.

    {"claim", "text", "language", "speaker", "cue", "relays", "hedges", "negated", "dates", "stories", "recorded", "by",
     "imported", "withdrawn",
     "state", "signoffs": [{"signoff", "state", "name", "at", "note", "lapsed", "imported"}],
     "relations": [{"relation", "from", "to", "type", "note", "recorded", "by", "imported", "withdrawn"}],
     "citations": [{"citation", "stance", "token", "exact", "prefix", "suffix", "start", "end", "recorded", "by",
                    "warnings", "imported", "withdrawn",
                    "translations": [{"words", "language", "translator", "imported", "withdrawn"}],
                    "since": {"outcome", "captured", "compared", "changes": [{"kind", "from", "to"}],
                              "decision", "decided", "by"},
                    "source": {"version", "document", "title", "authors", "publisher", "published", "language",
                               "address", "obtained", "content", "text"}}]}

`from` and `to` are claims of the file, `dates` as they are recorded.

`since` is what became of the words in the newest edition, captured and compared then, and what somebody decided who
looked at it. `imported` says in words whose record it is, when it was taken over from another archive (of a sign-off,
which log and how strongly it was verified); `lapsed` why a sign-off does not hold any more. `start` and `end` are code
points of the version's text, half-open; `content` and `text` are digests, left out where the source does not go along
whole.
"""

from __future__ import annotations

from typing import Any

from archive.exporters import Contents, _status
from archive.exporters._facts import Facts
from archive.exporters._json import line
from archive.exporters._related import related
from archive.model.carrying import became
from archive.model.record import Record
from archive.model.signoff import Signoff

EXPORTER = "jsonl/1"
SUFFIX = ".jsonl"
SHOWS = "edges"


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    facts = Facts(contents)
    return b"".join(line(_claim(facts, claim)) for claim in facts.claims)


def _claim(facts: Facts, claim: Record) -> dict[str, Any]:
    return _known(
        {
            "claim": claim.id,
            "text": claim.fields["text"],
            "language": claim.fields.get("language"),
            "speaker": facts.speaker(claim),
            "cue": _status.cue(claim),
            "relays": facts.relays(claim),
            "hedges": _status.hedges(claim),
            "negated": _status.is_negated(claim) or None,
            "dates": claim.fields.get("dates"),
            "stories": facts.told(claim),
            "recorded": claim.fields["at"],
            "by": claim.fields["by"],
            "imported": facts.imported(claim),
            "withdrawn": facts.withdrawn(claim),
            "state": facts.state(claim),
            "signoffs": [_signoff(one) for one in facts.signoffs(claim)],
            "relations": [_relation(facts, one.record) for one in related(facts, claim)],
            "citations": [_citation(facts, citation) for citation in facts.ordered(claim)],
        }
    )


def _relation(facts: Facts, relation: Record) -> dict[str, Any]:
    fields = relation.fields
    return _known(
        {
            "relation": relation.id,
            "from": fields["from"],
            "to": fields["to"],
            "type": fields["type"],
            "note": fields.get("note"),
            "recorded": fields["at"],
            "by": fields["by"],
            "imported": facts.imported(relation),
            "withdrawn": facts.withdrawn(relation),
        }
    )


def _citation(facts: Facts, citation: Record) -> dict[str, Any]:
    fields, context = citation.fields, facts.contents.contexts[citation.id]
    return _known(
        {
            "citation": citation.id,
            "stance": fields["stance"],
            "token": facts.token(citation),
            "exact": fields["exact"],
            "prefix": context.prefix,
            "suffix": context.suffix,
            "start": fields["start"],
            "end": fields["end"],
            "recorded": fields["at"],
            "by": fields["by"],
            "warnings": facts.warnings(citation),
            "imported": facts.imported(citation),
            "withdrawn": facts.withdrawn(citation),
            "translations": [_translation(facts, one) for one in facts.translations.get(citation.id, ())],
            "since": _since(facts, citation),
            "source": _source(facts, facts.versions[fields["version"]]),
        }
    )


def _signoff(one: Signoff) -> dict[str, Any]:
    about = {"signoff": one.id, "state": one.state, "name": one.name, "at": one.at, "note": one.note}
    return _known({**about, "lapsed": one.lapsed, "imported": one.asserted})


def _translation(facts: Facts, one: Record) -> dict[str, Any]:
    said = {name: one.fields[name] for name in ("words", "language", "translator")}
    return _known({**said, "imported": facts.imported(one), "withdrawn": facts.withdrawn(one)})


def _since(facts: Facts, citation: Record) -> dict[str, Any]:
    carry = facts.carried.get(citation.id)
    if carry is None:
        return {}
    review, (outcome, changes) = facts.decided.get(carry.id), became(carry.fields)
    looked = {"decision": "decision", "decided": "at", "by": "by"} if review else {}
    return _known(
        {
            "outcome": outcome,
            "captured": carry.fields["captured"],
            "compared": carry.fields["at"],
            "changes": [_known({"kind": kind, "from": before, "to": after}) for kind, before, after in changes],
            **{name: review.fields[field] for name, field in looked.items() if review},
        }
    )


def _source(facts: Facts, version: Record) -> dict[str, Any]:
    return _known(
        {
            "version": version.id,
            "document": version.fields["document"],
            "title": facts.title(version),
            "authors": facts.authors(version),
            "publisher": facts.said(version, "publisher"),
            "published": facts.said(version, "published"),
            "language": facts.language(version),
            "address": facts.address(version),
            "obtained": facts.obtained(version),
            "content": version.fields.get("content"),
            "text": version.fields.get("text"),
        }
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}
