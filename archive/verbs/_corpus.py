"""The texts that quotes are looked for in: an archive's, by its index, or all of a bundle.

The index only names versions that may hold a quote; whether they do, `archive.text.judge` compares.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from typing import Protocol

from archive.errors import UsageError
from archive.model.query import And, Not, Or, Phrase, Query, Versions, Word
from archive.model.span import Span
from archive.store.lookup import Held, Lookup, opening
from archive.text.judge import Quote, Text
from archive.text.nearest import contracted
from archive.text.typography import fold
from archive.verbs._catch_up import catch_up
from archive.verbs._opened import Opened
from archive.verbs._resolve import sentence_of

MOST_PHRASES = 16  # of a quote, that are looked for together
MOST = 200  # versions that may hold one quote
FIRST = 20  # of these, about which is read what will probably be shown
NEAREST = 8  # sentences whose versions are compared with a quote that is nowhere
SHORT = 5  # words of a quote, two of which side by side tell more than each
WINDOW = 6  # words of a quote that the index is asked for
FEW = 12  # versions that are all compared, without the index
KEPT = 20_000_000  # code points of texts in memory


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a version where its words are shown. `group`: the earliest document of its provenance group."""

    version: str
    document: str
    title: str
    publisher: str
    published: str
    newest: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Scoped:
    """`within` are the versions that are meant, None for all; `version`: one is meant, be it old."""

    within: frozenset[int] | None = None
    version: bool = False


@dataclass(frozen=True, slots=True)
class Rendering:
    """A registered translation: of the words at a span of a version, who made it, whose word it is when imported."""

    version: int
    span: Span
    text: Text
    language: str
    translator: str
    asserted: str = ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where a quote could not be looked for: documents without text (URIs); how many are in each language."""

    unread: tuple[str, ...] = ()
    languages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lost:
    """Words that were cited from what was removed. `why` says when, and by what reason."""

    text: Text
    document: str
    why: str


class Corpus(Protocol):
    """Versions are named by numbers. `outside`: what is not in a scope is looked for in all else, too."""

    @property
    def outside(self) -> bool: ...

    def expect(self, quotes: Sequence[tuple[Quote, Collection[int] | None]]) -> None:
        """Some quotes, each with where it is looked for, that will be asked for next."""

    def holding(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        """All that may hold the quote, at most MOST."""

    def near(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        """Those with sentences that share the most and rarest words with it."""

    def texts(self, versions: Iterable[int]) -> dict[int, Text]: ...

    def about(self, versions: Collection[int]) -> dict[int, About]: ...

    def is_newest(self, version: int) -> bool:
        """Whether it is of the newest edition; as `about` says it, quicker."""

    def newest(self, version: int) -> Sequence[int]:
        """The newest edition of the same document."""

    def gaps(self, within: Collection[int] | None) -> Gaps:
        """Where a quote could not be found in these versions, or in all."""

    def lost(self) -> Sequence[Lost]:
        """The cited words that were removed."""

    def token(self, written: str) -> tuple[int, Span]:
        """What a token names. Raises BadToken."""

    def renderings(self, within: Collection[int] | None) -> Sequence[Rendering]:
        """The registered translations of words of these versions; of all, for None."""


@dataclass
class Library:
    """The texts of an archive, without one's own writing, which is no source."""

    opened: Opened
    unsearched: int = field(init=False)
    _texts: OrderedDict[int, Text] = field(default_factory=OrderedDict)
    _about: dict[int, About] = field(default_factory=dict)
    _held: dict[tuple[str, frozenset[int] | None], Sequence[int]] = field(default_factory=dict)
    _gaps: dict[frozenset[int] | None, Gaps] = field(default_factory=dict)
    _size: int = 0

    def __post_init__(self) -> None:
        self.unsearched = catch_up(self.opened)

    @property
    def outside(self) -> bool:
        return True

    def holding(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        held = self._held.get((quote.words, _key(within)))
        return self._holding(quote, within) if held is None else held

    def _holding(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        if within is not None and len(within) <= FEW:
            return sorted(within)
        parts = quote.parts or (quote.words,)
        asked = _phrase(max(parts, key=len))
        if asked is None:
            return ()
        found = self._with(asked, within)
        if len(found) == MOST:  # there may be more of them: only those that have all of it
            for trimmed in (False, True):
                if some := self._with(And(_phrases(parts, trimmed)), within):
                    return some
        return found

    def _with(self, asked: Query, within: Collection[int] | None) -> list[int]:
        asked = self._only(asked, within)
        found = self.opened.index.search(asked, "document", MOST).found
        found = found or self.opened.index.search(asked, "sentence", MOST).found
        return list(dict.fromkeys(one.position for one in found))

    def near(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        if within is not None and len(within) <= FEW:
            return sorted(within)
        words = [*sorted(dict.fromkeys(quote.tokens), key=len)[-8:], *contracted(quote.tokens)[:4]]
        if not words:
            return ()
        asked = self._only(Or((*map(Word, words), *_pairs(quote))), within)
        try:
            found = self.opened.index.search(asked, "sentence", NEAREST).found
        except UsageError:  # too much for one search
            return ()
        return list(dict.fromkeys(one.position for one in found))

    def _only(self, query: Query, within: Collection[int] | None) -> Query:
        if within is not None:
            return And((query, Versions(frozenset(within))))
        return And((query, Not(Versions(self._own)))) if self._own else query

    def renderings(self, within: Collection[int] | None) -> Sequence[Rendering]:
        return [
            one
            for one in self._renderings
            if (one.version not in self._own if within is None else one.version in within)
        ]

    @cached_property
    def _renderings(self) -> list[Rendering]:
        with self.opened.store.reading() as reader:
            held = reader.translations()
            cited = {id: reader.citation(id) for id in {one.citation for one in held}}
            return [
                Rendering(
                    reader.version(cited[one.citation].version).position,
                    cited[one.citation].span,
                    Text(one.words),
                    one.language,
                    one.translator,
                    one.asserted,
                )
                for one in held
            ]

    @cached_property
    def _own(self) -> frozenset[int]:
        with self.opened.store.looking() as lookup:
            return self.opened.overview.own(lookup)

    def texts(self, versions: Iterable[int]) -> dict[int, Text]:
        wanted = list(versions)
        missing = [version for version in wanted if version not in self._texts]
        found = {version: self._texts[version] for version in wanted if version in self._texts}
        if missing:
            with self.opened.store.looking() as lookup:
                read = {version: Text(text) for version, text in lookup.texts(missing).items()}
            found.update(read)
            self._keep(read)
        return {version: found[version] for version in wanted if version in found}

    def _keep(self, read: dict[int, Text]) -> None:
        self._texts.update(read)
        self._size += sum(len(text.text) for text in read.values())
        while self._size > KEPT and self._texts:
            _, text = self._texts.popitem(last=False)
            self._size -= len(text.text)

    def about(self, versions: Collection[int]) -> dict[int, About]:
        missing = [version for version in versions if version not in self._about]
        if missing:
            with self.opened.store.looking() as lookup:
                held = lookup.texts_at(missing)
                self._about.update(_about(lookup, held, self.opened.overview.older(lookup)))
            self._keep({n: Text(one.text) for n, one in held.items() if n not in self._texts})
        return {version: self._about[version] for version in versions}

    def is_newest(self, version: int) -> bool:
        return version not in self._older or self.about([version])[version].newest

    @cached_property
    def _older(self) -> frozenset[int]:
        with self.opened.store.looking() as lookup:
            return self.opened.overview.older(lookup)

    def expect(self, quotes: Sequence[tuple[Quote, Collection[int] | None]]) -> None:
        """Some that will be asked for next: what is said of the documents that may hold them is read at once."""
        self._held = {(quote.words, _key(within)): self._holding(quote, within) for quote, within in quotes}
        self.about({version for versions in self._held.values() for version in versions[:FIRST]})

    def newest(self, version: int) -> Sequence[int]:
        with self.opened.store.reading() as reader:
            newest = reader.newest(reader.version_at(version).document)
        return [newest.position] if newest and not newest.unreadable else []

    def gaps(self, within: Collection[int] | None) -> Gaps:
        key = _key(within)
        if key not in self._gaps:
            self._gaps[key] = self._find_gaps(key)
        return self._gaps[key]

    def _find_gaps(self, within: frozenset[int] | None) -> Gaps:
        with self.opened.store.looking() as lookup:
            column = lookup.column("language", "document")
            outside = self.opened.overview.older(lookup) | self._own if within is None else frozenset()
        with self.opened.store.reading() as reader:
            unread = reader.unread()
        meant = (lambda version: version not in outside) if within is None else within.__contains__
        languages = {language: sum(map(meant, versions)) for language, versions in column.items()}
        return Gaps(
            tuple(document for version, document in unread.items() if meant(version)),
            {language: count for language, count in languages.items() if count},
        )

    def lost(self) -> Sequence[Lost]:
        return self._lost

    @cached_property
    def _lost(self) -> list[Lost]:
        with self.opened.store.reading() as reader:
            return [Lost(Text(one.exact), one.document, str(one.removal)) for one in reader.unchecked() if one.exact]

    def token(self, written: str) -> tuple[int, Span]:
        with self.opened.store.reading() as reader:
            version, span = sentence_of(reader, written)
        return version.position, span


def _key(within: Collection[int] | None) -> frozenset[int] | None:
    return None if within is None else frozenset(within)


def _about(lookup: Lookup, held: Mapping[int, Held], older: Collection[int]) -> Iterator[tuple[int, About]]:
    described = lookup.shown(one.document for one in held.values())
    behind = [n for n in held if n in older]
    newest = lookup.newest_contents([held[n].document for n in behind])
    current = {n for n in held if n not in older or newest[held[n].document].content.raw == held[n].content}
    own = lookup.own_titles([held[n].version for n in behind if n not in current])
    groups = _groups(lookup, {one.document for one in held.values()})
    for n, one in held.items():
        said = described[one.document]
        title = own.get(one.version) or said.first("title") or opening(one.text)
        where = groups.get(one.document, "")
        yield (
            n,
            About(
                one.version, one.document, title, said.first("publisher"), said.first("published"), n in current, where
            ),
        )


def _groups(lookup: Lookup, documents: Collection[str]) -> dict[str, str]:
    """Document → the earliest of its provenance group, for those that are in one."""
    firsts = lookup.alike.firsts(documents)
    groups = lookup.alike.groups(firsts.values())
    names = lookup.alike.names(group[0] for group in groups.values())
    return {document: names[groups[first][0]] for document, first in firsts.items() if len(groups.get(first, ())) > 1}


def _pairs(quote: Quote) -> list[Query]:
    """Two words side by side of a short quote: many sentences share as many of its words as the one it was made of."""
    tokens = quote.tokens if len(quote.tokens) <= SHORT else ()
    return [Phrase(pair) for pair in pairwise(tokens)]


def _words(written: str, trimmed: bool = True) -> list[str]:
    split = [word for word in fold(written).text.split() if any(map(str.isalnum, word))]
    return split[1:-1] if trimmed and len(split) > WINDOW + 2 else split  # the first and the last may be set otherwise


def _phrases(parts: Sequence[str], trimmed: bool) -> tuple[Query, ...]:
    """All stretches of WINDOW words of a quote, one behind the other."""
    split = [_words(part, trimmed) for part in parts]
    stretches = (words[at : at + WINDOW] for words in split for at in range(0, len(words), WINDOW))
    return tuple(Phrase(tuple(some)) if len(some) > 1 else Word(some[0]) for some in islice(stretches, MOST_PHRASES))


def _phrase(words: str) -> Query | None:
    """The stretch of these words that is probably the rarest: the longest of WINDOW words."""
    split = _words(words)
    if len(split) < 2:
        return Word(split[0]) if split else None
    starts = range(max(1, len(split) - WINDOW + 1))
    best = max(starts, key=lambda at: len("".join(split[at : at + WINDOW])))
    return Phrase(tuple(split[best : best + WINDOW]))
