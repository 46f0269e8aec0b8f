"""What a command imports: a program that starts slowly is not used. Names of modules, not times."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"sqlalchemy", "alembic", "tantivy", "whoosh", "cryptography", "platformdirs", "charset_normalizer"}


def imported(*words: str) -> set[str]:
    """All modules that are there after a command has run in a process of its own."""
    script = (
        "import sys\n"
        "from archive.cli import run\n"
        "code = run(sys.argv[1:])\n"
        "print('\\n', *sorted(sys.modules), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["add", "--help"], ["admin", "completion", "bash"]])
def test_help_imports_nothing_heavy(words):
    modules = imported(*words)
    assert modules & HEAVY == set()
    assert not any(name.startswith(("archive.verbs", "archive.store")) for name in modules)


def test_one_command_is_not_another():
    assert {name for name in imported("list", "--help") if name.startswith("archive.cli.")} == {
        "archive.cli._failure",
        "archive.cli._options",
        "archive.cli._output",
        "archive.cli.list",
    }


def test_a_search_imports_its_engine_only(dam):
    modules = imported("search", "gate")
    assert "tantivy" in modules
    assert modules & {"alembic", "whoosh", "cryptography", "archive.bundle"} == set()


@pytest.mark.parametrize("words", [["list"], ["show", "dam#1"], ["log"], ["verify"]])
def test_reading_needs_no_engine(dam, words):
    assert imported(*words) & {"alembic", "tantivy", "whoosh", "cryptography"} == set()


def test_a_bundle_is_checked_without_database_and_engine(start, dam):
    """Whoever receives a bundle trusts as little as can be."""
    start("export", "dam", "-o", "bundle")
    modules = imported("verify", "bundle")
    assert modules & {"sqlalchemy", "alembic", "tantivy", "whoosh", "sqlite3", "pysqlite3"} == set()
    assert not any(name.startswith(("archive.store", "archive.engines")) for name in modules)


def test_the_front_door_opens_fast():
    done = subprocess.run(
        [sys.executable, "-c", "import archive, sys, json; print(json.dumps(sorted(sys.modules)))"],
        capture_output=True,
        check=True,
    )
    assert set(json.loads(done.stdout)) & (HEAVY | {"click"}) == set()


@pytest.mark.parametrize("words", [["gate* publisher:tribune"], ["gate~", "--since", "2025"], ['exact:"gate 3"']])
def test_a_filter_imports_no_more_than_words(dam, words):
    imported("search", "gate")  # which also indexes
    assert imported("search", *words) & {"sqlalchemy", "alembic", "whoosh", "cryptography"} == set()
