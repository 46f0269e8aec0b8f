"""The index follows the log: by a watermark (position, root at it), so that doing it twice is harmless.

Another root at the watermark's position means another log: start again. So does a removal behind it, for nothing of
what was removed may stay in an index. One that is made anew after a removal says so as long as it is not past it:
beside the root stands which removal was the last, so that what was cut off goes on from there. Another process that is
indexing already is left to it; a search then goes as far as the index reaches, and says how many records are missing.

Between reading the watermark and getting the index's lock another process may have indexed the very same records, and
they would be found twice. So the watermark is compared again under the lock: where an engine takes the first passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.engines import Index
from archive.errors import Locked
from archive.model.passage import Passage, Watermark
from archive.model.span import is_outside
from archive.store.lookup import Lookup
from archive.verbs._alike import follow_copies
from archive.verbs._opened import Opened, Progress, no_progress

COMMIT = 40_000  # records between two commits of the index
PAGE = 200  # versions read in one transaction


def catch_up(opened: Opened, progress: Progress | None = None) -> int:
    """Indexes what is new. Returns how many records are not yet searchable (0 unless another process is at it)."""
    index = opened.index
    try:
        if _size(opened) <= _followed(opened, index):
            return 0
        follow(opened, index, progress or opened.progress)
    except Locked:
        mark = index.watermark()
        return max(_size(opened) - (mark.position if mark else 0), 0)
    follow_copies(opened, progress or opened.progress)
    return 0


def follow(opened: Opened, index: Index, progress: Progress = no_progress) -> None:
    """Indexes what an index does not hold of the log. Raises Locked when another process is at it."""
    position, size = _followed(opened, index), _size(opened)
    with index.batch():
        while position < size:
            progress("indexing", position, size)
            position = _advanced(opened, index, position, min(position + COMMIT, size), size, progress)
    progress("indexing", size, size)


def _size(opened: Opened) -> int:
    with opened.store.looking() as lookup:
        return lookup.size()


def _advanced(opened: Opened, index: Index, position: int, end: int, size: int, progress: Progress) -> int:
    """Indexes the records [position, end) in one commit. Returns how many records the index holds then."""
    held = index.watermark()
    with opened.store.looking() as lookup:
        fits, mark = not held or _fits(opened, lookup, held), _mark(lookup, end)
    if not fits:  # something was removed meanwhile
        return _followed(opened, index)
    passages = _passages(opened, position, end, lambda done: progress("indexing", done, size))
    try:
        index.index(_unless_overtaken(index, position, passages), mark)
    except _Overtaken:
        return _followed(opened, index)
    opened.trusted[:] = [mark]
    return end


class _Overtaken(Locked):
    """Another process has moved the watermark meanwhile."""


def _unless_overtaken(index: Index, position: int, passages: Iterator[Passage]) -> Iterator[Passage]:
    """The passages, if the index still holds `position` records when the first is asked for, under its lock."""
    mark = index.watermark()
    if (mark.position if mark else 0) != position:
        raise _Overtaken("another process is writing the search index")
    yield from passages


def _followed(opened: Opened, index: Index) -> int:
    """How many records the index holds already; 0 after throwing away one that follows another log, or that may hold
    what was removed since. Raises Locked when another process is at it."""
    mark = index.watermark()
    if mark is None:
        return 0
    with opened.store.looking() as lookup:
        fits = _fits(opened, lookup, mark)
    if fits:
        return mark.position
    index.clear()
    return 0


def _fits(opened: Opened, lookup: Lookup, mark: Watermark) -> bool:
    """Whether an index with this watermark follows this log, and holds nothing that was removed since."""
    if mark in opened.trusted and lookup.last_removal() < mark.position:
        return True
    fits = mark.position <= lookup.size() and mark == _mark(lookup, mark.position)
    if fits:
        opened.trusted[:] = [mark]
    return fits


def _mark(lookup: Lookup, position: int) -> Watermark:
    """The watermark of an index that is made now of so many records."""
    removal = lookup.last_removal()
    behind = f"-{removal}" if removal >= position else ""
    return Watermark(position, lookup.root(position).hex() + behind)


def _passages(opened: Opened, start: int, end: int, reached: Callable[[int], None]) -> Iterator[Passage]:
    """Every passage of the records [start, end); `reached` is told how far it is."""
    with opened.store.reading() as reader:
        claims = reader.claims_after(start, end)
    for position, text in claims:
        yield Passage("claim", position, 0, len(text), text)
    while True:
        with opened.store.reading() as reader:
            page = reader.texts_after(start, end, PAGE)
            languages = reader.languages({version: document for _, version, document, _, _ in page})
            chosen = reader.chosen_at([version for _, version, _, _, _ in page])
        for _, version, _, text, spans in page:
            language, article = languages[version], chosen.get(version, [])
            for first, last in spans:
                beside = is_outside(article, first, last)
                yield Passage("sentence", version, first, last, text[first:last], language, beside)
            yield Passage("document", version, 0, len(text), "", language)
        if len(page) < PAGE:
            return
        start = page[-1][0] + 1
        reached(start)
