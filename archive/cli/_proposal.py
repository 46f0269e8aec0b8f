"""How a proposal is shown to people."""

from __future__ import annotations

from collections import Counter
from typing import Any

from archive.cli._output import bold, counted, dim, note, say, say_json


def say_run(run: Any, as_json: bool) -> list[str]:
    """A run over one version: what is new, and what is gone; what is known is counted. The states of all of it."""
    if run.skipped:
        note(dim(f"skipped    {run.version[:12]}  {run.title}: {run.skipped}"))
    elif as_json:
        for one in (*run.proposals, *run.gone):
            say_json(one)
    else:
        _say_run(run)
    return [one.state for one in (*run.proposals, *run.gone)]


def _say_run(run: Any) -> None:
    new = [one for one in run.proposals if one.state == "new"]
    known = len(run.proposals) - len(new)
    about = [counted(len(run.proposals) if run.existing else len(new), "proposal")]
    about += [f"{known:,} known"] if known and not run.existing else []
    about += [f"{len(run.gone):,} gone"] if run.gone else []
    state = "known     " if run.existing else "extracted "
    say(bold(state), f"{', '.join(about)}  {run.title}", dim(f"  {run.version[:12]}"))
    for one in new:
        say_proposal(one)
    for one in run.gone:
        say(bold("gone"), indent="   ")
        say_proposal(one)


def say_total(runs: int, states: Counter[str]) -> None:
    about = "".join(f", {states[state]:,} {state}" for state in ("known", "gone") if states[state])
    note(dim(f"{counted(states['new'], 'proposal')} in {counted(runs, 'document')}{about}"))
    if states["new"] or states["known"]:
        note(dim("next: archive review"))


def say_proposal(one: Any) -> None:
    """Who says it, the words, what is known of them, and the token."""
    say("   ", *_speaker(one))
    say(f"“{one.text}”" if one.kind != "direct" else one.text, indent="      ")
    about = [
        *(f"through {relay.text}" for relay in one.relays),
        *(f"hedged: {hedge.text}" for hedge in one.hedges),
        *(["negated"] if one.negated else []),
        *map(dated, one.dates),
    ]
    if about:
        say(" · ".join(about), indent="      ")
    say(dim(f"      {one.token}  {one.reference}"))
    if one.newer:
        say(dim(older(one)), indent="      ")


def older(one: Any) -> str:
    """Of what was proposed of an older edition, that it was, and whether the newest one's run has it no more."""
    gone = ", of which it is not proposed any more" if one.state == "gone" else ""
    return f"of an older edition; the newest is {one.newer[:12]}{gone}"


_BASES = {
    "words": "",
    "document": ", the document being of {}",
    "guess": ", the document being of {}, which is a guess",
    "saying": ", being said on {}",
    "none": ", nothing to resolve it against",
}


def dated(one: Any) -> str:
    """`dated: next month = 2024-05, the document being of 2024-04-26`."""
    what = "said" if one.of == "saying" else "dated"
    value = f" = {one.value}" if one.value else " is not known"
    return f"{what}: {one.text}{value}{_BASES[one.basis].format(one.against)}"


def say_saying(source: str, saying: Any) -> None:
    """Of a claim: who says it, in which words, through whom, how surely, and of when; each with its token."""
    if source:
        token = saying.source.token if saying.source else ""
        stands = f" (“{saying.source.text}”)" if saying.source and saying.source.name else ""
        say(bold("said by   "), source + stands, dim(f"  {token}" if token else ""))
    told = [("in words", one) for one in (saying.cue,) if one]
    told += [("through", one) for one in saying.relays] + [("hedged", one) for one in saying.hedges]
    for label, one in told:
        say(bold(f"{label:<10}"), one.text, dim(f"  {one.token}" if one.token else ""))
    if saying.negated:
        say(bold("negated"))
    for one in saying.dates:
        label, _, words = dated(one).partition(": ")
        say(bold(f"{label:<10}"), words, dim(f"  {one.token}" if one.token else ""))


def _speaker(one: Any) -> tuple[Any, ...]:
    """`Ada Lorn, said`; `She (Ada Lorn), said`; of nobody, that it is nobody."""
    if one.kind == "own":
        return (bold("the outlet itself"),)
    if one.source is None:
        cue = f", {one.cue.text}" if one.cue else ""
        return (dim("source unknown"), cue)
    name = f" ({one.source.name.text})" if one.source.name else ""
    return (bold(one.source.text), name, f", {one.cue.text}" if one.cue else "")
