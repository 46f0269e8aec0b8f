"""Unchanged files are not opened again; whatever changed is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import archive
from archive import Archive
from archive.verbs import _seen
from tests.store.samples import make, reopen

OPENED: list[str] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str | Path):
        OPENED.append(os.fspath(arguments[0]))


sys.addaudithook(_hook)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were just written would not be trusted for two seconds."""
    monkeypatch.setattr(_seen, "MARGIN", 0)


@pytest.fixture
def made(tmp_path: Path) -> Any:
    with make(tmp_path) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "below/c.txt"):
        (folder / name).write_text(f"The words of {name}.")
    return folder


@pytest.fixture
def add(made: Archive, folder: Path) -> Callable[..., tuple[list[str], list[str]]]:
    """(what became of each, which were opened)"""

    def add(path: Path = folder, archive: Archive = made, **options: Any) -> tuple[list[str], list[str]]:
        OPENED.clear()
        done = [one.status for one in archive.add(path, **options)]
        return done, [Path(path).name for path in OPENED if str(folder) in path]

    return add


def test_unchanged_files_are_known_and_not_opened(made: Archive, folder: Path, add: Any) -> None:
    first = list(made.add(folder))
    size = made.status().size
    assert add() == (["known"] * 3, [])
    assert [(one.source, one.document, one.version) for one in made.add(folder)] == [
        (one.source, one.document, one.version) for one in first
    ]
    assert made.status().size == size
    assert add(folder / "a.txt") == (["known"], [])
    assert add(dry_run=True) == (["known"] * 3, [])


@pytest.mark.parametrize("change", ["grown", "same size", "same size and time", "another file"])
def test_a_change_is_seen(folder: Path, add: Any, change: str) -> None:
    path = folder / "a.txt"
    add()
    before = path.stat()
    if change == "grown":
        path.write_text("Other words, and more of them.")
    elif change == "another file":
        (folder / "new").write_text("The wörds of a.txt"[:18])
        (folder / "new").rename(path)
    else:
        path.write_text("The verbs of a.txt.")
    if change == "same size and time":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert add() == (["edition", "known", "known"], ["a.txt"])
    assert add() == (["known"] * 3, [])


def test_what_was_just_written_is_read_again(folder: Path, add: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_seen, "MARGIN", 10**12)
    assert add() == (["added"] * 3, ["a.txt", "b.txt", "c.txt"])
    assert add() == (["known"] * 3, ["a.txt", "b.txt", "c.txt"])


def test_what_is_said_of_them_is_still_said(made: Archive, add: Any) -> None:
    add()
    assert add(values={"publisher": "P"}) == (["described"] * 3, ["a.txt", "b.txt", "c.txt"])


def test_it_counts_for_this_log_only(tmp_path: Path, made: Archive, folder: Path, add: Any) -> None:
    older = tmp_path / "older"
    list(made.add(folder / "below"))
    made.close()
    shutil.copytree(tmp_path / "a", older)
    with reopen(tmp_path) as again:
        assert add(archive=again)[0] == ["added", "added", "known"]
    shutil.rmtree(tmp_path / "a")
    older.rename(tmp_path / "a")
    with reopen(tmp_path) as again:
        assert add(archive=again) == (["added", "added", "known"], ["a.txt", "b.txt"])


def test_a_damaged_cache_is_no_harm(tmp_path: Path, made: Archive, add: Any) -> None:
    add()
    files = list((tmp_path / "cache" / "added").rglob("*.jsonl"))
    assert len(files) == 2
    for number, file in enumerate(files):
        file.write_bytes(file.read_bytes()[:-9] if number else b"\0\xff{}[]")
    assert add()[0] == ["known"] * 3
    for line in (b'{"log": 1}\n', b'{"log": [0, 0], "readers": 1, "folder": ""}\n["x"]\n', b"[1]\n", b"{}\n" * 9):
        for file in files:
            file.write_bytes(line)
        assert add()[0] == ["known"] * 3


def test_what_could_not_be_read_says_so_again(made: Archive, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    list(made.add(folder))
    for _ in range(3):
        assert [one.notes for one in made.add(folder / "a.txt")] == [("is a PNG image, not text",)]


def test_another_archive_knows_nothing_of_it(tmp_path: Path, add: Any) -> None:
    add()
    (tmp_path / "other").mkdir()
    with archive.create(tmp_path / "other" / "b", name="B", keys=tmp_path / "k2", cache=tmp_path / "c") as other:
        assert add(archive=other)[0] == ["added"] * 3
