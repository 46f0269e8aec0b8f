"""archive evidence"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli import _last
from archive.cli._about import say_details
from archive.cli._hits import say_places
from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, say, say_json, write_new

EXAMPLES = """\b
Examples:
  archive evidence 'North Korean troops fought in Kursk'
  archive evidence dam#2             the text of a claim; its id will do too
  archive evidence --limit 50 --json 'The siren did not sound.'
  archive evidence --semantic 'Someone ordered the gate to be opened'
  archive evidence dam#2 --html dam2.html --graph dam2.svg

\b
Sentences are ranked by what they share with the statement (rare words,
names and numbers most), by how well their document fits, and by the sentences
beside them. Your own writing (describe --role own) is no source, and is left
out, and so are the claim's own citations, which are named apart.

\b
Each is marked by its words alone: it repeats the statement (the same words,
nothing added or doubted), agrees with it (the same number of the same thing,
the same date, all its words), differs (another number, date or name, or a
negation on one side: both are shown), or bears on it, when in doubt. A mark
is a proposal: whether it supports or contradicts, you must read, and state
with archive relate.

\b
Sources are counted, not only outlets: documents that are copies of one
another are one source, and so are those that quote the same speaker (the same
full name of a person, or a name typed as the speaker of a claim).

\b
--graph draws the statement, its sentences and claims, their speakers and
sources: .svg, .dot (Graphviz) or .mmd (Mermaid). Solid is what people stated
or cited, dashed what is proposed. --semantic also compares what the first
thirty mean, of English statements: it needs
pip install 'provenance-archive[semantic]', and no network.

\b
JSON: {"statement", "claim", "speaker", "citations": [{"citation", "token",
"stance", "exact", "document", "source", "copies", "also"}],
"hits": [{"number", "token", "document",
"version", "title", "publisher", "published", "text", "before", "after",
"span": SPAN, "score", "newest", "beside", "own",
"machine_read", "marks": [SPAN], "copies",
"further", "why", "mark", "details": [DETAIL], "speaker", "relays",
"source", "also"}], "claims": [{"claim", "text", "speaker", "stories",
"mark", "details": [DETAIL], "documents", "source", "relations": [RELATION],
"also"}],
"relations": [RELATION],
"sources": [{"number", "kind", "name", "outlets", "documents", "own"}],
"counts": [{"mark", "statements", "outlets", "sources"}],
"unsearched", "notes"}; SPAN: {"start", "end"};
DETAIL: {"kind", "same", "here", "there", "here_span": SPAN, "there_span":
SPAN}; RELATION: {"position", "id", "from", "to", "type", "note", "by",
"retracted", "asserted"};
"claim" is the claim's id or empty, "why" the words of the statement that the
sentence has, the weightiest first; "kind" of a detail is number, date, name
or negation, "here" of the statement, "there" of the sentence or claim; "kind"
of a source is speaker, copies or outlet, and what has the same "source"
number has the same source (0: a claim without a citation), "also" the others
where several say it; "counts" has
"said" (repeats, agrees, and the claim's own citations), then each mark; spans
in code points."""


@click.command("evidence", epilog=EXAMPLES)
@click.argument("statement", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1_000), help="How many to show.")
@click.option("--semantic", is_flag=True, help="Rank by a sentence model (English) as well.")
@click.option("--html", metavar="FILE", help="Write a page for people into this new file.")
@click.option("--graph", metavar="FILE", help="Draw it into this new file: .svg, .dot or .mmd.")
@common
def command(
    statement: tuple[str, ...],
    limit: int,
    semantic: bool,
    html: str | None,
    graph: str | None,
    folder: str | None,
    as_json: bool,
) -> None:
    """Find the sentences that bear on a statement or a claim."""
    with opened(folder) as archive:
        found = archive.evidence(" ".join(statement), limit=limit, semantic=semantic)
        drawn = archive.evidence_graph(found, Path(graph).suffix) if graph else b""
        if html:
            write_new(Path(html), archive.evidence_page(found))
        if graph:
            write_new(Path(graph), drawn)
        if not as_json:
            _last.remember(archive, found.statement, found.hits)
    if as_json:
        say_json(found)
    else:
        _say(found)


def _say(found: Any) -> None:
    sources = {source.number: source for source in found.sources}
    if found.claim:
        note(dim(f"statement: {found.statement}"))
    for one in found.citations:
        say(bold(f"cited  {one.token}"), dim(f"  {one.stance}  {_source(sources, one)}"))
        say(f"“{one.exact}”", indent="   ")
    for hit in found.hits:
        _say_hit(hit, sources)
    for claim in found.claims:
        _say_claim(claim, found.claim, sources)
    for line in found.notes:
        note(dim(f"note: {line}"))
    if found.unsearched:
        note(dim(f"note: {found.unsearched:,} records are not yet searchable; another process is indexing them"))
    for count in found.counts:
        say(bold(f"{_SAYS[count.mark]:<18}"), _counted(count))
    for source in found.sources:
        if len(source.documents) > 1:
            say(dim(f"source {source.number}: {_described(source)}"))
    note(dim(f"{counted(len(found.hits), 'sentence')} shown; whether they support or contradict it, you must read"))
    if found.hits:
        note(dim("next: archive cite 1 --claim '…', or with its token"))


_SAYS = {
    "said": "says the same",
    "repeats": "  repeats",
    "agrees": "  agrees",
    "differs": "differs",
    "bears": "bears on it",
}


def _counted(count: Any) -> str:
    return f"{counted(count.outlets, 'outlet')}, {counted(count.sources, 'source')}"


def _described(source: Any) -> str:
    """What makes several documents one source."""
    where = f"{counted(len(source.documents), 'document')} in {', '.join(source.outlets)}"
    said = {"speaker": "quoting one speaker, ", "copies": "copies of one another, ", "outlet": ""}[source.kind]
    return f"{source.name}: {said}{where}"


def _source(sources: Any, one: Any) -> str:
    numbers = ", ".join(map(str, (one.source, *one.also)))
    return f"source{'s' if one.also else ''} {numbers}" if one.source in sources else "no source"


def _say_hit(hit: Any, sources: Any) -> None:
    say(bold(f"{hit.number}  {hit.token}"), "  ", bold(hit.mark), dim(say_details(hit.details)))
    say(hit.text, indent="   ")
    say_places(hit)
    about = ", ".join(part for part in (hit.title, hit.publisher, hit.published) if part)
    say(dim(about + ("" if hit.newest else "  (an older edition)")), indent="   ")
    through = f", through {', '.join(hit.relays)}" if hit.relays else ""
    said = f"said by {hit.speaker}{through}; " if hit.speaker else ""
    say(dim(f"{said}{_source(sources, hit)}; shares " + ", ".join(hit.why)), indent="   ")


def _say_claim(one: Any, asked: str, sources: Any) -> None:
    stories = f"  {' '.join(one.stories)}" if one.stories else ""
    say(bold(f"claim {one.claim[:12]}"), stories, "  ", bold(one.mark), dim(say_details(one.details)))
    say(one.text, dim(f" ({one.speaker})" if one.speaker else ""), dim(f"  {_source(sources, one)}"), indent="   ")
    for relation in one.relations:
        ours, other = relation.from_ == one.claim, relation.other(one.claim)
        words = relation.type if ours else f"{relation.type.removesuffix('s')}ed by"
        which = "the statement" if other == asked else f"claim {other[:12]}"
        say(f"stated by {relation.by}: {words} {which}", indent="   ")
