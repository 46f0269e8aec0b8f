"""archive review"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from typing import Any

import click

import archive as front
from archive.cli._carried import decide, is_carried, meant_carried, say_looked, say_waiting
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
  archive review --accept-all DOC     all proposals that wait of a document
  archive review --reject 4428528afffa   a carried citation stays as it is

\b
On a terminal each proposal is shown in its place, and one key decides:
  a accept   c accept and check   e edit words or speaker   r reject   s skip
  q quit
To check is archive signoff --as checked: it asks for your name. Each decision
is stored at once; what was skipped waits on. Accepted proposals become claims
with a citation of each part; which extractor proposed them, and
who decided what and when, stands in the log. A decision is not taken back: to
withdraw a claim there is archive retract. A proposal of an older edition
says so, and names the newest; one that the newest edition's run proposes no
more is gone: --accept-all leaves it out, and --accept takes it and says so.

\b
Then the carried citations (archive carry) whose words the newest edition has
changed, or has no more, old and new sentence side by side. The citation stays
where it is, whatever is decided. To accept is to cite the new place too, for
the same claim and with the same stance; to edit, to cite other words of the
newer edition; to reject, that it was looked at and nothing is to be done. It
is shown again when the words change again. --accept and --reject take the
citation's id; --accept-all takes none of these. What only another archive
says, of an edition that is not here, waits for that edition (archive add).

\b
JSON, one object a proposal that waits:
{"claim", "text", "token", "quote", "more": [WORDS], "kind", "source": SOURCE,
"cue": CUE, "relays": [WORDS], "hedges": [WORDS], "negated", "dates": [DATE],
"extractor", "extraction", "number", "document", "version", "state", "newer"};
WORDS: {"text", "token"}; CUE: {"text", "token"}, or null;
SOURCE: {"text", "token", "name": CUE}, or null;
DATE: {"text", "token", "value", "precision", "basis", "against", "of"};
one a carried citation: {"claim", "text", "stories", "document", "title",
"last_seen", "seen", "stance", "citation", "outcome", "from", "to", "before",
"after", "changes": [{"kind", "from", "to"}], "around": [{"kind", "from",
"to"}], "decided": DECIDED, "theirs": [{"decision", "at", "by", "asserted"}],
"asserted"},
as `archive list claims --stale` says it. DECIDED: {"decision", "at",
"by"}, or null.
With --accept, --reject or --accept-all, one object a
decision: {"extraction", "number", "decision", "claim", "citations", "text",
"newer", "gone"},
of a carried citation {"citation", "decision", "cited", "token", "text"},
cited and token being of the new one.
"state" is waiting, or gone: the run over the newest edition, the version
"newer", does not propose it; "newer" is empty where it is of the newest
itself. See archive extract for the other fields."""

KEYS = {"a": "accepted", "e": "edited", "r": "rejected"}
CHECK = "c"  # accepts, and signs off as checked


@click.command("review", epilog=EXAMPLES)
@click.argument("documents", nargs=-1, metavar="[DOC]...")
@click.option("--accept-all", is_flag=True, help="Accept all proposals that wait.")
@click.option(
    "--accept", multiple=True, metavar="ID", help="Accept a proposal (ID#N) or carried citation (ID); repeatable."
)
@click.option("--reject", multiple=True, metavar="ID", help="Reject it; repeatable.")
@click.option("--story", default="", help="Put accepted claims into this story.")
@common
def command(folder: str | None, as_json: bool, documents: tuple[str, ...], story: str, **given: Any) -> None:
    """Accept, edit or reject what was proposed or carried."""
    accept, reject, accept_all = given["accept"], given["reject"], given["accept_all"]
    if accept_all and (accept or reject):
        raise UsageError("--accept-all decides of all that waits: give no --accept or --reject with it")
    if both := sorted({*accept} & {*reject}):
        raise UsageError(f"{both[0]} cannot be both accepted and rejected")
    decides = bool(accept_all or accept or reject)
    asks = not decides and not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    named = [(one, "accepted") for one in accept] + [(one, "rejected") for one in reject]
    with opened(folder, writes=decides or asks) as archive:
        proposals = [] if named and all("#" not in one for one, _ in named) else list(archive.review(*documents))
        needs_carried = not decides or any("#" not in one for one, _ in named)
        carried = archive.review_carried(*documents) if needs_carried else []
        if decides:
            standing = [one for one in proposals if one.state != "gone"]
            wanted = [(one, "accepted") for one in standing] if accept_all else _named(proposals, carried, named)
            _decide(archive, wanted, story, as_json, len(proposals) - len(standing) if accept_all else 0)
        elif asks:
            _walk(archive, [*proposals, *carried], story)
        else:
            _list(proposals, carried, as_json)


def _named(proposals: list[Any], carried: list[Any], named: list[tuple[str, str]]) -> list[tuple[Any, str]]:
    """Raises UsageError for what does not wait."""
    found = []
    for reference, decision in named:
        meant = _meant(proposals, reference) if "#" in reference else meant_carried(carried, reference)
        if len(meant) != 1:
            what = "proposal" if "#" in reference else "carried citation"
            raise UsageError(f"{reference!r} is no {what} that waits", hint="see `archive review --json`")
        found.append((meant[0], decision))
    return found


def _meant(proposals: list[Any], reference: str) -> list[Any]:
    run, _, number = reference.partition("#")
    return [one for one in proposals if len(run) >= 4 and one.extraction.startswith(run) and str(one.number) == number]


def _decide(archive: front.Archive, wanted: list[tuple[Any, str]], story: str, as_json: bool, left_out: int) -> None:
    proposals = [one for one in wanted if not is_carried(one[0])]
    refused = 0
    for done in chain(archive.review_decide_all(proposals, story=story), _decide_carried(archive, wanted)):
        if hasattr(done, "error"):
            refused += 1
            note(red("refused   "), f"{done.proposed.reference}: {done.error.message}")
        elif as_json:
            say_json(done)
        else:
            _say_done(done)
    if left_out:
        note(f"{counted(left_out, 'proposal')} left out: gone from the newest edition; archive review shows them")
    if refused:
        raise PartlyDone(f"{counted(refused, 'proposal')} of {len(wanted):,} refused")
    if not (wanted or left_out):
        note(dim("no proposal waits; next: archive extract"))


def _decide_carried(archive: front.Archive, wanted: list[tuple[Any, str]]) -> Iterator[Any]:
    """Raises what the first one that is refused raises; those before are stored."""
    for one, decision in wanted:
        if is_carried(one):
            yield decide(archive, one, decision)


def _say_done(done: Any) -> None:
    if hasattr(done, "cited"):
        say_looked(done)
    else:
        say(bold(f"{done.decision:<10}"), f"claim {done.claim[:12]}  " if done.claim else "", done.text)
        if done.gone and done.claim:
            note(f"it is of an older edition: of the newest, {done.newer[:12]}, it is not proposed any more")


def _list(proposals: list[Any], carried: list[Any], as_json: bool) -> None:
    for one in (*proposals, *carried):
        if as_json:
            say_json(one)
        elif is_carried(one):
            say_waiting(one)
        else:
            say_proposal(one)
    also = f", {counted(len(carried), 'carried citation')}" if carried else ""
    note(dim(f"{counted(len(proposals), 'proposal')}{also} waiting"))


def _walk(archive: front.Archive, waiting: list[Any], story: str) -> None:
    """One after the other. Whatever ends it, a lost terminal too, what was decided is stored."""
    decided, name = 0, ""
    for number, one in enumerate(waiting, 1):
        if is_carried(one):
            say(bold(f"{number} of {len(waiting)}"), f"  {one.title}")
            say_waiting(one)
        else:
            _show(archive, one, number, len(waiting))
        key = _key(checks=not is_carried(one))
        if key == "q":
            break
        if key == CHECK:
            name = _name(name)
            decided += _checked(archive, one, name, story) if name else 0
        elif key in KEYS:
            decided += _decided(archive, one, KEYS[key], story)
    left = len(waiting) - decided
    what = "thing" if any(map(is_carried, waiting)) else "proposal"
    note(dim(f"{counted(decided, what)} decided, {left:,} waiting"))


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


def _key(*, checks: bool) -> str:
    """One of the keys; end of input is quitting. `checks`: what is accepted can be checked at once."""
    also = " check (c)," if checks else ""
    while True:
        note(f"accept (a),{also} edit (e), reject (r), skip (s), quit (q)?")
        try:
            key = click.getchar().lower()
        except EOFError:
            return "q"
        if key in {*KEYS, *(CHECK if checks else ""), "s", "q", "\x04"}:
            return "q" if key == "\x04" else key


def _name(last: str) -> str:
    """Who checks: asked each time, since it is a signature; in one walk the name that was given last is offered."""
    said: str = click.prompt("checked by", default=last, show_default=bool(last), err=True).strip()
    if not said:
        note("nothing was decided: to check is to say who does")
    return said


def _checked(archive: front.Archive, one: Any, name: str, story: str) -> int:
    """1 when it was accepted. What cannot be signed off is accepted only, and that is said."""
    try:
        done = archive.review_decide(one, "accepted", story=story)
    except ArchiveError as error:
        note(red("refused   "), error.message)
        return 0
    note(green(done.decision), f"  claim {done.claim[:12]}")
    _sign(archive, done, name)
    return 1


def _sign(archive: front.Archive, done: Any, name: str) -> None:
    """Signs the claim off as checked, when all that it rests on was shown: the words of this proposal."""
    shown: Any = archive.show(done.claim)
    others = [c for c in shown.citations if not c.retracted and c.id not in done.citations]
    if others:
        held = counted(len(others), "other citation")
        note(red("not checked"), f"  it rests on {held} too, not shown here: archive show {done.claim[:12]}")
        return
    try:
        (signed,) = archive.signoff(done.claim, state="checked", name=name)
    except ArchiveError as error:
        note(red("not checked"), f"  {error.message}")
        return
    if hasattr(signed, "error"):
        note(red("not checked"), f"  {signed.error.message}")
    else:
        note(green("checked"), f"  by {signed.name}")


def _decided(archive: front.Archive, one: Any, decision: str, story: str) -> int:
    """1 when it was decided; a refusal is said, and it waits on."""
    if is_carried(one):
        return _decided_carried(archive, one, decision)
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


def _decided_carried(archive: front.Archive, one: Any, decision: str) -> int:
    try:
        done = decide(archive, one, decision)
    except ArchiveError as error:
        note(red("refused   "), error.message)
        return 0
    if done is None:
        return 0
    note(green(done.decision), f"  citation {done.cited[:12]}" if done.cited else "")
    return 1


def _asked(what: str, now: str) -> str:
    """What is typed; empty when it is what was there."""
    said: str = click.prompt(what, default=now, show_default=bool(now), err=True).strip()
    return "" if said == now else said
