"""archive verify"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

import archive as front
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, grouped, progress, red, say, say_json
from archive.errors import IntegrityError, UsageError

EXAMPLES = """\b
Examples:
  archive verify                    this archive: every record and citation
  archive verify --full             and all that is derived from them
  archive verify dam-claims         a bundle, with nothing but the bundle
  archive verify dam.zip            the same; nothing is unpacked to a disk
  archive verify /media/stick/dam   a backup: every file, record and blob
  archive verify dam-claims --root 86:5c1f…     and a root that you were told
  archive verify dam-claims --key dam.key --require signed

\b
A signature counts when its key is pinned here (archive proof keys pin), or is
the one given with --key: a verifier key, or a file with one. Rotations that a
trusted key signed are followed.

\b
JSON: {"ok", "strength", "checked": {…}, "problems": [{"code", "message"}],
"skipped", "root", "size", "fingerprint", "signer": {"key", "trusted",
"stamped", "witnesses"}}; strength: none, intact, signed or witnessed; checked
are counts by kind, and the mode; fingerprint is the bundle's, signer.key that
of the key; empty where there is none that counts. Exit 10 when a problem is
found."""


@click.command("verify", epilog=EXAMPLES)
@click.argument("bundle", default="", type=click.Path())
@click.option("--full", is_flag=True, help="For an archive: also compare all that is derived.")
@click.option("--root", metavar="ROOT", help="The log's root that you hold, SIZE:HEX.")
@click.option("--key", default="", metavar="FILE|KEY", help="Of a bundle: its log's key, as you were told it.")
@click.option("--checkpoint", default="", metavar="FILE", help="Of a bundle: a checkpoint of its log that you hold.")
@click.option("--tsa-root", default="", metavar="PEM", help="Of a bundle: the time stamp's root certificate.")
@click.option("--require", default="", type=click.Choice(["", "signed", "witnessed"]), help="Of a bundle: how strong.")
@common
def command(
    bundle: str,
    full: bool,
    root: str | None,
    key: str,
    checkpoint: str,
    tsa_root: str,
    require: str,
    folder: str | None,
    as_json: bool,
) -> int:
    """Check a bundle, a backup, or this archive."""
    if (Path(bundle) / "archive.toml").is_file() and bundle:
        bundle, folder = "", bundle
    is_backup = bool(bundle) and (Path(bundle) / "backup.toml").is_file()
    if bundle and full:
        raise UsageError("--full is for an archive; a bundle or backup is always checked in full")
    if (not bundle or is_backup) and (key or checkpoint or tsa_root or require):
        raise UsageError("--key, --checkpoint, --tsa-root and --require are for a bundle")
    if is_backup:
        report = front.verify_backup(bundle, root=root, progress=progress)
    elif bundle:
        report = front.verify(bundle, root=root, key=key, checkpoint=checkpoint, tsa_root=tsa_root, require=require)
    else:
        with opened(folder) as archive:
            report = archive.verify(full=full, root=root, progress=progress)
    if as_json:
        say_json(_as_json(report))
    else:
        _say(report)
    return 0 if report.ok else IntegrityError.exit


def _as_json(report: Any) -> dict[str, Any]:
    names = ("ok", "strength", "checked", "problems", "skipped", "root", "size", "fingerprint", "signer")
    return {name: getattr(report, name) for name in names}


def _say(report: Any) -> None:
    say(bold(report.headline) if report.ok else red(report.headline))
    counts = ", ".join(_counted(count, kind) for kind, count in report.checked.items() if isinstance(count, int))
    say(f"checked ({report.checked.get('mode', '')}): {counts}")
    if report.root:
        say(f"root {report.size}:{report.root}")
    if report.fingerprint:
        say(f"bundle {grouped(report.fingerprint)}")
    signer = report.signer
    if signer.key:
        say(f"signer {grouped(signer.key)}", f", time-stamped {signer.stamped}" if signer.stamped else "")
    for name in signer.witnesses:
        say(f"witness {name}")
    for problem in report.problems:
        say(red(problem.code), f"  {problem.message}")
    for line in report.skipped:
        say(dim(f"not checked: {line}"))


def _counted(count: int, kind: str) -> str:
    """`1 claim`, `14 versions`: an archive counts by kind of record, a bundle by a plural."""
    one = re.sub(r"s\b", "", re.sub(r"ies\b", "y", kind))
    return f"{count:,} {kind}" if one != kind and count != 1 else counted(count, one)
