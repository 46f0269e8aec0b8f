"""Two editions of a document, sentence by sentence, and within a sentence word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.errors import NotFound, UsageError
from archive.model.article import Version
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.reading import Reader
from archive.text.compare import Kind, Pair, Words, align, words
from archive.verbs._editions import Editions, editions, named
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve

KINDS: tuple[Kind, ...] = ("changed", "added", "removed", "moved", "same")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. `edition` is its number in order of time."""

    version: str
    edition: int
    captured: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a sentence. `old` and `new` are its tokens, empty where there is none; `words` if it changed."""

    kind: Kind
    old: str
    new: str
    before: str
    after: str
    words: tuple[Words, ...]

    def json(self) -> Mapping[str, Any]:
        parts = [{"kind": part.kind, "text": part.text} for part in self.words]
        return {
            "kind": self.kind,
            "from": self.old,
            "to": self.new,
            "before": self.before,
            "after": self.after,
            "words": parts,
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """Two editions. `differences` are all sentences, those that stayed as they were too; `notes` are for the person."""

    document: str
    before: Side
    after: Side
    differences: tuple[Difference, ...]
    counts: Mapping[Kind, int]
    notes: tuple[str, ...]


def diff(opened: Opened, reference: str, before: str = "", after: str = "") -> Compared:
    """`before` and `after` name editions by number, date or id; `after` is the newest by default, and `before` the one
    that the newest followed. Raises NotFound, UsageError, Ambiguous."""
    with opened.store.reading() as reader:
        thing = resolve(reader, reference)
        if thing.version is None and thing.kind != "document":
            raise UsageError(f"{reference!r} is a {thing.kind}, not a document", hint="see `archive list`")
        document = thing.version.document if thing.version else thing.id
        every = editions(reader, document)
        sides = _before(reader, every, before), named(reader, every, after) if after else _newest(every)
        texts = [_sentences(reader, side) for side in sides]
        whole = [reader.text(side) for side in sides]
        old, new = (_side(reader, every, side) for side in sides)
    differences = _differences(sides, *texts)
    counts = Counter(difference.kind for difference in differences)
    return Compared(
        document,
        old,
        new,
        differences,
        {kind: counts[kind] for kind in KINDS},
        _notes(sides, whole, counts),
    )


def _newest(every: Editions) -> Version:
    if every.newest is None:
        raise NotFound("this document has no capture", hint="run `archive verify`")
    return every.version(every.newest)


def _before(reader: Reader, every: Editions, name: str) -> Version:
    if name:
        return named(reader, every, name)
    if every.before_newest is None:
        raise NotFound("this document has one edition: there is nothing to compare it with")
    return every.version(every.before_newest)


def _sentences(reader: Reader, version: Version) -> list[tuple[Span, str]]:
    text = reader.text(version)
    return [(span, span.of(text)) for span in (Span(*ends) for ends in reader.spans(version.id))]


def _side(reader: Reader, every: Editions, version: Version) -> Side:
    first = next(c.captured for run in every.runs for c in run.captures if run.content == version.content)
    language = reader.languages({version.position: version.document})[version.position]
    return Side(version.id, every.number(version.content), first, reader.title(version), language)


def _differences(
    sides: tuple[Version, Version], before: list[tuple[Span, str]], after: list[tuple[Span, str]]
) -> tuple[Difference, ...]:
    pairs = align([text for _, text in before], [text for _, text in after])
    return tuple(_difference(sides, before, after, pair) for pair in pairs)


def _difference(
    sides: tuple[Version, Version], before: list[tuple[Span, str]], after: list[tuple[Span, str]], pair: Pair
) -> Difference:
    old, was = _token(sides[0], before, pair.before)
    new, now = _token(sides[1], after, pair.after)
    return Difference(pair.kind, old, new, was, now, tuple(words(was, now)) if pair.kind == "changed" else ())


def _token(version: Version, sentences: list[tuple[Span, str]], number: int | None) -> tuple[str, str]:
    """The token and the words of a sentence."""
    if number is None:
        return "", ""
    span, text = sentences[number]
    return str(make_token(version.id, span, text)), text


def _notes(sides: Sequence[Version], texts: Sequence[str], counts: Counter[Kind]) -> tuple[str, ...]:
    if sides[0].id == sides[1].id:
        return ("this is one version, compared with itself",)
    if texts[0] == texts[1]:
        return ("the text is the same; only the file's bytes differ",)
    if counts.keys() <= {"same"}:
        return ("every sentence is the same; only the white space between them differs",)
    return ()
