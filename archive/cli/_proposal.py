"""How a proposal is shown to people."""

from __future__ import annotations

from typing import Any

from archive.cli._output import bold, counted, dim, note, say, say_json


def say_run(run: Any, as_json: bool) -> None:
    """A run over one version, and what it proposes."""
    if run.skipped:
        note(dim(f"skipped    {run.version[:12]}  {run.title}: {run.skipped}"))
    elif not as_json:
        state = "known     " if run.existing else "extracted "
        say(bold(state), f"{counted(len(run.proposals), 'proposal')}  {run.title}", dim(f"  {run.version[:12]}"))
    for one in run.proposals:
        if as_json:
            say_json(one)
        else:
            say_proposal(one)


def say_total(found: int, runs: int, known: int) -> None:
    again = f", {known:,} known already" if known else ""
    note(dim(f"{counted(found, 'proposal')} in {counted(runs, 'document')}{again}"))
    if found:
        note(dim("next: archive review"))


def say_proposal(one: Any) -> None:
    """Who says it, the words, what is known of them, and the token."""
    say("   ", *_speaker(one))
    say(f"“{one.text}”" if one.kind != "direct" else one.text, indent="      ")
    about = [
        *(f"through {relay.text}" for relay in one.relays),
        *(f"hedged: {hedge.text}" for hedge in one.hedges),
        *(["negated"] if one.negated else []),
    ]
    if about:
        say(" · ".join(about), indent="      ")
    say(dim(f"      {one.token}  {one.reference}"))


def _speaker(one: Any) -> tuple[Any, ...]:
    """`Ada Lorn, said`; `She (Ada Lorn), said`; of nobody, that it is nobody."""
    if one.kind == "own":
        return (bold("the outlet itself"),)
    if one.source is None:
        cue = f", {one.cue.text}" if one.cue else ""
        return (dim("source unknown"), cue)
    name = f" ({one.source.name.text})" if one.source.name else ""
    return (bold(one.source.text), name, f", {one.cue.text}" if one.cue else "")
