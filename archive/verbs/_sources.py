"""Where articles come from: files, folders, standard input, a list of them. Each becomes a Source, or says why not.

A folder is walked in name order. Skipped, and said: what starts with a dot, caches and version control,
symbolic links (they may lead anywhere), other archives, lists of articles, what browsers save beside a page, and what
`.archiveignore` names. A file that no reader claims, by its
suffix or its first bytes, fails, so that nobody believes it was taken; one that is named on the command line is always
taken, read or not.
"""

from __future__ import annotations

import io
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from archive import readers
from archive.errors import ArchiveError, NotFound, Unreadable, UsageError
from archive.model import record
from archive.model.article import CHOICES, FIELDS
from archive.model.jcs import once_each
from archive.readers import Declared
from archive.store.archive import is_archive
from archive.text.dates import is_future, moment
from archive.verbs._ignored import NAME, Ignored, in_folder
from archive.verbs._seen import Before, Looked, Seen, looked_at

LARGEST = 512 * 1024 * 1024  # bytes of one document
DEEPEST = 250  # folders in one another
_LISTS = frozenset({".jsonl", ".ndjson"})
_PAGES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
#: What browsers append to a page's name for the folder of its pictures and styles, by their language.
_BESIDE = (
    *(
        "_files",
        ".files",
        "-files",
        "_fichiers",
        "-fichiers",
        "-Dateien",
        "_file",
        "_archivos",
        "_arquivos",
        "_ficheiros",
    ),
    *("_bestanden", "-filer", "_filer", "_pliki", "_soubory", "_elemei", "_tiedostot", "-tiedostot", "_dosyalar"),
    *("_datoteke", "_fails", "_failid", "_fitxers", "_fitxategiak"),
)
_SKIPPED = frozenset({"__pycache__", "node_modules", "venv", "site-packages"})

UNDECLARED = Declared()

Values = Mapping[str, str | list[str]]
Clock = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a server gave an article: its head, byte for byte, and where it was redirected to, the last one being where
    it stands. `marks` are more fields of the capture."""

    headers: bytes
    redirects: tuple[str, ...] = ()
    marks: Mapping[str, Any] = field(default_factory=dict)
    live: bool = False  # this program asked the server


@dataclass(frozen=True, slots=True)
class Source:
    """One article to add. `path` or `data` holds it; `values` are the description's fields that were given."""

    name: str  # as the person wrote it, for reports only
    how: str  # file, stdin, list, container, part, fetch, watch
    path: Path | None = None
    data: bytes | None = None
    url: str = ""
    values: Values = field(default_factory=dict)
    captured: str = ""
    notes: tuple[str, ...] = ()  # what a person should know of how it was given
    place: str = ""  # a URI, or empty (see `_places`)
    looked: Looked | None = None  # of a file: as it was before it was opened
    called: str = ""  # the name that stands on it: a hint for readers, never opened
    declared: Declared = UNDECLARED
    answer: Answer | None = None  # of the server from which it came
    incomplete: tuple[str, ...] = ()  # codes for its version, beside its reader's
    unreadable: str = ""  # why it is not even tried
    reader: str = ""  # that found it unreadable

    @property
    def stated(self) -> str:
        """When somebody says that it was captured; empty where the program fetched it itself."""
        return "" if self.answer and self.answer.live else self.captured

    @property
    def file_name(self) -> str:
        return self.path.name if self.path else self.called

    def opened(self) -> BinaryIO:
        """Its bytes as a stream, to be closed; a file's has a descriptor. Raises NotFound, Unreadable."""
        return _open(self.path) if self.path else io.BytesIO(self.data or b"")


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that is what it was when it was added."""

    name: str
    before: Before


def last_part(url: str) -> str:
    """What a URL calls its page: a hint of what it is."""
    return unquote(urlsplit(url).path.rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A source that cannot be added, and why; or, without an error, that was skipped."""

    name: str
    error: ArchiveError | None
    why: str = ""


Given = Source | NotTaken | Unchanged


def from_paths(
    paths: Iterable[str], values: Values, url: str, captured: str, seen: Seen | None = None, ocr: bool = False
) -> Iterator[Given]:
    """Files and folders, as they were named; folders recursively. With `seen`, unchanged files are not opened; with
    `ocr` folders give pictures too."""
    taker = _Taker(Source("", "file", url=url, values=values, captured=captured), seen, ocr)
    for name in paths:
        path = Path(name)
        if path.suffix.lower() in _LISTS:
            yield NotTaken(name, Unreadable("is a list of articles", hint=f"archive add --from {name}"))
        elif os.path.isdir(path):  # noqa: PTH112  (`Path.is_dir` raises where it may not look)
            yield from _walk(path, os.path.realpath(path), taker)
        else:
            yield taker.named(name, path)


@dataclass(frozen=True, slots=True)
class _Taker:
    """Makes a source of each file, unless it is what it was when it was added."""

    source: Source  # what is said of each
    seen: Seen | None
    ocr: bool

    def named(self, name: str, path: Path) -> Source | Unchanged:
        try:
            folder, file = os.path.split(os.path.realpath(path))
            return self.found(name, path, looked_at(folder, file, path.stat()))
        except (OSError, ValueError):  # why is said when it is opened
            return replace(self.source, name=name, path=path)

    def found(self, name: str, path: Path, looked: Looked | None) -> Source | Unchanged:
        before = self.seen.unchanged(looked) if self.seen and looked else None
        if before is not None:
            return Unchanged(name, before)
        place = Path(looked.folder, looked.name).as_uri() if looked else ""
        return replace(self.source, name=name, path=path, place=place, looked=looked)


def _walk(folder: Path, real: str, taker: _Taker, depth: int = 0, ignored: Ignored | None = None) -> Iterator[Given]:
    """`real` is the same folder, without links."""
    if is_archive(folder):
        yield NotTaken(str(folder), None, "an archive")
        return
    if depth > DEEPEST:
        yield NotTaken(str(folder), Unreadable(f"is more than {DEEPEST} folders deep", hint="name it by itself"))
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield NotTaken(str(folder), Unreadable(f"cannot be opened: {error.strerror}", hint="check its permissions"))
        return
    pages = _pages(entries)
    if any(entry.name == NAME for entry in entries):
        ignored = in_folder(folder, ignored)
    for entry in entries:
        path = folder / entry.name
        skipped = _why_skipped(entry) or _belongs(entry, pages)
        if not skipped and ignored and ignored.leaves_out(path, entry.is_dir()):
            skipped = f"named in {NAME}"
        if skipped:
            yield NotTaken(str(path), None, skipped)
        elif entry.is_dir():
            yield from _walk(path, str(Path(real, entry.name)), taker, depth + 1, ignored)
        elif _is_claimed(path, taker.ocr):
            yield taker.found(str(path), path, _looked(real, entry))
        else:
            yield NotTaken(str(path), Unreadable(f"no reader reads {path.suffix} files"))


def _looked(folder: str, entry: os.DirEntry[str]) -> Looked | None:
    try:
        return looked_at(folder, entry.name, entry.stat())
    except OSError:
        return None


def _pages(entries: Iterable[os.DirEntry[str]]) -> dict[str, str]:
    """The web pages among these, by their names without suffix."""
    split = (os.path.splitext(entry.name) for entry in entries)  # noqa: PTH122
    return {stem: stem + suffix for stem, suffix in split if suffix.lower() in _PAGES}


def _belongs(entry: os.DirEntry[str], pages: Mapping[str, str]) -> str:
    """Why a folder is a page's own: browsers save what the page shows beside it."""
    if not pages or not entry.is_dir():
        return ""
    stems = (_stem(entry.name, end) for end in _BESIDE)
    return next((f"belongs to {pages[stem]}" for stem in stems if stem in pages), "")


def _stem(name: str, end: str) -> str:
    return name[: -len(end)] if name.endswith(end) else ""


def _is_claimed(path: Path, ocr: bool) -> bool:
    """Whether a reader or a container asks for files of this name, or knows its first bytes. One that cannot be looked
    into is: why is said when it is read."""
    if not path.suffix or readers.by_name(path.name) is not None:
        return True
    try:
        with path.open("rb") as file:
            head = file.read(readers.HEAD)
            return readers.claims(path.name, None, head) or (ocr and bool(readers.on_request(head)))
    except OSError:
        return True


def _why_skipped(entry: os.DirEntry[str]) -> str:
    """Why something in a folder is no article, or the empty string."""
    if entry.name.startswith(".") or entry.name in _SKIPPED:
        return "hidden, or a cache"
    if entry.is_symlink():
        return "a symbolic link"
    if not entry.is_dir() and not entry.is_file():
        return "not a regular file"
    return "a list of articles: archive add --from" if Path(entry.name).suffix.lower() in _LISTS else ""


def _open(path: Path) -> BinaryIO:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable("is not a regular file")
        return path.open("rb")
    except FileNotFoundError:
        raise NotFound("does not exist") from None
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}", hint="check its permissions") from None
    except ValueError as error:  # a NUL in the name
        raise NotFound(f"cannot be a file: {error}") from None


def from_list(name: str, lines: Iterable[bytes], folder: Path, clock: Clock) -> Iterator[Given]:
    """Articles of a JSONL list: `text` or `path`, and url title authors publisher published captured language tags.

    A path is read only below the list's own folder.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            yield _from_line(where, line, folder, clock())
        except ArchiveError as error:
            yield NotTaken(where, error)


def _from_line(where: str, line: bytes, folder: Path, now: str) -> Source:
    try:
        article = line_of_json(line)
    except ValueError as error:
        raise Unreadable(str(error), hint='a line looks like {"path": "a.txt", "title": "…"}') from None
    url, captured = _string(article, "url"), moment(_string(article, "captured"))
    values = checked_values({f: v for f in FIELDS if (v := _tidy(article.get(f))) not in (None, "", [])})
    check_url_and_captured(url, captured, now)
    notes = _notes(article, values)
    if ("text" in article) == ("path" in article):
        raise Unreadable("has neither text nor path, or both")
    if "path" in article:
        path = _below(folder, _string(article, "path"))
        return Source(
            f"{where} ({path.name})", "list", path=path, url=url, values=values, captured=captured, notes=notes
        )
    try:
        data = _string(article, "text").encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable("its text holds a lone surrogate, which is no character") from None
    return Source(where, "list", data=data, url=url, values=values, captured=captured, notes=notes)


def line_of_json(line: bytes) -> dict[str, Any]:
    """The object of one line of a list. Raises ValueError when it is none, or says something twice."""
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=once_each)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"is not a line of JSON: {error}") from None
    if not isinstance(value, dict):
        raise ValueError("is not a JSON object")
    return value


def _tidy(value: Any) -> Any:
    """A list's own words on one line: line breaks and spaces around them say nothing. Empty elements are none."""
    if isinstance(value, list):
        return [_tidy(one) for one in value if one not in (None, "")]
    return re.sub(r"[\t\r\n]+", " ", value).strip() if isinstance(value, str) else value


def _notes(article: Mapping[str, Any], values: Values) -> tuple[str, ...]:
    """What of a line was not used, or not understood: it is kept, and said."""
    unused = sorted(article.keys() - FIELDS.keys() - {"url", "captured", "text", "path"})
    notes = [f"not used: {', '.join(unused)}"] if unused else []
    if "published" in values and not record.is_when(values["published"]):
        notes.append(f"published is not a date: {values['published']}")
    if "language" in values and not is_language(values["language"]):
        notes.append(f"language is not a code: {values['language']}")
    return tuple(notes)


def is_language(value: Any) -> bool:
    """A language code, such as `en` or `pt-BR` (BCP 47, loosely)."""
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value) is not None


def _string(article: Mapping[str, Any], field: str) -> str:
    value = article.get(field, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"its {field} is not a string")
    return value


def _below(folder: Path, written: str) -> Path:
    root = folder.resolve()
    try:
        path = (root / written).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a NUL, a lone surrogate, far too long, a loop of links
        raise Unreadable(f"its path {written[:80]!r} cannot be one: {error}") from None
    if root not in path.parents:
        raise Unreadable(f"its path {written!r} leads out of the list's folder")
    return path


def check_url_and_captured(url: str, captured: str, now: str) -> None:
    """Raises UsageError. When something was captured must be known to the day: it decides which edition is newest."""
    if url and not record.is_uri(url):
        raise UsageError(f"{url!r} is not a URL", hint="a URL looks like https://example.org/article")
    if not captured:
        return
    if not record.is_when(captured) or len(captured) < len("2024-04-26"):
        what = "not known to the day" if record.is_when(captured) else "not a time"
        hint = "write it in UTC, such as 2024-04-26T09:00:00Z, or a date 2024-04-26"
        raise UsageError(f"captured {captured!r} is {what}", hint=hint)
    if is_future(captured, now):
        raise UsageError(f"captured {captured!r} is in the future: it is {now} now", hint="check it, and the clock")


def checked_values(given: Mapping[str, Any]) -> Values:
    """The fields of a description, each text or a list of texts. Raises UsageError on anything else."""
    values: dict[str, str | list[str]] = {}
    for field_name, value in given.items():
        several = FIELDS[field_name]
        texts = value if several and isinstance(value, list) else [value]
        if not all(_is_line(text) for text in texts):
            wanted = "a list of words" if several else "one line of words"
            raise UsageError(f"{field_name} is not {wanted}: {str(value)[:60]!r}")
        if value not in CHOICES.get(field_name, (value,)):
            raise UsageError(f"{field_name} is {' or '.join(CHOICES[field_name])}, or is left out: not {value[:60]!r}")
        values[field_name] = list(texts) if several else moment(value) if field_name == "published" else value
    return values


def given_values(given: Mapping[str, Any]) -> Values:
    """As `checked_values`, for what somebody states here and now: a date must be one, a language a code."""
    values = checked_values(given)
    if "published" in values and not record.is_when(values["published"]):
        raise UsageError(f"{values['published']!r} is not a date", hint="write it as 2024, 2024-04 or 2024-04-26")
    if "language" in values and not is_language(values["language"]):
        raise UsageError(f"{values['language']!r} is not a language code", hint="write en, de, pt-BR …")
    return values


def checked_line(what: str, value: str) -> str:
    """Raises UsageError when it is not some visible text on one line."""
    if not _is_line(value):
        raise UsageError(f"{what} must be some words on one line, without control characters")
    return value


def _is_line(value: Any) -> bool:
    """Some visible text without control characters or lone surrogates."""
    return (
        isinstance(value, str)
        and value.strip() != ""
        and not any(c < " " or c == "\x7f" or "\ud800" <= c <= "\udfff" for c in value)
    )
