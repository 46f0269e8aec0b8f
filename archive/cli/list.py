"""archive list"""

from __future__ import annotations

from typing import Any

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, red, say, say_json

EXAMPLES = """\b
Examples:
  archive list                 documents, oldest first
  archive list claims
  archive list stories

\b
JSON, one object a line. Documents: {"document", "title", "publisher",
"published", "language", "version", "captured", "editions", "citations",
"unreadable"};
claims: {"position", "id", "text", "source", "stories", "citations",
"retracted"}; stories: {"story", "claims"}."""


@click.command("list", epilog=EXAMPLES)
@click.argument("what", default="documents", type=click.Choice(["documents", "claims", "stories"]))
@common
def command(what: str, folder: str | None, as_json: bool) -> None:
    """List documents, claims or stories."""
    count = 0  # of an empty list
    with opened(folder) as archive:
        lists = {"documents": archive.list_documents, "claims": archive.list_claims, "stories": archive.list_stories}
        for count, one in enumerate(lists[what](), 1):  # noqa: B007 - told below
            if as_json:
                say_json(one)
            else:
                _SAY[what](one)
    note(dim(counted(count, _ONE[what])))


def _say_document(article: Any) -> None:
    editions = f", {counted(article.editions, 'edition')}" if article.editions > 1 else ""
    citations = f", {counted(article.citations, 'citation')}" if article.citations else ""
    about = ", ".join(part for part in (article.publisher, article.published) if part)
    say(bold(article.title), dim(f"  {about}" if about else ""))
    say(f"version {article.version[:12]}  document {article.document}", dim(editions + citations), indent="   ")
    if article.unreadable:
        say(red("no text: "), f"it {article.unreadable}", indent="   ")


def _say_claim(claim: Any) -> None:
    said = f" ({claim.source})" if claim.source else ""
    say(bold(f"claim {claim.id[:12]}"), dim(f"  {' '.join(claim.stories)}  {counted(claim.citations, 'citation')}"))
    say(claim.text, dim(said), indent="   ")
    if claim.retracted:
        say(red("retracted: "), claim.retracted, indent="   ")


def _say_story(story: Any) -> None:
    say(bold(story.story), f"  {counted(story.claims, 'claim')}")


_ONE = {"documents": "document", "claims": "claim", "stories": "story"}
_SAY = {"documents": _say_document, "claims": _say_claim, "stories": _say_story}
