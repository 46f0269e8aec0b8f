"""archive status"""

from __future__ import annotations

from typing import Any

import click

from archive.cli._elsewhere import NOT_KNOWN
from archive.cli._options import common, opened
from archive.cli._output import Styled, bold, counted, dim, note, plain, say, say_json
from archive.errors import ArchiveError

EXAMPLES = """\b
Example:
  archive status --json

JSON: {"archive", "origin", "agent", "engine", "size", "root", "counts": {…},
"imported", "unsearched", "watched": {"pages", "failing", "waiting",
"damaged"}, "suspect", "to_carry", "changed", "imported_only",
"changed_elsewhere", "proposed",
"states": {…},
"searches": [{"name", "words", "new"}]}; counts are by kind of record,
documents, how many of these are unreadable, and how many versions were removed;
imported how many records are another archive's; suspect the versions that wait
for you to accept them; to_carry: citations whose document has a newer edition;
changed: carried ones whose words, or those that they lean on, are others
there, proposed: proposals, that wait for a decision; imported_only: documents
cited that came by import only, so that newer editions are not known here;
changed_elsewhere: citations of which another archive said, when it exported
them, that a newer edition has other words; states: claims that are proposed,
checked, cleared (archive signoff); searches those that you saved.
Keep the root elsewhere: `archive verify --root SIZE:HEX` then tells
whether what was there is still there, unchanged."""


@click.command("status", epilog=EXAMPLES)
@common
def command(folder: str | None, as_json: bool) -> None:
    """What is in the archive, and what needs you."""
    with opened(folder) as archive:
        status = archive.status()
        searches = _searches(archive)
    if as_json:
        say_json({**plain(status), "searches": searches})
        return
    counts = status.counts
    say(bold("archive   "), status.archive)
    say(bold("origin    "), f"{status.origin} ({status.agent})")
    for label, kind in (("documents", "documents"), ("versions", "version"), ("claims", "claim")):
        say(bold(f"{label:<10}"), f"{counts.get(kind, 0):,}", *_next(kind, counts.get(kind, 0)))
    if counts.get("unreadable"):
        say(bold("no text   "), f"{counted(counts['unreadable'], 'document')} cannot be read", *_READ_AGAIN)
    if counts.get("removed"):
        say(bold("removed   "), counted(counts["removed"], "version"), dim("   archive log"))
    if counts.get("signoff"):
        states = ", ".join(f"{count:,} {state}" for state, count in status.states.items())
        say(bold("states    "), states, dim("   archive list claims --state proposed"))
    retracted = counts.get("retraction", 0)
    say(
        bold("citations "),
        f"{counts.get('citation', 0):,}",
        f", {counted(retracted, 'retraction')}" if retracted else "",
    )
    if counts.get("receipt"):
        say(bold("imported  "), counted(status.imported, "record"), dim(f" by {counted(counts['receipt'], 'receipt')}"))
    _say_carried(status)
    say(bold("log       "), counted(status.size, "record"))
    say(bold("root      "), f"{status.size}:{status.root}")
    if status.unsearched:
        waiting = f"{counted(status.unsearched, 'record')} not yet searchable"
        say(bold("index     "), waiting, dim("   the next search takes them in"))
    _say_watched(status)
    for search in searches:
        if search.new:
            say(bold("search    "), f"{search.name}: {search.new:,} new", dim(f"   archive search --new {search.name}"))
        else:
            say(bold("search    "), f"{search.name}: nothing new")


def _say_carried(status: Any) -> None:
    if status.imported_only:
        say(bold("elsewhere "), f"{counted(status.imported_only, 'document')} cited came by import only: {NOT_KNOWN}")
    if status.changed_elsewhere:
        what = f"{counted(status.changed_elsewhere, 'citation')} rest on other words by another archive's word"
        say(bold("elsewhere "), what, dim("   archive list claims --stale"))
    if status.to_carry:
        say(bold("carry     "), f"{counted(status.to_carry, 'citation')} of older editions", dim("   archive carry"))
    if status.changed:
        what = f"{counted(status.changed, 'citation')} rest on other words now, or lean on others"
        say(bold("changed   "), what, dim(_LOOK))


def _say_watched(status: Any) -> None:
    watched = status.watched
    if watched.damaged:
        say(bold("watches   "), watched.damaged)
    if watched.pages:
        failing = f", {watched.failing:,} gave no answer" if watched.failing else ""
        waiting = f", {watched.waiting:,} not looked at yet" if watched.waiting else ""
        say(bold("watches   "), counted(watched.pages, "page"), failing, waiting, dim("   archive watch run"))
    if status.suspect:
        what = f"{counted(status.suspect, 'version')} not believed until you accept"
        say(bold("suspect   "), what, dim("   archive watch report"))
    if status.proposed:
        say(bold("proposed  "), f"{counted(status.proposed, 'proposal')} waiting", dim("   archive review"))


def _searches(archive: Any) -> list[Any]:
    """What is new; a saved search that cannot be asked does not hide the rest."""
    try:
        found: list[Any] = archive.saved_searches()
    except ArchiveError as error:
        note(dim(f"note: the saved searches cannot be asked: {error.message}"))
        return []
    return found


_LOOK = "   archive review"
_READ_AGAIN = (dim("   a newer program may, of scans --ocr: archive admin rebuild texts"),)


def _next(kind: str, count: int) -> tuple[Styled, ...]:
    """What to do where there is nothing yet."""
    steps = {"documents": "archive add FILE…", "claim": "archive search WORDS, then archive cite TOKEN"}
    return (dim(f"   next: {steps[kind]}"),) if not count and kind in steps else ()
