"""How a carried citation that waits is shown to people, and decided of."""

from __future__ import annotations

from typing import Any

import click

import archive as front
from archive.cli._output import bold, dim, say
from archive.cli._sides import say_stale

#: What a decision says to people.
DECIDED = {
    "accepted": "the new place is cited too",
    "edited": "other words of the newer edition are cited too",
    "rejected": "it stays as it is",
}


def is_carried(one: Any) -> bool:
    """Whether it is no proposal."""
    return hasattr(one, "outcome")


def meant_carried(waiting: list[Any], reference: str) -> list[Any]:
    """Those whose citation's id begins so."""
    return [one for one in waiting if len(reference) >= 4 and one.outcome.citation.startswith(reference)]


def say_waiting(one: Any) -> None:
    say_stale(one)
    say(dim(f"      it {one.stance} the claim  {one.outcome.citation[:12]}"))


def say_looked(done: Any) -> None:
    cited = f"citation {done.cited[:12]}  {done.token}  " if done.cited else ""
    say(bold(f"{done.decision:<10}"), f"citation {done.citation[:12]}: {DECIDED[done.decision]}  ", cited, done.text)


def decide(archive: front.Archive, one: Any, decision: str) -> Any:
    """Asks for the words when others are to be cited; None when none are given."""
    if decision != "edited":
        return archive.review_carried_decide(one, decision)
    quote = click.prompt("words of the newer edition", default="", show_default=False, err=True).strip()
    return archive.review_carried_decide(one, decision, quote=quote) if quote else None
