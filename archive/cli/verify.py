"""archive verify"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

import archive as front
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, progress, red, say, say_json
from archive.errors import IntegrityError, UsageError

EXAMPLES = """\b
Examples:
  archive verify                    this archive: every record and citation
  archive verify --full             and all that is derived from them
  archive verify dam-claims         a bundle, with nothing but the bundle
  archive verify dam-claims --root 86:5c1f…     and a root that you were told

\b
JSON: {"ok", "strength", "checked": {…}, "problems": [{"code", "message"}],
"skipped", "root", "size"}; checked are counts by kind, and the mode. Exit 10
when a problem is found."""


@click.command("verify", epilog=EXAMPLES)
@click.argument("bundle", default="", type=click.Path())
@click.option("--full", is_flag=True, help="For an archive: also compare all that is derived.")
@click.option("--root", metavar="ROOT", help="The log's root that you hold, SIZE:HEX.")
@common
def command(bundle: str, full: bool, root: str | None, folder: str | None, as_json: bool) -> int:
    """Check a bundle, or this archive."""
    if (Path(bundle) / "archive.toml").is_file() and bundle:
        bundle, folder = "", bundle
    if bundle and full:
        raise UsageError("--full is for an archive; a bundle is always checked in full")
    if bundle:
        report = front.verify(bundle, root=root)
    else:
        with opened(folder) as archive:
            report = archive.verify(full=full, root=root, progress=progress)
    if as_json:
        say_json(_as_json(report))
    else:
        _say(report)
    return 0 if report.ok else IntegrityError.exit


def _as_json(report: Any) -> dict[str, Any]:
    names = ("ok", "strength", "checked", "problems", "skipped", "root", "size")
    return {name: getattr(report, name) for name in names}


def _say(report: Any) -> None:
    say(bold(report.headline) if report.ok else red(report.headline))
    counts = ", ".join(_counted(count, kind) for kind, count in report.checked.items() if isinstance(count, int))
    say(f"checked ({report.checked.get('mode', '')}): {counts}")
    if report.root:
        say(f"root {report.size}:{report.root}")
    for problem in report.problems:
        say(red(problem.code), f"  {problem.message}")
    for line in report.skipped:
        say(dim(f"not checked: {line}"))


def _counted(count: int, kind: str) -> str:
    """`1 claim`, `14 versions`: an archive counts by kind of record, a bundle by a plural."""
    one = re.sub(r"s\b", "", re.sub(r"ies\b", "y", kind))
    return f"{count:,} {kind}" if one != kind and count != 1 else counted(count, one)
