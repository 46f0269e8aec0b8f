"""archive log"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, dim, note, say, say_json, write_new
from archive.errors import UsageError

EXAMPLES = """\b
Examples:
  archive log                              every record, in order
  archive log dam#2                        those of one claim
  archive log https://example.org/article  a document: editions, when it was
                                           seen again, descriptions, citations
  archive log https://example.org/article --svg history.svg

\b
JSON, one object a line: {"position", "id", "kind", "at", "by", "about"},
at and by being empty of a record that was erased;
of a document, in order of time: {"time", "kind", "id", "edition", "version",
"newest", "times", "last", "about", "changes": [{"field", "before",
"after"}]}; kind is edition, back (one that was there before), seen again (the
same bytes, so many times, the last then), read again (by another reader),
description, citation, retraction, place or detection."""


@click.command("log", epilog=EXAMPLES)
@click.argument("reference", default="")
@click.option("--svg", metavar="FILE", help="Draw a document's history into this new file.")
@common
def command(reference: str, svg: str | None, folder: str | None, as_json: bool) -> None:
    """What happened to a document, a claim or the archive."""
    if svg and not reference:
        raise UsageError("--svg draws a document's history: which document?")
    with opened(folder) as archive:
        if svg:
            write_new(Path(svg), archive.timeline_svg(reference))
            note(dim(f"drawn: {svg}"))
            return
        one: Any
        for one in archive.log(reference):
            if as_json:
                say_json(one)
            elif hasattr(one, "position"):
                kind = one.kind.partition("/")[0]
                say(f"{one.position:>6}  {one.at}  ", bold(f"{kind:<11} "), f"{one.id[:12]}  ", dim(one.about))
            else:
                _say_moment(one)


def _say_moment(one: Any) -> None:
    number = f" {one.edition}" if one.kind in ("edition", "back") else ""
    version = f"version {one.version[:12]}  " if number else ""
    newest = "  newest" if one.newest else ""
    say(f"{one.time:<20}  ", bold(f"{one.kind + number:<12}"), version, dim(_about(one) + newest))
    for change in one.changes:
        before, after = (", ".join(values) or "–" for values in (change.before, change.after))
        say(" " * 22, f"{change.field:<14}", dim(before), " → ", after)


def _about(one: Any) -> str:
    if one.kind == "seen again":
        times = f", {one.times:,} times, last {one.last}" if one.times > 1 else ""
        return f"edition {one.edition}{times}" + (f"; {one.about}" if one.about else "")
    return str(one.about)
