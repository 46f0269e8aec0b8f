"""Power cuts: the database file and any part of its write-ahead log is what a power cut can leave."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import archive
from archive.store.connection import can_wal, driver
from tests.store.samples import codes, make, reopen, seeded, write_articles

CUTS = int(os.environ.get("ARCHIVE_CUTS", "60"))

pytestmark = pytest.mark.skipif(not can_wal(driver()), reason="no write-ahead log here")


@dataclass
class Run:
    """A series of commits without a checkpoint: the database before, the whole log, and where each commit ended."""

    database: bytes = b""
    log: bytes = b""
    commits: list[tuple[int, int, str]] = field(default_factory=list)  # bytes of the log, records, root

    def seen(self) -> dict[int, str]:
        return {size: root for _, size, root in self.commits}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    tmp_path, run = tmp_path_factory.mktemp("power"), Run()
    with make(tmp_path) as made:
        connection = made._opened.store.database.raw()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        run.database = (tmp_path / "a" / "archive.db").read_bytes()
        note(run, made)
        for path in write_articles(tmp_path / "texts", 5):
            list(made.add(path))
            note(run, made)
        for n, hit in enumerate(made.search("gate", limit=4).hits):
            made.cite(archive.Request(token=hit.token, claim=f"Claim {n}.", story="dam"))
            note(run, made)
        run.log = (tmp_path / "a" / "archive.db-wal").read_bytes()
        assert (tmp_path / "a" / "archive.db").read_bytes() == run.database
    return tmp_path, run


def note(run: Run, made: archive.Archive) -> None:
    status = made.status()
    log = made.path / "archive.db-wal"
    run.commits.append((log.stat().st_size if log.exists() else 0, status.size, status.root))


def restart(tmp_path: Path, source: Path, database: bytes, log: bytes) -> archive.Archive:
    shutil.rmtree(tmp_path / "a", ignore_errors=True)
    (tmp_path / "a").mkdir(parents=True)
    shutil.copy(source / "a" / "archive.toml", tmp_path / "a")
    (tmp_path / "a" / "archive.db").write_bytes(database)
    (tmp_path / "a" / "archive.db-wal").write_bytes(log)
    return reopen(tmp_path)


def tails() -> dict[str, object]:
    noise = seeded(4).randbytes(20_000)
    return {
        "cut": lambda log, cut: log[:cut],
        "cut, then noise": lambda log, cut: log[:cut] + noise,
        "cut, then zeros": lambda log, cut: log[:cut] + bytes(20_000),
        "a torn page": lambda log, cut: log[:cut] + bytes(100) + log[cut + 100 :],
    }


@pytest.mark.parametrize("tail", tails())
def test_any_part_of_the_log_recovers_to_a_commit_and_loses_none_that_it_holds(
    run: tuple[Path, Run], tmp_path: Path, tail: str
) -> None:
    source, done = run
    chosen = seeded((tail, os.environ.get("ARCHIVE_SEED", "")))
    cuts = {chosen.randrange(len(done.log)) for _ in range(CUTS // 4)}
    cuts |= {end for end, _, _ in done.commits[1:]} | {done.commits[3][0] - 1, done.commits[3][0] + 1}
    for cut in sorted(cuts):
        with restart(tmp_path, source, done.database, tails()[tail](done.log, cut)) as opened:  # type: ignore[operator]
            status = opened.status()
            assert done.seen().get(status.size) == status.root, f"cut at {cut}: a state that was never committed"
            assert status.size >= max(size for end, size, _ in done.commits if end <= cut), f"cut at {cut}"
            assert codes(opened.verify(full=True)) <= {"nothing-checked"}


def test_after_a_power_cut_the_archive_goes_on(run: tuple[Path, Run], tmp_path: Path) -> None:
    source, done = run
    with restart(tmp_path, source, done.database, done.log[: done.commits[3][0] + 777]) as opened:
        assert opened.status().size == done.commits[3][1]
        assert [one.status for one in opened.add(source / "texts")].count("known") == 3
        assert opened.search("witness", limit=1).total == 5
        assert opened.verify(full=True, root=f"{done.commits[3][1]}:{done.commits[3][2]}").ok


def test_rubbish_in_place_of_the_log_is_passed_over(run: tuple[Path, Run], tmp_path: Path) -> None:
    source, done = run
    with restart(tmp_path, source, done.database, b"not a log at all" * 4096) as opened:
        assert opened.status().size == 0
