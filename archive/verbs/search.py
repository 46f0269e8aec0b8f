"""Search: every hit carries the token to cite it with.

What is asked (`Asked`) becomes a tree, its fields the versions that they name; the engine finds passages; what it found
is shown in the version's own words, copies as one. In between, and in this order:

newest    older editions are left out, and counted
beside    so is what stands beside the article on a page
order     by how well it fits, or by a date
near      where sentences have not all of the words, two neighbours may have them together
any       where nothing has all of the words, what has some of them; and notes on what stands nowhere
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from archive.engines._folding import fold, leaves
from archive.errors import UsageError
from archive.model.copy import Copy
from archive.model.hit import ClaimHit, Counted, Found, Hit
from archive.model.passage import Found as Passage
from archive.model.passage import Granularity, Results
from archive.model.query import (
    And,
    Beside,
    Boost,
    Field,
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
from archive.text.query import OPERATORS
from archive.tlog.openings import parse_spans
from archive.verbs import _hits
from archive.verbs._alike import follow_copies
from archive.verbs._asked import Asked, exact_texts, explained, resolved, without_exact
from archive.verbs._best import best_sentences
from archive.verbs._catch_up import catch_up
from archive.verbs._exact import checked, compared, holding
from archive.verbs._folded import MOST, folded
from archive.verbs._loosened import NOTE, loosened
from archive.verbs._neighbours import documents_holding, neighbours
from archive.verbs._opened import Opened
from archive.verbs._order import in_order
from archive.verbs._titles import or_titled, titled, titled_first

Find = Granularity
#: What a person may ask for → what the engine is asked for.
GRANULARITIES: Mapping[str, Find] = {
    "sentences": "sentence",
    "sentence": "sentence",
    "documents": "document",
    "document": "document",
    "claims": "claim",
    "claim": "claim",
}
FEW = 10  # sentences that have all of it; where there are fewer, neighbours are looked at, whatever the page
MOST_COUNTED = 50_000  # sentences that are counted one by one: some 15 ms


@dataclass(frozen=True, slots=True)
class View:
    """How what is found is shown: `limit` hits behind the first `offset`, `context` sentences around each."""

    limit: int = 10
    offset: int = 0
    sort: str = "relevance"  # or published, captured
    context: int = 1
    group: bool = False
    count_by: str = ""
    explain: bool = False


def search(opened: Opened, asked: Asked, *, find: Find = "sentence", view: View = View()) -> Found:
    """The best passages. Raises UsageError for a query that the engine cannot run, or a filter that makes no sense."""
    return opened.with_index(lambda: _Search(opened, asked, find, view).found())


class _Search:
    """One search: what was asked, and the notes that gather on the way."""

    def __init__(self, opened: Opened, asked: Asked, find: Find, view: View) -> None:
        self.opened, self.asked, self.find, self.view = opened, asked, find, view
        self.tree, self.notes = asked.tree()
        self.exact = compared(exact_texts(self.tree))
        self.left_out: Query | None = None  # older editions
        self.left_beside: Query | None = None  # what stands beside articles
        self.held: list[Passage] = []  # all that holds what is exact
        self.beside: Sequence[Passage] = ()  # what has all of it only together with its neighbour
        self._dates: Mapping[int, str] = {}
        self.unsearched = catch_up(opened)
        query = resolved(opened, self.tree, find, self.notes)
        self.titles = titled(opened, asked.words) if find == "document" else Versions(frozenset())
        self.query = self._conditions(or_titled(query, self.titles))
        self.in_text = query if self.titles.positions else None
        if not any(map(_asks, leaves(self.tree))):  # “👍”: alone it sets no condition, and must not find everything
            self.query = Nothing()
            self.notes.append("there is no word in this that could be found")

    def found(self) -> Found:
        view, offset = self.view, self.view.offset
        self._leave_out_older()
        self._leave_out_beside()
        results = self._results()
        older = self._count_older()
        self._count_beside()
        hits = self._hits(results)
        counts = tuple(self._counts(results.total)) if view.count_by else ()
        lines = explained(self.opened, self.tree, self.find) if view.explain else ()
        following = offset + len(results.found)
        return Found(
            self.asked.words,
            results.total,
            older,
            tuple(hits),
            offset,
            following if results.found and following < results.total else 0,
            self.unsearched,
            tuple(self.notes),
            counts,
            lines,
            self._copies() if self.asked.like and not offset else (),
        )

    # What is left out

    def _conditions(self, query: Query) -> Query:
        """With what the flags ask for besides."""
        asked, find = self.asked, self.find
        if find == "claim" and (asked.like or asked.cited is not None or self.view.group):
            raise UsageError(
                "claims are not like documents, cited or grouped", hint="leave that out, or find sentences"
            )
        if asked.all_text and find != "sentence":
            raise UsageError("only sentences are found beside the articles", hint="leave --all-text out")
        if asked.like:
            from archive.verbs._like import like

            query = And((like(self.opened, asked.like), query))
        if asked.cited is not None:
            with self.opened.store.looking() as lookup:
                cited = Versions(self.opened.overview.cited(lookup))
            query = And((query, cited if asked.cited else Not(cited)))
        if asked.recorded is not None:
            with self.opened.store.looking() as lookup:
                query = And((query, Versions(lookup.recorded_from(asked.recorded, find))))
        return query

    def _leave_out_older(self) -> None:
        if self.find == "claim" or self.asked.all_editions or any(_names_a_version(self.tree)):
            return
        with self.opened.store.looking() as lookup:
            older = Versions(self.opened.overview.older(lookup))
        if older.positions:
            self.left_out = And((self.query, older))
            self.query = And((self.query, Not(older)))

    def _leave_out_beside(self) -> None:
        """Keeps to the articles."""
        with self.opened.store.looking() as lookup:
            selected = self.opened.overview.selected(lookup)
        if not selected or self.find == "claim" or self.asked.all_text:
            return
        if self.find == "sentence":
            self.left_beside = And((self.query, Beside()))
        self.query = And((self.query, Not(Beside())))

    def _count_older(self) -> int:
        """How many passages of older editions were left out."""
        return self._counted(self.left_out, "older editions") or 0

    def _count_beside(self) -> None:
        beside = self._counted(self.left_beside, "sentences beside the articles")
        if beside:
            what = "1 more stands" if beside == 1 else f"{beside:,} more stand"
            self.notes.append(f"{what} beside the articles; --all-text shows them too")

    def _counted(self, left_out: Query | None, what: str) -> int | None:
        """How many passages fit what was left out. The characters of exact: are not compared in them."""
        if self.exact or left_out is None:
            return None
        with self.opened.index.sparingly():
            try:
                return self.opened.index.search(left_out, self.find, 0).total
            except UsageError:
                self.notes.append(f"{what} were left out, and not counted: that would have taken too long")
                return None

    # What is found

    def _results(self) -> Results:
        view, index, query = self.view, self.opened.index, self.query
        if self.exact:
            if view.sort != "relevance":
                self.notes.append("exact: what is found stands in the order of relevance, not of dates")
            self.held = checked(self.opened, query, self.exact, self.find, self.notes)
            return Results(len(self.held), tuple(self.held[view.offset : view.offset + max(view.limit, 0)]))
        if view.sort != "relevance":
            return self._by_date()
        if self.titles.positions:
            return titled_first(index, query, self.titles, self.find, view.limit, view.offset)
        results = index.search(query, self.find, view.limit, view.offset)
        with index.sparingly():
            if results.total < FEW and self.find == "sentence":
                with suppress(UsageError):  # too much for another search
                    results = self._with_neighbours(results)
            return results if results.total else self._loosened(results)

    def _by_date(self) -> Results:
        from archive.verbs._order import by_date

        if self.find == "claim":
            raise UsageError("claims have no such date", hint="sort them by relevance")
        sort, overview = self.view.sort, self.opened.overview
        with self.opened.store.looking() as lookup:
            self._dates, versions = overview.dates(lookup, sort), overview.newest_first(lookup, sort)
        view = self.view
        return by_date(self.opened.index, self.query, self.find, self._dates, versions, view.limit, view.offset)

    def _with_neighbours(self, results: Results) -> Results:
        if any(word in OPERATORS for word in self.asked.words.split()):  # who writes AND means it
            return results
        versions = documents_holding(self.opened.index, self.query)
        if not versions:
            return results
        with self.opened.store.looking() as lookup:
            held = lookup.texts_at(versions)
        spans = {version: parse_spans(one.spans) for version, one in held.items()}
        self.beside = beside = neighbours(self.opened.index, self.query, [v for v in versions if v in spans], spans)
        if not beside:
            return results
        self.notes.append(f"{len(beside)} of these have all of it only together with the sentence beside them")
        start, end = (max(n - results.total, 0) for n in (self.view.offset, self.view.offset + self.view.limit))
        return Results(results.total + len(beside), (*results.found, *beside[start:end]))

    def _loosened(self, results: Results) -> Results:
        from archive.verbs._nothing import about_nothing

        if self.asked.recorded is not None:  # nothing is new: no reason to look for more
            return results
        some = results
        loose = loosened(self.asked.words, self.query) if self.find != "claim" else None
        if loose is not None:
            with suppress(UsageError):
                some = self.opened.index.search(loose, self.find, self.view.limit, self.view.offset)
        unfiltered = not (self.asked.only or self.asked.since or self.asked.until)
        with suppress(UsageError):
            self.notes += about_nothing(self.opened, self.asked.words if unfiltered else "", self.tree, self.find)
        if loose is not None and some.total:
            self.query = loose
            self.notes.append(NOTE)
        return some

    def _copies(self) -> tuple[Copy, ...]:
        """The copies of the document that hits are to be like."""
        from archive.verbs._copies import copies_of
        from archive.verbs._like import document_of

        document = document_of(self.opened, self.asked.like)
        follow_copies(self.opened, self.opened.progress)
        with self.opened.store.looking() as lookup:
            return copies_of(lookup, document)

    # How it is shown

    def _hits(self, results: Results) -> Sequence[Hit | ClaimHit]:
        if self.find == "claim":
            return _hits.claims(self.opened, results.found, self.view.offset)
        if not results.found:
            return ()
        marking = without_exact(self.tree) if self.exact else self.in_text or self.query
        found, hits = self._shown(results)
        hits = folded(self.opened, found, hits, self._within, every=self.asked.all_editions)
        hits = _hits.grouped(hits) if self.view.group else hits
        return _hits.marked(self.opened, marking, self.exact, hits)

    def _shown(self, results: Results) -> tuple[Sequence[Passage], list[Hit]]:
        """The sentences found; of documents their best ones."""
        offset, context = self.view.offset, self.view.context
        best = self._best(results) if self.find == "document" else []
        with self.opened.store.looking() as lookup:
            older = self.opened.overview.older(lookup)
            if best:
                return [first for first, *_ in best], _hits.documents(lookup, best, older, offset, context)
            return results.found, _hits.sentences(lookup, results.found, older, offset, context)

    def _best(self, results: Results) -> list[list[Passage]]:
        query = self.in_text or self.query  # a title is no sentence
        with self.opened.index.sparingly():
            return best_sentences(self.opened, query, results, self.exact)

    def _within(self, versions: frozenset[int]) -> Sequence[Passage]:
        """All that is found in these versions, in the order of the result."""
        query = And((self.query, Versions(versions)))
        found: Sequence[Passage] = self.opened.index.search(query, self.find, MOST).found
        if self.exact:
            found = holding(self.opened, found, self.exact, self.find)
        elif self.view.sort != "relevance":
            found = in_order(found, self._dates)
        found = [*found, *(passage for passage in self.beside if passage.position in versions)]
        if self.find == "document":
            found = [first for first, *_ in self._best(Results(len(found), tuple(found)))]
        return found

    def _counts(self, total: int) -> Iterator[Counted]:
        """How many of what was found have each value, most first; the empty value for those without."""
        if self.find == "claim":
            raise UsageError("claims cannot be counted so", hint="count sentences or documents")
        find = self.find
        if total > MOST_COUNTED and find == "sentence":
            self.notes.append(f"more than {MOST_COUNTED:,} sentences: their documents were counted")
            find = "document"
        held = [one.position for one in self.held]
        positions = held if self.exact else self.opened.index.positions(self.query, find)
        with self.opened.store.looking() as lookup:
            values = self.opened.overview.values(lookup, self.view.count_by)
        counts: Counter[str] = Counter()
        for number, count in Counter(map(values.numbers.__getitem__, positions)).items():
            for value in values.each[number] or ("",):
                counts[value] += count
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            yield Counted(value, count)


def _asks(leaf: Query) -> bool:
    """Whether a part of a query sets a condition."""
    match leaf:
        case Word(text) | Pattern(text) | Fuzzy(text):
            return bool(fold(text).strip())
        case Phrase(words):
            return bool(fold(" ".join(words)).strip())
    return not isinstance(leaf, Nothing)


def _names_a_version(query: Query) -> Iterator[bool]:
    """Who asks for a version means it, however old it is."""
    match query:
        case Field("version"):
            yield True
        case And(parts) | Or(parts):
            for part in parts:
                yield from _names_a_version(part)
        case Boost(part):
            yield from _names_a_version(part)
