"""Watch pages of the web: a list of them, a look at all of it, and what changed between one look and another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.errors import NotFetched, NotFound, UsageError
from archive.fetch import guard
from archive.fetch.web import Web
from archive.model.record import Record, is_uri, is_when
from archive.store.reading import Reader
from archive.verbs._carrying import documents_to_carry
from archive.verbs._editions import editions
from archive.verbs._elsewhere import all_elsewhere
from archive.verbs._opened import Opened, Progress, no_progress
from archive.verbs._report import Change, changes, with_claims
from archive.verbs._resolve import resolve
from archive.verbs._stale import Stale, stale
from archive.verbs._watches import Watch, Watches, alone, change, watches
from archive.verbs._watching import Seen, look_at_all


@dataclass(frozen=True, slots=True)
class Watched:
    """What became of a URL: `added`, `known` (it was on the list), `removed`."""

    url: str
    status: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A suspect capture that counts now. `newest`: its version is the document's newest edition. `existing`: it counted
    before."""

    document: str
    version: str
    capture: str
    newest: bool
    existing: bool


def watch_add(opened: Opened, urls: Iterable[str]) -> list[Watched]:
    """Puts pages on the list; they are looked at by the next run. Raises UsageError for what is no URL of the web."""
    wanted = list(dict.fromkeys(urls))
    for url in wanted:
        _check(url)
    now, done = opened.clock(), []

    def edit(held: Watches) -> None:
        for url in wanted:
            done.append(Watched(url, "known" if url in held else "added"))
            held.setdefault(url, Watch(url, now))

    change(opened, edit)
    return done


def _check(url: str) -> None:
    try:
        guard.parse(url)
    except NotFetched as error:
        raise UsageError(f"{url} {error.message}", hint=error.hint) from None
    if not is_uri(url):
        raise UsageError(f"{url} is not a URL", hint="a URL looks like https://example.org/article")


def watch_list(opened: Opened) -> list[Watch]:
    """What is watched, in the order in which it was put on the list."""
    return list(watches(opened).values())


def watch_remove(opened: Opened, urls: Iterable[str]) -> list[Watched]:
    """Takes pages from the list; what was captured stays. Raises NotFound, and then takes none."""
    wanted = list(dict.fromkeys(urls))

    def edit(held: Watches) -> None:
        _refuse_unknown(held, wanted)
        for url in wanted:
            del held[url]

    change(opened, edit)
    return [Watched(url, "removed") for url in wanted]


def _refuse_unknown(held: Watches, urls: Iterable[str]) -> None:
    for url in urls:
        if url not in held:
            raise NotFound(f"{url} is not watched", hint="see `archive watch list`")


def watch_run(
    opened: Opened,
    web: Web,
    *,
    urls: Iterable[str] = (),
    keep_all: bool = False,
    progress: Progress = no_progress,
) -> list[Seen]:
    """Looks at all watched pages, or at these. Raises NotFound, Locked; NotFetched offline.

    Those that are to be left alone for some time are `waiting`.
    """
    web.refuse_offline()
    with alone(opened):
        held, now = watches(opened), opened.clock()
        named = list(dict.fromkeys(urls))
        _refuse_unknown(held, named)
        meant = {url: held[url] for url in named} if named else held
        due = {url: watch for url, watch in meant.items() if watch.wait <= now}
        found = {one.url: one for one in look_at_all(opened, web, due, keep_all=keep_all, progress=progress)}
        return [found.get(url) or Seen(url, ("waiting",), seen=watch.wait) for url, watch in meant.items()]


def watch_report(opened: Opened, *, since: str = "", urls: Iterable[str] = ()) -> list[Change]:
    """What is known to have changed since a date or moment, oldest first, and the claims that rest on words which have;
    of these pages only, if some are named. Documents that nobody watches are there where such a claim rests on them.

    Raises UsageError; NotFound for a page of which nobody could tell whether it changed.
    """
    if since and not is_when(since):
        raise UsageError(f"{since!r} is not a time", hint="write it as 2026-03-01 or 2026-03-01T09:00:00Z")
    named = frozenset(urls)
    _refuse_unseen(opened, named)
    rested = stale(opened, named or None)
    with opened.store.reading() as reader:
        found = changes(reader, since, named)
        pages = {one.url for one in found}
        wanted = [one for one in rested if not since or one.document in pages or _is_news(reader, one, since)]
        return with_claims(reader, found, wanted)


def _refuse_unseen(opened: Opened, urls: Iterable[str]) -> None:
    """Raises NotFound for what is neither watched, nor was ever, nor is a cited document with a newer edition."""
    with opened.store.reading() as reader:
        seen = {one.document for one in reader.live_captures() if one.classed} if urls else set()
        seen |= {*documents_to_carry(reader), *(one.document for one in all_elsewhere(reader))} if urls else set()
    for url in sorted(set(urls) - seen):
        if url not in watches(opened):
            raise NotFound(f"{url} is not watched", hint=f"archive watch add {url}; archive watch list shows what is")


def _is_news(reader: Reader, one: Stale, since: str) -> bool:
    """Whether the newest edition of what a claim rests on became known since."""
    changed = editions(reader, one.document).changed
    known = one.seen if one.asserted else changed.time if changed else ""
    return known >= since.removesuffix("Z")


def watch_accept(opened: Opened, reference: str) -> Accepted:
    """Takes what is suspect for what the source says: the last suspect capture of a document or version, or the capture
    that is named. Raises NotFound, Ambiguous."""
    with opened.store.writing() as writer:
        capture = _suspect(writer, reference)
        existing = writer.is_accepted(capture.id)
        if not existing:
            writer.append(opened.store.seal("acceptance/1", {"capture": capture.id}, at=opened.clock()))
            writer.flush()
        version = writer.version(capture.fields["version"])
        newest = writer.newest(version.document)
        is_newest = newest is not None and newest.content == version.content
        return Accepted(version.document, version.id, capture.id, is_newest, existing)


def _suspect(reader: Reader, reference: str) -> Record:
    thing = resolve(reader, reference)
    if thing.kind == "record":
        _, record = reader.record(thing.id)
        if record.name == "capture" and "suspect" in record.fields:
            return record
    document = thing.version.document if thing.version else thing.id if thing.kind == "document" else ""
    version = thing.version.id if thing.version else ""
    found = [c for c in reader.live_captures() if c.suspect and c.document == document and version in ("", c.version)]
    if not found:
        raise NotFound(f"nothing of {reference} is suspect", hint="see `archive watch report`")
    return reader.record(found[-1].id)[1]
