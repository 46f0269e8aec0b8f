"""A claim among those about one thing, on a terminal: its source, and how it stands to the others."""

from __future__ import annotations

from typing import Any

from archive.cli._output import bold, counted, dim, say


def say_group(one: Any) -> None:
    """The sources of the claim that follows."""
    if one.group is None:
        say(dim("no source: neither a speaker nor a citation"))
    for source in (one.group, *one.also) if one.group else ():
        listed = source.outlets if source.kind != "outlet" or len(source.outlets) > 1 else ()
        where = f", {counted(len(listed), 'outlet')}: {', '.join(listed)}" if listed else ""
        kind = {"speaker": "one speaker", "copies": "copies of one another", "outlet": "one outlet"}[source.kind]
        say(bold(f"source {source.number}  {source.name}"), dim(f"  {kind}{where}"))


def say_related(one: Any) -> None:
    """What people stated, then what is proposed."""
    for relation in one.relations:
        if not relation.retracted:
            ours = relation.from_ == one.id
            words = relation.type if ours else f"{relation.type.removesuffix('s')}ed by"
            say(bold(words), f" claim {relation.other(one.id)[:12]}", dim(f"  stated by {relation.by}"), indent="   ")
    for other in one.proposed:
        say(f"{other.mark} claim {other.claim[:12]}", dim(f"{say_details(other.details)}  proposed"), indent="   ")


def say_details(details: Any) -> str:
    """`: number 1,200 soldiers / 800 soldiers; the same date: April 26`."""
    said = [f"the same {d.kind}: {d.there}" if d.same else f"{d.kind} {d.here} / {d.there}" for d in details]
    return f": {'; '.join(said)}" if said else ""
