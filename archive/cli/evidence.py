"""archive evidence"""

from __future__ import annotations

from typing import Any

import click

from archive.cli import _last
from archive.cli._hits import say_places
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, say, say_json

EXAMPLES = """\b
Examples:
  archive evidence 'North Korean troops fought in Kursk'
  archive evidence dam#2             the text of a claim; its id will do too
  archive evidence --limit 50 --json 'The siren did not sound.'
  archive evidence --semantic 'Someone ordered the gate to be opened'

\b
Sentences are ranked by what they share with the statement (rare words,
names and numbers most), by how well their document fits, and by the sentences
beside them. Each bears on it; whether it supports or contradicts it, you must
read. Your own writing (describe --role own) is no source, and is left out.
--semantic also compares what the first thirty mean, of English statements: it
needs pip install 'provenance-archive[semantic]', and no network.

\b
JSON: {"statement", "claim", "hits": [{"number", "token", "document",
"version", "title", "publisher", "published", "text", "before", "after",
"span": SPAN, "score", "newest", "beside", "own",
"machine_read", "marks": [SPAN], "copies",
"further", "why"}], "unsearched", "notes"}; SPAN: {"start", "end"};
"claim" is the claim's id or empty, "why" the words of the statement that the
sentence has, the weightiest first; spans in code points."""


@click.command("evidence", epilog=EXAMPLES)
@click.argument("statement", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1_000), help="How many to show.")
@click.option("--semantic", is_flag=True, help="Rank by a sentence model (English) as well.")
@common
def command(statement: tuple[str, ...], limit: int, semantic: bool, folder: str | None, as_json: bool) -> None:
    """Find the sentences that bear on a statement or a claim."""
    with opened(folder) as archive:
        found = archive.evidence(" ".join(statement), limit=limit, semantic=semantic)
        if not as_json:
            _last.remember(archive, found.statement, found.hits)
    if as_json:
        say_json(found)
        return
    if found.claim:
        note(dim(f"statement: {found.statement}"))
    for hit in found.hits:
        _say_hit(hit)
    for line in found.notes:
        note(dim(f"note: {line}"))
    if found.unsearched:
        note(dim(f"note: {found.unsearched:,} records are not yet searchable; another process is indexing them"))
    note(dim(f"{counted(len(found.hits), 'sentence')} shown; whether they support or contradict it, you must read"))
    if found.hits:
        note(dim("next: archive cite 1 --claim '…', or with its token"))


def _say_hit(hit: Any) -> None:
    say(bold(f"{hit.number}  {hit.token}"))
    say(hit.text, indent="   ")
    say_places(hit)
    about = ", ".join(part for part in (hit.title, hit.publisher, hit.published) if part)
    say(dim(about + ("" if hit.newest else "  (an older edition)")), indent="   ")
    say(dim("shares " + ", ".join(hit.why)), indent="   ")
