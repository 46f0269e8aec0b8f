"""Readers: bytes → Reading, one module a format. A module of this folder has

    READER: str                    name and version, such as `text/1`; recorded with every version it reads. A change
                                   that gives other text for some bytes is a new number: citations stay on the old text
    MEDIA_TYPES: tuple[str, ...]   the first is what it calls its documents
    SUFFIXES: tuple[str, ...]      of file names, lower case, with the dot
    def read(data: bytes, *, name: str, declared: Declared) -> Reading
    def recognises(data: bytes) -> bool          optional: these bytes can be no other reader's
    def boxes(data, start, end) -> list[Box]     optional, both: where characters of its text stand on their pages,
    def image(data, boxes) -> bytes              and the pages drawn, with the boxes marked, as PNG
    def source(data, start, end, *, declared: Declared) -> Source
                                                 optional: what `[start, end)` of the text was made of; no library of
                                                 hostile formats takes part in it, so it needs no child process
    def engine() -> str                          optional: name and build of the library that its text depends on
    ISOLATED = True                              optional: it parses what is hostile, with a library or by itself: it
                                                 runs in a child process with limits (`readers.read` sees to that)
    SECONDS: int                                 optional: of CPU, that a document may take of it
    ON_REQUEST = True                            optional: it is tried behind the others, and only when `--ocr` asks
    def takes(data: bytes) -> bool               for it, on bytes of which it says that it may read them

`read` is a pure function: the same bytes, name and declaration give the same reading on every machine, for
ever. It opens no file, no network, no clock; it keeps nothing. Its text is canonical (see `text.canonical`):
the characters of the document in reading order, LF, no byte order mark, no normalisation, never empty. It is
called once a document, with hostile bytes: it raises errors.Unreadable with a predicate (`is empty`, `is a
PDF file, not text`), before which the caller puts the name, and nothing else. Time and memory grow with the
bytes and no faster; a library that cannot promise that runs in a child process with limits. What it could not
read of a document that it did read is a code in `incomplete`.

Pages, where the format has them, are parted by a form feed (U+000C) in the text: the page of a position is one more
than the form feeds before it. `article` are the spans that are the article itself, where a reader can tell it from
the page around it (menus, other headlines); the rest is stored and cited alike, and searched on request. `selector`
says what told it, with its version: it may choose otherwise some day, and the text stays.

A library may read the same bytes otherwise in its next build. `engine` is recorded with the version, and is no part of
what identifies it: another build makes no new version of what was read, and a text that it does not give again is not
called altered (see `bundle.rereading`). `READER` is the number of our own code only.

`parts` are documents inside this one, attachments of a mail: each becomes a document of its own that says what it is
part of.

A file that is no document but holds some (WARC, mbox, gzip) has a module with

    CONTAINER: str                 name and version, such as `warc/1`
    SUFFIXES, recognises           as above; `recognises` sees the first 4096 bytes
    def members(stream: BinaryIO, *, name: str) -> Iterator[Member]

It always runs in a child process. It reads the stream, which can be sought in, from its start, in memory that does not
grow with the file; what it cannot read of it is a Member with an `error`, and what follows is tried. What it leaves out
on purpose, such as the pictures of web pages, it counts and says in one last Member, `skipped`. A member may be a
container itself, and some hold themselves: whoever opens them counts how deep they are.

`name` is the file's name or the URL's last part, a hint and never opened. Heavy libraries are imported inside
`read`, for every reader's module is imported to choose one. A missing one is errors.UsageError with the `pip
install` as its hint.

`stated` holds what the document says of itself, by the field names of a description (`title`, `authors`,
`publisher`, `published`, `language`, `tags`), `url` and `captured`, where and when it was saved, and of a mail `from`,
`to` (all recipients) and `subject`. `authors`, `tags`, `from` and `to` have several values, a tuple. Nothing is
inferred: a first line is no title. A date that was guessed says so in its `origin` (`guessed from the page`).
`published` and `captured` pass `model.record.is_when`.

A sample and what it must become stand in tests/data/readers/<module>/: NAME.<suffix> and NAME.expected.json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from types import ModuleType
from typing import Any, BinaryIO, Protocol, TypeGuard, cast

from archive import plugins
from archive.text.canonical import GUESSED, Decoded

DEFAULT = "text"
HEAD = 4096  # bytes that a container is recognised by

PAGE_END = "\f"
"""Parts the pages of a text."""

#: Media types that say no more than that nobody looked.
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream", "application/unknown"})


@dataclass(frozen=True, slots=True)
class Declared:
    """What whoever delivered the bytes says of them, such as a Content-Type: a hint, checked before it is believed."""

    media_type: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document says of itself. `origin` says where (`front matter`); in a record it is called `from`."""

    value: str | tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside another. `name` is what the whole calls it: shown, never opened."""

    name: str
    data: bytes
    declared: Declared = Declared()


@dataclass(frozen=True, slots=True)
class Member:
    """A document inside a container. `name` stays the same when the container gets other members: a path in it, a
    Message-ID, a URL with its time; never a number.

    `url`, `captured` (see `model.record.is_when`), `redirects` and `headers` are those of the response that a web
    archive holds; they make its capture. `error` is the predicate why it cannot be taken, `skipped` says what was left
    out, which is no failure: with either there is no data. `incomplete` are codes for its version, beside its reader's.
    """

    name: str
    data: bytes
    declared: Declared = Declared()
    url: str = ""
    captured: str = ""
    redirects: tuple[str, ...] = ()
    headers: bytes = b""
    error: str = ""
    skipped: str = ""
    incomplete: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's canonical text and all that was learnt on the way.

    `encoding` is `utf-8`, else `NAME; bom`, `NAME; declared` or `NAME; guessed` (`Decoded.label`), and empty
    for formats that have none. `incomplete` are codes; `encoding-guessed` is one.
    """

    text: str
    media_type: str
    reader: str
    encoding: str = ""
    incomplete: tuple[str, ...] = ()
    stated: Mapping[str, Stated] = field(default_factory=dict)
    article: tuple[tuple[int, int], ...] = ()  # code points; ordered, disjoint; none: all of it
    parts: tuple[Part, ...] = ()
    selector: str = ""  # what chose the article, with its version; empty where the reader itself did
    engine: str = ""  # the library whose build the text depends on; filled in by whoever calls the reader


@dataclass(frozen=True, slots=True)
class Source:
    """The mark-up that a span of a text was made of: `data`, at `[start, end)` (bytes) of the document, or of the
    `part` in it that was unpacked; `written` is that in characters. `text` is the whole text as it was read now.
    """

    text: str
    part: str
    start: int
    end: int
    data: bytes
    written: str


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page: in points of 1/72 inch, from the left and the lower edge. Pages are counted from 1."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class Container(Protocol):
    """A container's module; see above."""

    CONTAINER: str
    SUFFIXES: tuple[str, ...]

    def recognises(self, data: bytes) -> bool: ...

    def members(self, stream: BinaryIO, *, name: str) -> Iterator[Member]: ...


class Reader(Protocol):
    """A reader module; see above."""

    READER: str
    MEDIA_TYPES: tuple[str, ...]
    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, *, name: str, declared: Declared) -> Reading: ...


def read(reader: Reader, data: bytes, *, name: str, declared: Declared) -> Reading:
    """The reader's reading, from a child process where the reader asks for one. Raises Unreadable."""
    if not is_isolated(reader):
        return reader.read(data, name=name, declared=declared)
    from archive.readers import _isolated

    return _isolated.read(reader, data, name=name, declared=declared)


def begin(
    reader: Reader, data: bytes, *, name: str, declared: Declared
) -> Callable[[], tuple[Reading, list[tuple[int, int]]]]:
    """As `read` in a child process, with the sentences, while the caller does something else. What is given back waits
    for it; `stop` ends all that was begun."""
    from archive.readers import _isolated

    return _isolated.begin(_isolated.children(), reader, data, name=name, declared=declared).result


def stop() -> None:
    """Ends every reading that runs in a child: each raises Unreadable."""
    from archive.readers import _isolated

    if _isolated.children.cache_info().currsize:
        _isolated.children().stop()


def members(container: Container, file: BinaryIO, *, name: str) -> Iterator[Member]:
    """What a container holds, from a child process; `file` has a descriptor. Raises Unreadable, at any time."""
    from archive.readers import _isolated

    return _isolated.members(container, file, name=name)


def fingerprint() -> str:
    """Names and versions of the built-in readers and containers: another one may read otherwise, or read more."""
    names = (getattr(module, "READER", "") + getattr(module, "CONTAINER", "") for module in _modules())
    return " ".join(sorted(names))


def is_isolated(reader: Reader) -> bool:
    """Whether it runs in a child process: where it asks for it, and always where another package brings it."""
    ours = getattr(reader, "__name__", "").startswith(f"{__name__}.")
    return bool(getattr(reader, "ISOLATED", False)) or not ours


class Drawing(Reader, Protocol):
    """A reader's module that can show its pages. Both functions read with the library that `read` uses."""

    def boxes(self, data: bytes, start: int, end: int) -> list[Box]: ...

    def image(self, data: bytes, boxes: Sequence[Box]) -> bytes: ...


def draws(reader: Reader) -> TypeGuard[Drawing]:
    """Whether a reader can show the pages that it reads."""
    return hasattr(reader, "boxes") and hasattr(reader, "image")


def boxes(reader: Drawing, data: bytes, start: int, end: int) -> list[Box]:
    """Where the characters `[start, end)` of the reader's text stand on their pages, found in a child process. Raises
    Unreadable."""
    from archive.readers import _isolated

    return _isolated.waited(_isolated.boxes(_isolated.children(), reader, data, start, end))


def image(reader: Drawing, data: bytes, boxes: Sequence[Box]) -> bytes:
    """The pages of the boxes as PNG, the boxes marked, drawn in a child process. Raises Unreadable, UsageError."""
    from archive.readers import _isolated

    return _isolated.waited(_isolated.image(_isolated.children(), reader, data, boxes))


def engine(reader: Reader) -> str:
    """The library here that the reader's texts depend on, with its build, as a child process says it; empty for none.
    Raises Unreadable, UsageError for a missing library."""
    if not hasattr(reader, "engine"):
        return ""
    from archive.readers import _isolated

    return _isolated.waited(_isolated.engine(_isolated.children(), reader))


def recorded(media_type: str, encoding: str) -> Declared:
    """What a version's record says, to read its bytes as they were read: a guess is not made a second time."""
    name, separator, how = encoding.partition("; ")
    return Declared(media_type, name if separator and how != "bom" else None)


def choose(name: str, media_type: str | None = None, data: bytes = b"") -> Reader:
    """The reader for a document: by its content, then by a media type that says something, then by its name.

    What none of them tells is tried as text, which refuses what is not.
    """
    return candidates(name, media_type, data)[0]


def on_request(data: bytes) -> tuple[Reader, ...]:
    """The readers that may find something in these bytes, and are tried only when somebody asks for it."""
    asked = (cast(Any, module) for module in _modules() if hasattr(module, "ON_REQUEST"))
    return tuple(reader for reader in asked if reader.takes(data))


def check_request() -> None:
    """Raises UsageError, with the `pip install`, where what such a reader needs is not installed."""
    for module in _modules():
        if hasattr(module, "ON_REQUEST"):
            engine(cast(Reader, module))


def candidates(name: str, media_type: str | None = None, data: bytes = b"") -> tuple[Reader, ...]:
    """The reader that `choose` gives, and plain text behind one that was chosen by a type or a name only."""
    known = by_content(data)
    if known is not None:
        return (known,)
    named = _by_media_type(media_type or "") or by_name(name) or _installed(name, media_type or "", data)
    if named is not None and getattr(named, "recognises", _never)(data):
        return (named,)
    return (_default(),) if named in (None, _default()) else (named, _default())


def claims(name: str, media_type: str | None, data: bytes) -> bool:
    """Whether a reader, or a container, would take these bytes for its own, or is asked for by type or name."""
    if by_content(data) or _by_media_type(media_type or "") or by_name(name) or container(name, data[:HEAD]):
        return True
    return (media_type or "").startswith("text/") or _installed(name, media_type or "", data) is not None


def by_content(data: bytes) -> Reader | None:
    """The reader that knows these bytes for its own."""
    return next((r for r in _all() if data and getattr(r, "recognises", _never)(data)), None)


def by_name(name: str) -> Reader | None:
    """The reader for a file name's suffix; None when no reader claims it."""
    lower = name.lower()
    return next((r for r in _all() if lower.endswith(r.SUFFIXES)), None)


def incomplete(decoded: Decoded) -> tuple[str, ...]:
    """The codes that a text's encoding gives a reading."""
    return (GUESSED,) if decoded.how == "guessed" else ()


def _by_media_type(media_type: str) -> Reader | None:
    bare = media_type.partition(";")[0].strip().lower()
    return next((r for r in _all() if bare not in _VAGUE and bare in r.MEDIA_TYPES), None)


def container(name: str, head: bytes) -> Container | None:
    """The container that a file is, by its first `HEAD` bytes, whatever it is called; None for a document."""
    found = next((c for c in _containers(_modules()) if c.recognises(head)), None)
    if found is not None or by_content(head) or by_name(name):
        return found
    return next((c for c in _containers(_others()) if c.recognises(head)), None)


def _containers(modules: tuple[ModuleType, ...]) -> Iterator[Container]:
    return (cast(Container, module) for module in modules if hasattr(module, "CONTAINER"))


def _installed(name: str, media_type: str, data: bytes) -> Reader | None:
    """A reader of another package. They are looked for only where no built-in one fits: it takes 36 ms a process."""
    lower, bare = name.lower(), media_type.partition(";")[0].strip().lower()
    if bare in _VAGUE and not PurePath(name).suffix:
        return None
    others = [cast(Reader, module) for module in _others() if hasattr(module, "READER")]
    fits = (
        getattr(r, "recognises", _never)(data) or bare in r.MEDIA_TYPES or lower.endswith(r.SUFFIXES) for r in others
    )
    return next((reader for reader, fit in zip(others, fits, strict=True) if fit), None)


@cache
def _others() -> tuple[ModuleType, ...]:
    return tuple(plugins.load("readers", name) for name in plugins.installed("readers"))


@cache
def _all() -> tuple[Reader, ...]:
    chosen = (m for m in _modules() if hasattr(m, "READER") and not hasattr(m, "ON_REQUEST"))
    return tuple(cast(Reader, module) for module in chosen)


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(plugins.load("readers", name) for name in plugins.built_in("readers"))


@cache
def _default() -> Reader:
    return cast(Reader, plugins.load("readers", DEFAULT))


def _never(data: bytes) -> bool:
    return False
