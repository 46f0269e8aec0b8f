"""What went wrong, in one line that says what to do, and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from archive.cli._output import complain, say_json
from archive.errors import ArchiveError

INTERRUPTED = 130
LEFT = 141
"""Whoever read the output left (`archive list | head`): as a shell has it of `cat` or `git`, which the system ends. Not
0: what was still to be done was not."""


def report(error: BaseException, as_json: bool) -> int:
    """Prints the error; gives the exit code."""
    _to_stdout(lambda: None)
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        complain("interrupted; what was reported as done is stored")
        return INTERRUPTED
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):  # click's answer when completion is done, or whoever read the output left
        return LEFT if error.code else 0
    if isinstance(error, BrokenPipeError):
        return LEFT
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx is not None:
        complain(error.ctx.get_help())
        return error.exit_code
    found = _as_ours(error)
    if found is None:
        complain(f"error: {type(error).__name__}: {error}")
        complain("")
        complain("hint: this is a fault of the program; ARCHIVE_DEBUG=1 shows where. Nothing half-done was stored.")
        return 1
    if as_json and _to_stdout(say_json, {"error": found}):
        return found.exit
    complain(f"error: {found.message}")
    if found.hint:
        complain("")
        complain(f"hint: {found.hint}")
    return found.exit


def _to_stdout(tell: Callable[..., None], *what: object) -> bool:
    """Whether it got there. If not all is dropped, so that the interpreter does not fail on it again at its end."""
    try:
        tell(*what)
        sys.stdout.flush()
        return True
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False


def _as_ours(error: BaseException) -> ArchiveError | None:
    from archive.errors import CannotWrite, UsageError

    if isinstance(error, ArchiveError):
        return error
    if isinstance(error, click.ClickException):
        ctx = getattr(error, "ctx", None)
        message = " ".join(error.format_message().split())  # some have several lines
        return UsageError(message, hint=f"see `{ctx.command_path if ctx else 'archive'} --help`")
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return CannotWrite(f"{where}{error.strerror or error}")
    return None
