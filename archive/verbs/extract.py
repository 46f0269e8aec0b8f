"""Extract: who says what in documents, as proposals. One record a run over a version; a run that was made is not made
again.

Texts are read and worked on outside the write lock, a page at a time; each page is one transaction. What stands beside
the article on a page of the web is left out. A text whose language nobody knows is read by English rules: what comes of
it is proposed, and nobody's statement before somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.errors import NotFound, UsageError
from archive.model.article import Version
from archive.model.digest import Digest
from archive.model.hit import Hit
from archive.model.proposal import Extraction, Proposal, RefusedQuote, dump
from archive.model.span import is_outside
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.text.dating import Dates, Own, dates_in
from archive.verbs._asked import Asked
from archive.verbs._dating import UNKNOWN, own_date
from archive.verbs._extractor import extractor_of
from archive.verbs._opened import Opened, Progress
from archive.verbs._proposals import Proposed, proposals_of, proposed
from archive.verbs._resolve import removed, versions_of
from archive.verbs._waiting import Run, gone, keyed, known_before
from archive.verbs.search import View, search

PAGE = 100  # versions whose texts are in memory
MOST_FOUND = 1_000  # documents of a search


@dataclass(frozen=True, slots=True)
class Extracted:
    """A run over one version. `existing`: it was made before. `skipped` says why there was none. `gone`: what the run
    that it follows proposed, of this version or an older one, and it does not."""

    document: str
    version: str
    title: str
    extraction: str
    existing: bool
    skipped: str
    proposals: tuple[Proposed, ...]
    gone: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    """A version to be read: its text and sentences, and what there is of an earlier run."""

    version: Version
    title: str
    text: str
    sentences: list[tuple[int, int]]
    article: list[tuple[int, int]]
    language: str
    dates: Dates
    skipped: str


def extract(
    opened: Opened,
    versions: Sequence[str],
    *,
    extractor: str = "rules",
    model: str = "",
    own: bool = False,
    progress: Progress,
) -> Iterator[Extracted]:
    """Of these versions (ids), in their order; each page's results come after its commit. `model` is the file of an
    extractor that needs one. Raises UsageError for an extractor that is not there, Unreadable for a model."""
    module = extractor_of(extractor, model)
    settings = [*getattr(module, "SETTINGS", ()), *(["own"] if own else [])]
    for start in range(0, len(versions), PAGE):
        progress("extracting", start, len(versions))
        with opened.store.reading() as reader:
            works = [_work(reader, there(reader, id), module) for id in versions[start : start + PAGE]]
        found = [(work, [] if work.skipped else _found(module, work, own)) for work in works]
        with opened.store.writing() as writer:
            runs = [_stored(opened, writer, module, work, proposals, settings) for work, proposals in found]
        with opened.store.reading() as reader:
            done = [_extracted(reader, work, *run) for (work, _), run in zip(found, runs, strict=True)]
        yield from done
    progress("extracting", len(versions), len(versions))


def extract_from(opened: Opened, references: Sequence[str], everything: bool, query: str) -> list[str]:
    """The ids of the versions that are meant: of these documents (or versions), of all documents the newest, or of
    those that a search finds. Raises NotFound, Ambiguous, UsageError."""
    if bool(references) + everything + bool(query) != 1:
        raise UsageError("say which: documents, --all, or --query", hint="archive extract DOC…")
    if query:
        return _searched(opened, query)
    with opened.store.reading() as reader:
        if not everything:
            return list(dict.fromkeys(version.id for one in references for version in versions_of(reader, one)))
        newest = (reader.newest(document) for document in reader.documents())
        return [version.id for version in newest if version]


def _searched(opened: Opened, query: str) -> list[str]:
    found = search(opened, Asked(query), find="document", view=View(limit=MOST_FOUND))
    if found.total > MOST_FOUND:
        raise UsageError(f"{found.total:,} documents match; at most {MOST_FOUND:,} are taken by a search")
    if not found.hits:
        raise NotFound(f"no document matches {query!r}", hint="see `archive search --find documents`")
    return list(dict.fromkeys(hit.version for hit in found.hits if isinstance(hit, Hit)))


def there(reader: Reader, id: str) -> Version:
    """A version that was named before. Raises WasRemoved: others may have removed it since."""
    removal = reader.removal_of(id)
    if removal:
        raise removed(f"version {id[:12]}", id, removal)
    return reader.version(id)


def _work(reader: Reader, version: Version, module: Any) -> _Work:
    title = reader.title(version)
    described = reader.described([version.document])[version.document]
    language = reader.languages({version.position: version.document})[version.position]
    skipped = _why_not(version, language, described.first("role"), module)
    if skipped:
        return _Work(version, title, "", [], [], "", dates_in("", Own(), ""), skipped)
    article = reader.chosen_at([version.position]).get(version.position, [])
    primary, text = language.partition("-")[0] or UNKNOWN, reader.text(version)
    dates = dates_in(text, own_date(reader, version, described), primary)
    return _Work(version, title, text, reader.spans(version.id), article, primary, dates, "")


def _why_not(version: Version, language: str, role: str, module: Any) -> str:
    if version.unreadable:
        return "it has no text"
    if role == "own":
        return "it is your own writing, which is no source"
    primary = language.partition("-")[0] or UNKNOWN
    known = not module.LANGUAGES or primary in module.LANGUAGES
    return "" if known else f"{module.EXTRACTOR} has no rules for the language {language!r}"


def _found(module: Any, work: _Work, own: bool) -> list[Proposal]:
    proposals = module.extract(work.text, work.sentences, work.language, own=own)
    return [one for one in proposals if not is_outside(work.article, one.content[0].start, one.content[0].end)]


def _stored(
    opened: Opened,
    writer: Writer,
    module: Any,
    work: _Work,
    proposals: list[Proposal],
    settings: list[str],
    refused: Sequence[RefusedQuote] = (),
) -> tuple[Extraction | None, bool, list[Proposal]]:
    """The run, whether it was there already, and its proposals, numbered as they are stored."""
    if work.skipped:
        return None, False, []
    there(writer, work.version.id)
    for run in writer.extractions(work.version.id):
        if (run.extractor, run.settings) == (module.EXTRACTOR, " ".join(settings)):
            return run, True, proposals_of(writer, run, work.text)
    data = dump(proposals, refused)
    digest = Digest.of(data)
    writer.keep(digest, data)
    fields = {
        "version": work.version.id,
        "extractor": module.EXTRACTOR,
        "count": len(proposals),
        "output": str(digest),
        **({"settings": settings} if settings else {}),
        **({"refused": len(refused)} if refused else {}),
    }
    record = opened.store.seal(f"extraction/{2 if refused else 1}", fields, at=opened.clock())
    position = writer.append(record)
    run = Extraction(position, record.id, work.version.id, module.EXTRACTOR, " ".join(settings), len(proposals), digest)
    writer.flush()
    return run, False, proposals


def _extracted(
    reader: Reader, work: _Work, run: Extraction | None, existing: bool, proposals: list[Proposal]
) -> Extracted:
    version, title = work.version, work.title
    if run is None:
        return Extracted(version.document, version.id, title, "", existing, work.skipped, (), ())
    known, before = known_before(reader, Run(version, run))
    keys = [key for key, _ in keyed(work.text, proposals)] if known else []
    states = ["known" if existing or (known and keys[n] in known) else "new" for n in range(len(proposals))]
    listed = [
        proposed(version, work.dates, run, n, one, state)
        for n, (one, state) in enumerate(zip(proposals, states, strict=True), 1)
    ]
    lost = gone(reader, before, set(keys)) if before and not existing else []
    return Extracted(version.document, version.id, title, run.id, existing, "", tuple(listed), tuple(lost))
