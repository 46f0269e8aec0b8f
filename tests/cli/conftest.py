"""The command itself, in this process (fast) or in one of its own; real archives in temporary folders."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import archive
from archive import cli

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds" / "kerrow"
TRIBUNE = "https://tribune.example/2025/03/kerrow-dam-seventeen-dead"
LEDGER = "https://ledger.example/news/nine-killed-as-kerrow-gate-gives-way"
DENIAL = "https://haldwire.example/2025-03-18/minister-denies-order"


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object that it printed."""
        (line,) = self.lines
        return line

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, keys and caches of our own, and a current folder; nothing of the user's is read or written."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))
    for name in ("ARCHIVE_DIR", "ARCHIVE_DEBUG", "NO_COLOR", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Runs a command in this process."""

    def run(*arguments: str | Path, stdin: bytes = b"", code: int | None = 0) -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        found = cli.run([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert code is None or found == code, f"exit {found}\n{out}\n{err}"
        return Done(found, out, err)

    return run


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Done]:
    """Runs a command as a process of its own; `environment` adds to this one's."""

    def start(*arguments: str | Path, code: int | None = 0, stdin: bytes = b"", **environment: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "archive", *map(str, arguments)],
            env={**os.environ, **environment},
            input=stdin,
            capture_output=True,
            check=False,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert code is None or done.returncode == code, f"exit {done.returncode}\n{out}\n{err}"
        return Done(done.returncode, out, err)

    return start


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An archive of the sample articles with a story of two claims, of which one is contradicted; never written to."""
    folder = tmp_path_factory.mktemp("template")
    with archive.create(folder / "dam", name="The newsroom", keys=folder / "keys", cache=folder / "cache") as a:
        list(a.add_list((SEEDS / "articles.jsonl").read_bytes().splitlines(), folder=SEEDS))
        a.cite(
            archive.Request(
                scope=TRIBUNE,
                quote="The duty desk told me to open gate 3, and I opened it",
                claim="The gate was opened on an order.",
                speaker="Dario Fenn",
                story="dam",
            )
        )
        a.cite(
            archive.Request(
                scope=DENIAL,
                quote="No one in this ministry ordered any gate to be opened.",
                to="dam#1",
                stance="contradicts",
            )
        )
        a.cite(
            archive.Request(
                scope=LEDGER, quote="Nobody opened the gate", claim="The gate failed by itself.", story="dam"
            )
        )
    yield folder / "dam"


@pytest.fixture
def dam(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the template, which is also the current folder."""
    folder = tmp_path / "dam"
    shutil.copytree(template, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def token(dam: Path, run: Callable[..., Done]) -> str:
    """One of the sentence with the brass key."""
    found: str = run("search", "brass key", "--json").json["hits"][0]["token"]
    return found
