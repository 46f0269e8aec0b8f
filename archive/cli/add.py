"""archive add"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli._options import common, fetching, lines_of, opened, policy
from archive.cli._output import Meter, counted, dim, json_line, note, red, say, say_json
from archive.errors import ArchiveError, PartlyDone, UsageError

if TYPE_CHECKING:
    from archive import Archive

EXAMPLES = """\b
Examples:
  archive add article.txt notes/            files; folders with all below
  archive add page.md --url https://a.example/b --published 2024-04
  archive add https://a.example/b           a page of the web
  archive add scan.pdf --ocr                what has no text, by machine
  archive add --from articles.jsonl         one article a line
  archive add --from urls.txt               one URL a line
  cat article.txt | archive add - --title 'A title'    - is standard input

\b
A line of a list is an object with `text` or `path` (below the list's own
folder), and any of url title authors publisher published captured language
tags. Added again, the same bytes write nothing; other bytes from the same URL
or path are a new edition of that document. Files that are what they were are
not opened. What .archiveignore names (as in Git) is left out of its folder.
Pages are fetched from public addresses only, with a second between two of one
host; nothing is fetched with $ARCHIVE_OFFLINE. In a list of URLs lines with #
are comments. With --ocr PDF pages without text and PNG, JPEG and TIFF images
are read by machine and marked so, also of files that were added before: Latin
letters, Chinese, Japanese; 1 to 6 s a page.

\b
JSON, one object a line: {"source", "status", "document", "version",
"media_type", "sentences", "notes", "error": ERROR, "run"}; status is added,
edition, reread (the same bytes, a new text), capture, described, known,
unreadable (kept as it is, without a text: error says why), failed (not kept)
or skipped; run: the run that added the version, which `archive admin remove
--run` undoes, or empty.
ERROR: {"code", "exit", "message", "hint"}, or null"""


_WEB = ("http://", "https://")
FEW = 3  # failures that need no summary
MOST_REASONS = 12


@click.command("add", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--from", "list_file", metavar="FILE", help="A list: .jsonl of articles (- is standard input), .txt of URLs."
)
@click.option("--ocr", is_flag=True, help="Read by machine what has no text: scanned PDFs, images.")
@click.option("--dry-run", is_flag=True, help="Say what would be added; write nothing.")
@click.option("--again", is_flag=True, help="Add also what was removed.")
@click.option("--report", type=click.Path(), metavar="FILE", help="Write what became of each to a new JSONL file.")
@click.option("--url", default="", help="Where it was published: it names the document.")
@click.option(
    "--captured", default="", metavar="TIME", help="When it was obtained, if not now: 2024-04-26, or a time in UTC."
)
@click.option("--title", help="Its title.")
@click.option("--author", "authors", multiple=True, help="An author; can be given several times.")
@click.option("--publisher", help="Who published it.")
@click.option("--published", metavar="DATE", help="When, as far as it is known: 2024, 2024-04 …")
@click.option("--language", help="A language code, such as en.")
@click.option("--tag", "tags", multiple=True, help="A tag; can be given several times.")
@fetching
@common
def command(
    paths: tuple[str, ...],
    list_file: str | None,
    ocr: bool,
    dry_run: bool,
    again: bool,
    report: str | None,
    url: str,
    captured: str,
    robots: bool,
    allow_private: bool,
    folder: str | None,
    as_json: bool,
    **given: Any,
) -> int:
    """Add articles: files, folders, web pages, lists, standard input."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items() if value}
    _check(paths, list_file, url, values)
    web = policy(robots, allow_private)
    with opened(folder, writes=not dry_run) as archive, _report_to(report) as tell:
        size, meter = archive.size, Meter(paths)
        how: dict[str, Any] = {"ocr": ocr, "dry_run": dry_run, "again": again}
        done = _add(archive, paths, list_file, how, (web, meter), url=url, captured=captured, values=values)
        code = _report(done, as_json, dry_run, tell)
        _say_copies(archive.copies_since(size))
    if not robots and (_is_url_list(list_file) or any(name.lower().startswith(_WEB) for name in paths)):
        note(dim("robots.txt was not asked; --robots obeys it"))
    return code


def _say_copies(copies: int) -> None:
    if copies:
        are = "is a copy of a document" if copies == 1 else "are copies of documents"
        note(dim(f"{copies:,} of these {are} held: archive list --copies"))


def _is_url_list(name: str | None) -> bool:
    return name is not None and name.lower().endswith(".txt")


@contextmanager
def _report_to(name: str | None) -> Iterator[Callable[[Any], None]]:
    """What is told of each source, as a line of a new file, at once."""
    if name is None:
        yield lambda one: None
        return
    try:
        file = Path(name).open("xb")  # noqa: SIM115  (closed below)
    except FileExistsError:
        raise UsageError(f"{name} is there already", hint="name a new file for the report") from None
    with file:

        def tell(one: Any) -> None:
            file.write(json_line(one).encode() + b"\n")

        yield tell


def _check(paths: tuple[str, ...], list_file: str | None, url: str, values: dict[str, Any]) -> None:
    if bool(paths) == bool(list_file):
        raise UsageError("give files or folders, or --from with a list", hint="archive add --help shows examples")
    if "-" in paths and len(paths) > 1:
        raise UsageError("standard input (-) is added alone")
    single = len(paths) == 1 and not Path(paths[0]).is_dir()
    if (url or "title" in values) and not single:
        raise UsageError("--url and --title are for one file", hint="for several use --from with a list")


def _add(
    archive: Archive,
    paths: tuple[str, ...],
    list_file: str | None,
    how: dict[str, Any],
    given: tuple[Any, Meter],
    **about: Any,
) -> Iterator[Any]:
    web, meter = given
    if paths == ("-",):
        yield from archive.add_stream(sys.stdin.buffer.read(), **how, **about)
    elif list_file:
        if any(about.values()):
            raise UsageError("a list says itself what its articles are: give no --title and the like with --from")
        base = Path.cwd() if list_file == "-" else Path(list_file).parent
        with lines_of(list_file) as lines:
            name = Path(list_file).name
            if _is_url_list(name):
                yield from archive.add_pages(lines, policy=web, **how, progress=meter)
                return
            yield from archive.add_list(lines, name=name, folder=base, **how, progress=meter)
    else:
        yield from archive.add(*paths, policy=web, **how, progress=meter, **about)


def _report(done: Iterator[Any], as_json: bool, dry_run: bool, tell: Callable[[Any], None]) -> int:
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    runs: Counter[str] = Counter()
    failures: list[ArchiveError] = []
    for one in done:
        tell(one)
        counts[one.status] += 1
        kinds.update([one.media_type] if one.media_type else [])
        runs.update([one.run] if one.run else [])
        if one.error is not None:
            failures.append(one.error)
        if as_json:
            say_json(one)
        elif one.status == "failed":
            hint = f" ({one.error.hint})" if one.error.hint else ""
            note(red("failed     "), f"{one.source}: {one.error.message}", dim(hint))
        elif one.status == "skipped":
            note(dim(f"skipped    {one.source}: {', '.join(one.notes)}"))
        else:
            _say_one(one)
    if not counts:
        raise UsageError("there was nothing to add: the list or folder is empty")
    told = ", ".join(f"{count:,} {status}" for status, count in counts.items())
    note(dim(f"{'would be: ' if dry_run else ''}{told}"))
    for run, count in runs.items():
        if count > 1:
            note(dim(f"run {run}: to undo it, archive admin remove --run {run}"))
    if dry_run and kinds:
        note(dim("kinds: " + ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())))
    _say_reasons(failures)
    return _exit_code(counts, failures)


def _say_reasons(failures: list[ArchiveError]) -> None:
    """Many failures by their reasons, most frequent first."""
    reasons = Counter(failure.message for failure in failures).most_common()
    if len(failures) > FEW:
        for reason, count in reasons[:MOST_REASONS]:
            note(dim(f"{count:>9,} × {reason}"))
    if len(failures) > FEW and len(reasons) > MOST_REASONS:
        note(dim(f"          and {len(reasons) - MOST_REASONS:,} other reasons"))


def _say_one(one: Any) -> None:
    version = f"version {one.version[:12]}  " if one.version else ""
    sentences = f"  {counted(one.sentences, 'sentence')}" if one.sentences else ""
    document = f"  document {one.document}" if one.document else ""
    hint = f": {one.error.hint}" if one.error is not None and one.error.hint else ""
    why = (f"it {one.error.message}{hint}",) if one.error is not None else ()
    notes = f"  ({', '.join(why + one.notes)})" if why + one.notes else ""
    say(f"{one.status:<11}", version, one.source, dim(document + sentences + notes))


def _exit_code(counts: Counter[str], failures: list[ArchiveError]) -> int:
    """0; or the failures' own code when nothing else happened and they agree; else 7, partly done."""
    if not failures:
        return 0
    alone = counts["failed"] + counts["unreadable"] == counts.total() - counts["skipped"]
    codes = {failure.exit for failure in failures}
    return codes.pop() if alone and len(codes) == 1 else PartlyDone.exit
