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
    said = "of newer editions there is the exporter's word at most"
    for words, code in ((["status"], 0), (["list", "claims", "--stale"], 9), (["carry"], 0)):
        assert cli.run([*words, "--archive", str(tmp_path / "other")]) == code
        shown = capsys.readouterr()
        assert (shown.out + shown.err).count(said) == 1, words
    cli.run(["show", "dam#1", "--archive", str(tmp_path / "other")])
    assert "looked at elsewhere: rejected" in capsys.readouterr().out


def test_of_ones_own_documents_nothing_is_said(tmp_path, capsys):
    with house(tmp_path, "own") as own:
        own.add_bytes(OLD, url=URL, captured="2025-05-01")
    cli.run(["status", "--archive", str(tmp_path / "own")])
    assert "exporter's word" not in capsys.readouterr().out


def told(a: archive.Archive) -> list[tuple[str, bool]]:
    """What became of what is stale, and whether that is another's word."""
    return [(one.outcome.outcome, one.asserted != "") for one in a.stale()]


def test_what_a_bundle_says_of_newer_editions_is_counted_as_its_word(other):
    assert told(other) == [("edited", True)]
    [one] = other.stale()
    assert [(change.before, change.after) for change in one.outcome.carried.changes] == [("Nine", "Ten")]
    assert one.asserted.startswith("first.")
    assert (one.last_seen, one.seen, one.decision) == ("2025-05-01", "2025-05-02", None)
    assert (one.outcome.carried.before, one.outcome.carried.after) == ("Nine people died below the dam.", "")
    assert [theirs.decision for theirs in one.theirs] == ["rejected"]
    assert (other.status().changed_elsewhere, other.status().changed, other.review_carried()) == (1, 0, [])
    [shown] = other.show("dam#1").carried
    assert shown.asserted == one.asserted
    assert other.verify(full=True).ok


def test_one_answer_of_list_report_and_signoff(other):
    [change] = other.watch_report()
    assert (change.url, change.classed, change.version, list(change.claims)) == (URL, (), "", other.stale())
    assert (other.watch_report(URL), other.watch_report(since="2025-05-03")) == ([change], [])
    page = other.watch_page([change], change.claims).decode()
    assert "By the word of first." in page
    assert "No such sentence any more" not in page
    [refused] = other.signoff("dam", state="checked", name="Ana Lind")
    assert "edited in a newer edition that is not held here (by the word of first." in refused.error.message
    [done] = other.signoff("dam", state="checked", name="Ana Lind", note="Seen on paper.")
    assert done.state == "checked"


@pytest.mark.parametrize(
    ("text", "day", "is_theirs"),
    [
        (NEW.replace(b"Ten", b"Eleven"), "2025-05-04", False),  # what is here is newer
        (OLD, "2025-05-04", None),  # it says again what was cited
        (NEW, "2025-05-02", False),  # the very edition that they speak of
        (OLD + b"It rained.\n", "2025-04-30", True),  # it is older
    ],
)
def test_it_is_over_when_something_newer_is_here(other, text, day, is_theirs):
    other.add_bytes(text, url=URL, captured=day)
    other.carry()
    assert [theirs for _, theirs in told(other)] == ([] if is_theirs is None else [is_theirs])
    refused = [hasattr(one, "error") for one in other.signoff("dam", state="checked", name="Ana Lind")]
    assert refused == [is_theirs is not None]


def test_with_its_newer_edition_imported_too_it_is_ones_own(tmp_path):
    with house(tmp_path, "first") as first:
        first.add_bytes(OLD, url=URL, captured="2025-05-01")
        first.cite(archive.Request(scope=URL, quote="Nine people died", claim="Nine died.", story="dam"))
        first.add_bytes(NEW, url=URL, captured="2025-05-02")
        first.carry()
        first.export("dam", target=tmp_path / "one")
        [waits] = first.review_carried()
        first.review_carried_decide(waits, "accepted")
        first.export("dam", target=tmp_path / "two")
        first.retract("dam#1", why="Mistaken.")
        first.export("dam", target=tmp_path / "three")
    with house(tmp_path, "other") as other:
        for bundle, expected in (("one", [True]), ("two", [False]), ("three", [])):
            other.import_bundle(tmp_path / bundle)
            assert [theirs for _, theirs in told(other)] == expected, bundle
