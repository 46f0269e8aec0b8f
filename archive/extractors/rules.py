"""Who said what, by rules: word lists of a language, and where its words stand.

No model and nothing trained: what is found can be explained by the words that led to it. The rules look at one sentence
at a time and never further back in it than its length, so that the whole is linear in the text. They were written
against news in English; `_languages` is where another language's words go.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.extractors import _languages, _nouns, _status
from archive.extractors._quotes import is_speech, quotations
from archive.extractors._spoken import bare, gone_on, in_sentence, with_own
from archive.model.proposal import Proposal

EXTRACTOR = "rules/3"
LANGUAGES = _languages.LANGUAGES

Range = tuple[int, int]


def extract(text: str, sentences: Sequence[Range], language: str = "en", own: bool = False) -> list[Proposal]:
    """What is said in the text by somebody, in its order; `own`: and what nobody is said to say. Code points."""
    known = LANGUAGES[language]
    speech = [quote for quote in quotations(text) if is_speech(text, quote)]
    found = _nouns.labelled(text, known)
    for sentence in sentences:
        line, said = in_sentence(text, sentence, speech, known)
        found += gone_on(text, said, sentence[1], speech, line)
    found += bare(text, speech, found)
    found.sort(key=lambda one: one.content[0])
    found = _status.completed(text, sentences, found, speech, known)
    return with_own(sentences, found) if own else found
