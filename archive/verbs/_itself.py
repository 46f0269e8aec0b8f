"""A document against its own date and against itself: the questions that its text raises, each with tokens.

What the document's own date is, people and the document say (`published`); where it is known to a month or a year only,
the last day of that counts: nothing within it is later. Where nobody says the language, what was detected counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive.errors import Refused, UsageError
from archive.model.article import Version
from archive.model.question import Question
from archive.model.span import is_outside
from archive.model.token import make_token
from archive.store.reading import Reader
from archive.text.itself import questions
from archive.text.periods import period
from archive.text.when import LANGUAGES
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve


@dataclass(frozen=True, slots=True)
class Raised:
    """A question to a person: `tokens` name the places that do not fit together, `words` are their characters."""

    code: str
    message: str
    tokens: tuple[str, ...]
    words: tuple[str, ...]

    def json(self) -> Mapping[str, object]:
        """As it is written for programs."""
        return {"code": self.code, "message": self.message, "tokens": self.tokens}


@dataclass(frozen=True, slots=True)
class Itself:
    """What one version raises. `own` is the document's own date as it is said; empty when nobody says it."""

    document: str
    version: str
    title: str
    own: str
    language: str
    raised: tuple[Raised, ...]


def itself(opened: Opened, reference: str) -> Itself:
    """The questions that a document (its newest version) or a version raises.

    Raises NotFound, Ambiguous, UsageError for what is neither, and Refused when its text cannot be looked at.
    """
    with opened.store.reading() as reader:
        version = _version(reader, reference)
        said = reader.described([version.document])[version.document]
        language = _language(said.first("language"), version)
        own, text = said.first("published"), reader.text(version)
        found = questions(text, _sentences(opened, reader, version), _day(own), language)
        raised = tuple(_raised(version, text, one) for one in found)
        return Itself(version.document, version.id, reader.title(version), own, language, raised)


def _version(reader: Reader, reference: str) -> Version:
    thing = resolve(reader, reference)
    version = thing.version or (reader.newest(thing.id) if thing.kind == "document" else None)
    if version is None or thing.kind == "sentence":
        raise UsageError(f"{reference!r} is a {thing.kind}, not a document", hint="see `archive list`")
    if not version.length:
        raise Refused(f"{version} has no text", hint=f"see `archive show {version.id[:12]}`", code="unchecked")
    return version


def _sentences(opened: Opened, reader: Reader, version: Version) -> list[tuple[int, int]]:
    """The sentences of its article: what stands around that on a page has dates of its own."""
    with opened.store.looking() as lookup:
        chosen = lookup.chosen_at([version.position]).get(version.position, [])
    return [span for span in reader.spans(version.id) if not is_outside(chosen, *span)]


def _language(said: str, version: Version) -> str:
    if said.partition("-")[0] in LANGUAGES:
        return said
    read = ", ".join(sorted(LANGUAGES))
    what = f"is in {said!r}" if said else "is in a language that nobody says, and none was detected"
    raise Refused(
        f"{version} {what}: its dates cannot be read",
        hint=f"dates are read in {read}; `archive describe {version.id[:12]} --language …` says which it is",
        code="unchecked",
    )


def _day(own: str) -> date | None:
    stretch = period(own)
    return date.fromisoformat(stretch[1][:10]) if stretch else None


def _raised(version: Version, text: str, one: Question) -> Raised:
    words = tuple(span.of(text) for span in one.spans)
    tokens = (str(make_token(version.id, span, span.of(text))) for span in one.spans)
    return Raised(one.code, one.message, tuple(tokens), words)
