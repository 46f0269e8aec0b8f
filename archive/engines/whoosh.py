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
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from archive.engines import _folder
from archive.engines._analysis import Analysis, version
from archive.engines._folding import is_within, pattern
from archive.engines._marks import Marker
from archive.engines._work import Work
from archive.errors import ArchiveError, BrokenIndex, CannotWrite, Locked
from archive.model.passage import Found, Granularity, Passage, Results, Watermark
from archive.model.query import (
    And,
    Beside,
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
    from whoosh.filedb.filestore import FileStorage
    from whoosh.query import Term

# It names segments with the global generator: a seeded program would make two of one name, and be disturbed itself.
whoosh.util.random = random.SystemRandom()

SCHEMA = f"3-{version()}"
BESIDE = "beside"  # the one word of the field of that name
GRANULARITIES = ("document", "sentence", "claim")
MEGABYTES = 128
"""What a writer gathers before it writes to disk."""

MOST_WORK = 340_000
"""Entries that one search may read, weighted by how long that takes: some 3 µs each, a good second in all."""

TOO_MUCH = "this query asks for too much at once of the engine whoosh"

FEW = 100
"""Versions whose entries are found by reading the places of all, before the frequent words of a query."""

WORK_OF_A_DICTIONARY = 30_000

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
        beside=fields.ID(),
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
        self._work = Work(lambda: MOST_WORK, TOO_MUCH, "leave out the most frequent words, or use --engine tantivy")
        self._storage = _Storage(str(path))
        self._held: tuple[int, Any] | None = None
        with self._whole():
            self._index = self._storage.open_index()

    def watermark(self) -> Watermark | None:
        with self._searcher() as searcher:
            mark = _mark(searcher)
            return Watermark(int(mark[0]), mark[1]) if mark else None

    def index(self, passages: Iterable[Passage], watermark: Watermark) -> None:
        with self._writing() as writer:
            with self._searcher() as searcher:
                languages = set(_languages(searcher))
            for p, language, terms in _ANALYSIS.entries(passages):
                languages.add(language)
                writer.add_document(**_document(p, terms))
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
        self._marker.languages = _languages(searcher)
        terms = self._marker.terms(query)
        self._work.begin()
        run = _Run(searcher, granularity, self._work)
        return run, run.scores(terms) if searcher.doc_count() else {}

    def marks(self, query: Query, text: str, language: str = "") -> list[tuple[int, int]]:
        if self._marker.languages is None:
            self.search(Nothing(), "sentence", 0)
        return self._marker.marks(query, text, language)

    def sparingly(self) -> AbstractContextManager[None]:
        return self._work.sparingly()

    def close(self) -> None:
        self._release()
        self._index.close()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Throw the index away when Whoosh stumbles over what is in it; not when the machine is to blame."""
        try:
            yield
        except Exception as error:
            if isinstance(error, ArchiveError) or _folder.is_the_machine(error):
                raise
            with suppress(Exception):
                self._release()
            self._storage.close_files()
            _folder.discard(self._path)
            raise BrokenIndex("the search index is broken and was thrown away", hint="ask again") from error

    @contextmanager
    def _searcher(self) -> Iterator[Any]:
        """Of what is committed now. One is kept until there is another commit, because each reads all the files; then a
        fresh one is made, because a refreshed one may still return what was deleted."""
        with self._whole():
            generation = self._index.latest_generation()
            if self._held is None or self._held[0] != generation:
                self._release()
                self._held = generation, self._index.searcher(weighting=_BM25())
            yield self._held[1]

    def _release(self) -> None:
        held, self._held = self._held, None
        if held:
            held[1].close()

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


class _Storage(FileStorage):  # type: ignore[misc]
    """Knows the files that it opened: Whoosh leaves one open when it stumbles over what is in it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        self._opened = [file for file in self._opened if not file.is_closed]
        self._opened.append(super().open_file(name, **options))
        return self._opened[-1]

    def close_files(self) -> None:
        for file in self._opened:
            with suppress(Exception):
                file.close()


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

    def __init__(self, searcher: Any, granularity: str, work: Work) -> None:
        self._searcher = searcher
        self._field = granularity
        self._keys = self._column("key")
        self._work = work

    def _column(self, name: str) -> Any:
        """The numbers of all entries; an empty index has no columns."""
        return self._searcher.reader().column_reader(name) if self._searcher.doc_count() else ()

    def scores(self, query: Query, among: Collection[int] | None = None) -> _Scores:
        """What is found, of these entries only where they are given."""
        match query:
            case Word(term):
                return self._near((term,), 1, among)
            case Phrase(terms, within):
                return self._near(terms, within, among)
            case Pattern(text):
                return self._matching(pattern(text))
            case Fuzzy(text, edits):
                return self._matching(lambda term: is_within(term, text, edits))
            case Boost(part, factor):
                return {number: score * factor for number, score in self.scores(part, among).items()}
            case Or(parts):
                self._work.afford(self._size(query) if among is None else 0)
                return _summed([self.scores(p, among) for p in parts])
            case And(parts):
                return self._all(parts, among)
            case Not() | Versions():
                return self._all((query,), among)
            case Beside():
                return self._beside(among)
            case Everything():
                return dict.fromkeys(self._every() if among is None else among, 0.0)
            case _:
                return {}

    def _beside(self, among: Collection[int] | None) -> _Scores:
        self._work.spend(self._searcher.doc_frequency("beside", BESIDE) // 4)
        numbers: Iterable[int] = Term("beside", BESIDE).matcher(self._searcher).all_ids()
        return {number: 0.0 for number in numbers if among is None or number in among}

    def _every(self) -> Iterable[int]:
        self._work.spend(self._searcher.doc_count() // 2)
        every: Iterable[int] = Term("granularity", self._field).matcher(self._searcher).all_ids()
        return every

    def _all(self, parts: tuple[Query, ...], among: Collection[int] | None) -> _Scores:
        """What all parts match: the finding ones first, the rarest leading, then those that only keep or drop."""
        finding = [p for p in parts if not isinstance(p, Not | Versions)] or [Everything()]
        if among is None and min(map(self._size, finding)) > self._searcher.doc_count() // 8:
            among = self._of_versions(parts)
        found: list[_Scores] = []
        for part in sorted(finding, key=self._size):
            found.append(self.scores(part, among))
            among = found[-1].keys() if among is None else found[-1].keys() & among
        common = set(among or ())
        for p in parts:
            if isinstance(p, Versions):
                common = {n for n in common if self._keys[n] >> 29 in p.positions}
        for p in parts:
            if isinstance(p, Not):
                common -= self.scores(p.part, common).keys()
        return {n: sum(scores[n] for scores in found) for n in common}

    def _of_versions(self, parts: tuple[Query, ...]) -> set[int] | None:
        """The entries of the versions that a query is about, when that are so few that it is worth to go by them."""
        few = next((p.positions for p in parts if isinstance(p, Versions) and len(p.positions) <= FEW), None)
        if few is None:
            return None
        self._work.spend(self._searcher.doc_count() // 4)
        every = Term("granularity", self._field).matcher(self._searcher).all_ids()
        return {number for number in every if self._keys[number] >> 29 in few}

    def _size(self, query: Query) -> int:
        """About how many entries a part reads."""
        match query:
            case Word(term):
                return int(self._searcher.doc_frequency(self._field, term))
            case Phrase(terms):
                return min(self._size(Word(term)) for term in terms)
            case And(parts):
                return min(self._size(part) for part in parts)
            case Or(parts):
                return sum(self._size(part) for part in parts)
            case Boost(part):
                return self._size(part)
            case Pattern() | Fuzzy():
                return self._dictionary()
        return int(self._searcher.doc_count()) // 2

    def _near(self, terms: tuple[str, ...], within: int, among: Collection[int] | None) -> _Scores:
        """Where the terms stand in their order, at most `within` apart; what has the fewest entries leads."""
        frequencies = [self._searcher.doc_frequency(self._field, term) for term in terms]
        fewest = min(frequencies)
        alone = among is None or len(among) >= fewest
        matchers = [Term(self._field, term).matcher(self._searcher) for term in terms]
        if alone and len(terms) == 1:
            self._work.spend(fewest)
            return dict(_scored(matchers[0]))
        places = (4 if self._field == "document" else 1) * (1 + within // 8)  # many positions to compare
        self._work.spend(places * len(terms) * (fewest if alone else 2 * len(among or ())))
        numbers = Term(self._field, terms[frequencies.index(fewest)]).matcher(self._searcher).all_ids()
        scores: _Scores = {}
        for number in numbers if alone else sorted(among or ()):
            if _together(matchers, number, within):
                scores[number] = sum(m.score() for m in matchers)
            elif not all(m.is_active() for m in matchers):
                break
        return scores

    def _dictionary(self) -> int:
        """What reading the whole dictionary costs: of few entries it is small."""
        return min(WORK_OF_A_DICTIONARY, 3 * int(self._searcher.doc_count()))

    def _matching(self, fits: Callable[[str], bool]) -> _Scores:
        """The entries of all terms that fit."""
        self._work.spend(self._dictionary())
        lexicon = self._searcher.reader().lexicon(self._field)
        terms = [term for term in map(bytes.decode, lexicon) if fits(term)]
        self._work.spend(sum(60 + self._searcher.doc_frequency(self._field, term) // 3 for term in terms))
        scores: _Scores = {}
        for term in terms:
            scores.update(dict.fromkeys(Term(self._field, term).matcher(self._searcher).all_ids(), 0.0))
        return scores

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


def _scored(matcher: Any) -> Iterator[tuple[int, float]]:
    while matcher.is_active():
        yield matcher.id(), matcher.score()
        matcher.next()


def _together(matchers: list[Any], number: int, within: int) -> bool:
    """Whether entry `number` holds the matchers' terms in order, each at most `within` after the last; moves to it."""
    for m in matchers:
        if m.is_active() and m.id() < number:
            m.skip_to(number)
        if not m.is_active() or m.id() != number:
            return False
    if len(matchers) == 1:
        return True
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


def _document(p: Passage, terms: list[str]) -> dict[str, Any]:
    words: dict[str, Any] = {p.granularity: terms} if terms else {}
    words |= {"beside": BESIDE} if p.beside else {}
    return {**words, "granularity": p.granularity, "key": p.position << 29 | p.start, "end": p.end}
