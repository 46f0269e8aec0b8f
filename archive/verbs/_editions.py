"""The editions of a document in order of time: what `log`, `diff` and `list --changed-since` count and compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.errors import NotFound
from archive.model.article import Version
from archive.model.digest import Digest
from archive.model.newest import Dated, Obtained, by_time, newest
from archive.model.record import is_when
from archive.store.reading import Reader
from archive.verbs._resolve import resolve

_NEVER = "9999-99-99T99:99:99Z"  # later than any time


@dataclass(frozen=True, slots=True)
class Run:
    """Captures of one edition, one after the other in time, with none of another between them."""

    content: Digest
    captures: tuple[Obtained, ...]


class Editions:
    """All editions of a document. Number 1 is the one that was obtained first. What is suspect is none, unless there is
    nothing else."""

    def __init__(self, versions: Sequence[Version], captures: Sequence[Obtained]) -> None:
        self.versions = versions
        counted = [capture for capture in captures if not capture.suspect] or captures
        self.suspects = [capture for capture in captures if capture not in counted]
        ordered = sorted(counted, key=by_time)
        self.runs = [Run(content, tuple(run)) for content, run in groupby(ordered, key=lambda c: c.content)]
        self.contents = list(dict.fromkeys(run.content for run in self.runs))
        last = newest(captures)
        self.newest = last.content if last else None

    def number(self, content: Digest) -> int:
        """0 for bytes that are no edition."""
        return self.contents.index(content) + 1 if content in self.contents else 0

    def version(self, content: Digest) -> Version:
        """The edition as it was read last."""
        return [version for version in self.versions if version.content == content][-1]

    @property
    def before_newest(self) -> Digest | None:
        """The edition that the newest one followed; None when there is no other."""
        others = [run.content for run in self.runs if run.content != self.newest]
        return others[-1] if others else None

    @property
    def changed(self) -> Obtained | None:
        """The capture by which the newest edition became known, where it followed another."""
        since = None
        for run in reversed(self.runs):
            if run.content != self.newest:
                return since
            since = run.captures[0]
        return None

    def at(self, when: str) -> Version | None:
        """What was known at the end of a day (month, year) or at a moment."""
        known = [run.content for run in self.runs if run.captures[0].time <= Dated(0, when, _NEVER).time]
        return self.version(known[-1]) if known else None


def editions(reader: Reader, document: str) -> Editions:
    return Editions(reader.versions(document), reader.all_obtained([document])[document])


def named(reader: Reader, editions: Editions, name: str) -> Version:
    """The version that is meant by an edition's number, a date, or a version's id or the beginning of one."""
    if name.isascii() and name.isdecimal() and 0 < int(name) <= len(editions.contents):
        return editions.version(editions.contents[int(name) - 1])
    if is_when(name):
        version = editions.at(name)
        if version is None:
            raise NotFound(
                f"nothing of this document was known in {name}", hint="`archive log DOCUMENT` shows since when"
            )
        return version
    thing = resolve(reader, name)
    if thing.version is None or thing.version not in editions.versions:
        raise NotFound(f"{name!r} is no version of this document", hint="`archive log DOCUMENT` shows them")
    return thing.version
