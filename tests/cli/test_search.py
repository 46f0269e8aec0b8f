"""archive search: what is left out, how it is ordered, counted, shown and saved; numbers of hits."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from itertools import pairwise

import pytest

from tests.cli.conftest import LEDGER, SEEDS


def tokens(done) -> list[str]:
    return [hit["token"] for hit in done.json["hits"]]


def places(hits) -> set[str]:
    return {token for hit in hits for token in (hit["token"], *hit["copies"])}


def test_older_editions_are_left_out_and_counted(dam, run):
    found = run("search", "telephoned four times", "--json", "--publisher", "Merrowgate Tribune")
    assert [hit["newest"] for hit in found.json["hits"]] == [True] * len(found.json["hits"])
    assert found.json["older"] > 0
    every = run("search", "telephoned four times", "--json", "--all-editions")
    assert every.json["older"] == 0
    assert False in [hit["newest"] for hit in every.json["hits"]]
    assert "in older editions only; --all-editions" in run("search", "gate opened").err


def test_a_version_that_is_named_is_searched_however_old_it_is(dam, run):
    (old,) = [
        v["version"]
        for v in run("show", "https://tribune.example/2025/03/kerrow-telephone-log", "--json").json["versions"]
        if not v["newest"]
    ]
    assert run("search", f"version:{old[:12]} telephone", "--json").json["total"] > 0


@pytest.mark.parametrize("field", ["published", "captured"])
def test_sorted_by_a_date_the_newest_come_first(dam, run, field):
    hits = run("search", "gate", "--sort", field, "--limit", "100", "--json").json["hits"]
    if field == "published":
        assert [hit["published"] for hit in hits] == sorted((hit["published"] for hit in hits), reverse=True)
    assert places(hits) == places(run("search", "gate", "--limit", "100", "--json").json["hits"])


def test_pages_fit_together(dam, run):
    whole = tokens(run("search", "gate", "--limit", "12", "--json"))
    parts = [tokens(run("search", "gate", "--limit", "4", "--page", str(n), "--json")) for n in (1, 2, 3)]
    assert [token for part in parts for token in part] == whole
    first = run("search", "gate", "--limit", "4", "--json").json
    assert tokens(run("search", "gate", "--limit", "4", "--after", str(first["next"]), "--json")) == parts[1]
    assert "give one of them" in run("search", "gate", "--page", "2", "--after", "3", code=2).err


def test_all_gives_every_hit_a_line_each(dam, run):
    total = run("search", "gate", "--json").json["total"]
    lines = run("search", "gate", "--all", "--json").lines
    assert sum(1 + len(hit["copies"]) for hit in lines) == total
    assert [hit["number"] for hit in lines] == sorted({hit["number"] for hit in lines})


def test_the_same_words_elsewhere_are_shown_once_and_counted(dam, run):
    (hit,) = run("search", '"four spillway gates, of which gate 3"', "--json").json["hits"]
    assert len(hit["copies"]) == 1
    assert hit["copies"][0] != hit["token"]
    assert "also in a copy: " in run("search", '"four spillway gates, of which gate 3"').out


def test_words_in_neighbouring_sentences_are_found(dam, run):
    # “The gate did not break. It was opened by hand from the control room …”
    found = run("search", "break control room", "--json").json
    assert {"The gate did not break."} <= {hit["text"] for hit in found["hits"]}
    assert any("together with the sentence beside" in note for note in found["notes"])


def test_a_word_that_stands_nowhere_is_named_and_another_suggested(dam, run):
    notes = run("search", "cabnet", "--json").json["notes"]
    assert any("“cabnet”" in note and "cabinet" in note for note in notes)
    assert any("“elephant”" in note for note in run("search", "brass elephant", "--json").json["notes"])


def test_words_of_a_title_are_pointed_to(dam, run, tmp_path):
    (tmp_path / "new.txt").write_text("Nothing of note was seen.\n")
    run("add", tmp_path / "new.txt", "--title", "Zephyr bulletin")
    notes = run("search", '"zephyr bulletin"', "--json").json["notes"]
    assert '1 document has these words in the title: title:("zephyr bulletin")' in notes
    assert run("search", 'title:("zephyr bulletin")', "--json").json["total"] == 1
    assert not any("title" in note for note in run("search", "zephyr", "--since", "2020", "--json").json["notes"])


def test_counts_add_up(dam, run):
    found = run("search", "gate", "--count-by", "publisher", "--json").json
    assert sum(count["count"] for count in found["counts"]) == found["total"]
    assert [c["count"] for c in found["counts"]] == sorted((c["count"] for c in found["counts"]), reverse=True)
    years = run("search", "gate", "--count-by", "year", "--find", "documents", "--json").json
    assert {c["value"] for c in years["counts"]} <= {"2024", "2025"}
    assert "█" in run("search", "gate", "--count-by", "domain").out
    assert run("search", "gate", "--count").out == f"{found['total']}\n"
    assert "cannot be counted" in run("search", "gate", "--find", "claims", "--count-by", "tag", code=2).err


def test_hits_are_marked(dam, run):
    (hit,) = run("search", "brass keys", "--json").json["hits"]
    start = hit["span"]["start"]
    assert [hit["text"][m["start"] - start : m["end"] - start] for m in hit["marks"]] == ["brass", "key"]
    assert "The **brass** **key** to" in run("search", "brass keys").out


def test_context_is_as_wide_as_asked(dam, run):
    def around(n: str) -> tuple[str, str]:
        (hit,) = run("search", "brass key", "--context", n, "--json").json["hits"]
        return hit["before"], hit["after"]

    assert around("0") == ("", "")
    near, far = around("1"), around("3")
    assert far[0].rstrip().endswith(near[0])
    assert len(far[1]) > len(near[1])


def test_hits_of_one_document_stand_together(dam, run):
    hits = run("search", "gate", "--group", "document", "--limit", "20", "--json").json["hits"]
    documents = [hit["document"] for hit in hits]
    assert sum(a != b for a, b in pairwise(documents)) == len(set(documents)) - 1
    assert [hit["number"] for hit in hits] == list(range(1, len(hits) + 1))


def test_documents_that_were_cited_and_others(dam, run):
    cited = run("search", "gate", "--with-claims", "--find", "documents", "--json", "--limit", "50").json
    others = run("search", "gate", "--without-claims", "--find", "documents", "--json", "--limit", "50").json
    every = run("search", "gate", "--find", "documents", "--json").json
    assert cited["total"] == 3
    assert cited["total"] + others["total"] == every["total"]


def test_documents_like_one(dam, run):
    ledger = "https://ledger.example/news/nine-killed-as-kerrow-gate-gives-way"
    found = run("search", "--like", ledger, "--find", "documents", "--json").json
    assert found["total"] > 3
    assert ledger not in {hit["document"] for hit in found["hits"]}
    assert "is a claim, not a document" in run("search", "--like", "dam#1", code=2).err


def test_a_table_that_no_spreadsheet_takes_for_formulas(dam, run, tmp_path):
    (tmp_path / "evil.txt").write_text("=SUM(A1) is what stood there.\n")
    run("add", tmp_path / "evil.txt", "--title", '@evil, "quoted"')
    rows = list(csv.DictReader(io.StringIO(run("search", "stood sum", "--csv").out)))
    assert [(row["text"], row["title"]) for row in rows] == [("'=SUM(A1) is what stood there.", '\'@evil, "quoted"')]


def test_a_line_of_ones_own(dam, run):
    done = run("search", "brass key", "--format", r"{number}\t{marked}\n{title} {start}")
    first, second = done.out.splitlines()
    assert first.startswith("1\tThe **brass** **key**")
    assert second.startswith("Seventeen dead")
    assert "knows no {nonsense}" in run("search", "key", "--format", "{nonsense}", code=2).err


def test_a_number_means_the_hit_of_the_last_search(dam, run):
    (token,) = tokens(run("search", "brass key", "--json"))
    assert "no search of this terminal" in run("show", "1", code=3).err, "JSON is not for people, nor remembered"
    run("search", "brass key")
    done = run("cite", "1", "--claim", "The key was gone.")
    assert token in done.out
    assert f"1 of your last search, 'brass key': {token}" in done.err
    assert token in run("show", "1").out
    assert "no search of this terminal showed a hit 2" in run("show", "2", code=3).err
    assert run("show", "1", "--json", code=2).json["error"]["code"] == "usage"


def test_numbers_are_those_of_this_archive(dam, run, tmp_path):
    run("search", "brass key")
    run("init", tmp_path / "other", "--name", "Other")
    assert "no search" in run("show", "1", "--archive", tmp_path / "other", code=3).err


def test_a_saved_search_says_what_is_new_once(dam, run, tmp_path):
    run("search", "sluice", "--save", "water")
    assert "water: nothing new" in run("status").out
    assert run("search", "--new", "water", "--json").json["total"] == 0
    (tmp_path / "new.txt").write_text("The sluice was found open. Nobody had been there.\n")
    run("add", tmp_path / "new.txt")
    assert run("status", "--json").json["searches"] == [{"name": "water", "words": "sluice", "new": 1}]
    assert "archive search --new water" in run("status").out
    assert [hit["text"] for hit in run("search", "--new", "water", "--json").json["hits"]] == [
        "The sluice was found open."
    ]
    assert run("search", "--new", "water", "--json").json["total"] == 0
    run("search", "--forget", "water")
    assert "no search is saved" in run("search", "--new", "water", code=3).err
    assert run("status", "--json").json["searches"] == []


def test_a_saved_search_keeps_its_filters(dam, run, tmp_path):
    run("search", "gate", "--publisher", "Haldwire", "--save", "wire")
    (tmp_path / "new.txt").write_text("A gate was opened.\n")
    run("add", tmp_path / "new.txt", "--publisher", "Someone else")
    assert run("status", "--json").json["searches"][0]["new"] == 0


def test_the_article_of_a_token(dam, run, token):
    done = run("show", token, "--page")
    assert done.out.startswith("Seventeen dead after gate")
    assert "signed out at 02:34" in done.out
    assert "give a token" in run("show", "dam#1", "--page", code=2).err


def test_colours_where_there_is_a_terminal(dam):
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "archive", "search", "brass key"], stdout=theirs, stderr=subprocess.DEVNULL, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    assert "\x1b[1;33mbrass\x1b[0m" in shown
    assert "**" not in shown


def test_what_is_said_in_json_is_the_same_with_whoosh(dam, run, tmp_path):
    run("init", tmp_path / "w", "--name", "W", "--engine", "whoosh")
    (tmp_path / "a.txt").write_text("The brass key was gone. Nobody saw it.\n")
    run("add", tmp_path / "a.txt", "--archive", tmp_path / "w")
    found = run("search", "brass keys", "--json", "--archive", tmp_path / "w").json
    assert [len(hit["marks"]) for hit in found["hits"]] == [2]
    assert json.dumps(found)
    assert run("search", "saw brass", "--json", "--archive", tmp_path / "w").json["total"] == 2


def test_what_says_nothing_finds_nothing(dam, run):
    for words in ("👍", ".", "~", "(— !)"):
        assert run("search", words, "--json").json["total"] == 0


def test_evidence_and_empty_searches_take_the_numbers_over(dam, run):
    run("search", "brass key")
    run("evidence", "The siren did not sound.")
    shown = run("show", "1")
    assert "siren" in shown.out
    run("search", "zzzznothing")
    assert "no search of this terminal" in run("show", "1", code=3).err


def test_all_that_is_new_is_shown(dam, run, tmp_path):
    run("search", "wombat", "--save", "w")
    (tmp_path / "new.txt").write_text("".join(f"Wombat {n} was seen.\n" for n in range(30)))
    run("add", tmp_path / "new.txt")
    assert len(run("search", "--new", "w", "--json").json["hits"]) == 30
    for ignored in ("--all", "--with-claims", "--since=2020"):
        assert "give it alone" in run("search", "--new", "w", ignored, code=2).err


def test_what_exact_does_not_do_is_said(dam, run):
    assert "not of dates" in run("search", 'exact:"gate"', "--sort", "published").err


def test_new_claims_of_a_saved_search(dam, run):
    run("search", "siren", "--find", "claims", "--save", "c")
    run("search", "siren did not sound")
    run("cite", "1", "--claim", "The siren failed.")
    assert "The siren failed." in run("search", "--new", "c").out
    assert run("search", "--new", "c", "--json").json["total"] == 0


def test_totals_do_not_depend_on_the_page(dam, run):
    for words in ("gate desk", "siren gate", "break control room"):
        totals = {run("search", words, "--limit", n, "--json").json["total"] for n in ("0", "1", "2", "50")}
        assert len(totals) == 1, words
        whole = tokens(run("search", words, "--limit", "50", "--json"))
        pages = [tokens(run("search", words, "--limit", "1", "--after", str(n), "--json")) for n in range(len(whole))]
        assert pages == [[token] for token in whole], words
        assert run("search", words, "--limit", "0", "--json").json["hits"] == []


@pytest.mark.parametrize("damage", ["[1]", '"x"', '{"a": 1}', '{"a": {}}', "{"])
def test_damaged_memories_are_said(dam, run, damage):
    run("search", "gate", "--save", "g")
    (memory,) = (p for p in dam.parent.rglob("searches.json"))
    memory.write_text(damage)
    assert "cannot be asked" in run("status").err
    run("search", "--new", "g", code=8)
    for last in memory.parent.glob("last-*.json"):
        last.write_text(damage)
    assert run("show", "1", code=None).code in (3, 8)


def test_an_origin_is_no_path(dam, run):
    config = dam / "archive.toml"
    config.write_text(config.read_text().replace('origin = "', 'origin = "../../'))
    run("search", "gate")
    assert list(dam.parent.rglob("last-*.json"))
    assert not [p for p in dam.parent.rglob("last-*.json") if "memory" not in p.parts]


def test_a_table_of_all_names_the_copies(dam, run):
    total = int(run("search", "gate", "--count").out)
    for words in (("--all",), ("--limit", "1000")):
        rows = list(csv.DictReader(io.StringIO(run("search", "gate", "--csv", *words).out)))
        assert sum(1 + len(row["copies"].split()) for row in rows) == total
        assert any(row["copies"] for row in rows)
    assert places(run("search", "gate", "--all", "--json").lines) == {
        token for row in rows for token in (row["token"], *row["copies"].split())
    }


def test_copies_are_listed_shown_and_told_after_adding(dam, run):
    mercury = "https://mercury.example/world/hope-fades-ulvane-valley"
    listed = run("list", "--copies")
    assert "82 % of its sentences" in listed.out
    assert "1 group" in listed.err
    assert "82 % of its sentences stand there word for word" in run("show", mercury).out
    assert run("search", "--like", mercury).out.startswith("copy  Search for six missing")
    assert "copy" not in run("search", "--like", mercury, "--csv").out.splitlines()[1]
    assert "have no copies" in run("list", "claims", "--copies", code=2).err
    assert "copies" not in run("add", "--from", SEEDS / "articles.jsonl").err


def test_two_scripts_in_one_terminal_have_numbers_of_their_own(dam):
    ours = f"{sys.executable} -m archive"
    steps = f"{ours} search 'brass key' >/dev/null 2>&1; echo ready; read line; {ours} show 1; true"
    with subprocess.Popen(["sh", "-c", steps], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as one:
        assert one.stdout.readline() == b"ready\n"
        subprocess.run(["sh", "-c", f"{ours} search siren >/dev/null 2>&1; true"], check=True)
        shown, _ = one.communicate(b"\n")
    assert b"signed out at 02:34" in shown


def test_a_log_that_was_restored_and_has_grown_again_is_another(dam, run, tmp_path):
    run("search", "zebra", "--save", "z")
    (tmp_path / "a.txt").write_text("A zebra was seen.\n")
    run("add", tmp_path / "a.txt")
    assert run("search", "--new", "z", "--json").json["total"] == 1
    (memory,) = tmp_path.rglob("searches.json")
    held = json.loads(memory.read_text())
    held["z"]["root"] = "0" * 64
    memory.write_text(json.dumps(held))
    assert run("search", "--new", "z", "--json").json["total"] == 1
    assert run("search", "--new", "z", "--json").json["total"] == 0
    held["z"].pop("root")  # as it was kept before roots were
    memory.write_text(json.dumps(held))
    assert run("search", "--new", "z", "--json").json["total"] == 0


def test_a_story_with_one_claim(dam, run):
    run(
        "cite",
        "--in",
        LEDGER,
        "--quote",
        "Nine people died and thirty-one were injured",
        "--claim",
        "C",
        "--story",
        "s",
    )
    assert "has 1 claim, no number 2" in run("show", "s#2", code=3).err
