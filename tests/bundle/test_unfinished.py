"""What a killed export left is taken away by the next one to the same target; what is not ours never is."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.bundle import layout
from archive.bundle.build import build, write
from archive.bundle.check import check
from archive.bundle.unfinished import unfinished, unfinished_name
from archive.errors import CannotWrite, Locked
from tests.bundle.samples import small

ROOT = Path(__file__).parents[2]

EXPORTER = """
import sys, time
from pathlib import Path
from archive.bundle.build import build, write
from tests.bundle.samples import small

def slowly(files):
    for n, file in enumerate(files):
        yield file
        if n == 5:
            print("half", flush=True)
            sys.stdin.readline()

write(slowly(build(small().selection())), Path(sys.argv[1]))
"""


def half_done(target: Path) -> subprocess.Popen[bytes]:
    """An export in a process of its own that waits in the middle."""
    child = subprocess.Popen(
        [sys.executable, "-c", EXPORTER, str(target)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"half\n"
    return child


def test_the_next_export_takes_away_what_a_killed_one_left(tmp_path: Path) -> None:
    target = tmp_path / "b"
    with half_done(target) as child:
        with pytest.raises(Locked, match="another process"):
            small().bundle(target)
        child.send_signal(signal.SIGKILL)
    assert [path.name for path in tmp_path.iterdir()] == [unfinished_name(target)]
    assert check(small().bundle(target)).ok
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_one_that_is_left_alone_finishes(tmp_path: Path) -> None:
    with half_done(tmp_path / "b") as child:
        with pytest.raises(Locked):
            small().bundle(tmp_path / "b")
        assert check(small().bundle(tmp_path / "c")).ok
        child.communicate(b"\n")
    assert check(tmp_path / "b").ok
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "c"]


def planted_file(making: Path, other: Path) -> None:
    making.write_text("mine")


def planted_link(making: Path, other: Path) -> None:
    making.symlink_to(other)


def planted_folder(making: Path, other: Path) -> None:
    (making / "data").mkdir(parents=True)
    (making / "thesis.txt").write_text("mine")


def planted_link_inside(making: Path, other: Path) -> None:
    making.mkdir()
    (making / "data").symlink_to(other)


def planted_file_inside(making: Path, other: Path) -> None:
    (making / "data").mkdir(parents=True)
    (making / layout.BAGIT).symlink_to(other / layout.BAGIT)


@pytest.mark.parametrize(
    "plant", [planted_file, planted_link, planted_folder, planted_link_inside, planted_file_inside]
)
def test_what_is_not_ours_is_not_touched(tmp_path: Path, plant: object) -> None:
    other = tmp_path / "other"
    (other / "records").mkdir(parents=True)
    (other / layout.BAGIT).write_text("mine")
    plant(tmp_path / unfinished_name(tmp_path / "b"), other)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CannotWrite, match="in the way"):
        write(build(small().selection()), tmp_path / "b")
    assert sorted(tmp_path.rglob("*")) == before
    assert (other / layout.BAGIT).read_text() == "mine"


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), unfinished(tmp_path / "b") as making:
        (making / "data").mkdir()
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())
