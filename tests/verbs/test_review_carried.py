"""What somebody decides of a citation whose words are others in the newest edition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive.errors import Refused, UsageError

OLD = "Nine people died below the dam. The siren did not sound.\n\nFenn has left the valley. It rained all night.\n"
NEW = OLD.replace("Nine", "Ten").replace("Fenn has left the valley. ", "")
QUOTES = ("Nine people died below the dam.", "The siren did not sound.", "Fenn has left the valley.")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.txt"


@pytest.fixture
def made(tmp_path: Path, page: Path) -> Iterator[archive.Archive]:
    """Three citations that were carried to a second edition: edited, same, deleted."""
    with archive.create(tmp_path / "a", name="Desk", keys=tmp_path / "k", cache=tmp_path / "c") as a:
        page.write_text(OLD)
        [added] = a.add(page)
        for n, quote in enumerate(QUOTES):
            a.cite(archive.Request(scope=added.version, quote=quote, claim=f"Claim {n}.", story="dam"))
        change(a, page, NEW)
        yield a


def change(a: archive.Archive, page: Path, text: str) -> None:
    page.write_text(text)
    list(a.add(page))
    a.carry()


def waiting(a: archive.Archive) -> list[tuple[str, str]]:
    found = [(one.text, one.outcome.outcome) for one in a.review_carried()]
    assert a.status().changed == len(found)
    return found


def count(a: archive.Archive, kind: str) -> int:
    return a.status().counts.get(kind, 0)


def test_what_changed_waits_and_the_rest_does_not(made):
    assert waiting(made) == [("Claim 0.", "edited"), ("Claim 2.", "deleted")]


def test_what_is_not_carried_yet_does_not_wait(made, page):
    page.write_text(NEW.replace("Ten", "Twelve"))
    list(made.add(page))
    assert waiting(made) == []
    assert made.status().to_carry == 3


def test_to_accept_is_to_cite_the_new_place_too(made):
    first, _ = made.review_carried()
    done = made.review_carried_decide(first, "accepted")
    assert (done.token, done.citation) == (first.outcome.new, first.outcome.citation)
    cited = made.show("dam#1").citations
    assert [(one.exact, one.stance) for one in cited] == [
        ("Nine people died below the dam.", "supports"),
        ("Ten people died below the dam.", "supports"),
    ]
    assert waiting(made) == [("Claim 2.", "deleted")]
    assert [(one.text, one.decision.decision) for one in made.stale() if one.decision] == [("Claim 0.", "accepted")]
    assert made.verify(full=True).ok


def test_to_reject_is_to_leave_it_and_both_are_in_the_log_of_the_claim(made):
    for one in made.review_carried():
        made.review_carried_decide(one, "rejected")
    assert (waiting(made), count(made, "citation"), count(made, "review")) == ([], 3, 2)
    last = list(made.log("dam#3"))[-1]
    assert (last.kind, last.about.endswith(": rejected")) == ("review/2", True)
    assert [one.decision for one in made.show("dam#3").carried] == ["rejected"]


def test_other_words_of_the_newer_edition_are_cited_instead(made):
    _, gone = made.review_carried()
    with pytest.raises(Refused, match="no place"):
        made.review_carried_decide(gone, "accepted")
    with pytest.raises(Refused):  # `cite` says so
        made.review_carried_decide(gone, "edited", quote="Fenn has left the valley.")
    with pytest.raises(UsageError):
        made.review_carried_decide(gone, "edited")
    assert (count(made, "citation"), count(made, "review")) == (3, 0)
    done = made.review_carried_decide(gone, "edited", quote="It rained all night.")
    assert [one.exact for one in made.show(done.citation).citations if one.id == done.cited] == ["It rained all night."]


def test_it_is_decided_once_and_a_refusal_leaves_nothing(made):
    first, _ = made.review_carried()
    made.review_carried_decide(first, "rejected")
    with pytest.raises(Refused, match="decided already"):
        made.review_carried_decide(first, "accepted")
    assert (count(made, "citation"), count(made, "review")) == (3, 1)


def test_a_retracted_claim_is_refused_as_cite_refuses_it(made):
    first, _ = made.review_carried()
    made.retract("dam#1", why="mistaken")
    with pytest.raises(Refused, match="retracted"):
        made.review_carried_decide(first, "accepted")
    assert waiting(made) == [("Claim 2.", "deleted")]


def test_what_changed_since_it_was_shown_is_refused(made, page):
    first, _ = made.review_carried()
    change(made, page, NEW.replace("Ten", "Twelve"))
    for decision in ("accepted", "rejected"):
        with pytest.raises(Refused, match="not what was shown"):
            made.review_carried_decide(first, decision)
    assert (count(made, "citation"), count(made, "review")) == (3, 0)


def test_what_was_rejected_waits_again_when_the_words_change_again(made, page):
    for one in made.review_carried():
        made.review_carried_decide(one, "rejected")
    change(made, page, NEW + "\nMore was said.\n")
    assert waiting(made) == []  # the same became of both
    change(made, page, NEW.replace("Ten", "Twelve"))
    assert waiting(made) == [("Claim 0.", "edited")]


def test_what_was_accepted_rests_on_the_new_citation(made, page):
    first, _ = made.review_carried()
    done = made.review_carried_decide(first, "accepted")
    change(made, page, NEW.replace("Ten", "Twelve"))
    assert {one.outcome.citation for one in made.review_carried() if one.text == "Claim 0."} == {done.cited}
    made.retract(done.cited, why="mistaken")
    assert ("Claim 0.", "edited") in waiting(made)  # the first citation: nothing stands in its place any more


@pytest.mark.parametrize("mode", ["takedown", "erase"])
@pytest.mark.parametrize("edition", [0, 1])
def test_decisions_go_with_the_edition_that_is_removed(made, mode, edition):
    first, second = made.review_carried()
    made.review_carried_decide(first, "accepted")
    made.review_carried_decide(second, "rejected")
    versions = made.show(next(iter(made.list_documents())).document).versions
    gone = next(one.version for one in versions if one.newest == bool(edition))
    made.remove(gone, mode=mode, why="order of a court")
    made.rebuild("views")
    report = made.verify(full=True)
    assert report.ok, report.problems
    assert made.status().changed == 0
