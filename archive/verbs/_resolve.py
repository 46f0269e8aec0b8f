"""What a person points at — an id, a prefix of one, a token, a URL, `kursk#12` — and what it means."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archive.errors import Ambiguous, BadToken, NotFound, UsageError, WasRemoved
from archive.model.article import Version
from archive.model.record import VERSIONS
from archive.model.removal import Removal
from archive.model.span import Span
from archive.model.token import Token, fits, looks_like_token
from archive.verbs._places import uri_of

if TYPE_CHECKING:  # a search imports this for its fields, and no SQLAlchemy
    from archive.store.reading import Reader

Kind = Literal["document", "version", "sentence", "claim", "citation", "story", "record"]

_HEX = re.compile(r"[0-9a-f]{4,64}")
_UUID = re.compile(r"[0-9a-f]{4,8}(-[0-9a-f-]{0,27})?")
_NUMBERED = re.compile(r"(.*)#([1-9][0-9]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Thing:
    """`id` is a URI for a document, a name for a story, else 64 hex digits; a sentence has a version and span."""

    kind: Kind
    id: str
    version: Version | None = None
    span: Span | None = None


def resolve(reader: Reader, reference: str) -> Thing:
    """Raises NotFound, BadToken, or Ambiguous with what it could be."""
    reference = reference.strip()
    if looks_like_token(reference):
        version, span = sentence_of(reader, reference)
        return Thing("sentence", version.id, version, span)
    numbered = _NUMBERED.fullmatch(reference)
    if numbered is not None and "://" not in reference:
        return Thing("claim", claim_number(reader, numbered[1], int(numbered[2])))
    found = _candidates(reader, reference)
    if len(found) == 1:
        return found[0]
    if found:
        lines = "; ".join(describe(reader, thing) for thing in found[:5])
        raise Ambiguous(f"{reference!r} is the beginning of more than one: {lines}", hint="give more of it")
    return _elsewhere(reader, reference)


def _elsewhere(reader: Reader, reference: str) -> Thing:
    """A story, or a file that was added. Raises NotFound when it is neither."""
    if reference in {name for name, _ in reader.stories()}:
        return Thing("story", reference)
    with suppress(ValueError, OSError):
        path = uri_of(Path(reference))
        if path in (placed := reader.places([path])):
            if gone := _removed_document(reader, placed[path][0]):
                raise gone
            return Thing("document", placed[path][0])
    if ":" in reference and (gone := _removed_document(reader, reference)):
        raise gone
    begun = reader.find_documents(reference, 3) if "://" in reference else []
    if begun:  # an address is meant whole: the beginning of one may be another page's
        raise NotFound(f"there is no document {reference}", hint=f"there is {', '.join(begun)}")
    short = re.fullmatch(r"[0-9a-f]{1,3}", reference)
    hint = "give four digits of an id at least" if short else "see `archive list`, `archive list claims`"
    raise NotFound(f"there is nothing {reference!r} in this archive", hint=hint)


def _candidates(reader: Reader, reference: str) -> list[Thing]:
    things: list[Thing] = []
    if _HEX.fullmatch(reference):
        things += [_record_thing(reader, *found) for found in reader.find_records(reference)]
    if _UUID.fullmatch(reference):
        things += [Thing("document", d) for d in reader.find_documents(f"urn:uuid:{reference}")]
    if ":" in reference and reader.newest(reference):
        return [Thing("document", reference)]
    if reference.startswith("urn:uuid:") and len(reference) >= len("urn:uuid:") + 4:
        things += [Thing("document", d) for d in reader.find_documents(reference)]
    return things


def _record_thing(reader: Reader, position: int, id: str, kind: str) -> Thing:
    name = kind.partition("/")[0]
    removal = reader.removal_of(id)
    if removal is not None and name == "version":
        raise removed(f"version {id[:12]}", id, removal)
    if removal is not None and name == "citation" and not reader.claim_of_unchecked(id):
        raise removed(f"citation {id[:12]}", id, removal)
    if name == "version":
        return Thing("version", id, reader.version_at(position))
    return Thing(name if name in ("claim", "citation") else "record", id)  # type: ignore[arg-type]


def removed(what: str, id: str, removal: Removal) -> WasRemoved:
    """That a record is not there any more, and why."""
    return WasRemoved(f"{what} was {removal}", record=id, hint="archive log shows what happened")


def _removed_document(reader: Reader, document: str) -> WasRemoved | None:
    """Why a document is not there any more; nothing of one whose records were erased, or that has other versions."""
    if reader.newest(document):
        return None
    for _, record in reader.remains():
        if record.name == "version" and record.fields["document"] == document:
            removal = reader.removal_of(record.id)
            return removed(f"document {document}", record.id, removal) if removal else None
    return None


def claim_of_citation(reader: Reader, citation: str) -> str:
    """The claim that a citation is of; also one of what was removed."""
    return reader.claim_of_unchecked(citation) or reader.citation(citation).claim


def describe(reader: Reader, thing: Thing) -> str:
    """Kind, id and title, on one line."""
    if thing.kind == "document":
        newest = reader.newest(thing.id)
        return f"document {thing.id} ({reader.title(newest) if newest else 'no version'})"
    if thing.kind == "version" and thing.version:
        return f"version {thing.id[:16]} ({reader.title(thing.version)})"
    if thing.kind == "claim":
        return f"claim {thing.id[:16]} ({reader.claim(thing.id).text[:60]})"
    position, record = reader.record(thing.id)
    return f"{record.name} {thing.id[:16]} (record {position})"


def sentence_of(reader: Reader, written: str) -> tuple[Version, Span]:
    """What a token names. Raises BadToken when it fits no version's text: mistyped or invented."""
    token = Token.parse(written)
    named = [(p, id) for p, id, kind in reader.find_records(token.version) if kind in VERSIONS]
    removals = [(id, removal) for _, id in named if (removal := reader.removal_of(id))]
    if removals and len(removals) == len(named):
        raise removed(f"what {written} names", *removals[0])
    versions = [reader.version_at(p) for p, id in named if id not in dict(removals)]
    for version in versions:
        if token.span.end <= version.length and fits(token, version.id, reader.text(version)):
            return version, token.span
    why = "its check characters do not fit the text" if versions else "no version here begins with it"
    raise BadToken(f"the token {written} was mistyped or invented: {why}", hint="copy it whole from `archive search`")


def claim_number(reader: Reader, story: str, number: int) -> str:
    """The claim that is `number` of a story; of the only story, when none is named."""
    stories = [name for name, _ in reader.stories()]
    if not story:
        if len(stories) != 1:
            raise UsageError(f"#{number} of which story?", hint="write it as NAME#12; see `archive list stories`")
        story = stories[0]
    if story not in stories:
        raise NotFound(f"there is no story {story!r}", hint="see `archive list stories`")
    claims = reader.story(story)
    if number > len(claims):
        some = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"
        raise NotFound(f"the story {story!r} has {some}, no number {number}")
    return claims[number - 1]


def claim_of(reader: Reader, reference: str) -> str:
    """The id of the claim that is meant."""
    thing = resolve(reader, reference)
    if thing.kind != "claim":
        hint = f"its claims are {reference}#1 and so on" if thing.kind == "story" else "see `archive list claims`"
        raise UsageError(f"{reference!r} is a {thing.kind}, not a claim", hint=hint)
    return thing.id


def versions_of(reader: Reader, reference: str) -> list[Version]:
    """The versions that `--in` names: a version itself, or a document's newest. Never an older one by accident."""
    thing = resolve(reader, reference)
    if thing.version is not None:
        return [thing.version]
    if thing.kind == "document":
        newest = reader.newest(thing.id)
        return [newest] if newest else []
    raise UsageError(f"{reference!r} is a {thing.kind}, not a document", hint="see `archive list`")
