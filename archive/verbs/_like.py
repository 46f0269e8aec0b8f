"""What is like a document: what has most of the words that tell it from others, rare ones before all."""

from __future__ import annotations

import re
from collections import Counter
from math import sqrt

from archive.errors import UsageError
from archive.model.article import Version
from archive.model.query import And, Everything, Like, Not, Query, Versions, Word
from archive.model.token import looks_like_token
from archive.store.reading import Reader
from archive.text.weights import rarity_of
from archive.verbs._opened import Opened
from archive.verbs._resolve import versions_of

FREQUENT = 160  # words of the document that are weighed
TELLING = 25  # of them, that are searched for
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")


def like(opened: Opened, reference: str) -> Query:
    """Raises NotFound, Ambiguous, UsageError for what is no document."""
    with opened.store.reading() as reader:
        version = _version_of(reader, reference)
        text, article = reader.text(version), reader.chosen_at([version.position])
        text = "\n".join([text[start:end] for start, end in article.get(version.position, [(0, len(text))])])
        own = frozenset(one.position for one in reader.versions(version.document))
    counts = Counter(word.casefold() for word in _WORD.findall(text))
    frequent, search = counts.most_common(FREQUENT), opened.index.search
    documents = search(Everything(), "document", 0).total
    held = {word: search(Word(word), "document", 0).total for word, _ in frequent}
    telling = {word: sqrt(count) * rarity_of(held[word], documents) for word, count in frequent if held[word] > 1}
    best = sorted(telling, key=lambda word: -telling[word])[:TELLING]
    return And((Like(" ".join(best)), Not(Versions(own))))


def document_of(opened: Opened, reference: str) -> str:
    """The document that is meant. Raises as `like` does."""
    with opened.store.reading() as reader:
        return _version_of(reader, reference).document


def _version_of(reader: Reader, reference: str) -> Version:
    if looks_like_token(reference):
        raise UsageError(f"{reference} is a sentence, not a document", hint="give its document")
    (version,) = versions_of(reader, reference)[:1]
    return version
