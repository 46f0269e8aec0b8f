"""An article on its way into the archive: its bytes, then its text and sentences, or why there are none.

Which reader it is: the one that knows the bytes for its own, whatever they are called; else the one that their media
type or name asks for; and where that one refuses them, plain text. What none of them reads is kept, unreadable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from archive import readers
from archive.errors import ArchiveError, Unreadable
from archive.model.digest import Digest
from archive.readers import Part, Reader, Reading
from archive.text import language
from archive.text.sentences import sentences
from archive.verbs._sources import Source

PICTURED = "pages-without-text"
MOST_SAID = 2**20  # characters said of one article; a record holds 16 MiB

Spans = list[tuple[int, int]]


@dataclass(slots=True)
class Article:
    """A source with its bytes; kept until its batch is committed. `whole` is what it is a part of, as `part`."""

    source: Source
    data: bytes
    content: Digest
    tried: tuple[Reader, ...]  # in this order
    whole: Article | None = None
    part: str = ""
    ocr: bool = False  # what has no text is read by machine
    reading: Reading | None = None
    unreadable: str = ""
    hint: str = ""  # what to do about that
    spans: Spans = field(default_factory=list)
    parts: list[Article] = field(default_factory=list)
    left: tuple[str, ...] = ()  # names of parts that no reader reads
    language: str = ""  # as it was detected, where nobody says it
    document: str = ""  # once it is decided
    version: str = ""

    @property
    def path(self) -> str:
        """Its place as a URI, or empty."""
        return self.source.place

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Codes of what is missing of it: its reader's, and those that its container gave."""
        return tuple(sorted({*(self.reading.incomplete if self.reading else ()), *self.source.incomplete}))

    @property
    def size(self) -> int:
        """Bytes that it holds in memory, parts included."""
        text = 4 * len(self.reading.text) if self.reading else 0
        return len(self.data) + text + sum(part.size for part in self.parts)


def article(source: Source, data: bytes, whole: Article | None = None, part: str = "", *, ocr: bool = False) -> Article:
    """With `ocr` what other readers find no text in is read by machine.

    Raises Unreadable when there is nothing to keep, or more is said of it than a record can hold.
    """
    if not data or data.isspace():
        raise Unreadable("is empty")
    check_said((source.url, source.values))
    tried = readers.candidates(source.file_name, source.declared.media_type, data)
    if ocr:
        tried += readers.on_request(data)
    return Article(source, data, Digest.of(data), tried, whole, part, ocr)


def check_said(said: object) -> None:
    """Raises Unreadable on more than a record can hold."""
    if len(repr(said)) > MOST_SAID:
        raise Unreadable(f"says more of itself than {MOST_SAID} characters", hint="shorten its title and the like")


def is_isolated(article: Article) -> bool:
    """Whether it is read in a child first."""
    return readers.is_isolated(article.tried[0]) and not article.source.unreadable


def begin(article: Article) -> Callable[[], None]:
    """Begins to read it, in a child where its reader asks for one. What is given back ends that: then its reading is
    there, or why there is none, and its parts."""
    if article.source.unreadable:
        return partial(_keep_unread, article, article.source.reader, Unreadable(article.source.unreadable))
    return partial(_finish, article, _begun(article.tried[0], article))


def _begun(reader: Reader, article: Article) -> Callable[[], tuple[Reading, Spans]]:
    name, declared = article.source.file_name, article.source.declared
    if readers.is_isolated(reader):
        return readers.begin(reader, article.data, name=name, declared=declared)
    return lambda: _split(reader.read(article.data, name=name, declared=declared))


def _split(reading: Reading) -> tuple[Reading, Spans]:
    return reading, sentences(reading.text)


def _finish(article: Article, first: Callable[[], tuple[Reading, Spans]]) -> None:
    """The first reader's reading, else the next one's; what is said is the first one's reason, and with `ocr` the last
    one's, which then reads pages without text also where a reader left them out."""
    refused: ArchiveError | None = None
    for number, reader in enumerate(article.tried):
        try:
            article.reading, article.spans = (_begun(reader, article) if number else first)()
            check_said(article.reading.stated)
            article.parts, article.left = _parts(article, article.reading)
            article.language = _detected(article, article.reading)
            if not (article.ocr and PICTURED in article.reading.incomplete):
                return
        except ArchiveError as error:
            refused = error if article.ocr else refused or error
    if article.reading is None:
        assert refused is not None
        _keep_unread(article, article.tried[0].READER, refused)


def _detected(article: Article, reading: Reading) -> str:
    """The language of its text; empty where somebody says it, or it cannot be told."""
    is_said = "language" in article.source.values or "language" in reading.stated
    return "" if is_said else language.detect(reading.text)


def _keep_unread(article: Article, reader: str, refused: ArchiveError) -> None:
    """A version without text, of the kind that its bytes show."""
    known = readers.by_content(article.data)
    media_type = known.MEDIA_TYPES[0] if known else "application/octet-stream"
    article.unreadable = refused.message if isinstance(refused, Unreadable) else f"cannot be read: {refused.message}"
    article.hint = refused.hint
    article.reading, article.spans = Reading("", media_type, reader), []


def _parts(whole: Article, reading: Reading) -> tuple[list[Article], tuple[str, ...]]:
    """Those parts that a reader claims, each an article; the names of the others, which stay inside."""
    taken, left = [], []
    for name, part in _named(reading.parts):
        source = Source(
            f"{whole.source.name}#{name}",
            "part",
            data=part.data,
            captured=whole.source.captured,
            declared=part.declared,
            called=name,
        )
        claimed = readers.claims(name, part.declared.media_type, part.data)
        if (claimed or (whole.ocr and readers.on_request(part.data))) and not part.data.isspace():
            taken.append(article(source, part.data, whole, name, ocr=whole.ocr))
        else:
            left.append(source.name)
    return taken, tuple(left)


def _named(parts: tuple[Part, ...]) -> Iterator[tuple[str, Part]]:
    """Each part with a name of its own: the second `image.png` is `image.png (2)`."""
    seen: dict[str, int] = {}
    for part in parts:
        seen[part.name] = seen.get(part.name, 0) + 1
        yield part.name if seen[part.name] == 1 else f"{part.name} ({seen[part.name]})", part
