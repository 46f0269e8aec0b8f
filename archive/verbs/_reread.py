"""Read originals again: those that could not be read, and those whose reader has a newer version by now.

What comes of it is a new version of the same edition: citations stay on the text that they were made on. What still
cannot be read stays as it is, and so does a text that a newer reader refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from archive import plugins, readers
from archive.errors import UsageError
from archive.model.article import Version
from archive.model.digest import Digest
from archive.readers import Declared
from archive.store.reading import Reader
from archive.verbs import _articles
from archive.verbs._articles import Article
from archive.verbs._keep import Keeper
from archive.verbs._known import Known
from archive.verbs._opened import Opened, Progress
from archive.verbs._sources import Source

PAGE = 50  # versions whose bytes are in memory
FEW = 8  # of those that are read by machine: what is cut off is begun anew


def reread(opened: Opened, progress: Progress, *, ocr: bool = False) -> tuple[int, int]:
    """How many texts are new, and how many originals still cannot be read. With `ocr` what has no text is read by
    machine; raises UsageError where that is not installed."""
    if ocr:
        readers.check_request()
    new = still = 0
    for page in _pages(opened, ocr):
        articles = [_begun(opened, version, ocr) for version in page]
        _read_with_parts([article for _, article in articles])
        still += sum(bool(article.unreadable) for _, article in articles)
        new += _store(opened, [found for found in articles if not found[1].unreadable])
        progress("reading again", new + still, 0)
    return new, still


def _pages(opened: Opened, ocr: bool) -> Iterator[list[Version]]:
    start, most = 0, FEW if ocr else PAGE
    while True:
        with opened.store.reading() as reader:
            found = reader.last_readings(start, most)
            again = [v for v in found if v.unreadable or _is_outdated(v) or (ocr and _is_pictured(reader, v))]
        yield again
        if len(found) < most:
            return
        start = found[-1].position + 1


def _is_outdated(version: Version) -> bool:
    """Whether its reader reads otherwise today; of a reader that is not here nothing is known."""
    try:
        module = plugins.load("readers", version.reader.partition("/")[0])
    except UsageError:
        return False
    return version.reader not in (getattr(module, "READER", ""), getattr(module, "CONTAINER", ""))


def _is_pictured(reader: Reader, version: Version) -> bool:
    """Whether some of its pages have no text."""
    return _articles.PICTURED in reader.record_at(version.position).fields.get("incomplete", ())


def _begun(opened: Opened, version: Version, ocr: bool) -> tuple[Version, Article]:
    with opened.store.reading() as reader:
        data, name, whole = reader.blob(version.content), _name(reader, version), reader.whole(version)
    how, _, found = version.encoding.partition("; ")
    declared = Declared(version.media_type, how if found and found != "bom" else None)
    source = Source(name, "reread", data=data, called=name, declared=declared)
    article = _articles.article(source, data, ocr=ocr)
    if whole is not None:
        stub = Article(Source("", ""), b"", Digest.of(b""), (), document=whole.document, version=whole.version)
        article.whole, article.part = stub, whole.name
    return version, article


def _name(reader: Reader, version: Version) -> str:
    """The name that its suffix is looked for in."""
    part = reader.whole(version)
    places = reader.paths_of([version.document]).get(version.document, [urlsplit(version.document).path])
    return part.name if part else unquote(places[-1]).rpartition("/")[2].rpartition("#")[2]


def _read_with_parts(articles: list[Article]) -> None:
    """Several at once, in as many children as there are."""
    for end in list(map(_articles.begin, articles)):
        end()
    if parts := [part for article in articles for part in article.parts]:
        _read_with_parts(parts)


def _store(opened: Opened, articles: list[tuple[Version, Article]]) -> int:
    with opened.store.writing() as writer:
        keeper = Keeper(opened, writer, Known(writer, [("", "", a.content) for _, a in _all(articles)]))
        return sum(keeper.keep_again(version.document, article) for version, article in articles)


def _all(articles: list[tuple[Version, Article]]) -> Iterator[tuple[Version, Article]]:
    for version, article in articles:
        yield version, article
        yield from _all([(version, part) for part in article.parts])
