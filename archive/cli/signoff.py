"""archive signoff"""

from __future__ import annotations

from typing import Any

import click

from archive.cli._cited import exit_code
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, red, say, say_json
from archive.errors import ArchiveError

EXAMPLES = """\b
Examples:
  archive signoff dam#2 --as checked --by 'Ana Lind'
  archive signoff dam --as cleared --by 'Jo Marr, legal'     a whole story
  archive signoff dam#3 --as checked --by 'Ana Lind' \\
      --note 'he said “perhaps”; the claim says so too'

\b
A claim is proposed, then checked, then cleared. Whoever signs off has looked
at all its citations; the name must be given each time, and is exported.
Not to be signed off is a claim without a citation, or with one that was
refused or removed. Where a citation has warnings (words left out, a machine
that read them, words that a newer edition changed) --note must say why it
stands. Once somebody has looked at what a newer edition changed (archive
review), a note is asked for no more, whether the newer words were cited too
or all was left as it is: it is told who looked. Only what is checked is
cleared; by the same person is allowed, and is said. A claim falls back when
a citation is added, withdrawn, or carried to a newer edition that has other
words: `archive show CLAIM` says why. To take a sign-off back: archive retract
SIGNOFF --why '…'.

\b
All in one transaction; what is refused stays as it is: exit 7 when others
were signed off, 6 when none was.
JSON, one object a claim: {"claim", "text", "signed", "name", "note",
"signoff", "citations", "state", "one_person", "existing",
"looked": [{"citation", "outcome", "decision", "at", "by"}]}; one_person: who
cleared it is the only one who checked it; looked: citations with other words
in a newer edition, and who looked at that; of one that was refused: {"claim",
"text", "error": {"code", "exit", "message", "hint"}}."""


@click.command("signoff", epilog=EXAMPLES)
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM|STORY…")
@click.option("--as", "state", required=True, type=click.Choice(["checked", "cleared"]), help="How far they are.")
@click.option("--by", "name", required=True, metavar="NAME", help="Who looked at them: a person's name.")
@click.option("--note", "remark", default="", metavar="TEXT", help="What is to be known of it; exported, too.")
@common
def command(claims: tuple[str, ...], state: str, name: str, remark: str, folder: str | None, as_json: bool) -> int:
    """Say who checked or cleared claims; each falls back when it changes."""
    with opened(folder, writes=True) as archive:
        done = archive.signoff(*claims, state=state, name=name, note=remark)
    for one in done:
        if as_json:
            say_json(one)
        elif hasattr(one, "error"):
            _say_refused(one.error)
        else:
            _say(one)
    refused = [one for one in done if hasattr(one, "error")]
    return exit_code(refused, len(done) - len(refused))


def _say(one: Any) -> None:
    again = ", was so already" if one.existing else ""
    looked_at = f"{counted(len(one.citations), 'citation')} looked at"
    say(bold(f"{one.signed:<10}"), f"claim {one.claim[:12]}  by {one.name}", dim(f"  {looked_at}{again}"))
    say(one.text, indent="   ")
    for seen in one.looked:
        what = f"citation {seen.citation[:12]}: {seen.outcome} in a newer edition"
        say(f"{what}, looked at: {seen.decision} {seen.at} by {seen.by}", indent="   ")
    if one.one_person and one.signed == "cleared":
        say("checked and cleared by the same person", indent="   ")


def _say_refused(error: ArchiveError) -> None:
    note(red("refused   "), error.message)
    note(dim(f"hint: {error.hint}" if error.hint else ""))
