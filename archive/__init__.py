"""A document archive in which every claim leads back to the exact sentence of the exact version it came from.

    import archive

    with archive.open("kursk") as a:
        for hit in a.search("lavrov monument").hits:
            print(hit.token, hit.text)

`open` and `create` are the front door; what can be done with an archive are methods of `Archive`, one for each command.
Everything heavy is imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.fetch.chat import Model
    from archive.fetch.web import Policy, Web
    from archive.memory import Memory
    from archive.model.article import Article
    from archive.model.claim import Claim
    from archive.model.codes import Report
    from archive.model.copy import Group
    from archive.model.hit import Found
    from archive.model.leaving import Leaving, Sharing
    from archive.model.verdict import Checked
    from archive.tlog.checkpoint import Checkpoint
    from archive.tlog.note import VerifierKey
    from archive.tlog.witness import Request as WitnessRequest
    from archive.verbs._about import AboutClaim
    from archive.verbs._answers import Written
    from archive.verbs._by_model import Extracting
    from archive.verbs._carrying import Outcome
    from archive.verbs._checking import Checking
    from archive.verbs._continue import Continued
    from archive.verbs._formats import Formatted
    from archive.verbs._itself import Itself
    from archive.verbs._keep import Added
    from archive.verbs._keyring import Keys
    from archive.verbs._opened import Opened
    from archive.verbs._proposals import Proposed
    from archive.verbs._remove import Removed
    from archive.verbs._report import Change
    from archive.verbs._review_carried import Looked
    from archive.verbs._saved import New, Saved
    from archive.verbs._selftest import Selftest
    from archive.verbs._source import SourceShown
    from archive.verbs._sources import Given
    from archive.verbs._stale import Stale
    from archive.verbs._timeline import Moment
    from archive.verbs._train import Trained
    from archive.verbs._translating import Translated
    from archive.verbs._watches import Watch
    from archive.verbs._watching import Seen
    from archive.verbs.admin import Rebuilt
    from archive.verbs.backup import Listed, Made, Restored
    from archive.verbs.check import Summary
    from archive.verbs.cite import Cited, NotCited, Request
    from archive.verbs.describe import Description, Descriptions
    from archive.verbs.diff import Compared
    from archive.verbs.evidence import Borne
    from archive.verbs.export import Exported
    from archive.verbs.extract import Extracted
    from archive.verbs.import_ import Imported
    from archive.verbs.list import Story
    from archive.verbs.log import Event
    from archive.verbs.proof import Audited, Published, Stamped
    from archive.verbs.relate import Related
    from archive.verbs.retract import Retracted
    from archive.verbs.review import NotReviewed, Place, Reviewed
    from archive.verbs.show import Drawn, Shown
    from archive.verbs.signoff import NotSigned, Signed
    from archive.verbs.status import Status
    from archive.verbs.watch import Accepted, Watched

__all__ = [
    "Archive",
    "Checking",
    "Model",
    "Policy",
    "Request",
    "Sharing",
    "__version__",
    "create",
    "find",
    "is_bundle",
    "keyring",
    "list_backup",
    "open",
    "restore",
    "summary",
    "train",
    "verify",
    "verify_backup",
]
__version__ = "0.1.0"

PROGRAM = f"provenance-archive {__version__}"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much (0 when that is not known)."""


def _quiet(what: str, done: int, total: int) -> None:
    """The default progress: none."""


def create(
    path: str | Path,
    *,
    name: str,
    engine: str = "tantivy",
    keys: str | Path | None = None,
    cache: str | Path | None = None,
) -> Archive:
    """Makes an archive in the folder `path`, and its signing key below `keys` (the user's own folder by default).

    `name` is who writes: it stands in every record. Raises UsageError when there is an archive already, CannotWrite.
    """
    from archive.keys import keys_folder
    from archive.verbs.init import init

    store, key = init(Path(path), name=name, engine=engine, keys=Path(keys or keys_folder()), program=PROGRAM)
    return Archive(_opened(store, cache, keys), key=key)


def open(
    path: str | Path, *, cache: str | Path | None = None, keys: str | Path | None = None, progress: Progress = _quiet
) -> Archive:
    """Opens the archive in the folder `path`. Raises NotAnArchive, TooNew.

    Its search index stands below `cache`, its signing key below `keys` (the user's own folders by default), never in
    the archive. `progress` is called when much must be indexed before a search.
    """
    from archive.store.archive import Store

    return Archive(_opened(Store.open(Path(path), PROGRAM), cache, keys, progress))


def find(start: str | Path) -> Path | None:
    """The nearest of `start` and its parents that is an archive, or holds one as `.archive`."""
    here = Path(start).absolute()
    for folder in (here, *here.parents):
        for candidate in (folder, folder / ".archive"):
            if (candidate / "archive.toml").is_file():
                return candidate
    return None


def verify(
    bundle: str | Path,
    *,
    root: str | None = None,
    key: str = "",
    checkpoint: str = "",
    tsa_root: str = "",
    require: str = "",
    keys: str | Path | None = None,
) -> Report:
    """Checks a bundle (a folder or a ZIP file) with nothing but itself and what you hold by another way.

    `root` is the log's root (hex or base64), `key` a verifier key or a file with one, `checkpoint` and `tsa_root` files
    with a checkpoint and with an authority's root certificates. `require` may be `signed` or `witnessed`. Signatures
    count of keys that are pinned below `keys` (the user's own folder by default), and of `key`.
    """
    from archive.keys import keys_folder
    from archive.verbs.verify import Held
    from archive.verbs.verify import verify as verify_bundle

    return verify_bundle(
        Path(bundle), Path(keys or keys_folder()), root=root, held=Held(key, checkpoint, tsa_root, require)
    )


def verify_backup(folder: str | Path, *, root: str | None = None, progress: Progress = _quiet) -> Report:
    """Checks a backup with nothing but itself; `root` is the log's root that you hold. Raises UsageError."""
    from archive.verbs.verify import verify_backup as verify_folder

    return verify_folder(Path(folder), root=root, progress=progress)


def list_backup(folder: str | Path) -> Listed:
    """What a backup says that it holds. Raises NotAnArchive, IntegrityError."""
    from archive.verbs.backup import backup_list

    return backup_list(Path(folder))


def restore(
    folder: str | Path, target: str | Path, *, keys: Path | None = None, progress: Progress = _quiet
) -> Restored:
    """Makes the archive of a backup in the new folder `target`; its signing key, if the backup has it, below `keys`.

    Raises NotAnArchive, IntegrityError for a backup that is not whole, CannotWrite; then nothing was written.
    """
    from archive.keys import keys_folder
    from archive.verbs.backup import backup_restore

    return backup_restore(Path(folder), Path(target), keys=keys or keys_folder(), program=PROGRAM, progress=progress)


def train(
    target: str | Path, *files: str | Path, reviewed: Archive | None = None, progress: Progress = _quiet
) -> Trained:
    """Writes a model for `extract` of annotated articles, and of what was decided in the review of an archive. Raises
    UsageError for too little, or without the extra `train`, Unreadable, CannotWrite."""
    from archive.verbs._train import train as trained

    return trained([Path(file) for file in files], Path(target), reviewed._opened if reviewed else None, progress)


def is_bundle(scope: str) -> bool:
    """Whether what is named is a bundle, in which quotes are checked without an archive."""
    from archive.verbs._scopes import is_bundle as is_one

    return is_one(scope)


def summary(checked: Sequence[Checked]) -> Summary:
    """How many quotes were found what."""
    from archive.verbs.check import summary as counted

    return counted(checked)


def keyring(folder: Path | None = None) -> Keys:
    """The keys on this machine: who signs here, whose signatures count, and this machine as a witness."""
    from archive.verbs._keyring import keyring as held

    return held(folder)


def _opened(store: Any, cache: str | Path | None, keys: str | Path | None, progress: Progress = _quiet) -> Opened:
    from archive.keys import keys_folder
    from archive.verbs._opened import Opened, now, user_cache

    return Opened(store, now, Path(cache or user_cache()), Path(keys or keys_folder()), progress)


def _one_of(name: str, value: str, allowed: Iterable[str]) -> None:
    from archive.errors import UsageError

    if value not in allowed:
        raise UsageError(f"{name} is never {value!r}", hint=f"one of: {', '.join(one for one in allowed if one)}")


def __getattr__(name: str) -> Any:
    if name == "Request":
        from archive.verbs.cite import Request

        return Request
    if name == "Sharing":
        from archive.model.leaving import Sharing

        return Sharing
    if name == "Checking":
        from archive.verbs._checking import Checking

        return Checking
    if name == "Policy":
        from archive.fetch.web import Policy

        return Policy
    if name == "Model":
        from archive.fetch.chat import Model

        return Model
    raise AttributeError(f"module 'archive' has no attribute {name!r}")


class Archive:
    """An open archive. One thread at a time; close it, or use it as a context manager."""

    def __init__(self, opened: Opened, *, key: Path | None = None) -> None:
        self._opened = opened
        self.key = key
        """The private key's path, just after `create`."""

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._opened.close()

    @property
    def path(self) -> Path:
        return self._opened.store.folder

    @property
    def memory(self) -> Memory:
        """What this user's machine remembers of the archive, outside it."""
        return self._opened.memory

    @property
    def origin(self) -> str:
        """The log's name: `<name>.<16 hex of the key>`."""
        return self._opened.store.config.origin

    @property
    def size(self) -> int:
        """How many records the log holds."""
        with self._opened.store.looking() as lookup:
            return lookup.size()

    # Collect

    def add(
        self,
        *paths: str | Path,
        url: str = "",
        captured: str = "",
        values: Mapping[str, str | list[str]] | None = None,
        policy: Policy | None = None,
        ocr: bool = False,
        dry_run: bool = False,
        again: bool = False,
        progress: Progress = _quiet,
    ) -> Iterator[Added]:
        """Adds files, folders (recursively), pages of the web. Each result comes after the commit that makes it last.

        `values` are fields of a description: title authors publisher published language tags. `policy` says how pages
        are fetched; the files come before them. With `ocr` what has no text is read by machine, also of files that
        were added before; that needs the extra of this name. What was removed is refused, unless `again`.
        """
        from itertools import chain

        from archive.errors import UsageError
        from archive.verbs._fetched import from_urls, is_page
        from archive.verbs._seen import Seen
        from archive.verbs._sources import check_url_and_captured, from_paths, given_values

        check_url_and_captured(url, captured, self._opened.clock())
        named, said = [str(path) for path in paths], given_values(values or {})
        files, pages = [n for n in named if not is_page(n)], [n for n in named if is_page(n)]
        if pages and (url or captured):
            raise UsageError("a page that is fetched has its own URL and time", hint="give no --url and --captured")
        seen = None if url or captured or values or ocr else Seen(self._opened)
        sources = from_paths(files, said, url, captured, seen, ocr)
        if pages:
            sources = chain(sources, from_urls(self._web(policy), pages, said))
        return self.add_sources(sources, ocr=ocr, dry_run=dry_run, again=again, progress=progress)

    def add_pages(
        self,
        lines: Iterable[bytes],
        *,
        policy: Policy | None = None,
        ocr: bool = False,
        dry_run: bool = False,
        again: bool = False,
        progress: Progress = _quiet,
    ) -> Iterator[Added]:
        """Fetches the pages of a list of URLs, one a line, and adds them as they come."""
        from archive.verbs._fetched import from_urls, lines_with_urls

        sources = from_urls(self._web(policy), lines_with_urls(lines), {})
        return self.add_sources(sources, ocr=ocr, dry_run=dry_run, again=again, progress=progress)

    def _web(self, policy: Policy | None) -> Web:
        from dataclasses import replace

        from archive.fetch.web import Policy, Web

        return Web(replace(policy or Policy(), program=PROGRAM), self._opened.clock)

    def add_bytes(
        self,
        data: bytes,
        *,
        url: str = "",
        captured: str = "",
        values: Mapping[str, str | list[str]] | None = None,
        ocr: bool = False,
        dry_run: bool = False,
        again: bool = False,
    ) -> Added:
        """Adds one article from memory. Of a container, which holds several, it tells of the first."""
        how = {"ocr": ocr, "dry_run": dry_run, "again": again}
        done = self.add_stream(data, url=url, captured=captured, values=values, **how)
        first, *_ = done
        return first

    def add_stream(
        self,
        data: bytes,
        *,
        url: str = "",
        captured: str = "",
        values: Mapping[str, str | list[str]] | None = None,
        ocr: bool = False,
        dry_run: bool = False,
        again: bool = False,
    ) -> Iterator[Added]:
        """Adds what standard input gave: an article, or a container with several."""
        from archive.verbs._sources import Source, check_url_and_captured, given_values

        check_url_and_captured(url, captured, self._opened.clock())
        source = Source("-", "stdin", data=data, url=url, values=given_values(values or {}), captured=captured)
        return self.add_sources([source], ocr=ocr, dry_run=dry_run, again=again)

    def add_list(
        self,
        lines: Iterable[bytes],
        *,
        name: str = "list",
        folder: str | Path = ".",
        ocr: bool = False,
        dry_run: bool = False,
        again: bool = False,
        progress: Progress = _quiet,
    ) -> Iterator[Added]:
        """Adds the articles of a JSONL list; a path in it is read below `folder` only."""
        from archive.verbs._sources import from_list

        sources = from_list(name, lines, Path(folder), self._opened.clock)
        return self.add_sources(sources, ocr=ocr, dry_run=dry_run, again=again, progress=progress)

    def add_sources(
        self,
        sources: Iterable[Given],
        *,
        ocr: bool = False,
        dry_run: bool = False,
        again: bool = False,
        progress: Progress = _quiet,
    ) -> Iterator[Added]:
        from archive.verbs.add import add

        return add(self._opened, sources, ocr=ocr, dry_run=dry_run, again=again, progress=progress)

    def describe(
        self,
        reference: str,
        *,
        values: Mapping[str, str | list[str]] | None = None,
        tags: Iterable[str] = (),
        untag: Iterable[str] = (),
        unset: Iterable[str] = (),
    ) -> Description:
        """Says something of a document: `values` replace what was said, `tags` come to those there are."""
        from archive.verbs.describe import Wish, describe

        return describe(self._opened, reference, Wish(values or {}, tuple(tags), tuple(untag), tuple(unset)))

    def describe_list(
        self, lines: Iterable[bytes], *, name: str = "list", folder: str | Path = "."
    ) -> Iterator[Description]:
        """Describes documents by the lines of a JSONL list or a CSV, each by itself; paths are those below `folder`."""
        from archive.verbs.describe import describe_list

        return describe_list(self._opened, lines, name=name, folder=Path(folder))

    def descriptions(self, reference: str) -> Descriptions:
        """What is said of a document now, and how it came to be said."""
        from archive.verbs.describe import show_descriptions

        return show_descriptions(self._opened, reference)

    def watch_add(self, urls: Iterable[str]) -> list[Watched]:
        """Puts pages on the list of those that `watch_run` looks at."""
        from archive.verbs.watch import watch_add

        return watch_add(self._opened, urls)

    def watch_add_list(self, lines: Iterable[bytes]) -> list[Watched]:
        """As `watch_add`, of a list of URLs, one a line."""
        from archive.verbs._fetched import lines_with_urls

        return self.watch_add(lines_with_urls(lines))

    def watch_list(self) -> list[Watch]:
        """What is watched, and what was seen of it last."""
        from archive.verbs.watch import watch_list

        return watch_list(self._opened)

    def watch_run(
        self,
        *urls: str,
        keep_all: bool = False,
        policy: Policy | None = None,
        progress: Progress = _quiet,
    ) -> list[Seen]:
        """Looks at all watched pages, or at these, and keeps what changed; with `keep_all` all that comes."""
        from archive.verbs.watch import watch_run

        return watch_run(self._opened, self._web(policy), urls=urls, keep_all=keep_all, progress=progress)

    def watch_report(self, *urls: str, since: str = "") -> list[Change]:
        """What is known to have changed (since a date or moment), each with its interval and what it changed."""
        from archive.verbs.watch import watch_report

        return watch_report(self._opened, since=since, urls=urls)

    def watch_page(self, changes: Iterable[Change], stale: Iterable[Stale] = ()) -> bytes:
        """A report as a page for a browser, with the claims that rest on what changed."""
        from archive.verbs._changes_page import changes_page

        return changes_page(changes, tuple(stale))

    def watch_accept(self, reference: str) -> Accepted:
        """Takes a suspect capture for what the source says: the last one of a document or version, or one by its id."""
        from archive.verbs.watch import watch_accept

        return watch_accept(self._opened, reference)

    def watch_remove(self, urls: Iterable[str]) -> list[Watched]:
        """Takes pages from the list; what was captured stays."""
        from archive.verbs.watch import watch_remove

        return watch_remove(self._opened, urls)

    # Find

    def search(
        self,
        words: str = "",
        *,
        find: str = "sentence",
        limit: int = 10,
        offset: int = 0,
        sort: str = "relevance",
        since: str | None = None,
        until: str | None = None,
        publisher: str | Iterable[str] = (),
        language: str | Iterable[str] = (),
        tag: str | Iterable[str] = (),
        domain: str | Iterable[str] = (),
        like: str = "",
        all_editions: bool = False,
        all_text: bool = False,
        cited: bool | None = None,
        recorded: int | None = None,
        context: int = 1,
        group: bool = False,
        count_by: str = "",
        explain: bool = False,
    ) -> Found:
        """The best sentences (`find` may be document or claim), each with the token to cite it with.

        `since`, `until`: dates of publication, `2024-04` being all of April. Of several values any one is enough.
        `like` is a document; `cited` asks for documents that were cited, or were not. Older editions are left out,
        unless `all_editions`, and what stands beside an article on its page, unless `all_text`. `sort` may be published
        or captured, newest first; `count_by` one of publisher, year, language, domain, tag. `context` is the
        number of sentences given before and after each hit.
        """
        from archive.verbs._asked import Asked
        from archive.verbs._overview import COUNTED, SORTED
        from archive.verbs.search import GRANULARITIES, View, search

        _one_of("find", find, GRANULARITIES)
        _one_of("sort", sort, ("relevance", *SORTED))
        _one_of("count_by", count_by, ("", *COUNTED))
        given = {"publisher": publisher, "language": language, "tag": tag, "domain": domain}
        listed = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in given.items()}
        only = tuple((name, values) for name, values in listed.items() if values)
        asked = Asked(words, since, until, only, all_editions, cited, recorded, like, all_text)
        view = View(limit, offset, sort, context, group, count_by, explain)
        return search(self._opened, asked, find=GRANULARITIES[find], view=view)

    def save_search(self, name: str, words: str, **options: Any) -> None:
        """Remembers a search, and that all it finds now was seen. `options` are those of `search`."""
        from archive.verbs._saved import Saved, save

        size = self.size
        found = self.search(words, **{**options, "limit": 0})
        save(self.memory, Saved(name, words, options, *self._seen(size - found.unsearched)))

    def _seen(self, size: int) -> tuple[int, str]:
        with self._opened.store.looking() as lookup:
            return size, lookup.root(size).hex()

    def saved_search(self, name: str) -> Saved:
        """Raises NotFound."""
        from archive.verbs._saved import one_saved

        return one_saved(self.memory, name)

    def search_new(self, name: str, *, seen: bool = True) -> Found:
        """All that a saved search finds in what was recorded since it was asked last. Raises NotFound.

        A document that only fits by a later description is not new. `seen` remembers that it was asked now, unless
        there is more than can be shown at once.
        """
        from archive.verbs._saved import MOST, one_saved, see

        saved, size = one_saved(self.memory, name), self.size
        same = saved.seen <= size and saved.root in ("", self._seen(saved.seen)[1])
        since = saved.seen if same else 0  # it is another log: one that was restored, and has grown again
        found = self.search(saved.words, **{**saved.options, "recorded": since, "limit": MOST})
        if seen and not found.next:
            see(self.memory, name, *self._seen(size - found.unsearched))
        return found

    def forget_search(self, name: str) -> None:
        """Raises NotFound."""
        from archive.verbs._saved import forget

        forget(self.memory, name)

    def saved_searches(self) -> list[New]:
        """Each saved search, and how much it finds that is new."""
        from archive.verbs._saved import New, saved

        return [New(one.name, one.words, self.search_new(one.name, seen=False).total) for one in saved(self.memory)]

    def evidence(self, statement: str, *, limit: int = 10, semantic: bool = False) -> Borne:
        """The best sentences that bear on a statement, or on a claim (its id, or `story#3`), each with its token.

        `semantic` also compares what they mean, with the English sentence model of the extra `semantic`; a note says
        when it cannot.
        """
        from archive.verbs.evidence import evidence

        return evidence(self._opened, statement, limit=limit, semantic=semantic)

    def evidence_page(self, borne: Borne) -> bytes:
        """An HTML page of what `evidence` gave."""
        from archive.verbs._evidence_page import evidence_page

        return evidence_page(borne)

    def evidence_graph(self, borne: Borne, suffix: str) -> bytes:
        """A drawing of what `evidence` gave: `.svg`, `.dot` or `.mmd`. Raises UsageError for any other suffix."""
        from archive.verbs._evidence_graph import evidence_graph

        return evidence_graph(borne, suffix)

    def show(self, reference: str, *, whole: bool = False) -> Shown:
        """A document, version, claim, citation or token in its place; with `whole` a token in its whole text."""
        from archive.verbs.show import show

        return show(self._opened, reference, whole=whole)

    def draw(self, token: str) -> Drawn:
        """The pages on which a token's words stand, as PNG, the words marked (of a PDF file)."""
        from archive.verbs.show import draw

        return draw(self._opened, token)

    def source(self, reference: str) -> SourceShown:
        """The words of a token or citation as the document's own bytes have them, mark-up included."""
        from archive.verbs._source import source

        return source(self._opened, reference)

    def list_documents(self, *, changed_since: str = "") -> Iterator[Article]:
        """All, or those whose newest edition became known at a date or later, where there was one before."""
        from archive.verbs.list import list_documents

        return list_documents(self._opened, changed_since=changed_since)

    def list_groups(self) -> Iterator[Group]:
        """Documents that are copies of one another, a provenance group at a time."""
        from archive.verbs._copies import list_groups

        return list_groups(self._opened)

    def copies_since(self, size: int) -> int:
        """How many documents are copies of earlier ones, by an edition recorded since the log had `size` records."""
        with self._opened.store.looking() as lookup:
            return lookup.alike.copies_since(size)

    def list_claims(self, *, state: str = "") -> Iterator[Claim]:
        """All, or those that are `proposed`, `checked` or `cleared`."""
        from archive.verbs.list import list_claims

        return list_claims(self._opened, state=state)

    def claims_about(self, words: str) -> list[AboutClaim]:
        """The claims that stand whose words, speaker or cited sentences have all these words, by source."""
        from archive.verbs._about import claims_about

        return claims_about(self._opened, words)

    def stale(self, *documents: str) -> list[Stale]:
        """The citations whose words the newest edition of their document has changed, or has no more."""
        from archive.verbs._stale import stale

        return stale(self._opened, documents or None)

    def imported_only(self) -> list[str]:
        """The documents cited that came by import only: which newer editions they have is not known here."""
        from archive.verbs._stale import imported_only

        return imported_only(self._opened)

    def list_stories(self) -> Iterator[Story]:
        from archive.verbs.list import list_stories

        return list_stories(self._opened)

    def log(self, reference: str = "") -> Iterator[Event] | Iterator[Moment]:
        """The records of a claim or of the whole archive; of a document what happened to it, in order of time."""
        from archive.verbs.log import log

        return log(self._opened, reference)

    def timeline_svg(self, reference: str) -> bytes:
        """What happened to a document, drawn."""
        from archive.verbs.log import drawn

        return drawn(self._opened, reference)

    def diff(self, reference: str, before: str = "", after: str = "") -> Compared:
        """Two editions of a document; by default its newest, and the one before it."""
        from archive.verbs.diff import diff

        return diff(self._opened, reference, before, after)

    def diff_page(self, compared: Compared, *, all: bool = False) -> bytes:
        """An HTML page of what `diff` gave; with `all`, sentences that stayed as they were too."""
        from archive.verbs._diff_page import diff_page

        return diff_page(compared, all=all)

    def status(self) -> Status:
        from archive.verbs.status import status

        return status(self._opened)

    # Claim

    def extract(
        self,
        *references: str,
        everything: bool = False,
        query: str = "",
        extractor: str = "rules",
        model: str | Path = "",
        own: bool = False,
        progress: Progress = _quiet,
    ) -> Iterator[Extracted]:
        """Proposes claims from these documents, from `everything`, or from those that a search finds. Each result comes
        after the commit that makes it last; nothing is a claim before `review_decide`. `model` is the file of an
        extractor that needs one (`crf`), made by `archive.train`."""
        from archive.verbs.extract import extract, extract_from

        versions = extract_from(self._opened, references, everything, query)
        return extract(self._opened, versions, extractor=extractor, model=str(model), own=own, progress=progress)

    def extracting(
        self,
        *references: str,
        everything: bool = False,
        query: str = "",
        model: Model,
        include: Sequence[str] = (),
    ) -> Extracting:
        """What asks a language model who says what in these documents: its `plan` says what would be sent, and only its
        `run` sends it. What is to be protected is held back, unless `include` names it (or says `all`)."""
        from dataclasses import replace

        from archive.verbs._by_model import Extracting
        from archive.verbs.extract import extract_from

        versions = extract_from(self._opened, references, everything, query)
        asked = replace(model, program=PROGRAM)
        return Extracting(self._opened, versions, asked, include=include, named=bool(references))

    def review(self, *references: str) -> Iterator[Proposed]:
        """The proposals that wait, of these documents or of all."""
        from archive.verbs.review import review

        return review(self._opened, references)

    def review_place(self, one: Proposed) -> Place:
        """The sentences that a proposal stands in."""
        from archive.verbs.review import review_place

        return review_place(self._opened, one)

    def review_decide(
        self, one: Proposed, decision: str, *, text: str = "", speaker: str = "", story: str = ""
    ) -> Reviewed:
        """Decides of a proposal: accepted, edited (with other words or another speaker), rejected. Raises Refused."""
        from archive.verbs.review import review_decide

        return review_decide(self._opened, one, decision, text=text, speaker=speaker, story=story)

    def signoff(self, *references: str, state: str, name: str, note: str = "") -> list[Signed | NotSigned]:
        """Says that `name` checked or cleared claims (or stories): each that may be, the others with the reason."""
        from archive.verbs.signoff import signoff

        return signoff(self._opened, references, state=state, name=name, note=note)

    def review_decide_all(
        self, wanted: Iterable[tuple[Proposed, str]], *, story: str = ""
    ) -> Iterator[Reviewed | NotReviewed]:
        """Decides of many: (proposal, `accepted` or `rejected`). Each result comes after the commit that makes it last;
        what is refused comes as such, and waits on."""
        from archive.verbs.review import review_decide_all

        return review_decide_all(self._opened, wanted, story=story)

    def review_carried(self, *references: str) -> list[Stale]:
        """The carried citations, of these documents or of all, whose words are others now, and of which nobody has
        decided."""
        from archive.verbs._review_carried import review_carried

        return review_carried(self._opened, references)

    def review_carried_decide(self, one: Stale, decision: str, *, quote: str = "") -> Looked:
        """Decides of a carried citation: accepted (its new place is cited too), edited (other words of the newer
        edition are, `quote`), rejected (it stays as it is). Raises Refused, and as `cite`."""
        from archive.verbs._review_carried import review_carried_decide

        return review_carried_decide(self._opened, one, decision, quote=quote)

    def cite(self, request: Request) -> Cited:
        """Ties a claim to exact words. Raises Refused, Ambiguous, BadToken, NotFound; then nothing was written."""
        from archive.verbs.cite import cite

        return cite(self._opened, request)

    def cite_all(self, requests: Iterable[Request | NotCited], *, keep_going: bool = False) -> list[Cited | NotCited]:
        """All of them or, when one is refused, none; with `keep_going` those that are not refused."""
        from archive.verbs.cite import cite_all

        return cite_all(self._opened, requests, keep_going=keep_going)

    def cite_list(
        self, lines: Iterable[bytes], *, name: str = "list", keep_going: bool = False
    ) -> list[Cited | NotCited]:
        """The requests of a JSONL list, each line an object with the fields of `Request` (`in` for `scope`)."""
        from archive.verbs.cite import requests_of

        return self.cite_all(requests_of(name, lines), keep_going=keep_going)

    def cite_draft(
        self, data: bytes, *, name: str = "-", stance: str = "supports", story: str = "", keep_going: bool = False
    ) -> list[Cited | NotCited]:
        """The cited sentences of a draft as claims: all or, when one is refused, none, unless `keep_going`."""
        from archive.verbs._cite_draft import cite_draft

        return cite_draft(self._opened, name, data, stance=stance, story=story, keep_going=keep_going)

    def translate(self, reference: str, *, words: str, language: str, translator: str) -> list[Translated]:
        """Registers what a person says that cited words (a token's, a citation's) are in another language."""
        from archive.verbs._translating import translate

        return translate(self._opened, reference, words=words, language=language, translator=translator)

    def claims_of_draft(self, data: bytes, *, name: str = "-") -> list[str]:
        """The ids of a draft's claims, which are made where they are not there yet. Raises Refused."""
        from archive.verbs._cite_draft import claims_of_draft

        return claims_of_draft(self._opened, name, data)

    def check(self, *quotes: str, scope: str = "", speaker: str = "", allow_elided: bool = False) -> list[Checked]:
        """Whether each quote is really there: its verdict, where it stands, what was changed."""
        return self.checking(scope, allow_elided=allow_elided).quotes(quotes, speaker=speaker)

    def checking(self, scope: str = "", *, allow_elided: bool = False) -> Checking:
        """What checks quotes, lists of them and drafts; `scope` is where to look."""
        from archive.verbs._checking import Checking

        return Checking.of_archive(self._opened, scope, allow_elided=allow_elided)

    def check_itself(self, reference: str) -> Itself:
        """A document against its own date and against itself: questions to a person. Raises NotFound, Ambiguous,
        UsageError, Refused."""
        from archive.verbs._itself import itself

        return itself(self._opened, reference)

    def carry(self, reference: str = "", *, dry_run: bool = False) -> list[Outcome]:
        """Takes the citations of a document (or of all) to its newest edition, and records what became of each."""
        from archive.verbs.carry import carry

        return carry(self._opened, reference, dry_run=dry_run)

    def relate(self, reference: str, type: str, other: str, *, note: str = "") -> Related:
        """States that a claim `supports`, `contradicts` or `repeats` another one."""
        from archive.verbs.relate import relate

        return relate(self._opened, reference, type, other, note=note)

    def retract(self, reference: str, *, why: str) -> Retracted:
        """Withdraws a claim, citation, translation or relation."""
        from archive.verbs.retract import retract

        return retract(self._opened, reference, why=why)

    # Prove

    def export(
        self,
        *references: str,
        target: str | Path,
        query: str = "",
        size: int | None = None,
        zipped: bool = False,
        sharing: Sharing | None = None,
        tell: Callable[[Leaving], None] = lambda _: None,
    ) -> Exported:
        """A story, claims, those that cite a document, or `all` (or what a search finds) as a bundle in the new folder
        `target`, or in a ZIP file; as the log was when it had `size` records. It is signed when the key is here.

        `sharing` says which sources go whole and which as excerpts: by default mails, what came with them, and
        confidential ones go as excerpts. `tell` is called with what leaves before anything is written."""
        from archive.model.leaving import USUAL
        from archive.verbs.export import export

        how = sharing or USUAL
        path = Path(target)
        return export(self._opened, references, path, query=query, size=size, zipped=zipped, sharing=how, tell=tell)

    def export_leaving(
        self,
        *references: str,
        query: str = "",
        size: int | None = None,
        sharing: Sharing | None = None,
        format: str = "bundle",
    ) -> Leaving:
        """What `export` of the same, or `export_format`, would let out beyond the cited words; nothing is written."""
        from archive.model.leaving import USUAL
        from archive.verbs._formats import leaving_of_format
        from archive.verbs.export import leaving

        if format != "bundle":
            return leaving_of_format(self._opened, references, format=format, query=query, sharing=sharing or USUAL)
        return leaving(self._opened, references, query=query, size=size, sharing=sharing or USUAL)

    def export_format(
        self,
        *references: str,
        format: str,
        target: str | Path | None = None,
        query: str = "",
        sharing: Sharing | None = None,
        tell: Callable[[Leaving], None] = lambda _: None,
    ) -> tuple[Formatted, bytes]:
        """The same claims as one file of another format (`csv`, `docx`, …): what was made, and its bytes."""
        from archive.model.leaving import USUAL
        from archive.verbs._formats import export_format

        path, how = None if target is None else Path(target), sharing or USUAL
        return export_format(self._opened, references, path, format=format, query=query, sharing=how, tell=tell)

    def export_answers(self, *references: str, target: str | Path, format: str = "warc") -> Written:
        """What servers answered, of documents, of what a story or claims cite, or of `all`, for other tools."""
        from archive.verbs._answers import export_answers

        return export_answers(self._opened, references, Path(target), format=format)

    def import_bundle(
        self,
        bundle: str | Path,
        *,
        root: str | None = None,
        key: str = "",
        checkpoint: str = "",
        tsa_root: str = "",
        require: str = "",
    ) -> Imported:
        """Takes over what another archive exported, once it is verified (the options are those of `archive.verify`).

        Its records keep their ids; importing twice adds nothing. Raises IntegrityError, Refused; then nothing was
        written.
        """
        from archive.verbs.import_ import import_bundle
        from archive.verbs.verify import Held

        held = Held(key, checkpoint, tsa_root, require)
        return import_bundle(self._opened, Path(bundle), root=root, held=held)

    def import_annotations(self, data: bytes, *, name: str = "annotations", story: str = "") -> list[Cited | NotCited]:
        """Cites what W3C Web Annotations, or those that Hypothesis exported, quote from documents held here; each by
        itself. Raises UsageError when it is none of these."""
        from archive.verbs._annotations import import_annotations

        return import_annotations(self._opened, data, name=name, story=story)

    def verify(self, *, full: bool = False, root: str | None = None, progress: Progress = _quiet) -> Report:
        """Is everything what it was? `full` also compares all that is derived; `root` is one you hold."""
        from archive.verbs.verify import verify_archive

        return verify_archive(self._opened, full=full, root=root, progress=progress)

    # Keep

    def rebuild(self, what: str = "", *, ocr: bool = False, progress: Progress = _quiet) -> Rebuilt:
        """Makes the `views`, the `index` or (by default) both again from the records; or reads again (`texts`) what
        could not be read, or what a newer reader reads, and with `ocr` by machine what has no text. Raises Locked.

        Searches go on with the old index until the new one is whole; one that was cut off is gone on from.
        """
        from archive.verbs.admin import rebuild

        return rebuild(self._opened, what, progress, ocr=ocr)

    def remove(self, reference: str, *, mode: str, why: str, dry_run: bool = False) -> Removed:
        """Removes a version, with its other readings and parts: `takedown` leaves what was quoted, `erase` nothing.

        It is not added again, unless that is asked for. Raises NotFound, UsageError, Refused.
        """
        from archive.verbs._remove import remove

        return remove(self._opened, reference, mode=mode, why=why, dry_run=dry_run)

    def remove_run(self, run: str, *, why: str = "", dry_run: bool = False) -> Removed:
        """Undoes a run of `add`, but for what was cited or captured again since. Raises NotFound, Ambiguous."""
        from archive.verbs._remove import remove_run

        return remove_run(self._opened, run, why=why, dry_run=dry_run)

    def backup(self, folder: str | Path, *, keys: bool = False, progress: Progress = _quiet) -> Made:
        """Makes a backup in a new or empty folder, or brings one up to date, while others write; with `keys` the
        signing key too. Raises UsageError, IntegrityError, Locked, CannotWrite."""
        from archive.verbs.backup import backup_make

        return backup_make(self._opened, Path(folder), keys=keys, progress=progress)

    def continue_log(self) -> Continued:
        """Gives the log a new key and a new name, where its key is lost or it lost what was signed last.

        Raises UsageError where the key is here and signs.
        """
        from archive.verbs._continue import continue_log

        return continue_log(self._opened)

    def selftest(self, *, seed: int = 1, documents: int = 100) -> Selftest:
        """What `check` says of quotes made from samples and from documents of the archive, altered and untouched."""
        from archive.verbs._selftest import selftest_of

        return selftest_of(self._opened, seed, documents)

    # The log as others can check it

    def proof_checkpoint(self, size: int | None = None) -> Checkpoint:
        """The signed checkpoint of the first `size` records, or of all. Raises NotFound without the key, and
        IntegrityError when the log does not go on from what was signed before."""
        from archive.verbs.proof import proof_checkpoint

        return proof_checkpoint(self._opened, size)

    def proof_publish(self, folder: str | Path) -> Published:
        """Writes the log as C2SP tlog-tiles. Raises CannotWrite, and as `proof_checkpoint`."""
        from archive.verbs.proof import proof_publish

        return proof_publish(self._opened, Path(folder))

    def proof_audit(self, against: str | Path) -> Audited:
        """Compares the log with a kept checkpoint, a bundle's, or a published folder's. Raises NotFound, UsageError."""
        from archive.verbs.proof import proof_audit

        return proof_audit(self._opened, Path(against))

    def proof_request(self, old: int = 0) -> WitnessRequest:
        """What a witness is asked that saw `old` records last. Raises UsageError, and as `proof_checkpoint`."""
        from archive.verbs.proof import proof_request

        return proof_request(self._opened, old)

    def proof_answer(self, answer: str) -> tuple[Checkpoint, list[str]]:
        """Keeps the cosignatures of pinned witnesses: the checkpoint, and their names. Raises UsageError,
        IntegrityError."""
        from archive.verbs.proof import proof_answer

        return proof_answer(self._opened, answer)

    def proof_stamp_request(self) -> bytes:
        """What a time-stamping authority is asked (RFC 3161, DER). Raises as `proof_checkpoint`."""
        from archive.verbs.proof import proof_stamp_request

        return proof_stamp_request(self._opened)

    def proof_stamp(self, answer: bytes, *, roots: bytes, size: int | None = None) -> Stamped:
        """Keeps the authority's answer, checked against its root certificates (PEM). Raises UsageError, Refused."""
        from archive.verbs.proof import proof_stamp

        return proof_stamp(self._opened, answer, roots, size)

    def proof_rotate(self) -> tuple[VerifierKey, VerifierKey]:
        """A new signing key in the place of the old one: (old, new). Raises as `proof_checkpoint`."""
        from archive.verbs.proof import proof_rotate

        return proof_rotate(self._opened)
