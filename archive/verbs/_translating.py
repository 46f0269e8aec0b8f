"""Register what a person says that cited words are in another language. `check` knows a quote by it, and says whose.

The words must be cited already: a translation is of a citation, goes out with it, and goes when it goes. Several
citations of the very words get it alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import NotFound, Refused, UsageError
from archive.exporters._facts import language_tag
from archive.model.claim import Citation, Translation
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve
from archive.verbs._sources import checked_line
from archive.verbs.check import LONGEST


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation of a citation. `quote` are the source's own words; `existing` when it was registered already."""

    translation: str
    citation: str
    token: str
    quote: str
    words: str
    language: str
    translator: str
    existing: bool


def translate(opened: Opened, reference: str, *, words: str, language: str, translator: str) -> list[Translated]:
    """For a token of cited words, or a citation's id. Raises Refused, NotFound, BadToken, UsageError."""
    _check(words, language, translator)
    with opened.store.writing() as writer:
        cited = _cited(writer, reference)
        return [_translate(opened, writer, one, words, language, translator) for one in cited]


def _check(words: str, language: str, translator: str) -> None:
    if not (words and language and translator):
        raise UsageError("a translation needs --translation, --translator and --language", hint="--language en")
    checked_line("the translation", words)
    checked_line("the translator's name", translator)
    if language_tag(language) != language:
        raise UsageError(f"{language!r} is no language", hint="give its tag: en, de, pt-BR")
    if len(words) > LONGEST:
        raise UsageError(f"the translation has {len(words):,} characters; at most {LONGEST:,} are compared")


def _cited(reader: Reader, reference: str) -> list[Citation]:
    """The living citations that are meant."""
    thing = resolve(reader, reference)
    if thing.kind == "citation":
        found = [reader.citation(thing.id)]
    elif thing.kind == "sentence" and thing.version:
        found = [one for one in reader.citations(version=thing.version.id) if one.span == thing.span]
    else:
        raise UsageError(f"{reference!r} is a {thing.kind}; a translation is of a token or a citation")
    living = [one for one in found if not one.retracted and not reader.retraction(one.claim)]
    if found and not living:
        raise Refused(f"the citation of these words was retracted: {reference}", code="retracted")
    if not found:
        raise NotFound(f"{reference} is not cited", hint=f"cite it first: archive cite {reference} --claim '…'")
    return living


def _translate(
    opened: Opened, writer: Writer, citation: Citation, words: str, language: str, translator: str
) -> Translated:
    held = next((t for t in writer.translations(citation.claim) if _is(t, citation, words, language, translator)), None)
    if held and held.retracted:
        raise Refused(f"translation {held.id[:12]} was retracted: {held.retracted}", code="retracted")
    fields = {"citation": citation.id, "words": words, "language": language, "translator": translator}
    id = held.id if held else _append(opened, writer, fields)
    return Translated(id, citation.id, citation.token, citation.exact, words, language, translator, held is not None)


def _is(held: Translation, citation: Citation, *said: str) -> bool:
    return held.citation == citation.id and (held.words, held.language, held.translator) == said


def _append(opened: Opened, writer: Writer, fields: dict[str, str]) -> str:
    record = opened.store.seal("translation/1", fields, at=opened.clock())
    writer.append(record)
    return record.id
