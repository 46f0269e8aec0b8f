"""Sources with their bytes. Of a file that is a container (a mailbox, a web archive, gzip) its members, each a source.

A member's place is `<URI of the container>#<its name, escaped>`; in a container in a container `#<name>/<name>`. Names
are shown and compared, never used as paths. What is not read: containers more than 3 deep in one another, and members
beyond 256 MiB and 100 times the container's own size together, which is a bomb.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from urllib.parse import quote, urlsplit

from archive import readers
from archive.errors import ArchiveError, Unreadable, UsageError
from archive.readers import Container, Member
from archive.verbs._places import uri_of
from archive.verbs._seen import Looked
from archive.verbs._sources import LARGEST, Answer, Clock, Given, NotTaken, Source, Unchanged, check_url_and_captured

DEEPEST = 3  # containers in one another
FREE = 256 * 2**20  # bytes that any container may hold,
RATIO = 100  # and more by so many times its own size

Loaded = tuple[Source, bytes]


@dataclass(frozen=True, slots=True)
class Ended:
    """Behind the members of a container, where all of them could be taken."""

    looked: Looked
    members: int


@dataclass(slots=True)
class _Budget:
    """Bytes that may come out of one file."""

    left: int

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Unreadable(f"holds more than {RATIO} times its own size: the rest is not read", hint="unpack it")


def loaded(sources: Iterable[Given], clock: Clock) -> Iterator[Loaded | NotTaken | Unchanged | Ended]:
    """Each source with its bytes, or the members of the container that it is, or why it cannot be taken."""
    for source in sources:
        if not isinstance(source, Source):
            yield source
            continue
        try:
            yield from _loaded(source, clock)
        except ArchiveError as error:
            yield NotTaken(source.name, error)
        except OSError as error:
            yield NotTaken(source.name, Unreadable(f"cannot be read: {error.strerror}"))


def _loaded(source: Source, clock: Clock) -> Iterator[Loaded | NotTaken | Ended]:
    with source.opened() as file:
        if source.path is not None and not source.place:
            source = replace(source, place=uri_of(source.path))
        container = None if source.how == "list" else readers.container(source.file_name, file.read(readers.HEAD))
        size = file.seek(0, 2)
        file.seek(0)
        if container is None:
            if size > LARGEST:
                raise Unreadable(f"is larger than {LARGEST // 2**20} MiB")
            yield source, file.read()
            return
        count, whole = 0, True
        for member in _Opened(source, container, clock, _Budget(FREE + RATIO * size)).members(file, 1):
            count, whole = count + 1, whole and not (isinstance(member, NotTaken) and member.error)
            yield member
        if whole and source.looked:
            yield Ended(source.looked, count)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A source that is a container."""

    source: Source
    container: Container
    clock: Clock
    budget: _Budget

    def members(self, file: BinaryIO, depth: int) -> Iterator[Loaded | NotTaken]:
        """Its members. One of which nothing can be read is kept as it is, unreadable; one that breaks later says so."""
        with _real(file) as real:
            found = _some(_until_it_breaks(readers.members(self.container, real, name=self.source.file_name)))
            first, second = next(found), next(found, None)
            alone = not isinstance(second, Member)
            if isinstance(first, ArchiveError):
                yield self._unread(first, file)
            elif not alone and (self.source.url or "title" in self.source.values):
                yield NotTaken(self.source.name, UsageError("holds several documents: --url and --title are for one"))
            else:
                first = replace(first, url=self.source.url) if alone and not first.url else first
                yield from self._taken(chain([first], [second] if second else [], found), depth)

    def _taken(self, found: Iterable[Member | ArchiveError], depth: int) -> Iterator[Loaded | NotTaken]:
        for member in found:
            if isinstance(member, ArchiveError):
                yield NotTaken(self.source.name, member)
                return
            try:
                yield from self._member(member, depth)
            except Unreadable as error:  # too much came out of it
                yield NotTaken(self.source.name, error)
                return

    def _unread(self, error: ArchiveError, file: BinaryIO) -> Loaded | NotTaken:
        if file.seek(0, 2) > LARGEST:
            return NotTaken(self.source.name, error)
        file.seek(0)
        return replace(self.source, unreadable=error.message, reader=self.container.CONTAINER), file.read()

    def _member(self, member: Member, depth: int) -> Iterator[Loaded | NotTaken]:
        name = f"{self.source.name}#{member.name}"
        if member.skipped:
            yield NotTaken(name, None, member.skipped)
            return
        if member.error:
            yield NotTaken(name, Unreadable(member.error))
            return
        self.budget.spend(len(member.data) + len(member.headers))
        source = self._source(name, member)
        inner = readers.container(source.file_name, member.data[: readers.HEAD])
        if inner is None:
            yield source, member.data
        elif depth >= DEEPEST:
            yield NotTaken(name, Unreadable(f"is more than {DEEPEST} containers deep", hint="unpack it"))
        else:
            with source.opened() as file:
                yield from _Opened(replace(source, data=None), inner, self.clock, self.budget).members(file, depth + 1)

    def _source(self, name: str, member: Member) -> Source:
        captured, notes = member.captured or self.source.captured, self.source.notes
        try:
            check_url_and_captured("", captured, self.clock())
        except UsageError as error:
            captured, notes = "", (*notes, error.message)
        return replace(
            self.source,
            name=name,
            how="container",
            path=None,
            looked=None,
            data=member.data,
            url=member.url,
            captured=captured,
            notes=notes,
            place=_place(self.source.place, member.name),
            called=_file_name(member),
            declared=member.declared,
            answer=Answer(member.headers, member.redirects) if member.headers or member.redirects else None,
            incomplete=member.incomplete,
        )


def _until_it_breaks(members: Iterator[Member]) -> Iterator[Member | ArchiveError]:
    """The members, and last why there are no more, where that is no good reason."""
    came = False
    try:
        for member in members:
            came = True
            yield member
    except (Unreadable, UsageError) as error:
        yield error
        return
    if not came:
        yield Unreadable("holds no document")


def _some(found: Iterator[Member | ArchiveError]) -> Iterator[Member | ArchiveError]:
    """The same; of members that are all damaged, only why the first is."""
    damaged: list[Member | ArchiveError] = []
    for member in found:
        if isinstance(member, Member) and not member.error:
            yield from chain(damaged, [member], found)
            return
        damaged.append(member)
    first = damaged[0]
    yield Unreadable(first.error) if isinstance(first, Member) else first


def _place(outer: str, name: str) -> str:
    """A member's place; none of what came from nowhere."""
    return f"{outer}{'/' if '#' in outer else '#'}{quote(name, safe='')}" if outer else ""


def _file_name(member: Member) -> str:
    """The name that its suffix is looked for in."""
    return PurePosixPath(urlsplit(member.url).path).name if member.url else PurePosixPath(member.name).name


@contextmanager
def _real(file: BinaryIO) -> Iterator[BinaryIO]:
    """A file with a descriptor, at its start."""
    file.seek(0)
    if not isinstance(file, io.BytesIO):
        yield file
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        yield cast(BinaryIO, copy)
