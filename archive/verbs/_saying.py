"""Who says a claim, through whom, how surely, and of when, as its record has it, with tokens.

Whoever wrote the record may have written anything, and its words need not be those at the place that it names: then
there is no token.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.errors import ArchiveError
from archive.model.span import Span
from archive.model.token import make_token
from archive.store.reading import Reader
from archive.text.dating import BASES
from archive.text.when import precision
from archive.verbs._proposals import DateSaid, Named, Spoken

MOST = 20  # texts held at once


@dataclass(frozen=True, slots=True)
class Saying:
    """`source` is who says it, with `name` whom a pronoun stands for; a token is empty where no place is recorded, or
    the words there are others."""

    source: Named | None = None
    cue: Spoken | None = None
    relays: tuple[Spoken, ...] = ()
    hedges: tuple[Spoken, ...] = ()
    negated: bool = False
    dates: tuple[DateSaid, ...] = ()


@dataclass(slots=True)
class Sayings:
    """Reads them from records, and the texts that they name places of, each once."""

    reader: Reader
    texts: dict[str, str] = field(default_factory=dict)

    def of(self, claim: str) -> Saying:
        """Of a claim's id; nothing of one that was erased."""
        if self.reader.removal_of(claim):
            return Saying()
        fields = self.reader.record(claim)[1].fields
        said = _object(fields.get("attribution"))
        cue = self._listed([said.get("cue")])
        return Saying(
            self._source(_object(said.get("source"))),
            cue[0] if cue else None,
            self._listed(said.get("relays")),
            self._listed(fields.get("hedges")),
            "negated" in fields,
            tuple(filter(None, map(self._date, _list(fields.get("dates"))))),
        )

    def _source(self, place: Mapping[str, Any]) -> Named | None:
        """The pronoun's own words where a name stands for it; an editor's words, without a token."""
        words, named = _text(place), _object(place.get("named"))
        if not words:
            return None
        if not named:
            return Named(words, self._token(place, words), None)
        pronoun = self._characters(place) or words
        return Named(pronoun, self._token(place, pronoun), Spoken(words, self._token(named, words)))

    def _listed(self, places: Any) -> tuple[Spoken, ...]:
        objects = [place for place in map(_object, _list(places)) if _text(place)]
        return tuple(Spoken(_text(place), self._token(place, _text(place))) for place in objects)

    def _date(self, place: Any) -> DateSaid | None:
        place = _object(place)
        words, value, basis = _text(place), _text(place, "value"), _text(place, "basis")
        if not words or basis not in BASES:
            return None
        of = "saying" if place.get("of") == "saying" else "content"
        known = precision(value) if value else ""
        return DateSaid(words, self._token(place, words), value, known, basis, _text(place, "against"), of)

    def _token(self, place: Mapping[str, Any], words: str) -> str:
        if self._characters(place) != words:
            return ""
        return str(make_token(place["version"], Span(place["start"], place["end"]), words))

    def _characters(self, place: Mapping[str, Any]) -> str:
        """What stands at the place; nothing where there is no such place."""
        start, end = place.get("start"), place.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            return ""
        text = self._text_of(_text(place, "version"))
        return text[start:end] if end <= len(text) else ""

    def _text_of(self, version: str) -> str:
        """The version's text; empty where it is not here, or was removed."""
        if version not in self.texts:
            if len(self.texts) >= MOST:
                self.texts.clear()
            try:
                self.texts[version] = self.reader.text(self.reader.version(version))
            except (ArchiveError, ValueError):
                self.texts[version] = ""
        return self.texts[version]


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(place: Mapping[str, Any], name: str = "text") -> str:
    value = place.get(name)
    return value if isinstance(value, str) else ""
