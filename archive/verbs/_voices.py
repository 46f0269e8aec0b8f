"""How many sources there are behind what several documents say: outlets are counted, and so is who they have it from.

Documents of one provenance group (copies, syndications) are one source. Documents that quote one speaker are one source
too, where it is certain who that is: the same full name of a person in both, or a name that somebody typed as the
speaker of a claim. All else is the outlet's own: what an outlet says in two articles of its own is one source. Where
identity is not certain, sources stay apart: two that are counted may be one in truth; one that is counted is two only
where two persons have one name. What several say, together or in one sentence, is of each of them; so is a claim that
cites several documents, where no one speaker makes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.engines._folding import fold
from archive.store.lookup import Lookup

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A source: `kind` is `speaker`, `copies` (documents that are copies of one another) or `outlet`. `outlets` and
    `documents` are those that it was found in. `own`: the claim that was asked about cites it."""

    number: int
    kind: str
    name: str
    outlets: tuple[str, ...]
    documents: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many statements have a mark (`said`: repeat or agree with it, and the claim's own citations), in how many
    outlets, from how many sources."""

    mark: str
    statements: int
    outlets: int
    sources: int


@dataclass(frozen=True, slots=True)
class Heard:
    """One statement: its mark (`own` of the claim's citations), the documents it stands in (copies too) or, of a claim,
    that it cites, and the certain names of its speakers."""

    mark: str
    documents: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlets:
    """Of documents: the outlet of each, and its provenance group (the URI of its first document) where it is in one."""

    outlet: Mapping[str, str]
    group: Mapping[str, str]
    versions: Mapping[str, str]  # the first 12 digits of a version's id → its document, of those in groups
    titles: Mapping[str, str]

    def keys(self, heard: Heard, without: Collection[str] = ()) -> list[Key]:
        """Of each source of a statement, what is the same for all statements of that source; none of what documents
        `without` say in their own words."""
        if heard.speakers:
            return list(dict.fromkeys(("name", fold(name)) for name in heard.speakers))
        return list(dict.fromkeys(self.key(one) for one in heard.documents if one not in without))

    def key(self, document: str) -> Key:
        """That of what a document says in its own words."""
        return ("group", self.group[document]) if document in self.group else ("name", fold(self.outlet[document]))


def outlets_of(lookup: Lookup, documents: Iterable[str]) -> Outlets:
    wanted = set(documents)
    alike = lookup.alike
    having = alike.having_copies(wanted)
    groups = alike.groups(having.values()) if having else {}
    names = alike.names({one for group in groups.values() for one in group})
    at = alike.compared(names)
    ids = lookup.version_ids([version for version, _, _ in at.values()])
    every = wanted | set(names.values())
    described = lookup.shown(every)
    return Outlets(
        {document: described[document].first("publisher") or _host(document) for document in every},
        {names[one]: names[group[0]] for one, group in groups.items()},
        {ids[version][:12]: names[one] for one, (version, _, _) in at.items() if version in ids},
        {document: described[document].first("title") for document in every},
    )


def _host(document: str) -> str:
    """The host of a web address; any other document is an outlet of its own."""
    parts = urlsplit(document)
    return (parts.hostname or document) if parts.scheme in ("http", "https") else document


def documents_at(tokens: Sequence[str], first: str, outlets: Outlets) -> tuple[str, ...]:
    """The documents of a sentence and its copies: `first`, and those of the tokens."""
    others = (outlets.versions.get(token.partition(":")[0][:12]) for token in tokens)
    return tuple(dict.fromkeys((first, *(other for other in others if other))))


def sources_of(heard: Sequence[Heard], outlets: Outlets) -> tuple[list[tuple[int, ...]], list[Source]]:
    """The numbers of each statement's sources, one at least, and the sources, in the order in which they are met."""
    met: dict[Key, list[Heard]] = {}
    for one in heard:
        for key in outlets.keys(one):
            met.setdefault(key, []).append(one)
    numbers = {key: number for number, key in enumerate(met, 1)}
    sources = [_source(numbers[key], key, listed, outlets) for key, listed in met.items()]
    return [tuple(numbers[key] for key in outlets.keys(one)) for one in heard], sources


def _source(number: int, key: Key, heard: Sequence[Heard], outlets: Outlets) -> Source:
    said = (one for statement in heard for one in statement.documents if statement.speakers or outlets.key(one) == key)
    documents = tuple(dict.fromkeys(said))
    named = next((name for one in heard for name in one.speakers if fold(name) == key[1]), "")
    kind = "copies" if key[0] == "group" else "speaker" if named else "outlet"
    name = outlets.titles[key[1]] or key[1] if kind == "copies" else named or outlets.outlet[documents[0]]
    return Source(number, kind, name, _outlets(documents, outlets), documents, any(one.mark == "own" for one in heard))


def _outlets(documents: Iterable[str], outlets: Outlets) -> tuple[str, ...]:
    """Their names, each once, whatever its case."""
    return tuple({fold(outlets.outlet[one]): outlets.outlet[one] for one in documents}.values())


def counts(heard: Sequence[Heard], outlets: Outlets, marks: Sequence[str]) -> tuple[Count, ...]:
    """Of what says the same, then by mark; nothing of a mark that none has."""
    wanted: list[tuple[str, Collection[str]]] = [("said", ("own", "repeats", "agrees")), *((m, (m,)) for m in marks)]
    found = ((name, [one for one in heard if one.mark in among]) for name, among in wanted)
    return tuple(_count(name, some, outlets) for name, some in found if some)


def _count(mark: str, heard: Sequence[Heard], outlets: Outlets) -> Count:
    """What a document says in its own words is no source besides the speaker whom it quotes for the same."""
    documents = [document for one in heard for document in one.documents]
    quoting = {document for one in heard if one.speakers for document in one.documents}
    keys = {key for one in heard for key in outlets.keys(one, quoting)}
    return Count(mark, len(heard), len(_outlets(documents, outlets)), len(keys))
