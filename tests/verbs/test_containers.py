"""Containers: members become documents, found again, and a bomb is not swallowed. The container is the hostile one of
the sandbox's tests: a line of it is a member, or what to do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.verbs import _containers
from tests.sandbox.conftest import hostile as hostile
from tests.store.samples import make


@pytest.fixture
def made(tmp_path: Path, hostile: Any) -> Any:
    from archive import readers

    readers._others.cache_clear()
    with make(tmp_path) as opened:
        yield opened
        assert opened.verify(full=True).ok
    readers._others.cache_clear()


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "box.hostile"
    path.write_bytes(
        b"hostile:\na.txt The gate was open.\nhttps://a.example/b Nobody saw the key.\n../../etc/p w x y\n"
    )
    return path


def names(done: Any) -> list[tuple[str, str]]:
    return [(one.source.partition("#")[2], one.status) for one in done]


def test_each_member_is_a_document(made: Archive, box: Path) -> None:
    done = list(made.add(box))
    assert names(done) == [("a.txt", "added"), ("https://a.example/b", "added"), ("../../etc/p", "added")]
    assert done[1].document == "https://a.example/b"
    assert [c.how for c in made.show(done[0].document).versions[0].captures] == ["container"]
    assert made.search("brass OR key").hits[0].document == "https://a.example/b"
    assert names(made.add(box)) == [(name, "known") for name, _ in names(done)]


def test_a_member_is_found_by_its_bytes_and_then_by_its_place(made: Archive, box: Path) -> None:
    first = list(made.add(box))
    moved = box.rename(box.with_name("moved.hostile"))
    size = made.status().size
    assert [(one.status, one.document) for one in made.add(moved)] == [("known", one.document) for one in first]
    assert made.status().counts["place"] == 6 and made.status().size == size + 3
    moved.write_bytes(moved.read_bytes().replace(b"The gate was open.", b"The gate was shut."))
    assert [(one.status, one.document) for one in made.add(moved)] == [
        ("edition", first[0].document),
        ("known", first[1].document),
        ("known", first[2].document),
    ]


def test_from_standard_input(made: Archive, box: Path) -> None:
    assert [one.status for one in made.add_stream(box.read_bytes())] == ["added"] * 3


def test_a_url_is_that_of_the_only_member(made: Archive, box: Path) -> None:
    (refused,) = made.add(box, url="https://b.example/")
    assert (refused.status, refused.error.code) == ("failed", "usage")
    box.write_bytes(b"hostile:\na.txt The gate was open.\n")
    (added,) = made.add(box, url="https://b.example/")
    assert (added.status, added.document) == ("added", "https://b.example/")


@pytest.mark.parametrize("task", ["do leave", "do fail"])
def test_one_that_breaks_before_its_first_member_is_kept(made: Archive, box: Path, task: str) -> None:
    box.write_bytes(f"hostile:\n{task}\na.txt words\n".encode())
    (kept,) = made.add(box)
    assert kept.status == "unreadable" and "its reader" in kept.error.message
    with made._opened.store.reading() as reader:
        assert reader.blob(reader.version(kept.version).content) == box.read_bytes()
    assert [one.status for one in made.add(box)] == ["known"]


def test_one_that_breaks_later_says_so(made: Archive, box: Path) -> None:
    box.write_bytes(b"hostile:\na.txt The gate was open.\ndo leave\n")
    assert [one.status for one in made.add(box)] == ["added", "failed"]


def test_an_empty_one_is_kept(made: Archive, box: Path) -> None:
    box.write_bytes(b"hostile:\n")
    (kept,) = made.add(box)
    assert (kept.status, kept.error.message) == ("unreadable", "holds no document")


@pytest.mark.parametrize("data", [b"filedesc://", b"WARC/1.0", b"filedesc://\nWARC/1.0\nfiledesc://x\n"])
def test_one_whose_members_are_all_damaged_is_kept(made: Archive, data: bytes) -> None:
    added = made.add_bytes(data)
    assert (added.status, added.error.message) == ("unreadable", "is damaged: it could not be read")
    assert made.add_bytes(data).version == added.version


def test_a_bomb_is_not_swallowed(made: Archive, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_containers, "FREE", 3 * 2**20)
    box.write_bytes(b"hostile:\na.txt The gate was open.\nbomb\n")
    first, *_, last = made.add(box)
    assert first.status == "added"
    assert (last.status, "100 times its own size" in last.error.message) == ("failed", True)


def test_one_that_holds_itself_is_opened_three_times(made: Archive, box: Path) -> None:
    box.write_bytes(b"hostile:\nself\na.txt The gate was open.\n")
    done = list(made.add(box))
    assert [one.status for one in done] == ["failed", "added", "known", "known"]
    assert done[0].error.message == "is more than 3 containers deep"
    assert done[0].source.count("#") == 3


def test_a_large_member_costs_itself(made: Archive, box: Path) -> None:
    box.write_bytes(b"hostile:\nlarge\na.txt The gate was open.\n")
    large, small = made.add(box)
    assert (large.status, large.error.message) == ("failed", "is larger than 512 MiB")
    assert small.status == "added"


def test_names_are_never_paths(made: Archive, box: Path, tmp_path: Path) -> None:
    before = sorted(str(path) for path in tmp_path.rglob("*") if "box" not in path.name)
    box.write_bytes(b"hostile:\n../x.txt one\n/etc/passwd two\n..\\..\\x three\nCON four\n%2e%2e%2fx five\n")
    assert [one.status for one in made.add(box)] == ["added"] * 5
    added = {str(path) for path in tmp_path.rglob("*") if "box" not in path.name} - set(before)
    assert not {path for path in added if not path.startswith((str(tmp_path / "a"), str(tmp_path / "c")))}
    assert not os.path.exists(tmp_path.parent / "x.txt")  # noqa: PTH110
