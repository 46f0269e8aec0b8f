"""A registered translation: `check` knows quotes of it and says whose it is; it goes out, and away, with its words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive import Archive, Checking, Request
from archive.errors import NotFound, Refused, UsageError
from tests.store.samples import make

A = "https://example.org/a"
TEXT = "Der Damm brach in der Nacht. „Wir haben das Tor nicht geöffnet“, sagte Odile Marrin dem Tagblatt.\n"
WORDS, ENGLISH = "Wir haben das Tor nicht geöffnet", "We did not open the gate, not even that night."
SAID = {"words": ENGLISH, "language": "en", "translator": "Tam Brecken"}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        opened.add_bytes(TEXT.encode(), url=A, captured="2025-03-14")
        opened.cite(Request(scope=A, quote=WORDS, claim="The gate was not opened.", story="dam"))
        yield opened


def token(made: Archive) -> str:
    return made.show("dam#1").citations[0].token


def verdict(made: Archive, quote: str, **how: bool) -> str:
    (found,) = made.check(quote, **how)
    assert found.accepted == bool(found.tokens)
    return found.verdict


def test_a_quote_of_a_translation_is_translated_and_the_original_is_shown(made: Archive) -> None:
    (done,) = made.translate(token(made), **SAID)
    assert (done.quote, done.words, done.existing) == (WORDS, ENGLISH, False)
    (found,) = made.check("“we did not open the gate, not even that night”")
    assert (found.verdict, found.accepted, found.tokens, found.group) == ("translated", True, (token(made),), "look")
    assert found.places[0].text == WORDS
    assert "Tam Brecken (en)" in found.reason
    assert made.check(ENGLISH, speaker="Odile Marrin")[0].speaker == "right"
    assert verdict(made, WORDS) == "exact"


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("We did not open the gate", "translated"),
        ("We did open the gate, not even that night.", "altered"),
        ("We did not open the gates, not even that night.", "altered"),
        ("We did not open […] that night.", "elision-hides"),
        ("We did not close any of the doors", "absent"),
    ],
)
def test_a_translation_is_matched_by_the_same_rules(made: Archive, quote: str, expected: str) -> None:
    made.translate(token(made), **SAID)
    assert verdict(made, quote) == expected
    assert made.check(quote, scope=A)[0].verdict == expected


def test_it_is_registered_once_and_by_the_id_of_a_citation_too(made: Archive) -> None:
    (first,) = made.translate(token(made), **SAID)
    (again,) = made.translate(made.show("dam#1").citations[0].id, **SAID)
    assert (again.translation, again.existing) == (first.translation, True)
    assert [one.words for one in made.show("dam#1").translations] == [ENGLISH]
    assert [event.kind for event in made.log("dam#1")] == ["claim/1", "citation/1", "story/1", "translation/1"]


def test_what_is_no_translation_is_refused(made: Archive) -> None:
    with pytest.raises(NotFound, match="is not cited"):
        made.translate(made.show(A).sentences[0].token, **SAID)
    for wrong in ({"language": "English please"}, {"translator": ""}, {"words": " "}, {"words": "a\nb"}):
        with pytest.raises(UsageError):
            made.translate(token(made), **{**SAID, **wrong})
    with pytest.raises(UsageError, match="is a claim"):
        made.translate("dam#1", **SAID)
    made.retract(made.show("dam#1").citations[0].id, why="a slip")
    with pytest.raises(Refused, match="retracted"):
        made.translate(token(made), **SAID)


@pytest.mark.parametrize("what", ["translation", "citation", "claim"])
def test_a_retracted_translation_counts_no_more(made: Archive, what: str) -> None:
    (done,) = made.translate(token(made), **SAID)
    citation = made.show("dam#1").citations[0]
    ids = {"translation": done.translation, "citation": citation.id, "claim": citation.claim}
    assert made.retract(ids[what], why="mistranslated").kind == what
    assert verdict(made, ENGLISH) == "absent"


def test_a_bundle_shows_it_and_is_checked_against(made: Archive, tmp_path: Path) -> None:
    (done,) = made.translate(token(made), **SAID)
    made.export("dam", target=tmp_path / "b")
    assert archive.verify(tmp_path / "b").ok
    page = (tmp_path / "b" / "READ-ME-FIRST.html").read_text()
    assert ENGLISH in page and "translated by Tam Brecken" in page
    (found,) = Checking.of_bundle(tmp_path / "b").quotes([ENGLISH])
    assert (found.verdict, found.places[0].text) == ("translated", WORDS)
    made.retract(done.translation, why="mistranslated")
    made.export("dam", target=tmp_path / "c")
    assert archive.verify(tmp_path / "c").ok
    assert Checking.of_bundle(tmp_path / "c").quotes([ENGLISH])[0].verdict == "absent"


def test_it_is_imported_with_its_citation_and_says_whose_word_it_is(made: Archive, tmp_path: Path) -> None:
    made.translate(token(made), **SAID)
    made.export("dam", target=tmp_path / "b")
    with make(tmp_path, "other") as other:
        other.import_bundle(tmp_path / "b")
        (found,) = other.check(ENGLISH)
        assert found.verdict == "translated"
        assert "registered by" in found.reason


@pytest.mark.parametrize("mode", ["takedown", "erase"])
def test_it_goes_with_its_words(made: Archive, mode: str, tmp_path: Path) -> None:
    made.translate(token(made), **SAID)
    made.remove(A, mode=mode, why="an order")
    assert verdict(made, ENGLISH) in ("absent", "unchecked")
    assert made.verify(full=True).ok
    held = ENGLISH.encode()
    assert (held in (tmp_path / "a" / "archive.db").read_bytes()) == (mode == "takedown")


def test_nobody_else_translates_what_is_ours(made: Archive, tmp_path: Path) -> None:
    """Else a bundle could make any words pass for a source's."""
    made.export("dam", target=tmp_path / "b")
    with make(tmp_path, "other") as other:
        other.import_bundle(tmp_path / "b")
        other.translate(token(made), **{**SAID, "words": "We opened the gate, and gladly."})
        other.export("dam", target=tmp_path / "c")
    done = made.import_bundle(tmp_path / "c")
    assert "translation/1" in {one.kind for one in done.left_out}
    assert verdict(made, "We opened the gate, and gladly") != "translated"
