"""archive extract"""

from __future__ import annotations

from typing import Any

import click

from archive.cli._by_model import ASKING, extract_by_model, model_options
from archive.cli._options import common, opened
from archive.cli._output import progress
from archive.cli._proposal import say_run, say_total

EXAMPLES = """\b
Examples:
  archive extract https://tribune.example/2025/03/kerrow-telephone-log
  archive extract --all
  archive extract --query 'gate OR siren' --json
  archive extract 3f9a1c0b7d22 --own

\b
What is found is proposed: it is no claim before somebody accepts it (archive
review). A document that was read by the same extractor with the same settings
is not read again. --own also proposes what nobody is said to say, as the
outlet's own claims. The rules know English.

\b
JSON, one object a proposal:
{"claim", "text", "token", "quote", "more": [WORDS], "kind", "source": SOURCE,
"cue": CUE, "relays": [WORDS], "hedges": [WORDS], "negated", "dates": [WORDS],
"extractor", "extraction", "number", "document", "version"};
WORDS: {"text", "token"}; CUE: {"text", "token"}, or null;
SOURCE: {"text", "token", "name": CUE}, or null.
"text" is the claim; "quote" and "token" are the first part of the words
it rests on, "more" the others: what is said or, where somebody hints, wants
or denies, the words that say so too; "kind" direct, indirect, mixed or own;
"name" whom a pronoun stands for, where that is certain; "relays" through whom
it came, the one who says it to the reader last; "negated" whether something
in it or in the cue negates; "claim" is empty: nothing is accepted yet."""


@click.command("extract", epilog=f"{EXAMPLES}\n\n{ASKING}")
@click.argument("documents", nargs=-1, metavar="[DOC]...")
@click.option("--all", "everything", is_flag=True, help="The newest version of every document.")
@click.option("--query", default="", metavar="WORDS", help="The documents that a search finds.")
@click.option("--own", is_flag=True, help="Also what nobody is said to say.")
@click.option("--extractor", default="rules", show_default=True, help="Which extractor.")
@model_options
@common
def command(
    folder: str | None, as_json: bool, documents: tuple[str, ...], asking: dict[str, Any] | None, **given: Any
) -> None:
    """Propose claims: who says what, through whom, how surely."""
    if asking is not None:
        return extract_by_model(folder, as_json, documents, given, asking)
    found = runs = known = 0
    with opened(folder, writes=True) as archive:
        for run in archive.extract(*documents, **given, progress=progress):
            found, runs, known = found + len(run.proposals), runs + 1, known + run.existing
            say_run(run, as_json)
    say_total(found, runs, known)
