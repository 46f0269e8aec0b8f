"""The wheel: it holds what it needs and nothing else, and works where the project is not."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_it_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {p.relative_to(ROOT).as_posix() for p in (ROOT / "archive").rglob("*") if p.is_file()}
    scripts = {f"archive/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "migrations").rglob("*") if p.is_file()}
    wanted = {name for name in ours | scripts if "__pycache__" not in name}
    assert {"archive/FORMAT.md", "archive/migrations/env.py", "archive/migrations/versions/0001_facts.py"} <= wanted
    assert wanted - names == set()
    assert {name for name in names - wanted if ".dist-info/" not in name} == set()


def test_it_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        (metadata,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        text = opened.read(metadata).decode()
        assert any(name.endswith("LICENSE") for name in opened.namelist())
    assert "\nName: provenance-archive\n" in text
    assert "\nRequires-Python: >=3.11\n" in text
    assert "# provenance-archive" in text, "the README"


def test_a_session_with_nothing_but_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """In a clean environment, with its dependencies from where pip finds them, from another folder."""
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(programs / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode and "No matching distribution" in done.stderr:
        pytest.skip("pip finds no packages here")
    assert done.returncode == 0, done.stderr
    place = tmp_path / "elsewhere"
    place.mkdir()
    (place / "article.txt").write_text("The gate was opened at night. Nobody saw it.\n", encoding="utf-8")
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ARCHIVE"))}

    def archive(*words: str, folder: Path = place) -> str:
        command = [str(programs / "archive"), *words]
        done = subprocess.run(command, cwd=folder, env={**clean, **home}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    archive("init", "night", "--name", "The newsroom")
    night = place / "night"
    archive("add", "../article.txt", folder=night)
    token = archive("search", "gate", folder=night).split()[1]
    archive("cite", token, "--claim", "It was night.", "--story", "gate", folder=night)
    archive("export", "gate", "-o", "bundle", folder=night)
    assert archive("verify", "bundle", folder=night).startswith("INTACT")
    assert archive("verify", "--full", folder=night).startswith("INTACT")
    where = [str(programs / "python"), "-c", "import archive; print(archive.__file__)"]
    assert (
        str(tmp_path) in subprocess.run(where, cwd=place, env=clean, capture_output=True, text=True, check=True).stdout
    )
