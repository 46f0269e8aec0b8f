"""archive admin"""

from __future__ import annotations

import click

import archive as front
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, progress, say, say_json
from archive.cli._restored import say_restored
from archive.errors import UsageError

EXAMPLES = """\b
Examples:
  archive admin rebuild          views and index
  archive admin rebuild index
  archive admin rebuild texts    read again what could not be read
  archive admin rebuild --from DIR --archive ~/dam     all of it, of a backup

\b
JSON: {"rebuilt", "records", "texts", "unreadable"}; rebuilt: what was made
again; texts: how many are new; unreadable: originals that still have none;
with --from: {"archive", "origin", "size", "root", "blobs", "keys"}, as of
archive backup restore."""


@click.group("admin", epilog="\b\nExample:\n  archive admin rebuild")
def command() -> None:
    """For the keeper: rebuild, completion."""


@command.command("rebuild", epilog=EXAMPLES)
@click.argument(
    "what",
    required=False,
    default="",
    metavar="[views|index|texts]",
    type=click.Choice(["", "views", "index", "texts"]),
)
@click.option("--from", "backup", metavar="DIR", help="Make the archive itself again, of a backup, in --archive.")
@common
def rebuild(what: str, backup: str | None, folder: str | None, as_json: bool) -> None:
    """Make views and search index again from the records, or one of them; or
    read originals again (texts) that could not be read, or that a newer reader
    reads better: what is new becomes another version of the same edition.

    Nothing is lost by it: the records are the facts, all else is derived. The
    new index is made beside the old one, which is searched meanwhile. Cut off
    and started again, it goes on from where it was.
    """
    if backup:
        if what or not folder:
            raise UsageError("which archive shall be made of the backup?", hint="--from DIR --archive FOLDER, no more")
        made = front.restore(backup, folder, progress=progress)
        say_json(made) if as_json else say_restored(made)
        return
    with opened(folder, writes=True) as archive:
        done = archive.rebuild(what, progress=progress)
    if as_json:
        say_json(done)
        return
    if done.texts or done.rebuilt == ("texts",):
        still = f"; {counted(done.unreadable, 'document')} cannot be read still" if done.unreadable else ""
        say(bold("read again"), f" {counted(done.texts, 'new text')}{still}")
        return
    say(bold("rebuilt   "), f"{' and '.join(done.rebuilt)} of {done.records:,} records")


@command.command("completion", epilog="\b\nExample, for bash:\n  archive admin completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the lines that make a shell complete this command."""
    from click.shell_completion import get_completion_class

    from archive.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None  # one of the three that click knows
    click.echo(kind(cli, {}, "archive", "_ARCHIVE_COMPLETE").source())
