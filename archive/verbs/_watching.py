"""One look at all watched pages: asked, judged, kept where there is something to keep.

    1 the pages are asked for, with the validators that their servers gave
    2 each that came is read, and compared with what is believed to be on it: the archive's newest edition
    3 all are judged together: the same text from two URLs is a consent page more often than an article
    4 kept are those with other text, title, date or status, and of the others one a day; the rest is only counted
    5 COMMIT, then the list remembers, and only then is anything told

What is believed is asked of the archive, not of the list: an edition that was added or accepted otherwise counts too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive import readers
from archive.errors import ArchiveError, NotFetched
from archive.fetch.many import many
from archive.fetch.web import Fetched, Web, refusal
from archive.model.article import Version
from archive.model.digest import Digest
from archive.model.record import is_at
from archive.readers import Declared, Reading
from archive.store.reading import Reader
from archive.verbs._fetched import source
from archive.verbs._judging import CHANGES, Gist, Look, judged, looked, waits
from archive.verbs._keep import Added
from archive.verbs._opened import Opened, Progress
from archive.verbs._sources import last_part
from archive.verbs._watches import Watch, Watches, change
from archive.verbs.add import add


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a page found.

    `classed` and `suspect` are codes (see `model.codes`); `failed` is the class of one without an answer, whose `error`
    says why. `news`: it is other than it was the time before; then that changed between `last_seen` (empty: it is not
    known) and `seen`. `version` is what was kept, if anything was.
    """

    url: str
    classed: tuple[str, ...]
    suspect: tuple[str, ...] = ()
    last_seen: str = ""
    seen: str = ""
    version: str = ""
    news: bool = False
    error: ArchiveError | None = None

    @property
    def changed(self) -> bool:
        """Whether the page is another than it was, as far as one can tell."""
        return self.news and not CHANGES.isdisjoint(self.classed)


@dataclass(frozen=True, slots=True)
class _Believed:
    """What is on a page, as far as the archive knows: its newest edition, if that was fetched, and is not in doubt."""

    version: Version | None = None
    captured: str = ""  # when; empty where that is not known to the second
    gist: Gist | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A look, judged. `watch` is what the list will remember, `marks` what the capture says of one that is kept."""

    seen: Seen
    watch: Watch
    look: Look
    marks: Mapping[str, Any] | None = None


def look_at_all(opened: Opened, web: Web, wanted: Watches, *, keep_all: bool, progress: Progress) -> list[Seen]:
    """Looks at these pages; gives what it found, in the order of the list, when all of it is stored."""
    with opened.store.reading() as reader:
        believed = {url: _believed(reader, url) for url in wanted}
    with TemporaryDirectory(prefix="archive-watch-") as folder:
        spool, looks = Path(folder), {}
        for url, came in _asked(web, wanted, believed, progress):
            looks[url] = _look(wanted[url], believed[url], came, spool)
            believed[url] = _with_gist(opened, wanted[url], believed[url], looks[url])
        shared = _shared(looks, believed)
        found = [
            _failed(watch, looks[url], opened.clock())
            if looks[url].error and not looks[url].gone
            else _found(watch, looks[url], believed[url], url in shared, keep_all)
            for url, watch in wanted.items()
        ]
        added = _keep(opened, found, spool)
    change(opened, lambda held: _remember(held, found, believed, added))
    return [_told(one.seen, added.get(one.seen.url)) for one in found]


def _believed(reader: Reader, url: str) -> _Believed:
    capture = reader.newest_contents([url]).get(url)
    if capture is None or capture.suspect or not capture.fetched:  # a file tells of the page what somebody says
        return _Believed()
    return _Believed(reader.newest(url), capture.captured if is_at(capture.captured) else "")


# 1 -------------------------------------------------------------------------------------------------------------


def _asked(
    web: Web, wanted: Watches, believed: Mapping[str, _Believed], progress: Progress
) -> Iterator[tuple[str, Fetched | NotFetched]]:
    asked = [(url, _conditions(watch) if _is_settled(watch, believed[url]) else {}) for url, watch in wanted.items()]
    for number, (url, came) in enumerate(many(web, asked, delay=web.delay), 1):
        progress("looking at pages", number, len(asked))
        yield url, came


def _is_settled(watch: Watch, believed: _Believed) -> bool:
    """Whether what came last is what is believed: what was in doubt must be seen again to be believed."""
    return not watch.doubt and believed.version is not None and watch.gist.get("version") == believed.version.id


def _conditions(watch: Watch) -> dict[str, str]:
    named = {"If-None-Match": watch.etag, "If-Modified-Since": watch.modified}
    return {name: value for name, value in named.items() if value}


# 2 -------------------------------------------------------------------------------------------------------------


def _look(watch: Watch, believed: _Believed, came: Fetched | NotFetched, spool: Path) -> Look:
    """What came. Its body waits on the disk, for there may be hundreds; bytes that are known are not read again."""
    if isinstance(came, NotFetched):
        return Look(watch.url, error=came)
    _spooled(spool, watch.url).write_bytes(came.body)
    bare, digest = replace(came, body=b""), str(Digest.of(came.body))
    if came.status not in (200, 304):
        return Look(watch.url, bare, refusal(came.status))
    if came.status == 304 or (digest == watch.bytes and _is_settled(watch, believed)):
        return Look(watch.url, bare, bytes=digest)
    try:
        reading = _read(watch.url, came.body, Declared(came.media_type or None, came.charset or None))
    except ArchiveError as error:
        return Look(watch.url, bare, NotFetched(error.message, hint=error.hint, code=error.code))
    return looked(bare, reading, digest)


def _spooled(spool: Path, url: str) -> Path:
    return spool / Digest.of(url.encode()).hex


def _read(url: str, data: bytes, declared: Declared) -> Reading:
    name = last_part(url)
    return readers.read(readers.choose(name, declared.media_type, data), data, name=name, declared=declared)


def read_again(reader: Reader, version: Version) -> Reading:
    """A version's bytes, as the reader of today reads them. Raises Unreadable."""
    declared = Declared(version.media_type, version.encoding.partition(";")[0] or None)
    return _read(version.document, reader.blob(version.content), declared)


def _with_gist(opened: Opened, watch: Watch, believed: _Believed, look: Look) -> _Believed:
    """With the gist of what is believed, by the reader that read what came: a better one is no change of the page."""
    version = believed.version
    if version is None:
        return believed
    held = Gist.held(watch.gist, version.id)
    if look.gist is None or (held is not None and held.reader == look.gist.reader):
        return replace(believed, gist=held)
    try:
        with opened.store.reading() as reader:
            return replace(believed, gist=Gist.of(read_again(reader, version)))
    except ArchiveError:
        return believed


# 3 -------------------------------------------------------------------------------------------------------------


def _shared(looks: Mapping[str, Look], believed: Mapping[str, _Believed]) -> set[str]:
    """The pages whose text another page has too, unless all of these had the same before."""
    before = {url: one.gist.text if one.gist else "" for url, one in believed.items()}
    having: dict[str, list[str]] = {}
    for url, look in looks.items():
        text = look.gist.text if look.gist else before[url]
        having.setdefault(text, []).append(url)
    having.pop("", None)
    return {url for urls in having.values() for url in urls if len({before[one] or one for one in urls}) > 1}


def _found(watch: Watch, look: Look, believed: _Believed, alike: bool, keep_all: bool) -> _Found:
    """Of a page that answered, or whose server says that it is gone."""
    assert look.page is not None
    classed, suspect = judged(look, believed.gist, watch, alike=alike)
    now, whole = look.page.fetched_at, look.page.status != 304
    outcome = " ".join(dict.fromkeys([*classed, *suspect]))
    news = outcome != watch.outcome if suspect else not CHANGES.isdisjoint(classed)
    doubt = "" if not suspect else look.gist.text if look.gist else "gone"
    new = news or "first" in classed or doubt != watch.doubt
    keep = whole and (new or keep_all or now[:10] != watch.kept[:10])
    before = watch.looked if "back" in classed else max(watch.seen, believed.captured)
    classed = (*classed, "still") if suspect and not news else classed
    seen = Seen(watch.url, classed, suspect, before if news else "", now, news=news)
    named = _validated(watch, look) if whole else watch
    kept = replace(named, kept=now, unkept=0) if keep else replace(named, unkept=watch.unkept + whole)
    calm = replace(kept, failure="", failures=0, wait="", looked=now, outcome=outcome, doubt=doubt)
    return _Found(
        seen, calm if suspect else replace(calm, seen=now), look, _marks(seen, watch.unkept) if keep else None
    )


def _validated(watch: Watch, look: Look) -> Watch:
    assert look.page is not None
    return replace(watch, bytes=look.bytes, etag=look.page.header("etag"), modified=look.page.header("last-modified"))


def _marks(seen: Seen, unkept: int) -> Mapping[str, Any]:
    """What a capture says of the look that it was."""
    said = {"classed": list(seen.classed), "suspect": list(seen.suspect), "last_seen": seen.last_seen, "unkept": unkept}
    return {name: value for name, value in said.items() if value}


def _failed(watch: Watch, look: Look, now: str) -> _Found:
    """What was there before stays believed, and what it was last time stays what it was."""
    error = look.error
    assert error is not None
    seen = Seen(watch.url, ("failed",), seen=now, error=error)
    if error.code == "busy":  # it was not asked for
        return _Found(seen, watch, look)
    failures = watch.failures + 1
    wait = waits(error, look.page, failures, now)
    return _Found(seen, replace(watch, failure=error.message, failures=failures, wait=wait), look)


# 4, 5 ----------------------------------------------------------------------------------------------------------


def _keep(opened: Opened, found: list[_Found], spool: Path) -> dict[str, Added]:
    kept = [one for one in found if one.marks is not None]
    if not kept:
        return {}
    sources = (
        source(replace(one.look.page, body=_spooled(spool, one.seen.url).read_bytes()), "watch", {}, one.marks)
        for one in kept
        if one.look.page is not None
    )
    return {one.seen.url: added for one, added in zip(kept, add(opened, sources), strict=True)}


def _remember(
    held: Watches, found: list[_Found], believed: Mapping[str, _Believed], added: Mapping[str, Added]
) -> None:
    """On the list as it is now: some may have been taken from it meanwhile."""
    for one in found:
        url, version = one.seen.url, believed[one.seen.url].version
        if url not in held:
            continue
        held[url] = one.watch
        id = added[url].version if url in added else version.id if version else ""
        if one.look.gist is not None and not one.seen.suspect and id:
            held[url] = replace(one.watch, gist=one.look.gist.kept(id))


def _told(seen: Seen, added: Added | None) -> Seen:
    return seen if added is None else replace(seen, version=added.version, error=added.error)
