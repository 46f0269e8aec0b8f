"""Export claims as a bundle that a stranger can check."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.bundle import Entry, Selection, Signing
from archive.bundle.build import build, write, write_zip
from archive.bundle.layout import TAG_MANIFEST
from archive.errors import CannotWrite, NotFound, Refused, UsageError
from archive.keys.signer import sign, stamp_path
from archive.model.digest import HEX64, Digest
from archive.model.hit import ClaimHit
from archive.model.leaving import USUAL, Leaving, Sharing
from archive.model.record import NEVER_EXPORTED
from archive.store.reading import Reader
from archive.verbs._asked import Asked
from archive.verbs._leaving import Chosen, Tell, shared
from archive.verbs._opened import Opened
from archive.verbs._resolve import claim_of_citation, resolve
from archive.verbs._signing import origin_of, signing_key
from archive.verbs.search import View, search

MOST_NAMED = 3  # claims that a title names
MOST_FOUND = 1_000  # claims that a search may export


@dataclass(frozen=True, slots=True)
class Exported:
    """`root` (64 hex) and `size` are the log's: tell them to whoever shall check the bundle, by another way.

    `fingerprint` is the bundle's, the SHA-256 of its tag manifest; `key` that of the key that signed it, empty
    when none did: then `unsigned` says why. `leaving`: what left, and which originals stayed.
    """

    path: str
    what: str
    claims: int
    citations: int
    documents: int
    files: int
    size: int
    root: str
    fingerprint: str
    key: str
    stamped: bool
    unsigned: str
    leaving: Leaving


def export(
    opened: Opened,
    references: tuple[str, ...],
    target: Path,
    *,
    query: str = "",
    size: int | None = None,
    zipped: bool = False,
    sharing: Sharing = USUAL,
    tell: Tell = lambda _: None,
) -> Exported:
    """A story, claims, those that cite a document, `all`, or what a search finds; as of the log's first `size` records.

    `tell` is called with what leaves before anything is written. Raises NotFound, UsageError, Refused, CannotWrite;
    IntegrityError when the views would leave out a claim, say.
    """
    if target.exists():
        raise CannotWrite(f"{target} exists already", hint="choose another name with -o")
    claims = _found_now(opened, query, size)
    with opened.store.reading() as reader:
        size = _size(reader, size)
        choice = chosen(opened, reader, references, query, claims, size, sharing)
        tell(choice.leaving)
        what, found, keys, prover = choice.what, choice.found, reader.keys(size), reader.prover(size)
        entries = tuple(
            Entry(record, position, tuple(prover.proof(position)))
            for position, record in sorted((*found, *keys), key=lambda one: one[0])
        )
        signing, unsigned = _signing(opened, reader, size)
        origin, root = origin_of(opened, reader, size), reader.root(size)
        selection = Selection(
            what, origin, size, root, entries, lambda hex: reader.blob(Digest(hex)), signing, choice.excerpts
        )
        files = _Counted()
        (write_zip if zipped else write)(files.counting(build(selection)), target)
    names = [entry.record.name for entry in entries]
    documents = len({source.document for source in choice.leaving.sources})
    return Exported(
        str(target),
        what,
        names.count("claim"),
        names.count("citation"),
        documents,
        files.count,
        size,
        selection.root.hex(),
        files.fingerprint,
        hashlib.sha256(signing.public).hexdigest() if signing else "",
        bool(signing and signing.stamp),
        unsigned,
        choice.leaving,
    )


def leaving(
    opened: Opened,
    references: tuple[str, ...],
    *,
    query: str = "",
    size: int | None = None,
    sharing: Sharing = USUAL,
) -> Leaving:
    """What an export of the same would let out; nothing is written. Raises as `export`."""
    claims = _found_now(opened, query, size)
    with opened.store.reading() as reader:
        return chosen(opened, reader, references, query, claims, _size(reader, size), sharing).leaving


def _found_now(opened: Opened, query: str, size: int | None) -> list[str]:
    if query and size is not None:
        raise UsageError("a search finds what there is now, not at an earlier size", hint="name a story or claims")
    return found_by(opened, query)


def _size(reader: Reader, size: int | None) -> int:
    now = reader.size()
    if size is not None and not 0 < size <= now:
        raise UsageError(f"the log has {now:,} records, so there is no size {size:,}")
    return now if size is None else size


def _signing(opened: Opened, reader: Reader, size: int) -> tuple[Signing | None, str]:
    """What this size is signed with; or None, and why not. Raises IntegrityError for a log that went another way than
    the one that was signed."""
    try:
        key = signing_key(opened, reader, size)
    except NotFound as error:
        return None, error.message
    lines = sign(key, reader.size(), reader.root, size).signatures
    stamp = stamp_path(key.place, size)
    return Signing(key.public, key.sign, lines, stamp.read_bytes() if stamp.is_file() else b""), ""


def chosen(
    opened: Opened,
    reader: Reader,
    references: tuple[str, ...],
    query: str,
    claims: list[str],
    size: int,
    sharing: Sharing,
) -> Chosen:
    """What is exported, of the log's first `size` records. `claims` are what `query` found."""
    claims = claims or _claims(reader, references, size)
    _refuse_removed(reader, claims)
    found = reader.about(claims, _stories(reader, references), size)
    reader.vouch(found)
    what = f"claims found by {query}" if query else _what(reader, references, size)
    going = [(position, record) for position, record in found if record.name not in NEVER_EXPORTED]
    return shared(reader, what, going, sharing, origin_of(opened, reader, size), size)


def _refuse_removed(reader: Reader, claims: list[str]) -> None:
    """A bundle cannot prove a citation of what was removed, and may not leave it out in silence."""
    touched = reader.touched(claims)
    for claim in (claim for claim in claims if claim in touched):
        removal = reader.removal_of(claim)
        if removal is not None:
            hint = f"export the others by name, or withdraw it for good: archive retract {claim[:12]} --why '…'"
            raise Refused(f"claim {claim[:12]} was {removal}", hint=hint, code="removed")
        for one in reader.unchecked(claim):
            if not one.retracted:
                raise Refused(
                    f"citation {one.citation[:12]} of claim {claim[:12]} is unchecked: {one.removal}",
                    hint=f"leave the claim out, or export it without: archive retract {one.citation[:12]} --why '…'",
                    code="removed",
                )


def _claims(reader: Reader, references: tuple[str, ...], size: int) -> list[str]:
    """Ids of the claims that are meant, of the first `size` records, each once."""
    if not references:
        hint = "a story, claims (kursk#2), a document, or all; see `archive list stories`"
        raise UsageError("export what?", hint=hint)
    stories = [name for name, _ in reader.stories()]
    whole = reader.claims_among([reference for reference in references if HEX64.fullmatch(reference)], size)
    claims: list[str] = []
    for reference in references:
        if reference == "all" or reference in stories:
            several = reader.claim_ids(size) if reference == "all" else reader.story(reference, size)
            claims += [claim for claim in several if not _is_withdrawn_and_erased(reader, claim)]
        elif reference in whole:
            claims.append(reference)
        else:
            claims += _meant(reader, reference, size)
    if not claims:
        raise NotFound("there are no claims to export", hint="make one: archive cite TOKEN --claim '…'")
    return list(dict.fromkeys(claims))


def _is_withdrawn_and_erased(reader: Reader, claim: str) -> bool:
    """Whether nothing is left of it, and somebody withdrew it: named by itself it is refused all the same."""
    return bool(reader.retraction(claim)) and reader.removal_of(claim) is not None


def _stories(reader: Reader, references: tuple[str, ...]) -> set[str]:
    """The stories that the bundle may name: those that were asked for. Another's name may be a secret."""
    known = {name for name, _ in reader.stories()}
    named = {reference.rpartition("#")[0] or reference for reference in references}
    return known if "all" in references else known & named


def _meant(reader: Reader, reference: str, size: int) -> list[str]:
    """The claim that is named, or those of which a citation of the document or version stands."""
    thing = resolve(reader, reference)
    if thing.kind in ("document", "version"):
        versions = [thing.id] if thing.kind == "version" else [version.id for version in reader.versions(thing.id)]
        cited = (one for version in versions for one in reader.citations(version=version) if not one.retracted)
        if claims := [one.claim for one in cited if one.position < size]:
            return claims
    if thing.kind in ("claim", "citation") and reader.record(thing.id)[0] >= size:
        raise NotFound(f"{reference!r} is not among the first {size:,} records", hint="leave --at out, or give more")
    if thing.kind == "citation":
        return [claim_of_citation(reader, thing.id)]
    if thing.kind != "claim":
        raise UsageError(
            f"{reference!r} is a {thing.kind}; a bundle holds claims", hint="cite it first, or name a story or claims"
        )
    return [thing.id]


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


def _what(reader: Reader, references: tuple[str, ...], size: int) -> str:
    """What is exported, in people's words."""
    if "all" in references:
        return "all claims"
    named = {name: f"story {name}" for name, _ in reader.stories()}
    whole = reader.claims_among([reference for reference in references if HEX64.fullmatch(reference)], size)
    if len(whole) > MOST_NAMED:
        references = (f"{len(whole):,} claims", *(one for one in references if one not in whole))
        named[references[0]] = references[0]
    named = {id: f"claim {id}" for id in whole} | named  # a thousand of them at once
    return ", ".join(named.get(r) or _named(reader, r) for r in references)


def _named(reader: Reader, reference: str) -> str:
    """A document by its address, however it was named: a path of this machine stays here."""
    thing = resolve(reader, reference)
    return f"{thing.kind} {thing.id}" if thing.kind in ("document", "version") else f"claim {reference}"


class _Counted:
    """Counts files on their way, and keeps the bundle's fingerprint."""

    def __init__(self) -> None:
        self.count = 0
        self.fingerprint = ""

    def counting(self, files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        for file in files:
            self.count += 1
            if file[0] == TAG_MANIFEST:
                self.fingerprint = hashlib.sha256(file[1]).hexdigest()
            yield file
