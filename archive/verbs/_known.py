"""What the archive knows already of a batch of articles: asked once a batch, kept up to date while it is stored.

A few queries a batch instead of six an article: that is half the cost of adding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from archive.model.digest import Digest
from archive.model.newest import Obtained, contenders, newest
from archive.model.removal import Removal
from archive.store.reading import Reader
from archive.verbs._places import held_now, is_member
from archive.verbs._sources import Answer

Values = Mapping[str, str | list[str]]


class Known:
    """Answers for the URLs, paths and digests that it was made with; good for a log of `size` records."""

    def __init__(self, reader: Reader, articles: Iterable[tuple[str, str, Digest]], *, again: bool = False) -> None:
        """`articles`: the URL, path and content of each; empty what it has not. `again`: also what was removed may be
        added."""
        asked = list(articles)
        self._refusals = {} if again else reader.refusals({content for _, _, content in asked})
        self.size = self._next = reader.size()
        self._places = reader.places([path for _, path, _ in asked if path])
        known = [(*self._places[path], content) for _, path, content in asked if path in self._places]
        self._paths = reader.paths_of([document for document, held, content in known if held != content])
        self._places |= reader.places([path for paths in self._paths.values() for path in paths])
        self._held_now = cache(held_now)  # a file is looked at once, before the write lock is taken
        versions = reader.versions_with([content for _, _, content in asked])
        versions.sort(key=lambda version: version.position not in reader.received)  # our own count before imported ones
        self._versions: dict[Digest, list[tuple[str, str, str]]] = {}  # content → (document, reader, version id)
        for version in versions:
            self.learn_version(version.document, version.content, version.reader, version.id)
        self._unreadable = {version.id: version.unreadable for version in versions if version.unreadable}
        self._captures = reader.capture_times([version.id for version in versions])
        documents = {url for url, _, _ in asked if url} | {document for document, _ in self._places.values()}
        documents.update(version.document for version in versions)
        self._parts = reader.part_documents(list(documents))
        documents.update(self._parts.values())
        self._obtained = reader.obtained(list(documents))
        self._said = {d: dict(said.said) for d, said in reader.described(documents).items()}
        self._ever_said = reader.ever_said(list(documents))

    def document(self, url: str, path: str, content: Digest) -> str:
        """At this URL; else from this path, unless that has parted; else with these bytes; else empty: a new one.
        A member of a container is looked for by its bytes first."""
        if url:
            return url
        copies = self._versions.get(content)
        if path in self._places and not (copies and is_member(path)):
            return "" if self.standing_copy(path, content) else self._places[path][0]
        return copies[0][0] if copies else ""

    def part(self, whole: str, name: str) -> str:
        """The document that a whole's document calls so, or empty: a new one."""
        return self._parts.get((whole, name), "")

    def version(self, document: str, content: Digest, reader: str = "") -> str:
        """The id of the last version with these bytes (read by this reader, if one is named), or the empty string."""
        for held, by, id in reversed(self._versions.get(content, ())):
            if held == document and reader in ("", by):
                return id
        return ""

    def unreadable(self, version: str) -> str:
        """Why a version that is here has no text, or empty."""
        return self._unreadable.get(version, "")

    def refusal(self, document: str, content: Digest) -> Removal | None:
        """The removal by which these bytes are not added to a document that does not hold them."""
        return None if self.version(document, content) else self._refusals.get(content)

    def newest(self, document: str) -> Digest | None:
        """The content of the newest edition."""
        capture = newest(self._obtained.get(document, ()))
        return capture.content if capture else None

    def captured(self, version: str, time: str) -> bool:
        """Whether the version has a capture of this time."""
        return (version, time) in self._captures

    def place(self, path: str) -> tuple[str, Digest] | None:
        """The document that was added from this path last, and the content that the file had."""
        return self._places.get(path)

    def standing_copy(self, path: str, content: Digest) -> str:
        """The path of a file that was this one's copy and does not share its new content; or the empty string."""
        before = self._places.get(path)
        if before is None or before[1] == content:
            return ""
        others = (other for other in self._paths.get(before[0], ()) if other != path and self._places[other] == before)
        return next((other for other in others if self._held_now(other) not in (None, content)), "")

    def unsaid(self, document: str, values: Values, *, captured: str, ever: bool) -> dict[str, str | list[str]]:
        """Those values that are not what is said of the document now (or, with `ever`, never were).

        Of what was `captured` at a stated time, those that were never said of that time: which of several such holds
        depends on all of them.
        """
        now = self._said.get(document, {})
        return {
            field: value
            for field, value in values.items()
            if (captured or now.get(field) != _several(value))
            and not ((captured or ever) and (document, field, _several(value), captured) in self._ever_said)
        }

    def learn_version(self, document: str, content: Digest, reader: str, version: str) -> None:
        self._versions.setdefault(content, []).append((document, reader, version))

    def learn_capture(
        self, document: str, content: Digest, version: str, captured: str, at: str, answer: Answer | None
    ) -> None:
        self._captures.add((version, captured))
        self._next += 1
        suspect = answer is not None and "suspect" in answer.marks
        capture = Obtained(self._next, captured, at, answer is not None and answer.live, suspect, content=content)
        self._obtained[document] = contenders([*self._obtained.get(document, ()), capture])

    def learn_place(self, path: str, document: str, content: Digest) -> None:
        self._places[path] = (document, content)
        self._paths.setdefault(document, []).append(path)

    def learn_part(self, whole: str, name: str, document: str) -> None:
        self._parts[whole, name] = document

    def learn_said(self, document: str, values: Values, captured: str) -> None:
        now = self._said.setdefault(document, {})
        for field, value in values.items():
            if captured:
                now.pop(field, None)  # it depends: asked again, it is said again
            else:
                now[field] = _several(value)
            self._ever_said.add((document, field, _several(value), captured))


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
