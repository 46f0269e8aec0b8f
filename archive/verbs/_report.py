"""What changed on watched pages, from the captures alone: each change with its interval, and the sentences it changed.

A look that found a change is kept with `classed`, and with `last_seen`, when the page was last seen as it was before.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import ArchiveError
from archive.model.article import LiveCapture, Version
from archive.store.reading import Reader
from archive.verbs._judging import CHANGES
from archive.verbs._watching import read_again

_NEWS = CHANGES | {"suspect"}


@dataclass(frozen=True, slots=True)
class Change:
    """One page between two looks: it changed after `last_seen` (empty: it is not known) and before `seen`.

    `classed`, `suspect`: codes; `accepted`: it was suspect. `before`, `version`: ids of the versions; `removed`,
    `added`: the sentences of the article that only one of them has; `said`: (field, before, after) of what it states of
    itself.
    """

    url: str
    title: str
    classed: tuple[str, ...]
    suspect: tuple[str, ...]
    accepted: bool
    last_seen: str
    seen: str
    before: str
    version: str
    capture: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    said: tuple[tuple[str, str, str], ...]


def changes(reader: Reader, since: str, urls: frozenset[str]) -> list[Change]:
    """Since a date or moment (as texts they compare as the moments do), oldest first; of these URLs, or of all."""
    believed: dict[str, str] = {}  # document → id of the version that was last believed to be on it
    found = []
    for capture in reader.live_captures():
        before = believed.get(capture.document, "")
        if not capture.suspect:
            believed[capture.document] = capture.version
        wanted = capture.captured >= since and (not urls or capture.document in urls)
        if wanted and not _NEWS.isdisjoint(capture.classed) and "still" not in capture.classed:
            found.append(_change(reader, capture, before))
    return found


def _change(reader: Reader, capture: LiveCapture, before: str) -> Change:
    fields = reader.record(capture.id)[1].fields
    old, new = reader.version(before) if before else None, reader.version(capture.version)
    was, now = _sentences(reader, old), _sentences(reader, new)
    return Change(
        capture.document,
        reader.described([capture.document])[capture.document].first("title"),
        capture.classed,
        tuple(fields.get("suspect", ())),
        "suspect" in fields and not capture.suspect,
        fields.get("last_seen", ""),
        capture.captured,
        before,
        capture.version,
        capture.id,
        _only(was, now) if old else (),
        _only(now, was) if old else (),
        _said(reader, old, new),
    )


def _only(those: list[str], others: list[str]) -> tuple[str, ...]:
    known = set(others)
    return tuple(one for one in those if one not in known)


def _sentences(reader: Reader, version: Version | None) -> list[str]:
    """Those of the article, where it can be told from the page around it."""
    if version is None:
        return []
    text, spans = reader.text(version), reader.spans(version.id)
    try:
        article = read_again(reader, version).article
    except ArchiveError:
        article = ()
    inside = [s for s in spans if not article or any(a < s[1] and s[0] < b for a, b in article)]
    return [text[start:end] for start, end in inside]


def _said(reader: Reader, old: Version | None, new: Version) -> tuple[tuple[str, str, str], ...]:
    if old is None:
        return ()
    before, after = (_stated(reader, version) for version in (old, new))
    pairs = [(field, before.get(field, ""), after.get(field, "")) for field in ("title", "published")]
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _stated(reader: Reader, version: Version) -> dict[str, str]:
    stated = reader.record(version.id)[1].fields.get("stated", {})
    return {field: one["value"] for field, one in stated.items() if isinstance(one["value"], str)}
