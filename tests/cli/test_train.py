"""`archive extract train`: a word before what else may be documents."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from archive.cli import _train
from tests.cli.shapes import Documented
from tests.extractors.marked import articles, written

needs_crfsuite = pytest.mark.usefixtures("crfsuite")


@pytest.fixture
def crfsuite() -> None:
    pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_it_explains_itself(run, flag):
    done = run("extract", "train", flag)
    assert done.out.startswith("Usage: archive extract train [OPTIONS] [FILE]...\n")
    assert "archive extract train" in done.out.partition("Examples")[2]
    assert [line for line in done.out.splitlines() if len(line) > 80] == []
    assert all(option.help for option in _train.command.params if option.param_type_name == "option")


def test_extract_says_that_it_is_there(run):
    assert "archive extract train --help" in run("extract", "--help").out


@needs_crfsuite
def test_it_needs_no_archive_and_its_json_is_documented(run, tmp_path):
    files = written(tmp_path / "a.jsonl", articles())
    done = run("extract", "train", files, "-o", "m.crfsuite", "--json").json
    documented = Documented(_train.EXAMPLES)
    documented.check(done, documented.shapes[0])
    assert Path("m.crfsuite").stat().st_size == done["size"]
    again = run("extract", "train", files, "-o", "n.crfsuite")
    assert done["digest"] in again.out and Path("n.crfsuite").read_bytes() == Path("m.crfsuite").read_bytes()


@needs_crfsuite
def test_the_model_is_used_where_it_is_named(run, dam, tmp_path):
    run("extract", "train", written(tmp_path / "a.jsonl", articles()), "-o", "m.crfsuite")
    found = run("extract", "--all", "--extractor", "crf", "--model", "m.crfsuite", "--json").lines
    assert found and {one["extractor"] for one in found} == {"crf/1"}
    again = run("extract", "--all", "--extractor", "crf", "--model", "m.crfsuite", "--json").lines
    assert again == [{**one, "state": "known"} for one in found]


@needs_crfsuite
@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ([], 2, "-o"),
        (["-o", "m"], 2, "say what to learn from"),
        (["-o", "m", "no.jsonl"], 2, "cannot read no.jsonl: No such file"),
        (["-o", "m", "few.jsonl"], 2, "too little to learn from: attributions with a cue: 14; articles in 'en': 2"),
        (["-o", "m", "bad.jsonl"], 5, "bad.jsonl:3: "),
        (["-o", "few.jsonl", "few.jsonl"], 8, "exists already"),
        (["-o", "no/m", "enough.jsonl"], 8, "there is no folder no"),
        (["-o", "m", "--from-archive"], 12, "no archive here"),
    ],
)
def test_what_it_cannot_do_is_said_in_a_line(run, words, code, why):
    rows = articles()
    written(Path("enough.jsonl"), rows)
    written(Path("few.jsonl"), rows[:2])
    written(Path("bad.jsonl"), [*rows[:2], {"text": "…"}])
    done = run("extract", "train", *words, code=code)
    assert why in done.err and done.err.startswith("error: ") and "\nhint: " in done.err
    assert done.out == "" and not Path("m").exists()


def test_a_document_called_train_is_named_behind_dashes(run, dam):
    assert "train" in run("extract", "--", "train", code=3).err


@pytest.mark.parametrize("words", [["--extractor", "crf"], ["--model", "m"], ["--extractor", "crf", "--model", "m"]])
@needs_crfsuite
def test_no_model_is_said_and_nothing_written(run, dam, words):
    before = run("status", "--json").json["size"]
    done = run("extract", "--all", *words, code=2)
    assert "model" in done.err or "read m" in done.err
    assert run("status", "--json").json["size"] == before


@pytest.mark.parametrize(
    "words", [["train", "a.jsonl", "-o", "m"], ["--all", "--extractor", "crf", "--model", "a.jsonl"]]
)
def test_without_the_extra_it_says_what_to_install(run, dam, monkeypatch, words):
    written(Path("a.jsonl"), articles())
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    done = run("extract", *words, code=2)
    assert "python-crfsuite, which is not installed" in done.err
    assert "pip install 'provenance-archive[train]'" in done.err
