"""Death at any statement, and by SIGKILL at any instant: what was reported is there, and nothing half-written is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import archive
from archive.store import schema
from tests.store.samples import codes, filled, make, reopen, write_articles

ROOT = Path(__file__).parents[2]

#: scenario → every how manieth statement; 1 is every one. `scripts/faults` takes them all.
STEPS = {
    "create": 1,
    "upgrade": 3,
    "cite": 6,
    "remove": 8,
    "rebuild": 8,
    "add": 10,
    "index-tantivy": 9,
    "index-whoosh": 9,
}
STEPS |= {"reindex-tantivy": 9, "reindex-whoosh": 9}


@pytest.mark.parametrize("scenario", STEPS)
def test_dying_before_any_statement_leaves_a_whole_archive(tmp_path: Path, scenario: str) -> None:
    arguments = [scenario, str(tmp_path / "sweep"), os.environ.get("ARCHIVE_SWEEP_STEP", str(STEPS[scenario]))]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.children", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) >= 8


ADDER = """
import sys, pathlib, archive, archive.verbs.add as adding
adding.BATCH_ARTICLES = 5
with archive.open(sys.argv[1], cache=pathlib.Path(sys.argv[2])) as a:
    print("ready", flush=True)
    for one in a.add(sys.argv[3]):
        print(one.version, flush=True)
"""
ARTICLES = 60


def kill_an_add(folder: Path, texts: Path, wait: float) -> int:
    """Kills `add` after `wait` seconds of work; gives how many articles it had reported."""
    make(folder).close()
    adder = subprocess.Popen(
        [sys.executable, "-c", ADDER, str(folder / "a"), str(folder / "cache"), str(texts)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert adder.stdout is not None
    assert adder.stdout.readline() == b"ready\n"
    time.sleep(wait)
    adder.send_signal(signal.SIGKILL)
    printed = {line.decode().strip() for line in adder.stdout if line.endswith(b"\n")}
    adder.wait()
    adder.stdout.close()
    with reopen(folder) as opened:
        assert codes(opened.verify(full=True)) <= {"nothing-checked"}
        for version in printed:
            assert opened.show(version)
        there = opened.status().counts.get("version", 0)
        assert there % 5 == 0, "a batch is all there or not at all"
        again = list(opened.add(texts))
        statuses = [one.status for one in again]
        assert (statuses.count("known"), statuses.count("added")) == (there, ARTICLES - there)
        assert printed <= {one.version for one in again}
        assert opened.search("witness", limit=1).total == ARTICLES
        assert opened.verify(full=True).ok
    return len(printed)


def test_sigkill_at_any_instant_of_an_add(tmp_path: Path) -> None:
    write_articles(tmp_path / "texts", ARTICLES)
    kills = int(os.environ.get("ARCHIVE_KILLS", "15"))
    for n in range(kills):
        kill_an_add(tmp_path / f"{n}", tmp_path / "texts", 0.2 * (n / kills) ** 2)
        shutil.rmtree(tmp_path / f"{n}")


def test_downgrade_and_upgrade_make_the_same_database(tmp_path: Path) -> None:
    with filled(tmp_path) as made:
        assert made.verify(full=True).ok
        schema.downgrade(made._opened.store.database, "0001")
    with reopen(tmp_path) as opened:
        assert opened.verify(full=True).ok
        assert opened.show("dam#1")


def test_an_interrupted_cite_leaves_the_story_as_it_was(tmp_path: Path) -> None:
    """Ctrl-C, not death: the same process goes on."""
    with filled(tmp_path) as made:
        token, before = made.search("gate").hits[3].token, made.status()

        def requests() -> object:
            yield archive.Request(token=token, claim="One.", story="dam")
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            made.cite_all(requests())
        assert made.status() == before
        assert made.cite(archive.Request(token=token, claim="One.", story="dam")).number == "dam#4"
