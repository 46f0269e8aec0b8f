"""archive review"""

from __future__ import annotations

import sys
from typing import Any

import click

import archive as front
from archive.cli._options import common, opened
from archive.cli._output import Styled, bold, counted, dim, green, highlighted, note, red, say, say_json
from archive.cli._proposal import say_proposal
from archive.errors import ArchiveError, PartlyDone, UsageError

EXAMPLES = """\b
Examples:
  archive review                      one after the other, on a terminal
  archive review https://tribune.example/2025/03/kerrow-telephone-log
  archive review --json               what waits, for programs
  archive review --accept 3f9a1c0b7d22#4 --story dam
  archive review --accept-all DOC     all that waits of a document

\b
On a terminal each proposal is shown in its place, and one key decides:
  a accept   e edit words or speaker   r reject   s skip   q quit
Each decision is stored at once; what was skipped waits on. Accepted proposals
become claims with a citation of each part; which extractor proposed them, and
who decided what and when, stands in the log. A decision is not taken back: to
withdraw a claim there is archive retract.

\b
JSON, one object a proposal that waits:
{"claim", "text", "token", "quote", "more": [WORDS], "kind", "source": SOURCE,
"cue": CUE, "relays": [WORDS], "hedges": [WORDS], "negated", "dates": [DATE],
"extractor", "extraction", "number", "document", "version", "state"};
WORDS: {"text", "token"}; CUE: {"text", "token"}, or null;
SOURCE: {"text", "token", "name": CUE}, or null;
DATE: {"text", "token", "value", "precision", "basis", "against", "of"}.
With --accept, --reject or --accept-all, one object a
decision: {"extraction", "number", "decision", "claim", "citations", "text"}.
"state" is waiting; see archive extract for the other fields."""

KEYS = {"a": "accepted", "e": "edited", "r": "rejected"}


@click.command("review", epilog=EXAMPLES)
@click.argument("documents", nargs=-1, metavar="[DOC]...")
@click.option("--accept-all", is_flag=True, help="Accept all that waits.")
@click.option("--accept", multiple=True, metavar="ID#N", help="Accept this proposal; may be repeated.")
@click.option("--reject", multiple=True, metavar="ID#N", help="Reject this proposal; may be repeated.")
@click.option("--story", default="", help="Put accepted claims into this story.")
@common
def command(folder: str | None, as_json: bool, documents: tuple[str, ...], story: str, **given: Any) -> None:
    """Accept, edit or reject what was proposed."""
    accept, reject, accept_all = given["accept"], given["reject"], given["accept_all"]
    if accept_all and (accept or reject):
        raise UsageError("--accept-all decides of all that waits: give no --accept or --reject with it")
    decides = bool(accept_all or accept or reject)
    asks = not decides and not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    with opened(folder, writes=decides or asks) as archive:
        waiting = list(archive.review(*documents))
        if decides:
            wanted = [(one, "accepted") for one in waiting] if accept_all else _named(waiting, accept, reject)
            _decide(archive, wanted, story, as_json)
        elif asks:
            _walk(archive, waiting, story)
        else:
            _list(waiting, as_json)


def _named(waiting: list[Any], accept: tuple[str, ...], reject: tuple[str, ...]) -> list[tuple[Any, str]]:
    """Raises UsageError for a proposal that does not wait."""
    found = []
    for reference, decision in [(one, "accepted") for one in accept] + [(one, "rejected") for one in reject]:
        run, _, number = reference.partition("#")
        meant = [
            one for one in waiting if len(run) >= 4 and one.extraction.startswith(run) and str(one.number) == number
        ]
        if len(meant) != 1:
            raise UsageError(f"{reference!r} is no proposal that waits", hint="see `archive review --json`")
        found.append((meant[0], decision))
    return found


def _decide(archive: front.Archive, wanted: list[tuple[Any, str]], story: str, as_json: bool) -> None:
    refused = 0
    for one, decision in wanted:
        try:
            done = archive.review_decide(one, decision, story=story if decision == "accepted" else "")
        except ArchiveError as error:
            refused += 1
            note(red("refused   "), f"{one.reference}: {error.message}")
            continue
        if as_json:
            say_json(done)
        else:
            _say_done(done)
    if refused:
        raise PartlyDone(f"{counted(refused, 'proposal')} of {len(wanted):,} refused")
    if not wanted:
        note(dim("nothing waits; next: archive extract"))


def _say_done(done: Any) -> None:
    say(bold(f"{done.decision:<10}"), f"claim {done.claim[:12]}  " if done.claim else "", done.text)


def _list(waiting: list[Any], as_json: bool) -> None:
    for one in waiting:
        if as_json:
            say_json(one)
        else:
            say_proposal(one)
    note(dim(f"{counted(len(waiting), 'proposal')} waiting"))


def _walk(archive: front.Archive, waiting: list[Any], story: str) -> None:
    """One after the other. Whatever ends it, a lost terminal too, what was decided is stored."""
    decided = 0
    for number, one in enumerate(waiting, 1):
        _show(archive, one, number, len(waiting))
        key = _key()
        if key == "q":
            break
        if key in KEYS:
            decided += _decided(archive, one, KEYS[key], story)
    left = len(waiting) - decided
    note(dim(f"{counted(decided, 'proposal')} decided, {left:,} waiting"))


def _show(archive: front.Archive, one: Any, number: int, total: int) -> None:
    place = archive.review_place(one)
    say(bold(f"{number} of {total}"), f"  {place.title}")
    parts: list[str | Styled] = []
    at = 0
    for start, end in place.marked:
        parts += [place.text[at:start], highlighted(place.text[start:end])]
        at = end
    say(*parts, place.text[at:], indent="   ")
    say_proposal(one)


def _key() -> str:
    """One of the keys; end of input is quitting."""
    while True:
        note("accept (a), edit (e), reject (r), skip (s), quit (q)?")
        try:
            key = click.getchar().lower()
        except EOFError:
            return "q"
        if key in {*KEYS, "s", "q", "\x04"}:
            return "q" if key == "\x04" else key


def _decided(archive: front.Archive, one: Any, decision: str, story: str) -> int:
    """1 when it was decided; a refusal is said, and the proposal waits on."""
    text = speaker = ""
    if decision == "edited":
        text = _asked("claim", one.text)
        speaker = _asked("speaker", (one.source.name or one.source).text if one.source else "")
        if not (text or speaker):
            decision = "accepted"
    try:
        done = archive.review_decide(
            one, decision, text=text, speaker=speaker, story="" if decision == "rejected" else story
        )
    except ArchiveError as error:
        note(red("refused   "), error.message)
        return 0
    note(green(done.decision), f"  claim {done.claim[:12]}" if done.claim else "")
    return 1


def _asked(what: str, now: str) -> str:
    """What is typed; empty when it is what was there."""
    said: str = click.prompt(what, default=now, show_default=bool(now), err=True).strip()
    return "" if said == now else said
