"""A cited sentence that stays as it is while what it leans on changes: somebody must look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import archive

OLD = "The log was read out in court. Fenn opened the gate. He left the valley at noon. The dam held until dawn.\n"
NEW = OLD.replace("Fenn opened", "Dain opened")
QUOTES = ("He left the valley at noon.", "The dam held until dawn.")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.txt"


@pytest.fixture
def made(tmp_path: Path, page: Path) -> Iterator[archive.Archive]:
    """Two citations, carried to a second edition: the first leans on a sentence that is another there."""
    with archive.create(tmp_path / "a", name="Desk", keys=tmp_path / "k", cache=tmp_path / "c") as a:
        page.write_text(OLD)
        [added] = a.add(page)
        for n, quote in enumerate(QUOTES):
            a.cite(archive.Request(scope=added.version, quote=quote, claim=f"Claim {n}.", story="dam"))
            a.signoff(f"dam#{n + 1}", state="checked", name="Ada Lorn")
        page.write_text(NEW)
        list(a.add(page))
        a.carry()
        yield a


def test_it_is_the_same_and_waits(made):
    found = made.carry()
    assert [(one.outcome, one.is_changed) for one in found] == [("same", True), ("same", False)]
    around = {"kind": "preceding", "from": "Fenn opened the gate.", "to": "Dain opened the gate."}
    assert [one.json()["around"] for one in found] == [[around], []]
    [waits] = made.review_carried()
    assert (waits.text, made.status().changed, made.status().to_carry) == ("Claim 0.", 1, 0)
    assert made.verify(full=True).ok


def test_nobody_is_asked_twice_and_again_when_it_changes_again(made, page):
    [waits] = made.review_carried()
    made.review_carried_decide(waits, "rejected")
    assert (made.review_carried(), made.status().changed) == ([], 0)
    page.write_text(NEW.replace("Dain", "Orla"))
    list(made.add(page))
    made.carry()
    assert [one.text for one in made.review_carried()] == ["Claim 0."]


def test_the_new_place_may_be_cited(made):
    [waits] = made.review_carried()
    done = made.review_carried_decide(waits, "accepted")
    assert (done.decision, made.show(done.token).text) == ("accepted", QUOTES[0])
    assert made.review_carried() == []


def test_a_sign_off_falls_with_it(made):
    states = [one.state for one in made.list_claims()]
    assert states == ["proposed", "checked"]
    assert "same, beside other words" in made.show("dam#1").signoffs[0].lapsed


def test_people_are_told(made, tmp_path):
    assert [one.outcome for one in made.show("dam#1").carried] == ["same, beside other words"]
    assert [one.outcome for one in made.show("dam#2").carried] == ["same"]
    made.export("dam", target=tmp_path / "b")
    page = (tmp_path / "b" / "READ-ME-FIRST.html").read_text()
    assert "the sentence before it: “Fenn opened the gate.” became “Dain opened the gate.”" in page
    held = [one.values for one in made.export_leaving("dam").sources[0].holds if one.kind == "newer"]
    assert held == [("Dain opened the gate.",)]
    report = archive.verify(tmp_path / "b")
    assert report.ok, report.problems
