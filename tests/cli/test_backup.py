"""`archive backup` on the command line: what it prints, its JSON, its exit codes."""

from __future__ import annotations

from archive.cli import admin, backup
from tests.cli.shapes import Documented


def check(command, value, shape=0) -> None:
    help = Documented(command.epilog)
    help.check(value, help.shapes[shape], command.name)


def test_json_has_the_documented_fields(run, dam):
    check(backup.make, run("backup", "make", "../b", "--json").json)
    check(backup.list_backup, run("backup", "list", "../b", "--json").json)
    made = run("backup", "restore", "../b", "../r", "--json").json
    check(backup.restore, made)
    check(admin.rebuild, run("admin", "rebuild", "--from", "../b", "--archive", "../r2", "--json").json, 1)
    assert run("verify", "../b", "--json").json["root"] == made["root"]


def test_that_the_key_is_in_it_is_said(run, home):
    run("init", home / "own", "--name", "N")
    assert "the signing key" not in run("backup", "make", home / "b", "--archive", home / "own").err
    assert "signs in your name" in run("backup", "make", home / "b", "--keys", "--archive", home / "own").err
    assert "signs in your name" in run("backup", "make", home / "b", "--archive", home / "own").err
    assert "the signing key is in it" in run("backup", "list", home / "b").out


def test_what_is_refused(run, dam):
    run("backup", "make", ".", code=2)
    run("backup", "make", "../b", "--keys", code=3)
    run("backup", "make", "../b")
    run("backup", "restore", "../b", ".", code=8)
    run("backup", "list", ".", code=12)
    run("admin", "rebuild", "--from", "../b", code=2)
    run("verify", "../b", "--full", code=2)
    run("verify", "../b", "--key", "x", code=2)
    (dam.parent / "b/backup.toml").write_bytes(b"format = 1\n")
    assert "NOT INTACT" in run("verify", "../b", code=10).out
    run("backup", "list", "../b", code=10)
    run("backup", "restore", "../b", "../r", code=10)
    assert not (dam.parent / "r").exists()
