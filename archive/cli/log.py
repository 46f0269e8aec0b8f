"""archive log"""

from __future__ import annotations

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, dim, say, say_json

EXAMPLES = """\b
Examples:
  archive log                              everything, in order
  archive log https://example.org/article  one document: versions, citations …
  archive log dam#2                        one claim

JSON, one object a line: {"position", "id", "kind", "at", "by", "about"}."""


@click.command("log", epilog=EXAMPLES)
@click.argument("reference", default="")
@common
def command(reference: str, folder: str | None, as_json: bool) -> None:
    """What happened to a document, a claim or the archive."""
    with opened(folder) as archive:
        for event in archive.log(reference):
            if as_json:
                say_json(event)
            else:
                kind = event.kind.partition("/")[0]
                say(f"{event.position:>6}  {event.at}  ", bold(f"{kind:<12}"), f"{event.id[:12]}  ", dim(event.about))
