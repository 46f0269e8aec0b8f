"""archive diff"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.cli._options import common, opened
from archive.cli._output import Styled, bold, dim, green, is_colourful, note, red, say, say_json, write_new

EXAMPLES = """\b
Examples:
  archive diff https://a.example/b         the newest, and the one before
  archive diff https://a.example/b 1       the first, and the newest
  archive diff page.html 2024-04 2024-06-26      as it was known then
  archive diff page.html 3f9a1c0b 77e10d22     two versions
  archive diff page.html --html changes.html

\b
Editions are named by number (1 is the oldest: `archive log DOCUMENT` shows
them), by a date, or by a version's id. Sentences that stayed as they were are
counted, and shown with --all. Where there are no colours, what went is
[-so-] and what came {+so+}.

\b
JSON, one object a sentence: {"kind", "from", "to", "before", "after",
"words": [{"kind", "text"}]}; kind is same, changed, added, removed or moved;
from and to are tokens."""

SIGNS = {"changed": "~", "added": "+", "removed": "-", "moved": ">", "same": " "}


@click.command("diff", epilog=EXAMPLES)
@click.argument("document")
@click.argument("before", default="")
@click.argument("after", default="")
@click.option("--all", "every", is_flag=True, help="Sentences that stayed as they were too.")
@click.option("--html", metavar="FILE", help="Write a page for people into this new file.")
@common
def command(
    document: str, before: str, after: str, every: bool, html: str | None, folder: str | None, as_json: bool
) -> None:
    """Compare two editions, sentence by sentence."""
    with opened(folder) as archive:
        compared = archive.diff(document, before, after)
        if html:
            write_new(Path(html), archive.diff_page(compared, all=every))
    shown = [one for one in compared.differences if every or one.kind != "same"]
    if as_json:
        for one in shown:
            say_json(one)
    elif not html:
        _say_side("- ", compared.before)
        _say_side("+ ", compared.after)
        for one in shown:
            _say(one)
    for line in compared.notes:
        note(dim(f"note: {line}"))
    note(dim(", ".join(f"{count:,} {kind}" for kind, count in compared.counts.items() if count)))


def _say_side(sign: str, side: Any) -> None:
    about = f"edition {side.edition}  version {side.version[:12]}  obtained {side.captured}"
    say(bold(sign + about), dim(f"  {side.title}"))


def _say(one: Any) -> None:
    tokens = " → ".join(token for token in (one.old, one.new) if token)
    say(f"{SIGNS[one.kind]} ", bold(one.kind), "  ", dim(tokens))
    say(*_words(one), indent="   ")


def _words(one: Any) -> Iterator[str | Styled]:
    if one.kind in ("same", "moved"):
        yield one.after
    elif one.kind == "changed":
        for part in one.words:
            yield _part(part.kind, part.text)
    else:
        yield _part(one.kind, one.after or one.before)


def _part(kind: str, text: str) -> str | Styled:
    if kind == "same":
        return text
    if is_colourful():
        return green(text) if kind == "added" else red(text)
    return f"{{+{text}+}}" if kind == "added" else f"[-{text}-]"
