"""archive add"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli._options import common, lines_of, opened
from archive.cli._output import counted, dim, note, progress, red, say, say_json
from archive.errors import ArchiveError, PartlyDone, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive import Archive

EXAMPLES = """\b
Examples:
  archive add article.txt notes/            files; folders with all below
  archive add page.md --url https://a.example/b --published 2024-04
  archive add --from articles.jsonl         one article a line
  cat article.txt | archive add - --title 'A title'    - is standard input

\b
A line of a list is an object with `text` or `path` (below the list's own
folder), and any of url title authors publisher published captured language
tags. Added again, the same bytes write nothing; other bytes from the same URL
or path are a new edition of that document.

\b
JSON, one object a line: {"source", "status", "document", "version",
"sentences", "notes", "error": ERROR}; status is added, edition, capture,
described, known, failed or skipped.
ERROR: {"code", "exit", "message", "hint"}, or null"""

WORDS = {
    "added": "added    ",
    "edition": "edition  ",
    "capture": "capture  ",
    "described": "described",
    "known": "known    ",
}


@click.command("add", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--from", "list_file", metavar="FILE", help="A JSONL list of articles; - is standard input.")
@click.option("--dry-run", is_flag=True, help="Say what would be added; write nothing.")
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
@common
def command(
    paths: tuple[str, ...],
    list_file: str | None,
    dry_run: bool,
    url: str,
    captured: str,
    folder: str | None,
    as_json: bool,
    **given: Any,
) -> int:
    """Add articles: files, folders, a list of them, or standard input."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items() if value}
    _check(paths, list_file, url, values)
    with opened(folder, writes=not dry_run) as archive:
        size = archive.size
        done = _add(archive, paths, list_file, dry_run, url=url, captured=captured, values=values)
        code = _report(done, as_json, dry_run)
        if copies := archive.copies_since(size):
            are = "is a copy of a document" if copies == 1 else "are copies of documents"
            note(dim(f"{copies:,} of these {are} held: archive list --copies"))
        return code


def _check(paths: tuple[str, ...], list_file: str | None, url: str, values: dict[str, Any]) -> None:
    if bool(paths) == bool(list_file):
        raise UsageError("give files or folders, or --from with a list", hint="archive add --help shows examples")
    if "-" in paths and len(paths) > 1:
        raise UsageError("standard input (-) is added alone")
    single = len(paths) == 1 and not Path(paths[0]).is_dir()
    if (url or "title" in values) and not single:
        raise UsageError("--url and --title are for one file", hint="for several use --from with a list")


def _add(archive: Archive, paths: tuple[str, ...], list_file: str | None, dry_run: bool, **about: Any) -> Iterator[Any]:
    if paths == ("-",):
        yield archive.add_bytes(sys.stdin.buffer.read(), dry_run=dry_run, **about)
    elif list_file:
        if any(about.values()):
            raise UsageError("a list says itself what its articles are: give no --title and the like with --from")
        base = Path.cwd() if list_file == "-" else Path(list_file).parent
        with lines_of(list_file) as lines:
            name = Path(list_file).name
            yield from archive.add_list(lines, name=name, folder=base, dry_run=dry_run, progress=progress)
    else:
        yield from archive.add(*paths, dry_run=dry_run, progress=progress, **about)


def _report(done: Iterator[Any], as_json: bool, dry_run: bool) -> int:
    counts: Counter[str] = Counter()
    failures: list[ArchiveError] = []
    for one in done:
        counts[one.status] += 1
        if one.error is not None:
            failures.append(one.error)
        if as_json:
            say_json(one)
        elif one.error is not None:
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
    return _exit_code(counts, failures)


def _say_one(one: Any) -> None:
    version = f"version {one.version[:12]}  " if one.version else ""
    sentences = f"  {counted(one.sentences, 'sentence')}" if one.sentences else ""
    document = f"  document {one.document}" if one.document else ""
    notes = f"  ({', '.join(one.notes)})" if one.notes else ""
    say(WORDS[one.status], "  ", version, one.source, dim(document + sentences + notes))


def _exit_code(counts: Counter[str], failures: list[ArchiveError]) -> int:
    """0; or the failures' own code when nothing else happened and they agree; else 7, partly done."""
    if not failures:
        return 0
    alone = counts["failed"] == counts.total() - counts["skipped"]
    codes = {failure.exit for failure in failures}
    return codes.pop() if alone and len(codes) == 1 else PartlyDone.exit
