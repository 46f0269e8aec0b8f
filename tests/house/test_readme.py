"""The README's first session is run as it stands, and must print what it shows.

Ids and tokens are random: they are compared by their form, and one that the README shows stands for the real one in
later commands. After a new wording `README_UPDATE=1 pytest tests/house/test_readme.py` writes what is printed now.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
RANDOM = re.compile(
    r"\b[0-9a-f]{4}(?: [0-9a-f]{4})+|"
    r"[0-9a-f]{12}:\d+-\d+:[2-9a-z]{4}|urn:uuid:[0-9a-f-]{36}|\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b|\b[0-9a-f]{12}\b"
    r"|20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"
)


def run(command: str, folder: Path, home: Path) -> tuple[str, Path]:
    """What a command prints (both streams, as on a terminal), and the folder it leaves us in."""
    words = shlex.split(command)
    if words[0] == "cd":
        return "", folder / words[1]
    assert words[0] == "archive"
    environment = {**os.environ, "XDG_DATA_HOME": "", "XDG_CACHE_HOME": "", "HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "archive", *words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode(), folder


def test_the_first_session_prints_what_it_shows(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    real: dict[str, str] = {}
    text = README.read_text(encoding="utf-8")
    shown: list[str] = []
    printed: list[str] = []
    for block in BLOCK.finditer(text):
        lines = []
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block[1], re.MULTILINE):
            command = RANDOM.sub(lambda m: real.get(m[0], m[0]), command)
            output, folder = run(command, folder, tmp_path)
            output = output.replace(str(tmp_path / "work"), "/home/you").replace(str(tmp_path), "/home/you")
            real.update(zip(RANDOM.findall(expected), RANDOM.findall(output), strict=False))
            shown.append(f"$ {command}\n{expected}")
            printed.append(f"$ {command}\n{output}")
            lines.append(printed[-1])
        if os.environ.get("README_UPDATE"):
            text = text.replace(block[0], f"```console\n{''.join(lines)}```")
    if os.environ.get("README_UPDATE"):
        README.write_text(text, encoding="utf-8")
        return
    assert [RANDOM.sub("…", one) for one in printed] == [RANDOM.sub("…", one) for one in shown]


def test_every_command_stands_in_it() -> None:
    from archive.cli import COMMANDS

    text = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"| `archive {name}` |" not in text] == []
