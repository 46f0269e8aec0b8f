"""Where a quote is looked for: a document, version, URL, story or search → the versions that are meant."""

from __future__ import annotations

import re
from pathlib import Path

from archive.errors import NotFound, UsageError
from archive.model.token import looks_like_token
from archive.verbs._asked import Asked, resolved
from archive.verbs._corpus import Scoped
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve

_NAMED = re.compile(r"(?=.*[0-9])[0-9a-f-]{4,64}|[a-z][a-z0-9+.-]*://\S+|urn:\S+")


def scope_of(opened: Opened, named: str) -> Scoped:
    """Nothing named is everything. Raises NotFound, Ambiguous, UsageError."""
    if not named:
        return Scoped()
    with opened.store.reading() as reader:
        try:
            thing = resolve(reader, named)
        except NotFound:
            if _NAMED.fullmatch(named) or looks_like_token(named):
                raise
            thing = None
        if thing and thing.version is not None:
            return Scoped(frozenset({thing.version.position}), True)
        if thing and thing.kind == "document":
            return Scoped(frozenset(version.position for version in reader.versions(thing.id)))
        if thing and thing.kind in ("story", "claim"):
            claims = reader.story(thing.id) if thing.kind == "story" else [thing.id]
            cited = {c.version for claim in claims for c in reader.citations(claim=claim)}
            return Scoped(frozenset(reader.version(version).position for version in cited))
    if thing:
        raise UsageError(f"{named!r} is a {thing.kind}: nothing can be looked for in it", hint="see `archive list`")
    return _found(opened, named)


def _found(opened: Opened, words: str) -> Scoped:
    """The documents that a search finds."""
    tree, notes = Asked(words).tree()
    query = resolved(opened, tree, "document", notes)
    found = frozenset(opened.index.positions(query, "document"))
    if not found:
        raise NotFound(f"no document, story or search {words!r} to look in", hint="see `archive list`")
    return Scoped(found)


def is_bundle(named: str) -> bool:
    """Whether a scope is the path of a bundle: a folder or a ZIP file, in which is looked without an archive."""
    if not named or "\0" in named:
        return False
    path = Path(named)
    try:
        if path.is_dir():
            return (path / "bagit.txt").is_file()
        return path.is_file() and path.suffix.lower() == ".zip"
    except OSError:
        return False
