"""Add articles: the life of a document.

    1 bytes ─reader→ text ─splitter→ sentences          outside the lock; in a child process, for hostile formats
    2 the write lock: known already?                    same address, same bytes: nothing is written
    3 blobs and records: version, sentences, capture, description, place; then its parts, each a document
    4 COMMIT, and only then is it reported              an id printed survives a power cut
    5 the index catches up

Which document it is: the one at its URL; else the one that was added from this path; else the one that holds these very
bytes (a copy, or a file that was moved); else a new one, with a `urn:uuid:` of its own. New bytes of a known document
are a new edition of it. Bytes that it held before, but not last, are a new capture: the source went back.

Two files that were copies of one another part when one of them gets other bytes while the other stands: the changed one
is a document of its own from then on. Copies that were changed alike, and all names of one file, stay together.

A member of a container (see `_containers`) is found by its bytes before its place: mailboxes are moved and compacted.
A part, such as an attachment, is the document that its whole's document called so before.

The URL that a page states of itself (a browser's *saved from*, a canonical link) does not name the document: anybody
can write that into a file. It is kept as stated, and shown. Only a person, or a web archive's record of a response,
says where bytes came from.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive import readers
from archive.errors import ArchiveError
from archive.store.reading import Reader
from archive.verbs import _articles
from archive.verbs._articles import Article
from archive.verbs._catch_up import catch_up
from archive.verbs._containers import Ended, Loaded, loaded
from archive.verbs._keep import Added, Keeper, decide, learn, refused, told
from archive.verbs._known import Known
from archive.verbs._opened import Opened, Progress, no_progress
from archive.verbs._seen import Before, Looked, Seen
from archive.verbs._sources import Given, NotTaken, Unchanged

BATCH_ARTICLES = 500
BATCH_BYTES = 8 * 2**20

Item = Article | Added | Ended


def add(
    opened: Opened,
    sources: Iterable[Given],
    *,
    ocr: bool = False,
    dry_run: bool = False,
    again: bool = False,
    progress: Progress = no_progress,
) -> Iterator[Added]:
    """Adds each source and says what became of it, in order, batch by batch, after each batch's commit.

    With `ocr` what has no text is read by machine, also of documents that are held; raises UsageError where that is not
    installed. What was removed is refused, unless `again`.
    """
    if ocr:
        readers.check_request()
    done, seen, run = 0, Seen(opened), secrets.token_hex(6)
    given = (_item(one, ocr) for one in loaded(sources, opened.clock))
    try:
        for batch in _one_ahead(_begun(opened, batch, again) for batch in _batches(given)):
            known, items = batch.read(opened)
            if dry_run:
                yield from _would_add(opened, known, items)
            else:
                results = _store(opened, known, items, run, again)
                seen.note(_noted(items, results))
                yield from (result for result in results if result is not None)
            done += len(batch.items)
            progress("adding", done, 0)
    except BaseException:
        readers.stop()  # those that were begun, and nobody waits for
        raise
    if not dry_run:
        opened.with_index(lambda: catch_up(opened, progress))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Articles whose reading was begun: `ends` waits for each."""

    items: list[Item]
    known: Known
    ends: list[Callable[[], None]]
    in_children: bool
    again: bool

    def read(self, opened: Opened) -> tuple[Known, list[Item]]:
        """All of them read, and their parts; what the archive knows of these."""
        for end in self.ends:
            end()
        _read_parts(self.items)
        items = list(_with_parts(self.items))
        return (self.known if len(items) == len(self.items) else _looked_up(opened, items, self.again)), items


def _begun(opened: Opened, items: list[Item], again: bool) -> _Batch:
    known = _looked_up(opened, items, again)
    unread = [a for a in items if isinstance(a, Article) and not _is_known(known, a)]
    return _Batch(items, known, list(map(_articles.begin, unread)), any(map(_articles.is_isolated, unread)), again)


def _one_ahead(batches: Iterable[_Batch]) -> Iterator[_Batch]:
    """Children read the next batch while this one is stored. Where there are none, one at a time costs less."""
    held: _Batch | None = None
    for batch in batches:
        if held is not None:
            yield held
        held = batch if batch.in_children else None
        if held is None:
            yield batch
    if held is not None:
        yield held


def _item(given: Loaded | NotTaken | Unchanged | Ended, ocr: bool) -> Item:
    if isinstance(given, Ended):
        return given
    if isinstance(given, Unchanged):
        before = given.before
        return Added(given.name, "known", before.document, before.version, notes=before.notes)
    if isinstance(given, NotTaken):
        why = (given.why,) if given.why else ()
        return Added(given.name, "failed" if given.error else "skipped", notes=why, error=given.error)
    source, data = given
    try:
        return _articles.article(source, data, ocr=ocr)
    except ArchiveError as error:
        return Added(source.name, "failed", error=error)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """So many that a commit is worth it and memory stays bounded."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += item.size if isinstance(item, Article) else 0
        if len(batch) >= BATCH_ARTICLES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _looked_up(opened: Opened, items: Iterable[Item], again: bool) -> Known:
    with opened.store.reading() as reader:
        return _known(reader, items, again)


def _known(reader: Reader, items: Iterable[Item], again: bool) -> Known:
    return Known(reader, [(a.source.url, a.path, a.content) for a in items if isinstance(a, Article)], again=again)


def _read_parts(items: Iterable[Item]) -> None:
    parts = [part for item in items if isinstance(item, Article) for part in item.parts]
    for end in list(map(_articles.begin, parts)):
        end()
    if parts:
        _read_parts(parts)


def _is_known(known: Known, article: Article) -> bool:
    document = known.document(article.source.url, article.path, article.content)
    # What another reader left out, the last one may read; whether it did, is seen when it was read.
    reader = article.tried[-1 if article.ocr and readers.on_request(article.data) else 0].READER
    return bool(document and known.version(document, article.content, reader))


def _with_parts(items: Iterable[Item]) -> Iterator[Item]:
    """Each article, and after it its parts."""
    for item in items:
        yield item
        if isinstance(item, Article):
            yield from _with_parts(item.parts)
            for name in item.left:
                yield Added(name, "skipped", notes=("no reader reads it: it is kept inside its whole",))


def _would_add(opened: Opened, known: Known, items: Iterable[Item]) -> Iterator[Added]:
    """What `_store` would report, with nothing written, and no ids of what is not there."""
    for item in items:
        if not isinstance(item, Article):
            yield from [item] if isinstance(item, Added) else []
            continue
        decision = decide(known, item)
        if refusal := refused(known, item, decision):
            yield refusal
            continue
        is_new = not known.newest(decision.document) and not item.source.url
        version = decision.version if len(decision.version) == 64 else ""  # not one of this dry run's own
        yield told(item, decision, "" if is_new else decision.document, version)
        learn(known, item, decision, decision.version or "dry run", opened.clock())


def _store(opened: Opened, known: Known, items: list[Item], run: str, again: bool) -> list[Added | None]:
    """One transaction for a batch: all of it, or nothing."""
    if not any(isinstance(item, Article) for item in items):
        return [_told(item) for item in items if not isinstance(item, Article)]
    with opened.store.writing() as writer:
        if writer.size() != known.size:  # another process wrote meanwhile
            known = _known(writer, items, again)
        keeper = Keeper(opened, writer, known, run)
        results = [keeper.keep(item) if isinstance(item, Article) else _told(item) for item in items]
        keeper.end()
        return results


def _told(item: Added | Ended) -> Added | None:
    return item if isinstance(item, Added) else None


def _noted(items: Iterable[Item], results: Iterable[Added | None]) -> Iterator[tuple[Looked, Before]]:
    """Files, and containers to the end, with what became of them."""
    for item, result in zip(items, results, strict=True):
        if isinstance(item, Ended):
            yield item.looked, Before(notes=(f"unchanged, with {item.members:,} documents",))
        elif isinstance(item, Article) and item.source.looked and result is not None and result.version:
            notes = result.notes if result.status == "known" else (item.unreadable,) if item.unreadable else ()
            yield item.source.looked, Before(result.document, result.version, notes)
