"""Relations: what a person says that one claim does to another; its contrary is refused, and it goes where they go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archive
from archive import Archive, Request
from archive.errors import IntegrityError, NotFound, Refused, UsageError
from archive.model.record import RELATIONS
from archive.verbs._taking import CONTRARY
from archive.verbs.relate import is_contrary
from tests.store.samples import dump, make, raw

A = "https://example.org/a"
TEXT = "Nine people died, the ministry said. Seventeen people died, the mayor said. The siren was silent.\n"
CLAIMS = (
    ("Nine people died", "Nine people died."),
    ("Seventeen people died", "Seventeen died."),
    ("The siren was silent", "The siren did not sound."),
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    """dam#1 and dam#2 are of the story dam, siren#1 of another."""
    with filled(tmp_path) as opened:
        yield opened


def filled(folder: Path, name: str = "a") -> Archive:
    opened = make(folder, name)
    opened.add_bytes(TEXT.encode(), url=A, captured="2025-03-14")
    for quote, claim in CLAIMS:
        story = "siren" if "siren" in quote else "dam"
        opened.cite(Request(scope=A, quote=quote, claim=claim, story=story))
    return opened


def stated(made: Archive, claim: str = "dam#1") -> list[tuple[str, str]]:
    """(type, text of the claim at the other end) of its living relations."""
    shown = made.show(claim)
    other = {one.id: one.text for one in shown.related}
    return [(one.type, other[one.other(shown.claim.id)]) for one in shown.claim.relations if not one.retracted]


def test_a_relation_is_shown_at_both_claims_and_listed(made: Archive) -> None:
    done = made.relate("dam#2", "contradicts", "dam#1", note="The mayor counted himself.")
    assert not done.existing
    assert done.relation.note == "The mayor counted himself."
    assert stated(made, "dam#1") == [("contradicts", "Seventeen died.")]
    assert stated(made, "dam#2") == [("contradicts", "Nine people died.")]
    assert [len(claim.relations) for claim in made.list_claims()] == [1, 1, 0]
    said = [event.about for event in made.log("dam#1") if event.kind == "relation/1"]
    assert said == [event.about for event in made.log("dam#2") if event.kind == "relation/1"]
    assert "contradicts claim" in said[0]
    assert made.verify(full=True).ok


@pytest.mark.parametrize("type", RELATIONS)
def test_the_same_again_is_one_record_either_way_round_where_that_means_the_same(made: Archive, type: str) -> None:
    first = made.relate("dam#1", type, "dam#2")
    size = made.size
    again, turned = made.relate("dam#1", type, "dam#2"), made.relate("dam#2", type, "dam#1")
    assert (again.relation, again.existing) == (first.relation, True)
    assert (turned.relation == first.relation) == (type != "supports")
    assert made.size == size + (type == "supports")
    assert turned.existing == (type != "supports")


def test_what_cannot_be_is_refused_and_says_what_to_do(made: Archive) -> None:
    held = made.relate("dam#1", "supports", "dam#2", note="So it seems.").relation
    size = made.size
    for words, error, said in (
        (("dam#1", "supports", "dam#1"), UsageError, "both are claim"),
        (("dam#1", "denies", "dam#2"), UsageError, "no relation"),
        (("dam", "repeats", "dam#2"), UsageError, "story"),
        (("dam#9", "repeats", "dam#2"), NotFound, "no number 9"),
        (("dam#1", "contradicts", "dam#2"), Refused, held.id[:12]),
        (("dam#2", "contradicts", "dam#1"), Refused, held.id[:12]),
    ):
        with pytest.raises(error, match=said):
            made.relate(*words)
    with pytest.raises(Refused, match=r"with the note “So it seems\.”"):
        made.relate("dam#1", "supports", "dam#2", note="Another.")
    with pytest.raises(UsageError, match="one line"):
        made.relate("dam#1", "repeats", "dam#2", note="a\nb")
    assert made.size == size


def test_what_was_retracted_leaves_room_for_its_contrary_and_may_be_said_again(made: Archive) -> None:
    first = made.relate("dam#1", "supports", "dam#2").relation
    assert made.retract(first.id[:12], why="Not so.").kind == "relation"
    second = made.relate("dam#2", "contradicts", "dam#1").relation
    with pytest.raises(Refused, match="contradicts"):
        made.relate("dam#1", "supports", "dam#2")
    made.retract(second.id, why="It was so.")
    third = made.relate("dam#1", "supports", "dam#2").relation
    assert third.id != first.id
    assert [one.retracted for one in made.show("dam#1").claim.relations] == ["Not so.", "It was so.", ""]


def test_a_claim_that_is_withdrawn_is_related_to_nothing_more_and_keeps_what_was_said(made: Archive) -> None:
    made.relate("dam#1", "contradicts", "dam#2")
    made.retract("dam#2", why="Miscounted.")
    assert stated(made) == [("contradicts", "Seventeen died.")]
    with pytest.raises(Refused, match="Miscounted"):
        made.relate("dam#2", "repeats", "siren#1")


ENDS = st.sampled_from(["dam#1", "dam#2", "siren#1"])
STEPS = st.lists(st.tuples(ENDS, st.sampled_from(RELATIONS), ENDS, st.booleans()), max_size=12)


def test_no_two_living_relations_of_two_claims_are_ever_contrary(tmp_path_factory: pytest.TempPathFactory) -> None:
    with filled(tmp_path_factory.mktemp("law")) as made:

        @settings(max_examples=15)
        @given(STEPS)
        def never(steps: list[tuple[str, str, str, bool]]) -> None:
            for one, type, other, withdraw in steps:
                try:
                    done = made.relate(one, type, other).relation
                except (Refused, UsageError):
                    continue
                if withdraw:
                    made.retract(done.id, why="Not so.")
            living = [r for claim in made.list_claims() for r in claim.relations if not r.retracted]
            for first in living:
                for second in living:
                    if {first.from_, first.to} == {second.from_, second.to}:
                        assert not is_contrary(first.type, second.type)

        never()
        assert made.verify(full=True).ok


# Where it goes ---------------------------------------------------------------------------------------------------


def records(bundle: Path, kind: str) -> list[bytes]:
    found = [path.read_bytes() for path in sorted((bundle / "data/records").iterdir())]
    return [data for data in found if f'"kind":"{kind}"'.encode() in data]


def test_a_bundle_holds_the_relations_among_its_claims_and_counts_the_others(made: Archive, tmp_path: Path) -> None:
    made.relate("dam#1", "contradicts", "dam#2")
    outside = [made.relate(f"dam#{n}", "supports", "siren#1").relation for n in (1, 2)]
    withdrawn = made.relate("dam#2", "repeats", "siren#1").relation
    made.retract(withdrawn.id, why="Not so.")
    done = made.export("dam", target=tmp_path / "dam")
    assert (done.leaving.relations, done.leaving.relations_left_out) == (1, len(outside))
    assert len(records(tmp_path / "dam", "relation/1")) == 1
    assert not records(tmp_path / "dam", "retraction/1")
    assert archive.verify(tmp_path / "dam").ok
    whole = made.export("all", target=tmp_path / "all")
    assert (whole.leaving.relations, whole.leaving.relations_left_out) == (4, 0)
    assert len(records(tmp_path / "all", "retraction/1")) == 1
    assert archive.verify(tmp_path / "all").ok


def test_an_earlier_size_has_the_relations_of_then(made: Archive, tmp_path: Path) -> None:
    before = made.size
    made.relate("dam#1", "contradicts", "dam#2")
    done = made.export("dam", target=tmp_path / "b", size=before)
    assert (done.leaving.relations, done.leaving.relations_left_out) == (0, 0)
    assert not records(tmp_path / "b", "relation/1")


@pytest.mark.parametrize(
    "spoil", ["DELETE FROM relations", "UPDATE relations SET type = 'supports'", 'UPDATE relations SET "to" = "from"']
)
def test_nothing_is_exported_when_the_view_leaves_out_what_speaks_against_it(
    made: Archive, tmp_path: Path, spoil: str
) -> None:
    made.relate("dam#1", "contradicts", "dam#2")
    with raw(made.path, unguarded=True) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(spoil)
    with pytest.raises(IntegrityError, match="view"):
        made.export("dam", target=tmp_path / "b")
    made.rebuild("views")
    assert made.export("dam", target=tmp_path / "b").leaving.relations == 1


def test_an_import_takes_relations_marks_whose_they_are_and_leaves_the_contrary_out(
    made: Archive, tmp_path: Path
) -> None:
    first = made.relate("dam#1", "contradicts", "dam#2", note="The mayor counted.").relation
    made.export("dam", target=tmp_path / "before")
    with make(tmp_path, "b") as other:
        other.import_bundle(tmp_path / "before")
        (came,) = other.show("dam#1").claim.relations
        assert (came.id, came.note) == (first.id, "The mayor counted.")
        assert came.asserted.startswith(made.origin)
        made.retract(first.id, why="Another day.")
        made.relate("dam#1", "supports", "dam#2")
        made.export("dam", target=tmp_path / "after")
        assert not other.import_bundle(tmp_path / "after").left_out
        assert stated(other) == [("supports", "Seventeen died.")]
        assert other.relate("dam#1", "supports", "dam#2").existing is False  # our own word beside theirs
        assert other.verify(full=True).ok


def test_an_import_leaves_out_the_contrary_of_what_is_stated_here(made: Archive, tmp_path: Path) -> None:
    made.export("dam", target=tmp_path / "before")
    theirs = made.relate("dam#1", "contradicts", "dam#2").relation
    made.export("dam", target=tmp_path / "after")
    with make(tmp_path, "b") as other:
        other.import_bundle(tmp_path / "before")
        ours = other.relate("dam#2", "supports", "dam#1").relation
        (left,) = other.import_bundle(tmp_path / "after").left_out
        assert (left.record, left.why) == (theirs.id, CONTRARY)
        other.retract(ours.id, why="They are right.")
        assert not other.import_bundle(tmp_path / "after").left_out
        assert stated(other) == [("contradicts", "Seventeen died.")]


def test_erasing_a_note_leaves_the_relation_said_again_without_it(made: Archive) -> None:
    other = "https://example.org/b"
    made.add_bytes(b"A voice on the radio named the culprit: Odo Marrin.\n", url=other)
    held = made.relate("dam#1", "contradicts", "dam#2", note="named the culprit: Odo Marrin").relation
    gone = made.relate("dam#1", "contradicts", "siren#1", note="the radio named the culprit").relation
    made.retract(gone.id, why="Not so.")
    made.remove(other, mode="erase", why="a court's order")
    (left,) = made.show("dam#1").claim.relations
    assert (left.type, left.note, left.from_, left.to) == ("contradicts", "", held.from_, held.to)
    assert b"culprit" not in b"".join(data or b"" for *_, data in dump(made.path, "records")["records"])
    assert made.verify(full=True).ok
