"""Which documents are copies of one another: found as the log is followed, by the newest edition of each.

Like the index this follows the log outside the writer's transaction, from where it came to (a number of records, in the
database), some documents at a time; doing it twice is harmless. Each document that has got a version or a capture is
compared with those that share several marks with it (see `archive.text.likeness`), the earliest of them before all.
Editions of one document are never compared: they are no copies of one another.

Two addresses of one page are one source whatever the two texts share: one may have been fetched later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from zlib import crc32

from archive.engines._folding import fold
from archive.errors import CannotWrite, IntegrityError, Locked
from archive.store.alike import HOLDERS, Compared, Pair
from archive.store.lookup import Lookup
from archive.text import likeness
from archive.text.addresses import page_of
from archive.tlog.openings import parse_spans
from archive.verbs._opened import Opened, Progress, no_progress

PAGE = 2_000  # records whose documents are compared in one step
TEXTS = 50  # texts that are in memory
CANDIDATES = 8  # documents with which one is compared

_Compared = tuple[likeness.Runs, likeness.Sentences]


def follow_copies(opened: Opened, progress: Progress = no_progress) -> None:
    """Compares what is new. Where another process is writing, or nothing can be written, that is left to another time:
    whoever searches shall not wait for it."""
    with suppress(CannotWrite, Locked):
        while (size := _followed(opened, progress)) is not None:
            progress("comparing", size, size)


def _followed(opened: Opened, progress: Progress) -> int | None:
    """One step; gives the size of the log, or None where there was nothing to do."""
    with opened.store.looking() as lookup:
        start, size = lookup.alike.followed(), lookup.size()
        if start >= size:
            return None
        progress("comparing", start, size)
        found = _Page(lookup, start, min(start + PAGE, size)).compared()
    with opened.store.writing(wait=False) as writer:
        writer.keep_compared(found)
    return size


class _Page:
    """The documents that the records [start, end) touch, and what is known of those that have marks in common."""

    def __init__(self, lookup: Lookup, start: int, end: int) -> None:
        self._lookup = lookup
        self._start, self._end = start, end
        names = lookup.alike.touched(start, end)
        firsts, last = lookup.alike.firsts(names), lookup.read_last(names)
        self._names = {firsts[name]: name for name in names}
        known = self._known = lookup.alike.compared(self._names)
        newest = {firsts[name]: last[name] for name in names}
        self._versions = {d: v for d, v in sorted(newest.items()) if d not in known or known[d][0] != v}
        self._at = known | {d: (v, 0, 1) for d, v in newest.items()}  # of all documents that are met

    def compared(self) -> Compared:
        marks, rates = self._marks()
        holders = self._holders = self._lookup.alike.holders({mark for own in marks.values() for mark in own})
        self._meet({d for held in holders.values() for d in held})
        kept: list[tuple[int, int]] = []
        pairs: list[Pair] = []
        for document, own in marks.items():
            shared = Counter(chain.from_iterable(holders[mark] for mark in own if mark in holders))
            del shared[document]
            pairs += self._pairs(document, (len(own), rates[document]), shared)
            new = [mark for mark in own if document not in holders[mark] and len(holders[mark]) < HOLDERS]
            for mark in new:
                holders[mark].append(document)
            kept += [(mark, document) for mark in new]
            count = len(new) if document not in self._known else sum(document in holders[mark] for mark in own)
            self._at[document] = (self._versions[document], count, rates[document])
        return Compared(self._start, self._end, kept, {d: self._at[d] for d in marks}, pairs)

    def _marks(self) -> tuple[dict[int, list[int]], dict[int, int]]:
        """Document → marks of its newest version, and one for its page in the web; and their rate."""
        marks: dict[int, list[int]] = {}
        rates: dict[int, int] = {}
        documents = list(self._versions)
        for n in range(0, len(documents), TEXTS):
            some = documents[n : n + TEXTS]
            held = self._lookup.texts([self._versions[document] for document in some])
            for document in some:
                page = page_of(self._names[document])
                words = likeness.words_of(held.get(self._versions[document], ""), fold)
                marks[document] = likeness.marks(words) + ([_mark_of(page)] if page else [])
                rates[document] = likeness.rate_of(words)
        return marks, rates

    def _meet(self, documents: Iterable[int]) -> None:
        """Looks up what is known of documents that came before."""
        others = [document for document in documents if document not in self._at]
        self._at |= self._lookup.alike.compared(others)
        self._names |= self._lookup.alike.names(others)

    def _pairs(self, document: int, marks: tuple[int, int], shared: Mapping[int, int]) -> list[Pair]:
        """The document with each that is a copy of it, in both directions. `marks`: how many it has, and their rate."""
        page = page_of(self._names[document])
        held = self._holders.get(_mark_of(page), ()) if page else ()
        same = [other for other in held if other != document and page_of(self._names[other]) == page]
        several = [(other, count) for other, count in shared.items() if count >= likeness.SEVERAL]
        alike = [other for other, count in several if count >= likeness.enough(marks, self._at[other][1:])]
        best = sorted(alike, key=lambda other: (-shared[other], other))
        candidates = list(dict.fromkeys([*same, *best]))[:CANDIDATES]
        return [pair for other in candidates for pair in self._compare(document, other, other in same)]

    def _compare(self, document: int, other: int, same: bool) -> Sequence[Pair]:
        versions = [self._at[each][0] for each in (document, other)]
        held = self._lookup.texts(versions)
        texts = [fold(held.get(version, "")) for version in versions]
        if not same and not likeness.seems_like(*texts):
            return ()
        ours, theirs = map(likeness.runs_of, texts)
        if not same and not likeness.are_copies(ours, theirs):
            return ()
        joined = same or likeness.are_joined(ours, theirs)
        one, two = ((runs, self._sentences(v)) for runs, v in zip((ours, theirs), versions, strict=True))
        return _pair(document, other, one, two, joined), _pair(other, document, two, one, joined)

    def _sentences(self, version: int) -> likeness.Sentences:
        with suppress(IntegrityError):  # it is `verify` that tells
            held = self._lookup.texts_at([version])[version]
            return likeness.sentences_of(fold(held.text[start:end]) for start, end in parse_spans(held.spans))
        return frozenset()


def _mark_of(page: str) -> int:
    return crc32(b"page " + page.encode("utf-8", "surrogatepass"))


def _pair(document: int, other: int, ours: _Compared, theirs: _Compared, joined: bool) -> Pair:
    words, sentences = likeness.share(ours[0], theirs[0]), likeness.share(ours[1], theirs[1])
    return Pair(document, other, round(1000 * words), round(1000 * sentences), joined)
