"""What of a folder is taken, and what is left out with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from tests.store.samples import make


@pytest.fixture
def made(tmp_path: Path) -> Any:
    with make(tmp_path) as opened:
        yield opened


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"The words of {name}.\n", encoding="utf-8")


def told(made: Archive, folder: Path, status: str) -> dict[str, str]:
    done = [one for one in made.add(folder, dry_run=True) if one.status == status]
    return {str(Path(one.source).relative_to(folder)): ", ".join(one.notes) for one in done}


@pytest.mark.parametrize("end", ["_files", ".files", "-Dateien", "_fichiers", "_archivos", "-filer"])
def test_a_saved_page_brings_a_folder_that_is_its_own(tmp_path: Path, made: Archive, end: str) -> None:
    folder = tmp_path / "in"
    write(folder, "The page.html", f"The page{end}/style.txt", f"The page{end}/a/b.js", f"Other{end}/note.txt")
    assert told(made, folder, "skipped") == {f"The page{end}": "belongs to The page.html"}
    assert f"Other{end}/note.txt" in told(made, folder, "added")


def test_a_folder_beside_a_text_is_nobodys(tmp_path: Path, made: Archive) -> None:
    write(tmp_path / "in", "notes.txt", "notes_files/a.txt")
    assert told(made, tmp_path / "in", "skipped") == {}
