"""Work that dies at a chosen statement, and what must hold afterwards: each in a forked child of a quiet process.

    python -m tests.faults.children SCENARIO FOLDER STEP

runs a scenario's work once whole, counting the statements that SQLite begins (BEGIN, COMMIT and what triggers do among
them); then again and again in fresh copies, and has it die (os._exit: no clean-up, no rollback) before number 1,
1 + STEP, …; then checks each.
Prints how many deaths there were. The process itself opens no database and starts no thread, so that it can fork.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401  (imported once, before forking)

import archive
import archive.bundle.build
import archive.store.audit
import archive.verbs._catch_up as following
import archive.verbs.add as adding
import archive.verbs.cite
import archive.verbs.search
from archive.store import schema
from archive.store.connection import driver
from archive.text.slices import slices
from tests.store.samples import FACTS, VIEWS, article, codes, dump, filled, make, raw, reopen, write_articles

DEAD = 9
ARTICLES = 12


class Countdown:
    """Counts the statements that SQLite begins, on every connection, and ends the process before number `last`."""

    def __init__(self, last: int | None) -> None:
        self.count = 0
        self.last = last
        module = driver()
        connect = module.connect

        def traced(*arguments: Any, **options: Any) -> Any:
            connection = connect(*arguments, **options)
            connection.set_trace_callback(self.step)
            return connection

        module.connect = traced

    def step(self, statement: str) -> None:
        self.count += 1
        if self.count == self.last:
            os._exit(DEAD)


def in_child(work: Callable[[], int]) -> int:
    """Runs `work` in a child; gives what it returns (0 to 8000), DEAD when it died, and raises when it failed."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(write, str(work()).encode())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        said = answer.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code not in (0, DEAD):
        raise AssertionError(f"a child failed with {code}")
    return int(said) if code == 0 else -1


@dataclass(frozen=True)
class Scenario:
    prepare: Callable[[Path], None]
    work: Callable[[Path], None]
    check: Callable[[Path], None]


def sweep(scenario: Scenario, folder: Path, step: int) -> int:
    """How many deaths were survived."""
    whole, base = folder / "whole", folder / "base"
    base.mkdir(parents=True)
    in_child(lambda: scenario.prepare(base) or 0)
    shutil.copytree(base, whole)

    def count() -> int:
        counter = Countdown(None)
        scenario.work(whole)
        return counter.count

    total = in_child(count)
    in_child(lambda: scenario.check(whole) or 0)
    deaths = 0
    for last in range(1, total + 1, step):
        place = folder / f"{last:04}"
        shutil.copytree(base, place)

        def die(place: Path = place, last: int = last) -> int:
            Countdown(last)
            scenario.work(place)
            return 0

        deaths += in_child(die) == -1
        try:
            in_child(lambda place=place: scenario.check(place) or 0)
        except AssertionError as error:
            raise AssertionError(f"after dying before statement {last} of {total}: {place}") from error
        shutil.rmtree(place)
    assert deaths, "nothing died"
    return deaths


# What is done, and what must hold after it was cut off -------------------------------------------------------


def sound(folder: Path) -> archive.Archive:
    """The archive, opened again; nothing in it is wrong, unless it is empty."""
    opened = reopen(folder)
    found = codes(opened.verify(full=True))
    assert found <= {"nothing-checked"}, found
    return opened


def add_prepare(folder: Path) -> None:
    make(folder).close()
    write_articles(folder / "texts", ARTICLES)


def add_work(folder: Path) -> None:
    """Prints each id as the command does, after its commit; the file of printed ids is the terminal."""
    adding.BATCH_ARTICLES = 4
    with reopen(folder) as opened, (folder / "printed").open("a") as printed:
        for one in opened.add(folder / "texts"):
            if one.version:
                print(one.version, file=printed, flush=True)


def add_check(folder: Path) -> None:
    text = (folder / "printed").read_text() if (folder / "printed").exists() else ""
    printed = text.split()
    with sound(folder) as opened:
        for version in printed:
            assert opened.show(version)
        before = opened.status().counts.get("version", 0)
        again = list(opened.add(folder / "texts"))
        statuses = [one.status for one in again]
        assert (statuses.count("known"), statuses.count("added")) == (before, ARTICLES - before), statuses
        assert set(printed) <= {one.version for one in again}
        assert opened.search("witness", limit=1).total == ARTICLES
        counts = opened.status().counts
        assert {counts[k] for k in ("version", "sentences", "capture", "place", "documents")} == {ARTICLES}, counts
        assert opened.verify(full=True).ok


def cite_prepare(folder: Path) -> None:
    with make(folder) as made:
        list(made.add(*write_articles(folder / "texts", 3)))
        hits = made.search("gate", limit=3).hits
        (folder / "tokens").write_text("\n".join(hit.token for hit in hits))


def cite_requests(folder: Path) -> list[archive.Request]:
    tokens = (folder / "tokens").read_text().split()
    return [archive.Request(token=token, claim=f"Claim {n}.", story="dam") for n, token in enumerate(tokens)]


def cite_work(folder: Path) -> None:
    one, *others = cite_requests(folder)
    with reopen(folder) as opened:
        opened.cite(one)
        opened.cite_all(others)
        opened.retract("dam#1", why="mistaken")


def cite_check(folder: Path) -> None:
    """One citation is one transaction, and so is a list: each is there whole or not at all."""
    with sound(folder) as opened:
        counts = opened.status().counts
        told = tuple(counts.get(kind, 0) for kind in ("claim", "citation", "story", "retraction"))
        assert told in {(0, 0, 0, 0), (1, 1, 1, 0), (3, 3, 3, 0), (3, 3, 3, 1)}, told
        one, *others = cite_requests(folder)
        if not told[3]:
            opened.cite(one)
            assert opened.retract("dam#1", why="mistaken").existing is False
        opened.cite_all(others)
        counts = opened.status().counts
        assert tuple(counts[kind] for kind in ("claim", "citation", "story", "retraction")) == (3, 3, 3, 1)
        assert opened.verify(full=True).ok


def remove_prepare(folder: Path) -> None:
    with make(folder) as made:
        list(made.add(*write_articles(folder / "texts", 3)))
        hit = made.search('"witness 1"').hits[0]
        made.cite(archive.Request(token=hit.token, claim="Nobody told witness 1.", story="dam"))
        (folder / "gone").write_text(hit.version)


def remove_work(folder: Path) -> None:
    with reopen(folder) as opened:
        opened.remove((folder / "gone").read_text(), mode="erase", why="asked to forget")


def remove_check(folder: Path) -> None:
    """All of it or nothing; and done again, nothing of the text is left in any byte."""
    with sound(folder) as opened:
        counts = opened.status().counts
        told = tuple(counts.get(kind, 0) for kind in ("version", "citation", "removal", "removed"))
        assert told in {(3, 1, 0, 0), (2, 0, 1, 1)}, told
        assert opened.search("witness").total == told[0]
        again = opened.remove((folder / "gone").read_text(), mode="erase", why="asked to forget")
        assert (again.existing, again.unfinished) == (told[3] == 1, ""), again
        assert opened.status().counts["removed"] == 1 and opened.verify(full=True).ok
    files = [path for name in ("a", "cache") for path in (folder / name).rglob("*") if path.is_file()]
    data = b"".join(path.read_bytes() for path in files)
    left = {one for one in slices(article(1)) if one not in article(0) + article(2)}
    assert [one for one in left if one.encode() in data] == []


def upgrade_prepare(folder: Path) -> None:
    """An archive of the revision before the views: opening it upgrades it and fills them."""
    with filled(folder) as made:
        schema.downgrade(made._opened.store.database, "0001")
        shutil.copytree(folder / "a", folder / "fresh")
    with reopen(folder, "fresh"):
        pass


def upgrade_work(folder: Path) -> None:
    reopen(folder).close()


def upgrade_check(folder: Path) -> None:
    with sound(folder) as opened:
        assert opened.search("gate", find="claim").total == 3
    assert dump(folder / "a", *FACTS, *VIEWS) == dump(folder / "fresh", *FACTS, *VIEWS)
    assert master(folder / "a") == master(folder / "fresh")


def create_work(folder: Path) -> None:
    make(folder).close()


def create_check(folder: Path) -> None:
    """A killed `init` leaves no archive, or a whole one; a second one then goes on with what is there."""
    if (folder / "a" / "archive.toml").exists():
        sound(folder).close()
    else:
        make(folder).close()
    with make(folder, "b") as made:
        assert codes(made.verify(full=True)) == {"nothing-checked"}
    assert master(folder / "a") == master(folder / "b")
    with reopen(folder) as opened:
        assert [one.status for one in opened.add(*write_articles(folder / "texts", 1))] == ["added"]
        assert opened.verify(full=True).ok


def rebuild_work(folder: Path) -> None:
    with reopen(folder) as opened:
        opened.rebuild()


def rebuild_check(folder: Path) -> None:
    with sound(folder) as opened:
        assert opened.search("gate", find="claim").total == 3
        assert opened.search("witness").total == 4


QUERIES = ("witness", "gate OR dawn", '"the dam"', "gate NOT 3", "publisher:mercury water", "zebra")


def answers(opened: archive.Archive) -> list[object]:
    """All that a search tells, so that two indexes can be compared."""
    asked = [(words, find) for words in QUERIES for find in ("sentence", "document", "claim")]
    found = [opened.search(words, find=find, limit=50) for words, find in asked if find != "claim" or ":" not in words]
    return [(f.total, f.unsearched, [getattr(hit, "token", "") or hit.claim for hit in f.hits]) for f in found]


def index_prepare(engine: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        filled(folder, articles=8, engine=engine).close()
        shutil.rmtree(folder / "cache")

    return prepare


def index_work(folder: Path) -> None:
    following.COMMIT, following.PAGE = 9, 2
    with reopen(folder) as opened:
        opened.search("witness")


def index_check(folder: Path) -> None:
    """Caught up again by whatever steps, an index answers like one that was made at once."""
    with reopen(folder) as opened, archive.open(folder / "a", cache=folder / "fresh") as fresh:
        assert answers(opened) == answers(fresh)
        assert opened.status().unsearched == 0


def reindex_work(folder: Path) -> None:
    following.COMMIT, following.PAGE = 9, 2
    with reopen(folder) as opened:
        opened.search("witness")
        opened.rebuild("index")


def reindex_check(folder: Path) -> None:
    """Cut off, the old index answers; done again, the new one does, and nothing else is left."""
    index_check(folder)
    reindex_work(folder)
    index_check(folder)
    assert len(list((folder / "cache" / "indexes").iterdir())) == 1


def master(folder: Path) -> list[tuple[object, ...]]:
    with raw(folder) as connection:
        return sorted(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"), key=repr)


SCENARIOS = {
    "add": Scenario(add_prepare, add_work, add_check),
    "cite": Scenario(cite_prepare, cite_work, cite_check),
    "remove": Scenario(remove_prepare, remove_work, remove_check),
    "upgrade": Scenario(upgrade_prepare, upgrade_work, upgrade_check),
    "create": Scenario(lambda folder: None, create_work, create_check),
    "index-tantivy": Scenario(index_prepare("tantivy"), index_work, index_check),
    "index-whoosh": Scenario(index_prepare("whoosh"), index_work, index_check),
    "reindex-tantivy": Scenario(index_prepare("tantivy"), reindex_work, reindex_check),
    "reindex-whoosh": Scenario(index_prepare("whoosh"), reindex_work, reindex_check),
    "rebuild": Scenario(lambda folder: filled(folder).close(), rebuild_work, rebuild_check),
}


if __name__ == "__main__":
    name, where, every = sys.argv[1:]
    sys.stdout.write(f"{sweep(SCENARIOS[name], Path(where), int(every))}\n")
