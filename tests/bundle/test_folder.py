"""A bundle's files as they are read: once, and no others than a bundle has."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from archive.bundle import layout
from archive.bundle.folder import CHUNK, Findings, Folder
from archive.model.record import MAX_RECORD

HEX = "0123456789abcdef" * 4


def test_what_is_read_is_what_was_hashed(tmp_path: Path) -> None:
    (tmp_path / layout.CHECKPOINT).parent.mkdir(parents=True)
    (tmp_path / layout.CHECKPOINT).write_bytes(b"as it was listed")
    files = Folder(tmp_path, Findings())
    assert files.digest(layout.CHECKPOINT) == sha256(b"as it was listed").hexdigest()
    (tmp_path / layout.CHECKPOINT).write_bytes(b"another")
    assert files.read(layout.CHECKPOINT) == b"as it was listed"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 1])
def test_files_of_any_size_are_read_and_hashed_whole(tmp_path: Path, size: int) -> None:
    name, data = f"data/texts/{HEX}.txt", b"\xff" * size
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes(data)
    assert Folder(tmp_path, Findings()).read(name) == data
    assert Folder(tmp_path, Findings()).digest(name) == sha256(data).hexdigest()


def test_a_file_that_is_gone_is_reported(tmp_path: Path) -> None:
    (tmp_path / layout.BAGIT).write_bytes(b"there")
    found = Findings()
    files = Folder(tmp_path, found)
    (tmp_path / layout.BAGIT).unlink()
    assert (files.digest(layout.BAGIT), files.read(layout.BAGIT)) == (None, None)
    assert [problem.code for problem in found.report().problems] == ["file-unreadable"]


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        (f"data/originals/{HEX}.html", layout.MAX_BLOB),
        (f"data/records/{HEX}.json", MAX_RECORD),
        (f"data/log/{HEX}.tlog-proof", layout.MIB),
        ("data/log/checkpoint.tsr", layout.MIB),
        (f"data/citations/{HEX}.jsonld", layout.MAX_BLOB),
        ("data/claims.csv", layout.MAX_BLOB),
        ("READ-ME-FIRST.html", layout.MAX_BLOB),
        ("VERIFY.txt", layout.MIB),
        ("tagmanifest-sha256.txt.sig", layout.MIB),
        (f"data/records/{HEX}.json\n", None),
        (f"data/records/{HEX}", None),
        ("VERIFY.txt.txt", None),
        ("", None),
    ],
)
def test_how_large_a_file_of_a_name_may_be(name: str, limit: int | None) -> None:
    assert layout.max_bytes(name) == limit
