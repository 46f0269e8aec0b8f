"""archive retract"""

from __future__ import annotations

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, dim, say, say_json

EXAMPLES = """\b
Example:
  archive retract dam#2 --why 'The Tribune corrected the number.'

Nothing is deleted: a retraction is exported with its claim for ever.
JSON: {"target", "kind", "why", "existing"}."""


@click.command("retract", epilog=EXAMPLES)
@click.argument("reference")
@click.option("--why", required=True, help="The reason.")
@common
def command(reference: str, why: str, folder: str | None, as_json: bool) -> None:
    """Withdraw a claim, citation, relation, sign-off …, with why."""
    with opened(folder, writes=True) as archive:
        done = archive.retract(reference, why=why)
    if as_json:
        say_json(done)
        return
    again = "  (was retracted already)" if done.existing else ""
    say(bold("retracted "), f"{done.kind} {done.target[:12]}", dim(again))
    say(done.why, indent="   ")
