"""The languages of which there are word lists: language code → its words. Another language is one line here.

The lists fill rules that suppose an order of words: who says it stands before the verb or right behind it, auxiliaries
and participles beside one another, a quotation's last comma within its marks. A language that keeps to that needs lists
and no code, as French shows; German does not, whose participles end the clause: lists alone took `worden sei` for what
somebody said. A model (`crf`) can be trained in any language: without lists it goes by the words that it learnt.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from archive.extractors._english import ENGLISH
from archive.extractors._french import FRENCH
from archive.extractors._words import NEVER, Words

LANGUAGES = {"en": ENGLISH, "fr": FRENCH}

_EMPTY: dict[str, Any] = {
    "frozenset[str]": frozenset(),
    "str": NEVER,
    "tuple[str, ...]": (),
    "tuple[tuple[str, ...], ...]": (),
    "bool": False,
}
_NOTHING: dict[str, Any] = {"negations": frozenset({NEVER})}

#: Of a language that has no lists; rules find nothing with it.
UNLISTED = Words(**{one.name: _EMPTY.get(str(one.type), {}) for one in fields(Words)} | _NOTHING)


def words_of(language: str) -> Words:
    return LANGUAGES.get(language, UNLISTED)
