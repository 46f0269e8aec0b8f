"""archive admin"""

from __future__ import annotations

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, counted, progress, say, say_json

EXAMPLES = """\b
Examples:
  archive admin rebuild          views and index
  archive admin rebuild index
  archive admin rebuild texts    read again what could not be read
  archive admin rebuild texts --ocr    and by machine what has no text

\b
JSON: {"rebuilt", "records", "texts", "unreadable"}; rebuilt: what was made
again; texts: how many are new; unreadable: originals that still have none."""


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
@click.option("--ocr", is_flag=True, help="With texts: read by machine what has no text.")
@common
def rebuild(what: str, ocr: bool, folder: str | None, as_json: bool) -> None:
    """Make views and search index again from the records, or one of them; or
    read originals again (texts) that could not be read, or that a newer reader
    reads better: what is new becomes another version of the same edition.

    Nothing is lost by it: the records are the facts, all else is derived. The
    new index is made beside the old one, which is searched meanwhile. Cut off
    and started again, it goes on from where it was.
    """
    with opened(folder, writes=True) as archive:
        done = archive.rebuild(what, ocr=ocr, progress=progress)
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
