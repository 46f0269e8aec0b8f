"""archive relate"""

from __future__ import annotations

from typing import Any

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, dim, say, say_json

EXAMPLES = """\b
Examples:
  archive relate dam#3 contradicts dam#1
  archive relate dam#4 repeats dam#1 --note 'The same spokesman, a day later.'
  archive relate 3f9a1c0b supports dam#2

\b
Claims are named by their number in a story, by their id or the beginning of
one. That one contradicts or repeats the other (says it again) means the same
either way; that one supports the other does not. A claim that contradicts
another cannot support or repeat it besides: that is refused, and says what to
retract. `archive show CLAIM` shows relations from both sides, `archive
retract ID --why '…'` withdraws one, and they are exported with both claims.

\b
JSON: {"relation": {"position", "id", "from", "to", "type", "note", "by",
"retracted", "asserted"}, "existing"}, existing being whether it was stated
before, and asserted the log whose word it is, when it was imported."""


@click.command("relate", epilog=EXAMPLES)
@click.argument("claim")
@click.argument(
    "type", metavar="supports|contradicts|repeats", type=click.Choice(["supports", "contradicts", "repeats"])
)
@click.argument("other", metavar="CLAIM")
@click.option("--note", default="", help="Why you say so, on one line.")
@common
def command(claim: str, type: str, other: str, note: str, folder: str | None, as_json: bool) -> None:
    """State that a claim supports, contradicts or repeats another."""
    with opened(folder, writes=True) as archive:
        done = archive.relate(claim, type, other, note=note)
        ends: list[Any] = [archive.show(id) for id in (done.relation.from_, done.relation.to)]
    if as_json:
        say_json(done)
        return
    again = "  (was stated already)" if done.existing else ""
    say(bold("relation  "), done.relation.id[:12], dim(again))
    _say_claim(ends[0].claim)
    say(bold(done.relation.type), indent="   ")
    _say_claim(ends[1].claim)
    if done.relation.note:
        say(bold("note      "), done.relation.note)


def _say_claim(claim: Any) -> None:
    said = f" ({claim.source})" if claim.source else ""
    say(f"claim {claim.id[:12]}  {claim.text}", dim(said), indent="   ")
