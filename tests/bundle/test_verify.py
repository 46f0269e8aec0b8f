"""Who signed a bundle, and ZIP files: every code has a bundle that is broken so, and what is whole says how strong."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

import archive
from archive.bundle import layout
from archive.bundle.build import build, write_zip
from archive.bundle.check import check
from archive.bundle.signatures import Trust
from archive.errors import NotAnArchive, NotFound, UsageError
from archive.keys.pins import Pin
from archive.model.codes import PROBLEMS, Report
from archive.tlog.checkpoint import Checkpoint
from tests.bundle.broken import (
    BROKEN,
    PINNED,
    SEEN,
    SIGNED,
    WITNESS,
    ZIPPED,
    Made,
    line_of,
    signed_bundle,
    stamped,
    zipped,
)
from tests.bundle.broken import trusting as trusting
from tests.bundle.samples import OTHER, recorded, rotated, signed_selection, verifier
from tests.bundle.test_signed import Newsroom

ROOT = Path(__file__).parents[2]
HERE = recorded().selection()
#: Of an archive, not of a bundle: `tests/store` and `tests/faults` break archives.
OF_ARCHIVES = {
    "position-gap", "tree-differs", "view-differs", "schema-differs", "database-damaged",
    "log-rolled-back", "log-forked",
}  # fmt: skip
#: Those of backups have broken samples in tests/resting.
OF_BACKUPS = {"root-wrong", "blob-unnamed", "backup-malformed", "continuation-wrong"}


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


# Every code has a bundle that is broken so ---------------------------------------------------------------------------


def test_every_code_has_a_fixture() -> None:
    fixtures = {*BROKEN, *SIGNED, *ZIPPED}
    assert fixtures | OF_ARCHIVES | OF_BACKUPS == set(PROBLEMS)
    assert not fixtures & OF_ARCHIVES
    assert len(fixtures) >= 40


def test_the_codes_of_archives_have_tests_of_their_own() -> None:
    files = [*(ROOT / "tests/store").glob("*.py"), *(ROOT / "tests/faults").glob("*.py")]
    tests = "".join(path.read_text(encoding="utf-8") for path in files)
    assert {code for code in OF_ARCHIVES if f'"{code}"' not in tests} == {"log-rolled-back", "log-forked"}  # below


@pytest.mark.parametrize(
    "code, make",
    [pytest.param(code, make, id=f"{code}-{n}") for code, ways in SIGNED.items() for n, make in enumerate(ways)],
)
def test_each_broken_signed_bundle_has_its_code(tmp_path: Path, code: str, make: Callable[[Path], Made]) -> None:
    folder, trust = make(tmp_path)
    report = check(folder, trust=trust)
    assert code in codes(report), report
    assert (report.ok, report.strength) == (False, "none")


@pytest.mark.parametrize(
    "code, make",
    [pytest.param(code, make, id=f"{code}-{n}") for code, ways in ZIPPED.items() for n, make in enumerate(ways)],
)
def test_each_broken_zip_has_its_code(tmp_path: Path, code: str, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    report = check(path, trust=PINNED)
    assert code in codes(report), report
    assert sorted(tmp_path.rglob("*")) == before


# How strong ----------------------------------------------------------------------------------------------------


def test_what_nobody_pinned_is_intact_and_no_more(tmp_path: Path) -> None:
    report = check(signed_bundle(tmp_path))
    assert (report.problems, report.strength) == ((), "intact")
    assert report.headline == "INTACT, signer not checked"
    assert "is not pinned here" in " ".join(report.skipped)


def test_a_pinned_or_given_key_makes_it_signed(tmp_path: Path) -> None:
    folder = signed_bundle(tmp_path)
    fingerprint = verifier().fingerprint
    short = f"{fingerprint[:4]} {fingerprint[4:8]}…"
    pinned = check(folder, trust=replace(PINNED, require="signed"))
    assert (pinned.strength, pinned.headline) == ("signed", f"SIGNED by {short} (pinned 3 May 2026)")
    assert pinned.signer.key == fingerprint
    given = check(folder, trust=Trust(key=verifier()), root=HERE.root.hex())
    assert given.headline == f"SIGNED by {short} (the key that you gave), with the root that you hold"


def test_rotations_that_a_pinned_key_signed_are_followed(tmp_path: Path) -> None:
    report = check(signed_bundle(tmp_path, rotated(), key=OTHER), trust=PINNED)
    assert (report.problems, report.strength) == ((), "signed")
    assert report.signer.trusted == "pinned 3 May 2026, and the keys that followed it"
    assert report.signer.key == verifier(OTHER).fingerprint
    newer = Trust((Pin(verifier(OTHER, verifier().name), "2026-05-03"),))
    assert check(tmp_path / "b", trust=newer).signer.trusted == "pinned 3 May 2026"


def test_a_witness_that_is_pinned_makes_it_witnessed(tmp_path: Path) -> None:
    folder = signed_bundle(tmp_path, lines=(line_of(WITNESS, OTHER, 1_700_000_000),))
    report = check(folder, trust=replace(SEEN, require="witnessed"))
    assert (report.problems, report.strength, report.signer.witnesses) == ((), "witnessed", ("A friend",))
    assert report.headline.startswith("SIGNED and witnessed by ")
    unknown = check(folder, trust=PINNED)
    assert (unknown.strength, "the lines of 1 witness whose keys are not pinned here" in unknown.skipped) == (
        "signed",
        True,
    )


def test_a_time_stamp_makes_it_witnessed_under_its_root_only(tmp_path: Path) -> None:
    folder, trust = stamped("2026-03-01T12:00:00Z")(tmp_path)
    report = check(folder, trust=replace(trust, require="witnessed"))
    assert (report.problems, report.strength) == ((), "witnessed")
    assert report.headline.startswith("SIGNED and time-stamped by ")
    without = check(folder, trust=PINNED)
    assert (without.strength, "--tsa-root" in " ".join(without.skipped)) == ("signed", True)


def test_a_checkpoint_that_the_user_holds_is_compared(tmp_path: Path) -> None:
    folder = signed_bundle(tmp_path)
    same = Checkpoint(HERE.origin, HERE.size, HERE.root)
    assert (
        check(folder, trust=Trust(checkpoint=same)).headline
        == "INTACT, with the root that you hold, signer not checked"
    )
    other = check(folder, trust=Trust(checkpoint=replace(same, size=HERE.size + 1)))
    assert (other.ok, other.root_compared) == (True, False)
    assert "your checkpoint" in " ".join(other.skipped)


# ZIP files -----------------------------------------------------------------------------------------------------


def test_a_zip_is_checked_as_its_folder_is(tmp_path: Path) -> None:
    folder = check(signed_bundle(tmp_path), trust=PINNED)
    write_zip(build(signed_selection(recorded())), tmp_path / "ours.zip")
    assert check(tmp_path / "ours.zip", trust=PINNED) == folder
    assert check(zipped(tmp_path / "packed.zip", method=8), trust=PINNED) == folder
    shutil.make_archive(str(tmp_path / "others"), "zip", tmp_path, "b")  # with entries for its folders
    assert check(tmp_path / "others.zip", trust=PINNED) == folder


def test_a_zip_that_was_streamed_has_sizes_behind_its_files(tmp_path: Path) -> None:
    class Pipe:
        """What cannot go back."""

        def __init__(self) -> None:
            self.data = b""

        def write(self, data: bytes) -> int:
            self.data += data
            return len(data)

        def flush(self) -> None:
            pass

    pipe = Pipe()
    with ZipFile(pipe, "w") as file:  # type: ignore[call-overload]
        for name, data in build(signed_selection(recorded())):
            file.writestr(f"b/{name}", data)
    (tmp_path / "b.zip").write_bytes(pipe.data)
    assert check(tmp_path / "b.zip", trust=PINNED).strength == "signed"


def test_any_flipped_bit_of_a_zip_changes_nothing_that_is_read(tmp_path: Path) -> None:
    """Of what stands beside the files in it (times, versions) some can be flipped, and nothing comes of it."""
    path = zipped(tmp_path / "b.zip")
    whole, data = check(path, trust=PINNED), path.read_bytes()
    for at in range(0, len(data), 41):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        try:
            report = check(path, trust=PINNED)
        except NotAnArchive:
            continue
        assert not report.ok or report == whole, at


def test_archives_that_would_lead_out_are_refused(tmp_path: Path, shared: Path) -> None:
    files = sorted(path for path in (shared / "vectors/traversal").iterdir() if path.suffix in (".zip", ".tar"))
    assert len(files) >= 16
    for path in files:
        copied = Path(shutil.copy(path, tmp_path))
        with suppress(NotAnArchive):
            assert not check(copied).ok, path
        copied.unlink()
        assert not list(tmp_path.iterdir()), path
    assert not Path("/tmp/moo").exists()


# Every bit -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [layout.SIGNATURE, layout.CHECKPOINT, layout.TAG_MANIFEST])
def test_one_flipped_bit_of_what_is_signed_is_found(tmp_path: Path, name: str) -> None:
    path = signed_bundle(tmp_path) / name
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        assert not check(tmp_path / "b").ok, at


# From the front door ---------------------------------------------------------------------------------------------


def test_the_front_door_takes_keys_as_text_and_as_files(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    path = newsroom.export("dam.zip", zipped=True)
    nobody = tmp_path / "nobody"
    (tmp_path / "dam.key").write_text(newsroom.key() + "\n")
    for key in (newsroom.key(), str(tmp_path / "dam.key")):
        report = archive.verify(path, key=key, require="signed", keys=nobody)
        assert (report.strength, report.signer.key) == ("signed", newsroom.exported.key)
        assert report.fingerprint == newsroom.exported.fingerprint
    assert archive.verify(path, keys=nobody).strength == "intact"
    archive.keyring(nobody).pin(newsroom.key(), since="2026-05-03")
    assert archive.verify(path, keys=nobody).headline.endswith("(pinned 3 May 2026)")
    with newsroom.open() as opened:
        (tmp_path / "held").write_text(str(opened.proof_checkpoint()))
    assert archive.verify(path, checkpoint=str(tmp_path / "held"), keys=nobody).root_compared
    for wrong, error in (
        ({"key": "no key"}, UsageError),
        ({"key": str(tmp_path / "held")}, UsageError),
        ({"checkpoint": str(tmp_path / "dam.key")}, UsageError),
        ({"checkpoint": str(tmp_path / "none")}, NotFound),
        ({"tsa_root": str(tmp_path / "dam.key")}, UsageError),
        ({"require": "much"}, UsageError),
    ):
        with pytest.raises(error):
            archive.verify(path, keys=nobody, **wrong)


def test_the_archive_is_compared_with_what_was_signed_last(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)

    def verified() -> Report:
        with newsroom.open() as opened:
            return opened.verify()

    assert "the signer: nothing was signed yet" in verified().skipped
    shutil.copytree(tmp_path / "a", tmp_path / "old")
    newsroom.cite("A gate was opened.")
    newsroom.export("b")
    assert verified().headline == "INTACT, and goes on from what was signed last"
    shutil.rmtree(tmp_path / "a")
    shutil.copytree(tmp_path / "old", tmp_path / "a")
    assert codes(verified()) == {"log-rolled-back"}
    for text in ("One.", "Two.", "Three."):
        newsroom.cite(text)
    assert codes(verified()) == {"log-forked"}
    shutil.rmtree(newsroom.keys)
    assert "is not on this machine" in " ".join(verified().skipped)


def test_verifying_needs_neither_a_database_nor_an_engine(tmp_path: Path) -> None:
    folder, _ = stamped("2026-03-01T12:00:00Z")(tmp_path)
    write_zip(build(signed_selection(recorded())), tmp_path / "b.zip")
    script = (
        "import sys, archive, pathlib\n"
        "for path in sys.argv[3:]:\n"
        "    report = archive.verify(path, key=sys.argv[1], tsa_root=sys.argv[2], keys=pathlib.Path('none'))\n"
        "    assert report.strength in ('signed', 'witnessed'), report\n"
        "heavy = {'sqlalchemy', 'sqlite3', 'alembic', 'tantivy', 'whoosh', 'click', 'archive.store'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    words = [sys.executable, "-c", script, str(verifier()), tmp_path / "tsa/root.pem", folder, tmp_path / "b.zip"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("", "")
