"""What the archive knows already of a batch of articles: asked once a batch, kept up to date while it is stored.

A few queries a batch instead of six an article: that is half the cost of adding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.model.digest import Digest
from archive.model.newest import Obtained, contenders, newest
from archive.store.reading import Reader

Values = Mapping[str, str | list[str]]


class Known:
    """Answers for the URLs, paths and digests that it was made with; good for a log of `size` records."""

    def __init__(self, reader: Reader, urls: Iterable[str], paths: Iterable[str], contents: Iterable[Digest]) -> None:
        self.size = self._next = reader.size()
        self._places = reader.places(list(paths))
        versions = reader.versions_with(list(contents))
        self._versions: dict[Digest, list[tuple[str, str, str]]] = {}  # content → (document, reader, version id)
        for version in versions:
            self.learn_version(version.document, version.content, version.reader, version.id)
        self._captures = reader.capture_times([version.id for version in versions])
        documents = {url for url in urls if url} | {document for document, _ in self._places.values()}
        documents.update(version.document for version in versions)
        self._obtained = reader.obtained(list(documents))
        self._said = {d: dict(said.values) for d, said in reader.described(documents).items()}
        self._ever_said = reader.ever_said(list(documents))

    def document(self, url: str, path: str, content: Digest) -> str:
        """At this URL; else from this path; else with these bytes; else the empty string: a new one."""
        if url:
            return url
        if path in self._places:
            return self._places[path][0]
        copies = self._versions.get(content)
        return copies[0][0] if copies else ""

    def version(self, document: str, content: Digest, reader: str = "") -> str:
        """The id of the last version with these bytes (read by this reader, if one is named), or the empty string."""
        for held, by, id in reversed(self._versions.get(content, ())):
            if held == document and reader in ("", by):
                return id
        return ""

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

    def unsaid(self, document: str, values: Values, *, ever: bool) -> dict[str, str | list[str]]:
        """Those values that are not what is said of the document now (or, with `ever`, never were)."""
        now = self._said.get(document, {})
        return {
            field: value
            for field, value in values.items()
            if now.get(field) != _several(value)
            and not (ever and (document, field, _several(value)) in self._ever_said)
        }

    def learn_version(self, document: str, content: Digest, reader: str, version: str) -> None:
        self._versions.setdefault(content, []).append((document, reader, version))

    def learn_capture(self, document: str, content: Digest, version: str, captured: str, at: str) -> None:
        self._captures.add((version, captured))
        self._next += 1
        capture = Obtained(self._next, content, captured, at)
        self._obtained[document] = contenders([*self._obtained.get(document, ()), capture])

    def learn_place(self, path: str, document: str, content: Digest) -> None:
        self._places[path] = (document, content)

    def learn_said(self, document: str, values: Values) -> None:
        self._said.setdefault(document, {}).update({f: _several(v) for f, v in values.items()})
        self._ever_said.update((document, f, _several(v)) for f, v in values.items())


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
