"""What a file of another format lets out: no source goes whole in one, whatever a bundle of the same claims would hold.

How much of a source's words goes is the exporter's `SHOWS`; what else of it goes is told from what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.exporters import REFERENCE, SENTENCES_AROUND, Contents, Context
from archive.exporters._facts import Facts
from archive.model.leaving import Held, Leaving, Source
from archive.verbs._leaving import addresses

_KEPT = ("confidential", "newer", "said")  # of what a bundle lets out of a source


def of_format(leaving: Leaving, contents: Contents, shows: str) -> Leaving:
    """What of this a file lets out that shows so much of the sources; see the contract of exporters."""
    facts = Facts(contents)
    sources = tuple(_source(one, facts, shows) for one in leaving.sources)
    return replace(leaving, sources=sources, names=() if shows == REFERENCE else leaving.names)


def _source(one: Source, facts: Facts, shows: str) -> Source:
    around = shows == SENTENCES_AROUND
    excerpt = around and one.goes == "excerpt"
    kept = [held for held in one.holds if held.kind in _KEPT and not (shows == REFERENCE and held.kind == "newer")]
    holds = (*kept, *_shown(one, facts, shows))
    goes = "excerpt" if excerpt else shows
    return replace(one, goes=goes, bytes=0, sentences=one.sentences if excerpt else 0, holds=holds)


def _shown(one: Source, facts: Facts, shows: str) -> Iterator[Held]:
    cited = [c.id for made in facts.citations.values() for c in made if c.fields["version"] == one.version]
    found = addresses(*(_words(facts.contents.contexts[id_], shows).encode("utf-8", "replace") for id_ in cited))
    if found:
        yield Held("addresses", found)
    if authors := facts.authors(facts.versions[one.version]):
        yield Held("authors", tuple(authors))


def _words(context: Context, shows: str) -> str:
    """The source's own words that are shown of a citation."""
    if shows == REFERENCE:
        return ""
    if shows == SENTENCES_AROUND:
        return "".join((context.before, context.lead, context.exact, context.tail, context.after))
    return context.exact if shows == "words" else "".join((context.prefix, context.exact, context.suffix))
