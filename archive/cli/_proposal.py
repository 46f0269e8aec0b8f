"""How a proposal is shown to people."""

from __future__ import annotations

from typing import Any

from archive.cli._output import bold, dim, say


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
