"""What is remembered for a user outside the archive."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import CannotWrite
from archive.memory import LARGEST, Memory


def test_what_was_remembered_is_recalled(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "deep" / "folder")
    assert memory.recall("searches") is None
    memory.remember("searches", {"dam": ["“Ulvane”", 3]})
    memory.remember("last-1", [1])
    assert Memory(tmp_path / "deep" / "folder").recall("searches") == {"dam": ["“Ulvane”", 3]}
    assert sorted(path.name for path in memory.folder.iterdir()) == ["last-1.json", "searches.json"]


def test_a_memory_is_its_users_alone(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "folder")
    memory.remember("searches", [])
    assert memory.folder.stat().st_mode & 0o077 == 0
    assert (memory.folder / "searches.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b"[" * 100_000, b" " * (LARGEST + 1)])
def test_a_damaged_memory_is_said(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "searches.json").write_bytes(damage)
    with pytest.raises(CannotWrite, match="cannot read") as error:
        Memory(tmp_path).recall("searches")
    assert error.value.hint == "remove that file"


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "x" * 65])
def test_a_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        Memory(tmp_path).remember(name, 1)


ADDS = """
import sys
from pathlib import Path
from archive.memory import Memory
for n in range(20):
    Memory(Path(sys.argv[1])).change("searches", lambda held: {**(held or {}), f"{sys.argv[2]}-{n}": n})
"""


def test_processes_that_change_one_memory_lose_nothing(tmp_path: Path) -> None:
    folder = str(tmp_path / "folder")
    running = [subprocess.Popen([sys.executable, "-c", ADDS, folder, str(n)]) for n in range(4)]
    assert [one.wait() for one in running] == [0] * 4
    assert len(Memory(Path(folder)).recall("searches")) == 80


def test_a_folder_that_others_can_write_to_is_refused(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "folder")
    memory.remember("last-1", [1])
    memory.folder.chmod(0o777)
    for use in (lambda: memory.recall("last-1"), lambda: memory.remember("last-1", 1)):
        with pytest.raises(CannotWrite, match="others can write") as error:
            use()
        assert "chmod 700" in error.value.hint


def test_a_link_is_refused(tmp_path: Path) -> None:
    Memory(tmp_path / "real").remember("last-1", [1])
    (tmp_path / "link").symlink_to(tmp_path / "real")
    memory = Memory(tmp_path / "link")
    for use in (lambda: memory.recall("last-1"), lambda: memory.change("last-1", list)):
        with pytest.raises(CannotWrite, match="is a link"):
            use()


def test_what_is_old_is_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "folder")
    for name in ("last-1", "last-2", "searches"):
        memory.remember(name, 1)
    for name in ("last-1", "searches"):
        os.utime(memory.folder / f"{name}.json", (1_000, 1_000))
    memory.forget_older("last-", 60)
    assert [memory.recall(name) for name in ("last-1", "last-2", "searches")] == [None, 1, 1]
    Memory(tmp_path / "none").forget_older("last-", 60)
