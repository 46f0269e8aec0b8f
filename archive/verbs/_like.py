"""What is like a document: what has most of the words that tell it from others, rare ones before all."""

from __future__ import annotations

import re
from collections import Counter

from archive.errors import UsageError
from archive.model.query import And, Like, Not, Query, Versions, Word
from archive.model.token import looks_like_token
from archive.verbs._opened import Opened
from archive.verbs._resolve import versions_of

FREQUENT = 80  # words of the document that are weighed
TELLING = 25  # of them, that are searched for
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")


def like(opened: Opened, reference: str) -> Query:
    """Raises NotFound, Ambiguous, UsageError for what is no document."""
    if looks_like_token(reference):
        raise UsageError(f"{reference} is a sentence, not a document", hint="give its document")
    with opened.store.reading() as reader:
        (version,) = versions_of(reader, reference)[:1]
        text, article = reader.text(version), reader.chosen_at([version.position])
        text = "\n".join([text[start:end] for start, end in article.get(version.position, [(0, len(text))])])
        own = frozenset(one.position for one in reader.versions(version.document))
    counts = Counter(word.casefold() for word in _WORD.findall(text))
    frequent, search = counts.most_common(FREQUENT), opened.index.search
    rarity = {word: count / (1 + search(Word(word), "document", 0).total) for word, count in frequent}
    telling = sorted(rarity, key=lambda word: -rarity[word])[:TELLING]
    return And((Like(" ".join(telling)), Not(Versions(own))))
