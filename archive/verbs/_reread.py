"""Read originals again: those that could not be read, and those whose reader has a newer version by now.

What comes of it is a new version of the same edition: citations stay on the text that they were made on. What still
cannot be read stays as it is, and so does a text that a newer reader refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from archive import plugins
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


def reread(opened: Opened, progress: Progress) -> tuple[int, int]:
    """How many texts are new, and how many originals still cannot be read."""
    new = still = 0
    for page in _pages(opened):
        articles = [_begun(opened, version) for version in page]
        for _, article in articles:
            _read_with_parts(article)
        still += sum(bool(article.unreadable) for _, article in articles)
        new += _store(opened, [found for found in articles if not found[1].unreadable])
        progress("reading again", new + still, 0)
    return new, still


def _pages(opened: Opened) -> Iterator[list[Version]]:
    start = 0
    while True:
        with opened.store.reading() as reader:
            found = reader.last_readings(start, PAGE)
        yield [version for version in found if version.unreadable or _is_outdated(version)]
        if len(found) < PAGE:
            return
        start = found[-1].position + 1


def _is_outdated(version: Version) -> bool:
    """Whether its reader reads otherwise today; of a reader that is not here nothing is known."""
    try:
        module = plugins.load("readers", version.reader.partition("/")[0])
    except UsageError:
        return False
    return version.reader not in (getattr(module, "READER", ""), getattr(module, "CONTAINER", ""))


def _begun(opened: Opened, version: Version) -> tuple[Version, Article]:
    with opened.store.reading() as reader:
        data, name, whole = reader.blob(version.content), _name(reader, version), reader.whole(version)
    how, _, found = version.encoding.partition("; ")
    declared = Declared(version.media_type, how if found and found != "bom" else None)
    source = Source(name, "reread", data=data, called=name, declared=declared)
    article = _articles.article(source, data)
    if whole is not None:
        stub = Article(Source("", ""), b"", Digest.of(b""), (), document=whole.document, version=whole.version)
        article.whole, article.part = stub, whole.name
    return version, article


def _name(reader: Reader, version: Version) -> str:
    """The name that its suffix is looked for in."""
    part = reader.whole(version)
    places = reader.paths_of([version.document]).get(version.document, [urlsplit(version.document).path])
    return part.name if part else unquote(places[-1]).rpartition("/")[2].rpartition("#")[2]


def _read_with_parts(article: Article) -> None:
    _articles.begin(article)()
    for part in article.parts:
        _read_with_parts(part)


def _store(opened: Opened, articles: list[tuple[Version, Article]]) -> int:
    with opened.store.writing() as writer:
        keeper = Keeper(opened, writer, Known(writer, [("", "", a.content) for _, a in _all(articles)]))
        return sum(keeper.keep_again(version.document, article) for version, article in articles)


def _all(articles: list[tuple[Version, Article]]) -> Iterator[tuple[Version, Article]]:
    for version, article in articles:
        yield version, article
        yield from _all([(version, part) for part in article.parts])
