"""archive search"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

import archive as front
from archive.cli import _hits, _last
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, say, say_json
from archive.errors import UsageError

EXAMPLES = """\b
Examples:
  archive search brass key              sentences with both words, in any form
  archive search '"brass key" OR flood'  phrases; AND OR NOT ( ) as well
  archive search '"gate opened"~5 fenn~ eng*'  near; misspelt; begun
  archive search 'flood publisher:tribune published:[2025-03 TO 2025-04]'
  archive search flood --publisher tribune --since 2025-03
  archive search 'exact:"gate 3, and"'   the very characters
  archive search --find documents dam --sort published
  archive search --find claims dam       in what you claimed yourself
  archive search gate --count-by publisher
  archive search --like https://example.org/a
  archive search flood --save flood; archive search --new flood

\b
Words are found in any form. What else there is (the README says more):
  "a b"  "a b"~5  AND OR NOT ( )  a*  m?n  a~  a~2  a^2  *  field:value
  field:"two words"  field:(a OR b)  field:*  published:[2024-04 TO 2024-08]
Fields: title author publisher url domain language tag type published captured
document version speaker stance role confidential; from to subject of mails.

\b
--format takes a line with {number} {token} {text} {marked} {before} {after}
{title} {publisher} {published} {document} {version} {start} {end} {score}
{copies}.

\b
JSON: {"query", "total", "older", "hits": [{"number", "token", "document",
"version", "title", "publisher", "published", "text", "before", "after",
"span": SPAN, "score", "newest", "beside", "own",
"machine_read", "marks": [SPAN], "copies",
"further": [{"token", "text", "span": SPAN, "marks": [SPAN]}]}], "offset",
"next", "unsearched", "notes", "counts": [{"value", "count"}], "explain":
[{"depth", "part", "count", "of"}], "copies": [COPY]}; SPAN: {"start", "end"},
in code points of the version; "beside": outside of the article, on its page.
With --all one hit a line. A hit's "copies" are tokens of the same words in
copies of its document: "total" counts them.
COPY: {"document", "version", "title", "publisher", "published", "sentences",
"words", "its_sentences", "its_words"}: a copy of the document of --like; the
shares, from 0 to 1, of that document that stand in this one, of this in that.
Hits of --find claims: {"number", "claim", "text", "source", "stories",
"citations", "retracted", "score", "state"}; state is proposed, checked or
cleared (archive signoff)."""

FILTERS = ("since", "until", "publisher", "language", "tag", "domain", "like", "cited")
LIMIT = 10  # hits that are shown
STEP = 500  # hits that --all fetches at a time


@click.command("search", epilog=EXAMPLES)
@click.argument("words", nargs=-1)
@click.option(
    "--find",
    default="sentences",
    show_default=True,
    type=click.Choice(["sentences", "documents", "claims"]),
    help="What to find.",
)
@click.option("--since", metavar="DATE", help="Published then or later: 2024, 2024-04, 2024-04-26. Undated: left out.")
@click.option("--until", metavar="DATE", help="Published then or before; 2024-04 is all of April.")
@click.option("--publisher", multiple=True, metavar="NAME", help="Only of this publisher. Given again: or of this.")
@click.option("--language", multiple=True, metavar="CODE", help="Only in this language.")
@click.option("--tag", multiple=True, metavar="TAG", help="Only with this tag.")
@click.option("--domain", multiple=True, metavar="HOST", help="Only from this host, and those below it.")
@click.option("--like", default="", metavar="ID", help="What is like this document.")
@click.option(
    "--with-claims/--without-claims", "cited", default=None, help="Only documents that you cited, or did not."
)
@click.option("--all-editions", is_flag=True, help="Older editions of documents too.")
@click.option("--all-text", is_flag=True, help="What stands beside the articles on their pages too.")
@click.option(
    "--sort",
    default="relevance",
    show_default=True,
    type=click.Choice(["relevance", "published", "captured"]),
    help="The order; dates newest first.",
)
@click.option("--limit", type=click.IntRange(0, 10_000), help="How many to show (10; with --count-by none).")
@click.option("--page", type=click.IntRange(1, 1_000_000), help="Which page of so many.")
@click.option("--after", default=0, metavar="N", type=click.IntRange(0, 10**9), help="Show those behind the first N.")
@click.option("--all", "whole", is_flag=True, help="Show all of them; with --json one a line.")
@click.option("--context", metavar="N", type=click.IntRange(0, 100), help="Sentences before and after each.")
@click.option("--group", type=click.Choice(["document"]), help="Show those of one document together.")
@click.option("--count", "only_count", is_flag=True, help="Say only how many there are.")
@click.option(
    "--count-by",
    type=click.Choice(["publisher", "year", "language", "domain", "tag"]),
    help="Say how many there are by each.",
)
@click.option("--format", "template", metavar="LINE", help="Show each hit as this line; see below.")
@click.option("--csv", "as_csv", is_flag=True, help="Answer as a table.")
@click.option("--explain", is_flag=True, help="Also say how the query was understood.")
@click.option("--save", metavar="NAME", help="Remember this search; `archive status` says what is new.")
@click.option("--new", metavar="NAME", help="Only what a saved search finds in what was recorded since it was asked.")
@click.option("--forget", metavar="NAME", help="Forget a saved search.")
@common
def command(words: tuple[str, ...], folder: str | None, **given: Any) -> None:
    """Find sentences, each with a token to cite it with."""
    with opened(folder) as archive:
        if given["forget"]:
            archive.forget_search(given["forget"])
            return
        _search(archive, " ".join(words), given)


def _search(archive: front.Archive, words: str, given: dict[str, Any]) -> None:
    filtered = any(given[name] not in (None, (), "") for name in FILTERS)
    if not (words or given["new"] or filtered):
        raise UsageError("nothing to search for", hint="give words, or a filter such as --tag")
    asked = {name: given[name] for name in (*FILTERS, "find", "all_editions", "all_text")}
    shown = {name: given[name] for name in ("sort", "explain")}
    shown["context"] = 1 if given["context"] is None else given["context"]
    shown["count_by"] = given["count_by"] or ""
    shown |= {"limit": _limit(given), "offset": _offset(given), "group": bool(given["group"])}
    if given["new"]:
        if words or filtered or given["save"] is not None or given["whole"]:
            raise UsageError("--new shows all that is new of a saved search", hint="give it alone")
        given["find"] = archive.saved_search(given["new"]).options.get("find", "sentences")
        found = archive.search_new(given["new"], seen=not given["only_count"])
    else:
        if given["save"] is not None:
            kept = {name: value for name, value in asked.items() if value not in (None, (), "")}
            archive.save_search(given["save"], words, **kept)
        if given["whole"]:
            _say_all(archive, words, asked | shown, given)
            return
        found = archive.search(words, **asked, **shown)
    _say(archive, words, found, given)


def _limit(given: dict[str, Any]) -> int:
    limit: int | None = given["limit"]
    if given["only_count"] or (given["count_by"] and limit is None):
        return 0
    return LIMIT if limit is None else limit


def _offset(given: dict[str, Any]) -> int:
    if given["page"] and given["after"]:
        raise UsageError("--page and --after say the same in two ways", hint="give one of them")
    return int((given["page"] - 1) * _limit(given) if given["page"] else given["after"])


def _say_all(archive: front.Archive, words: str, asked: dict[str, Any], given: dict[str, Any]) -> None:
    """Every hit, some at a time."""
    _hits.say_head(given)
    number, offset, first = 0, asked["offset"], True
    while True:
        found = archive.search(words, **{**asked, "limit": STEP, "offset": offset, "count_by": "", "explain": False})
        if first and not given["as_json"]:
            _last.remember(archive, words, found.hits if given["find"] != "claims" else ())
        first = False
        for hit in found.hits:
            _hits.say_hit(hit, given)
            number += 1
        offset = found.next
        if not offset:
            break
    if not given["as_json"]:
        _say_notes(found, given)
        note(dim(f"{counted(found.total, given['find'][:-1])} found, {number:,} shown"))


def _say(archive: front.Archive, words: str, found: Any, given: dict[str, Any]) -> None:
    if given["as_json"]:
        say_json(found)
        return
    sentences = found.hits if given["find"] != "claims" else ()
    _last.remember(archive, words or given["new"] or "", sentences)
    if given["only_count"]:
        say(f"{found.total}")
        _say_notes(found, given)
        return
    if not (given["as_csv"] or given["template"]):
        _hits.say_copies(found.copies)
    _hits.say_head(given)
    document = ""
    for hit in found.hits:
        if given["group"] and hit.document != document:
            document = hit.document
            say(bold(hit.title), dim(f"  {hit.document}"))
        _hits.say_hit(hit, given)
    _hits.say_counts(found.counts, given)
    _say_notes(found, given)
    _say_end(found, given)


def _say_notes(found: Any, given: dict[str, Any]) -> None:
    for line in _lines(found, given):
        note(dim(line))


def _lines(found: Any, given: dict[str, Any]) -> Iterator[str]:
    for part in found.explain:
        found_by_it = part.of if part.count is None else counted(part.count, part.of)
        yield f"{'  ' * part.depth}{part.part}  {found_by_it}".rstrip()
    for line in found.notes:
        yield f"note: {line}"
    if found.older:
        yield f"note: {counted(found.older, given['find'][:-1])} in older editions only; --all-editions shows them too"
    if found.unsearched:
        yield f"note: {found.unsearched:,} records are not yet searchable; another process is indexing them"


def _say_end(found: Any, given: dict[str, Any]) -> None:
    hidden = sum(len(getattr(hit, "copies", ())) for hit in found.hits)
    shown = f", {len(found.hits)} shown" if len(found.hits) + hidden < found.total and not found.counts else ""
    note(dim(f"{counted(found.total, given['find'][:-1])} found{shown}"))
    if found.next and not given["new"]:
        note(dim(f"more: --after {found.next}"))
    if found.hits and given["find"] != "claims":
        note(dim(f"next: archive cite {found.hits[0].number} --claim '…', or with its token"))
