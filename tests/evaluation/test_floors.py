"""Quality on shared data never falls below floors.toml."""

import importlib.util
import os
import sys
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("ARCHIVE_SHARED", HERE.parents[1].parent / "shared"))
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))

needs_data = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason=f"no evaluation data at {SHARED}; set ARCHIVE_SHARED"
)


def evaluation(name: str):
    spec = importlib.util.spec_from_file_location(f"evaluation_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks for its module there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def f1():
    return evaluation("sentences").f1(SHARED)


@needs_data
@pytest.mark.parametrize("name", FLOORS["sentences"])
@pytest.mark.parametrize("column", ["none", "language"])
def test_sentence_boundaries(f1, name, column):
    assert f1[name][column] >= FLOORS["sentences"][name]


@needs_data
@pytest.mark.parametrize("language", FLOORS["xquad"])
def test_questions_find_their_paragraph(language):
    assert evaluation("xquad").told(SHARED, language) >= FLOORS["xquad"][language]


@needs_data
@pytest.mark.slow
def test_questions_find_their_paragraph_among_those_of_all_languages():
    shares = evaluation("xquad").mixed(SHARED)
    assert shares.keys() == FLOORS["mixed"].keys()
    assert {name: row for name, row in shares.items() if row["mixed"] < FLOORS["mixed"][name]} == {}


@needs_data
@pytest.mark.slow
@pytest.mark.parametrize(("name", "versions", "documents"), [("factbook", 9_166, 304), ("18f", 587, 481)])
def test_versions_go_in_as_editions_once(name, versions, documents):
    found = evaluation("versions").counts(SHARED, name)[name]
    assert (found["versions"], found["documents"]) == (versions, documents)
    assert (found["failed"], found["wrong"], found["written"]) == (0, 0, 0)


@needs_data
@pytest.mark.slow
def test_what_bears_on_a_statement():
    scores = evaluation("evidence").scores(SHARED)
    assert scores.keys() == FLOORS["evidence"].keys()
    assert {name: row for name, row in scores.items() if row["evidence"] < FLOORS["evidence"][name]} == {}


@needs_data
@pytest.mark.slow
def test_what_bears_on_a_statement_by_its_meaning():
    """Of the smaller set: the other takes minutes, and scripts/evaluate does it."""
    scores = evaluation("evidence").with_model(SHARED, "xquad_en")
    if not scores:
        pytest.skip("the extra `semantic` is not installed")
    assert {name: row for name, row in scores.items() if min(row.values()) < FLOORS["semantic"][name]} == {}


@needs_data
@pytest.mark.slow
def test_sentences_side_by_side():
    scores = evaluation("agreement").scores(SHARED)
    assert scores.keys() == FLOORS["agreement"].keys()
    assert {name: row for name, row in scores.items() if row["marks"] < FLOORS["agreement"][name]} == {}


@needs_data
@pytest.mark.slow
def test_real_pages():
    scores = evaluation("html").scores(SHARED)
    assert scores.keys() == FLOORS["html"].keys()
    assert {name: row for name, row in scores.items() if row["score"] < FLOORS["html"][name]} == {}


@needs_data
@pytest.mark.slow
def test_quotes_untouched_and_altered():
    """No altered quote is accepted, and no untouched one refused."""
    found = evaluation("quotes").shares(SHARED)
    assert found.keys() == FLOORS["quotes"].keys()
    assert {name: row for name, row in found.items() if row["share"] < FLOORS["quotes"][name]} == {}


@needs_data
@pytest.mark.slow
def test_quotes_are_carried_to_their_place():
    scores = evaluation("carried").scores(SHARED)
    assert scores.keys() == FLOORS["carry"].keys()
    assert {name: row for name, row in scores.items() if row["right"] < FLOORS["carry"][name]} == {}


@needs_data
@pytest.mark.slow
def test_what_changes_the_substance_is_named():
    scores = evaluation("alarm").scores(SHARED)
    assert scores.keys() == FLOORS["alarm"].keys()
    assert {name: row for name, row in scores.items() if row["named"] < FLOORS["alarm"][name]} == {}


@needs_data
@pytest.mark.parametrize("name", ["dev", "train200"])
def test_who_said_what(name):
    scores = evaluation("attribution").scores(SHARED, name)
    floors = {key: floor for key, floor in FLOORS["attribution"].items() if key.startswith(f"{name}_")}
    assert floors
    assert {key: scores[key] for key, floor in floors.items() if scores[key]["rules"] < floor} == {}


@needs_data
@pytest.mark.slow
def test_who_says_a_quotation():
    """Nobody is refused his own words."""
    found = evaluation("speakers").shares(SHARED)
    assert found.keys() == FLOORS["speakers"].keys()
    assert {name: row for name, row in found.items() if row["share"] < FLOORS["speakers"][name]} == {}


@needs_data
@pytest.mark.slow
def test_what_a_model_finds_that_was_trained_on_others_articles():
    scores = evaluation("trained").scores(SHARED)
    if not scores:
        pytest.skip("the extra `train` is not installed")
    floors = {key: floor for key, floor in FLOORS["trained"].items() if key != "dev_speed"}  # a clock decides nothing
    assert {key: scores[key] for key, floor in floors.items() if scores[key]["crf"] < floor} == {}


@needs_data
def test_the_seeds_statements_are_found_with_all_their_spans():
    scores = evaluation("seeds").scores(SHARED)
    assert scores.keys() == FLOORS["seeds"].keys()
    assert {key: row for key, row in scores.items() if row["rules"] < FLOORS["seeds"][key]} == {}


@needs_data
def test_dates_and_their_values():
    scores = evaluation("dated").scores(SHARED)
    assert scores.keys() == FLOORS["dates"].keys()
    assert {name: row for name, row in scores.items() if row["f1"] < FLOORS["dates"][name]} == {}


@needs_data
@pytest.mark.slow
def test_what_documents_raise_against_themselves():
    shares = evaluation("itself").shares(SHARED)
    assert shares.keys() == FLOORS["itself"].keys()
    assert {name: row for name, row in shares.items() if row["share"] < FLOORS["itself"][name]} == {}
