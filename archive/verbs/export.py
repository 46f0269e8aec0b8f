"""Export claims as a bundle that a stranger can check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.bundle import Entry, Selection
from archive.bundle.build import build, write
from archive.errors import CannotWrite, NotFound, Refused, UsageError
from archive.model.digest import Digest
from archive.model.hit import ClaimHit
from archive.model.record import NEVER_EXPORTED, Record
from archive.store.reading import Reader
from archive.verbs._asked import Asked
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve
from archive.verbs.search import View, search

MOST_FOUND = 1_000  # claims that a search may export


@dataclass(frozen=True, slots=True)
class Exported:
    """`root` (64 hex) and `size` are the log's: tell them to whoever shall check the bundle, by another way."""

    path: str
    what: str
    claims: int
    citations: int
    documents: int
    files: int
    size: int
    root: str


def export(opened: Opened, references: tuple[str, ...], target: Path, *, query: str = "") -> Exported:
    """A story, claims, `all`, or the claims that a search finds.

    Raises NotFound, UsageError, CannotWrite; IntegrityError when the views would leave out a claim, say.
    """
    if target.exists():
        raise CannotWrite(f"{target} exists already", hint="choose another name with -o")
    claims = found_by(opened, query)
    with opened.store.reading() as reader:
        size = reader.size()
        what, found = chosen(reader, references, query, claims)
        entries = tuple(Entry(record, position, reader.proof(position, size)) for position, record in found)
        selection = Selection(
            what, opened.store.config.origin, size, reader.root(size), entries, lambda hex: reader.blob(Digest(hex))
        )
        files = _Counted()
        write(files.counting(build(selection)), target)
    names = [entry.record.name for entry in entries]
    documents = len({e.record.fields["document"] for e in entries if e.record.name == "version"})
    return Exported(
        str(target),
        what,
        names.count("claim"),
        names.count("citation"),
        documents,
        files.count,
        size,
        selection.root.hex(),
    )


def chosen(
    reader: Reader, references: tuple[str, ...], query: str, claims: list[str]
) -> tuple[str, list[tuple[int, Record]]]:
    """What is exported, in people's words, and its records with their positions. `claims` are what `query` found."""
    found = reader.about(claims or _claims(reader, references), _stories(reader, references))
    reader.vouch(found)
    _refuse_confidential(reader, found)
    what = f"claims found by {query}" if query else _what(reader, references)
    return what, [(position, record) for position, record in found if record.name not in NEVER_EXPORTED]


def _refuse_confidential(reader: Reader, chosen: list[tuple[int, Record]]) -> None:
    """A bundle holds its sources whole."""
    documents = [record.fields["document"] for _, record in chosen if record.kind == "version/1"]
    for document, said in reader.described(documents).items():
        if said.first("confidential"):
            raise Refused(
                f"document {document} is marked confidential, and a bundle would hold all of it",
                hint=f"leave its claims out, or, if it may go out: archive describe {document} --public",
                code="confidential",
            )


def _claims(reader: Reader, references: tuple[str, ...]) -> list[str]:
    """Ids of the claims that are meant, each once."""
    if not references:
        raise UsageError("export what?", hint="a story, claims (kursk#2), or all; see `archive list stories`")
    stories = [name for name, _ in reader.stories()]
    claims: list[str] = []
    for reference in references:
        if reference == "all":
            claims += reader.claim_ids()
        elif reference in stories:
            claims += reader.story(reference)
        else:
            claims.append(_claim(reader, reference))
    if not claims:
        raise NotFound("there are no claims to export", hint="make one: archive cite TOKEN --claim '…'")
    return list(dict.fromkeys(claims))


def _stories(reader: Reader, references: tuple[str, ...]) -> set[str]:
    """The stories that the bundle may name: those that were asked for. Another's name may be a secret."""
    known = {name for name, _ in reader.stories()}
    named = {reference.rpartition("#")[0] or reference for reference in references}
    return known if "all" in references else known & named


def _claim(reader: Reader, reference: str) -> str:
    thing = resolve(reader, reference)
    if thing.kind == "citation":
        return reader.citation(thing.id).claim
    if thing.kind != "claim":
        raise UsageError(
            f"{reference!r} is a {thing.kind}; a bundle holds claims", hint="cite it first, or name a story or claims"
        )
    return thing.id


def found_by(opened: Opened, query: str) -> list[str]:
    """The claims that a search finds; without one none. Raises NotFound."""
    if not query:
        return []
    hits = search(opened, Asked(query), find="claim", view=View(limit=MOST_FOUND))
    if hits.total > MOST_FOUND:
        raise UsageError(f"{hits.total} claims match; at most {MOST_FOUND} are exported by a search")
    claims = [hit.claim for hit in hits.hits if isinstance(hit, ClaimHit)]
    if not claims:
        raise NotFound(f"no claim matches {query!r}", hint="see `archive search --find claims`")
    return claims


def _what(reader: Reader, references: tuple[str, ...]) -> str:
    """What is exported, in people's words."""
    stories = {name for name, _ in reader.stories()}
    if "all" in references:
        return "all claims"
    return ", ".join(f"story {r}" if r in stories else f"claim {r}" for r in references)


class _Counted:
    """Counts files on their way."""

    def __init__(self) -> None:
        self.count = 0

    def counting(self, files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        for file in files:
            self.count += 1
            yield file
