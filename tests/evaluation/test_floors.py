"""Quality on shared data never falls below floors.toml."""

import importlib.util
import os
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("ARCHIVE_SHARED", HERE.parents[1].parent / "shared"))
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))

needs_data = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason=f"no evaluation data at {SHARED}; set ARCHIVE_SHARED"
)


@pytest.fixture(scope="module")
def f1():
    spec = importlib.util.spec_from_file_location("evaluation_sentences", HERE / "sentences.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.f1(SHARED)


@needs_data
@pytest.mark.parametrize("name", FLOORS["sentences"])
@pytest.mark.parametrize("column", ["none", "language"])
def test_sentence_boundaries(f1, name, column):
    assert f1[name][column] >= FLOORS["sentences"][name]
