"""A full disk and places that may not be written to: said with exit 8, nothing half-written, and it works again after.

Real ones: a small tmpfs, and a child process that has given up root's right to write everywhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive.errors import CannotWrite
from tests.store.samples import codes, filled, make, reopen, write_articles

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from archive.cli import main; main()"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("no tmpfs can be mounted here")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"no tmpfs can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leave: int = 0) -> Path:
    """Takes all the space, but for `leave` bytes."""
    ballast = place / "ballast"
    stat = os.statvfs(place)
    with ballast.open("wb", buffering=0) as file:
        try:
            for _ in range((stat.f_bavail * stat.f_frsize - leave) // 4096):
                file.write(bytes(4096))
        except OSError:
            pass
    return ballast


@pytest.mark.parametrize("leave", [0, 8_192, 40_960, 131_072])
def test_a_full_disk_stops_an_add_and_loses_nothing(tmp_path: Path, small_disk: Path, leave: int) -> None:
    def open_it() -> archive.Archive:
        return archive.open(small_disk / "a", cache=tmp_path / "cache")

    made = archive.create(small_disk / "a", name="T", keys=tmp_path / "keys", cache=tmp_path / "cache")
    with made:
        list(made.add(*write_articles(tmp_path / "texts", 3)))
        token = made.search("witness").hits[0].token
    (tmp_path / "big.txt").write_text("".join(f"Line {n} of it. " for n in range(40_000)))
    with open_it() as opened:
        before = opened.status()
        ballast = fill(small_disk, leave)
        with pytest.raises(CannotWrite) as caught:
            list(opened.add(tmp_path / "big.txt"))
        assert caught.value.exit == 8
        assert "space" in caught.value.hint
        assert opened.status() == before
        assert opened.search("witness").total == 3
        assert opened.verify(full=True).ok
    with open_it() as opened:
        assert opened.status() == before
        assert opened.show(token)
        ballast.unlink()
        assert [one.status for one in opened.add(tmp_path / "big.txt", tmp_path / "texts")] == ["added"] + ["known"] * 3
        assert opened.cite(archive.Request(token=token, claim="x"))
        assert opened.verify(full=True, root=f"{before.size}:{before.root}").ok


def test_the_command_says_a_full_disk_with_exit_8(tmp_path: Path, small_disk: Path) -> None:
    archive.create(small_disk / "a", name="T", keys=tmp_path / "keys", cache=tmp_path / "cache").close()
    (tmp_path / "big.txt").write_text("words " * 100_000)
    fill(small_disk)
    done = run_as([], tmp_path, "add", str(tmp_path / "big.txt"), folder=small_disk / "a")
    assert done.returncode == 8, done.stderr
    assert "error: cannot write" in done.stderr
    assert "hint: free some space" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_archive_is_made_on_a_full_disk(tmp_path: Path, small_disk: Path) -> None:
    ballast = fill(small_disk, 16_384)
    with pytest.raises(CannotWrite):
        archive.create(small_disk / "a", name="T", keys=tmp_path / "keys", cache=tmp_path / "cache")
    assert not (small_disk / "a" / "archive.toml").exists()
    ballast.unlink()
    archive.create(small_disk / "b", name="T", keys=tmp_path / "keys", cache=tmp_path / "cache").close()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_full_cache_disk_stops_the_index_and_not_the_archive(tmp_path: Path, small_disk: Path, engine: str) -> None:
    """What was added is stored; only searching has to wait for space."""
    fill(small_disk)
    place = {"keys": tmp_path / "keys", "cache": small_disk / "cache"}
    with archive.create(tmp_path / "a", name="T", engine=engine, **place) as made:
        with pytest.raises(CannotWrite):
            list(made.add(*write_articles(tmp_path / "texts", 3)))
        assert made.status().counts["version"] == 3
        assert made.verify(full=True).ok
    (small_disk / "ballast").unlink()
    with archive.open(tmp_path / "a", cache=small_disk / "cache") as opened:
        assert opened.search("witness").total == 3


# Places that may not be written to ----------------------------------------------------------------------------


def dropped() -> list[str]:
    """A prefix under which even root has to keep to permissions; none for somebody who is not root."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root, and no setpriv to give up its rights")
    prefix = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", "--ambient-caps", "-all"]
    if subprocess.run([*prefix, "true"], capture_output=True).returncode:
        pytest.skip("root's rights cannot be given up here")
    return prefix


def run_as(
    prefix: list[str], tmp_path: Path, *arguments: str, folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    place = folder or tmp_path / "a"
    return subprocess.run(
        [*prefix, *COMMAND, *arguments],
        env={
            **os.environ,
            "ARCHIVE_DIR": str(place),
            "XDG_CACHE_HOME": str(tmp_path / "xdg"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(params=["both", "folder", "database"])
def locked_up(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """An archive whose folder, database or both are read-only."""
    filled(tmp_path).close()
    if request.param != "folder":
        (tmp_path / "a" / "archive.db").chmod(0o444)
    if request.param != "database":
        (tmp_path / "a").chmod(0o555)
    yield tmp_path
    (tmp_path / "a").chmod(0o755)
    (tmp_path / "a" / "archive.db").chmod(0o644)


def test_a_read_only_archive_is_read_searched_verified_and_exported(locked_up: Path) -> None:
    before = (locked_up / "a" / "archive.db").read_bytes()
    rights = dropped()
    for arguments in (
        ["status"],
        ["search", "witness"],
        ["show", "dam#1"],
        ["list"],
        ["log"],
        ["verify", "--full"],
        ["export", "dam", "-o", str(locked_up / "bundle")],
        ["verify", str(locked_up / "bundle")],
    ):
        done = run_as(rights, locked_up, *arguments)
        assert done.returncode == 0, (arguments, done.stderr)
    assert (locked_up / "a" / "archive.db").read_bytes() == before


def test_writing_to_a_read_only_archive_is_refused_with_exit_8(locked_up: Path) -> None:
    rights = dropped()
    write_articles(locked_up / "more", 1, 70)
    with reopen(locked_up) as opened:
        token = opened.search("witness").hits[3].token
    before = (locked_up / "a" / "archive.db").read_bytes()
    for arguments in (
        ["add", str(locked_up / "more")],
        ["retract", "dam#1", "--why", "x"],
        ["cite", token, "--claim", "y"],
        ["admin", "rebuild"],
    ):
        done = run_as(rights, locked_up, *arguments)
        assert done.returncode == 8, (arguments, done.returncode, done.stderr)
        assert "read-only" in done.stderr
        assert "Traceback" not in done.stderr
    assert (locked_up / "a" / "archive.db").read_bytes() == before


def test_an_old_sqlites_archive_in_a_read_only_place_is_read_as_it_is(tmp_path: Path) -> None:
    code = (
        "import sqlite3, sys; from pathlib import Path; import archive.store.connection as db\n"
        "db.driver = lambda: sqlite3.dbapi2\n"
        "from tests.store.samples import filled; filled(Path(sys.argv[1])).close()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True)
    (tmp_path / "a").chmod(0o555)
    (tmp_path / "a" / "archive.db").chmod(0o444)
    done = run_as(dropped(), tmp_path, "verify", "--full")
    (tmp_path / "a").chmod(0o755)
    assert done.returncode == 0, done.stderr


def test_a_read_only_archive_with_an_unfinished_log_never_hides_commits(tmp_path: Path) -> None:
    """A reader that may not open the log must say so, and not show the archive as it was before the last commits."""
    with filled(tmp_path) as made:
        size = made.status().size
        shutil.copytree(tmp_path / "a", tmp_path / "copy", ignore=shutil.ignore_patterns("*-shm"))
    (tmp_path / "copy").chmod(0o555)
    for path in (tmp_path / "copy").iterdir():
        path.chmod(0o444)
    done = run_as(dropped(), tmp_path, "status", "--json", folder=tmp_path / "copy")
    (tmp_path / "copy").chmod(0o755)
    assert (done.returncode == 0 and f'"size": {size}' in done.stdout) or done.returncode in (8, 12), done


def test_no_archive_is_made_where_one_may_not_write(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o555)
    for place in (tmp_path / "a", tmp_path / "a" / "deeper"):
        done = run_as(dropped(), tmp_path, "init", str(place), "--name", "T")
        assert done.returncode == 8, (done.returncode, done.stderr)
    assert list((tmp_path / "a").iterdir()) == []


def test_folders_and_files_that_may_not_be_read_fail_and_the_others_are_added(tmp_path: Path) -> None:
    make(tmp_path).close()
    write_articles(tmp_path / "in", 2)
    write_articles(tmp_path / "in" / "closed", 2, 10)
    write_articles(tmp_path / "in" / "listed", 1, 20)
    write_articles(tmp_path / "in" / "z", 1, 30)
    (tmp_path / "in" / "0000.txt").chmod(0)
    (tmp_path / "in" / "closed").chmod(0)
    (tmp_path / "in" / "listed").chmod(0o444)
    done = run_as(dropped(), tmp_path, "add", str(tmp_path / "in"), str(tmp_path / "in" / "closed" / "0010.txt"))
    for path in ("closed", "listed"):
        (tmp_path / "in" / path).chmod(0o755)
    assert done.returncode == 7, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    with reopen(tmp_path) as opened:
        assert opened.status().counts["version"] == 2
        assert codes(opened.verify(full=True)) == set()
