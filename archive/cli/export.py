"""archive export"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

import archive as front
from archive.cli._options import common, draft_of, is_draft, opened
from archive.cli._output import bold, counted, dim, grouped, note, say, say_bytes, say_json
from archive.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive import Sharing
    from archive.model.leaving import Leaving
    from archive.verbs._formats import Formatted
    from archive.verbs.export import Exported

EXAMPLES = """\b
Examples:
  archive export dam -o dam-claims          a story
  archive export dam#2 dam#3 -o two         claims
  archive export https://a.example/b -o b   the claims that cite a document
  archive export all -o everything
  archive export --search 'siren' -o siren  the claims that a search finds
  archive export dam --at 78 --zip -o dam.zip      as it was at 78 records
  archive export story.md -o story          what a draft cites, cited first
  archive export dam --format docx -o dam.docx    for people
  archive export dam --format csv -o -            a table, to stdout
  archive export dam --excerpt --context 1 -o short   the cited sentences only
  archive export dam --dry-run --json             what would go out
  archive export https://a.example/b --format warc -o b.warc.gz

\b
The bundle holds each claim with the page people read, the originals, the
exact spans, and the proof that every record is in the log. `archive verify`
checks it, and so does sha256sum. It is signed with the archive's key, when
that is on this machine. Tell the key's fingerprint, or the root, to whoever
shall check it, by another way than the bundle itself.

\b
Said first, on standard error: what goes out beyond the cited sentences (the
names of who signed claims off, and of models that were asked, too), and which
claims are not cleared.
Mails, what came with them, and documents marked confidential go as excerpts:
the cited sentences, each proven by itself, and no digest or record by which
one could guess the rest. How many characters stand between them can be told.
--include-originals lets one go whole. --dry-run writes nothing.

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
"root", "fingerprint", "key", "stamped", "unsigned", "leaving": LEAVING};
key: the fingerprint of the key that signed it, empty when it is unsigned;
unsigned: why; leaving: what went out;
of a WARC file: {"path", "format", "documents", "captures", "left_out"};
left_out: captures without a server's answer;
of another format: {"path", "format", "what", "claims", "citations",
"documents", "size", "leaving": LEAVING};
with --dry-run: {"what", "claims", "citations", "sources": [SOURCE], "names",
"programs", "first", "last", "size", "not_cleared": [CLAIM], "uncarried",
"relations", "relations_left_out", "asked"}, which is
LEAVING: {"what", "claims", "citations", "sources": [SOURCE], "names",
"programs", "first", "last", "size", "not_cleared": [CLAIM], "uncarried",
"relations", "relations_left_out", "asked"};
CLAIM: {"claim", "state", "why"}; why it is not as far as it was, or empty;
names: who made and signed off the records, and the log's name; first, last:
the times of the oldest and newest record; uncarried: citations whose source
has a newer edition that nobody has carried them to; relations: those among
the claims; relations_left_out: those that hold, to claims that do not go out;
asked: the hosts and models that were asked for proposals of these claims;
SOURCE: {"document", "version", "title", "goes", "why", "bytes", "sentences",
"of", "holds": [{"kind", "values"}]}; goes: whole or excerpt or, in a file of
another format, sentences (the cited ones, and one on each side), edges (the
cited words, with 32 characters on each side), words (the cited words) or
reference (none); why: asked, confidential, mail, attachment; bytes: of the
original that goes; sentences: how many go, of how many; kind: confidential,
mail, attachments, addresses, authors, name (that the whole gave it), newer
(words of its newest edition, of what became of the citations), said (a field,
then its values)."""


_SHOWN = 5  # addresses, names of one kind; JSON has all
_WHY = {
    "asked": "you asked",
    "confidential": "it is marked confidential",
    "mail": "it is a mail",
    "attachment": "it came with a mail",
}
_GOES = {  # in a file of another format
    "sentences": "the cited sentences, with one on each side",
    "edges": "the cited words, with 32 characters on each side",
    "words": "the cited words",
    "reference": "what is known of it, and none of its words",
}
_HOLDS = {
    "confidential": "it is marked confidential",
    "mail": "it is a mail, with all its headers",
    "attachments": "with what is attached to it: ",
    "addresses": "addresses: ",
    "authors": "its file says who wrote it: ",
    "name": "called by the mail it came with: ",
    "newer": "words of its newest edition: ",
}


@click.command("export", epilog=EXAMPLES)
@click.argument("references", nargs=-1, metavar="STORY|CLAIM|DOCUMENT|DRAFT|all…")
@click.option("-o", "--output", "target", default="", type=click.Path(), help="The new folder, or file; - to stdout.")
@click.option("--format", "kind", default="bundle", metavar="NAME", help="Usually a bundle; else see below.")
@click.option("--search", "query", default="", metavar="WORDS", help="Export the claims that this finds.")
@click.option("--at", "size", type=int, metavar="SIZE", help="As the log was when it had so many records.")
@click.option("--excerpt", is_flag=True, help="Of every source only the cited sentences.")
@click.option("--context", type=click.IntRange(0, 1000), default=0, metavar="N", help="Excerpts: N sentences around.")
@click.option(
    "--include-originals", "originals", multiple=True, metavar="ID|all", help="Whole all the same, a mail for one."
)
@click.option("--dry-run", is_flag=True, help="Say what would go out, and write nothing.")
@click.option("--zip", "zipped", is_flag=True, help="One ZIP file instead of a folder.")
@common
def command(
    references: tuple[str, ...],
    target: str,
    kind: str,
    query: str,
    size: int | None,
    excerpt: bool,
    context: int,
    originals: tuple[str, ...],
    dry_run: bool,
    zipped: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    """Export claims as a bundle that anyone can check."""
    from archive import Sharing

    sharing = Sharing(excerpt, context, originals)
    if kind != "bundle" and (zipped or size is not None):
        raise UsageError("--at and --zip are for a bundle")
    if kind == "warc" and (sharing != Sharing() or dry_run):
        raise UsageError("a WARC holds whole answers: there is no excerpt of one, and no list of what goes out")
    if dry_run:
        _dry_run(references, query, size, sharing, kind, folder, as_json)
        return
    if not target:
        raise UsageError("where to?", hint="give it a name: -o NAME; or see what would go out: --dry-run")
    if kind == "warc":
        _warc(references, target, query, folder, as_json)
        return
    if kind != "bundle":
        _format(references, target, kind, query, sharing, folder, as_json)
        return
    if target == "-":
        raise UsageError("a bundle is a folder", hint="give it a name: -o NAME")
    with opened(folder) as archive:
        references = _with_drafts(archive, references)
        done = archive.export(
            *references, target=target, query=query, size=size, zipped=zipped, sharing=sharing, tell=_tell
        )
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


def _dry_run(
    references: tuple[str, ...],
    query: str,
    size: int | None,
    sharing: Sharing,
    kind: str,
    folder: str | None,
    as_json: bool,
) -> None:
    if drafts := [one for one in references if is_draft(one)]:
        raise UsageError(
            f"--dry-run makes no claims, and those of {drafts[0]} may not be there yet",
            hint=f"archive cite {drafts[0]}, then name the claims, or the story",
        )
    with opened(folder) as archive:
        leaving = archive.export_leaving(*references, query=query, size=size, sharing=sharing, format=kind)
    if as_json:
        say_json(leaving)
        return
    for line in _lines(leaving, values=True):
        say(line)


def _tell(leaving: Leaving) -> None:
    """Before anything is written."""
    for line in _lines(leaving):
        note(dim(line))


def _lines(leaving: Leaving, *, values: bool = False) -> Iterator[str]:
    """What goes out beyond the claims and the cited words, for people; `values`: also what was said, word for word."""
    for source in leaving.sources:
        name = source.title or source.document
        if source.goes == "whole":
            yield f"goes out  whole, {source.bytes:,} bytes: {name}"
        elif source.goes in _GOES:
            yield f"goes out  {_GOES[source.goes]}: {name}"
        else:
            shown = f"{source.sentences} of {counted(source.of, 'sentence')}"
            yield f"goes out  {shown}, as {_WHY[source.why]}: {name}"
        for held in (held for held in source.holds if held.kind != "said"):
            yield f"          {_HOLDS[held.kind]}{_some(held.values)}"
        said = [held.values for held in source.holds if held.kind == "said"]
        if said and not values:
            yield f"          what was said of it: {', '.join(field for field, *_ in said)}"
        for field, *all_ in said if values else ():
            yield f"          what was said of it, {field}: {'; '.join(all_)}"
    if leaving.relations_left_out:
        yield f"stays     {counted(leaving.relations_left_out, 'relation')} to claims that do not go out"
    if leaving.relations:
        yield f"goes out  {counted(leaving.relations, 'relation')} among the claims"
    if leaving.uncarried:
        which = counted(leaving.uncarried, "citation")
        yield f"not told  what became of {which} in a newer edition: first, archive carry"
    if leaving.asked:
        yield f"goes out  which models were asked: {_some(leaving.asked)}"
    if leaving.names:
        names = ", ".join(leaving.names)
        yield f"goes out  names: {names}; when each record was made, {leaving.first} to {leaving.last}"
    yield from _not_cleared(leaving)


def _not_cleared(leaving: Leaving) -> Iterator[str]:
    """How many claims nobody cleared, and which of them were farther once."""
    left = leaving.not_cleared
    if left:
        states = ", ".join(f"{n:,} {state}" for state, n in Counter(one.state for one in left).items())
        yield f"not cleared: {len(left):,} of {counted(leaving.claims, 'claim')} ({states}); archive signoff"
    fallen = [one for one in left if one.why]
    for one in fallen[:_SHOWN]:
        yield f"          claim {one.claim[:12]} fell back: {one.why}"
    if len(fallen) > _SHOWN:
        yield f"          and {len(fallen) - _SHOWN:,} more"


def _some(values: tuple[str, ...]) -> str:
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    return ", ".join(values[:_SHOWN]) + more


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


def _format(
    references: tuple[str, ...],
    target: str,
    kind: str,
    query: str,
    sharing: Sharing,
    folder: str | None,
    as_json: bool,
) -> None:
    """One file of another format, or its bytes to stdout."""
    if target == "-" and as_json:
        raise UsageError("--json and -o - both go to standard output", hint="give the file a name: -o NAME")
    with opened(folder) as archive:
        done, data = archive.export_format(
            *_with_drafts(archive, references),
            format=kind,
            target=None if target == "-" else target,
            query=query,
            sharing=sharing,
            tell=_tell,
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
