"""What is remembered for a user outside the archive."""

from __future__ import annotations

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
