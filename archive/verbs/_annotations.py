"""Citations from annotations that other programs made. Each quote is held to the same rules as any that is cited.

The document is the one whose URI is the annotation's address, as it was written or without its fragment; its newest
edition is looked at. Where the words stand once, that is the place, unless all that the annotation says to stand before
and after them is something else there; where they stand several times, it is the one place around which both
are as it says, or the one of these at its position. White space is left out of account around the words, not in them:
browsers and readers break lines differently. All else is refused, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from archive.errors import ArchiveError, NotFound, Refused, UsageError
from archive.model.article import Version
from archive.model.record import is_uri
from archive.model.span import Span
from archive.model.textquote import TextQuote
from archive.text.anchor import occurrences
from archive.text.annotations import Annotation, Target, parse
from archive.text.utf16 import code_points
from archive.verbs._opened import Opened
from archive.verbs.cite import MOST_COUNTED, Cited, NotCited, Request, cite_all

_SPACES = 256  # white space that is looked through for what stands before or after


def import_annotations(opened: Opened, data: bytes, *, name: str, story: str) -> list[Cited | NotCited]:
    """Those whose words check, in one transaction; the others say why not. Raises UsageError when there are none."""
    try:
        annotations = list(parse(data))
    except ValueError as error:
        raise UsageError(f"{name} is no file of annotations: {error}", hint="see `archive import --help`") from None
    requests = [request for one in annotations for request in _requests(opened, one, f"{name}:{one.name}", story)]
    return cite_all(opened, requests, keep_going=True)


def _requests(opened: Opened, annotation: Annotation, source: str, story: str) -> Iterator[Request | NotCited]:
    if annotation.why_not:
        yield NotCited(source, Refused(annotation.why_not, code="no-quote"))
        return
    held = [(target, version) for target in annotation.targets if (version := _version(opened, target.source))]
    if not held:
        addresses = ", ".join(target.source for target in annotation.targets)
        hint = "add it: archive add URL; or archive add FILE --url URL"
        yield NotCited(source, NotFound(f"there is no document {addresses}", hint=hint))
    for target, version in held:
        try:
            yield _request(opened, annotation, target, version, source, story)
        except ArchiveError as error:
            yield NotCited(source, error)


def _version(opened: Opened, address: str) -> Version | None:
    """The newest edition of the document at an address."""
    if not is_uri(address):
        return None
    with opened.store.reading() as reader:
        return reader.newest(address) or reader.newest(address.partition("#")[0])


def _request(
    opened: Opened, annotation: Annotation, target: Target, version: Version, source: str, story: str
) -> Request:
    """Raises Refused when the words stand there in another place."""
    with opened.store.reading() as reader:
        text = reader.text(version)
    return Request(
        scope=version.id,
        quote=target.quote.exact,
        occurrence=_occurrence(text, target, version),
        claim=annotation.claim or " ".join(target.quote.exact.split()),
        stance=annotation.stance,
        story=story,
        source=source,
    )


def _occurrence(text: str, target: Target, version: Version) -> int:
    """Which place is meant, counted from 1; 0 when the words must tell by themselves."""
    places = list(islice(occurrences(text, target.quote.exact), MOST_COUNTED + 1))
    if len(places) > MOST_COUNTED:
        return 0
    sides = [_sides(text, place, target.quote) for place in places]
    if len(places) == 1 and sides[0] and not any(sides[0]):
        raise Refused(
            f"these words stand in {version} in another place: not between “{target.quote.prefix}” "
            f"and “{target.quote.suffix}”",
            hint=f"if they are meant all the same: archive cite --in {version.id[:12]} --quote '…'",
            code="elsewhere",
        )
    agreeing = [n for n, agree in enumerate(sides, 1) if all(agree)]
    if len(agreeing) > 1:
        agreeing = [n for n in agreeing if places[n - 1] == _stated(text, target)]
    return agreeing[0] if len(agreeing) == 1 else 0


def _sides(text: str, place: Span, quote: TextQuote) -> list[bool]:
    """Of what the quote says to stand before it, and after, as far as it does, whether that stands there."""
    prefix, suffix = _without_spaces(quote.prefix), _without_spaces(quote.suffix)
    before = text[max(0, place.start - len(quote.prefix) - _SPACES) : place.start]
    after = text[place.end : place.end + len(quote.suffix) + _SPACES]
    sides = [(prefix, _without_spaces(before).endswith(prefix)), (suffix, _without_spaces(after).startswith(suffix))]
    return [agrees for said, agrees in sides if said]


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _stated(text: str, target: Target) -> Span | None:
    """The place that its maker's position names, in code points."""
    if target.span is None:
        return None
    start, end = target.span if not target.utf16 else (code_points(text, units) for units in target.span)
    return Span(start, end) if start is not None and end is not None and start < end else None
