"""What became of a citation goes out with its claim, and with no word of what else is cited."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive import Sharing

OLD = "Nine people died below the dam. The siren did not sound.\n\nFenn has left the valley. It rained all night.\n"
NEW = OLD.replace("Nine", "Ten").replace("Fenn has left", "Fenn never left")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[archive.Archive]:
    """Three claims of a page that has another edition: the first and the last one rest on words that have changed."""
    with house(tmp_path, "a") as a:
        page = tmp_path / "page.txt"
        page.write_text(OLD)
        [added] = a.add(page)
        for n, quote in enumerate(("Nine people died", "The siren did not sound.", "Fenn has left the valley.")):
            a.cite(archive.Request(scope=added.version, quote=quote, claim=f"Claim {n}.", story="dam"))
        page.write_text(NEW)
        list(a.add(page))
        yield a


def house(folder: Path, name: str) -> archive.Archive:
    return archive.create(folder / name, name=name, keys=folder / f"{name}-k", cache=folder / f"{name}-c")


def exported(a: archive.Archive, target: Path, *references: str, **how: object) -> dict[str, bytes]:
    a.export(*references, target=target, **how)
    assert archive.verify(target).ok, archive.verify(target).problems
    return {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def of_kind(files: dict[str, bytes], kind: str) -> list[dict[str, object]]:
    found = [json.loads(data) for name, data in files.items() if name.startswith("data/records/")]
    return [one for one in found if one["kind"] == kind]


def test_a_claim_takes_what_became_of_its_own_citation_along_and_no_other(made, tmp_path):
    outcomes = made.carry()
    files = exported(made, tmp_path / "b", "dam#1")
    [carry] = of_kind(files, "carry/2")
    assert (carry["citation"], carry["outcome"]) == (outcomes[0].citation, "edited")
    everything = b"".join(files.values())
    records = b"".join(data for name, data in files.items() if name.startswith("data/records/"))
    assert b"never" not in records and outcomes[2].citation.encode() not in everything
    page = files["READ-ME-FIRST.html"].decode()
    assert "The source has changed since" in page and "number: “Nine” became “Ten”" in page
    [row] = csv.DictReader(io.StringIO(files["data/claims.csv"].decode("utf-8-sig")))
    assert "number: “Nine” became “Ten”" in row["since"]
    assert exported(made, tmp_path / "again", "dam#1") == files


def test_what_is_the_same_is_said_to_be_and_when_it_was_compared(made, tmp_path):
    made.carry()
    page = exported(made, tmp_path / "b", "dam#2")["READ-ME-FIRST.html"].decode()
    assert "These words are unchanged in the newest edition, of " in page and "compared on" in page


def test_what_was_decided_goes_along(made, tmp_path):
    made.carry()
    first, last = made.review_carried()
    made.review_carried_decide(first, "accepted")
    made.review_carried_decide(last, "rejected")
    page = exported(made, tmp_path / "b", "dam")["READ-ME-FIRST.html"].decode()
    assert "the new place is cited too" in page and "the citation stays as it is" in page
    assert "Ten people died" in page


def test_what_is_not_carried_yet_is_not_told_and_that_is_said(made, tmp_path):
    leaving = made.export_leaving("dam")
    assert leaving.uncarried == 3
    assert "Since then" not in exported(made, tmp_path / "b", "dam")["READ-ME-FIRST.html"].decode()
    made.carry()
    leaving = made.export_leaving("dam")
    assert (leaving.uncarried, [held.values for held in leaving.sources[0].holds if held.kind == "newer"]) == (
        0,
        [("Ten", "never")],
    )


def test_as_the_log_was_then(made, tmp_path):
    before, size = exported(made, tmp_path / "b", "dam"), made.size
    made.carry()
    assert exported(made, tmp_path / "again", "dam", size=size).keys() == before.keys()


@pytest.mark.parametrize("how", ["asked", "confidential"])
def test_with_an_excerpt_no_word_of_the_newer_edition_goes_out(made, tmp_path, how):
    made.carry()
    for one in made.review_carried():
        made.review_carried_decide(one, "rejected")
    document = next(iter(made.list_documents())).document
    if how == "confidential":
        made.describe(document, values={"confidential": "yes"})
    files = exported(made, tmp_path / "b", "dam", sharing=Sharing(excerpt=how == "asked"))
    assert of_kind(files, "carry/2") == of_kind(files, "review/2") == []
    assert b"Ten people" not in b"".join(files.values()) and b"never left" not in b"".join(files.values())
    assert "whether its words have changed since is not told" in files["READ-ME-FIRST.html"].decode()


def test_whoever_imports_it_can_pass_it_on_without_the_newer_edition(made, tmp_path):
    made.carry()
    for one in made.review_carried():
        made.review_carried_decide(one, "rejected")
    exported(made, tmp_path / "b", "dam")
    with house(tmp_path, "other") as other:
        done = other.import_bundle(tmp_path / "b")
        assert done.left_out == ()
        report = other.verify(full=True)
        assert report.ok, report.problems
        assert [(one.outcome, one.token) for one in other.show("dam#1").carried] == [("edited", "")]
        assert (other.status().to_carry, other.status().changed) == (0, 0)
        page = exported(other, tmp_path / "c", "dam")["READ-ME-FIRST.html"].decode()
        assert "number: “Nine” became “Ten”" in page and "Imported: this is the word of the log a." in page
