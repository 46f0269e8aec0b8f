"""The engine in pure Python: Whoosh, for small archives and machines without tantivy's compiled part.

Whoosh keeps the postings, the positions and BM25; the tree is evaluated here, over sets of its entries, because
its own matchers lose what scores nothing, and a total makes it run a query twice. Its English stemmer is
not Porter 2 (`running` → `runn`, `internal` → `intern`): snowballstemmer is, and agrees with tantivy's. Its BM25 counts
the entries of all granularities, and is told those of the one that is searched.

One entry a passage and one for the watermark, as in tantivy. Only what whoosh 2.7.4 and whoosh3 3.54 share is used.
An index is unpickled when it is opened, which runs what its writer wanted: hence the closed folder (`_folder`).
Whoosh never fsyncs: after a power failure the index may be broken, and is made anew.
"""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from archive.engines import _folder
from archive.engines._analysis import Analysis, language_of, version
from archive.engines._folding import analysed, is_within, pattern
from archive.engines._marks import Marker
from archive.errors import ArchiveError, BrokenIndex, CannotWrite, Locked, UsageError
from archive.model.passage import Found, Granularity, Passage, Results, Watermark
from archive.model.query import (
    And,
    Boost,
    Everything,
    Fuzzy,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Query,
    Versions,
    Word,
)

with warnings.catch_warnings():  # of its age: the user can do nothing about them
    warnings.simplefilter("ignore")
    import whoosh.codec.whoosh3
    import whoosh.util
    from whoosh import analysis, columns, fields, index, scoring, writing
    from whoosh.query import Term

# It names segments with the global generator: a seeded program would make two of one name, and be disturbed itself.
whoosh.util.random = random.SystemRandom()

SCHEMA = f"2-{version()}"
GRANULARITIES = ("document", "sentence", "claim")
MEGABYTES = 128
"""What a writer gathers before it writes to disk."""

MOST_WORK = 600_000
"""Entries that one search may read, weighted by how long that takes: some 3 µs, two seconds in all."""

WORK_OF_A_DICTIONARY = 20_000

_Scores = dict[int, float]
"""Whoosh's number of an entry → its score."""


def open_index(folder: Path) -> WhooshIndex:
    """The folder's index; a new one when there is none that can be used."""
    path = _folder.place(folder, "whoosh", SCHEMA)
    if path.exists():
        try:
            return _opened(path)
        except BrokenIndex:
            pass  # `WhooshIndex` has thrown it away
    _folder.make(path, lambda new: index.create_in(str(new), _schema()))
    return _opened(path)


def _opened(path: Path) -> WhooshIndex:
    opened = WhooshIndex(path)
    opened.watermark()
    return opened


def _schema() -> Any:
    schema = fields.Schema(
        granularity=fields.ID(),
        watermark=fields.STORED(),
        key=fields.COLUMN(columns.NumericColumn("Q")),
        end=fields.COLUMN(columns.NumericColumn("Q")),
    )
    for granularity in GRANULARITIES:
        schema.add(granularity, fields.TEXT(analyzer=analysis.SpaceSeparatedTokenizer(), phrase=True))
    return schema


class WhooshIndex:
    """See `archive.engines`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marker = Marker(_ANALYSIS)
        with self._whole():
            self._index = index.open_dir(str(path))

    def watermark(self) -> Watermark | None:
        with self._searcher() as searcher:
            mark = _mark(searcher)
            return Watermark(int(mark[0]), mark[1]) if mark else None

    def index(self, passages: Iterable[Passage], watermark: Watermark) -> None:
        with self._writing() as writer:
            with self._searcher() as searcher:
                languages = set(_languages(searcher))
            for p in passages:
                languages.add(language := language_of(p.language))
                writer.add_document(**_document(p, language))
            writer.delete_by_term("granularity", "watermark")
            mark = " ".join((str(watermark.position), watermark.root, *sorted(languages)))
            writer.add_document(granularity="watermark", watermark=mark)

    def batch(self) -> AbstractContextManager[object]:
        """Nothing to keep: a commit ends Whoosh's writer."""
        return nullcontext()

    def clear(self) -> None:
        with self._writing() as writer:
            writer.mergetype = writing.CLEAR

    def search(self, query: Query, granularity: Granularity, limit: int, offset: int = 0) -> Results:
        with self._searcher() as searcher:
            run, scores = self._run(searcher, query, granularity)
            return Results(len(scores), run.page(scores, offset, offset + limit) if limit > 0 else ())

    def positions(self, query: Query, granularity: Granularity) -> list[int]:
        with self._searcher() as searcher:
            run, scores = self._run(searcher, query, granularity)
            return run.positions(scores)

    def _run(self, searcher: Any, query: Query, granularity: Granularity) -> tuple[_Run, _Scores]:
        """A search, and all that it finds."""
        languages = self._marker.languages = _languages(searcher)
        terms = analysed(
            query,
            lambda text: _ANALYSIS.alternatives(text, languages),
            lambda text: _ANALYSIS.like(text, languages),
        )
        run = _Run(searcher, granularity)
        return run, run.scores(terms) if searcher.doc_count() else {}

    def marks(self, query: Query, text: str, language: str = "") -> list[tuple[int, int]]:
        if self._marker.languages is None:
            self.search(Nothing(), "sentence", 0)
        return self._marker.marks(query, text, language)

    def close(self) -> None:
        self._index.close()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Throw the index away when Whoosh stumbles over what is in it; not when the machine is to blame."""
        try:
            yield
        except Exception as error:
            if isinstance(error, ArchiveError) or _folder.is_the_machine(error):
                raise
            _folder.discard(self._path)
            raise BrokenIndex("the search index is broken and was thrown away", hint="ask again") from error

    @contextmanager
    def _searcher(self) -> Iterator[Any]:
        """A fresh one: a refreshed one may still return what was deleted."""
        with self._whole(), self._index.searcher(weighting=_BM25()) as searcher:
            yield searcher

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """A writer of one commit, or of none when something goes wrong on the way."""
        writer = self._writer()
        try:
            yield writer
            writer.commit()
        except BaseException as error:
            with suppress(Exception):  # the first error is the one to tell
                writer.cancel()
            if isinstance(error, OSError):
                raise CannotWrite(f"the search index cannot be written: {error}") from error
            raise

    def _writer(self) -> Any:
        with self._whole():
            try:
                return self._index.writer(limitmb=MEGABYTES)
            except index.LockError:
                raise Locked("another process is writing the search index", hint="try again later") from None


class _BM25(scoring.BM25F):  # type: ignore[misc]
    """BM25 with the number and the average length of the entries of one granularity, not of all."""

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: int = 1) -> Any:
        scorer = super().scorer(searcher, fieldname, text, qf)
        if fieldname in GRANULARITIES:
            whole = searcher.get_parent()
            entries, having = whole.doc_frequency("granularity", fieldname), whole.doc_frequency(fieldname, text)
            scorer.idf = math.log(1 + (entries - having + 0.5) / (having + 0.5))
            scorer.avgfl = whole.field_length(fieldname) / max(entries, 1) or 1
        return scorer


class _Run:
    """One search over one state of the index."""

    def __init__(self, searcher: Any, granularity: str) -> None:
        self._searcher = searcher
        self._field = granularity
        self._keys = self._column("key")
        self._work = 0

    def _column(self, name: str) -> Any:
        """The numbers of all entries; an empty index has no columns."""
        return self._searcher.reader().column_reader(name) if self._searcher.doc_count() else ()

    def scores(self, query: Query) -> _Scores:
        match query:
            case Word(term):
                return self._near((term,), 1)
            case Phrase(terms, within):
                return self._near(terms, within)
            case Pattern(text):
                return self._matching(pattern(text))
            case Fuzzy(text, edits):
                return self._matching(lambda term: is_within(term, text, edits))
            case Boost(part, factor):
                return {number: score * factor for number, score in self.scores(part).items()}
            case Or(parts):
                return _summed([self.scores(p) for p in parts])
            case And(parts):
                return self._all(parts)
            case Not() | Versions():
                return self._all((query,))
            case Everything():
                self._spend(self._searcher.doc_count())
                matcher = Term("granularity", self._field).matcher(self._searcher)
                return dict.fromkeys(matcher.all_ids(), 0.0)
            case _:
                return {}

    def _all(self, parts: tuple[Query, ...]) -> _Scores:
        """What all parts match: the finding ones first, then those that only keep or drop."""
        finding = [p for p in parts if not isinstance(p, Not | Versions)] or [Everything()]
        found = [self.scores(p) for p in finding]
        common = set(found[0]).intersection(*found[1:])
        for p in parts:
            if isinstance(p, Not):
                common -= self.scores(p.part).keys()
            elif isinstance(p, Versions):
                common = {n for n in common if self._keys[n] >> 29 in p.positions}
        return {n: sum(scores[n] for scores in found) for n in common}

    def _near(self, terms: tuple[str, ...], within: int) -> _Scores:
        """Where the terms stand in their order, at most `within` apart; the matcher with the fewest entries leads."""
        frequencies = [self._searcher.doc_frequency(self._field, term) for term in terms]
        fewest = min(frequencies)
        self._spend(len(terms) * fewest)
        matchers = [Term(self._field, term).matcher(self._searcher) for term in terms]
        leader, several = matchers[frequencies.index(fewest)], len(terms) > 1
        scores: _Scores = {}
        while all(m.is_active() for m in matchers) if several else leader.is_active():
            number = leader.id()
            if not several:
                scores[number] = leader.score()
            elif _together(matchers, number, within):
                scores[number] = sum(m.score() for m in matchers)
            leader.next()
        return scores

    def _matching(self, fits: Callable[[str], bool]) -> _Scores:
        """The entries of all terms that fit."""
        reader = self._searcher.reader()
        self._spend(WORK_OF_A_DICTIONARY)
        terms = [term for term in map(bytes.decode, reader.lexicon(self._field)) if fits(term)]
        scores: _Scores = {}
        for term in terms:
            self._spend(10 + self._searcher.doc_frequency(self._field, term) // 4)
            scores.update(dict.fromkeys(Term(self._field, term).matcher(self._searcher).all_ids(), 0.0))
        return scores

    def _spend(self, work: int) -> None:
        """Raises UsageError when a search would read more than it may."""
        self._work += work
        if self._work > MOST_WORK:
            raise UsageError(
                "this query asks for too much at once of the engine whoosh",
                hint="leave out the most frequent words, or make an archive with --engine tantivy",
            )

    def positions(self, scores: _Scores) -> list[int]:
        return [self._keys[number] >> 29 for number in scores]

    def page(self, scores: _Scores, start: int, end: int) -> tuple[Found, ...]:
        """Best first, ties by key; only the ties that reach into the page are sorted."""
        best = sorted(scores, key=lambda n: -scores[n])
        ordered: list[int] = []
        for _, ties in groupby(best, key=lambda n: scores[n]):
            if len(ordered) >= end:
                break
            group = list(ties)
            ordered += sorted(group, key=self._keys.__getitem__) if len(ordered) + len(group) > start else group
        ends = self._column("end")
        return tuple(_found(self._keys[n], ends[n], scores[n]) for n in ordered[start:end])


def _together(matchers: list[Any], number: int, within: int) -> bool:
    """Whether entry `number` holds the matchers' terms in order, each at most `within` after the last; moves to it."""
    for m in matchers:
        if m.id() < number:
            m.skip_to(number)
        if not m.is_active() or m.id() != number:
            return False
    ends: set[int] = set(matchers[0].value_as("positions"))
    for m in matchers[1:]:
        ends = {place for place in m.value_as("positions") if any(place - gap in ends for gap in range(1, within + 1))}
    return bool(ends)


def _summed(parts: list[_Scores]) -> _Scores:
    total: _Scores = {}
    for scores in parts:
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _found(key: int, end: int, score: float) -> Found:
    return Found(key >> 29, key & (1 << 29) - 1, end, score)


_ANALYSIS = Analysis()


def _mark(searcher: Any) -> list[str]:
    """Position, root, and the languages held; nothing in an empty index."""
    for stored in searcher.documents(granularity="watermark"):
        return str(stored["watermark"]).split(" ")
    return []


def _languages(searcher: Any) -> list[str]:
    return _mark(searcher)[2:]


def _document(p: Passage, language: str) -> dict[str, Any]:
    terms = _ANALYSIS.entry(p.text, language)
    words: dict[str, Any] = {p.granularity: terms} if terms else {}
    return {**words, "granularity": p.granularity, "key": p.position << 29 | p.start, "end": p.end}
