"""Which way imports run: the contracts in pyproject.toml hold, and what no contract can say.

A lazy import inside a function counts like any other; one for type checking only does not.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "archive"
FILES = sorted(PACKAGE.rglob("*.py"))
COMMANDS = sorted(p for p in (PACKAGE / "cli").glob("*.py") if not p.name.startswith("_"))
PLUGIN_KINDS = ("readers", "extractors", "engines", "exporters")
PLUGINS = sorted(p for kind in PLUGIN_KINDS for p in (PACKAGE / kind).glob("*.py") if not p.name.startswith("_"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Every dotted name that a file imports, as `package.module` or `package.module.name`; not for types only."""
    yield from _imports(ast.parse(path.read_text(encoding="utf-8")))


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        for child in node.orelse:
            yield from _imports(child)
    elif isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _imports(child)


def test_every_contract_is_kept() -> None:
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run([*lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 broken" in done.stdout


def test_only_the_top_layer_imports_the_front_door() -> None:
    """A lower layer that does `import archive` could call any verb, and no contract would see it."""
    below = [p for p in FILES if p.relative_to(PACKAGE).parts[0] not in ("cli", "web", "mcp", "__main__.py")]
    assert [f"{name_of(path)}: {name}" for path in below for name in imports(path) if is_front(name)] == []


def is_front(name: str) -> bool:
    """`archive`, or `archive.X` where X is no module but a name of the front door."""
    first, _, rest = name.partition(".")
    return first == "archive" and "." not in rest and not (rest and list(PACKAGE.glob(f"{rest}*")))


def test_a_command_imports_the_front_door_errors_and_helpers() -> None:
    allowed = ("archive.cli._", "archive.errors.")
    ours = [(path, name) for path in COMMANDS for name in imports(path) if name.split(".")[0] == "archive"]
    rest = [(path.stem, name) for path, name in ours if not is_front(name) and not name.startswith(allowed)]
    assert rest == [("admin", "archive.cli.cli")], "completion is of the whole command line"


def test_a_plugin_does_not_know_the_others() -> None:
    """They share what begins with an underscore, and the contract in the folder's `__init__`."""
    known = {name_of(path) for path in PLUGINS}
    found = [(name_of(p), name) for p in PLUGINS for name in imports(p) if {name, name.rpartition(".")[0]} & known]
    assert found == []


def test_nothing_uses_the_network_through_urllib() -> None:
    """`urllib.parse` is pure, so no contract can forbid `urllib`."""
    outside = [path for path in FILES if path.relative_to(PACKAGE).parts[0] != "fetch"]
    using = [f"{name_of(path)}: {name}" for path in outside for name in imports(path) if name.startswith("urllib.")]
    assert [line for line in using if ": urllib.parse" not in line] == []


def test_migrations_import_nothing_of_ours() -> None:
    for path in (ROOT / "migrations").rglob("*.py"):
        assert [name for name in imports(path) if name.split(".")[0] == "archive"] == [], path
