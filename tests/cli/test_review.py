"""The walk through proposals, on a terminal of its own."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import archive
from tests.cli.shapes import Documented

pty = pytest.importorskip("pty")

TEXT = "Ada Lorn said that the gate was open. Dario Fenn said that it was shut. The mill said that it rained. It did."


def walk(folder: Path, keys: list[bytes]) -> str:
    """What a terminal shows of `archive review` when these keys are pressed, each once it is asked for."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "archive", "review", "--archive", str(folder)]
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown, asked = b"", 0
    waiting = [b"quit (q)?", b"]:", b"newer edition:", b"checked by:"]
    while child.poll() is None or asked < len(keys):
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the child has ended
            break
        if asked < len(keys) and sum(shown.count(mark) for mark in waiting) > asked:
            time.sleep(0.05)  # the terminal is made to give single keys after the question
            os.write(ours, keys[asked])
            asked += 1
    os.close(ours)
    assert child.wait() == 0, shown
    return shown.decode()


@pytest.fixture
def waiting(run, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT)
    run("init", "a", "--name", "N")
    run("add", tmp_path / "a.txt", "--language", "en", "--archive", "a")
    run("extract", "--all", "--archive", "a")
    return tmp_path / "a"


def test_each_key_decides_and_quitting_loses_nothing(waiting: Path, run) -> None:
    shown = walk(waiting, [b"x", b"a", b"e", b"It was closed.\n", b"\n", b"q"])
    assert "1 of 3" in shown and "3 of 3" in shown and "2 proposals decided, 1 waiting" in shown
    with archive.open(waiting) as made:
        assert [claim.text for claim in made.list_claims()] == ["that the gate was open", "It was closed."]
        assert [one.text for one in made.review()] == ["that it rained"]


def test_skipped_waits_and_rejected_does_not(waiting: Path, run) -> None:
    walk(waiting, [b"s", b"r", b"s"])
    with archive.open(waiting) as made:
        assert [one.text for one in made.review()] == ["that the gate was open", "that it rained"]
        assert list(made.list_claims()) == []


def test_without_a_terminal_it_lists(waiting: Path, run) -> None:
    done = run("review", "--archive", waiting)
    assert "Ada Lorn" in done.out and "3 proposals waiting" in done.err


def test_a_key_accepts_and_checks_by_a_name_that_is_said(waiting: Path, run) -> None:
    shown = walk(waiting, [b"c", b"\n", b"c", b"Ana Lind\n", b"q"])  # no name, nothing decided
    assert "nothing was decided" in shown and "by Ana Lind" in shown
    with archive.open(waiting) as made:
        assert [(claim.text, claim.state) for claim in made.list_claims()] == [("that it was shut", "checked")]
        assert [one.text for one in made.review()] == ["that the gate was open", "that it rained"]
    (found,) = run("search", "--find", "claims", "shut", "--json", "--archive", waiting).lines
    assert [hit["state"] for hit in found["hits"]] == ["checked"]
    assert "checked" in run("search", "--find", "claims", "shut", "--archive", waiting).out


def test_a_claim_that_rests_on_more_than_was_shown_is_accepted_and_not_checked(waiting: Path, capsys) -> None:
    with archive.open(waiting) as made:
        first, second, *_ = made.review()
        done = made.review_decide(first, "accepted")
        made.cite(archive.Request(token=second.token, to=done.claim))
        importlib.import_module("archive.cli.review")._sign(made, done, "Ana Lind")
        assert [claim.state for claim in made.list_claims()] == ["proposed"]
    assert "not checked" in capsys.readouterr().err


@pytest.fixture
def changed(run, tmp_path: Path) -> Path:
    """Two citations of a page of which the first sentence is another now, and the second one gone; they are carried."""
    page = tmp_path / "a.txt"
    page.write_text("Nine people died below the dam. Fenn has left the valley. It rained.")
    run("init", "a", "--name", "N")
    run("add", page, "--archive", "a")
    run("cite", "--in", page, "--quote", "Nine people died below the dam.", "--claim", "Nine.", "--archive", "a")
    run("cite", "--in", page, "--quote", "Fenn has left the valley.", "--claim", "He left.", "--archive", "a")
    page.write_text("Ten people died below the dam. It rained.")
    run("add", page, "--archive", "a")
    run("carry", "--archive", "a")
    return tmp_path / "a"


def test_carried_citations_are_walked_through(changed: Path, run) -> None:
    shown = walk(changed, [b"a", b"a"])
    assert "\x1b[32mTen\x1b[0m people died" in shown and "became “Ten”" in shown and "supports the claim" in shown
    assert "has no place in the newer edition" in shown and "1 thing decided, 1 waiting" in shown
    with archive.open(changed) as made:
        assert [one.text for one in made.review_carried()] == ["He left."]
    walk(changed, [b"e", b"It rained.\n"])
    with archive.open(changed) as made:
        assert made.review_carried() == []
        assert made.status().counts["citation"] == 4


def test_programs_decide_by_the_citations_id(changed: Path, run) -> None:
    first, second = run("review", "--json", "--archive", changed).lines
    help = Documented(importlib.import_module("archive.cli.review").command.epilog)
    help.check(first, help.shapes[1], "review")
    assert "2 carried citations waiting" in run("review", "--archive", changed).err
    [done] = run("review", "--accept", first["citation"][:12], "--json", "--archive", changed).lines
    help.check(done, help.shapes[3], "review")
    assert (done["token"], done["text"]) == (first["to"], "Nine.")
    assert "2 carried" not in run("review", "--accept-all", "--archive", changed).err  # takes none of them
    assert "1 citation rest on other words now" in run("status", "--archive", changed).out
    run("review", "--accept", second["citation"], "--archive", changed, code=6)
    run("list", "claims", "--stale", "--archive", changed, code=9)
    run("review", "--reject", second["citation"], "--archive", changed)
    run("review", "--reject", second["citation"], "--archive", changed, code=2)
    stale = run("list", "claims", "--stale", "--archive", changed)  # nobody cries any more
    assert stale.out.count("looked at:") == 2 and "0 stale citations, 2 looked at" in stale.err
    assert [
        one["decided"]["decision"] for one in run("list", "claims", "--stale", "--json", "--archive", changed).lines
    ] == [
        "accepted",
        "rejected",
    ]
