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

\b
JSON: {"rebuilt", "records", "texts", "unreadable"}; rebuilt: what was made
again; texts: how many are new; unreadable: originals that still have none."""


@click.group("admin", epilog="\b\nExample:\n  archive admin rebuild")
def command() -> None:
    """For the keeper: rebuild, selftest, completion."""


@command.command("rebuild", epilog=EXAMPLES)
@click.argument(
    "what",
    required=False,
    default="",
    metavar="[views|index|texts]",
    type=click.Choice(["", "views", "index", "texts"]),
)
@common
def rebuild(what: str, folder: str | None, as_json: bool) -> None:
    """Make views and search index again from the records, or one of them; or
    read originals again (texts) that could not be read, or that a newer reader
    reads better: what is new becomes another version of the same edition.

    Nothing is lost by it: the records are the facts, all else is derived. The
    new index is made beside the old one, which is searched meanwhile. Cut off
    and started again, it goes on from where it was.
    """
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


SELFTEST = """\b
Examples:
  archive admin selftest
  archive admin selftest --seed 7 --json

\b
JSON: {"texts", "cases", "right", "accepted", "refused", "slices",
"truncated", "kinds": {…}, "failed": [{"kind", "quote", "verdict", "right"}]};
right: quotes with a right verdict; accepted: altered ones that were accepted;
refused: untouched ones that were; truncated: slices of sentences that were
said to leave out what qualifies them."""


@command.command("selftest", epilog=SELFTEST)
@click.option("--seed", default=1, show_default=True, help="Which quotes are made.")
@click.option("--documents", default=100, show_default=True, help="How many of the archive are used.")
@common
def selftest(seed: int, documents: int, folder: str | None, as_json: bool) -> int:
    """Check the check: quotes are made from samples of many scripts and from
    your documents, untouched and altered, and each must get its verdict.
    Nothing is stored. Exit code 10 when one altered is accepted, one untouched
    is refused, or fewer than 98 % are right."""
    with opened(folder) as archive:
        done = archive.selftest(seed=seed, documents=documents)
    if as_json:
        say_json(done)
    else:
        say(bold("texts     "), f"{done.texts:,}")
        say(bold("quotes    "), f"{done.cases:,}, of which {done.cases - done.right:,} were judged wrong")
        say(bold("altered   "), f"{done.accepted:,} accepted")
        say(bold("untouched "), f"{done.refused:,} refused; {done.truncated} of {done.slices} slices truncated")
        for one in done.failed[:10]:
            say(f"{one.kind}: {one.verdict}: “{one.quote}”", indent="   ")
    return 0 if done.ok else 10


@command.command("completion", epilog="\b\nExample, for bash:\n  archive admin completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the lines that make a shell complete this command."""
    from click.shell_completion import get_completion_class

    from archive.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None  # one of the three that click knows
    click.echo(kind(cli, {}, "archive", "_ARCHIVE_COMPLETE").source())
