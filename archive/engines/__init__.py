"""Engines: passages → found passages. One module an engine.

An engine is a cache of the log and nothing more: it may be deleted at any time, is never shipped, imported or opened
from a foreign place, and lives in a folder (0700) below the user's cache folder that the caller names. A module of
this folder has

    SCHEMA: str                      changes whenever an index made before can no longer be used as it is
    def open_index(folder: Path) -> Index

`open_index` makes the folder's index when there is none. When what is there is broken, foreign or of another
schema it is thrown away and made anew (never raised to the user, never half used): the caller sees an index without a
watermark and feeds it from the start. A folder that others can write to or rename, or that is a link, is refused:
errors.CannotWrite. An `Index` has

    watermark() -> Watermark | None      what the last committed `index()` gave; None for an empty index
    index(passages: Iterable[Passage], watermark: Watermark) -> None
        Adds the passages and moves the watermark in ONE commit: after a crash at any instant both are there or
        neither is, so that catching up again can never double or lose a passage. Called with many passages at a
        time (bulk) or one. Memory is bounded by the engine, not by the number of passages.
        Raises errors.Locked when another process is writing: the lock is taken before the first passage is asked
        for, so that the iterable can still look whether it is wanted. What the iterable raises is raised, and
        nothing is stored.
    batch() -> context manager
        Around many `index()`, each still a commit of its own, so that an engine may keep its writer from one to the
        next, and with it the lock. An error out of `index()` leaves the batch usable. Raises errors.Locked.
    clear() -> None                      forget everything, in one commit
    search(query, granularity, limit, offset=0) -> Results
        Best first by BM25; ties by (position, start), so that an answer is the same twice and pages fit together.
        `limit` 0 only counts. Sees what was committed when it is called.
        Raises errors.UsageError, saying what, for a tree that this engine cannot run: one that holds a `Field`, `Range`
        or `Exact`, is nested too deep, or asks for more work than a search may take (two seconds at most, counted in
        entries read and not by the clock). Raises errors.BrokenIndex when it meets a broken place that opening did not
        show; the index is then gone, and the next `open_index` gives a new one.
    sparingly() -> context manager
        Around searches that help and are not asked for: with the last one before them they may read, together, no more
        than one search may. They raise UsageError as every search does, and whoever asks goes on without.
    positions(query, granularity) -> list[int]
        The position of every passage that `search` finds, one entry a passage, in no order: to count and sort by what
        the index does not know. No scores; in tantivy some .3 µs and 150 bytes a passage (14,000 in 9 ms, 500,000 in
        150 ms, 1.5 million in 440 ms), in Whoosh a search. Raises as `search` does.
    marks(query, text, language="") -> list[tuple[int, int]]
        The [start, end) in code points of `text` that a query found, to be marked when it is shown: in order, none
        overlapping or touching; nothing of what is negated. A word's terms are those of `language` or, without one or
        when these mark nothing, of all languages that the index held at the last `search`; so a passage found by words
        has a mark. Of many texts for the same query (the very object) each costs some 15 µs. Raises UsageError as
        `search` does.
    close() -> None

Words are compared folded (`_folding`: case, accents, forms) and by their stems in the passage's language
(`_analysis`); no stop list, because it closes the gaps that phrases count on. An engine only splits at spaces, so that
all of them give the same set of passages for the same tree. It keeps the languages it was given with the watermark,
because a query's words are looked for by the stems of each. BM25 counts the entries of one granularity alone. A word of
which nothing is left (“—”) sets no condition: it drops out of its And, Or or Not, and a query of which nothing is left
finds nothing. What a `Pattern` or `Fuzzy` finds scores nothing; such hits alone stand in the order of their places.

The watermark is no file written after the commit, which would need a delete by version before each add, but a
passage-less entry of the index itself, replaced in the same commit: one atomic step instead of three, and nothing to
delete when indexing is repeated.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from archive.model.passage import Granularity, Passage, Results, Watermark
from archive.model.query import Query


class Index(Protocol):
    """See the module's docstring."""

    def watermark(self) -> Watermark | None: ...

    def index(self, passages: Iterable[Passage], watermark: Watermark) -> None: ...

    def batch(self) -> AbstractContextManager[object]: ...

    def clear(self) -> None: ...

    def search(self, query: Query, granularity: Granularity, limit: int, offset: int = 0) -> Results: ...

    def sparingly(self) -> AbstractContextManager[None]: ...

    def positions(self, query: Query, granularity: Granularity) -> list[int]: ...

    def marks(self, query: Query, text: str, language: str = "") -> list[tuple[int, int]]: ...

    def close(self) -> None: ...
