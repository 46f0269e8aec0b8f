"""Sign-offs and their bundles: who may sign what, what falls back, what goes out at every size, whose word it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import archive
from archive import Archive, Request
from archive.errors import NotFound, UsageError
from archive.store.received import Asserter
from tests.store.samples import make

A = "https://example.org/a"
TEXT = "The gate was opened at dawn. The men were not told. She may have seen the water rise.\n"
EDITED = TEXT.replace("at dawn", "at noon")
ANA, JO = {"state": "checked", "name": "Ana Lind"}, {"state": "cleared", "name": "Jo Marr"}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        opened.add_bytes(TEXT.encode(), url=A, captured="2025-03-14")
        cite(opened, "The gate was opened at dawn.", "It was opened.")
        cite(opened, "The men were not told.", "Nobody was told.")
        yield opened


def cite(made: Archive, quote: str, claim: str = "", **more: str) -> Any:
    more = more if "to" in more else {"claim": claim, "story": "dam", **more}
    return made.cite(Request(scope=A, quote=quote, **more))


def signed(made: Archive, *references: str, **said: str) -> list[str]:
    """The state of each, or the code of the refusal."""
    done = made.signoff(*references, **said)
    return [one.error.code if hasattr(one, "error") else one.state for one in done]


def states(made: Archive) -> list[str]:
    return [claim.state for claim in made.list_claims()]


def lapsed(made: Archive, claim: str = "dam#1") -> list[str]:
    return [one.lapsed for one in made.show(claim).signoffs]


def cleared(made: Archive) -> None:
    assert signed(made, "dam", **ANA) == ["checked", "checked"]
    assert signed(made, "dam", **JO) == ["cleared", "cleared"]


# Who may sign what ----------------------------------------------------------------------------------------------


def test_a_claim_is_proposed_then_checked_then_cleared(made: Archive) -> None:
    assert states(made) == ["proposed", "proposed"]
    assert signed(made, "dam#1", "dam#2", **JO) == ["not-checked", "not-checked"]
    assert signed(made, "dam#1", **ANA, note="seen twice") == ["checked"]
    assert signed(made, "dam", **JO) == ["cleared", "not-checked"]
    assert [c.text for c in made.list_claims(state="cleared")] == ["It was opened."]
    assert made.status().states == {"proposed": 1, "checked": 0, "cleared": 1}
    assert [e.kind for e in made.log("dam#1")] == ["claim/1", "citation/1", "story/1", "signoff/1", "signoff/1"]
    assert made.verify(full=True).ok


def test_the_same_again_writes_nothing_and_another_name_or_note_does(made: Archive) -> None:
    made.signoff("dam#1", **ANA)
    size = made.size
    assert [one.existing for one in made.signoff("dam#1", **ANA)] == [True]
    assert made.size == size
    made.signoff("dam#1", **ANA, note="again, by day")
    made.signoff("dam#1", state="checked", name="Jo Marr")
    assert made.size == size + 2


def test_one_person_may_do_both_and_that_is_said(made: Archive) -> None:
    made.signoff("dam#1", **ANA)
    (done,) = made.signoff("dam#1", state="cleared", name="ana lind")
    assert done.one_person
    made.export("dam#1", target=made.path / "b")
    assert "Checked and cleared by the same person." in (made.path / "b" / "READ-ME-FIRST.html").read_text()


def test_warnings_must_be_answered_by_a_note(made: Archive) -> None:
    cite(made, "have seen the water rise", "She saw it rise.")
    assert made.show("dam#3").citations[0].warnings == ("truncated",)
    assert signed(made, "dam#3", **ANA) == ["warned"]
    assert signed(made, "dam#3", **ANA, note="the claim says that she may") == ["checked"]
    assert signed(made, "dam#3", **JO) == ["cleared"]


def test_a_claim_on_nothing_and_a_withdrawn_one_are_not_signed_off(made: Archive) -> None:
    made.retract(made.show("dam#1").citations[0].id, why="a slip")
    assert signed(made, "dam#1", **ANA) == ["no-citation"]
    claim = made.show("dam#2").claim.id
    made.retract("dam#2", why="a slip")
    assert signed(made, "dam#2", claim, **ANA) == ["retracted"]
    assert signed(made, "dam", **ANA) == ["no-citation"]  # a story's withdrawn claims are passed over


def test_bad_input_is_refused_before_anything_is_written(made: Archive) -> None:
    size = made.size
    for wrong in ({"state": "proposed"}, {"name": " "}, {"name": "x" * 1_001}, {"note": "two\nlines"}):
        with pytest.raises(UsageError):
            made.signoff("dam", **{**ANA, **wrong})
    with pytest.raises(UsageError, match="is a document"):
        made.signoff("dam", A, **ANA)
    with pytest.raises(NotFound):
        made.signoff("dam", "dam#9", **ANA)
    with pytest.raises(UsageError):
        made.list_claims(state="finished")
    assert made.size == size


# What falls back ------------------------------------------------------------------------------------------------


def test_a_citation_that_came_or_went_since_takes_it_back(made: Archive) -> None:
    cleared(made)
    added = cite(made, "The men were not told.", to="dam#1", stance="contradicts").citation
    assert states(made) == ["proposed", "cleared"]
    assert lapsed(made) == [f"before citation {added[:12]} was added"] * 2
    made.retract(added, why="of something else")
    assert states(made) == ["cleared", "cleared"]  # it rests again on just what was looked at
    gone = made.show("dam#2").citations[0].id
    made.retract(gone, why="a slip")
    assert states(made) == ["cleared", "proposed"]
    assert lapsed(made, "dam#2") == [f"before citation {gone[:12]} was withdrawn"] * 2


def test_a_sign_off_is_withdrawn_and_with_a_check_its_clearance(made: Archive) -> None:
    cleared(made)
    made.retract(made.show("dam#1").signoffs[0].id, why="not seen at all")
    assert states(made) == ["proposed", "cleared"]
    assert lapsed(made) == ["withdrawn since: not seen at all", "without a check that holds"]
    assert signed(made, "dam#1", **ANA) == ["checked"]
    assert [e.kind for e in made.log("dam#1")][-2:] == ["retraction/1", "signoff/1"]


def changed(made: Archive) -> None:
    """The source says something else now, and that was carried."""
    made.add_bytes(EDITED.encode(), url=A, captured="2025-03-15")
    assert [one.outcome for one in made.carry(A)] == ["edited", "same"]


def test_a_source_that_changed_since_takes_it_back(made: Archive) -> None:
    cleared(made)
    changed(made)
    assert states(made) == ["proposed", "cleared"]
    citation = made.show("dam#1").citations[0].id
    assert lapsed(made) == [f"before the source of citation {citation[:12]} changed (edited)"] * 2
    assert signed(made, "dam#1", **ANA) == ["warned"]
    assert signed(made, "dam#1", **ANA, note="the first edition said so") == ["checked"]


# What goes out --------------------------------------------------------------------------------------------------


def shown(bundle: Path) -> list[str]:
    """The states in the table of a bundle that was verified."""
    assert archive.verify(bundle).ok
    rows = csv.DictReader(io.StringIO((bundle / "data/claims.csv").read_text(encoding="utf-8-sig"), newline=""))
    return list({row["claim_id"]: row["state"] for row in rows}.values())


def test_a_bundle_says_what_the_archive_says_whatever_happened(made: Archive, tmp_path: Path) -> None:
    """Also as the log was before."""
    sizes = {made.size: states(made)}
    added = ""
    for number in range(10):
        if number == 0:
            made.signoff("dam", **ANA)
        elif number == 1:
            made.signoff("dam", **JO, note="fit to print")
        elif number == 2:
            added = cite(made, "The men were not told.", to="dam#1", stance="mentions").citation
        elif number == 3:
            made.signoff("dam#1", **ANA)
        elif number == 4:
            made.retract(added, why="no")
        elif number == 5:
            made.retract(made.show("dam#2").signoffs[1].id, why="not yet")
        elif number == 6:
            changed(made)
        elif number == 7:
            made.signoff("dam#2", **ANA)
        elif number == 8:
            made.review_carried_decide(next(iter(made.review_carried())), "rejected")
        else:
            made.signoff("dam", **JO)
        sizes[made.size] = states(made)
        made.export("dam", target=tmp_path / f"now-{number}")
        assert shown(tmp_path / f"now-{number}") == states(made), number
        made.export("dam", target=tmp_path / f"excerpt-{number}", sharing=archive.Sharing(excerpt=True))
        assert shown(tmp_path / f"excerpt-{number}") == states(made), number
    assert ["cleared", "cleared"] in sizes.values()
    for size, then in sizes.items():
        made.export("dam", target=tmp_path / f"at-{size}", size=size)
        assert shown(tmp_path / f"at-{size}") == then


def test_what_leaves_names_who_signed_and_which_claims_are_not_cleared(made: Archive, tmp_path: Path) -> None:
    cleared(made)
    changed(made)
    told: list[Any] = []
    made.export("dam", target=tmp_path / "b", tell=told.append)
    (leaving,) = told
    assert {"Jo Marr", "Ana Lind"} <= set(leaving.names)
    (left,) = leaving.not_cleared
    assert (left.state, left.claim) == ("proposed", made.show("dam#1").claim.id)
    assert left.why.startswith("cleared by Jo Marr on ") and left.why.endswith("changed (edited)")
    assert "changed (edited): it does not hold any more" in (tmp_path / "b" / "READ-ME-FIRST.html").read_text()
    assert made.export_leaving("dam") == leaving


def test_the_same_selection_gives_the_same_bytes_with_sign_offs_too(made: Archive, tmp_path: Path) -> None:
    cleared(made)
    prints = [made.export("dam", target=tmp_path / name).fingerprint for name in "xy"]
    assert prints[0] == prints[1]


# Whose word -----------------------------------------------------------------------------------------------------


def test_an_imported_sign_off_is_somebody_elses_word(made: Archive, tmp_path: Path) -> None:
    cleared(made)
    made.export("dam", target=tmp_path / "b")
    with make(tmp_path, "other") as other:
        other.import_bundle(tmp_path / "b")
        assert states(other) == ["proposed", "proposed"]
        found = other.show("dam#1").signoffs
        assert [one.asserted for one in found] == [str(Asserter(made.origin, "", "intact"))] * 2
        assert [one.lapsed for one in found] == ["", ""]
        other.export("dam", target=tmp_path / "passed-on")
        assert shown(tmp_path / "passed-on") == ["proposed", "proposed"]
        page = (tmp_path / "passed-on" / "READ-ME-FIRST.html").read_text()
        assert f"Cleared by Jo Marr of the log {made.origin}" in page
        assert signed(other, "dam", **JO) == ["not-checked", "not-checked"]
        cleared(other)
        assert signed(other, "dam#1", state="checked", name="Third") == ["cleared"]
        other.export("dam", target=tmp_path / "back")
        assert shown(tmp_path / "back") == ["cleared", "cleared"]
        assert other.verify(full=True).ok
    made.retract(made.show("dam#1").signoffs[0].id, why="too soon")
    made.import_bundle(tmp_path / "back")
    assert states(made) == ["proposed", "cleared"]  # what they cleared is not cleared here
    assert made.verify(full=True).ok


def test_nobody_else_withdraws_a_sign_off_of_ours(made: Archive, tmp_path: Path) -> None:
    cleared(made)
    made.export("dam", target=tmp_path / "b")
    with make(tmp_path, "other") as other:
        other.import_bundle(tmp_path / "b")
        other.retract(other.show("dam#1").signoffs[0].id, why="says who?")
        other.export("dam", target=tmp_path / "c")
    done = made.import_bundle(tmp_path / "c")
    assert "retraction/1" in {one.kind for one in done.left_out}
    assert states(made) == ["cleared", "cleared"]


# What is removed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["takedown", "erase"])
def test_a_sign_off_goes_with_the_citation_that_it_looked_at(made: Archive, mode: str, tmp_path: Path) -> None:
    made.add_bytes(b"A second source of the gate. It was seen open by all.\n", url="https://example.org/b")
    gone = made.cite(Request(scope="https://example.org/b", quote="It was seen open by all.", to="dam#1")).citation
    made.signoff("dam", **ANA, note="Kept as it is.")
    made.remove("https://example.org/b", mode=mode, why="an order")
    assert states(made) == ["proposed", "checked"]
    assert signed(made, "dam#1", **ANA) == ["unchecked"]
    made.retract(gone, why="removed")
    assert signed(made, "dam#1", **ANA) == ["checked"]
    made.export("dam", target=tmp_path / "b")
    assert shown(tmp_path / "b") == ["checked", "checked"]
    assert made.verify(full=True).ok


def test_an_erasure_takes_a_note_that_quotes(made: Archive, tmp_path: Path) -> None:
    made.add_bytes(b"The harbour master wrote it all down in green ink.\n", url="https://example.org/b")
    made.signoff("dam#1", **ANA, note="see also: wrote it all down in green ink")
    made.signoff("dam#1", **JO)
    made.remove("https://example.org/b", mode="erase", why="an order")
    assert b"green ink" not in (tmp_path / "a" / "archive.db").read_bytes()
    assert states(made)[0] == "proposed"
    made.export("dam", target=tmp_path / "b")
    assert shown(tmp_path / "b") == ["proposed", "proposed"]
    assert made.verify(full=True).ok
