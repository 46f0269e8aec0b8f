"""`--json` gives exactly the fields that each command's help documents, on every path to them."""

from __future__ import annotations

import importlib
import json

import pytest

from archive import cli
from archive.cli import COMMANDS, EPILOG
from tests.cli.conftest import LEDGER, SEEDS, TRIBUNE
from tests.cli.shapes import Documented

LOG = "https://tribune.example/2025/03/kerrow-telephone-log"
QUOTE = "Nine people died and thirty-one were injured"


def documented(name: str) -> Documented:
    return Documented(importlib.import_module(cli.module_of(name)).command.epilog)


def check(name: str, values, shape: int = 0) -> None:
    """Each value has the shape that is documented at this place of the command's help."""
    help = documented(name)
    assert values, "nothing came out"
    for value in values:
        help.check(value, help.shapes[shape], name)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("admin", "backup", "proof", "watch")])
def test_every_command_documents_its_json(name):
    assert documented(name).shapes


def test_init(run):
    check("init", run("init", "new", "--name", "N", "--json").lines)


def test_status(run, dam):
    check("status", run("status", "--json").lines)


def test_add_of_every_status(run, dam, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("One sentence. And two.")
    (tmp_path / "link.txt").symlink_to(page)
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    seen = []
    for words in (
        (page,),
        (page,),
        (page, "--publisher", "P"),
        (tmp_path / "bad.txt", tmp_path / "none.txt"),
        ("--from", SEEDS / "articles.jsonl"),
    ):
        seen += run("add", *words, "--json", code=None).lines
    page.write_text("Another sentence.")
    seen += run("add", page, "--json").lines
    page.write_text("One sentence. And two.")
    seen += run("add", page, "--json").lines
    seen += run("add", tmp_path, "--json", "--dry-run", code=None).lines
    check("add", seen)
    assert {one["status"] for one in seen} == {
        "added", "known", "described", "failed", "unreadable", "edition", "capture", "skipped",
    }  # fmt: skip
    help = documented("add").text
    assert [s for s in {one["status"] for one in seen} if s not in help] == []


@pytest.mark.parametrize(("find", "shape"), [("sentences", 0), ("documents", 0), ("claims", 1)])
def test_search(run, dam, find, shape):
    found = run("search", "--find", find, "gate", "--json").json
    check("search", [{**found, "hits": []}])
    if shape:
        check("search", found["hits"], shape)
    else:
        check("search", [found])
    assert [hit["number"] for hit in found["hits"]] == list(range(1, len(found["hits"]) + 1))


def test_search_that_finds_nothing_is_no_failure(run, dam):
    found = run("search", "zeppelin", "--json").json
    check("search", [found])
    assert (found["total"], found["hits"]) == (0, [])


@pytest.mark.parametrize("statement", ["The key was signed out at night.", "dam#1", "zeppelins over Friedrichshafen"])
def test_evidence(run, dam, statement):
    check("evidence", [run("evidence", statement, "--json").json])


def test_a_span_counts_code_points(run, dam):
    hit = run("search", '"deux récits"', "--json").json["hits"][0]
    assert hit["span"]["end"] - hit["span"]["start"] == len(hit["text"])


def test_describe(run, dam, tmp_path):
    (tmp_path / "l.jsonl").write_text('{"url": "https://example.org/none"}\n')
    check("describe", [run("describe", TRIBUNE, "--json").json], 0)
    check("describe", [run("describe", TRIBUNE, "--title", "T", "--tag", "x", "--json").json], 1)
    check("describe", run("describe", "--from", tmp_path / "l.jsonl", "--json", code=3).lines, 1)


@pytest.mark.parametrize(("what", "shape"), [("documents", 0), ("claims", 1), ("stories", 2)])
def test_list(run, dam, what, shape):
    check("list", run("list", what, "--json").lines, shape)


def test_log_of_every_subject(run, dam):
    for subject, shape in (([], 0), ([TRIBUNE], 1), (["dam#1"], 0)):
        check("log", run("log", *subject, "--json").lines, shape)


def test_diff(run, dam):
    check("diff", run("diff", LOG, "--all", "--json").lines)


def test_show_of_every_kind(run, dam, token):
    check("show", [run("show", TRIBUNE, "--json").json], 0)
    version = run("show", TRIBUNE, "--json").json["shown"]
    check("show", [run("show", version, "--json").json], 0)
    check("show", [run("show", token, "--json").json], 1)
    claim = run("show", "dam#1", "--json").json
    check("show", [claim], 2)
    assert len(claim["citations"]) == 2
    check("show", [run("show", claim["citations"][0]["token"], "--json").json], 1)
    check("show", [run("show", claim["citations"][0]["id"], "--json").json], 2)
    capture = next(e for e in run("log", "--json").lines if e["kind"] == "capture/1")
    record = run("show", capture["id"], "--json").json
    check("show", [record], 4)
    assert json.loads(record["data"])["kind"] == "capture/1"
    (extraction, *_) = run("extract", TRIBUNE, "--json").lines
    check("show", [run("show", extraction["extraction"], "--json").json], 7)


def test_extract_and_review(run, dam):
    found = run("extract", LOG, "--own", "--json").lines
    check("extract", found)
    waiting = run("review", LOG, "--json").lines
    check("review", waiting)
    assert waiting == [{**one, "state": "waiting"} for one in found]
    assert {one["state"] for one in found} == {"new"}
    assert run("extract", LOG, "--own", "--json").lines == [{**one, "state": "known"} for one in found]
    named = [f"{one['extraction'][:12]}#{one['number']}" for one in waiting]
    check("review", run("review", "--accept", named[0], "--reject", named[1], "--json").lines, 2)
    check("review", run("review", LOG, "--accept-all", "--story", "calls", "--json").lines, 2)
    assert run("review", LOG, "--json").lines == []
    check("list", run("list", "claims", "--json").lines, 1)
    check("log", run("log", "--json").lines, 0)
    check("status", run("status", "--json").lines)


def test_cite(run, dam, token, tmp_path):
    check("cite", [run("cite", token, "--claim", "c", "--story", "s", "--json").json])
    check("cite", [run("cite", token, "--claim", "c", "--story", "s", "--json").json])
    good = {"in": LEDGER, "quote": QUOTE, "claim": "Nine died."}
    listed = tmp_path / "cites.jsonl"
    listed.write_text("\n".join(json.dumps(one) for one in (good, {**good, "quote": "Ten people died"})))
    refused = run("cite", "--from", listed, "--json", code=6).lines
    check("cite", refused, 1)
    both = run("cite", "--from", listed, "--json", "--keep-going", code=7).lines
    check("cite", both[:1], 0)
    check("cite", both[1:], 1)


def test_check(run, dam, token, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text(f"“The gate did not break.” The key was signed out at 04:34 [{token}]. “{QUOTE[:-3]} dead.”")
    quotes = tmp_path / "q.csv"
    quotes.write_text("quote,speaker\nThe gate did not break,Dario Fenn\n")
    seen = run("check", draft, "--json", code=6).lines
    assert [one["verdict"] for one in seen] == ["unsupported-detail", "altered", "exact"]
    seen += run("check", "--from", quotes, "--json").lines
    seen += run("check", "--quote", "the gate did … break", "--json", code=6).lines
    check("check", seen)


def test_check_itself(run, dam, tmp_path):
    post = tmp_path / "post.txt"
    post.write_text("The gate of the old dam was opened on April 31, 2024, and the river rose in the village by night.")
    run("add", post)
    seen = run("check", "--itself", post, "--json").lines
    assert [(one["code"], len(one["tokens"])) for one in seen] == [("date-impossible", 1)]
    check("check", seen, 1)


def test_admin_selftest(run, dam):
    from archive.cli.admin import selftest

    help = Documented(selftest.epilog)
    help.check(run("admin", "selftest", "--documents", "1", "--json").json, help.shapes[0], "selftest")


def test_relate_and_what_shows_it(run, dam):
    for _ in range(2):  # new, and stated before
        check("relate", run("relate", "dam#1", "supports", "dam#2", "--json").lines)
    check("show", run("show", "dam#2", "--json").lines, 2)
    assert [len(claim["relations"]) for claim in run("list", "claims", "--json").lines] == [1, 1]
    check("list", run("list", "claims", "--json").lines, 1)


def test_retract(run, dam):
    check("retract", run("retract", "dam#1", "--why", "Corrected.", "--json").lines)
    check("retract", run("retract", "dam#1", "--why", "Corrected.", "--json").lines)
    check("show", [run("show", "dam#1", "--json").json], 2)
    check("list", run("list", "claims", "--json").lines, 1)


def test_signoff(run, dam):
    said = ("--by", "Ana Lind", "--json")
    check("signoff", run("signoff", "dam", "--as", "checked", "--note", "seen", *said).lines)
    check("signoff", run("signoff", "dam#1", "--as", "cleared", "--note", "as printed", *said).lines)
    run("retract", "dam#2", "--why", "Corrected.")
    mixed = run("signoff", "dam#1", "dam#2", "--as", "cleared", *said, code=7).lines
    check("signoff", mixed[:1])
    check("signoff", mixed[1:], 1)
    check("show", [run("show", "dam#1", "--json").json], 2)
    check("list", run("list", "claims", "--state", "cleared", "--json").lines, 1)
    check("status", run("status", "--json").lines)
    check("export", [run("export", "dam", "--dry-run", "--json").json], 3)


def test_export_and_verify(run, dam):
    made = run("export", "dam", "-o", "bundle", "--json").json
    check("export", [made])
    found = run("verify", "bundle", "--root", made["root"], "--json").json
    check("verify", [found, run("verify", "--json").json, run("verify", "--full", "--json").json])
    assert (found["root"], found["size"]) == (made["root"], made["size"])
    (dam / "bundle" / "data" / "claims.csv").write_bytes(b"altered")
    broken = run("verify", "bundle", "--json", code=10).json
    check("verify", [broken])
    assert not broken["ok"]


def test_import(run, dam, tmp_path):
    run("export", "dam", "-o", tmp_path / "bundle")
    run("init", tmp_path / "other", "--name", "O")
    other = ("--archive", tmp_path / "other", "--json")
    check("import", [run("import", tmp_path / "bundle", *other).json for _ in range(2)])
    check("list", run("list", "claims", *other).lines, 1)
    check("show", [run("show", "dam#1", *other).json], 2)
    check("show", [run("show", TRIBUNE, *other).json], 0)
    check("status", [run("status", *other).json])
    asked = ("The duty desk told me to open gate 3", "gate")
    quotes = [{"type": "TextQuoteSelector", "exact": words} for words in asked]
    notes = [{"uri": TRIBUNE, "target": [{"selector": quote}]} for quote in quotes]
    (tmp_path / "notes.json").write_text(json.dumps(notes))
    taken = run("import", tmp_path / "notes.json", *other, code=7).lines
    check("import", taken[:1], 1)
    check("import", taken[1:], 2)
    for words in ((tmp_path / "notes.json", "--require", "signed"), (tmp_path / "bundle", "--story", "s")):
        run("import", *words, *other, code=2)


def test_export_in_another_format(run, dam):
    check("export", [run("export", "dam", "--format", "docx", "-o", "dam.docx", "--json").json], 2)
    run("export", "dam", "--format", "csv", "-o", "-", "--json", code=2)


def test_admin_rebuild(run, dam):
    from archive.cli.admin import rebuild

    help = Documented(rebuild.epilog)
    help.check(run("admin", "rebuild", "--json").json, help.shapes[0], "rebuild")


def test_admin_remove(run, dam):
    from archive.cli.admin import remove

    help = Documented(remove.epilog)
    version = run("list", "--json").lines[0]["version"]
    run_id = next(e["about"].split()[0] for e in run("log", "--json").lines if e["kind"] == "run/1")
    for words in (
        (version, "--erase", "--why", "asked to forget", "--dry-run"),
        (version, "--takedown", "--why", "order of a court", "--yes"),
        (version, "--takedown", "--why", "order of a court", "--yes"),
        ("--run", run_id, "--yes"),
    ):
        help.check(run("admin", "remove", *words, "--json").json, help.shapes[0], "remove")
    check("show", [run("show", "dam#1", "--json").json], 2)
    check("list", run("list", "claims", "--json").lines, 1)
    refused = run("add", SEEDS / "kerrow-dam-tribune.txt", "--json", code=6).json
    check("add", [refused])
    assert refused["error"]["code"] == "removed"


@pytest.mark.parametrize(
    "words",
    [
        ("dam", "--yes"),
        ("dam", "--takedown", "--erase", "--why", "x", "--yes"),
        ("dam", "--takedown", "--yes"),
        ("dam", "--run", "5d1c", "--yes"),
        ("--run", "5d1c", "--erase", "--yes"),
    ],
)
def test_a_removal_that_makes_no_sense(run, dam, words):
    assert run("admin", "remove", *words, code=2).err.startswith("error: ")


def test_nothing_is_removed_where_nobody_can_be_asked(run, dam):
    version = run("list", "--json").lines[0]["version"]
    assert "nobody is there" in run("admin", "remove", version, "--takedown", "--why", "x", code=2).err
    assert run("show", version)


@pytest.mark.parametrize(
    ("words", "error", "exit"),
    [
        (["show", "feedfeed"], "not-found", 3),
        (["show", "feedfeedfeed:1-2:abcd"], "bad-token", 3),
        (["cite", "--in", LEDGER, "--quote", "Nine hundred people died", "--claim", "c"], "altered", 6),
        (["cite", "--in", LEDGER, "--quote", "The moon is made of cheese", "--claim", "c"], "absent", 6),
        (["cite", "--in", LEDGER, "--quote", "the siren did not sound", "--claim", "c"], "ambiguous", 4),
        (["list", "everything"], "usage", 2),
        (["export", "dam", "-o", "."], "cannot-write", 8),
        (["--archive-of-mine"], "usage", 2),
    ],
)
def test_an_error_is_an_object_too(run, dam, words, error, exit):
    done = run(*words, "--json", code=exit)
    help = Documented(EPILOG)
    help.check(done.json, help.shapes[0], "error")
    assert (done.json["error"]["code"], done.json["error"]["exit"]) == (error, exit)
    assert done.json["error"]["message"]


def test_claims_about_something(run, dam):
    run("cite", "--in", LEDGER, "--quote", QUOTE, "--claim", "Nine people died at the gate of Kerrow Dam.")
    run("cite", "--in", TRIBUNE, "--quote", "brass key", "--claim", "Twelve people died at the gate of Kerrow Dam.")
    lines = run("list", "claims", "--about", "people died", "--json").lines
    assert all(line["proposed"] for line in lines)
    check("list", lines, -2)
    check("evidence", [run("evidence", "Nine people died at the gate of Kerrow Dam.", "--json").json])
