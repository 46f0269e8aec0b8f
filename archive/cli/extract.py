"""archive extract"""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from archive.cli._by_model import ASKING, extract_by_model, model_options
from archive.cli._options import common, opened
from archive.cli._output import progress
from archive.cli._proposal import say_run, say_total
from archive.cli._train import WithTrain

EXAMPLES = """\b
Examples:
  archive extract https://tribune.example/2025/03/kerrow-telephone-log
  archive extract --all
  archive extract --query 'gate OR siren' --json
  archive extract 3f9a1c0b7d22 --own
  archive extract train annotated.jsonl -o press.crfsuite
  archive extract --extractor crf --model press.crfsuite --all

\b
What is found is proposed: it is no claim before somebody accepts it (archive
review). A document that was read by the same extractor with the same settings
is not read again. A newer extractor, or the same one on a newer edition,
proposes what is new: what was proposed of the document before, or decided, is
known by its words, speaker and kind, and what is gone is named. --own also
proposes what nobody is said to say, as the outlet's own claims. The rules
know English and French. The extractor crf is a model that you train on
articles you annotated: archive extract train --help. Its digest stands with
every run.

\b
JSON, one object a proposal:
{"claim", "text", "token", "quote", "more": [WORDS], "kind", "source": SOURCE,
"cue": CUE, "relays": [WORDS], "hedges": [WORDS], "negated", "dates": [DATE],
"extractor", "extraction", "number", "document", "version", "state"};
WORDS: {"text", "token"}; CUE: {"text", "token"}, or null;
SOURCE: {"text", "token", "name": CUE}, or null;
DATE: {"text", "token", "value", "precision", "basis", "against", "of"}.
"text" is the claim; "quote" and "token" are the first part of the words
it rests on, "more" the others: what is said or, where somebody hints, wants
or denies, the words that say so too; "kind" direct, indirect, mixed or own;
"name" whom a pronoun stands for, where that is certain; "relays" through whom
it came, the one who says it to the reader last; "negated" whether something
in it or in the cue negates; "claim" is empty: nothing is accepted yet. Of a
date, "of" is content, or saying: when it was said; "value" as precise as it
is known (2024-04, 2024-W17, XXXX-04-26 without its year), or empty; "basis"
what it was worked out from: words, or the date in "against": document, the
document's own (archive describe --published), guess, such a one that is
guessed, saying, the day of the saying; none where there is nothing.
"state" is new, known (proposed of the document before, and not asked again)
or gone: the run before proposed it, and this one does not."""


@click.command("extract", cls=WithTrain, epilog=f"{EXAMPLES}\n\n{ASKING}")
@click.argument("documents", nargs=-1, metavar="[DOC]...")
@click.option("--all", "everything", is_flag=True, help="The newest version of every document.")
@click.option("--query", default="", metavar="WORDS", help="The documents that a search finds.")
@click.option("--own", is_flag=True, help="Also what nobody is said to say.")
@click.option("--extractor", default="rules", show_default=True, help="Which extractor.")
@click.option("--model", default="", help="crf: its file; llm: which model, as the service calls it.")
@model_options
@common
def command(
    folder: str | None, as_json: bool, documents: tuple[str, ...], asking: dict[str, Any] | None, **given: Any
) -> None:
    """Propose claims: who says what, through whom, how surely."""
    if asking is not None:
        return extract_by_model(folder, as_json, documents, given, asking)
    runs, states = 0, Counter[str]()
    with opened(folder, writes=True) as archive:
        for run in archive.extract(*documents, **given, progress=progress):
            runs += 1
            states.update(say_run(run, as_json))
    say_total(runs, states)
