"""Which archive is meant: --archive, else $ARCHIVE_DIR, else the nearest parent that is one or holds one."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def three(run, tmp_path, monkeypatch) -> dict[str, Path]:
    """Archives named by how they are found, and the current folder below the last."""
    made = {name: tmp_path / name for name in ("flag", "variable", "parent")}
    for name, folder in made.items():
        run("init", folder, "--name", name)
    below = made["parent"] / "deep" / "below"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    return made


def agent(run, *words) -> str:
    return run("status", "--json", *words).json["agent"]


def test_the_nearest_parent(run, three):
    assert agent(run) == "parent"


def test_the_variable_goes_before_it(run, three, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DIR", str(three["variable"]))
    assert agent(run) == "variable"


def test_an_empty_variable_is_none(run, three, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DIR", "")
    assert agent(run) == "parent"


def test_the_flag_goes_before_both(run, three, monkeypatch):
    monkeypatch.setenv("ARCHIVE_DIR", str(three["variable"]))
    assert agent(run, "--archive", three["flag"]) == "flag"


def test_what_is_named_and_is_none_is_not_replaced_by_another(run, three, monkeypatch):
    run("status", "--archive", three["parent"] / "deep", code=12)
    monkeypatch.setenv("ARCHIVE_DIR", str(three["parent"] / "deep"))
    run("status", code=12)


def test_a_hidden_one_in_a_project(run, tmp_path, monkeypatch):
    run("init", tmp_path / "project" / ".archive", "--name", "hidden")
    (tmp_path / "project" / "notes").mkdir()
    monkeypatch.chdir(tmp_path / "project" / "notes")
    assert agent(run) == "hidden"
    assert agent(run, "--archive", tmp_path / "project") == "hidden"
    assert agent(run, "--archive", "../.archive") == "hidden"


def test_the_current_folder_goes_before_a_hidden_one_in_it(run, tmp_path, monkeypatch):
    run("init", tmp_path / "both", "--name", "outer")
    run("init", tmp_path / "both" / ".archive", "--name", "inner")
    monkeypatch.chdir(tmp_path / "both")
    assert agent(run) == "outer"


def test_a_writer_says_which_archive_it_found(run, three, monkeypatch):
    add = ("add", "-")
    assert f"archive: {three['parent']}" in run(*add, stdin=b"One.").err
    assert f"archive: {three['flag']}" in run(*add, "--archive", three["flag"], stdin=b"One.").err
    monkeypatch.chdir(three["parent"])
    assert "archive: " not in run(*add, stdin=b"Two.").err


def test_a_hidden_one_beside_us_needs_no_word(run, tmp_path, monkeypatch):
    run("init", tmp_path / "project" / ".archive", "--name", "hidden")
    monkeypatch.chdir(tmp_path / "project")
    assert "archive: " not in run("add", "-", stdin=b"One.").err


def test_a_reader_says_nothing_of_it(run, three):
    assert "archive: " not in run("list").err


def test_init_makes_the_folder_and_keeps_the_key_elsewhere(run, tmp_path, home):
    made = run("init", tmp_path / "a" / "b", "--name", "Ä. Fenn", "--json").json
    key = Path(made["key"])
    assert key.is_relative_to(home)
    assert (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o077) == (0o600, 0)
    assert sorted(p.name for p in (tmp_path / "a" / "b").iterdir()) == ["archive.db", "archive.toml"]


def test_a_copy_is_an_archive_too(run, dam, tmp_path):
    """With an index of its own: what is added to the copy is not found in the original."""
    import shutil

    shutil.copytree(dam, tmp_path / "copy")
    run("add", "-", "--archive", tmp_path / "copy", stdin=b"A zeppelin landed.")
    assert run("search", "zeppelin", "--archive", tmp_path / "copy", "--json").json["total"] == 1
    assert run("search", "zeppelin", "--json").json["total"] == 0


def test_a_domain_is_meant_literally(run, dam):
    """No wildcard of the database gets through, and an address without a path has a domain too."""
    found = run("search", "domain:tribune.example", "--json").json["hits"]
    assert found and all("://tribune.example/" in hit["document"] for hit in found)
    for other in ("domain:%", "domain:tribune_example", "domain:example.tribune"):
        assert run("search", other, "--json").json["total"] == 0
