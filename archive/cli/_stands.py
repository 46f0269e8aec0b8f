"""Where the words of a quote stand, as `archive check` shows it: the tokens by provenance group and document."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from archive.cli._output import bold, counted, dim, say

NEAREST = 5  # places of what is refused, or in an older edition
MOST = 20  # of what stands in several


def say_places(one: Any) -> None:
    """All places of a quote that is accepted, counted by origin; of another, what comes nearest."""
    if one.accepted and one.verdict != "superseded" and len(one.places) > 1:
        _say_by_document(one.quote, one.places)
        return
    for place in one.places[:NEAREST]:
        say(bold(place.token), indent="   ")
        say(f"“{place.text}”", indent="      ")
        say(dim(_about(place)), indent="      ")
    _say_more(len(one.places) - NEAREST)


def _say_by_document(quote: str, places: Any) -> None:
    """`3 places in 2 documents of 1 group (copies)`, then each document with its tokens, copies together."""
    say(_count(places), indent="   ")
    alike = len({place.text for place in places}) == 1
    if alike and places[0].text != quote:
        say(f"“{places[0].text}”", indent="   ")
    ordered = sorted(places, key=lambda place: (_group(place), place.document != _group(place), place.document))
    for _, held in groupby(ordered[:MOST], key=lambda place: (place.document, place.newest)):
        same = list(held)
        copied = f"  (a copy of {same[0].group})" if same[0].group not in ("", same[0].document) else ""
        say(dim(_about(same[0]) + copied), indent="   ")
        for place in same:
            say(bold(place.token), indent="      ")
            if not alike:
                say(f"“{place.text}”", indent="         ")
    _say_more(len(places) - MOST)


def _count(places: Any) -> str:
    documents, groups = ({key(place) for place in places} for key in (lambda place: place.document, _group))
    copies = " (copies)" if len(groups) < len(documents) else ""
    held = f"{counted(len(places), 'place')} in {counted(len(documents), 'document')}"
    return f"{held} of {counted(len(groups), 'group')}{copies}" if len(documents) > 1 else held


def _group(place: Any) -> str:
    return str(place.group or place.document)


def _about(place: Any) -> str:
    about = ", ".join(part for part in (place.title, place.publisher, place.published) if part)
    return about + ("" if place.newest else "  (an older edition)")


def _say_more(count: int) -> None:
    if count > 0:
        say(dim(f"and {counted(count, 'more place')}: --json names all"), indent="   ")
