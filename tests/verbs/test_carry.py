"""Citations taken to the newest edition: recorded once, and the report of what changed under a claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive.errors import NotFound, UsageError

OLD = "Nine people died below the dam. The siren did not sound.\n\nFenn has left the valley.\n"
NEW = OLD.replace("Nine", "Ten").replace("Fenn has", "It rained. Fenn has")
QUOTES = ("Nine people died below the dam.", "The siren did not sound.", "Fenn has left the valley.")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[archive.Archive]:
    """A document with three citations in its first edition, and a second edition."""
    with archive.create(tmp_path / "a", name="Desk", keys=tmp_path / "k", cache=tmp_path / "c") as a:
        page = tmp_path / "page.txt"
        page.write_text(OLD)
        [added] = a.add(page)
        for n, quote in enumerate(QUOTES):
            a.cite(archive.Request(scope=added.version, quote=quote, claim=f"Claim {n}.", story="dam"))
        page.write_text(NEW)
        [_] = a.add(page)
        yield a


def carries(a: archive.Archive) -> int:
    return a.status().counts.get("carry", 0)


def test_each_citation_has_an_outcome_and_a_record_says_so(made):
    assert made.status().to_carry == 3
    found = made.carry()
    assert [one.outcome for one in found] == ["edited", "same", "same"]
    assert found[0].json()["changes"] == [{"kind": "number", "from": "Nine", "to": "Ten"}]
    assert found[0].new.split(":")[1] == "0-30"
    assert found[0].carried.after == "Ten people died below the dam."
    assert (made.status().to_carry, carries(made)) == (0, 3)
    assert made.verify(full=True).ok


def test_the_second_time_nothing_is_recorded(made):
    first = made.carry()
    again = made.carry()
    assert [(one.citation, one.outcome) for one in again] == [(one.citation, one.outcome) for one in first]
    assert (all(one.existing for one in again), carries(made)) == (True, 3)


def test_a_citation_that_came_later_gets_a_record_of_its_own(made):
    old = made.carry()[0].old
    made.cite(archive.Request(token=old, claim="Another claim."))
    assert [one.existing for one in made.carry()] == [True, True, True, False]
    assert carries(made) == 4


def test_a_dry_run_records_nothing(made):
    assert len(made.carry(dry_run=True)) == 3
    assert (made.status().to_carry, carries(made)) == (3, 0)


def test_what_is_retracted_is_not_carried(made):
    made.retract("dam#1", why="mistaken")
    assert [one.outcome for one in made.carry()] == ["same", "same"]


def test_what_returns_to_earlier_words_is_no_longer_stale(made, tmp_path):
    assert [one.text for one in made.stale()] == ["Claim 0."]
    (tmp_path / "page.txt").write_text(OLD + "\nMore was said.\n")
    list(made.add(tmp_path / "page.txt"))
    assert made.stale() == []
    assert [one.outcome for one in made.carry()] == ["same", "same", "same"]


def test_a_stale_claim_names_its_story_and_when_it_changed(made):
    [one] = made.stale()
    assert (one.stories, one.outcome.outcome) == (("dam#1",), "edited")
    assert one.last_seen <= one.seen != ""
    page = made.watch_page([], [one]).decode()
    assert "Claim: Claim 0." in page and "number: “Nine” became “Ten”" in page


def test_what_is_no_document_is_refused(made):
    with pytest.raises(UsageError, match="not a document"):
        made.carry("dam")
    with pytest.raises(NotFound):
        made.carry("nothing")


@pytest.mark.parametrize("mode", ["takedown", "erase"])
@pytest.mark.parametrize("edition", [0, 1])
def test_a_removed_edition_is_carried_from_and_to_no_more(made, mode, edition):
    made.carry()
    document = next(iter(made.list_documents())).document
    versions = made.show(document).versions
    newest = next(one.version for one in versions if one.newest)
    older = next(one.version for one in versions if not one.newest)
    made.remove((older, newest)[edition], mode=mode, why="order of a court")
    report = made.verify(full=True)
    assert report.ok, report.problems
    assert list(made.carry()) == []
    assert made.status().to_carry == 0
    made.rebuild("views")
    assert made.verify(full=True).ok


def test_verify_slices_the_places_again(made):
    """A record that promises the very characters is held to it, and that its places are in the text."""
    made.carry()
    store = made._opened.store
    with store.reading() as reader:
        fields = next(r.fields for _, r in reader.log_entries(0, reader.size()) if r.kind == "carry/2")
    said = {name: fields[name] for name in ("citation", "from", "to", "captured")}
    wrong = {**said, "place": {"start": 0, "end": 9}, "outcome": "same"}
    outside = {**said, "outcome": "edited", "place": {"start": 0, "end": 10**6}}
    older = {"citation": fields["citation"], "outcome": "same", "start": 0, "end": 9}
    records = [("carry/2", wrong), ("carry/2", outside)]
    records.append(("carry/1", {"from": fields["from"], "to": fields["to"], "results": [older]}))
    for number, (kind, record) in enumerate(records):
        with store.writing() as writer:
            writer.append(store.seal(kind, {**record, "aligner": f"other/{number}"}, at=made._opened.clock()))
    assert {problem.code for problem in made.verify(full=True).problems} == {"quote-altered", "span-outside"}
    assert made.show("dam#1").carried  # the older record is shown too


def test_a_claim_and_its_log_tell_what_became_of_its_citations(made):
    carried = made.carry()
    shown = made.show("dam#1")
    assert [(one.outcome, one.token) for one in shown.carried] == [("edited", carried[0].new)]
    last = list(made.log("dam#1"))[-1]
    assert (last.kind, last.about.endswith("edited")) == ("carry/2", True)
    assert carried[1].citation[:12] not in last.about
