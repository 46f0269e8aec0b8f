"""archive extract train"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import click

import archive
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, progress, say, say_json
from archive.errors import UsageError

EXAMPLES = """\b
Examples:
  archive extract train annotated.jsonl -o press.crfsuite
  archive extract train brat/*.ann -o press.crfsuite
  archive extract train --from-archive -o press.crfsuite
  archive extract --extractor crf --model press.crfsuite DOC

\b
A file is JSONL, an article a line, with spans in code points:
  { "text": "Ada Lorn said it rained.", "attributions":
    [{ "source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 23]] }] }
or brat's NAME.ann beside NAME.txt: T lines of the types Source, Cue and
Content, tied by E lines: E1<TAB>Cue:T2 Source:T1 Content:T3. With
--from-archive also the documents of which every proposal was decided:
accepted and edited ones count as marked, rejected ones as not. A model holds
single words of what it was trained on: documents that are confidential are
left out.

\b
At least 100 attributions are needed to learn from; with 4,000 in 180 articles
a model did a little better than the rules do. A tenth is held out, and
measured: found is what shares half of its characters with what was marked.
It needs pip install 'provenance-archive[train]'.

\b
JSON: {"model", "digest", "size", "language", "documents", "attributions",
"left_out", "held_out": {"documents", "attributions", "ours": MEASURED,
"rules": MEASURED}}; MEASURED: {"precision", "recall", "f", "source"},
or null where there are no rules of the language;
in percent; "source": right speakers, of those found; "left_out": articles in
other languages, or with the same text as another; "size" in bytes."""


@click.command("train", epilog=EXAMPLES)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("-o", "--output", required=True, metavar="FILE", help="The model's file; it must not exist.")
@click.option("--from-archive", is_flag=True, help="Learn from what was decided in review, too.")
@common
def command(files: tuple[str, ...], output: str, from_archive: bool, folder: str | None, as_json: bool) -> None:
    """Train a model of who said what on articles that you annotated."""
    if not files and not from_archive:
        raise UsageError("say what to learn from: files, or --from-archive", hint="see `archive extract train --help`")
    with opened(folder) if from_archive else nullcontext() as held:
        done = archive.train(output, *files, reviewed=held, progress=progress)
    if as_json:
        say_json(done)
    else:
        _say(done)
    if done.is_below:
        note("on what was held out, the model does less well than the rules, which need no training: annotate more")
    note(dim(f"next: archive extract --extractor crf --model {output} DOC"))


def _say(done: Any) -> None:
    held = done.held_out
    say(bold("model     "), f"{done.model}  {done.digest}")
    say(
        "trained   ",
        f"{counted(done.attributions, 'attribution')} of {counted(done.documents, 'document')}, {done.language}",
    )
    if done.left_out:
        say("left out  ", f"{counted(done.left_out, 'document')} in other languages, or with the text of another")
    say(
        "held out  ",
        f"{counted(held.attributions, 'attribution')} of {counted(held.documents, 'document')}; percent of them:",
    )
    for name, one in (("model", held.ours), *((("rules", held.rules),) if held.rules else ())):
        say(
            f"{name:10}",
            f"precision {one.precision:.1f}  recall {one.recall:.1f}  F {one.f:.1f}  speaker right {one.source:.1f}",
        )


class WithTrain(click.Command):
    """A command whose first argument may be `train`: a group could not take documents as well. What is called train is
    named behind dashes: `archive extract -- train`."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args[:1] == ["train"]:
            return command.make_context(f"{info_name} train", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)
