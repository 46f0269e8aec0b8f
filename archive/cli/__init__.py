"""The command `archive`: one command a file, imported when it is called.

The table below is all that `archive --help` needs, so that it starts fast; a test holds it equal to the files.
Data goes to stdout and everything else to stderr. Only this package reads the environment, colours and stdout.
"""

from __future__ import annotations

import gc
import importlib
import io
import keyword
import os
import sys
from typing import Any

import click

GARBAGE = (50_000, 20, 20)
"""How seldom garbage is looked for in circles (`gc.set_threshold`): a command leaves few, and to look among all that it
holds after every 700 new objects took 5 to 9 % of the time of adding and exporting, for no less memory."""

GROUPS = {
    "Start": {
        "init": "Make an archive.",
        "status": "What is in the archive, and what needs you.",
    },
    "Collect": {
        "add": "Add articles: files, folders, web pages, lists, standard input.",
        "watch": "Look at pages of the web again and report what changed.",
        "describe": "Say something of a document, or show what is said of it.",
    },
    "Find": {
        "search": "Find sentences, each with a token to cite it with.",
        "evidence": "Find the sentences that bear on a statement or a claim.",
        "show": "Show a document, version, claim, citation or token in its place.",
        "list": "List documents, claims or stories.",
        "diff": "Compare two editions, sentence by sentence.",
        "log": "What happened to a document, a claim or the archive.",
    },
    "Claim": {
        "extract": "Propose claims: who says what, through whom, how surely.",
        "review": "Accept, edit or reject what was proposed or carried.",
        "signoff": "Say who checked or cleared claims; each falls back when it changes.",
        "cite": "Tie a claim to the exact words of a source.",
        "relate": "State that a claim supports, contradicts or repeats another.",
        "carry": "Take citations to a newer edition, and say what became of each.",
        "retract": "Withdraw a claim, citation, relation, sign-off …, with why.",
    },
    "Prove": {
        "check": "Is it really there: a quote, or all that a draft quotes?",
        "export": "Export claims as a bundle that anyone can check.",
        "verify": "Check a bundle, a backup, or this archive.",
        "import": "Take over a verified bundle, or annotations.",
    },
    "Keep": {
        "backup": "Copies of the archive as plain files, and an archive made of one.",
        "proof": "Signed checkpoints, audits, witnesses, time stamps and keys.",
        "admin": "For the keeper: rebuild, remove, selftest, completion.",
    },
}
COMMANDS = {name: help for group in GROUPS.values() for name, help in group.items()}


def module_of(command: str) -> str:
    """`import` cannot be the name of a module."""
    return f"archive.cli.{command}{'_' if keyword.iskeyword(command) else ''}"


class _Commands(click.Group):
    """Finds a command's module by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]  # `list` is a module of this package

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(module_of(name)).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([*commands.items()])


EPILOG = """\b
Exit codes: 0 done · 2 usage · 3 not found, or a token that does not fit ·
4 ambiguous · 5 unreadable document · 6 quote refused · 7 partly done ·
8 cannot write · 9 a watched page changed (where asked), or what a claim rests
on · 10 integrity problem found · 11 locked · 12 not an archive, or newer than
this program · 130 interrupted · 141 whoever read the output left

\b
The archive is the folder given by --archive, else $ARCHIVE_DIR, else the
nearest parent that is one or holds one as .archive.

\b
  archive init kursk --name 'The newsroom' && cd kursk
  archive add ../articles
  archive search 'brass key'
  archive cite TOKEN --claim '…' --speaker '…' --story dam
  archive export dam -o dam-claims && archive verify dam-claims

\b
With --json an error is, on standard output:
{"error": {"code", "exit", "message", "hint"}}"""


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda c, p, v: _version(c, v),
    help="Show the version and exit.",
)
def cli() -> None:
    """An archive of articles in which every claim leads back to the exact
    sentence of the exact version it came from."""


def _version(ctx: click.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from archive import PROGRAM

        click.echo(PROGRAM)
        ctx.exit()


def main(arguments: list[str] | None = None) -> None:
    """The entry point: runs a command and exits with its documented code."""
    gc.set_threshold(*GARBAGE)
    _prepare("stdout")
    _prepare("stderr")
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def _prepare(name: str) -> None:
    """A stream that the caller closed becomes one to nowhere; one that cannot write a character escapes it."""
    stream = getattr(sys, name)
    if stream is None:
        setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8"))
    else:
        stream.reconfigure(errors="backslashreplace")


def run(arguments: list[str]) -> int:
    """Runs a command; gives its exit code. Never a traceback, unless ARCHIVE_DEBUG is set."""
    from archive.cli import _failure

    try:
        result: Any = cli.main(arguments, prog_name="archive", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except BaseException as error:
        if os.environ.get("ARCHIVE_DEBUG"):
            raise
        return _failure.report(error, "--json" in arguments)
