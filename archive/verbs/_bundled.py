"""The texts of a bundle as a corpus: it is verified first, and what is not intact is not looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.bundle.check import check as check_bundle
from archive.bundle.texts import records, texts
from archive.errors import BadToken, IntegrityError
from archive.exporters import of_kind
from archive.model.record import Record
from archive.model.span import Span
from archive.model.token import Token, fits
from archive.store.lookup import opening
from archive.text.judge import Quote, Text
from archive.verbs._corpus import About, Gaps, Lost, Rendering


@dataclass(frozen=True)
class Bundled:
    """The versions of a bundle are numbered in the order of their records."""

    versions: Sequence[Record]
    held: Mapping[int, Text]
    said: Mapping[str, Mapping[str, str]]  # document → what its descriptions say
    translated: Sequence[Rendering]
    excerpts: Sequence[str]  # documents of which only some sentences are there: they are not looked at
    languages: Mapping[str, int]

    @property
    def outside(self) -> bool:
        return False

    @classmethod
    def of(cls, path: Path) -> Bundled:
        """Raises NotFound, NotAnArchive; IntegrityError for one that is not intact."""
        report = check_bundle(path)
        if not report.ok:
            raise IntegrityError(f"{path} is not intact: {report.problems[0]}", hint=f"archive verify {path}")
        every = records(path)
        versions = [record for record in every if record.name == "version"]
        readable = [n for n, version in enumerate(versions) if not version.fields.get("unreadable")]
        held = dict(zip(readable, map(Text, texts(path, [versions[n] for n in readable])), strict=True))
        said: dict[str, dict[str, str]] = {}
        for record in every:
            if record.name == "description":
                said.setdefault(record.fields["document"], {}).update(record.fields.get("set", {}))
        known = {version.id for version in versions}
        listed = {r.fields["version"]: r.fields.get("document", "") for r in every if r.name == "sentences"}
        excerpts = [document for version, document in listed.items() if version not in known]
        languages = Counter(r.fields["language"] for r in every if r.name == "detection")
        return cls(versions, held, said, [*_renderings(every, versions)], excerpts, languages)

    def holding(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        return [n for n in self.held if within is None or n in within]

    def near(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        return self.holding(quote, within)

    def texts(self, versions: Iterable[int]) -> dict[int, Text]:
        return {n: self.held[n] for n in versions if n in self.held}

    def about(self, versions: Collection[int]) -> dict[int, About]:
        return {n: self._about(n) for n in versions}

    def _about(self, number: int) -> About:
        version = self.versions[number]
        document = version.fields["document"]
        stated = {name: one["value"] for name, one in version.fields.get("stated", {}).items()}
        said = {**stated, **self.said.get(document, {})}
        title, publisher, published = (str(said.get(name, "")) for name in ("title", "publisher", "published"))
        newest = self.is_newest(number)
        return About(version.id, document, title or opening(self.held[number].text), publisher, published, newest)

    def is_newest(self, version: int) -> bool:
        return self.newest(version)[-1:] == [version]

    def expect(self, quotes: Sequence[tuple[Quote, Collection[int] | None]]) -> None:
        """All is in memory."""

    def newest(self, version: int) -> Sequence[int]:
        """The version of the document that was recorded last: a bundle does not say what was captured since."""
        document = self.versions[version].fields["document"]
        return [n for n in self.held if self.versions[n].fields["document"] == document][-1:]

    def gaps(self, within: Collection[int] | None) -> Gaps:
        unread = [v.fields["document"] for n, v in enumerate(self.versions) if n not in self.held]
        return Gaps((*unread, *self.excerpts), self.languages)

    def lost(self) -> Sequence[Lost]:
        return ()

    def renderings(self, within: Collection[int] | None) -> Sequence[Rendering]:
        return [one for one in self.translated if within is None or one.version in within]

    def token(self, written: str) -> tuple[int, Span]:
        token = Token.parse(written)
        for number, text in self.held.items():
            if fits(token, self.versions[number].id, text.text):
                return number, token.span
        raise BadToken(f"the token {written} fits nothing in this bundle", hint="check it against the archive")


def _renderings(every: Sequence[Record], versions: Sequence[Record]) -> Iterator[Rendering]:
    """The translations that are not retracted, nor what they are of; of an excerpt none, whose text is not there."""
    numbers = {version.id: n for n, version in enumerate(versions)}
    citations = {record.id: record for record in of_kind(every, "citation/1")}
    retracted = {record.fields["target"] for record in of_kind(every, "retraction/1")}
    for one in of_kind(every, "translation/1"):
        cited = citations[one.fields["citation"]]
        if cited.fields["version"] in numbers and retracted.isdisjoint((one.id, cited.id, cited.fields["claim"])):
            span = Span(cited.fields["start"], cited.fields["end"])
            words, language, translator = (one.fields[name] for name in ("words", "language", "translator"))
            yield Rendering(numbers[cited.fields["version"]], span, Text(words), language, translator)
