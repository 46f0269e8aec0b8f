"""Extraction and review on real archives: what is proposed, decided, stored once, and never claimed unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import archive
from archive.errors import NotFound, Refused, UsageError
from archive.model.record import Fields
from archive.verbs.extract import extract
from tests.store.samples import make, raw

TEXT = (
    "Ada Lorn denied on Monday that the gate was open. She said that it had been shut all night.\n\n"
    "“Nobody asked me,” said Dario Fenn, the engineer. “It was dark.” The river rose and the valley was flooded.\n"
)


@pytest.fixture
def dam(tmp_path: Path) -> archive.Archive:
    (tmp_path / "dam.txt").write_text(TEXT)
    made = make(tmp_path)
    list(made.add(tmp_path / "dam.txt", values={"publisher": "The Mercury", "language": "en"}))
    return made


def records(made: archive.Archive, kind: str) -> list[Fields]:
    with made._opened.store.reading() as reader:
        return [record.fields for _, record in reader.log_entries(0, reader.size()) if record.kind == kind]


def test_a_run_is_recorded_once_and_makes_no_claim(dam: archive.Archive) -> None:
    (first,) = dam.extract(everything=True)
    size = dam.size
    (again,) = dam.extract(everything=True)
    assert (first.existing, again.existing, dam.size) == (False, True, size)
    assert {one.state for one in first.proposals} == {"new"} and not again.gone
    assert again.proposals == tuple(replace(one, state="known") for one in first.proposals)
    assert len(records(dam, "extraction/1")) == 1 and not records(dam, "claim/1")


def test_other_settings_are_another_run(dam: archive.Archive) -> None:
    (plain,) = dam.extract(everything=True)
    (own,) = dam.extract(everything=True, own=True)
    assert len(own.proposals) == len(plain.proposals) + 1
    assert records(dam, "extraction/1")[1]["settings"] == ["own"]


def test_every_token_names_its_words(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    for one in run.proposals:
        spoken = [one.source, one.cue, *one.more, *one.relays, *one.hedges]
        for words in (piece for piece in spoken if piece):
            assert dam.show(words.token).text == words.text
        assert dam.show(one.token).text == one.quote


def test_an_accepted_proposal_is_a_claim_with_a_citation_of_each_part(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    said = next(one for one in run.proposals if one.more)
    done = dam.review_decide(said, "accepted", story="dam")
    (claim,) = records(dam, "claim/1")
    assert claim["text"] == "“Nobody asked me,” … “It was dark.”"
    assert claim["attribution"]["source"]["text"] == "Dario Fenn"
    assert claim["proposal"] == {"extraction": run.extraction, "n": said.number}
    assert [one["exact"] for one in records(dam, "citation/1")] == ["“Nobody asked me,”", "“It was dark.”"]
    (review,) = records(dam, "review/1")
    assert (review["decision"], review["claim"], review["by"]) == ("accepted", done.claim, "Test desk")
    assert dam.status().proposed == len(run.proposals) - 1
    assert dam.verify(full=True).ok


def test_what_is_denied_is_never_cited_without_the_denial(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    denied = run.proposals[0]
    assert denied.negated and denied.quote == "Ada Lorn denied on Monday that the gate was open"
    dam.review_decide(denied, "accepted")
    assert records(dam, "claim/1")[0]["negated"] is True
    assert records(dam, "citation/1")[0]["exact"] == denied.quote


def test_a_pronoun_is_a_name_where_it_is_certain(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    she = next(one for one in run.proposals if one.source and one.source.text == "She")
    assert she.source and she.source.name and she.source.name.text == "Ada Lorn"
    dam.review_decide(she, "accepted")
    source = records(dam, "claim/1")[0]["attribution"]["source"]
    assert (source["text"], source["named"]["text"], source["end"] - source["start"]) == ("Ada Lorn", "Ada Lorn", 3)


def test_edited_and_rejected(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    first, second, *_ = run.proposals
    dam.review_decide(first, "edited", text="The gate was shut.", speaker="Ada Lorn")
    dam.review_decide(second, "rejected")
    (claim,) = records(dam, "claim/1")
    assert (claim["text"], claim["attribution"]["source"]["text"]) == ("The gate was shut.", "Ada Lorn")
    assert [one["decision"] for one in records(dam, "review/1")] == ["edited", "rejected"]
    assert "claim" not in records(dam, "review/1")[1]
    left = [one.number for one in dam.review()]
    assert left == [one.number for one in run.proposals[2:]]


def test_a_proposal_is_decided_once(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    dam.review_decide(run.proposals[0], "rejected")
    size = dam.size
    with pytest.raises(Refused, match="decided already"):
        dam.review_decide(run.proposals[0], "accepted")
    assert dam.size == size


@pytest.mark.parametrize(("decision", "text"), [("maybe", ""), ("edited", ""), ("accepted", "x"), ("edited", "a\nb")])
def test_a_decision_that_makes_no_sense_is_refused(dam: archive.Archive, decision: str, text: str) -> None:
    (run,) = dam.extract(everything=True)
    with pytest.raises(UsageError):
        dam.review_decide(run.proposals[0], decision, text=text)
    assert not records(dam, "review/1")


def test_what_was_decided_does_not_come_back_with_another_run(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    dam.review_decide(run.proposals[0], "rejected")
    list(dam.extract(everything=True, own=True))
    waiting = list(dam.review())
    assert run.proposals[0].quote not in {one.quote for one in waiting}
    assert len(waiting) == dam.status().proposed == len(run.proposals)  # one gone, one of the outlet's own


def test_the_outlets_own_claims_name_the_publisher(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True, own=True)
    own = next(one for one in run.proposals if one.kind == "own")
    dam.review_decide(own, "accepted")
    assert records(dam, "claim/1")[0]["attribution"] == {"source": {"text": "The Mercury"}}


def test_what_cannot_be_read_is_skipped_and_said(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text("Der Damm brach in der Nacht, sagte Ada Lorn. Niemand war gewarnt worden.")
    (tmp_path / "own.txt").write_text("Ada Lorn said that it rained.")
    made = make(tmp_path)
    list(made.add(tmp_path / "de.txt", values={"language": "de"}))
    list(made.add(tmp_path / "own.txt", values={"role": "own"}))
    skipped = [run.skipped for run in made.extract(everything=True)]
    assert skipped == ["rules/3 has no rules for the language 'de'", "it is your own writing, which is no source"]
    assert not records(made, "extraction/1")


def test_which_documents_must_be_said(dam: archive.Archive) -> None:
    for given in ({}, {"everything": True, "query": "gate"}):
        with pytest.raises(UsageError):
            dam.extract(**given)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        dam.extract(query="zeppelin")
    assert len(list(dam.extract(query="gate"))) == 1
    with pytest.raises(UsageError, match="extractor"):
        list(dam.extract(everything=True, extractor="psychic"))


def test_a_damaged_output_is_a_finding(dam: archive.Archive) -> None:
    list(dam.extract(everything=True))
    with dam._opened.store.reading() as reader:
        digest = bytes.fromhex(reader.extractions()[0].output.hex)
    with raw(dam.path, unguarded=True) as connection:
        connection.execute("UPDATE blobs SET data = X'5B5D', size = 2 WHERE digest = ?", (digest,))
    assert {problem.code for problem in dam.verify().problems} == {"blob-altered"}
    with pytest.raises(archive.errors.IntegrityError):
        list(dam.review())


def test_a_bundle_says_who_proposed_and_who_accepted(dam: archive.Archive, tmp_path: Path) -> None:
    (run,) = dam.extract(everything=True)
    dam.review_decide(run.proposals[0], "accepted", story="dam")
    dam.review_decide(run.proposals[1], "rejected")
    dam.export("dam", target=tmp_path / "b")
    report = archive.verify(tmp_path / "b")
    assert report.ok
    assert (report.checked["extractions"], report.checked["reviews"]) == (1, 1)


def test_of_many_what_is_refused_leaves_nothing_and_the_others_are_stored(dam: archive.Archive) -> None:
    (first,) = dam.extract(everything=True)
    accepted = dam.review_decide(first.proposals[0], "accepted")
    dam.retract(accepted.citations[0], why="mistaken")
    (again,) = dam.extract(everything=True, own=True)
    size = dam.size
    wanted = [(one, "accepted") for one in again.proposals] + [(again.proposals[-1], "rejected")]
    done = list(dam.review_decide_all(wanted, story="dam"))
    refused = [one.error.code for one in done if not hasattr(one, "decision")]
    assert (refused, len(done)) == (["retracted", "decided"], len(wanted))
    stored = [one for one in done if hasattr(one, "decision")]
    assert len(records(dam, "review/1")) == 1 + len(stored) == len(again.proposals)
    assert len(records(dam, "story/1")) == len(stored)
    assert dam.size == size + sum(3 + len(one.citations) for one in stored)  # claim, review, place in the story
    assert dam.verify(full=True).ok


def test_many_are_decided_without_a_story_and_rejected_ones_are_no_claims(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    done = list(dam.review_decide_all((one, "rejected") for one in run.proposals))
    assert {one.decision for one in done} == {"rejected"}
    assert (list(dam.review()), records(dam, "claim/1"), records(dam, "story/1")) == ([], [], [])


def test_what_was_removed_since_it_was_named_is_said(dam: archive.Archive) -> None:
    (first,) = dam.extract(everything=True)
    dam.remove(first.version, mode="takedown", why="order of a court")
    with pytest.raises(archive.errors.WasRemoved, match="order of a court"):
        list(extract(dam._opened, [first.version], progress=lambda *_: None))
