"""House rules that the syntax tree shows: what only one place may do, and what none may."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "archive"
FILES = sorted(PACKAGE.rglob("*.py"))

#: Modules that run what they load.
DANGEROUS = {"pickle", "marshal", "shelve", "dill", "joblib", "cPickle", "yaml"}
RUNNING = {"eval", "exec", "compile", "__import__"}
PROCESS = {"os.environ", "os.getenv", "os.environb", "sys.argv", "sys.stdin", "sys.stdout", "sys.stderr"}
TERMINAL = {"isatty", "print", "input"}
#: Objects whose `open` is not the file system's.
OPENS_NO_FILE = {"archive", "front", "Store", "Index", "Image", "os"}  # a picture is opened from bytes that are held
TOP = ("cli", "web", "mcp")


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call with what is called, as written: `open`, `os.environ.get`, `….read_text` of an expression."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def names(path: Path) -> set[str]:
    """Every name and dotted name that is used, as written."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            used |= {f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Import):
            used |= {alias.name for alias in node.names}
    return used


def at(path: Path, call: ast.Call) -> str:
    return f"{where(path)}:{call.lineno}: {ast.unparse(call)}"


def test_nothing_runs_what_it_reads() -> None:
    imported = [f"{where(path)}: {n}" for path in FILES for n in names(path) if n.partition(".")[0] in DANGEROUS]
    called = [at(path, call) for path in FILES for c, call in calls(path) if c in RUNNING]
    assert imported + called == []


def test_only_plugins_and_the_command_table_import_by_name() -> None:
    found = {where(path) for path in FILES for name in names(path) if name.rpartition(".")[2] == "import_module"}
    assert found == {"archive/plugins.py", "archive/cli/__init__.py"}


def test_only_the_command_line_knows_the_process_around_it() -> None:
    """The environment, arguments, standard streams, terminals: a library that reads these surprises its caller."""
    below = [path for path in FILES if path.relative_to(PACKAGE).parts[0] not in TOP]
    read = [f"{where(path)}: {name}" for path in below for name in names(path) & PROCESS]
    called = [at(path, call) for path in below for c, call in calls(path) if c.rpartition(".")[2] in TERMINAL]
    assert read + called == []


def test_files_are_opened_as_bytes() -> None:
    """Text mode rewrites line ends and guesses encodings: texts are bytes, decoded in one place."""
    assert [at(path, call) for path in FILES for called, call in calls(path) if is_text_mode(called, call)] == []


def is_text_mode(called: str, call: ast.Call) -> bool:
    """Whether this opens a file as text, or in a way that cannot be seen."""
    owner, _, method = called.rpartition(".")
    if method in ("read_text", "write_text"):
        return True
    opens = method == "fdopen" or (method == "open" and owner.rpartition(".")[2] not in OPENS_NO_FILE)
    mode = call.args[0 if owner and method == "open" else 1 :][:1]
    return opens and not (mode and isinstance(mode[0], ast.Constant) and "b" in str(mode[0].value))


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        ("open(path)", True),
        ("open(path, 'r')", True),
        ("open(path, mode)", True),
        ("path.open()", True),
        ("path.open('w')", True),
        ("Path(x).read_text()", True),
        ("os.fdopen(handle)", True),
        ("open(path, 'rb')", False),
        ("path.open('xb')", False),
        ("os.open(path, os.O_RDONLY)", False),
        ("archive.open(path)", False),
    ],
)
def test_the_check_for_text_mode_sees_it(line: str, is_text: bool) -> None:
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call)
    assert is_text_mode(ast.unparse(call.func), call) is is_text


def test_every_module_says_what_it_is() -> None:
    trees = {where(path): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
    assert [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []
