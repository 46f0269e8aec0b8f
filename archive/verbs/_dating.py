"""The dates of a version's text, resolved against the document's own date: `published`, as people and the document say.

Where nobody describes it, an older edition has the date that it states itself, not that of the newest: its `yesterday`
was another day. Who describes it later changes what is proposed from then on, and no claim that was accepted.
"""

from __future__ import annotations

from archive.model.article import Described, Version
from archive.model.record import GUESS
from archive.store.reading import Reader
from archive.text.dating import Dates, Own, dates_in

UNKNOWN = "en"  # a text whose language nobody knows is read so by extractors


def dates_of(reader: Reader, version: Version, text: str) -> Dates:
    said = reader.described([version.document])[version.document]
    language = reader.languages({version.position: version.document})[version.position]
    return dates_in(text, own_date(reader, version, said), language or UNKNOWN)


def own_date(reader: Reader, version: Version, said: Described) -> Own:
    value, origin = said.first("published"), said.origins.get("published", "")
    if not value or origin:
        stated = reader.record_at(version.position).fields.get("stated", {}).get("published", {})
        if stated and isinstance(stated["value"], str):
            value, origin = stated["value"], stated["from"]
    return Own(value, origin.startswith(GUESS))
