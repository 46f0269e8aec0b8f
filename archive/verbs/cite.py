"""Cite: tie a claim to the exact words that bear it out, or speak against it.

The words are named by a token, or given as a quote that must stand in the document word for word, once. Nothing is ever
matched loosely here: a quote that is not there is refused, with what `check` says of it, and one that is there twice
is ambiguous. Of a quote that is only set otherwise the source's own characters are cited, and the citation says so. It
also says, for good, when the words leave out what qualifies them.

The words are looked for before the write lock is taken, and outside of any transaction: a text may be long, and nobody
else shall wait for it. What was found stays true, since a version never changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from archive.errors import Ambiguous, ArchiveError, PartlyDone, Refused, UsageError
from archive.model.article import Version, is_machine_read
from archive.model.record import STANCES
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.projection import attribution_key
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.text.anchor import occurrences
from archive.text.judge import Quote, Text, governing, set_places
from archive.text.typography import cuts
from archive.verbs._corpus import Library, Scoped
from archive.verbs._opened import Opened
from archive.verbs._resolve import claim_of, sentence_of, versions_of
from archive.verbs._sources import checked_line, line_of_json
from archive.verbs.check import LONGEST as LONGEST_QUOTE
from archive.verbs.check import Asked, check_quote

MOST_COUNTED = 1_000  # places of a quote that is ambiguous
LONGEST = 1_000_000  # code points of a quote or a claim; a record holds 16 MiB


@dataclass(frozen=True, slots=True)
class Request:
    """What to cite. Either `token`, or `quote` with `scope` (`--in`); either `claim` (its words) or `to` (an id)."""

    token: str = ""
    scope: str = ""
    quote: str = ""
    occurrence: int = 0  # 1 is the first; 0: there must be one only
    claim: str = ""
    to: str = ""
    speaker: str = ""
    stance: str = "supports"
    story: str = ""
    source: str = ""  # where the request stands, for reports


@dataclass(frozen=True, slots=True)
class Cited:
    """What was stored. `existing` when the very citation was there already; `number` is the claim's in the story."""

    claim: str
    citation: str
    token: str
    quote: str
    stance: str
    document: str
    version: str
    title: str
    newest: bool
    machine_read: bool  # the words were recognised in a picture
    existing: bool
    number: str  # `kursk#3`, or empty
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that a request means, `exact`, and where they stand."""

    request: Request
    version: Version
    span: Span
    exact: str
    verdict: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotCited:
    source: str
    error: ArchiveError


def cite(opened: Opened, request: Request, also: Callable[[Writer, Cited], None] | None = None) -> Cited:
    """Raises Refused, Ambiguous, BadToken, NotFound, UsageError; then nothing was written. `also` is done in the same
    transaction."""
    words = _words(opened, request)
    with opened.store.writing() as writer:
        done = _cite(opened, writer, words)
        if also:
            also(writer, done)
        return done


def cite_all(
    opened: Opened, requests: Iterable[Request | NotCited], *, keep_going: bool = False
) -> list[Cited | NotCited]:
    """All in one transaction. When one is refused nothing is stored, unless `keep_going`: then the others are."""
    done: list[Cited | NotCited] = []
    requests = list(requests)  # all of them first: they may come from a slow pipe
    found = [_found(opened, request) for request in requests]
    try:
        with opened.store.writing() as writer:
            for one in found:
                done.append(one if isinstance(one, NotCited) else _attempt(opened, writer, one))
            if not keep_going and any(isinstance(one, NotCited) for one in done):
                raise PartlyDone("rolled back")
    except PartlyDone:
        return [one for one in done if isinstance(one, NotCited)]
    return done


def requests_of(name: str, lines: Iterable[bytes]) -> Iterator[Request | NotCited]:
    """The requests of a JSONL list: token | in + quote (+ occurrence), claim | to, speaker, stance, story."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _request(f"{name}:{number}", line)


def _request(source: str, line: bytes) -> Request | NotCited:
    try:
        fields = line_of_json(line)
    except ValueError as error:
        return NotCited(source, UsageError(str(error)))
    unknown = sorted(fields.keys() - _FIELDS.keys())
    if unknown:
        return NotCited(source, UsageError(f"has unknown fields: {', '.join(unknown)}"))
    for field, value in fields.items():
        if type(value) is not (int if field == "occurrence" else str):
            return NotCited(source, UsageError(f"its {field} is not {'a number' if field == 'occurrence' else 'text'}"))
        if re.search("[\ud800-\udfff]", str(value)):
            return NotCited(source, UsageError(f"its {field} holds a lone surrogate, which is no character"))
    return Request(**{_FIELDS[field]: value for field, value in fields.items()}, source=source)


#: Field of a line → field of a Request.
_FIELDS = {
    "in": "scope",
    **{f: f for f in ("token", "quote", "occurrence", "claim", "to", "speaker", "stance", "story")},
}


def _found(opened: Opened, request: Request | NotCited) -> _Words | NotCited:
    if isinstance(request, NotCited):
        return request
    try:
        return _words(opened, request)
    except ArchiveError as error:
        return NotCited(request.source, error)


def _attempt(opened: Opened, writer: Writer, words: _Words) -> Cited | NotCited:
    try:
        return _cite(opened, writer, words)
    except ArchiveError as error:
        return NotCited(words.request.source, error)


def _cite(opened: Opened, writer: Writer, words: _Words) -> Cited:
    """Everything is checked before the first record is appended: a refused request leaves nothing behind."""
    request, version, span, exact = words.request, words.version, words.span, words.exact
    claim = _existing_claim(writer, request)
    erased = writer.removal_of(claim) if claim else None
    if claim and erased:
        raise Refused(f"claim {claim[:12]} was {erased}", hint="make a new claim, in other words", code="removed")
    if claim and writer.retraction(claim):
        raise Refused(
            f"claim {claim[:12]} was retracted: {writer.retraction(claim)}", hint="make a new claim", code="retracted"
        )
    known = writer.citation_like(claim, version.id, span, request.stance) if claim else None
    if known and writer.retraction(known):
        raise Refused(
            f"citation {known[:12]} was retracted: {writer.retraction(known)}",
            hint="cite other words, or make a new claim",
            code="retracted",
        )
    claim = claim or _append(opened, writer, "claim/1", _claim_fields(request))
    citation = known or _append(opened, writer, "citation/1", _citation_fields(claim, words))
    number = _tell(opened, writer, request.story, claim)
    newest = writer.newest(version.document)
    return Cited(
        claim,
        citation,
        str(make_token(version.id, span, exact)),
        exact,
        request.stance,
        version.document,
        version.id,
        writer.title(version),
        newest is not None and newest.content == version.content,
        is_machine_read(version.reader),
        known is not None,
        number,
        request.source,
    )


def _check(request: Request) -> None:
    """Raises UsageError when the request does not say what to cite, or for what."""
    if request.token and (request.scope or request.occurrence):
        raise UsageError("a token says itself where the words stand: give no --in or --occurrence with it")
    if bool(request.token) == bool(request.quote):
        raise UsageError("give a token, or --in DOCUMENT with --quote", hint="tokens come from `archive search`")
    if request.quote and not request.scope:
        raise UsageError("--quote needs --in: which document is it in?", hint="archive cite --in ID --quote '…'")
    if bool(request.claim) == bool(request.to):
        raise UsageError("give the claim's words with --claim, or a claim that is there with --to")
    if request.to and request.speaker:
        raise UsageError("--speaker belongs to a new claim, not to one that is there (--to)")
    if request.stance not in STANCES:
        raise UsageError(f"{request.stance!r} is not a stance", hint=f"a stance is one of: {', '.join(STANCES)}")
    if request.occurrence < 0:
        raise UsageError("--occurrence counts from 1")
    _check_line("the claim", request.claim)
    _check_line("the speaker", request.speaker)
    _check_line("the story's name", request.story)
    if "#" in request.story:
        raise UsageError("a story's name holds no #: that sets off a claim's number")


def _check_line(what: str, value: str) -> None:
    if value:
        checked_line(what, value)
    if len(value) > LONGEST:
        raise UsageError(f"{what} has {len(value):,} characters; at most {LONGEST:,} are stored")


def _words(opened: Opened, request: Request) -> _Words:
    """The version and span that are meant. Raises Refused, Ambiguous, BadToken, NotFound, UsageError."""
    _check(request)
    span = None
    with opened.store.reading() as reader:
        if request.token:
            version, span = sentence_of(reader, request.token)
        else:
            version = versions_of(reader, request.scope)[0]
        text = reader.text(version)
    span = span or _place(opened, version, text, request)
    exact = span.of(text)
    if len(exact) > LONGEST:
        raise UsageError(f"these words are {len(exact):,} characters long; at most {LONGEST:,} are cited at once")
    return _Words(request, version, span, exact, *_verdict(text, span, request.quote))


def _place(opened: Opened, version: Version, text: str, request: Request) -> Span:
    """Where the quote stands: the occurrence that was asked for, or the only one. Raises Refused, Ambiguous."""
    places = occurrences(text, request.quote)
    place = _chosen(opened, version, places, request, len(text))
    if place is None:  # the same words set otherwise: what is cited are the source's own characters
        found = set_places(Quote(request.quote), Text(text)) if len(request.quote) <= LONGEST_QUOTE else []
        place = _chosen(opened, version, (one.span for one in found), request, len(text))
    if place is None:
        raise _refusal(opened, version, request.quote)
    if not request.quote.strip() or cuts(text, place.start, place.end):
        raise Refused(
            f"this quote cuts a word or a number of {_named(opened, version)}", hint="quote whole words", code="cut"
        )
    return place


def _chosen(opened: Opened, version: Version, places: Iterator[Span], request: Request, length: int) -> Span | None:
    if request.occurrence:
        return _nth(opened, version, places, min(request.occurrence, length + 1))
    return _only(opened, version, places, request)


def _refusal(opened: Opened, version: Version, quote: str) -> Refused:
    """Why the words cannot be cited, as `check` finds it, and what stands there instead."""
    what = f"these words do not stand in {_named(opened, version)}"
    if not quote.strip() or len(quote) > LONGEST_QUOTE:
        return Refused(what, hint=_COPY, code="absent")
    scope = Scoped(frozenset({version.position}), True)
    found = opened.with_index(lambda: check_quote(Library(opened), Asked(quote), scope))
    if found.verdict in ("unchecked", "absent"):
        return Refused(what, hint=_COPY, code=found.verdict)
    there = found.places[0]
    hint = f"there stands “{there.text[:200]}”: archive cite {there.token}"
    return Refused(f"{what}: {found.verdict}, {found.reason}", hint=hint, code=found.verdict)


_COPY = "copy them exactly, or take a token from `archive search`"


def _nth(opened: Opened, version: Version, places: Iterator[Span], number: int) -> Span | None:
    """Place `number`, counted from 1; None when there is none at all."""
    count, place = 0, None
    for count, place in enumerate(islice(places, number), 1):  # noqa: B007 - the last is what counts
        pass
    if 0 < count < number:
        raise Refused(f"these words stand only {_times(count)} in {_named(opened, version)}", code="absent")
    return place


def _only(opened: Opened, version: Version, places: Iterator[Span], request: Request) -> Span | None:
    """The one place; None when there is none."""
    found = list(islice(places, MOST_COUNTED + 1))
    if len(found) > 1:
        count = _times(len(found)) if len(found) <= MOST_COUNTED else f"more than {_times(MOST_COUNTED)}"
        tokens = ", ".join(_tokens(opened, version, found[:5]))
        raise Ambiguous(
            f"these words stand {count} in {_named(opened, version)}: {tokens}",
            hint="say which with --occurrence N, or cite one of the tokens",
        )
    return found[0] if found else None


def _tokens(opened: Opened, version: Version, places: list[Span]) -> list[str]:
    with opened.store.reading() as reader:
        text = reader.text(version)
    return [str(make_token(version.id, place, place.of(text))) for place in places]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _named(opened: Opened, version: Version) -> str:
    with opened.store.reading() as reader:
        return f"{version} ({reader.title(version)})"


def _verdict(text: str, span: Span, quote: str) -> tuple[str, tuple[str, ...]]:
    """How the words stand there, and what is to be said of that for good."""
    exact = span.of(text)
    return "exact" if not quote or quote == exact else "typography", ("truncated",) * bool(governing(text, span))


def _existing_claim(reader: Reader, request: Request) -> str | None:
    if request.to:
        return claim_of(reader, request.to)
    return reader.claim_like(request.claim, attribution_key(_claim_fields(request)))


def _claim_fields(request: Request) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": request.claim}
    if request.speaker:
        fields["attribution"] = {"source": {"text": request.speaker}}
    return fields


def _citation_fields(claim: str, words: _Words) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "claim": claim,
        "version": words.version.id,
        "start": words.span.start,
        "end": words.span.end,
        "exact": words.exact,
        "stance": words.request.stance,
        "verdict": words.verdict,
    }
    return {**fields, "warnings": list(words.warnings)} if words.warnings else fields


def _append(opened: Opened, writer: Writer, kind: str, fields: dict[str, Any]) -> str:
    record = opened.store.seal(kind, fields, at=opened.clock())
    writer.append(record)
    writer.flush()
    return record.id


def _tell(opened: Opened, writer: Writer, story: str, claim: str) -> str:
    """Puts the claim into the story, once; gives its number there."""
    if not story:
        return ""
    claims = writer.story(story)
    if claim not in claims:
        _append(opened, writer, "story/1", {"story": story, "claim": claim})
        claims.append(claim)
    return f"{story}#{claims.index(claim) + 1}"
