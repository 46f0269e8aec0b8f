"""The walk through proposals, on a terminal of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import archive

pty = pytest.importorskip("pty")

TEXT = "Ada Lorn said that the gate was open. Dario Fenn said that it was shut. The mill said that it rained. It did."


def walk(folder: Path, keys: list[bytes]) -> str:
    """What a terminal shows of `archive review` when these keys are pressed, each once it is asked for."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "archive", "review", "--archive", str(folder)]
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown, asked = b"", 0
    waiting = [b"quit (q)?", b"]:"]
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
