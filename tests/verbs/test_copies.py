"""Files that are copies of one another are one document, until one of them changes while another stands."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Archive
from archive.verbs import add as adding
from archive.verbs._places import path_of, uri_of
from tests.store.samples import make

OLD, NEW, OTHER = "It rained all night.\n", "It snowed all night.\n", "It was a quiet and dry night.\n"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        yield opened
        assert opened.verify(full=True).ok


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(OLD)
    return tmp_path / "a.txt", tmp_path / "b.txt"


def added(made: Archive, *paths: Path, **options: object) -> list[adding.Added]:
    """Each dry run says what the run then does."""
    said = list(made.add(*paths, dry_run=True, **options))  # type: ignore[arg-type]
    done = list(made.add(*paths, **options))  # type: ignore[arg-type]
    assert [(one.status, one.notes) for one in said] == [(one.status, one.notes) for one in done]
    return done


@pytest.mark.parametrize("changed", [0, 1])
def test_the_one_that_changes_while_the_other_stands_is_a_document_of_its_own(
    made: Archive, copies: tuple[Path, Path], changed: int
) -> None:
    first, known = added(made, *copies)
    assert (known.status, known.document) == ("known", first.document)
    copies[changed].write_text(NEW)
    (parted,) = added(made, copies[changed])
    assert parted.status == "added"
    assert parted.document not in ("", first.document)
    assert parted.notes == (f"was a copy of {copies[1 - changed]}",)
    assert made.show(first.document).shown == first.version  # the source did not change
    assert [one.status for one in added(made, *copies)] == ["known", "known"]
    assert [made.show(str(path)).document for path in copies][changed] == parted.document
    for path in copies:  # each goes its own way from here
        path.write_text(f"Later, {path.name}.\n")
    later = added(made, *copies)
    assert [one.status for one in later] == ["edition", "edition"]
    assert {one.document for one in later} == {first.document, parted.document}


def test_a_moved_file_takes_its_document_with_it(made: Archive, copies: tuple[Path, Path]) -> None:
    (first, _) = added(made, *copies)
    copies[0].unlink()
    copies[1].write_text(NEW)
    (edition,) = added(made, copies[1])
    assert (edition.status, edition.document, edition.notes) == ("edition", first.document, ())


@pytest.mark.parametrize("batch", [1, 500])
def test_copies_that_were_changed_alike_stay_copies(
    made: Archive, copies: tuple[Path, Path], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH_ARTICLES", batch)
    (first, _) = made.add(*copies)
    for path in copies:
        path.write_text(NEW)
    assert [(one.status, one.document) for one in list(made.add(*copies))] == [
        ("edition", first.document),
        ("known", first.document),
    ]


def test_copies_that_were_changed_otherwise_part_once(made: Archive, copies: tuple[Path, Path]) -> None:
    (first, _) = added(made, *copies)
    copies[0].write_text(NEW)
    copies[1].write_text(OTHER)
    parted, edition = added(made, *copies)
    assert (parted.status, edition.status, edition.document) == ("added", "edition", first.document)


def test_a_third_copy_that_is_made_in_the_same_run_counts(made: Archive, copies: tuple[Path, Path]) -> None:
    (first,) = added(made, copies[0])
    copies[0].write_text(NEW)
    known, parted = added(made, copies[1], copies[0])
    assert (known.status, known.document) == ("known", first.document)
    assert (parted.status, parted.notes) == ("added", (f"was a copy of {copies[1]}",))


def test_two_editions_of_one_document_never_were_copies(made: Archive, copies: tuple[Path, Path]) -> None:
    copies[1].write_text(OTHER)
    url = "https://example.org/a"
    added(made, copies[0], url=url), added(made, copies[1], url=url)
    copies[0].write_text(NEW)
    (edition,) = added(made, copies[0])
    assert (edition.status, edition.document) == ("edition", url)
    assert edition.notes == ("from the file, not from the address",)


def test_an_address_says_itself_which_document_it_is(made: Archive, copies: tuple[Path, Path]) -> None:
    url = "https://example.org/a"
    added(made, copies[0], url=url), added(made, copies[1])
    copies[0].write_text(NEW)
    (edition,) = added(made, copies[0], url=url)
    assert (edition.status, edition.document, edition.notes) == ("edition", url, ())


def _spellings(folder: Path) -> list[Path]:
    """Names of one file: with dots, through a link to its folder, as a link, and as another name of the same file."""
    (folder / "docs").mkdir()
    (folder / "docs" / "a.txt").write_text(OLD)
    (folder / "linked").symlink_to(folder / "docs")
    (folder / "link.txt").symlink_to(folder / "docs" / "a.txt")
    os.link(folder / "docs" / "a.txt", folder / "hard.txt")
    names = ("docs/a.txt", "docs/../docs/./a.txt", "linked/a.txt", "link.txt", "hard.txt")
    return [folder / name for name in names]


@pytest.mark.parametrize("first", range(5))
def test_all_names_of_one_file_are_one_place(made: Archive, tmp_path: Path, first: int) -> None:
    names = _spellings(tmp_path)
    (document,) = {one.document for one in added(made, names[first], *names)}
    assert made.status().counts["place"] == 2  # of a second name of the same file nothing tells that it is one
    for number, name in enumerate(names[first:] + names[:first]):
        name.write_text(f"It rained {'and rained ' * number}all day.\n")
        (edition,) = added(made, name)
        assert (edition.status, edition.document, edition.notes) == ("edition", document, ())
        assert made.show(str(name)).document == document


def test_a_list_names_a_file_by_the_same_place(made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = _spellings(tmp_path)
    monkeypatch.chdir(tmp_path / "linked")
    added(made, Path("a.txt"))
    line = [json.dumps({"path": "docs/a.txt"}).encode()]
    assert [one.status for one in made.add_list(line, folder=tmp_path)] == ["known"]
    before = made.status().size
    assert [one.status for one in made.add_list(line, folder=Path(".."))] == ["known"]
    assert made.status().size == before
    names[0].write_text(NEW)
    assert [(one.status, one.notes) for one in made.add_list(line, folder=tmp_path)] == [("edition", ())]
    assert [one.status for one in added(made, Path("../link.txt"))] == ["known"]


@pytest.mark.parametrize("name", [b"\xff.txt", "ü ß%20#?.txt".encode(), b"a\nb.txt"])
def test_any_file_name_comes_back_from_its_uri(tmp_path: Path, name: bytes) -> None:
    path = Path(os.path.realpath(tmp_path)) / os.fsdecode(name)
    assert path_of(uri_of(path)) == path


actions = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([OLD, NEW, OTHER, ""]), st.booleans()), min_size=1, max_size=10
)


@settings(max_examples=40, deadline=None)
@given(actions)
def test_after_every_run_each_file_is_an_edition_of_its_document(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, str, bool]]
) -> None:
    """Whatever is written, copied and removed: nothing fails, and again nothing is new."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "texts").mkdir()
    with make(folder) as made:
        for name, text, now in actions:
            path = folder / "texts" / f"{name}.txt"
            path.write_text(text) if text else path.unlink(missing_ok=True)
            if now and any((folder / "texts").iterdir()):
                assert all(one.error is None for one in added(made, folder / "texts"))
                assert {one.status for one in made.add(folder / "texts")} == {"known"}
                for file in (folder / "texts").iterdir():
                    editions = [made.show(version.version) for version in made.show(str(file)).versions]
                    assert file.read_text().strip() in [edition.sentences[0].text for edition in editions]
