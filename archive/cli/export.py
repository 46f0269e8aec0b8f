"""archive export"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, say, say_json

if TYPE_CHECKING:
    from archive.verbs.export import Exported

EXAMPLES = """\b
Examples:
  archive export dam -o dam-claims          a story
  archive export dam#2 dam#3 -o two         claims
  archive export all -o everything
  archive export --search 'siren' -o siren  the claims that a search finds

\b
The bundle holds each claim with the page people read, the originals, the
exact spans, and the proof that every record is in the log. `archive verify`
checks it, and so does sha256sum. Tell the root to whoever shall check it, by
another way than the bundle itself.

\b
JSON: {"path", "what", "claims", "citations", "documents", "files", "size",
"root"}."""


@click.command("export", epilog=EXAMPLES)
@click.argument("references", nargs=-1, metavar="STORY|CLAIM|all…")
@click.option("-o", "--output", "target", required=True, type=click.Path(), help="The new folder to write.")
@click.option("--search", "query", default="", metavar="WORDS", help="Export the claims that this finds.")
@common
def command(references: tuple[str, ...], target: str, query: str, folder: str | None, as_json: bool) -> None:
    """Export claims as a bundle that anyone can check."""
    with opened(folder) as archive:
        done = archive.export(*references, target=target, query=query)
    if as_json:
        say_json(done)
        return
    say(bold("bundle    "), done.path)
    say(bold("holds     "), ", ".join(_holds(done)))
    say(bold("root      "), f"{done.size}:{done.root}")
    note(dim(f"next: archive verify {done.path}; open {done.path}/READ-ME-FIRST.html"))


def _holds(done: Exported) -> list[str]:
    return [counted(done.claims, "claim"), counted(done.citations, "citation"), counted(done.documents, "document")]
