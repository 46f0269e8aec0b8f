"""archive search"""

from __future__ import annotations

from typing import Any

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, say, say_json
from archive.errors import UsageError

EXAMPLES = """\b
Examples:
  archive search brass key              sentences with both words, in any form
  archive search '"brass key" OR flood'  phrases; AND OR NOT ( ) as well
  archive search '"gate opened"~5 fenn~ eng*'  near; misspelt; begun
  archive search 'flood publisher:tribune published:[2025-03 TO 2025-04]'
  archive search flood --publisher tribune --since 2025-03
  archive search 'exact:"gate 3, and"'   the very characters
  archive search --find documents dam
  archive search --find claims dam       in what you claimed yourself

\b
Words are found in any form. The query language (the README says more):
  "a b"  "a b"~5  AND OR NOT ( )  a*  m?n  a~  a~2  a^2  *  field:value
  field:"two words"  field:(a OR b)  field:*  published:[2024-04 TO 2024-08]
Fields: title author publisher url domain language tag type published captured
document version speaker stance, and from to subject of mails.

\b
JSON: {"query", "total", "hits": [{"number", "token", "document", "version",
"title", "publisher", "published", "text", "before", "after",
"span": {"start", "end"}, "score", "newest"}], "unsearched", "notes",
"explain": [{"depth", "part", "count", "of"}]}; spans in code points.
Hits of --find claims: {"number", "claim", "text",
"source", "stories", "citations", "retracted", "score"}."""


FILTERS = ("since", "until", "publisher", "language", "tag", "domain")


@click.command("search", epilog=EXAMPLES)
@click.argument("words", nargs=-1)
@click.option(
    "--find",
    default="sentences",
    show_default=True,
    type=click.Choice(["sentences", "documents", "claims"]),
    help="What to find.",
)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0, 10_000), help="How many to show.")
@click.option("--since", metavar="DATE", help="Published then or later: 2024, 2024-04, 2024-04-26. Undated: left out.")
@click.option("--until", metavar="DATE", help="Published then or before; 2024-04 is all of April.")
@click.option("--publisher", multiple=True, metavar="NAME", help="Only of this publisher. Given again: or of this.")
@click.option("--language", multiple=True, metavar="CODE", help="Only in this language.")
@click.option("--tag", multiple=True, metavar="TAG", help="Only with this tag.")
@click.option("--domain", multiple=True, metavar="HOST", help="Only from this host, and those below it.")
@click.option("--explain", is_flag=True, help="Also say how the query was understood.")
@common
def command(words: tuple[str, ...], find: str, folder: str | None, as_json: bool, **given: Any) -> None:
    """Find sentences, each with a token to cite it with."""
    if not words and not any(given[name] not in (None, ()) for name in FILTERS):
        raise UsageError("nothing to search for", hint="give words, or a filter such as --tag")
    with opened(folder) as archive:
        found = archive.search(" ".join(words), find=find, **given)
    if as_json:
        say_json(found)
        return
    for hit in found.hits:
        if find == "claims":
            _say_claim(hit)
        else:
            _say_sentence(hit)
    for part in found.explain:
        note(dim(f"{'  ' * part.depth}{part.part}  {_counted(part)}".rstrip()))
    for line in found.notes:
        note(dim(f"note: {line}"))
    if found.unsearched:
        note(dim(f"note: {found.unsearched:,} records are not yet searchable; another process is indexing them"))
    shown = f", {len(found.hits)} shown" if len(found.hits) < found.total else ""
    note(dim(f"{counted(found.total, find[:-1])} found{shown}"))
    if found.hits and find != "claims":
        note(dim("next: archive cite TOKEN --claim '…'"))


def _counted(part: Any) -> str:
    return part.of if part.count is None else counted(part.count, part.of)


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
