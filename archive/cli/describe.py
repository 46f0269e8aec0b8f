"""archive describe"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli._options import common, lines_of, opened
from archive.cli._output import bold, dim, note, red, say, say_json, whence
from archive.errors import PartlyDone, UsageError

if TYPE_CHECKING:
    from archive import Archive

EXAMPLES = """\b
Examples:
  archive describe https://a.example/b    what is said of it, and since when
  archive describe notes.txt --title 'Notes' --published 2024-04 --tag dam
  archive describe dam.pdf --untag draft --unset publisher
  archive describe memo.eml --confidential      --public takes it back
  archive describe our-story.txt --role own     your own writing: no source
  archive describe --from titles.csv

\b
Nothing is overwritten: a description is dated, and the last one holds. A tag
or author can be given several times: --tag adds to the tags there are,
--author replaces the authors.

\b
A list is JSONL, or a CSV whose columns are named: document, url or path says
which one is meant; title authors publisher published language tags
confidential role replace what was said (several authors or tags with
semicolons between them; an empty cell says nothing).

\b
JSON, without options: {"document", "title", "values": [{"field", "values",
"origin"}], "history": [{"position", "id", "at", "by", "captured", "changes":
[CHANGE]}]};
else (one object a line with --from): {"source", "document", "changes":
[CHANGE], "notes", "error": ERROR}.
CHANGE: {"field", "before", "after"}
ERROR: {"code", "exit", "message", "hint"}, or null"""


@click.command("describe", epilog=EXAMPLES)
@click.argument("document", default="")
@click.option("--from", "list_file", metavar="FILE", help="A JSONL list or a CSV of descriptions; - is standard input.")
@click.option("--title", help="Its title.")
@click.option("--author", "authors", multiple=True, help="An author; can be given several times.")
@click.option("--publisher", help="Who published it.")
@click.option("--published", metavar="DATE", help="When, as far as it is known: 2024, 2024-04 …")
@click.option("--language", help="A language code, such as en.")
@click.option("--tag", "tags", multiple=True, help="Another tag; can be given several times.")
@click.option("--untag", multiple=True, metavar="TAG", help="A tag to take away; can be given several times.")
@click.option("--unset", multiple=True, metavar="FIELD", help="A field to empty; can be given several times.")
@click.option("--confidential", "secrecy", flag_value="yes", help="A source to protect: only cited sentences go out.")
@click.option("--public", "secrecy", flag_value="no", help="It is not confidential.")
@click.option("--role", type=click.Choice(["own", "source"]), help="Your own writing is never evidence.")
@common
def command(document: str, list_file: str | None, folder: str | None, as_json: bool, **given: Any) -> int:
    """Say something of a document, or show what is said of it."""
    given = {name: value for name, value in given.items() if value}
    if bool(document) == bool(list_file):
        raise UsageError("name a document, or a list with --from", hint="archive describe --help shows examples")
    if list_file and given:
        raise UsageError("a list says itself what to say of its documents: give nothing else with --from")
    with opened(folder, writes=bool(list_file or given)) as archive:
        if list_file:
            return _describe_list(archive, list_file, as_json)
        if not given:
            _show(archive.descriptions(document), as_json)
            return 0
        _say(archive.describe(document, **_wish(given)), as_json)
    return 0


def _wish(given: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `Archive.describe`. No field is `no` or `source`: that is unsaid."""
    choices = {"confidential": given.pop("secrecy", ""), "role": given.pop("role", "")}
    lists = {name: given.pop(name, ()) for name in ("tags", "untag", "unset")}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}
    values |= {name: value for name, value in choices.items() if value in ("yes", "own")}
    back = tuple(name for name, value in choices.items() if value in ("no", "source"))
    return {"values": values, **lists, "unset": (*lists["unset"], *back)}


def _describe_list(archive: Archive, list_file: str, as_json: bool) -> int:
    counts: Counter[str] = Counter()
    codes = set()
    told: set[str] = set()
    base = Path.cwd() if list_file == "-" else Path(list_file).parent
    with lines_of(list_file) as lines:
        for one in archive.describe_list(lines, name=Path(list_file).name, folder=base):
            counts["failed" if one.error else "described" if one.changes else "known"] += 1
            codes |= {one.error.exit} if one.error else set()
            _say(one, as_json, told)
    if not counts:
        raise UsageError("the list is empty")
    note(dim(", ".join(f"{count:,} {status}" for status, count in counts.items())))
    alone = len(codes) == 1 and counts["failed"] == counts.total()
    return 0 if not codes else codes.pop() if alone else PartlyDone.exit


def _say(done: Any, as_json: bool, told: set[str] | None = None) -> None:
    """What became of it. A note that was `told` is not told again."""
    if as_json:
        say_json(done)
        return
    if done.error:
        hint = f" ({done.error.hint})" if done.error.hint else ""
        note(red("failed     "), f"{done.source}: {done.error.message}", dim(hint))
    else:
        say(bold("described  " if done.changes else "known      "), done.document)
    _say_changes(done.changes)
    for line in done.notes:
        if told is None or line not in told:
            note(dim(f"note: {line}"))
    if told is not None:
        told.update(done.notes)


def _say_changes(changes: Any) -> None:
    for change in changes:
        before, after = (", ".join(values) or "–" for values in (change.before, change.after))
        say(bold(f"   {change.field:<14}"), dim(before), " → ", after)


def _show(shown: Any, as_json: bool) -> None:
    if as_json:
        say_json(shown)
        return
    say(bold(shown.title))
    say(bold("document      "), shown.document)
    for value in shown.values:
        say(bold(f"{value.field:<14}"), ", ".join(value.values), dim(whence(value.origin) or "  (described)"))
    for entry in shown.history:
        of = f" (of {entry.captured})" if entry.captured else ""
        say(bold(entry.at), f"  by {entry.by}{of}")
        _say_changes(entry.changes)
