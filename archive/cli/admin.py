"""archive admin"""

from __future__ import annotations

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, note, progress, say, say_json


@click.group("admin", epilog="\b\nExample:\n  archive admin rebuild")
def command() -> None:
    """For the keeper: rebuild, completion."""


@command.command("rebuild", epilog='JSON: {"records", "unsearched"}.\n\n\b\nExample:\n  archive admin rebuild')
@common
def rebuild(folder: str | None, as_json: bool) -> None:
    """Make views and index again from the records.

    Nothing is lost by it: the records are the facts, all else is derived.
    """
    with opened(folder, writes=True) as archive:
        done = archive.rebuild(progress)
    if as_json:
        say_json(done)
        return
    say(bold("rebuilt   "), f"views and index of {done.records:,} records")
    if done.unsearched:
        note(f"{done.unsearched:,} records are not yet searchable; another process is indexing them")


@command.command("completion", epilog="\b\nExample, for bash:\n  archive admin completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the lines that make a shell complete this command."""
    from click.shell_completion import get_completion_class

    from archive.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None  # one of the three that click knows
    click.echo(kind(cli, {}, "archive", "_ARCHIVE_COMPLETE").source())
