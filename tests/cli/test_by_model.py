"""`archive extract --extractor llm` as a user sees it: nothing unasked, exit codes, JSON, and Ctrl-C."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive import cli
from tests.cli.conftest import TRIBUNE, Done
from tests.cli.shapes import Documented
from tests.fetch.chats import PATH, claims, in_turn, pointing, said
from tests.fetch.server import Page, Server, serving

KEY = "sk-not-a-real-key-4711"
FENN = {"in": "duty desk told me", "quote": "“The duty desk told me to open gate 3, and I opened it,”", "cue": "said"}
LIE = {"in": "duty desk told me", "quote": "The duty desk told me to open gate 4, and I opened it"}
Run = Callable[..., Done]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("ARCHIVE_LLM_KEY", KEY)
    monkeypatch.delenv("ARCHIVE_OFFLINE", raising=False)
    with serving() as found:
        found.pages[PATH] = pointing(FENN, LIE)
        yield found


def asking(server: Server, *words: str) -> tuple[str, ...]:
    return ("extract", "--extractor", "llm", "--endpoint", server.url("/v1"), "--model", "tiny", *words)


def shapes(lines: list[dict[str, Any]]) -> list[int]:
    """Which of the documented shapes each line has; fails for one that has none."""
    help = Documented(importlib.import_module(cli.module_of("extract")).command.epilog)
    names = [next(iter(shape)) for shape in help.shapes]
    found = [names.index(next(iter(line))) for line in lines]
    for line, number in zip(lines, found, strict=True):
        help.check(line, help.shapes[number], "extract")
    return found


def test_nothing_is_sent_unless_that_is_said(run: Run, dam: Path, server: Server) -> None:
    done = run(*asking(server, "--all"), code=2)
    assert server.asked == []
    assert "13 documents, 27," in done.out and f"to 127.0.0.1:{server.port}, model tiny" in done.out
    assert "error: nothing was sent" in done.err and "--send" in done.err


def test_what_is_sent_is_answered_and_costs(run: Run, dam: Path, server: Server) -> None:
    done = run(*asking(server, TRIBUNE, "--send", "--price-in", "1000", "--price-out", "2000"))
    assert "extracted  1 proposal" in done.out.replace("extracted 1", "extracted  1")
    assert "refused: altered" in done.out and "gate 4" in done.out
    assert "1 request, 100 tokens in, 7 out, cost 0.1140" in done.err
    assert "answered by tiny-2026" in done.err
    assert KEY not in done.out + done.err
    again = run(*asking(server, TRIBUNE, "--price-in", "1000"))
    assert "0 requests, 1 answer from the cache" in again.err and "cost 0.0000" in again.err
    assert len(server.asked) == 1


def test_json_is_as_documented(run: Run, dam: Path, server: Server) -> None:
    planned = run(*asking(server, TRIBUNE, "--json"), code=2).lines
    assert shapes(planned[:1]) == [1] and planned[1]["error"]["code"] == "usage"
    assert shapes(run(*asking(server, TRIBUNE, "--send", "--json")).lines) == [1, 0, 2, 4]
    server.pages[PATH] = said("no")
    failed = run(*asking(server, TRIBUNE, "--send", "--json", "--temperature", "1"), code=7).lines
    assert shapes(failed[:-1]) == [1, 3, 4] and failed[-1]["error"]["code"] == "partly-done"


def test_of_a_run_that_is_known_the_verdicts_are_said(run: Run, dam: Path, server: Server, tmp_path: Path) -> None:
    made_up = {"in": "duty desk told me", "quote": "Of zeppelins nobody ever spoke in these four rooms"}
    server.pages[PATH] = pointing(FENN, LIE, made_up)
    first = run(*asking(server, TRIBUNE, "--send", "--json")).lines
    extraction = next(one["extraction"] for one in first if "extraction" in one)
    for kept in tmp_path.rglob("llm/*/*.json"):
        kept.unlink()
    done = run(*asking(server, TRIBUNE, "--send"))
    assert "refused: altered  there, but changed" in done.out and "refused: absent  nowhere" in done.out
    assert "not recorded; there stands:" in done.out and "open gate 3, and I opened it" in done.out
    assert "gate 4" not in done.out and "zeppelins" not in done.out and len(server.asked) == 1
    again = run(*asking(server, TRIBUNE, "--send", "--json")).lines
    assert shapes(again) == [0, 2, 2, 4]
    shown = run("show", extraction, "--json").lines[0]
    assert [(one["verdict"], bool(one["near"])) for one in shown["refused"]] == [("altered", True), ("absent", False)]
    assert "open gate 3, and I opened it" in run("show", extraction).out


def test_what_is_held_back_is_said(run: Run, dam: Path, server: Server) -> None:
    run("describe", TRIBUNE, "--confidential")
    listed = run(*asking(server, "--all", "--json"), code=2).lines
    assert [one["held"] for one in listed[0]["plan"]["held"]] == ["it is marked confidential"]
    refused = run(*asking(server, TRIBUNE, "--send"), code=2)
    assert "is not sent: it is marked confidential" in refused.err and "--include" in refused.err
    assert server.asked == []
    run(*asking(server, TRIBUNE, "--send", "--include", TRIBUNE))
    assert len(server.asked) == 1


def test_offline_nothing_is_sent(run: Run, dam: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_OFFLINE", "1")
    done = run(*asking(server, TRIBUNE, "--send"), code=5)
    assert "the archive is offline" in done.err and server.asked == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--all", "--extractor", "llm"), "say which model is asked"),
        (("--all", "--extractor", "llm", "--model", "m", "--endpoint", "http://llm.example.org/v1"), "http is for"),
        (("--all", "--send"), "asks no model"),
        (("--all", "--model", "m"), "takes no model"),
        (("--all", "--own", "--extractor", "llm", "--model", "m", "--endpoint", "http://localhost:9999"), "--own"),
        (("--extractor", "llm", "--model", "m", "--endpoint", "http://localhost:9999"), "say which: documents"),
    ],
)
def test_what_makes_no_sense_is_said(run: Run, dam: Path, words: tuple[str, ...], says: str) -> None:
    assert says in run("extract", *words, code=2).err


def test_a_service_that_is_busy_is_asked_again(run: Run, dam: Path, server: Server) -> None:
    server.pages[PATH] = in_turn([Page("later", 429, {"Retry-After": "0"}), pointing(FENN)])
    assert "2 requests" in run(*asking(server, TRIBUNE, "--send")).err


def test_a_slow_service_is_given_up(run: Run, dam: Path, server: Server) -> None:
    over = threading.Event()
    server.pages[PATH] = lambda _: over.wait() and claims()
    try:
        done = run(*asking(server, TRIBUNE, "--send", "--timeout", "0.2"), code=5)
    finally:
        over.set()
    assert "took longer than 0.2 seconds" in done.err and "the same command goes on" in done.err


def test_what_a_service_writes_cannot_paint_the_terminal(run: Run, dam: Path, server: Server) -> None:
    server.pages[PATH] = pointing({"in": "duty desk told me", "quote": "\x1b[31mred\x1b]0;title\x07 \u202e words here"})
    done = run(*asking(server, TRIBUNE, "--send"))
    assert "refused" in done.out and not set("\x1b\x07\u202e") & set(done.out)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_what_was_answered_before_ctrl_c_is_kept(run: Run, dam: Path, server: Server) -> None:
    second, over = threading.Event(), threading.Event()

    def hanging(_: Any) -> Page:
        second.set()
        over.wait()
        return claims()

    server.pages[PATH] = in_turn([pointing(FENN), hanging])
    words = asking(server, "--all", "--send")
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a shell's `&` has it ignored
    )
    try:
        assert second.wait(60)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=60)
    finally:
        over.set()
        process.kill()
    assert process.returncode == 130 and b"interrupted" in complaint and b"2 requests" in complaint
    server.pages[PATH] = claims()
    before = len(server.asked)
    done = run(*asking(server, "--all", "--send"))
    assert "1 answer from the cache" in done.err
    assert len(server.asked) - before == 13  # of 14 pieces the first was answered
