"""Single bits of the database file are flipped: verification finds it, or everything reads as it did before."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.store.connection import driver
from tests.store.samples import FACTS, VIEWS, codes, dump, filled, reopen, seeded

FLIPS = int(os.environ.get("ARCHIVE_FLIPS", "400"))
PARTS = 4


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("bits")
    filled(tmp_path).close()
    return tmp_path


def flipped(data: bytes, bit: int) -> bytes:
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


def is_found(tmp_path: Path, base: Path, data: bytes) -> bool:
    """Whether opening or verifying says that something is wrong; any other kind of error fails the test."""
    shutil.rmtree(tmp_path / "a", ignore_errors=True)
    (tmp_path / "a").mkdir()
    shutil.copy(base / "a" / "archive.toml", tmp_path / "a")
    (tmp_path / "a" / "archive.db").write_bytes(data)
    try:
        with reopen(tmp_path) as opened:
            return not opened.verify(full=True).ok
    except ArchiveError:
        return True


@pytest.mark.parametrize("part", range(PARTS))
def test_a_flipped_bit_is_found_or_changes_nothing_that_is_read(base: Path, tmp_path: Path, part: int) -> None:
    good, everything = (base / "a" / "archive.db").read_bytes(), dump(base / "a", *FACTS, *VIEWS)
    chosen = seeded(f"{part} {os.environ.get('ARCHIVE_SEED', '')}")
    found = 0
    for _ in range(FLIPS // PARTS):
        bit = chosen.randrange(len(good) * 8)
        if is_found(tmp_path, base, flipped(good, bit)):
            found += 1
            continue
        try:
            assert dump(tmp_path / "a", *FACTS, *VIEWS) == everything, f"bit {bit} went unnoticed"
        except driver().Error as error:
            raise AssertionError(f"bit {bit} went unnoticed") from error
    assert found, "no flip was found at all"


def test_a_flipped_bit_anywhere_in_a_record_or_blob_is_named(base: Path, tmp_path: Path) -> None:
    """Not by chance: in every record and blob one bit, in its own bytes."""
    good, facts = (base / "a" / "archive.db").read_bytes(), dump(base / "a", *FACTS)
    wanted = [(row[3], "record-altered") for row in facts["records"]] + [
        (row[3], "blob-altered") for row in facts["blobs"]
    ]
    for data, code in wanted:
        at = good.find(data)
        if at < 0:  # on more pages than one
            continue
        bit = 8 * at + seeded(data).randrange(8 * len(data))
        assert is_found(tmp_path, base, flipped(good, bit))
        with reopen(tmp_path) as opened:
            assert code in codes(opened.verify())


@pytest.mark.parametrize("keep", [0, 1, 100, 4096, 50_000])
def test_a_truncated_database_is_an_error_and_never_an_empty_archive(base: Path, tmp_path: Path, keep: int) -> None:
    assert is_found(tmp_path, base, (base / "a" / "archive.db").read_bytes()[:keep])


def test_swapped_pages_are_found(base: Path, tmp_path: Path) -> None:
    good = (base / "a" / "archive.db").read_bytes()
    pages = [good[n : n + 4096] for n in range(0, len(good), 4096)]
    chosen = seeded(5)
    for _ in range(10):
        swapped = pages.copy()
        one, two = chosen.sample(range(1, len(pages)), 2)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        assert is_found(tmp_path, base, b"".join(swapped)) or pages[one] == pages[two]
