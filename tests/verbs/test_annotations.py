"""Annotations of other programs become citations where their words check, and say why where they do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import archive
from archive.errors import UsageError

URL = "https://mercury.example/flood"
TEXT = (
    "😀 Flood in the Ulvane valley 🏳️\n\nThe gate was opened. A witness said: “The gate was opened.”\n\n"
    "𝔘nconfirmed: the gate was shut. The gate was opened. The end 😀.\n"
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[archive.Archive]:
    with archive.create(tmp_path / "a", name="Desk", keys=tmp_path / "k", cache=tmp_path / "c") as made:
        made.add_bytes(TEXT.encode(), url=URL)
        yield made


def units(at: int) -> int:
    return len(TEXT[:at].encode("utf-16-le")) // 2


def note(exact: str, *, source: str = URL, at: tuple[int, int] | None = None, text: str = "", **around: str) -> Any:
    """As Hypothesis writes it; `at` in its own units."""
    quote = {"type": "TextQuoteSelector", "exact": exact, **around}
    span = [{"type": "TextPositionSelector", "start": at[0], "end": at[1]}] if at else []
    return {"id": "n", "uri": source, "text": text, "target": [{"source": source, "selector": [*span, quote]}]}


def taken(made: archive.Archive, *notes: Any, **more: str) -> list[Any]:
    return made.import_annotations(json.dumps({"annotations": notes}).encode(), **more)


def start(cited: Any) -> int:
    return int(cited.token.split(":")[1].split("-")[0])


PLACES = [at for at in range(len(TEXT)) if TEXT.startswith("The gate was opened.", at)]


def test_words_that_stand_once_are_cited(made: archive.Archive) -> None:
    (done,) = taken(made, note("the gate was shut", text="Was it?\n So they say.", prefix="confirmed:"), story="dam")
    shown = made.show(done.claim)
    assert (shown.claim.text, done.stance, done.number) == ("Was it? So they say.", "mentions", "dam#1")
    assert TEXT[start(done) :].startswith("the gate was shut")
    (again,) = taken(made, note("the gate was shut", text="Was it? So they say."))
    assert again.existing and again.citation == done.citation


def test_without_a_word_of_its_maker_the_quote_is_the_claim(made: archive.Archive) -> None:
    (done,) = taken(made, note("the gate was shut", source=f"{URL}#top"))
    assert (made.show(done.claim).claim.text, done.stance) == ("the gate was shut", "supports")


@pytest.mark.parametrize(
    ("around", "place"),
    [
        ({"suffix": " A witness"}, 0),
        ({"prefix": "valley 🏳️The"[:-3]}, 0),  # white space is left out of account
        ({"prefix": "said:\n\n  “"}, 1),
        ({"prefix": "shut. ", "suffix": "The end 😀."}, 2),
    ],
)
def test_what_stands_around_chooses_among_several(made: archive.Archive, around: dict[str, str], place: int) -> None:
    (done,) = taken(made, note("The gate was opened.", **around))
    assert start(done) == PLACES[place]


@pytest.mark.parametrize("place", range(3))
def test_a_position_is_read_in_utf_16_and_chooses_what_is_left(made: archive.Archive, place: int) -> None:
    at = PLACES[place], PLACES[place] + len("The gate was opened.")
    (done,) = taken(made, note("The gate was opened.", at=(units(at[0]), units(at[1]))))
    assert start(done) == at[0]
    assert units(at[0]) > at[0]
    (refused,) = taken(made, note("The gate was opened.", at=at))  # code points, taken for what they are not
    assert refused.error.exit == 4


def test_the_w3c_counts_code_points(made: archive.Archive) -> None:
    at = PLACES[2], PLACES[2] + len("The gate was opened.")
    target = note("The gate was opened.", at=at)["target"]
    (done,) = made.import_annotations(json.dumps({"type": "Annotation", "target": target}).encode())
    assert start(done) == at[0]


@pytest.mark.parametrize(
    ("words", "around", "code"),
    [
        ("The gate was closed.", {}, "altered"),
        ("the gate was shut", {"prefix": "Nobody said that ", "suffix": " by hand"}, "elsewhere"),
        ("the gate was shut", {"prefix": "Nobody said that "}, "elsewhere"),
        ("The gate was opened.", {}, "ambiguous"),
        ("The gate was opened.", {"prefix": "x"}, "ambiguous"),
        ("gate was op", {"suffix": "ened. A"}, "cut"),
        ("\ud800", {}, "usage"),
    ],
)
def test_what_does_not_check_is_told_and_not_taken(
    made: archive.Archive, words: str, around: dict[str, str], code: str
) -> None:
    size = made.size
    (refused,) = taken(made, note(words, **around))
    assert (refused.error.code, made.size) == (code, size)


def test_some_are_taken_and_the_others_say_why(made: archive.Archive) -> None:
    held, none = note("the gate was shut"), note("x", source="https://none.example/")
    done = taken(made, none, held, {"uri": URL, "target": []}, note("x", source="\ud800:x"), name="notes.json")
    assert [getattr(one, "error", None) and one.error.code for one in done] == [
        "not-found",
        None,
        "no-quote",
        "not-found",
    ]
    assert [one.source for one in done][:3] == ["notes.json:1 (n)", "notes.json:2 (n)", "notes.json:3"]
    with pytest.raises(UsageError, match="is no file of annotations"):
        made.import_annotations(b"{")


def test_our_own_annotations_lead_back_to_the_same_words(made: archive.Archive) -> None:
    version = next(made.list_documents()).version
    asked = [
        archive.Request(scope=version, quote="The gate was opened.", occurrence=n, claim=f"Gate {n}.")
        for n in (1, 2, 3)
    ]
    first = made.cite_all([*asked, archive.Request(scope=version, quote="shut", claim="Gate 1.", stance="contradicts")])
    _, data = made.export_format("all", format="web-annotation")
    again = made.import_annotations(data)
    key = [(one.token, one.stance) for one in first]
    assert sorted((one.token, one.stance) for one in again) == sorted(key)
    assert all(one.existing for one in again)
