"""`archive carry`, and what other commands say of claims that rest on words which have changed."""

from __future__ import annotations

import importlib

import pytest

from tests.cli.shapes import Documented
from tests.fetch.server import Page, serving

LOG = "https://tribune.example/2025/03/kerrow-telephone-log"
FOUR = "telephoned the Kerrow Dam four times"
NIGHT = "The sluice froze in the night.\n\nNobody knew why it did.\n"


@pytest.fixture
def cited(run, dam) -> str:
    """A citation of the older edition of an article that was corrected; its version."""
    first = run("diff", LOG, "--json").lines[0]["from"].partition(":")[0]
    run("cite", "--in", first, "--quote", FOUR, "--claim", "The ministry rang four times.", "--story", "dam")
    run("cite", "--in", first, "--quote", "By Tam Brecken, Merrowgate", "--claim", "Tam Brecken wrote it.")
    return first


def check(name: str, values, shape: int = 0) -> None:
    help = Documented(importlib.import_module(f"archive.cli.{name}").command.epilog)
    assert values, "nothing came out"
    for value in values:
        help.check(value, help.shapes[shape], name)


def test_json(run, cited):
    found = run("carry", "--json").lines
    check("carry", found)
    assert [one["outcome"] for one in found] == ["edited", "same"]
    assert found[0]["from"].startswith(f"{cited}:")
    assert "twice" in run("show", found[0]["to"]).out
    assert {"kind": "number", "from": "four times", "to": "twice"} in found[0]["changes"]
    stale = run("list", "claims", "--stale", "--json", code=9).lines
    check("list", stale, -1)
    assert [(one["text"], one["stories"]) for one in stale] == [("The ministry rang four times.", ["dam#3"])]


def test_what_a_person_sees(run, cited, monkeypatch):
    assert "2 citations of older editions" in run("status").out
    monkeypatch.setenv("COLUMNS", "60")
    narrow = run("carry", LOG).out
    assert "   - The Ministry of Waters" in narrow and "   + The Ministry of Waters" in narrow
    assert "carry" not in run("status").out
    monkeypatch.setenv("COLUMNS", "120")
    again = run("carry", "--all")
    assert ("(recorded already)" in again.out, " │ " in again.out, "1 edited, 1 same" in again.err) == (True,) * 3


def test_nothing_to_carry(run, dam):
    assert "no citation has a newer edition" in run("carry").err
    assert run("list", "claims", "--stale").out == ""


def test_the_report_names_claims(run, dam):
    with serving() as server:
        server.pages["/a"] = Page(NIGHT)
        url = server.url("/a")
        look = ("watch", "run", "--allow-private")
        run("watch", "add", url)
        run(*look)
        run("cite", "--in", url, "--quote", "The sluice froze in the night.", "--claim", "It froze.", "--story", "dam")
        server.pages["/a"] = Page(NIGHT.replace("froze", "never froze"))
        run(*look)
    report = run("watch", "report", code=9).out
    assert "It froze." in report and "dam#3" in report and "negation: “never” was added" in report
    [line] = run("watch", "report", "--json", code=9).lines[-1:]
    assert [one["text"] for one in line["claims"]] == ["It froze."]
    assert "negation: “never” was added" in run("watch", "report", "--html", code=9).out
    run("carry")
    run("review", "--reject", line["claims"][0]["citation"])
    assert "looked at:" in run("watch", "report").out  # and no more is cried
    assert "Looked at: rejected" in run("watch", "report", "--html").out


def test_nothing_of_a_text_reaches_the_terminal_raw(run, dam, tmp_path):
    odd = "\x1b[31mred\x1b[0m \u202eabc\u2028 \x9b31m"
    page = tmp_path / "page.txt"
    page.write_text(f"Nine died {odd} there.\n")
    run("add", page)
    run("cite", "--in", page, "--quote", "Nine died", "--claim", "Nine.")
    page.write_text(f"Ten died {odd} there.\n")
    run("add", page)
    seen = [run("carry"), run("carry", "--json"), run("list", "claims", "--stale", code=9)]
    for done in seen:
        assert not {"\x1b", "\u202e", "\u2028", "\x9b", "\x07"} & set(done.out + done.err)
