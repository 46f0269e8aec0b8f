"""What is said of copies: those of one document, and all groups of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archive.model.copy import Copy, Group, Member
from archive.store.alike import Pair
from archive.store.lookup import Lookup, opening
from archive.verbs._alike import follow_copies
from archive.verbs._opened import Opened

PAGE = 200  # documents whose groups are looked up at a time


class _About(NamedTuple):
    document: str
    version: str
    title: str
    publisher: str
    published: str


def copies_of(lookup: Lookup, document: str) -> tuple[Copy, ...]:
    """The copies of a document, those that have most of it first."""
    first = lookup.alike.firsts([document]).get(document, -1)
    there = {pair.other: pair for pair in lookup.alike.copies([first])}
    here = {pair.document: pair for pair in lookup.alike.copies(there) if pair.other == first}
    about = _about(lookup, there)
    best = sorted(there.values(), key=lambda pair: (-pair.sentences, -pair.words, pair.other))
    return tuple(
        Copy(
            *about[pair.other],
            pair.sentences / 1000,
            pair.words / 1000,
            here[pair.other].sentences / 1000,
            here[pair.other].words / 1000,
        )
        for pair in best
    )


def list_groups(opened: Opened) -> Iterator[Group]:
    """The provenance groups, that of the earliest document first."""
    follow_copies(opened, opened.progress)
    after = -1
    while True:
        with opened.store.looking() as lookup:
            page = lookup.alike.in_groups(after, PAGE)
            groups = lookup.alike.groups(page)
            found = [_group(lookup, groups[first]) for first in page if groups[first][0] == first]
        yield from found
        if len(page) < PAGE:
            return
        after = page[-1]


def _group(lookup: Lookup, group: tuple[int, ...]) -> Group:
    about, best = _about(lookup, group), _closest(lookup, group)
    members = [
        Member(*about[one], about[best[one].other].document, best[one].sentences / 1000, best[one].words / 1000)
        if one != group[0]
        else Member(*about[one], "", 0.0, 0.0)
        for one in group
    ]
    return Group(members[0].document, tuple(members))


def _closest(lookup: Lookup, group: tuple[int, ...]) -> Mapping[int, Pair]:
    best: dict[int, Pair] = {}
    for pair in lookup.alike.copies(group):
        known = best.get(pair.document)
        if pair.joined and (known is None or (pair.words, -pair.other) > (known.words, -known.other)):
            best[pair.document] = pair
    return best


def _about(lookup: Lookup, documents: Iterable[int]) -> dict[int, _About]:
    """What is said of each document, and its newest version as far as copies were looked for."""
    names, at = lookup.alike.names(documents), lookup.alike.compared(documents)
    described = lookup.shown(names.values())
    ids = lookup.version_ids([version for version, _, _ in at.values()])
    untitled = [at[first][0] for first, name in names.items() if not described[name].first("title")]
    texts = lookup.texts(untitled)
    return {
        first: _About(
            name,
            ids[at[first][0]],
            described[name].first("title") or opening(texts.get(at[first][0], "")),
            described[name].first("publisher"),
            described[name].first("published"),
        )
        for first, name in names.items()
    }
