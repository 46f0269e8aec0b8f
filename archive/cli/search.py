"""archive search"""

from __future__ import annotations

from typing import Any

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, say, say_json

EXAMPLES = """\b
Examples:
  archive search brass key              sentences with both words, in any form
  archive search '"brass key" OR flood'  phrases; AND OR NOT ( ) as well
  archive search 'flood publisher:tribune published:2025-03'
  archive search --find documents dam
  archive search --find claims dam       in what you claimed yourself

\b
Fields: title author publisher url domain language tag type published captured
document version speaker stance.

\b
JSON: {"query", "total", "hits": [{"number", "token", "document", "version",
"title", "publisher", "published", "text", "before", "after",
"span": {"start", "end"}, "score", "newest"}], "unsearched", "notes"};
spans in code points. Hits of --find claims: {"number", "claim", "text",
"source", "stories", "citations", "retracted", "score"}."""


@click.command("search", epilog=EXAMPLES)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--find",
    default="sentences",
    show_default=True,
    type=click.Choice(["sentences", "documents", "claims"]),
    help="What to find.",
)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0, 10_000), help="How many to show.")
@common
def command(words: tuple[str, ...], find: str, limit: int, folder: str | None, as_json: bool) -> None:
    """Find sentences, each with a token to cite it with."""
    with opened(folder) as archive:
        found = archive.search(" ".join(words), find=find, limit=limit)
    if as_json:
        say_json(found)
        return
    for hit in found.hits:
        if find == "claims":
            _say_claim(hit)
        else:
            _say_sentence(hit)
    for line in found.notes:
        note(dim(f"note: {line}"))
    if found.unsearched:
        note(dim(f"note: {found.unsearched:,} records are not yet searchable; another process is indexing them"))
    shown = f", {len(found.hits)} shown" if len(found.hits) < found.total else ""
    note(dim(f"{counted(found.total, find[:-1])} found{shown}"))
    if found.hits and find != "claims":
        note(dim("next: archive cite TOKEN --claim '…'"))


def _say_sentence(hit: Any) -> None:
    say(bold(f"{hit.number}  {hit.token}"))
    say(hit.text, indent="   ")
    about = ", ".join(part for part in (hit.title, hit.publisher, hit.published) if part)
    say(dim(about + ("" if hit.newest else "  (an older edition)")), indent="   ")


def _say_claim(hit: Any) -> None:
    say(bold(f"{hit.number}  claim {hit.claim[:12]}"), dim(f"  {' '.join(hit.stories)}"))
    say(hit.text, dim(f" ({hit.source})" if hit.source else ""), indent="   ")
    if hit.retracted:
        say(dim(f"retracted: {hit.retracted}"), indent="   ")
