"""The dates of proposals and claims: what they were resolved against is kept with them."""

from __future__ import annotations

from pathlib import Path

import pytest

import archive
from archive.errors import Refused
from archive.model.record import Fields
from tests.store.samples import make

TEXT = (
    "Ada Lorn said on Monday that the gate would open next month. “It broke yesterday,” she said on Tuesday, adding "
    "nothing.\n\nThe river may reportedly flood the valley. Dario Fenn denied that it was shut on 3 May.\n"
)


@pytest.fixture
def dam(tmp_path: Path) -> archive.Archive:
    (tmp_path / "dam.txt").write_text(TEXT)
    made = make(tmp_path)
    list(made.add(tmp_path / "dam.txt", values={"publisher": "The Mercury", "language": "en"}))
    return made


def dated(made: archive.Archive, day: str) -> None:
    made.describe(next(iter(made.list_documents())).document, values={"published": day})


def claims(made: archive.Archive) -> list[Fields]:
    with made._opened.store.reading() as reader:
        return [record.fields for _, record in reader.log_entries(0, reader.size()) if record.kind == "claim/1"]


def test_a_date_described_later_counts_from_then_on(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    assert [(date.value, date.basis) for date in run.proposals[0].dates] == [("", "none"), ("", "none")]
    dated(dam, "2024-04-26")
    first = next(dam.review())
    assert [(date.of, date.value, date.precision, date.against) for date in first.dates] == [
        ("saying", "2024-04-22", "day", "2024-04-26"),
        ("content", "2024-05", "month", "2024-04-26"),
    ]
    for date in first.dates:
        assert dam.show(date.token).text == date.text


def test_an_accepted_claim_keeps_its_dates_whatever_is_described_later(dam: archive.Archive) -> None:
    dated(dam, "2024-04-26")
    (run,) = dam.extract(everything=True)
    done = dam.review_decide(run.proposals[0], "accepted")
    dated(dam, "2019-01-01")
    shown = dam.show(done.claim)
    assert shown.saying.dates == run.proposals[0].dates
    assert [claim.saying for claim in dam.list_claims()] == [shown.saying]
    (fields,) = claims(dam)
    assert fields["dates"][1] == {
        "text": "next month",
        "version": run.version,
        "start": TEXT.index("next month"),
        "end": TEXT.index("next month") + 10,
        "of": "content",
        "basis": "document",
        "value": "2024-05",
        "against": "2024-04-26",
    }
    assert dam.verify(full=True).ok


def test_a_claim_shows_how_it_was_said(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    denied = next(one for one in run.proposals if one.negated)
    saying = dam.show(dam.review_decide(denied, "accepted").claim).saying
    assert (saying.source, saying.cue, saying.negated) == (denied.source, denied.cue, True)
    hedged = next(one for one in run.proposals if one.hedges)
    assert dam.show(dam.review_decide(hedged, "accepted").claim).saying.hedges == hedged.hedges
    pronoun = next(one for one in run.proposals if one.source and one.source.text == "she")
    assert dam.show(dam.review_decide(pronoun, "accepted").claim).saying.source == pronoun.source


def test_an_editors_speaker_has_no_token(dam: archive.Archive) -> None:
    (run,) = dam.extract(everything=True)
    done = dam.review_decide(run.proposals[0], "edited", speaker="The engineer")
    source = dam.show(done.claim).saying.source
    assert source and (source.text, source.token) == ("The engineer", "")


def test_the_same_words_of_another_day_are_no_known_claim(tmp_path: Path) -> None:
    """Of an outlet's own words the speaker is its name, without a place: two articles would be one claim."""
    made = make(tmp_path)
    for name, more, day in (("a", "It was wet.", "2024-05-02"), ("b", "It was cold.", "2024-05-03")):
        (tmp_path / f"{name}.txt").write_text(f"It rained yesterday. {more}\n")
        values = {"publisher": "The Mercury", "language": "en", "published": day}
        list(made.add(tmp_path / f"{name}.txt", values=values))
    first, second = (run.proposals[0] for run in made.extract(everything=True, own=True))
    assert (first.dates[0].value, second.dates[0].value) == ("2024-05-01", "2024-05-02")
    made.review_decide(first, "accepted")
    size = made.size
    with pytest.raises(Refused, match="other dates"):
        made.review_decide(second, "accepted")
    assert made.size == size
    made.review_decide(second, "edited", text="It rained on 2 May 2024.")
    assert [claim["dates"][0]["value"] for claim in claims(made)] == ["2024-05-01", "2024-05-02"]


def test_an_older_edition_has_its_own_date(tmp_path: Path) -> None:
    """What a page states of itself counts for it, not for the edition before."""
    page = "<html lang='en'><head><meta property='article:published_time' content='{}'></head><body><p>{}</p></body>"
    made = make(tmp_path)
    for day, words in (("2024-05-02", "Ada Lorn said that it rained yesterday."), ("2024-06-09", "It is dry.")):
        (tmp_path / "a.html").write_text(page.format(day, words))
        (added,) = made.add(tmp_path / "a.html")
        if day == "2024-05-02":
            first = added.version
    (run,) = made.extract(first)
    assert [(date.value, date.against) for date in run.proposals[0].dates] == [("2024-05-01", "2024-05-02")]


ODD = [
    {"text": 5},
    {"text": "x", "basis": "words", "value": 7},
    {"text": "x", "basis": "words", "version": "x", "start": 0, "end": 1},
    {"text": "x", "basis": "none", "version": "00" * 32, "start": 0, "end": 2**53 - 1},
    {"text": "x", "basis": "magic"},
]


def test_what_others_wrote_of_a_claim_is_shown_without_tokens_or_left_out(dam: archive.Archive) -> None:
    """A record may name any place: words that do not stand there get no token."""
    (version,) = (run.version for run in dam.extract(everything=True))
    lie = {"text": "closed", "version": version, "start": 0, "end": 6}
    true = {"text": "Ada Lo", "version": version, "start": 0, "end": 6}
    store = dam._opened.store
    fields = {
        "text": "x",
        "dates": ODD,
        "hedges": [lie, true],
        "attribution": {"source": ["x"], "relays": {"text": "x"}},
    }
    with store.writing() as writer:
        record = store.seal("claim/1", fields, at=dam._opened.clock())
        writer.append(record)
    saying = dam.show(record.id).saying
    assert (saying.source, saying.relays) == (None, ())
    assert [one.token != "" for one in saying.hedges] == [False, True]
    assert [(one.text, one.token, one.value) for one in saying.dates] == [("x", "", "")] * 3
    assert [one.saying for one in dam.list_claims()] == [saying]
