"""PROV-JSON (W3C): where each claim, citation, text and original comes from, and who made it.

    original ← text (read by a reader) ← citation → claim       each capture is an activity that made an original

Entities are records and bytes, named by their SHA-256; agents are who recorded it, and with which program.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from archive.exporters import Contents, _status, is_whole
from archive.exporters._facts import Facts
from archive.exporters._json import written
from archive.exporters._names import CITO, CITO_TERMS
from archive.model.record import Record, is_at
from archive.model.signoff import Signoff

EXPORTER = "prov-json/1"
SUFFIX = ".json"
SHOWS = "words"

_PREFIXES = {
    "sha256": "urn:sha256:",
    "agent": "urn:provenance-archive:agent:",
    "archive": "urn:provenance-archive:term:",
    "cito": CITO,
}


class _Document:
    """PROV-JSON's maps, filled one statement at a time; relations are numbered."""

    def __init__(self) -> None:
        self.maps: dict[str, dict[str, dict[str, Any]]] = {"entity": {}, "activity": {}, "agent": {}}

    def add(self, kind: str, name: str, **said: Any) -> str:
        self.maps[kind][name] = {key: value for key, value in said.items() if value}
        return name

    def relate(self, kind: str, **ends: str) -> None:
        relations = self.maps.setdefault(kind, {})
        relations[f"_:{kind}{len(relations) + 1}"] = {f"prov:{end}": name for end, name in ends.items()}


def export(contents: Contents) -> bytes:
    """See the folder's contract."""
    facts, document = Facts(contents), _Document()
    for version in facts.versions.values():
        _version(facts, document, version)
    for claim in facts.claims:
        _claim(facts, document, claim)
    for _, claim, citation, version in facts.cited():
        _citation(facts, document, claim, citation, version)
    for relation in contents.of("relation/1"):
        _relation(facts, document, relation)
    return written({"prefix": _PREFIXES, **document.maps})


def _version(facts: Facts, document: _Document, version: Record) -> None:
    fields = version.fields
    if not is_whole(version):
        shown = {"prov:label": facts.title(version), "prov:location": facts.address(version)}
        text = document.add("entity", f"sha256:{version.id}", **{"prov:type": "archive:version"}, **shown)
        for capture in facts.captures.get(version.id, ()):
            _capture(document, capture, text)
        return
    original = document.add(
        "entity",
        fields["content"],
        **{"prov:type": "archive:original", "archive:mediaType": fields["media_type"]},
        **{"prov:label": facts.title(version), "prov:location": facts.address(version)},
    )
    text = document.add("entity", f"sha256:{version.id}", **{"prov:type": "archive:version"})
    reader = document.add("agent", _agent(fields["reader"]), **_software(fields["reader"]))
    document.relate("wasDerivedFrom", generatedEntity=text, usedEntity=original)
    document.relate("wasAttributedTo", entity=text, agent=reader)
    for capture in facts.captures.get(version.id, ()):
        _capture(document, capture, original)


def _capture(document: _Document, capture: Record, original: str) -> None:
    when = capture.fields["captured"]
    times = {"prov:endTime": when} if is_at(when) else {"archive:captured": when}
    how = {"prov:type": "archive:capture", "archive:how": capture.fields["how"]}
    activity = document.add("activity", f"sha256:{capture.id}", **how, **times)
    document.relate("wasGeneratedBy", entity=original, activity=activity)
    document.relate("wasAssociatedWith", activity=activity, agent=_recorded(document, capture))


def _claim(facts: Facts, document: _Document, claim: Record) -> None:
    said = {
        "prov:type": "archive:claim",
        "prov:value": claim.fields["text"],
        "archive:speaker": facts.speaker(claim),
        "archive:cue": _status.cue(claim),
        "archive:relays": facts.relays(claim),
        "archive:hedges": _status.hedges(claim),
        "archive:negated": _status.is_negated(claim),
        "archive:dates": _status.dates(claim),
        "archive:withdrawn": facts.withdrawn(claim),
        "archive:state": facts.state(claim),
    }
    entity = document.add("entity", f"sha256:{claim.id}", **said)
    document.relate("wasAttributedTo", entity=entity, agent=_recorded(document, claim))
    for one in facts.signoffs(claim):
        _signoff(document, one, entity)


def _signoff(document: _Document, one: Signoff, claim: str) -> None:
    """Somebody looked at the claim; what they said of it, and why that does not hold, where it does not."""
    activity = document.add(
        "activity",
        f"sha256:{one.id}",
        **{"prov:type": "archive:signoff", "prov:endTime": one.at, "archive:state": one.state},
        **{"archive:note": one.note, "archive:lapsed": one.lapsed, "archive:imported": one.asserted},
    )
    person = document.add("agent", _agent(one.name), **{"prov:label": one.name})
    document.relate("used", activity=activity, entity=claim)
    document.relate("wasAssociatedWith", activity=activity, agent=person)


def _relation(facts: Facts, document: _Document, relation: Record) -> None:
    """What a claim does to another; as an entity, because somebody states it, and may withdraw it."""
    fields = relation.fields
    entity = document.add(
        "entity",
        f"sha256:{relation.id}",
        **{"prov:type": "archive:relation", "archive:relation": fields["type"], "archive:note": fields.get("note", "")},
        **{"archive:from": _name(f"sha256:{fields['from']}"), "archive:to": _name(f"sha256:{fields['to']}")},
        **{"archive:property": _cito(fields["type"]), "archive:withdrawn": facts.withdrawn(relation)},
    )
    document.relate("wasAttributedTo", entity=entity, agent=_recorded(document, relation))


def _cito(type: str) -> dict[str, str]:
    return _name(f"cito:{CITO_TERMS[type]}")


def _name(qualified: str) -> dict[str, str]:
    """A name as a value, which it would not be as a text."""
    return {"$": qualified, "type": "prov:QUALIFIED_NAME"}


def _citation(facts: Facts, document: _Document, claim: Record, citation: Record, version: Record) -> None:
    fields = citation.fields
    entity = document.add(
        "entity",
        f"sha256:{citation.id}",
        **{"prov:type": "archive:citation", "prov:value": fields["exact"], "archive:stance": fields["stance"]},
        **{"archive:property": _cito(fields["stance"])},
        **{"archive:token": facts.token(citation), "archive:withdrawn": facts.withdrawn(citation)},
    )
    document.relate("wasDerivedFrom", generatedEntity=entity, usedEntity=f"sha256:{version.id}", type="prov:Quotation")
    document.relate("wasInfluencedBy", influencee=f"sha256:{claim.id}", influencer=entity)
    document.relate("wasAttributedTo", entity=entity, agent=_recorded(document, citation))


def _recorded(document: _Document, record: Record) -> str:
    """Who recorded it; the program acted for them."""
    by = document.add("agent", _agent(record.fields["by"]), **{"prov:label": record.fields["by"]})
    document.add("agent", _agent(record.fields["with"]), **_software(record.fields["with"]))
    return by


def _software(name: str) -> dict[str, str]:
    return {"prov:type": "prov:SoftwareAgent", "prov:label": name}


def _agent(name: str) -> str:
    return f"agent:{quote(name, safe='', errors='replace')}"
