"""The hostile reader, installed as a package of its own."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import plugins
from archive.readers import _isolated
from archive.sandbox import MIB, Children, Limits

QUICK = Limits(cpu=1, wall=20, memory=1024 * MIB, output=16 * MIB)


def install(folder: Path) -> None:
    """A package with one entry point for readers, in a folder of the path."""
    shutil.copy(Path(__file__).parent / "hostile.py", folder / "hostile_reader.py")
    info = folder / "hostile_reader-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile-reader\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[provenance_archive.readers]\nhostile = hostile_reader\n", encoding="utf-8")


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    folder = tmp_path / "packages"
    folder.mkdir()
    install(folder)
    monkeypatch.syspath_prepend(folder)
    yield plugins.load("readers", "hostile")
    sys.modules.pop("hostile_reader", None)
    importlib.invalidate_caches()


@pytest.fixture
def children(hostile: Any) -> Iterator[Children]:
    made = Children(_isolated.MODULE, QUICK, 2)
    yield made
    made.close()
