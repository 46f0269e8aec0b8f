"""A newer extractor, or a newer edition: what is new is proposed, what is gone is named, nothing is asked twice."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import archive
from tests.store.samples import make

FIRST = (
    "Ada Lorn said that the gate was open. Dario Fenn said that it was shut.\n\n“Nobody asked me,” said Mara Quill.\n"
)
SECOND = (
    "This article was corrected.\n\n"
    'Ada Lorn said that the gate was open. Dario Fenn denied that it was shut.\n\n"Nobody asked me," said Mara Quill.\n'
)

EXTRACTOR = """
from archive.model.proposal import Proposal
from archive.model.span import Span
EXTRACTOR, LANGUAGES = "odd/{number}", ("en",)
def extract(text, sentences, language, own=False):
    found = [(text.find(one), len(one)) for one in {words!r}]
    return [Proposal((Span(at, at + size),), "indirect", asserts=True) for at, size in found if at >= 0]
"""


@pytest.fixture
def made(tmp_path: Path) -> archive.Archive:
    return make(tmp_path)


def add(made: archive.Archive, folder: Path, text: str) -> str:
    """The version that a document of this text is."""
    (folder / "dam.txt").write_text(text)
    (added,) = made.add(folder / "dam.txt", values={"language": "en"})
    return added.version


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Installs an extractor that finds these words, as a package of its own, or another number of it."""
    folder = tmp_path / "packages"
    (folder / "odd-1.dist-info").mkdir(parents=True)
    (folder / "odd-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\n")
    (folder / "odd-1.dist-info" / "entry_points.txt").write_text(
        "[provenance_archive.extractors]\nodd = odd_extractor\n"
    )
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def install(number: int, *words: str) -> None:
        (folder / "odd_extractor.py").write_text(EXTRACTOR.format(number=number, words=words))
        sys.modules.pop("odd_extractor", None)
        importlib.invalidate_caches()

    yield install
    sys.modules.pop("odd_extractor", None)


def states(run: Any) -> list[tuple[str, str]]:
    return [(one.state, one.text) for one in (*run.proposals, *run.gone)]


def waiting(made: archive.Archive) -> list[str]:
    found = [one.text for one in made.review()]
    assert made.status().proposed == len(found)
    return found


def test_of_a_newer_edition_only_what_is_new_is_proposed(made: archive.Archive, tmp_path: Path) -> None:
    first = add(made, tmp_path, FIRST)
    (run,) = made.extract(everything=True)
    assert {state for state, _ in states(run)} == {"new"}
    second = add(made, tmp_path, SECOND)
    (run,) = made.extract(everything=True)
    assert run.version == second != first
    assert states(run) == [
        ("known", "that the gate was open"),
        ("new", "Dario Fenn denied that it was shut"),
        ("known", '"Nobody asked me,"'),  # other quotation marks
        ("gone", "that it was shut"),
    ]
    assert [one.version for one in run.gone] == [first]
    assert list(made.review(run.document)) == list(made.review())
    assert [one.text for one in made.review(second)] == ["Dario Fenn denied that it was shut"]
    assert waiting(made) == [
        "that the gate was open",
        "that it was shut",
        "“Nobody asked me,”",
        "Dario Fenn denied that it was shut",
    ]


def test_what_was_decided_of_one_edition_is_not_asked_of_the_next(made: archive.Archive, tmp_path: Path) -> None:
    add(made, tmp_path, FIRST)
    (run,) = made.extract(everything=True)
    for one, decision in zip(run.proposals, ("accepted", "rejected", "accepted"), strict=True):
        made.review_decide(one, decision)
    add(made, tmp_path, SECOND)
    list(made.extract(everything=True))
    assert waiting(made) == ["Dario Fenn denied that it was shut"]


def test_the_older_edition_read_after_the_newer_loses_nothing(made: archive.Archive, tmp_path: Path) -> None:
    first, second = add(made, tmp_path, FIRST), add(made, tmp_path, SECOND)
    list(made.extract(second))
    (run,) = made.extract(first)
    assert states(run) == [
        ("known", "that the gate was open"),
        ("new", "that it was shut"),
        ("known", "“Nobody asked me,”"),
    ]
    assert len(waiting(made)) == 4


def test_a_newer_extractor(made: archive.Archive, tmp_path: Path, install: Callable[..., None]) -> None:
    add(made, tmp_path, FIRST)
    install(1, "the gate was open", "it was shut", "Mara Quill")
    (run,) = made.extract(everything=True, extractor="odd")
    made.review_decide(run.proposals[0], "rejected")
    install(2, "the gate was open", "it was shut", "Nobody asked me")
    (run,) = made.extract(everything=True, extractor="odd")
    assert states(run) == [
        ("known", "the gate was open"),
        ("known", "it was shut"),
        ("new", "Nobody asked me"),
        ("gone", "Mara Quill"),
    ]
    assert waiting(made) == ["it was shut", "Nobody asked me"]
    (run,) = made.extract(everything=True, extractor="odd")
    assert {state for state, _ in states(run)} == {"known"} and run.existing


def test_another_extractor_takes_nothing_away(
    made: archive.Archive, tmp_path: Path, install: Callable[..., None]
) -> None:
    add(made, tmp_path, FIRST)
    list(made.extract(everything=True))
    install(1, "the gate")
    (run,) = made.extract(everything=True, extractor="odd")
    assert states(run) == [("new", "the gate")]
    assert len(waiting(made)) == 4


def test_words_that_stand_twice_are_asked_twice_and_no_more(made: archive.Archive, tmp_path: Path) -> None:
    twice = "Ada Lorn said that it rained. Then it was dry. Ada Lorn said that it rained.\n"
    add(made, tmp_path, twice)
    (run,) = made.extract(everything=True)
    made.review_decide(run.proposals[0], "rejected")
    assert waiting(made) == ["that it rained"]
    add(made, tmp_path, "More was found out. " + twice)
    (run,) = made.extract(everything=True)
    assert states(run) == [("known", "that it rained")] * 2
    assert waiting(made) == ["that it rained"]


def test_what_waits_of_an_older_edition_says_so_and_what_is_gone_too(made: archive.Archive, tmp_path: Path) -> None:
    first = add(made, tmp_path, FIRST)
    list(made.extract(everything=True))
    second = add(made, tmp_path, SECOND)
    assert {(one.version, one.newer, one.state) for one in made.review()} == {(first, second, "waiting")}
    list(made.extract(everything=True))
    found = {one.text: (one.version, one.newer, one.state) for one in made.review()}
    assert found == {
        "that the gate was open": (first, second, "waiting"),
        "that it was shut": (first, second, "gone"),
        "“Nobody asked me,”": (first, second, "waiting"),
        "Dario Fenn denied that it was shut": (second, "", "waiting"),
    }
    (gone,) = [one for one in made.review() if one.state == "gone"]
    done = made.review_decide(gone, "accepted")
    assert (done.newer, done.gone) == (second, True)


def test_another_extractors_run_over_the_newest_edition_takes_nothing_away(
    made: archive.Archive, tmp_path: Path, install: Callable[..., None]
) -> None:
    add(made, tmp_path, FIRST)
    list(made.extract(everything=True))
    add(made, tmp_path, SECOND)
    install(1, "corrected")
    list(made.extract(everything=True, extractor="odd"))
    assert {one.state for one in made.review()} == {"waiting"}
