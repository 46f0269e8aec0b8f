"""Whoever imported a bundle: what others decided is shown as theirs, and what they alone may know is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive import cli

URL = "https://tribune.example/dam"
OLD = b"Nine people died below the dam. The siren did not sound.\n"
NEW = OLD.replace(b"Nine", b"Ten")


def house(folder: Path, name: str) -> archive.Archive:
    return archive.create(folder / name, name=name, keys=folder / f"{name}-k", cache=folder / f"{name}-c")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[archive.Archive]:
    """An archive that imported a claim whose citation was carried elsewhere, and left there as it is."""
    with house(tmp_path, "first") as first:
        first.add_bytes(OLD, url=URL, captured="2025-05-01")
        version = next(iter(first.list_documents())).version
        first.cite(archive.Request(scope=version, quote="Nine people died", claim="Nine died.", story="dam"))
        first.add_bytes(NEW, url=URL, captured="2025-05-02")
        first.carry()
        [waits] = first.review_carried()
        first.review_carried_decide(waits, "rejected")
        first.export("dam", target=tmp_path / "bundle")
    with house(tmp_path, "other") as other:
        other.import_bundle(tmp_path / "bundle")
        yield other


def test_what_others_decided_is_shown_with_whose_it_is(other):
    [became] = other.show("dam#1").carried
    [theirs] = became.theirs
    assert (became.outcome, became.decision, theirs.decision, theirs.by) == ("edited", "", "rejected", "first")
    assert theirs.asserted.startswith("first.")


def test_it_decides_nothing_here(other):
    other.add_bytes(OLD, url=URL, captured="2025-05-01")
    other.add_bytes(NEW, url=URL, captured="2025-05-03")
    other.carry()
    [waits] = other.review_carried()
    assert (waits.decision, [one.decision for one in waits.theirs]) == (None, ["rejected"])
    assert waits.json()["theirs"][0]["asserted"].startswith("first.")
    assert (other.imported_only(), other.status().imported_only) == ([], 0)
    other.review_carried_decide(waits, "rejected")
    [looked] = other.stale()
    assert (looked.decision.by, looked.theirs[0].by) == ("other", "first")


def test_that_newer_editions_elsewhere_are_not_known_is_said_once(other, tmp_path, capsys):
    assert (other.imported_only(), other.status().imported_only) == ([URL], 1)
    other.close()
    said = "newer editions at the exporter are not known here"
    for words in (["status"], ["list", "claims", "--stale"], ["carry"]):
        assert cli.run([*words, "--archive", str(tmp_path / "other")]) == 0
        shown = capsys.readouterr()
        assert (shown.out + shown.err).count(said) == 1, words
    cli.run(["show", "dam#1", "--archive", str(tmp_path / "other")])
    assert "looked at elsewhere: rejected" in capsys.readouterr().out


def test_of_ones_own_documents_nothing_is_said(tmp_path, capsys):
    with house(tmp_path, "own") as own:
        own.add_bytes(OLD, url=URL, captured="2025-05-01")
    cli.run(["status", "--archive", str(tmp_path / "own")])
    assert "not known here" not in capsys.readouterr().out
