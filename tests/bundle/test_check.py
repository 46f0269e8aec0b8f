"""Checking: what is whole passes, and whatever is done to it is found, by its code."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.bundle import layout
from archive.bundle.check import check
from archive.errors import NotAnArchive, NotFound, UsageError
from archive.model.codes import Report
from archive.model.record import parse
from archive.readers import Declared, pdf
from tests.bundle.broken import BROKEN, Break, emptied, with_checkpoint
from tests.bundle.samples import House, kursk, rebag, small

ROOT = "the root was not compared with one that you hold: give one with --root"
PDF = (Path(__file__).parents[1] / "data" / "readers" / "pdf" / "two-pages.pdf").read_bytes()
UNSIGNED = "who made this bundle: it is not signed"


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


# What is whole -------------------------------------------------------------------------------------------------


def test_what_was_built_is_intact(tmp_path: Path) -> None:
    house = kursk()
    report = check(house.bundle(tmp_path / "b"))
    assert report.problems == ()
    assert report.skipped == (ROOT, UNSIGNED)
    assert (report.root, report.size) == (house.selection().root.hex(), len(house.records))
    assert report.headline == "INTACT, signer not checked"
    assert dict(report.checked) == {
        "mode": "bundle",
        "files": 69,
        "records": 24,
        "proofs": 24,
        "versions": 2,
        "sentence lists": 2,
        "captures": 2,
        "acceptances": 1,
        "descriptions": 2,
        "detections": 1,
        "claims": 2,
        "citations": 4,
        "relations": 2,
        "retractions": 2,
        "signoffs": 2,
        "stories": 2,
        "texts": 2,
        "sentences": 7,
        "quotes": 4,
        "originals read again": 2,
        "pages": 2,
        "files for other programs": 8,
    }


def test_the_root_that_the_user_holds(tmp_path: Path) -> None:
    house = small()
    folder, root = house.bundle(tmp_path / "b"), house.selection().root
    grouped = " ".join(re.findall("....", root.hex()))
    for held in (root.hex(), root.hex().upper(), grouped, base64.b64encode(root).decode()):
        assert (check(folder, root=held).problems, check(folder, root=held).skipped) == ((), (UNSIGNED,))
    assert codes(check(folder, root="00" * 32)) == {"root-differs"}
    for held in ("", "abc", root.hex()[:-1], "x" * 64, base64.b64encode(root[:-1]).decode()):
        with pytest.raises(UsageError):
            check(folder, root=held)


def test_what_is_no_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bundle.tar").write_bytes(b"bundle/")
    with pytest.raises(NotAnArchive):
        check(tmp_path / "bundle.tar")
    for name in ("nowhere", "n" * 300):
        with pytest.raises(NotFound):
            check(tmp_path / name)


def test_lines_after_the_root_of_the_checkpoint_are_refused(tmp_path: Path) -> None:
    """C2SP's extension lines mean what their writer likes; an archive writes none."""
    folder = small().bundle(tmp_path / "b")
    with_checkpoint(folder, (folder / layout.CHECKPOINT).read_text() + "witnessed by everybody\n")
    assert codes(check(folder)) == {"checkpoint-malformed"}


def test_kinds_that_are_not_known_are_counted_and_proven(tmp_path: Path) -> None:
    house = small()
    house.records.append(parse(house.records[2].data.replace(b"claim/1", b"rumour/7")))
    report = check(house.bundle(tmp_path / "b"))
    assert report.ok
    assert (report.checked["unknown kind"], report.checked["claims"], report.checked["proofs"]) == (1, 1, 5)


def test_what_this_program_cannot_read_again_is_said(tmp_path: Path) -> None:
    house = House()
    version = house.version("A. B.", reader="text/999", original=b"\x00\x01")
    other = house.version("C. D.", reader="../text/1", original=b"\x00\x02")
    claim = house.seal("claim/1", {"text": "A."})
    house.cite(claim, version, "A.")
    house.cite(claim, other, "C.")
    report = check(house.bundle(tmp_path / "b"))
    assert report.ok
    assert "originals of reader text/999, which is not here, were not read again" in report.skipped
    assert "originals of reader ../text/1, which is not here, were not read again" in report.skipped


HERE = pdf.engine()
FOUND = pdf.read(PDF, name="", declared=Declared()).text


@pytest.mark.parametrize(
    ("engine", "text", "incomplete", "outcome"),
    [
        (HERE, FOUND, (), ""),
        ("pdfium 1", FOUND, (), ""),
        (HERE, FOUND.replace("did not", "did"), (), "text-differs"),
        ("pdfium 1", FOUND.replace("did not", "did"), (), "they were read by pdfium 1, and here is"),
        (None, FOUND.replace("did not", "did"), (), "they were read by a build that is not named, and here is"),
        (HERE, FOUND.replace("did not", "did"), ("machine-read",), "they were read by a machine"),
    ],
)
def test_another_build_of_a_library_proves_nothing(
    tmp_path: Path, engine: str | None, text: str, incomplete: tuple[str, ...], outcome: str
) -> None:
    house = House()
    about = {"reader": "pdf/1", "media_type": "application/pdf", "original": PDF, "encoding": "utf-8"}
    about |= {"engine": engine} if engine else {}
    about |= {"incomplete": list(incomplete)} if incomplete else {}
    house.cite(house.seal("claim/1", {"text": "A."}), house.version(text, **about), "siren")
    report = check(house.bundle(tmp_path / "b"))
    assert codes(report) == ({outcome} if outcome == "text-differs" else set())
    assert report.checked.get("originals read again", 0) == (not outcome)
    if outcome and report.ok:
        assert f"texts that read otherwise here: {outcome}" in "".join(report.skipped)
        assert "cannot read" in report.headline


def test_only_a_reader_with_a_library_is_excused_by_one(tmp_path: Path) -> None:
    house = House()
    version = house.version("A. B.", original=b"A. C.", engine="pdfium 1", incomplete=["machine-read"])
    house.cite(house.seal("claim/1", {"text": "A."}), version, "A.")
    assert codes(check(house.bundle(tmp_path / "b"))) == {"text-differs"}


@pytest.mark.parametrize("encoding, label", [("windows-1251", "windows-1251; guessed"), ("utf-16", "utf-16-le; bom")])
def test_an_original_in_another_encoding_is_read_again(tmp_path: Path, encoding: str, label: str) -> None:
    text = "Съешь ещё этих мягких французских булок. Да выпей чаю.\n"
    house = House()
    version = house.version(text, original=text.encode(encoding), encoding=label)
    house.cite(house.seal("claim/1", {"text": "A."}), version, "Да выпей чаю.")
    report = check(house.bundle(tmp_path / "b"))
    assert (report.problems, report.checked["originals read again"]) == ((), 1)


def test_a_page_of_another_program_is_not_compared_and_that_is_said(tmp_path: Path) -> None:
    folder = small().bundle(tmp_path / "b")
    page = folder / layout.PAGE
    page.write_bytes(page.read_bytes().replace(b"archive page/6", b"archive page/7").replace(b"rained", b"snowed"))
    rebag(folder)
    report = check(folder)
    assert report.ok
    said = "READ-ME-FIRST.html is page/7, of another program: it was not compared, so do not rely on it"
    assert said in report.skipped


# What is broken, by code ---------------------------------------------------------------------------------------

CASES = [pytest.param(code, broken, id=f"{code}-{n}") for code, ways in BROKEN.items() for n, broken in enumerate(ways)]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Not as root, who can read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A small bundle in a folder that everybody can read."""
    base = Path(tempfile.mkdtemp())
    base.chmod(0o755)
    yield small().bundle(base / "b")
    shutil.rmtree(base)


@pytest.mark.parametrize("code, broken", CASES)
def test_each_way_to_break_it_has_its_code(folder: Path, code: str, broken: Break) -> None:
    root = check(folder).root
    broken(folder)
    with as_nobody():
        report = check(folder, root=root if code == "root-differs" else None)
    assert code in codes(report), report.problems
    assert not report.ok


def test_a_folder_without_a_bags_files_is_no_bundle(folder: Path) -> None:
    emptied(folder)
    with pytest.raises(NotAnArchive, match="is not a bundle"):
        check(folder)


# Alterations ---------------------------------------------------------------------------------------------------


#: What a forger makes anew.
BAG = {layout.MANIFEST, layout.TAG_MANIFEST, layout.INFO}


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def positions(size: int) -> range:
    """Every byte of a small file, about fifty of a large one."""
    return range(0, size, 1 if size <= 512 else size // 50)


def test_one_flipped_bit_anywhere_is_found(folder: Path) -> None:
    for path in files_of(folder):
        data = path.read_bytes()
        for at in positions(len(data)):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
            assert not check(folder).ok, (path, at)
        path.write_bytes(data)
    assert check(folder).ok


def test_one_flipped_bit_is_found_though_the_lists_are_made_anew(folder: Path) -> None:
    """Without the manifests' help: by what the records say, to the last byte of the page."""
    for path in files_of(folder):
        data = path.read_bytes()
        for at in positions(len(data)) if path.name not in BAG else ():
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
            rebag(folder)
            report = check(folder)
            # The one byte that says which program's page it is: then the page is not compared, and that is said.
            other_page = data[at - 5 : at] == b"page/" and "do not rely on it" in "".join(report.skipped)
            assert not report.ok or other_page, (path, at)
        path.write_bytes(data)
    rebag(folder)
    assert check(folder).ok


def test_each_file_is_missed(folder: Path) -> None:
    for path in files_of(folder):
        data = path.read_bytes()
        path.unlink()
        assert not check(folder).ok, path
        path.write_bytes(data)


def test_each_file_is_missed_though_the_lists_are_made_anew(folder: Path) -> None:
    for path in files_of(folder):
        if path.name == layout.INFO:
            continue  # the list itself
        data = path.read_bytes()
        path.unlink()
        if path.name not in (layout.MANIFEST, layout.TAG_MANIFEST):
            rebag(folder)
            assert not check(folder).ok, path
        path.write_bytes(data)


def test_an_altered_word_all_along_the_chain_still_has_another_root(folder: Path) -> None:
    """Text, original, quote, claim, log and page made anew: only the root that the user holds shows it."""
    held = check(folder).root
    house = House()
    version = house.version("It snowed. It was cold.")
    house.cite(house.seal("claim/1", {"text": "It snowed."}), version, "It snowed.")
    shutil.rmtree(folder)
    house.bundle(folder)
    assert check(folder).ok
    assert codes(check(folder, root=held)) == {"root-differs"}


@given(st.data(), st.booleans())
def test_hostile_files_never_raise(data: st.DataObject, lists: bool) -> None:
    with tempfile.TemporaryDirectory() as base:
        folder = small().bundle(Path(base) / "b")
        chosen = [path for path in files_of(folder) if not lists or path.name not in BAG]
        for path in data.draw(st.lists(st.sampled_from(chosen), min_size=1, max_size=3, unique=True)):
            before = path.read_bytes()
            other = st.sampled_from([before[::-1], before * 2, before.swapcase(), before[1:], before + b"\n"])
            path.write_bytes(data.draw((st.binary(max_size=64) | other).filter(lambda junk: junk != before)))  # noqa: B023
        if lists:
            rebag(folder)
        assert not check(folder).ok


def test_bags_of_others_are_no_bundles(shared: Path) -> None:
    bags = sorted(path.parent for path in (shared / "vectors" / "bagit").rglob("bagit.txt"))
    assert len(bags) >= 5
    for bag in bags:
        assert {"bag-malformed", "nothing-checked"} <= codes(check(bag)), bag


# What it needs, and how much ------------------------------------------------------------------------------------


def test_it_needs_neither_a_database_nor_an_engine(tmp_path: Path) -> None:
    folder = small().bundle(tmp_path / "b")
    script = (
        "import sys, pathlib; from archive.bundle.check import check\n"
        "assert check(pathlib.Path(sys.argv[1])).ok\n"
        "print(*sorted({'sqlalchemy', 'alembic', 'tantivy', 'whoosh', 'click', 'socket'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_what_it_says_cannot_turn_a_terminal_around(folder: Path) -> None:
    (folder / "\x1b[2J\u202e.txt").write_bytes(b"")
    said = "".join(map(str, check(folder).problems))
    assert "\x1b" not in said and "\u202e" not in said


def test_many_problems_of_one_code_are_counted_and_not_all_listed(folder: Path) -> None:
    for n in range(1100):
        (folder / f"{n}.txt").write_bytes(b"")
    report = check(folder)
    assert len([p for p in report.problems if p.code == "file-unlisted"]) == 1000
    assert "100 more problems file-unlisted are not listed" in report.skipped


def test_too_many_files_end_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MAX_FILES", 10)
    assert "too-large" in codes(check(folder))
