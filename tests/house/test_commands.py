"""The table of commands, their files, the verbs, the errors: what must agree because it is written twice."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

from archive import cli, errors

PACKAGE = Path(__file__).parents[2] / "archive"


def modules(folder: str) -> set[str]:
    """Public modules; `import_`, which cannot be named otherwise, counts as `import`."""
    return {p.stem.rstrip("_") for p in (PACKAGE / folder).glob("*.py") if not p.name.startswith("_")}


def tree_of_errors() -> list[type[errors.ArchiveError]]:
    return [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.ArchiveError)]


def test_no_command_file_is_missing_or_unlisted() -> None:
    assert modules("cli") == set(cli.COMMANDS)


def test_commands_and_verbs_agree() -> None:
    assert modules("verbs") == modules("cli")


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_table_says_what_the_command_says(name: str) -> None:
    command = importlib.import_module(cli.module_of(name)).command
    assert command.name == name
    assert command.get_short_help_str(limit=200) == cli.COMMANDS[name]


@pytest.mark.parametrize("name", sorted(modules("verbs")))
def test_a_verb_has_a_public_function_of_its_name(name: str) -> None:
    """`list`, `proof` and `admin` stand for several."""
    module = importlib.import_module(cli.module_of(name).replace(".cli.", ".verbs."))
    public = [n for n, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__]
    assert any(n == name or n.startswith(f"{name}_") or name == "admin" for n in public if n[0] != "_")


@pytest.mark.parametrize("error", tree_of_errors(), ids=lambda e: e.__name__)
def test_every_error_stands_in_the_tree(error: type[errors.ArchiveError]) -> None:
    lines = [line for line in (errors.__doc__ or "").splitlines() if re.search(rf"\b{error.__name__}\b", line)]
    assert len(lines) == 1
    assert re.search(rf"{error.__name__}\s+{error.exit}\b", lines[0])


@pytest.mark.parametrize("error", tree_of_errors(), ids=lambda e: e.__name__)
def test_every_exit_code_stands_in_the_help(error: type[errors.ArchiveError]) -> None:
    """But 1, which no error has of its own."""
    first = cli.EPILOG.partition("Exit codes: ")[2].split("\n\n")[0]
    codes = {int(code) for code in re.findall(r"\b(\d+) ", first)}
    assert error.exit in codes or error is errors.ArchiveError
    assert {0, 130} <= codes


def test_error_codes_are_stable_words() -> None:
    codes = [error.code for error in tree_of_errors()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)
