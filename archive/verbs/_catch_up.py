"""The index follows the log: by a watermark (position, root at it), so that doing it twice is harmless.

Another root at the watermark's position means another log: start again. Another process that is indexing already is
left to it; a search then goes as far as the index reaches, and says how many records are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.engines import Index
from archive.errors import Locked
from archive.model.passage import Passage, Watermark
from archive.tlog.openings import parse_spans
from archive.verbs._opened import Opened

COMMIT = 40_000  # records between two commits of the index
PAGE = 200  # versions read in one transaction

Progress = Callable[[str, int, int], None]


def no_progress(what: str, done: int, total: int) -> None:
    """Says nothing."""


def catch_up(opened: Opened, progress: Progress = no_progress) -> int:
    """Indexes what is new. Returns how many records are not yet searchable (0 unless another process is at it)."""
    index = opened.index
    position = _followed(opened, index)
    with opened.store.looking() as lookup:
        size = lookup.size()
    while position < size:
        end = min(position + COMMIT, size)
        with opened.store.looking() as lookup:
            mark = Watermark(end, lookup.root(end).hex())
        try:
            index.index(_passages(opened, position, end), mark)
        except Locked:
            return size - position
        opened.trusted[:] = [mark]
        position = end
        progress("indexing", position, size)
    return 0


def _followed(opened: Opened, index: Index) -> int:
    """How many records the index holds already; 0 after throwing away one that follows another log."""
    mark = index.watermark()
    if mark is None:
        return 0
    if mark in opened.trusted:
        return mark.position
    with opened.store.looking() as lookup:
        same = mark.position <= lookup.size() and lookup.root(mark.position).hex() == mark.root
    if same:
        opened.trusted[:] = [mark]
        return mark.position
    index.clear()
    return 0


def _passages(opened: Opened, start: int, end: int) -> Iterator[Passage]:
    """Every passage of the records [start, end)."""
    with opened.store.reading() as reader:
        claims = reader.claims_after(start, end)
    for position, text in claims:
        yield Passage("claim", position, 0, len(text), text)
    while True:
        with opened.store.reading() as reader:
            page = reader.texts_after(start, end, PAGE)
        for _, version, data, spans in page:
            text = data.decode("utf-8")
            yield Passage("document", version, 0, len(text), text)
            for first, last in parse_spans(spans):
                yield Passage("sentence", version, first, last, text[first:last])
        if len(page) < PAGE:
            return
        start = page[-1][0] + 1
