"""Several processes at once on one archive: nothing is lost, nothing is doubled, nobody fails, the log is one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from archive.store.connection import can_wal, driver
from tests.store.samples import dump, make, reopen, write_articles

ROOT = Path(__file__).parents[2]
OWN, SHARED = 20, 20

ADDER = """
import sys, pathlib, archive, archive.verbs.add as adding
adding.BATCH_ARTICLES = 3
folder, cache, *paths = sys.argv[1:]
with archive.open(folder, cache=pathlib.Path(cache)) as a:
    for one in a.add(*paths):
        assert one.error is None, one
        print(one.version, one.status)
"""
READER = """
import sys, pathlib, archive
folder, cache = sys.argv[1:]
size = 0
with archive.open(folder, cache=pathlib.Path(cache)) as a:
    for _ in range(30):
        found = a.search("witness", limit=5)
        for hit in found.hits:
            assert a.show(hit.token).text == hit.text
        status = a.status()
        assert status.size >= size, "the log never shrinks"
        size = status.size
        report = a.verify(full=True)
        assert not [p for p in report.problems if p.code != "nothing-checked"], report.problems
        list(a.list_documents()), list(a.log())
"""
CITER = """
import sys, pathlib, archive
folder, cache, token = sys.argv[1:]
with archive.open(folder, cache=pathlib.Path(cache)) as a:
    for n in range(25):
        print(a.cite(archive.Request(token=token, claim=f"Claim {n}.", speaker="S" * (n % 2), story="dam")).number)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def finish(process: subprocess.Popen[str]) -> list[str]:
    out, err = process.communicate()
    assert process.returncode == 0, err[-2000:]
    return out.splitlines()


@pytest.mark.skipif(not can_wal(driver()), reason="a rollback journal makes readers and writers wait for one another")
def test_four_add_different_and_the_same_articles_while_two_read(tmp_path: Path) -> None:
    make(tmp_path).close()
    shared = write_articles(tmp_path / "shared", SHARED, 1000)
    own = [write_articles(tmp_path / f"own{n}", OWN, 100 * n) for n in range(4)]
    place = tmp_path / "a", tmp_path / "cache"
    readers = [start(READER, *place) for _ in range(2)]
    mixed = [[path for pair in zip(mine, shared, strict=True) for path in pair] for mine in own]
    adders = [start(ADDER, *place, *paths) for paths in mixed]
    said = [finish(process) for process in adders]
    for process in readers:
        finish(process)
    statuses = [line.split()[1] for lines in said for line in lines]
    assert statuses.count("added") == 4 * OWN + SHARED
    assert statuses.count("known") == 3 * SHARED
    assert len({line.split()[0] for lines in said for line in lines}) == 4 * OWN + SHARED
    rows = dump(tmp_path / "a", "records")["records"]
    assert sorted(row[0] for row in rows) == list(range(len(rows)))
    assert len({row[1] for row in rows}) == len(rows)
    with reopen(tmp_path) as opened:
        counts = opened.status().counts
        assert {counts[k] for k in ("version", "sentences", "capture", "place", "documents")} == {4 * OWN + SHARED}
        assert opened.verify(full=True).ok
        assert opened.search("witness", limit=1).total == 4 * OWN + SHARED
        assert opened.search("witness", limit=1).unsearched == 0


def test_four_cite_the_same_claims_at_once(tmp_path: Path) -> None:
    """Natural keys are checked under the lock: each claim, citation and story number is there once."""
    with make(tmp_path) as made:
        list(made.add(*write_articles(tmp_path / "texts", 1)))
        token = made.search("witness").hits[0].token
    said = [finish(p) for p in [start(CITER, tmp_path / "a", tmp_path / "cache", token) for _ in range(4)]]
    with reopen(tmp_path) as opened:
        counts = opened.status().counts
        assert (counts["claim"], counts["citation"], counts["story"]) == (25, 25, 25)
        assert said[0] == said[1] == said[2] == said[3] == [f"dam#{n}" for n in range(1, 26)]
        assert opened.verify(full=True).ok
