"""archive list"""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from archive.cli._options import common, opened
from archive.cli._output import bold, counted, dim, note, percent, red, say, say_json
from archive.errors import Changed, UsageError

EXAMPLES = """\b
Examples:
  archive list                 documents, oldest first
  archive list --copies        documents that are copies of one another
  archive list claims
  archive list claims --about Kursk    by source, with how they stand together
  archive list stories
  archive list --changed-since 2024-04   documents with a newer edition
  archive list claims --stale  claims whose cited words have changed since
  archive list claims --state checked    checked, and not cleared

\b
Copies: half of the words of one stand in the other, in runs of five words.
Documents that are copies of one another form a group; the archive got the
first of them first.

\b
--about finds claims whose words, speaker or cited sentences have all words.
Claims whose documents are copies of one another, or that one speaker makes,
have one source; a claim without a speaker that cites several documents has
several sources. What people stated comes before what is proposed by comparing
words (repeats, agrees, differs), as in archive evidence.

\b
JSON, one object a line. Documents: {"document", "title", "publisher",
"published", "language", "detected", "confidential", "own", "version",
"captured", "editions", "citations", "unreadable"};
claims: {"position", "id", "text", "source", "stories", "citations",
"retracted", "unchecked", "asserted", "state", "saying": {"source": SOURCE,
"cue": WORDS, "relays": [WORDS], "hedges": [WORDS], "negated",
"dates": [DATE]}, "relations": [{"position", "id", "from", "to", "type",
"note", "by", "retracted", "asserted"}]}, saying as in archive show,
unchecked counting citations of what was removed, asserted the log that it was
imported from, state being proposed, checked or cleared (archive signoff),
relations those of which it is either end;
stories: {"story", "claims"}; groups of copies: {"group",
"documents": [{"document", "version", "title", "publisher", "published",
"like", "sentences", "words"}]}, the last two the shares of a document, from
0 to 1, that stand in the one called `like`;
claims about something: {"position", "id", "text", "source", "stories",
"citations", "retracted", "unchecked", "asserted", "state",
"saying": {"source": SOURCE, "cue": WORDS, "relays": [WORDS],
"hedges": [WORDS], "negated", "dates": [DATE]}, "relations": [{"position",
"id", "from", "to", "type", "note", "by", "retracted", "asserted"}],
"group": GROUP, "also": [GROUP], "proposed": [{"claim", "mark",
"details": [DETAIL]}]}, also being the other sources where it has several;
stale claims, one object a
citation: {"claim", "text", "stories", "document", "title", "last_seen",
"seen", "stance", "citation", "outcome", "from", "to", "before", "after",
"changes": [{"kind", "from", "to"}], "around": [{"kind", "from", "to"}],
"decided": DECIDED, "theirs": [{"decision", "at", "by", "asserted"}],
"asserted"}, as `archive carry` says it; the document changed after last_seen
and before seen; theirs: what was decided in another archive, and imported;
asserted: the log that says so, where only its archive has the newer edition
(`to` and `after` are empty then), and it came with a bundle. What it got
since is not known here; to see for yourself, archive add the page.
DECIDED: {"decision", "at", "by"}, or null, is what somebody said who looked
at it (archive review). Exit 9 when there is one that nobody has looked at.
WORDS: {"text", "token"}, or null;
SOURCE: {"text", "token", "name": WORDS}, or null;
DATE: {"text", "token", "value", "precision", "basis", "against", "of"};
GROUP: {"number", "kind", "name", "outlets", "documents", "own"}, or null;
DETAIL: {"kind", "same", "here", "there", "here_span": SPAN,
"there_span": SPAN}; SPAN: {"start", "end"}: as in archive evidence."""


@click.command("list", epilog=EXAMPLES)
@click.argument("what", default="documents", type=click.Choice(["documents", "claims", "stories"]))
@click.option(
    "--changed-since",
    metavar="DATE",
    default="",
    help="Documents whose newest edition followed another, then or later.",
)
@click.option("--stale", is_flag=True, help="Claims resting on words that the newest edition changed.")
@click.option(
    "--state",
    type=click.Choice(["proposed", "checked", "cleared"]),
    help="Claims that are so far, and no farther.",
)
@click.option("--copies", is_flag=True, help="Documents that are copies of one another, in groups.")
@click.option("--about", metavar="WORDS", default="", help="Claims about this, by source.")
@common
def command(
    what: str,
    changed_since: str,
    stale: bool,
    state: str | None,
    copies: bool,
    about: str,
    folder: str | None,
    as_json: bool,
) -> int:
    """List documents, claims or stories."""
    if changed_since and (copies or what != "documents"):
        raise UsageError("--changed-since is for documents", hint="archive list --changed-since 2024-04")
    if copies and what != "documents":
        raise UsageError(f"{what} have no copies", hint="archive list documents --copies")
    if stale and what != "claims":
        raise UsageError("--stale is for claims", hint="archive list claims --stale")
    if about and (stale or what != "claims"):
        raise UsageError("--about is for claims", hint="archive list claims --about 'Kursk'")
    if state and (stale or about or what != "claims"):
        raise UsageError("--state is for a list of claims", hint=f"archive list claims --state {state}")
    what = "groups" if copies else "stale" if stale else "about" if about else what
    count = 0  # of an empty list
    found: list[Any] = []  # of the stale
    with opened(folder) as archive:
        lists: dict[str, Any] = {
            "documents": partial(archive.list_documents, changed_since=changed_since),
            "groups": archive.list_groups,
            "claims": partial(archive.list_claims, state=state or ""),
            "stories": archive.list_stories,
            "stale": archive.stale,
            "about": partial(archive.claims_about, about),
        }
        for count, one in enumerate(lists[what](), 1):  # noqa: B007 - told below
            if as_json:
                say_json(one)
            else:
                _SAY[what](one)
            found += [one] if stale else []
        if stale and not as_json:
            _note_imported(archive)
    note(dim(_stale_counted(found) if stale else counted(count, _ONE[what])))
    return Changed.exit if any(one.decision is None for one in found) else 0


def _say_document(article: Any) -> None:
    editions = f", {counted(article.editions, 'edition')}" if article.editions > 1 else ""
    citations = f", {counted(article.citations, 'citation')}" if article.citations else ""
    language = f"{article.language} (detected)" if article.detected else article.language
    marks = ("confidential" if article.confidential else "", "your own writing" if article.own else "")
    about = ", ".join(part for part in (article.publisher, article.published, language, *marks) if part)
    say(bold(article.title), dim(f"  {about}" if about else ""))
    say(f"version {article.version[:12]}  document {article.document}", dim(editions + citations), indent="   ")
    if article.unreadable:
        say(red("no text: "), f"it {article.unreadable}", indent="   ")


def _say_group(group: Any) -> None:
    for number, one in enumerate(group.documents):
        about = ", ".join(part for part in (one.publisher, one.published) if part)
        say(bold(one.title), dim(f"  {about}" if about else ""), indent="   " if number else "")
        say(f"version {one.version[:12]}  document {one.document}", indent="   ")
        if number:
            shares = f"{percent(one.sentences)} of its sentences, {percent(one.words)} of its words"
            say(dim(f"{shares} stand word for word in {one.like}"), indent="   ")


def _say_claim(claim: Any) -> None:
    said = f" ({claim.source})" if claim.source else ""
    unchecked = f", {claim.unchecked:,} unchecked: removed" if claim.unchecked else ""
    relations = sum(not one.retracted for one in claim.relations)
    related = f", {counted(relations, 'relation')}" if relations else ""
    cited = counted(claim.citations, "citation") + unchecked + related
    say(bold(f"claim {claim.id[:12]}"), f"  {claim.state:<8}", dim(f"  {' '.join(claim.stories)}  {cited}"))
    say(claim.text, dim(said), indent="   ")
    if claim.asserted:
        say(f"imported, asserted by {claim.asserted}", indent="   ")
    if claim.retracted:
        say(red("retracted: "), claim.retracted, indent="   ")


def _say_story(story: Any) -> None:
    say(bold(story.story), f"  {counted(story.claims, 'claim')}")


def _note_imported(archive: Any) -> None:
    from archive.cli._elsewhere import note_imported

    note_imported(archive)


def _say_stale(one: Any) -> None:
    from archive.cli._sides import say_stale

    say_stale(one)


def _stale_counted(found: list[Any]) -> str:
    from archive.cli._sides import stale_counted

    return stale_counted(found)


def _say_about(one: Any) -> None:
    from archive.cli._about import say_group, say_related

    say_group(one)
    _say_claim(one)
    say_related(one)


_ONE = {
    "documents": "document",
    "groups": "group",
    "claims": "claim",
    "stories": "story",
    "about": "claim",
}
_SAY = {
    "documents": _say_document,
    "groups": _say_group,
    "claims": _say_claim,
    "stories": _say_story,
    "stale": _say_stale,
    "about": _say_about,
}
