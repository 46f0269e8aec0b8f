"""The scripts that a newcomer runs first: what they say on a machine that lacks something, and that the demo works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ("demo", "test", "check")
TOOLS = ("sh", "dirname", "cksum", "cat")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="shell scripts")


def start(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shutil.which("sh") or "sh", str(ROOT / "scripts" / script)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that is the whole PATH: a shell and little else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    return folder


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_python(machine: Path, tmp_path: Path, script: str) -> None:
    done = start(script, PATH=str(machine), ARCHIVE_VENV=str(tmp_path / "venv"), PYTHON="")
    assert done.returncode == 2
    assert done.stderr.startswith("error: Python 3.11 or newer is needed")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_python_without_venv(machine: Path, tmp_path: Path, script: str) -> None:
    """As Debian's python3 is before python3-venv is installed."""
    (machine / "python3").write_text(f'#!/bin/sh\ncase $2 in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"\n')
    (machine / "python3").chmod(0o755)
    done = start(script, PATH=str(machine), ARCHIVE_VENV=str(tmp_path / "venv"), PYTHON="")
    assert done.returncode == 2
    assert "python3-venv" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_the_demo(tmp_path: Path) -> None:
    """In this environment, as if it had been made by the script."""
    home = tmp_path / "home"
    home.mkdir()
    sums = subprocess.run(["cksum"], input=(ROOT / "pyproject.toml").read_bytes(), capture_output=True, check=True)
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    for name in ("python", "archive"):
        script = f'#!/bin/sh\nexec {sys.executable} {"-m archive " if name == "archive" else ""}"$@"\n'
        (venv / "bin" / name).write_text(script)
        (venv / "bin" / name).chmod(0o755)
    (venv / ".archive-made-for").write_bytes(b"plain " + sums.stdout)
    done = start("demo", ARCHIVE_VENV=str(venv), TMPDIR=str(tmp_path), HOME=str(home))
    assert done.returncode == 0, done.stdout + done.stderr
    page = Path(done.stdout.partition("The page to read: ")[2].splitlines()[0])
    assert page.read_text(encoding="utf-8").startswith("<!")
    assert done.stdout.count("\n$ archive ") >= 8
    assert "INTACT" in done.stdout
    assert list(home.iterdir()) == [], "nothing is left in the user's own folders"
