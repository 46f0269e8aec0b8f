"""archive export"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import archive as front
from archive.cli._options import common, draft_of, is_draft, opened
from archive.cli._output import bold, counted, dim, grouped, note, say, say_bytes, say_json
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.verbs._formats import Formatted
    from archive.verbs.export import Exported

EXAMPLES = """\b
Examples:
  archive export dam -o dam-claims          a story
  archive export dam#2 dam#3 -o two         claims
  archive export all -o everything
  archive export --search 'siren' -o siren  the claims that a search finds
  archive export dam --at 78 --zip -o dam.zip      as it was at 78 records
  archive export story.md -o story          what a draft cites, cited first
  archive export dam --format docx -o dam.docx    for people
  archive export dam --format csv -o -            a table, to stdout
  archive export https://a.example/b --format warc -o b.warc.gz

\b
The bundle holds each claim with the page people read, the originals, the
exact spans, and the proof that every record is in the log. `archive verify`
checks it, and so does sha256sum. It is signed with the archive's key, when
that is on this machine. Tell the key's fingerprint, or the root, to whoever
shall check it, by another way than the bundle itself.

\b
Other formats, each one file: html (the bundle's page), docx (with footnotes),
markdown, csv (opens in Excel), jsonl, csl-json, bibtex, ris (references),
web-annotation (W3C), prov-json (W3C), claimreview (schema.org). They prove
nothing by themselves.

\b
A WARC holds what servers answered, for the tools of web archives: of every
capture that was fetched, of documents that are named or cited.

\b
JSON: {"path", "what", "claims", "citations", "documents", "files", "size",
"root", "fingerprint", "key", "stamped", "unsigned"}; key: the fingerprint of
the key that signed it, empty when it is unsigned; unsigned: why;
of a WARC file: {"path", "format", "documents", "captures", "left_out"};
left_out: captures without a server's answer;
of another format: {"path", "format", "what", "claims", "citations",
"documents", "size"}."""


@click.command("export", epilog=EXAMPLES)
@click.argument("references", nargs=-1, metavar="STORY|CLAIM|DRAFT|all…")
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(), help="The new folder, or file; - to stdout."
)
@click.option("--format", "kind", default="bundle", metavar="NAME", help="Usually a bundle; else see below.")
@click.option("--search", "query", default="", metavar="WORDS", help="Export the claims that this finds.")
@click.option("--at", "size", type=int, metavar="SIZE", help="As the log was when it had so many records.")
@click.option("--zip", "zipped", is_flag=True, help="One ZIP file instead of a folder.")
@common
def command(
    references: tuple[str, ...],
    target: str,
    kind: str,
    query: str,
    size: int | None,
    zipped: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    """Export claims as a bundle that anyone can check."""
    if kind != "bundle" and (zipped or size is not None):
        raise UsageError("--at and --zip are for a bundle")
    if kind == "warc":
        _warc(references, target, query, folder, as_json)
        return
    if kind != "bundle":
        _format(references, target, kind, query, folder, as_json)
        return
    if target == "-":
        raise UsageError("a bundle is a folder", hint="give it a name: -o NAME")
    with opened(folder) as archive:
        references = _with_drafts(archive, references)
        done = archive.export(*references, target=target, query=query, size=size, zipped=zipped)
    if as_json:
        say_json(done)
        return
    say(bold("bundle    "), done.path)
    say(bold("holds     "), ", ".join(_holds(done)))
    say(bold("root      "), f"{done.size}:{done.root}")
    say(bold("bundle is "), grouped(done.fingerprint))
    if done.key:
        say(bold("signed by "), grouped(done.key), ", time-stamped" if done.stamped else "")
    else:
        note(f"unsigned: {done.unsigned}")
    page = "" if zipped else f"; open {done.path}/READ-ME-FIRST.html"
    note(dim(f"next: archive verify {done.path}{page}"))


def _with_drafts(archive: front.Archive, references: tuple[str, ...]) -> tuple[str, ...]:
    """The claims of a draft in its place."""
    named = ([*archive.claims_of_draft(draft_of(r), name=r)] if is_draft(r) else [r] for r in references)
    return tuple(reference for some in named for reference in some)


def _warc(references: tuple[str, ...], target: str, query: str, folder: str | None, as_json: bool) -> None:
    if query:
        raise UsageError("--search finds claims for a bundle", hint="name documents, a story or claims")
    with opened(folder) as archive:
        done = archive.export_answers(*references, target=target, format="warc")
    if as_json:
        say_json(done)
        return
    say(bold("warc      "), done.path)
    say(bold("holds     "), f"{counted(done.captures, 'capture')} of {counted(done.documents, 'document')}")
    if done.left_out:
        note(dim(f"left out: {counted(done.left_out, 'capture')} without a server's answer"))


def _format(references: tuple[str, ...], target: str, kind: str, query: str, folder: str | None, as_json: bool) -> None:
    """One file of another format, or its bytes to stdout."""
    if target == "-" and as_json:
        raise UsageError("--json and -o - both go to standard output", hint="give the file a name: -o NAME")
    with opened(folder) as archive:
        done, data = archive.export_format(
            *_with_drafts(archive, references), format=kind, target=None if target == "-" else target, query=query
        )
    if target == "-":
        say_bytes(data)
    elif as_json:
        say_json(done)
    else:
        say(bold("file      "), done.path)
        say(bold("holds     "), ", ".join(_holds(done)))
    note(dim("this file by itself proves nothing: the bundle does (without --format)"))


def _holds(done: Exported | Formatted) -> list[str]:
    return [counted(done.claims, "claim"), counted(done.citations, "citation"), counted(done.documents, "document")]
