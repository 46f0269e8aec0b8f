"""`archive export`: what goes out is said first, on standard error or as JSON; and what cannot be asked for."""

from __future__ import annotations

from archive.cli.export import command
from tests.cli.conftest import DENIAL, LEDGER, TRIBUNE
from tests.cli.shapes import Documented

HELP = Documented(command.epilog)
DRY = 3  # which of the documented shapes


def test_a_dry_run_is_what_leaves(run, dam):
    run("describe", TRIBUNE, "--confidential")
    before = sorted(dam.rglob("*"))
    listed = run("export", "dam", "--dry-run", "--json").json
    HELP.check(listed, HELP.shapes[DRY], "export --dry-run")
    assert sorted(dam.rglob("*")) == before
    assert {one["document"]: (one["goes"], one["why"]) for one in listed["sources"]} == {
        TRIBUNE: ("excerpt", "confidential"),
        DENIAL: ("whole", ""),
        LEDGER: ("whole", ""),
    }
    done = run("export", "dam", "-o", "b", "--json").json
    assert done["leaving"] == listed
    HELP.check(done, HELP.shapes[0], "export")


def test_what_leaves_is_said_on_standard_error(run, dam):
    done = run("export", "dam", "-o", "b", "--excerpt", "--include-originals", TRIBUNE)
    assert done.err.count("as you asked") == 2
    assert "whole, " in done.err and "names: The newsroom" in done.err
    assert "goes out" not in done.out
    csv = run("export", "dam", "--format", "csv", "-o", "-")
    assert "goes out" in csv.err and "goes out" not in csv.out


def test_an_excerpt_is_verified(run, dam):
    run("export", "dam", "-o", "b", "--excerpt", "--context", "2")
    found = run("verify", "b", "--json").json
    assert (found["ok"], found["strength"]) == (True, "intact")
    assert "excerpts" in found["checked"]


def test_what_cannot_be_asked_for(run, dam):
    for words in (
        ["--context", "1", "-o", "b"],
        ["--context", "-1", "--excerpt", "-o", "b"],
        ["--excerpt"],
        ["--include-originals", "https://post.example/kerrow-foreign-hand", "-o", "b"],
        ["--format", "warc", "--excerpt", "-o", "b"],
        ["--format", "warc", "--dry-run"],
    ):
        run("export", "dam", *words, code=2)
    assert not (dam / "b").exists()
