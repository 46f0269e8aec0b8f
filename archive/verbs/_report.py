"""What changed on watched pages, from the captures alone: each change with its interval, and the sentences it changed.

A look that found a change is kept with `classed`, and with `last_seen`, when the page was last seen as it was before.
Nobody watches most of what is cited: a newer edition that somebody added is no less of a change. So the report has the
claims that rest on changed words wherever the edition came from, each beside the last change of its document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.errors import ArchiveError
from archive.model.article import LiveCapture, Version
from archive.store.reading import Reader
from archive.verbs._editions import editions
from archive.verbs._judging import CHANGES
from archive.verbs._stale import Stale
from archive.verbs._watching import read_again

_NEWS = CHANGES | {"suspect"}


@dataclass(frozen=True, slots=True)
class Change:
    """One page between two looks: it changed after `last_seen` (empty: it is not known) and before `seen`.

    `classed`, `suspect`: codes; `accepted`: it was suspect. `before`, `version`: ids of the versions; `removed`,
    `added`: the sentences of the article that only one of them has; `said`: (field, before, after) of what it states of
    itself; `claims` rest on words that have changed, and stand with the last change of their page. `classed` and
    `suspect` are empty where the newer edition came otherwise than by a look, `before`, `version` and `capture` too
    where only another archive has it.
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
    claims: tuple[Stale, ...] = ()


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


def with_claims(reader: Reader, found: Sequence[Change], claims: Sequence[Stale]) -> list[Change]:
    """These changes, and behind them those of other documents that claims rest on; each claim with the last change of
    its document."""
    seen = {one.url for one in found}
    first: dict[str, Stale] = {}  # of a document; what is held comes before the word of others
    for claim in claims:
        first.setdefault(claim.document, claim)
    every = [*found, *(_other(reader, claim) for document, claim in first.items() if document not in seen)]
    last = {one.url: number for number, one in enumerate(every)}
    return [
        replace(one, claims=tuple(c for c in claims if c.document == one.url)) if last[one.url] == number else one
        for number, one in enumerate(every)
    ]


def _change(reader: Reader, capture: LiveCapture, before: str) -> Change:
    fields = reader.record(capture.id)[1].fields
    old, new = reader.version(before) if before else None, reader.version(capture.version)
    return Change(
        capture.document,
        _title(reader, capture.document),
        capture.classed,
        tuple(fields.get("suspect", ())),
        "suspect" in fields and not capture.suspect,
        fields.get("last_seen", ""),
        capture.captured,
        before,
        capture.version,
        capture.id,
        *_differing(reader, old, new),
        _said(reader, old, new),
    )


def _other(reader: Reader, claim: Stale) -> Change:
    """How the newest edition of what a claim rests on came, which no look found."""
    document = claim.document
    every, title = editions(reader, document), _title(reader, document)
    changed, before = every.changed, every.before_newest
    if changed is None or before is None or claim.asserted:
        return Change(document, title, (), (), False, claim.last_seen, claim.seen, "", "", "", (), (), ())
    old, new = every.version(before), every.version(changed.content)
    last = [run for run in every.runs if run.content == before][-1].captures[-1].captured
    capture = reader.record_at(changed.position).id
    differing, said = _differing(reader, old, new), _said(reader, old, new)
    return Change(document, title, (), (), False, last, changed.captured, old.id, new.id, capture, *differing, said)


def _title(reader: Reader, document: str) -> str:
    return reader.described([document])[document].first("title")


def _differing(reader: Reader, old: Version | None, new: Version) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences that only the old version has, and those that only the new one has."""
    was, now = _sentences(reader, old), _sentences(reader, new)
    return (_only(was, now), _only(now, was)) if old else ((), ())


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
