"""Relations in what goes out: at both claims, by whom, and nowhere called absent where somebody states one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.bundle.crate import metadata
from archive.exporters import csv, html, jsonl
from archive.exporters._facts import Facts
from archive.exporters._names import CITO_TERMS
from archive.exporters._related import living, related
from archive.model.record import RELATIONS, STANCES
from archive.text import wording
from tests.bundle.samples import House, kursk
from tests.conformance.test_exporters import contents


def two(**relation: Any) -> House:
    """Two claims, which one citation supports each, and a relation from the second to the first."""
    house = House()
    version = house.version("It rained. It was dry.\n")
    for text in ("It rained.", "It was dry."):
        house.cite(house.seal("claim/1", {"text": text}), version, text)
    first, second = (record.id for record in house.records if record.kind == "claim/1")
    house.seal("relation/1", {"from": second, "to": first, **relation})
    return house


def crate(house: House) -> dict[str, Any]:
    """Entities of the crate, by the words that they are of."""
    graph = json.loads(metadata(Facts(contents(house))))["@graph"]
    return {entity["text"]: entity for entity in graph if entity["@type"] == "Claim"}


@pytest.mark.parametrize("type", RELATIONS)
def test_both_claims_tell_of_it(type: str) -> None:
    facts = Facts(contents(two(type=type)))
    (seen,), (told,) = (related(facts, claim) for claim in facts.claims)
    assert (str(told), str(seen)) == (f"{wording.DOES_TO[type]} claim 1", f"{wording.DONE_BY[type]} claim 2")
    rows = csv.table(facts).decode("utf-8-sig").splitlines()
    assert str(seen) in rows[1] and str(told) in rows[2]
    lines = [json.loads(line) for line in jsonl.export(facts.contents).splitlines()]
    assert [one["relations"][0]["type"] for one in lines] == [type, type]


@pytest.mark.parametrize(
    ("type", "missing"),
    [
        ("contradicts", ["supports", "contradicts"]),  # the same either way: neither is called unopposed
        ("supports", []),
        ("repeats", []),
    ],
)
def test_nothing_is_called_unopposed_that_another_claim_contradicts(type: str, missing: list[str]) -> None:
    page = html.export(contents(two(type=type))).decode()
    assert page.count(wording.NONE["contradicts"]) == 2 - len(missing)
    assert page.count(wording.NONE_BUT["contradicts"]) == len(missing)


def test_the_crate_has_terms_of_its_own_for_what_holds_and_only_that() -> None:
    (_, own) = json.loads(metadata(Facts(contents(two(type="repeats")))))["@context"]
    assert own["agreesWith"] == "http://purl.org/spar/cito/agreesWith"
    claims = crate(two(type="contradicts"))
    assert claims["It was dry."]["disagreesWith"] == [{"@id": claims["It rained."]["@id"]}]
    assert "disagreesWith" not in claims["It rained."]
    house = two(type="contradicts")
    house.seal("retraction/1", {"target": house.records[-1].id, "why": "Another day."})
    assert "disagreesWith" not in crate(house)["It was dry."]
    assert CITO_TERMS.keys() == {*RELATIONS, *STANCES}


def test_what_was_withdrawn_is_no_relation_that_holds_and_is_still_shown() -> None:
    facts = Facts(contents(kursk()))
    claim = facts.claims[0]
    assert [str(one) for one in living(facts, claim)] == ["contradicts claim 2"]
    assert [str(one) for one in related(facts, claim)] == ["contradicts claim 2", "supports claim 2"]
    assert "It says nothing of it." in html.export(facts.contents).decode()


def test_a_relation_to_a_claim_that_is_not_here_is_not_shown() -> None:
    """Nobody exports one; whoever forges a bundle may."""
    house = two(type="supports")
    house.seal("relation/1", {"from": house.records[-1].fields["from"], "to": "ab" * 32, "type": "supports"})
    facts = Facts(contents(house))
    assert [len(related(facts, claim)) for claim in facts.claims] == [1, 1]
