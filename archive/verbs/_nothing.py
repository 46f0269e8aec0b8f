"""When nothing was found: which word stands nowhere, what may have been meant, and where else the words stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archive.engines._folding import fold, is_within
from archive.errors import UsageError
from archive.model.passage import Granularity
from archive.model.query import And, Boost, Fuzzy, Or, Phrase, Query, Word
from archive.verbs._opened import Opened

MOST = 5  # words that are looked at
SHOWN = 3  # other spellings of one
PLACES = 20  # passages in which they are looked for
_SIGNS = ".,;:!?…()[]“”„‘’\"'。，？！、"


def about_nothing(opened: Opened, words: str, query: Query, find: Granularity) -> list[str]:
    """Notes for the person."""
    asked = [word for word in dict.fromkeys(_words(query)) if word]
    missing = [word for word in asked[:MOST] if not opened.index.search(Word(word), find, 0).total]
    notes = [_missing(opened, word, find) for word in missing]
    if find != "claim":
        with opened.store.looking() as lookup:
            count = opened.filters.documents(lookup, opened.filters.titled(lookup, words))
        some = "1 document has" if count == 1 else f"{count:,} documents have"
        notes += [f"{some} these words in the title: title:({words})"] if count else []
    return notes


def _words(query: Query) -> Iterator[str]:
    match query:
        case Word(text):
            yield text.strip(_SIGNS)
        case Phrase(words):
            yield from (word.strip(_SIGNS) for word in words)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _words(part)
        case Boost(part):
            yield from _words(part)


def _missing(opened: Opened, word: str, find: Granularity) -> str:
    alike = _alike(opened, word, find)
    return f"nothing has “{word[:40]}”" + (f"; did you mean {', '.join(alike)}?" if alike else "")


def _alike(opened: Opened, word: str, find: Granularity) -> list[str]:
    """Words of the archive that differ from this one in a letter or two, the most frequent first."""
    if find == "claim" or not 3 < len(word) <= 40:
        return []
    for edits in (1, 2):
        query = Fuzzy(word, edits)
        try:
            found = opened.index.search(query, "sentence", PLACES).found
        except UsageError:
            return []
        with opened.store.looking() as lookup:
            held = lookup.texts_at([passage.position for passage in found])
        counts: Counter[str] = Counter()
        for passage in found:
            sentence = held[passage.position].text[passage.start : passage.end]
            spelt = (sentence[start:end] for start, end in opened.index.marks(query, sentence))
            counts.update(one for one in spelt if is_within(fold(one), fold(word), edits))
        if counts:
            return [one for one, _ in counts.most_common(SHOWN)]
    return []
