"""Pages of the web as sources: the document is the URL that was asked for, as it was written.

Where it was redirected to stands in the capture, and so does what the server said. A page that moves, or that says it
is another's copy, stays the document that people cited; that two URLs hold the same text is shown, not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.errors import NotFetched
from archive.fetch.many import many
from archive.fetch.web import Fetched, Web, refusal
from archive.model.record import Fields, is_uri
from archive.readers import Declared
from archive.verbs._sources import Answer, NotTaken, Source, Values, last_part


def is_page(name: str) -> bool:
    """Whether a source that somebody named is a page of the web."""
    return name.lower().startswith(("http://", "https://"))


def from_urls(web: Web, urls: Iterable[str], values: Values) -> Iterator[Source | NotTaken]:
    """The pages, each once, as they come; `values` are said of each."""
    wanted = list(dict.fromkeys(urls))
    for url in wanted:
        if not is_uri(url):
            yield NotTaken(url, NotFetched("is not a URL", hint="such as https://example.org/a", code="bad-url"))
    for url, came in many(web, [(url, {}) for url in wanted if is_uri(url)], delay=web.delay):
        if isinstance(came, NotFetched):
            yield NotTaken(url, came)
        elif came.status != 200:
            yield NotTaken(url, refusal(came.status))
        else:
            yield source(came, "fetch", values)


def lines_with_urls(lines: Iterable[bytes]) -> Iterator[str]:
    """A list of URLs, one a line; lines that begin with # are comments."""
    for line in lines:
        url = line.decode("utf-8-sig", "replace").strip()
        if url and not url.startswith("#"):
            yield url


def source(page: Fetched, how: str, values: Values, marks: Fields | None = None) -> Source:
    """The page as a source; `marks` are what its capture says besides."""
    return Source(
        page.url,
        how,
        data=page.body,
        url=page.url,
        values=values,
        captured=page.fetched_at,
        called=last_part(page.url),
        declared=Declared(page.media_type or None, page.charset or None),
        answer=Answer(page.headers, page.redirects, marks or {}, live=True),
    )
