"""archive backup"""

from __future__ import annotations

import click

import archive as front
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, progress, red, say, say_json
from archive.cli._restored import say_restored

EXAMPLES = """\b
Examples:
  archive backup make /media/stick/dam     again and again: what is new
  archive backup list /media/stick/dam
  archive verify /media/stick/dam          every file, record and blob
  archive backup restore /media/stick/dam ~/dam"""


@click.group("backup", epilog=EXAMPLES)
def command() -> None:
    """Copies of the archive as plain files, and an archive made of one.

    A backup holds all: confidential documents, and paths of this machine. The
    signing key is not in it, unless you ask for that; keep a copy of it apart.
    """


@command.command(
    "make",
    epilog="\b\nExamples:\n  archive backup make DIR\n  archive backup make DIR --keys\n\n\b\n"
    'JSON: {"path", "origin", "size", "root", "records", "blobs", "bytes",\n'
    '"erased", "unsigned", "keys"}; records, blobs and bytes are what was written\n'
    "now, erased how many records and blobs were taken out; unsigned: why it is\n"
    "not signed; keys: whether the signing key is in it.",
)
@click.argument("target", metavar="DIR", type=click.Path())
@click.option("--keys", is_flag=True, help="The signing key too: who has the backup then signs as you.")
@common
def make(target: str, keys: bool, folder: str | None, as_json: bool) -> None:
    """Make a backup in DIR, or bring the one there up to date.

    Others may write meanwhile. What is there stays as it is, but for what was
    erased from the archive, which is taken out. Cut off, it leaves the backup
    that was there; run it again. `cat manifests/* | sha256sum -c` in DIR checks
    the files, `archive verify DIR` all of it.
    """
    with opened(folder) as archive:
        made = archive.backup(target, keys=keys, progress=progress)
    if as_json:
        say_json(made)
        return
    say(bold("backup    "), made.path)
    say(bold("holds     "), f"{counted(made.size, 'record')} of {made.origin}")
    new = f"{counted(made.records, 'record')}, {counted(made.blobs, 'blob')}"
    say(bold("new       "), new, f"; {counted(made.erased, 'piece')} erased" if made.erased else "")
    say(bold("root      "), f"{made.size}:{made.root}")
    if made.unsigned:
        note(dim(f"not signed: {made.unsigned}"))
    if made.keys:
        note(red("the signing key is in it"), f": whoever has {made.path}/keys signs in your name")
        note("keep it locked away; never let two machines sign with it" if keys else "from an earlier run")


@command.command(
    "list",
    epilog="\b\nExample:\n  archive backup list DIR\n\n\b\n"
    'JSON: {"path", "origin", "agent", "size", "root", "at", "blobs", "bytes",\n'
    '"keys"}; at: when its last record was written; bytes: of all its files; keys:\n'
    "whether the signing key is in it.",
)
@click.argument("target", metavar="DIR", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with documented fields.")
def list_backup(target: str, as_json: bool) -> None:
    """What a backup says that it holds. `archive verify DIR` checks it."""
    found = front.list_backup(target)
    if as_json:
        say_json(found)
        return
    say(bold("backup    "), found.path)
    say(bold("origin    "), f"{found.origin} ({found.agent})")
    say(bold("holds     "), f"{counted(found.size, 'record')} up to {found.at}, {counted(found.blobs, 'blob')}")
    say(bold("root      "), f"{found.size}:{found.root}")
    say(bold("takes     "), f"{found.bytes:,} bytes", "; the signing key is in it" if found.keys else "")
    note(dim(f"nothing of it was checked; that does: archive verify {target}"))


@command.command(
    "restore",
    epilog="\b\nExample:\n  archive backup restore /media/stick/dam ~/dam\n\n\b\n"
    'JSON: {"archive", "origin", "size", "root", "blobs", "keys", "missing"}; keys:\n'
    "whether its signing key is on this machine; missing: how many records it\n"
    "signed that the backup does not hold: what was removed by them is back.",
)
@click.argument("source", metavar="DIR", type=click.Path())
@click.argument("target", metavar="TARGET", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, with documented fields.")
def restore(source: str, target: str, as_json: bool) -> None:
    """Make an archive of a backup: the same records, ids and root.

    Each digest is checked on the way; a backup that is not whole is refused,
    and nothing is written then. TARGET must not exist yet.
    """
    done = front.restore(source, target, progress=progress)
    if as_json:
        say_json(done)
    else:
        say_restored(done)
