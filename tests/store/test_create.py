"""A second `init` goes on with the empty database that a killed one left, and with nothing else."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.store.connection import driver
from tests.store.samples import filled, make


def test_an_empty_database_is_taken_over(tmp_path: Path) -> None:
    make(tmp_path).close()
    (tmp_path / "a" / "archive.toml").unlink()
    (tmp_path / "a" / "archive.toml.new").write_text("form")
    with make(tmp_path) as made:
        assert made.status().size == 0
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "archive.db").touch()
    with make(tmp_path, "b") as made:
        assert made.status().size == 0


def foreign(path: Path) -> None:
    with closing(driver().connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")


def link(path: Path) -> None:
    make(path.parents[1], "other").close()
    path.symlink_to(path.parents[1] / "other" / "archive.db")


@pytest.mark.parametrize(
    "plant", [foreign, link, lambda path: path.write_text("no database"), lambda path: path.mkdir()]
)
def test_another_file_of_that_name_is_left_as_it_is(tmp_path: Path, plant: object) -> None:
    path = tmp_path / "a" / "archive.db"
    path.parent.mkdir()
    plant(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UsageError, match=r"archive\.db that is in use"):
        make(tmp_path)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert not (tmp_path / "a" / "archive.toml").exists()


def test_a_database_with_records_is_not_taken_over(tmp_path: Path) -> None:
    filled(tmp_path, articles=2).close()
    config = (tmp_path / "a" / "archive.toml").read_text()
    (tmp_path / "a" / "archive.toml").unlink()
    with pytest.raises(UsageError, match="in use"):
        make(tmp_path)
    (tmp_path / "a" / "archive.toml").write_text(config)
    with pytest.raises(UsageError, match="already"):
        make(tmp_path)
