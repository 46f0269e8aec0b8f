"""`archive proof` on the command line: what it prints, its JSON, its exit codes."""

from __future__ import annotations

import os

import pytest

from archive.cli import proof
from tests.cli.shapes import Documented


@pytest.fixture
def dam(run, home):
    """An archive of this user's, with its key: the one that all tests share has its key elsewhere."""
    run("init", home / "dam", "--name", "The newsroom")
    run("add", "-", "--archive", home / "dam", stdin=b"The siren did not sound.")
    os.chdir(home / "dam")
    return home / "dam"


def check(command, value) -> None:
    help = Documented(command.epilog)
    help.check(value, help.shapes[0], command.name)


def test_json_has_the_documented_fields(run, dam):
    check(proof.checkpoint, run("proof", "checkpoint", "--json").json)
    run("proof", "checkpoint", "-o", "kept")
    check(proof.audit, run("proof", "audit", "--against", "kept", "--json").json)
    check(proof.publish, run("proof", "publish", "public", "--json").json)
    key = run("proof", "keys", "export", "--json").json
    check(proof.export_key, key)
    check(proof.pin, run("proof", "keys", "pin", key["key"], "--json").json)
    for line in run("proof", "keys", "list", "--json").lines:
        check(proof.list_keys, line)
    check(proof.unpin, run("proof", "keys", "unpin", key["key"].partition("+")[0], "--json").json)
    check(proof.rotate, run("proof", "keys", "rotate", "--json").json)


def test_a_lost_key_is_continued(run, dam):
    from archive.cli.init import command

    shape = Documented(command.epilog)
    run("init", "--continue", code=2)
    run("init", ".", "--continue", "--name", "Other", code=2)
    run("proof", "checkpoint", "-o", "kept")
    for key in (dam.parent / "provenance-archive/keys").glob("the-newsroom.*"):
        key.rename(dam.parent / key.name)
    assert "init --continue" in run("proof", "checkpoint", code=3).err
    done = run("init", "--continue", "--json").json
    shape.check(done, shape.shapes[1], "init")
    assert run("proof", "audit", "--against", "kept").out.startswith("consistent")
    assert run("verify", "--full").code == 0


def test_an_audit_of_another_history_exits_with_10(run, dam):
    note = run("proof", "checkpoint").out.split("\n")
    (dam / "kept").write_text("\n".join([note[0], "9999", *note[2:3], ""]))
    done = run("proof", "audit", "--against", "kept", code=10)
    assert done.out.startswith("rolled-back")
    assert "not signed by a key that is known" in done.err


def test_wrong_calls_say_what_to_do(run, dam):
    run("proof", "timestamp", code=2)
    run("proof", "timestamp", "--response", "x", code=2)
    run("proof", "witness", "--request", "--init", "x", code=2)
    run("proof", "keys", "pin", "nonsense", code=2)
    run("proof", "keys", "unpin", "nobody", code=3)
    run("proof", "audit", "--against", "nothing", code=3)
    run("proof", "checkpoint", "--at", "100000", code=2)
