"""The default engine: tantivy, a search library in Rust.

Sentences stand in one index of the library and all else in a second, because its BM25 takes the number and the average
length of entries from the whole index (documents among sentences: XQuAD, English, .87 right; apart: .93). The sentences
are committed last: their watermark counts. Documents that were committed without them are dropped by their batch when
the next come.

One entry a passage: its words in the field named by its granularity (so that no filter by granularity is
needed), the position for `Versions`, and the fast fields `key` (position << 29 | start: a text has at most
2^29 code points) and `end`, from which `Found` is made without reading a stored document. One entry more,
of the granularity `watermark`, is replaced in the commit that adds passages, and no search can reach it.

Queries are compiled to query objects: the library's string parser answers some queries with silence. Among
equal scores the library goes by its own numbers, which depend on how the index came about; so the equals of
the last hit of a page are fetched too, and sorted by key.

A broken index is noticed when it is opened or, deeper, when a search meets the place; it is then thrown
away.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import accumulate, product, takewhile
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order
from tantivy.tantivy import __version__ as _version

from archive.engines import _folder
from archive.engines._analysis import Analysis, version
from archive.engines._folding import leaves
from archive.engines._marks import Marker
from archive.engines._work import Work
from archive.errors import BrokenIndex, CannotWrite, Locked, UsageError
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

SCHEMA = f"3-{version()}-" + "-".join(re.findall(r"v[\d.]*\d", _version))
GRANULARITIES = ("document", "sentence", "claim")
OTHERS = "others"
"""The folder of what is not a sentence."""
BESIDE = "beside"
"""The one word of the field `beside`."""
HEAP = 64_000_000
"""Bytes that each of the two writers gathers before it writes a segment."""
TIES = 100
"""Hits fetched beyond the page, so that mostly all equals of its last one are among them."""

MOST_WORK = 200_000_000
"""Entries that one search may read, weighted by how long that takes: about a second's worth."""

TOO_MUCH = "this query asks for too much at once in an archive of this size"

_WORDS = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
_ENGLISH = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(tantivy.Filter.stemmer("english")).build()
_ANALYSIS = Analysis(lambda word: "".join(_ENGLISH.analyze(word)))
_Hit = tuple[float, Any]


def open_index(folder: Path) -> TantivyIndex:
    """The folder's index; a new one when there is none that can be used."""
    path = _folder.place(folder, "tantivy", SCHEMA)
    if path.exists():
        try:
            return _opened(path)
        except BrokenIndex:
            pass  # `TantivyIndex` has thrown it away
    _folder.make(path, _make)
    return _opened(path)


def _opened(path: Path) -> TantivyIndex:
    index = TantivyIndex(path)
    index.watermark()
    return index


def _make(path: Path) -> None:
    for folder in (path, path / OTHERS):
        folder.mkdir(exist_ok=True)
        tantivy.Index(_schema(), str(folder))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for granularity in GRANULARITIES:
        builder.add_text_field(granularity, tokenizer_name="words")
        builder.add_integer_field(f"{granularity}_position", indexed=True)
    builder.add_text_field("granularity", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("beside", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("batch", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("watermark", tokenizer_name="raw", index_option="basic", stored=True)
    builder.add_integer_field("key", fast=True)
    builder.add_integer_field("end", fast=True)
    return builder.build()


class TantivyIndex:
    """See `archive.engines`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marker = Marker(_ANALYSIS)
        self._work = Work(lambda: MOST_WORK, TOO_MUCH, "leave out the most frequent words, or ask in parts")
        with self._whole():
            self._sentences, self._others = _Part(path, self._whole), _Part(path / OTHERS, self._whole)
            self._schema = self._sentences.schema

    def watermark(self) -> Watermark | None:
        with self._whole():
            mark = self._sentences.mark()
            return Watermark(int(mark[0]), mark[1]) if mark else None

    def index(self, passages: Iterable[Passage], watermark: Watermark) -> None:
        batch = str(watermark.position)
        with self._sentences.writing() as sentences, self._others.writing() as others:
            languages = self._begin(others)
            for p, language, terms in _ANALYSIS.entries(passages):
                languages.add(language)
                fields = _fields(p, terms)
                if p.granularity == "sentence":
                    _add(sentences, tantivy.Document(**fields))
                else:
                    _add(others, tantivy.Document(**fields, batch=batch))
            mark = " ".join((batch, watermark.root, *sorted(languages)))
            for writer in (sentences, others):
                writer.delete_documents_by_term("granularity", "watermark")
                _add(writer, tantivy.Document(granularity="watermark", watermark=mark))

    def _begin(self, others: tantivy.IndexWriter) -> set[str]:
        """Drops what was committed without its sentences; gives the languages of all else."""
        with self._whole():
            mark, other = self._sentences.mark(), self._others.mark()
        if not mark:
            others.delete_all_documents()
        elif other and other[0] != mark[0]:
            others.delete_documents_by_term("batch", other[0])
        return set(mark[2:])

    @contextmanager
    def batch(self) -> Iterator[None]:
        with self._sentences.batch(), self._others.batch():
            yield

    def clear(self) -> None:
        for part in (self._sentences, self._others):
            with part.writing() as writer:
                writer.delete_all_documents()

    def search(self, query: Query, granularity: Granularity, limit: int, offset: int = 0) -> Results:
        with self._whole():
            searcher, terms, compiled = self._asked(query, granularity)
            wanted = min(offset + limit, searcher.num_docs) if limit > 0 else 0
            if wanted <= offset:
                return Results(_hits(searcher, compiled, 1).count, ())
            if _has_scores(terms):
                count, best = _best(searcher, compiled, wanted)
                return Results(count, _found(searcher, best[offset:]))
            result = _hits(searcher, compiled, wanted - offset, offset, order_by_field="key")
            return Results(result.count, _found(searcher, _unscored_hits(result)))

    def positions(self, query: Query, granularity: Granularity) -> list[int]:
        """Counted first, because the library makes room for as many hits as it is asked for."""
        with self._whole():
            searcher, _, compiled = self._asked(query, granularity)
            count = _hits(searcher, compiled, 1).count
            hits = _hits(searcher, compiled, count, count=False, order_by_field="key").hits if count else ()
            return [key >> 29 for key, _ in hits]

    def _asked(self, query: Query, granularity: Granularity) -> tuple[tantivy.Searcher, Query, tantivy.Query]:
        """What to search with, the query's terms, and the library's query of them."""
        part = self._sentences if granularity == "sentence" else self._others
        searcher = part.searcher()
        self._marker.languages = part.mark()[2:]
        terms = self._marker.terms(query)
        self._weigh(searcher, terms, granularity)
        return searcher, terms, self._compiled(terms, granularity)

    def marks(self, query: Query, text: str, language: str = "") -> list[tuple[int, int]]:
        if self._marker.languages is None:
            self.search(Nothing(), "sentence", 0)
        return self._marker.marks(query, text, language)

    def close(self) -> None:
        """Nothing to do: a writer lives for one `index()` and files are closed with the last reference."""

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Throw the index away when the library stumbles over what is in it; not when the machine is to blame."""
        try:
            yield
        except BaseException as error:
            if not _is_broken(error):
                raise
            _folder.discard(self._path)
            raise BrokenIndex("the search index is broken and was thrown away", hint="ask again") from error

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, "freq")

    def _compiled(self, query: Query, granularity: Granularity) -> tantivy.Query:
        match query:
            case Word(term):
                return self._term(granularity, term)
            case Phrase(terms, within):
                return self._phrase(terms, within, granularity)
            case Pattern(text):
                return self._pattern(text, granularity)
            case Fuzzy(text, edits):
                return _unscored(tantivy.Query.fuzzy_term_query(self._schema, granularity, text, edits, False))
            case Boost(part, factor):
                return tantivy.Query.boost_query(self._compiled(part, granularity), factor)
            case Or(parts):
                return tantivy.Query.boolean_query([(Occur.Should, self._compiled(p, granularity)) for p in parts])
            case And(parts):
                return self._both(parts, granularity)
            case Not():
                return self._both((query,), granularity)
            case Versions(positions) if positions:
                field = f"{granularity}_position"
                return _unscored(tantivy.Query.term_set_query(self._schema, field, list(positions)))
            case Everything():
                return _unscored(self._term("granularity", granularity))
            case Beside():
                return _unscored(tantivy.Query.term_query(self._schema, "beside", BESIDE, "basic"))
        return tantivy.Query.empty_query()

    def _phrase(self, terms: tuple[str, ...], within: int, granularity: Granularity) -> tantivy.Query:
        """Each way in which the words may stand apart: the library's slop is wrong for three words, or one twice."""
        gaps = product(range(1, within + 1), repeat=len(terms) - 1)
        ways = [accumulate((0, *one)) for one in gaps] if within > 1 else [range(len(terms))]
        phrases = [
            tantivy.Query.phrase_query(self._schema, granularity, list(zip(way, terms, strict=True))) for way in ways
        ]
        either = [(Occur.Should, phrase) for phrase in phrases]
        return tantivy.Query.boolean_query(either) if len(phrases) > 1 else phrases[0]

    def _pattern(self, text: str, granularity: Granularity) -> tantivy.Query:
        """The library's regular expression; a word folded holds no sign that it would read as its own, and no `_`."""
        try:
            written = text.replace("*", "[^_]*").replace("?", "[^_]")
            return _unscored(tantivy.Query.regex_query(self._schema, granularity, written))
        except ValueError:
            raise UsageError(f"{text[:40]} is too much for this engine", hint="use fewer of * and ?") from None

    def _weigh(self, searcher: tantivy.Searcher, query: Query, granularity: Granularity) -> None:
        """Raises UsageError when a query would read more than a search may."""
        self._work.begin()
        for leaf in leaves(query):
            self._work.spend(self._reads(searcher, leaf, granularity))

    def sparingly(self) -> AbstractContextManager[None]:
        return self._work.sparingly()

    def _reads(self, searcher: tantivy.Searcher, leaf: Query, granularity: Granularity) -> int:
        """How many entries a leaf reads; positions and the dictionary count for as many as they take the time of."""
        match leaf:
            case Word(term):
                return int(searcher.doc_freq(granularity, term))
            case Phrase(terms, within):
                ways = int(within ** (len(terms) - 1))
                return 5 * ways * sum(int(searcher.doc_freq(granularity, term)) for term in terms)
            case Pattern(text) if re.match("[^*?]{2}", text):
                begun = re.split("[*?]", text)[0]
                return 3 * sum(int(count) for _, count in searcher.terms_with_prefix(granularity, begun))
            case Pattern() | Everything():
                return 3 * int(searcher.num_docs)
            case Fuzzy():
                return int(searcher.num_docs) // 4
        return 0

    def _both(self, parts: Sequence[Query], granularity: Granularity) -> tantivy.Query:
        """All of the parts; of negations alone, everything else."""
        if all(isinstance(p, Not) for p in parts):
            parts = (Everything(), *parts)
        return tantivy.Query.boolean_query(
            [
                (Occur.MustNot, self._compiled(p.part, granularity))
                if isinstance(p, Not)
                else (Occur.Must, self._compiled(p, granularity))
                for p in parts
            ]
        )


class _Part:
    """One index of the library, a writer of it while there is one, and a searcher over what is committed now."""

    def __init__(self, path: Path, whole: Callable[[], AbstractContextManager[None]]) -> None:
        self._path, self._whole = path, whole
        self._index = tantivy.Index.open(str(path))
        self._index.register_tokenizer("words", _WORDS)
        self._index.config_reader("manual")  # else a thread looks for commits for ever
        self._written, self._meta = str(path / "meta.json"), (0, 0, 0)
        self._writer: tantivy.IndexWriter | None = None
        self.schema = self._index.schema

    def searcher(self) -> tantivy.Searcher:
        """Only a commit puts another `meta.json` in place, and is a reason to reload.

        It is looked at first, so that a commit in between is met the next time at the latest.
        """
        status = os.stat(self._written)  # noqa: PTH116  (of a text: a path's own takes twice as long)
        meta = (status.st_mtime_ns, status.st_ino, status.st_size)
        if meta != self._meta:
            self._index.reload()
            self._searcher = self._index.searcher()
            self._mark = self._mark_of(self._searcher)
            self._meta = meta
        return self._searcher

    def mark(self) -> list[str]:
        """Position, root, and the languages held; nothing in an empty index."""
        self.searcher()
        return self._mark

    def _mark_of(self, searcher: tantivy.Searcher) -> list[str]:
        query = tantivy.Query.term_query(self.schema, "granularity", "watermark", "basic")
        hits = searcher.search(query, 1, count=False).hits
        return str(searcher.doc(hits[0][1])["watermark"][0]).split(" ") if hits else []

    @contextmanager
    def writing(self) -> Iterator[tantivy.IndexWriter]:
        """A writer of one commit, or of none when something goes wrong on the way."""
        with self.batch() as writer:
            try:
                yield writer
                _commit(writer)
            except BaseException:
                with suppress(ValueError):
                    writer.rollback()
                raise

    @contextmanager
    def batch(self) -> Iterator[tantivy.IndexWriter]:
        """One writer for all: each brings new threads, and what a thread's allocator took is not given back."""
        if self._writer:
            yield self._writer
            return
        with self._whole():
            writer = self._new_writer()
            writer.garbage_collect_files()  # what a killed writer left
        self._writer = writer
        try:
            yield writer
        finally:
            self._writer = None
            writer.wait_merging_threads()  # also gives the lock back

    def _new_writer(self) -> tantivy.IndexWriter:
        try:
            return self._index.writer(HEAP, 1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise Locked("another process is writing the search index", hint="try again later") from None
            raise


def _add(writer: tantivy.IndexWriter, document: tantivy.Document) -> None:
    try:
        writer.add_document(document)
    except ValueError as error:
        raise _cannot_write(error) from error


def _commit(writer: tantivy.IndexWriter) -> None:
    try:
        writer.commit()
    except ValueError as error:
        raise _cannot_write(error) from error


def _cannot_write(error: ValueError) -> CannotWrite:
    """The library has one error for everything; before a commit it is mostly a full disk, and nothing is lost."""
    return CannotWrite(f"the search index cannot be written: {error}")


def _fields(p: Passage, terms: list[str]) -> dict[str, Any]:
    return {
        p.granularity: " ".join(terms),
        f"{p.granularity}_position": p.position,
        "granularity": p.granularity,
        "key": p.position << 29 | p.start,
        "end": p.end,
        **({"beside": BESIDE} if p.beside else {}),
    }


def _hits(searcher: tantivy.Searcher, query: tantivy.Query, limit: int, offset: int = 0, **order: Any) -> Any:
    return searcher.search(query, limit, offset=offset, order=Order.Asc, **order)


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _has_scores(query: Query) -> bool:
    """Whether a word or phrase is looked for, rather than kept out."""
    match query:
        case And(parts) | Or(parts):
            return any(_has_scores(part) for part in parts)
        case Boost(part):
            return _has_scores(part)
    return isinstance(query, Word | Phrase)


def _best(searcher: tantivy.Searcher, query: tantivy.Query, wanted: int) -> tuple[int, list[tuple[int, _Hit]]]:
    """How many there are, and the best, each behind its key: of equals those with the smallest keys."""
    size = wanted + TIES
    while True:
        result: Any = searcher.search(query, size)
        hits = result.hits
        if len(hits) < size or hits[-1][0] < hits[wanted - 1][0]:
            return result.count, _ordered(searcher, hits, wanted)[:wanted]
        if hits[wanted - 1][0] == 0:  # nothing is worse, and perhaps everything is equal
            best = _ordered(searcher, [hit for hit in hits if hit[0] > 0], wanted)
            return result.count, [*best, *_others(searcher, query, wanted, {key for key, _ in best})][:wanted]
        size *= 10


def _others(
    searcher: tantivy.Searcher, query: tantivy.Query, wanted: int, without: set[int]
) -> Iterator[tuple[int, _Hit]]:
    """The first `wanted` hits in the order of their keys, as if they scored nothing, but for those with these keys."""
    result = _hits(searcher, query, wanted, count=False, order_by_field="key")
    return (hit for hit in _unscored_hits(result) if hit[0] not in without)


def _unscored_hits(result: Any) -> list[tuple[int, _Hit]]:
    return [(key, (0.0, address)) for key, address in result.hits]


def _ordered(searcher: tantivy.Searcher, hits: list[_Hit], wanted: int) -> list[tuple[int, _Hit]]:
    """The first `wanted` hits, and the equals of the last, each behind its key."""
    last = hits[:wanted][-1][0] if hits else 0.0
    needed = list(takewhile(lambda hit: hit[0] >= last, hits))
    keyed = zip(_values(searcher, "key", needed), needed, strict=True)
    return sorted(keyed, key=lambda pair: (-pair[1][0], pair[0]))


def _found(searcher: tantivy.Searcher, page: list[tuple[int, _Hit]]) -> tuple[Found, ...]:
    ends = _values(searcher, "end", [hit for _, hit in page])
    return tuple(Found(key >> 29, key & (1 << 29) - 1, end, hit[0]) for (key, hit), end in zip(page, ends, strict=True))


def _values(searcher: tantivy.Searcher, field: str, hits: list[_Hit]) -> Iterator[int]:
    """The values of a fast field, none of them missing."""
    return map(int, searcher.fast_field_values(field, [address for _, address in hits]))  # type: ignore[arg-type]


def _is_broken(error: BaseException) -> bool:
    """Whether the library says so: it has a ValueError for everything, and panics."""
    known = isinstance(error, ValueError | KeyError | OSError) or type(error).__name__ == "PanicException"
    return known and not _folder.is_the_machine(error)
