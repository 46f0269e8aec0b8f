"""The index is a cache: lost, stale, foreign or planted by somebody, it never matters and never runs anything."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest
import whoosh.fields
import whoosh.index

import archive
from archive.errors import CannotWrite, Locked, UsageError
from archive.model.passage import Watermark
from archive.verbs import _catch_up
from tests.faults.children import answers
from tests.store.samples import filled, make, reopen, write_articles

ENGINES = ("tantivy", "whoosh")

pytestmark = pytest.mark.parametrize("engine", ENGINES)


def index_folder(opened: archive.Archive) -> Path:
    return opened._opened.index_folder


def fresh_answers(tmp_path: Path, name: str = "a") -> list[object]:
    shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
    with archive.open(tmp_path / name, cache=tmp_path / "fresh") as opened:
        return answers(opened)


def test_an_index_that_is_gone_is_made_again(tmp_path: Path, engine: str) -> None:
    with filled(tmp_path, engine=engine) as made:
        before, folder = answers(made), index_folder(made)
    assert folder.is_relative_to(tmp_path / "cache")
    assert folder.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(folder)
    with reopen(tmp_path) as opened:
        assert opened.status().unsearched == opened.status().size
        assert answers(opened) == before


def test_an_index_that_is_gone_while_it_is_open_is_made_again_next_time(tmp_path: Path, engine: str) -> None:
    with filled(tmp_path, engine=engine) as made:
        before = answers(made)
        shutil.rmtree(index_folder(made))
    with reopen(tmp_path) as opened:
        assert answers(opened) == before


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_cache_that_is_not_the_users_alone_is_refused(tmp_path: Path, engine: str, level: int) -> None:
    """The program's cache folder, `indexes` in it, and the archive's own there."""
    with filled(tmp_path, engine=engine) as made:
        place = [*reversed(index_folder(made).parents[:2]), index_folder(made)][level]
    assert tmp_path in place.parents
    for spoil in (lambda: place.chmod(0o770), lambda: exchanged(place)):
        place.chmod(0o700)
        spoil()
        with reopen(tmp_path) as opened, pytest.raises(CannotWrite, match="search index"):
            opened.search("gate")


def exchanged(place: Path) -> None:
    """The folder is moved away, and a link put in its place."""
    place.rename(place.with_name("moved"))
    place.symlink_to(place.with_name("moved"))


def test_the_index_of_another_archive_in_its_place_is_thrown_away(tmp_path: Path, engine: str) -> None:
    """Its watermark has another root; it may be longer or shorter."""
    for articles in (2, 9):
        folder = tmp_path / f"{articles}"
        with filled(folder, engine=engine) as made, make(folder, "other", engine=engine) as other:
            list(other.add(*write_articles(folder / "others", articles, 500)))
            before, places = answers(made), (index_folder(made), index_folder(other))
        shutil.rmtree(places[0])
        shutil.copytree(places[1], places[0])
        places[0].chmod(0o700)
        with reopen(folder) as opened:
            assert answers(opened) == before
            assert not opened.search("500").hits


def test_a_copied_archive_has_an_index_of_its_own_and_may_part_from_the_first(tmp_path: Path, engine: str) -> None:
    with filled(tmp_path, engine=engine) as made:
        before, first = answers(made), index_folder(made)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    with reopen(tmp_path, "b") as copy:
        list(copy.add(*write_articles(tmp_path / "more", 3, 700)))
        assert copy.search("witness").total == 7
        assert index_folder(copy) != first
    with reopen(tmp_path) as opened:
        assert answers(opened) == before


def test_an_archive_put_back_from_an_older_copy_is_indexed_anew(tmp_path: Path, engine: str) -> None:
    filled(tmp_path, engine=engine).close()
    shutil.copytree(tmp_path / "a", tmp_path / "saved")
    with reopen(tmp_path) as opened:
        list(opened.add(*write_articles(tmp_path / "more", 3, 700)))
        assert opened.search("700").total
    shutil.rmtree(tmp_path / "a")
    shutil.copytree(tmp_path / "saved", tmp_path / "a")
    with reopen(tmp_path) as opened:
        assert not opened.search("700").total
        assert answers(opened) == fresh_answers(tmp_path)
        list(opened.add(*write_articles(tmp_path / "other", 3, 800)))
        assert answers(opened) == fresh_answers(tmp_path)


def test_two_that_catch_up_at_once_find_nothing_twice(tmp_path: Path, engine: str) -> None:
    """One has read the watermark; before it gets the lock, another indexes the very same records."""
    filled(tmp_path, engine=engine).close()
    whole = fresh_answers(tmp_path)
    shutil.rmtree(tmp_path / "cache")
    with reopen(tmp_path) as one, reopen(tmp_path) as two:
        index, size = one._opened.index, one.status().size
        assert _catch_up._followed(one._opened, index) == 0
        two.search("witness")
        passages = _catch_up._unless_overtaken(index, 0, _catch_up._passages(one._opened, 0, size, lambda done: None))
        with pytest.raises(Locked):
            index.index(passages, Watermark(size, one.status().root))
        assert answers(one) == answers(two) == whole


@pytest.mark.parametrize("portion", [1, 3, 10])
def test_caught_up_in_any_portions_it_answers_the_same(
    tmp_path: Path, engine: str, portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path, engine=engine).close()
    whole = fresh_answers(tmp_path)
    shutil.rmtree(tmp_path / "cache")
    monkeypatch.setattr(_catch_up, "COMMIT", portion)
    monkeypatch.setattr(_catch_up, "PAGE", 1)
    with reopen(tmp_path) as opened:
        assert answers(opened) == whole


def test_every_file_of_an_index_can_be_damaged(tmp_path: Path, engine: str) -> None:
    """Broken, cut off or emptied, one file at a time: found, thrown away and made again, at the second try at last."""
    from archive.errors import IntegrityError

    with filled(tmp_path, engine=engine) as made:
        before, folder = answers(made), index_folder(made)
    shutil.copytree(folder, tmp_path / "good")
    for name in sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()):
        for spoil in (lambda data: b"", lambda data: data[: len(data) // 2], lambda data: os.urandom(len(data))):
            shutil.rmtree(folder)
            shutil.copytree(tmp_path / "good", folder)
            data = (folder / name).read_bytes()
            (folder / name).write_bytes(spoil(data))
            with reopen(tmp_path) as opened:
                try:
                    found = answers(opened)
                except IntegrityError:
                    found = None
            if found is None:
                with reopen(tmp_path) as opened:
                    found = answers(opened)
            assert found == before, name
    gc.collect()


# A new index beside the old one -------------------------------------------------------------------------------


def test_searches_go_on_while_the_index_is_rebuilt(tmp_path: Path, engine: str) -> None:
    """By the same process, by one that has it open and by one that opens it; all find the new one when it is there."""
    filled(tmp_path, engine=engine).close()
    whole = fresh_answers(tmp_path)
    with reopen(tmp_path) as one, reopen(tmp_path) as two:
        assert answers(two) == whole
        seen = []

        def look(what: str, done: int, total: int) -> None:
            with reopen(tmp_path) as three:
                seen.append(answers(one) == answers(two) == answers(three) == whole)
                with pytest.raises(Locked):
                    three.rebuild("index")
                with pytest.raises(Locked):
                    three.rebuild()

        before = index_folder(one)
        assert one.rebuild("index", progress=look).rebuilt == ("index",)
        assert len(seen) > 1
        assert all(seen)
        assert index_folder(one) != before
        assert [*before.parent.iterdir()] == [index_folder(one)]
        assert answers(one) == answers(two) == whole
        list(two.add(*write_articles(tmp_path / "more", 2, 700)))
        assert one.search("700").total
        assert answers(one) == fresh_answers(tmp_path)


def test_one_that_writes_the_old_index_meanwhile_goes_on_with_the_new_one(tmp_path: Path, engine: str) -> None:
    filled(tmp_path, engine=engine).close()
    with reopen(tmp_path) as one, reopen(tmp_path) as two:
        one.search("witness")
        list(two.add(*write_articles(tmp_path / "more", 9, 700)))
        done = []

        def replace(what: str, so_far: int, total: int) -> None:
            if not done:
                done.append(two.rebuild("index"))

        one.add_bytes(b"One more witness.")
        one._opened.with_index(lambda: _catch_up.catch_up(one._opened, replace))
        assert answers(one) == answers(two) == fresh_answers(tmp_path)


def cut_off(opened: archive.Archive, records: int) -> None:
    """A rebuild of the index that ends when so many records are in it."""

    def look(what: str, done: int, total: int) -> None:
        if done >= records:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opened.rebuild("index", progress=look)


def test_a_rebuild_that_was_cut_off_is_gone_on_from(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_catch_up, "COMMIT", 9)
    with make(tmp_path, engine=engine) as made:  # nothing was removed: then it would begin anew
        list(made.add(*write_articles(tmp_path / "texts", 12)))
    whole = fresh_answers(tmp_path)
    with reopen(tmp_path) as opened:
        before = index_folder(opened)
        cut_off(opened, 18)
        assert index_folder(opened) == before
        assert answers(opened) == whole
    with reopen(tmp_path) as opened:
        reached = []
        opened.rebuild("index", progress=lambda what, done, total: reached.append(done))
        assert min(reached) >= 9
        assert answers(opened) == whole


def test_an_index_that_is_made_anew_after_a_removal_is_gone_on_from_until_something_else_is_removed(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_catch_up, "COMMIT", 9)
    reached: list[int] = []

    def reach(what: str, done: int, total: int) -> None:
        reached.append(done)
        if what == "indexing" and done == 18:
            raise KeyboardInterrupt

    with make(tmp_path, engine=engine) as made:
        versions = [added.version for added in made.add(*write_articles(tmp_path / "texts", 12))]
        made.remove(versions[0], mode="takedown", why="a court's order")
        made._opened.index.clear()
        with pytest.raises(KeyboardInterrupt):
            _catch_up.catch_up(made._opened, reach)
    with reopen(tmp_path) as opened:
        reached.clear()
        monkeypatch.setattr(_catch_up, "COMMIT", 40_000)
        assert _catch_up.catch_up(opened._opened, lambda *of: reached.append(of[1])) == 0
        assert min(reached) == 18
        assert answers(opened) == fresh_answers(tmp_path)
        opened._opened.index.clear()
        monkeypatch.setattr(_catch_up, "COMMIT", 9)
        with pytest.raises(KeyboardInterrupt):
            _catch_up.catch_up(opened._opened, reach)
        opened.remove(versions[1], mode="takedown", why="another order")  # begins anew: what is indexed may hold it
        assert answers(opened) == fresh_answers(tmp_path)


def test_what_is_removed_while_an_index_is_made_is_not_in_it(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_catch_up, "COMMIT", 9)
    with make(tmp_path, engine=engine) as made, reopen(tmp_path) as other:
        versions = [added.version for added in made.add(*write_articles(tmp_path / "texts", 12))]
        made._opened.index.clear()

        def remove(what: str, done: int, total: int) -> None:
            if what == "indexing" and done == 18 and versions:
                other.remove(versions.pop(0), mode="takedown", why="a court's order")

        _catch_up.catch_up(made._opened, remove)
        assert not versions or len(versions) == 11
        assert answers(made) == fresh_answers(tmp_path)


@pytest.mark.parametrize("spoiled", ["log", "schema", "broken"])
def test_an_unfinished_index_that_cannot_be_gone_on_from_is_thrown_away(
    tmp_path: Path, engine: str, spoiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_catch_up, "COMMIT", 9)
    with filled(tmp_path, engine=engine) as made, make(tmp_path, "other", engine=engine) as other:
        list(other.add(*write_articles(tmp_path / "others", 5, 500)))
        cut_off(other if spoiled == "log" else made, 18)
        new, foreign = (index_folder(a).with_name(f"{index_folder(a).name}.new") for a in (made, other))
    if spoiled == "log":
        foreign.rename(new)
    elif spoiled == "schema":
        next(new.iterdir()).rename(new / f"{engine}-0")
    else:
        for path in new.rglob("*"):
            if path.is_file():
                path.write_bytes(b"")
    with reopen(tmp_path) as opened:
        reached = []
        opened.rebuild("index", progress=lambda what, done, total: reached.append(done))
        assert min(reached) == 0
        assert answers(opened) == fresh_answers(tmp_path)
    gc.collect()


def test_the_views_alone_leave_the_index(tmp_path: Path, engine: str) -> None:
    with filled(tmp_path, engine=engine) as made:
        before, whole = index_folder(made), answers(made)
        assert made.rebuild("views").rebuilt == ("views",)
        assert index_folder(made) == before
        assert made.rebuild().rebuilt == ("views", "index")
        assert answers(made) == whole
        with pytest.raises(UsageError, match="cannot be rebuilt"):
            made.rebuild("records")


def test_a_search_that_must_index_first_says_how_far_it_is(tmp_path: Path, engine: str) -> None:
    filled(tmp_path, engine=engine).close()
    shutil.rmtree(tmp_path / "cache")
    said: list[tuple[str, int, int]] = []
    with archive.open(tmp_path / "a", cache=tmp_path / "cache", progress=lambda *of: said.append(of)) as opened:
        opened.search("witness")
        size = opened.status().size
        assert said[0] == ("indexing", 0, size)
        assert ("indexing", size, size) in said
        assert said[-1] == ("comparing", size, size)
        said.clear()
        opened.search("witness")
        assert not said


# Nothing under the archive folder is ever unpickled -----------------------------------------------------------


class Poison:
    """Unpickled, it makes a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = str(marker)

    def __reduce__(self) -> Any:
        return os.mkdir, (self.marker,)


def plant(folder: Path, marker: Path) -> None:
    """A Whoosh index that runs code when it is opened, and the same under every name that could be looked for."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = whoosh.fields.Schema(text=whoosh.fields.TEXT)
    schema._poison = Poison(marker)
    whoosh.index.create_in(str(folder), schema)
    for name in ("index.pickle", "watermark", "meta.json", ".managed.json", "schema", "_MAIN_WRITELOCK", "cache.pkl"):
        (folder / name).write_bytes(pickle.dumps(Poison(marker)))


def test_a_poisoned_index_anywhere_in_the_archive_runs_nothing(tmp_path: Path, engine: str) -> None:
    control = tmp_path / "control"
    plant(tmp_path / "planted", control)
    whoosh.index.open_dir(str(tmp_path / "planted")).close()
    assert control.is_dir(), "the poison works"

    marker = tmp_path / "ran"
    with filled(tmp_path, engine=engine) as made:
        own = index_folder(made)
    schemas = [path.name for path in own.iterdir()]
    for place in (".", "index", ".index", "indexes", "cache", "whoosh", "tantivy", own.name, f"indexes/{own.name}"):
        for below in (".", *schemas):
            plant(tmp_path / "a" / place / below, marker)
    shutil.rmtree(tmp_path / "cache")
    with reopen(tmp_path) as opened:
        use_everything(opened, tmp_path)
    assert not marker.exists()


def use_everything(opened: archive.Archive, tmp_path: Path) -> None:
    assert opened.search("witness").total == 4
    assert opened.search("gate", find="claim").total == 3
    token = opened.search("witness").hits[0].token
    opened.status(), opened.show(token), list(opened.list_documents()), list(opened.list_claims())
    list(opened.list_stories()), list(opened.log()), opened.cite(archive.Request(token=token, claim="x", story="dam"))
    list(opened.add(*write_articles(tmp_path / "more", 1, 900))), list(opened.add(tmp_path / "a"))
    opened.export("dam", target=tmp_path / "bundle"), archive.verify(tmp_path / "bundle")
    opened.retract("dam#1", why="x"), opened.rebuild()
    assert opened.verify(full=True).ok
