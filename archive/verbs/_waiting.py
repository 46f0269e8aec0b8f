"""Which proposals are new, which are known, which are gone, and which wait for somebody to decide.

The runs over all versions of a document are taken together. Two proposals of them are the same when they have the
same words, speaker and kind, typography aside; of several in one run the first is the first. So neither a newer
extractor nor a newer edition brings back what somebody has looked at, or what waits already. Places do not count: they
move.

Of a version, an extractor and its settings the run that was recorded last counts: what an older number of the extractor
found, and this one does not, waits no more. Of an older edition all waits on: it was said there. It is marked, with the
newest version, and as gone where the run over that one does not propose it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from archive.errors import IntegrityError
from archive.model.article import Version
from archive.model.proposal import Extraction, Proposal
from archive.store.reading import Reader
from archive.text.typography import fold
from archive.verbs._dating import dates_of
from archive.verbs._editions import editions
from archive.verbs._proposals import Proposed, proposals_of, proposed, words_of

Key = tuple[str, str, str, int]  # words, speaker, kind, and which one of those
Decided = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Run:
    """A run over a version, as it is recorded."""

    version: Version
    extraction: Extraction

    @property
    def series(self) -> tuple[str, str]:
        """The extractor without its number, and the settings: a later run of a series takes the place of an earlier."""
        return self.extraction.extractor.partition("/")[0], self.extraction.settings

    def keyed(self, reader: Reader) -> list[tuple[Key, Proposal]]:
        """Its proposals in their order, with what makes them the same as others. Raises IntegrityError."""
        text = reader.text(self.version)
        return keyed(text, proposals_of(reader, self.extraction, text))


def keyed(text: str, proposals: Sequence[Proposal]) -> list[tuple[Key, Proposal]]:
    count: Counter[tuple[str, str, str]] = Counter()
    found = []
    for one in proposals:
        source = one.named or one.source
        words = fold(words_of(text, one)).text, fold(source.of(text)).text if source else "", one.kind
        count[words] += 1
        found.append(((*words, count[words]), one))
    return found


def runs_of(reader: Reader, document: str) -> list[Run]:
    """Those over all of its versions, in the order in which they were recorded."""
    found = [Run(version, run) for version in reader.versions(document) for run in reader.extractions(version.id)]
    return sorted(found, key=lambda run: run.extraction.position)


def known_before(reader: Reader, run: Run) -> tuple[set[Key], Run | None]:
    """What runs recorded before this one proposed of the document; and the one that it follows: the last of its series
    over this version, or over an older one."""
    earlier = [
        one for one in runs_of(reader, run.version.document) if one.extraction.position < run.extraction.position
    ]
    known = {key for one in earlier for key, _ in one.keyed(reader)}
    series = [one for one in earlier if one.series == run.series]
    own = [one for one in series if one.version.id == run.version.id]
    older = [one for one in series if one.version.position < run.version.position]
    return known, next(reversed(own or older), None)


def gone(reader: Reader, before: Run, keys: set[Key]) -> list[Proposed]:
    """What `before` proposed and is not among `keys`."""
    listed = [(n, one) for n, (key, one) in enumerate(before.keyed(reader), 1) if key not in keys]
    if not listed:
        return []
    dates = dates_of(reader, before.version, reader.text(before.version))
    return [proposed(before.version, dates, before.extraction, n, one, "gone") for n, one in listed]


def waiting(reader: Reader, version: Version) -> list[tuple[Extraction, int, Proposal]]:
    """(run, number, proposal) of a version that wait, in the order of the text."""
    runs = runs_of(reader, version.document)
    found = _waiting(reader, runs, reader.reviews([run.extraction.id for run in runs]))
    listed = [(run.extraction, n, one) for run, n, one in found if run.version.id == version.id]
    return sorted(listed, key=lambda each: each[2].content[0])


def _waiting(reader: Reader, runs: Sequence[Run], decided: Decided) -> Iterator[tuple[Run, int, Proposal]]:
    """Of a document, the oldest version first: what is proposed of two of them waits on the first."""
    counting = _counting(runs)
    listed = [(run, run.keyed(reader)) for run in runs if run in counting or run.extraction.id in decided]
    done = [(found, decided.get(run.extraction.id, {})) for run, found in listed]
    seen = {found[n - 1][0] for found, numbers in done for n in numbers if 0 < n <= len(found)}
    for run, found in sorted(listed, key=lambda each: (each[0].version.position, each[0].extraction.position)):
        if run in counting:
            for n, (key, one) in enumerate(found, 1):
                if key not in seen:
                    seen.add(key)
                    yield run, n, one


def _counting(runs: Sequence[Run]) -> list[Run]:
    """The last of each version and series."""
    return list({(run.version.id, run.series): run for run in runs}.values())


def versions_waiting(reader: Reader) -> Iterator[tuple[Version, int]]:
    """The versions of which proposals wait, in the order of their documents' last runs, and how many."""
    documents: dict[str, list[Run]] = {}
    for extraction in reader.extractions():
        run = Run(reader.version(extraction.version), extraction)
        documents.setdefault(run.version.document, []).append(run)
    decided = reader.reviews([run.extraction.id for runs in documents.values() for run in runs])
    for runs in sorted(documents.values(), key=lambda runs: runs[-1].extraction.position):
        yield from _counted(reader, runs, decided)


def _counted(reader: Reader, runs: Sequence[Run], decided: Decided) -> Iterator[tuple[Version, int]]:
    """A lone run is counted without being read."""
    last = runs[-1]
    counts = {last.version: last.extraction.count - len(decided.get(last.extraction.id, {}))}
    if len(runs) > 1:
        with suppress(IntegrityError):  # `verify` says it; here it is more than there is
            counts = Counter(run.version for run, _, _ in _waiting(reader, runs, decided))
    yield from ((version, count) for version, count in counts.items() if count > 0)


def count_waiting(reader: Reader) -> int:
    return sum(count for _, count in versions_waiting(reader))


def shown(reader: Reader, version: Version, found: Sequence[tuple[Extraction, int, Proposal]]) -> list[Proposed]:
    """What waits of a version; of an older edition with the newest version, and whether the run over that has it."""
    text = reader.text(version)
    dates, newer = dates_of(reader, version, text), _newer(reader, version) if found else None
    if newer is None:
        return [proposed(version, dates, *one, "waiting") for one in found]
    keys = {run.id: dict(_numbered(Run(version, run).keyed(reader))) for run, _, _ in found}
    later = {
        run.series: {key for key, _ in run.keyed(reader)}
        for run in runs_of(reader, version.document)
        if run.version.id == newer.id
    }
    made = []
    for run, n, one in found:
        held = later.get(Run(version, run).series)
        state = "gone" if held is not None and keys[run.id][n] not in held else "waiting"
        made.append(replace(proposed(version, dates, run, n, one, state), newer=newer.id))
    return made


def _numbered(found: Sequence[tuple[Key, Proposal]]) -> Iterator[tuple[int, Key]]:
    yield from ((n, key) for n, (key, _) in enumerate(found, 1))


def _newer(reader: Reader, version: Version) -> Version | None:
    """The newest version of the document, when this is not its newest edition."""
    known = editions(reader, version.document)
    return known.version(known.newest) if known.newest not in (None, version.content) else None
