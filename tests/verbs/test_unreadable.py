"""What cannot be read is kept, says so everywhere, and is read when a reader can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.errors import Unreadable
from tests.store.samples import make

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

#: A reader of another package, in two versions: what the first refuses, the second reads.
READER = """
from archive.errors import Unreadable
from archive.readers import Declared, Part, Reading
READER, MEDIA_TYPES, SUFFIXES = "odd/{version}", ("application/x-odd",), (".odd",)
def recognises(data): return data.startswith(b"odd ")
def read(data, *, name, declared):
    if {refuses}: raise Unreadable("has pages that nobody can read")
    lines = data.decode().splitlines()
    parts = tuple(Part(f"part {{n}}.txt", line.encode()) for n, line in enumerate(lines[2:]))
    return Reading(lines[1] + {more!r}, MEDIA_TYPES[0], READER, incomplete=("last-page-missing",), parts=parts)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Installs the odd reader, or another version of it, as a package of its own."""
    import importlib
    import sys

    from archive import readers

    folder = tmp_path / "packages"
    (folder / "odd-1.dist-info").mkdir(parents=True)
    (folder / "odd-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1\n")
    (folder / "odd-1.dist-info" / "entry_points.txt").write_text("[provenance_archive.readers]\nodd = odd_reader\n")
    monkeypatch.syspath_prepend(folder)

    def install(version: int, refuses: bool = False, more: str = "") -> None:
        (folder / "odd_reader.py").write_text(READER.format(version=version, refuses=refuses, more=more))
        sys.modules.pop("odd_reader", None)
        importlib.invalidate_caches()
        readers._others.cache_clear()
        readers.stop()  # children know the version before

    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield install
    sys.modules.pop("odd_reader", None)
    readers._others.cache_clear()


@pytest.fixture
def made(tmp_path: Path) -> Any:
    with make(tmp_path) as opened:
        yield opened
        assert opened.verify(full=True).ok


def test_its_bytes_are_kept_and_it_says_why_it_has_no_text(tmp_path: Path, made: Archive) -> None:
    (tmp_path / "picture.txt").write_bytes(PICTURE)
    (added,) = made.add(tmp_path / "picture.txt")
    assert (added.status, added.sentences, type(added.error)) == ("unreadable", 0, Unreadable)
    shown = made.show(added.version)
    assert (shown.title, shown.sentences) == ("picture.txt", ())
    (version,) = shown.versions
    assert (version.unreadable, version.length, version.size) == ("is a PNG image, not text", 0, len(PICTURE))
    with made._opened.store.reading() as reader:
        assert reader.blob(reader.version(added.version).content) == PICTURE
    assert [one.unreadable for one in made.list_documents()] == ["is a PNG image, not text"]
    assert made.status().counts["unreadable"] == 1


def test_added_again_it_is_known(tmp_path: Path, made: Archive) -> None:
    (tmp_path / "picture.txt").write_bytes(PICTURE)
    (first,), (second,) = made.add(tmp_path / "picture.txt"), made.add(tmp_path / "picture.txt")
    assert (second.status, second.version, second.notes) == ("known", first.version, ("is a PNG image, not text",))


def test_a_title_that_it_was_given_finds_nothing_that_could_be_cited(tmp_path: Path, made: Archive) -> None:
    (tmp_path / "picture.txt").write_bytes(PICTURE)
    list(made.add(tmp_path / "picture.txt", values={"title": "The brass key"}))
    for find in ("sentence", "document"):
        for words in ("brass", "title:brass", "type:application/octet-stream", "*"):
            assert made.search(words, find=find).hits == ()


def test_it_becomes_readable_when_its_file_does(tmp_path: Path, made: Archive) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(PICTURE)
    (first,) = made.add(path)
    path.write_bytes(b"Some words after all.")
    (second,) = made.add(path)
    assert (second.status, second.document) == ("edition", first.document)
    assert made.status().counts["unreadable"] == 0


def test_a_newer_reader_reads_what_was_kept(tmp_path: Path, made: Archive, install: Any) -> None:
    install(1, refuses=True)
    (tmp_path / "a.odd").write_bytes(b"odd \nThe gate was open.\n")
    (added,) = made.add(tmp_path / "a.odd")
    assert (added.status, added.error.message) == ("unreadable", "has pages that nobody can read")
    assert made.rebuild("texts").texts == 0
    install(2)
    done = made.rebuild("texts")
    assert (done.rebuilt, done.texts, done.unreadable) == (("texts",), 1, 0)
    shown = made.show(added.document)
    assert [(v.reader, v.unreadable != "", v.newest) for v in shown.versions] == [
        ("odd/1", True, True),
        ("odd/2", False, True),
    ]
    assert [s.text for s in shown.sentences] == ["The gate was open."]
    assert shown.versions[1].incomplete == ("last-page-missing",)
    assert made.search("gate").hits[0].document == added.document
    assert made.rebuild("texts").texts == 0
    assert [one.status for one in made.add(tmp_path / "a.odd")] == ["known"]


def test_a_newer_reader_that_refuses_takes_no_text_away(tmp_path: Path, made: Archive, install: Any) -> None:
    install(1)
    (tmp_path / "a.odd").write_bytes(b"odd \nThe gate was open.\n")
    (added,) = made.add(tmp_path / "a.odd")
    assert (added.status, added.notes) == ("added", ("last-page-missing",))
    install(2, refuses=True)
    assert made.rebuild("texts").texts == 0
    assert [one.status for one in made.add(tmp_path / "a.odd")] == ["known"]
    assert made.show(added.document).shown == added.version


def test_citations_stay_on_the_text_they_were_made_on(tmp_path: Path, made: Archive, install: Any) -> None:
    from archive import Request

    install(1)
    (tmp_path / "a.odd").write_bytes(b"odd \nThe gate was open.\n")
    (added,) = made.add(tmp_path / "a.odd")
    token = made.search("gate").hits[0].token
    made.cite(Request(token=token, claim="It was open."))
    install(2, more=" Nobody saw it.")
    assert made.rebuild("texts").texts == 1
    assert made.show(token).text == "The gate was open."
    assert len(made.show(added.document).sentences) == 2


def test_parts_are_documents_of_their_own(tmp_path: Path, made: Archive, install: Any) -> None:
    install(1)
    mail = tmp_path / "a.odd"
    mail.write_bytes(b"odd \nThe mail itself.\nThe first attachment.\nThe second attachment.\n")
    whole, *parts = made.add(mail)
    assert [(one.source.rpartition("#")[2], one.status) for one in parts] == [
        ("part 0.txt", "added"),
        ("part 1.txt", "added"),
    ]
    (shown,) = made.show(whole.document).versions
    assert [(p.name, p.document, p.version) for p in shown.parts] == [
        (one.source.rpartition("#")[2], one.document, one.version) for one in parts
    ]
    (part,) = made.show(parts[0].document).versions
    assert part.part_of is not None
    assert (part.part_of.name, part.part_of.version) == ("part 0.txt", whole.version)
    assert made.search("second attachment").hits[0].document == parts[1].document
    assert [one.status for one in made.add(mail)] == ["known"]
    mail.write_bytes(b"odd \nThe mail itself.\nThe first attachment, changed.\nThe second attachment.\n")
    assert [one.status for one in made.add(mail)] == ["edition", "edition", "known"]


def test_parts_are_read_when_their_whole_is(tmp_path: Path, made: Archive, install: Any) -> None:
    install(1, refuses=True)
    (tmp_path / "a.odd").write_bytes(b"odd \nThe mail itself.\nThe attachment.\n")
    (whole,) = made.add(tmp_path / "a.odd")
    assert whole.status == "unreadable"
    install(2)
    made.rebuild("texts")
    assert made.search("attachment").total == 1
    assert [part.name for part in made.show(whole.document).versions[-1].parts] == ["part 0.txt"]


def test_content_decides_and_not_the_suffix(tmp_path: Path, made: Archive, install: Any) -> None:
    install(1)
    (tmp_path / "a.txt").write_bytes(b"odd \nThe gate was open.\n")
    (tmp_path / "b.odd").write_bytes(b"Plain words, whatever they are called.")
    one, other = made.add(tmp_path / "a.txt", tmp_path / "b.odd")
    assert made.show(one.document).versions[0].reader == "text/1", "an installed reader does not take built-in names"
    assert (other.status, made.show(other.document).versions[0].reader) == ("added", "text/1")
