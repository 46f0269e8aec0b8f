"""Sign-offs: a claim is as far as its records say, now; nothing is cleared in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Archive, Request
from archive.errors import NotFound, UsageError
from archive.verbs.signoff import NotSigned, Signed
from tests.store.samples import make

A = "https://example.org/a"
TEXT = "Nine people died. Seventeen people died. The siren was silent.\n"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        opened.add_bytes(TEXT.encode(), url=A, captured="2025-03-14")
        cite(opened, "Nine people died.", "Nine people died.")
        cite(opened, "Seventeen people died.", "Seventeen died.")
        yield opened


def cite(made: Archive, quote: str, claim: str = "", **more: str) -> str:
    about = {"claim": claim, "story": "dam"} if claim else {}
    return made.cite(Request(scope=A, quote=quote, **about, **more)).citation


def sign(made: Archive, state: str, name: str = "Ana Lind", claim: str = "dam#1", **more: str) -> Signed:
    (done,) = made.signoff(claim, state=state, name=name, **more)
    assert isinstance(done, Signed), done
    return done


def states(made: Archive) -> list[str]:
    return [claim.state for claim in made.list_claims()]


def lapses(made: Archive, claim: str = "dam#1") -> list[str]:
    return [one.lapsed.split(" citation ")[0] for one in made.show(claim).signoffs]


def test_proposed_checked_cleared(made: Archive) -> None:
    assert states(made) == ["proposed", "proposed"]
    assert sign(made, "checked").state == "checked"
    assert sign(made, "cleared", "Jo Marr").one_person is False
    assert states(made) == ["cleared", "proposed"]
    assert made.status().states == {"proposed": 1, "checked": 0, "cleared": 1}
    assert [claim.text for claim in made.list_claims(state="cleared")] == ["Nine people died."]


def test_one_person_may_do_both_and_it_is_said(made: Archive) -> None:
    sign(made, "checked")
    assert sign(made, "cleared", "ana  LIND").one_person is True


def test_the_same_said_again_is_no_second_record(made: Archive) -> None:
    first, again = sign(made, "checked"), sign(made, "checked")
    assert (first.signoff, first.existing, again.existing) == (again.signoff, False, True)


def test_only_what_is_checked_is_cleared_and_the_others_are_signed(made: Archive) -> None:
    sign(made, "checked")
    one, other = made.signoff("dam", state="cleared", name="Jo Marr")
    assert isinstance(one, Signed)
    assert isinstance(other, NotSigned)
    assert other.error.code == "not-checked"
    assert states(made) == ["cleared", "proposed"]


def test_a_claim_without_a_living_citation_is_not_checked(made: Archive) -> None:
    made.retract(made.show("dam#1").citations[0].id, why="Misread.")
    (refused,) = made.signoff("dam#1", state="checked", name="Ana Lind")
    assert isinstance(refused, NotSigned)
    assert refused.error.code == "no-citation"


def test_another_citation_lets_it_fall_and_its_withdrawal_restores_nothing_unseen(made: Archive) -> None:
    sign(made, "checked")
    sign(made, "cleared", "Jo Marr")
    added = cite(made, "The siren was silent.", to="dam#1")
    assert (states(made)[0], lapses(made)) == ("proposed", ["before"] * 2)
    assert f"before citation {added[:12]} was added" == made.show("dam#1").signoffs[0].lapsed
    made.retract(added, why="Of another night.")
    assert states(made)[0] == "cleared"  # it rests again on just what was looked at


def test_a_withdrawn_citation_a_withdrawn_check_a_withdrawn_claim(made: Archive) -> None:
    check = sign(made, "checked")
    sign(made, "cleared", "Jo Marr")
    made.retract(check.signoff, why="Looked at the wrong page.")
    assert (states(made)[0], made.show("dam#1").signoffs[1].lapsed) == ("proposed", "without a check that holds")
    sign(made, "checked", claim="dam#2")
    made.retract("dam#2", why="Not so.")
    assert made.show("dam#2").claim.state == "proposed"


def test_a_changed_source_lets_it_fall_unless_it_was_decided_to_stay(made: Archive) -> None:
    sign(made, "checked")
    sign(made, "checked", claim="dam#2")
    made.add_bytes(TEXT.replace("Nine", "Ten").encode(), url=A, captured="2025-03-15")
    assert states(made) == ["checked", "checked"]  # nobody has looked what became of them
    made.carry()
    assert states(made) == ["proposed", "checked"]
    assert "the source of citation" in made.show("dam#1").signoffs[0].lapsed
    (refused,) = made.signoff("dam#1", state="checked", name="Ana Lind")
    assert isinstance(refused, NotSigned)
    assert refused.error.code == "warned"
    (waiting,) = made.review_carried()
    made.review_carried_decide(waiting, "rejected")
    assert states(made) == ["checked", "checked"]


def test_an_export_says_what_is_not_cleared(made: Archive, tmp_path: Path) -> None:
    sign(made, "checked")
    sign(made, "cleared", "Jo Marr")
    sign(made, "checked", claim="dam#2")
    made.add_bytes(TEXT.replace("Seventeen", "Ten").encode(), url=A, captured="2025-03-15")
    made.carry()
    leaving = made.export("dam", target=tmp_path / "b").leaving
    assert [(one.state, "the source of citation" in one.why) for one in leaving.not_cleared] == [("proposed", True)]
    assert {"Ana Lind", "Jo Marr"} <= set(leaving.names)


def test_what_is_imported_is_their_word(made: Archive, tmp_path: Path) -> None:
    sign(made, "checked")
    sign(made, "cleared", "Jo Marr")
    made.export("dam", target=tmp_path / "b")
    with make(tmp_path, "other") as other:
        other.import_bundle(tmp_path / "b")
        assert states(other) == ["proposed", "proposed"]
        (claim,) = [claim.id for claim in other.list_claims() if claim.text.startswith("Nine")]
        assert all(one.asserted and not one.lapsed for one in other.show(claim).signoffs)
        (refused,) = other.signoff(claim, state="cleared", name="Kit")
        assert isinstance(refused, NotSigned)
        sign(other, "checked", "Kit", claim)
        assert other.show(claim).claim.state == "checked"


def test_what_cannot_be_said(made: Archive) -> None:
    for state, name in (("proposed", "Ana"), ("checked", " "), ("checked", "a\nb")):
        with pytest.raises(UsageError):
            made.signoff("dam#1", state=state, name=name)
    with pytest.raises(NotFound):
        made.signoff("nowhere", state="checked", name="Ana Lind")


def correct(made: Archive, old: str, new: str, day: str) -> None:
    made.add_bytes(TEXT.replace(old, new).encode(), url=A, captured=day)
    made.carry()


def refusals(made: Archive) -> list[str]:
    done = made.signoff("dam", state="checked", name="Ana Lind")
    return [one.error.message.partition("warnings: ")[2] if isinstance(one, NotSigned) else "" for one in done]


@pytest.mark.parametrize("decision", ["accepted", "edited", "rejected"])
def test_whatever_was_decided_the_change_was_looked_at(made: Archive, decision: str) -> None:
    correct(made, "Nine", "Ten", "2025-03-15")
    assert refusals(made) == ["edited in a newer edition", ""]
    (waiting,) = made.review_carried()
    other = {"quote": "The siren was silent."} if decision == "edited" else {}
    made.review_carried_decide(waiting, decision, **other)
    done = sign(made, "checked")
    (looked,) = done.looked
    assert (done.state, looked.citation, looked.outcome) == ("checked", waiting.outcome.citation, "edited")
    assert (looked.decision, looked.by) == (decision, made.status().agent)
    assert len(done.citations) == 1 + (decision != "rejected")
    assert sign(made, "checked", claim="dam#2").looked == ()
    more = TEXT.replace("Nine", "Ten").encode() + b"\nIt rained.\n"  # the same became of it: nobody is asked again
    made.add_bytes(more, url=A, captured="2025-03-16")
    made.carry()
    assert (made.review_carried(), refusals(made)) == ([], ["", ""])


def test_what_changes_again_is_to_be_looked_at_again(made: Archive) -> None:
    correct(made, "Nine", "Ten", "2025-03-15")
    (waiting,) = made.review_carried()
    made.review_carried_decide(waiting, "rejected")
    correct(made, "Nine", "Twenty-two", "2025-03-16")
    assert refusals(made) == [f"{made.review_carried()[0].outcome.told} in a newer edition", ""]


def test_what_returned_to_its_words_has_no_warning(made: Archive) -> None:
    correct(made, "Nine", "Ten", "2025-03-15")
    assert refusals(made) == ["edited in a newer edition", ""]
    made.add_bytes(TEXT.encode(), url=A, captured="2025-03-16")
    assert (made.stale(), refusals(made)) == ([], ["", ""])


def test_the_last_that_is_known_warns_while_a_third_edition_is_not_carried_to(made: Archive) -> None:
    correct(made, "Nine", "Ten", "2025-03-15")
    made.add_bytes(TEXT.replace("Nine", "Eleven").encode(), url=A, captured="2025-03-16")
    assert refusals(made) == ["edited in a newer edition", ""]
