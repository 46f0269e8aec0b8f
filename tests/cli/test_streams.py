"""Standard output is for data, standard error for everything else; colours, encodings, closed pipes, interruptions."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.cli.conftest import LEDGER, TRIBUNE

COMMAND = [sys.executable, "-m", "archive"]
pty = pytest.importorskip("pty")


def on_a_terminal(*words: str, **environment: str) -> str:
    """What the command prints when both of its streams are a terminal."""
    ours, its = pty.openpty()
    try:
        with subprocess.Popen([*COMMAND, *words], stdout=its, stderr=its, env={**os.environ, **environment}) as child:
            os.close(its)
            printed = b""
            try:
                while part := os.read(ours, 65536):
                    printed += part
            except OSError:  # Linux: the other end is closed
                pass
            assert child.wait() == 0
    finally:
        os.close(ours)
    return printed.decode("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["search", "gate"],
        ["cite", "--in", LEDGER, "--quote", "Nobody opened the gate", "--claim", "c"],
        ["export", "dam", "-o", "bundle"],
        ["admin", "rebuild"],
    ],
    ids=" ".join,
)
def test_notes_go_to_standard_error(run, dam, words):
    """What is said to a person never stands among the data."""
    for flags in ([], ["--json"]):
        name = [f"{word}{len(flags)}" if word == "bundle" else word for word in words]
        done = run(*name, *flags)
        assert done.out
        assert not any(word in done.out for word in ("next:", "note:", " found", "error"))


def test_errors_go_to_standard_error(run, dam):
    done = run("show", "feedfeed", code=3)
    assert done.out == ""
    assert done.err.startswith("error: ")


def test_with_json_errors_are_data(run, dam):
    done = run("show", "feedfeed", "--json", code=3)
    assert done.err == ""
    assert json.loads(done.out)["error"]["code"] == "not-found"


def test_data_and_notes_stand_in_order_where_both_go_to_one_place(dam):
    both = subprocess.run(
        [*COMMAND, "search", "brass key"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True
    )
    lines = both.stdout.decode().splitlines()
    assert lines[-1].startswith("next: ")
    assert "brass" in lines[1]


def test_no_colours_where_nobody_sees_them(start, dam):
    done = start("list")
    assert "\x1b" not in done.out + done.err


def test_colours_on_a_terminal(dam):
    assert "\x1b[1m" in on_a_terminal("list")


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours_where_they_are_not_wanted(dam, variable):
    assert "\x1b" not in on_a_terminal("list", **variable)


def test_an_empty_no_color_is_none(dam):
    assert "\x1b[1m" in on_a_terminal("list", NO_COLOR="")


def test_no_colours_in_json_on_a_terminal(dam):
    for line in on_a_terminal("list", "--json", NO_COLOR="").replace("\r\n", "\n").splitlines()[:-1]:
        assert "document" in json.loads(line)


@pytest.mark.parametrize(
    "words", [["--help"], ["add", "--help"], ["list"], ["search", "récits"], ["show", "ä…"], ["ä…"]]
)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_an_encoding_without_our_characters(dam, words, encoding):
    done = subprocess.run(
        [*COMMAND, *words], env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False
    )
    assert done.returncode in (0, 2, 3)
    assert b"Traceback" not in done.stderr
    if "--help" not in words:  # click writes UTF-8 where it thinks that ASCII is a mistake
        (done.stdout + done.stderr).decode(encoding)


@pytest.mark.parametrize("words", ["list", "--help", "log --json", "search gate --limit 100", "show " + TRIBUNE])
def test_a_reader_that_leaves(dam, words):
    """`archive list | head -0`: nothing is told to nobody."""
    ours, its = os.pipe()
    os.close(ours)
    try:
        done = subprocess.run([*COMMAND, *words.split()], stdout=its, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(its)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert b"error" not in done.stderr
    assert done.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", ["list", "--help", "log --json"])
def test_a_full_disk(dam, words):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, *words.split()], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 8
    assert done.stderr.decode().startswith("error: ")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed(dam, closed):
    """And the database does not take its place: a file that gets handle 1 or 2 would be printed into."""
    line = f'"$0" -m archive list {closed}; "$0" -m archive verify --full'
    done = subprocess.run(["sh", "-c", line, sys.executable], capture_output=True, check=False)
    assert done.returncode == 0, done
    assert b"Traceback" not in done.stderr
    assert b"INTACT" in done.stdout


def test_an_interruption(start, dam):
    """Ctrl-C while a long list is added: 130, what was printed is stored, and the archive is whole."""
    before = len(start("list", "--json").lines)
    with subprocess.Popen(
        [*COMMAND, "add", "--from", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a shell's `&` has it ignored
    ) as child:
        assert child.stdin and child.stdout and child.stderr
        for number in range(600):  # a batch and a bit: it waits for more, having stored the first
            child.stdin.write(json.dumps({"text": f"Sentence number {number}. And more."}).encode() + b"\n")
        child.stdin.flush()
        first = child.stdout.readline()
        child.send_signal(signal.SIGINT)
        printed = [json.loads(line) for line in (first + child.stdout.read()).splitlines()]
        said = child.stderr.read().decode()
        assert child.wait() == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    stored = {one["version"] for one in start("list", "--json").lines}
    assert {one["version"] for one in printed} <= stored
    assert len(stored) == before + 500
    assert start("verify", "--full", "--json").json["ok"]
    assert start("search", '"number 499"', "--json").json["total"] == 1
