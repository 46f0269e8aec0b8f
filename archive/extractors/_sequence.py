"""Two sequence models, one after the other: which words are cues, and, for each cue, who says what with it.

A cue has a reading of its sentence to itself, so that what is said within what is said is found like anything else.
Where the rules have a cue in the same place, what they find there counts: trained on 200 articles of political news,
that did better on others than the second model alone (F 68 against 66), to which is left what the rules know nothing
of. A model marks words of one sentence; a quotation that goes on in the next is told as the rules tell it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive.extractors import _features, _nouns, _status
from archive.extractors._features import Range, Rows
from archive.extractors._line import Line
from archive.extractors._quotes import is_speech, quotations
from archive.extractors._spoken import bare, gone_on, in_sentence, with_own
from archive.extractors._statements import span, trimmed
from archive.extractors._words import Words
from archive.model.proposal import Proposal
from archive.model.span import Span

BEGIN, INSIDE, NONE = "B", "I", "O"  # of the words of a cue
SOURCE, CONTENT, CUE = "S", "T", "Q"  # of the words around one

#: A word that is as likely the first of a cue begins one: what is missed nobody sees, what is too much is rejected.
LEAST = 0.35

Example = tuple[Rows, list[str]]


def examples(
    text: str, sentences: Sequence[Range], gold: Sequence[Proposal], known: Words
) -> Iterator[tuple[Example, list[Example]]]:
    """For each sentence what the first model is to learn of it, and the second of each cue in it."""
    speech = [quote for quote in quotations(text) if is_speech(text, quote)]
    cued = [one for one in gold if one.cue]
    for start, end in sentences:
        line, found = in_sentence(text, (start, end), speech, known)
        if not len(line):
            continue
        rows, classes = _features.of_words(line, found)
        labels = [NONE] * len(line)
        cues = {}
        for one in cued:
            words = _words_of(line, one.cue) if one.cue and start <= one.cue.start < end else None
            if words and set(labels[slice(*words)]) == {NONE}:
                labels[slice(*words)] = [BEGIN, *[INSIDE] * (words[1] - words[0] - 1)]
                cues[words] = one
        starts = frozenset(first for first, _ in cues)
        yield (
            (rows, labels),
            [
                (
                    _features.around(line, classes, words, starts - {words[0]}, _rule(line, words, found)),
                    _labels(line, words, one),
                )
                for words, one in cues.items()
            ],
        )


def _words_of(line: Line, cue: Span) -> Range | None:
    inside = [at for at, start in enumerate(line.starts) if cue.start <= start < cue.end]
    return (inside[0], inside[-1] + 1) if inside else None


def _labels(line: Line, cue: Range, one: Proposal) -> list[str]:
    labels = []
    for at, start in enumerate(line.starts):
        if cue[0] <= at < cue[1]:
            labels.append(CUE)
        elif any(part.start <= start < part.end for part in one.content):
            labels.append(CONTENT)
        else:
            labels.append(SOURCE if one.source and one.source.start <= start < one.source.end else NONE)
    return labels


def _rule(line: Line, cue: Range, found: Sequence[Proposal]) -> Proposal | None:
    """What the rules find with a cue in the same place."""
    start, end = line.starts[cue[0]], line.ends[cue[1] - 1]
    return next((one for one in found if one.cue and one.cue.start < end and start < one.cue.end), None)


def tagged(
    text: str, sentences: Sequence[Range], known: Words, cues: Any, spans: Any, own: bool = False
) -> list[Proposal]:
    """What two taggers find, in the order of the text; as an extractor does."""
    speech = [quote for quote in quotations(text) if is_speech(text, quote)]
    found = _nouns.labelled(text, known)
    for sentence in sentences:
        line, said = in_sentence(text, sentence, speech, known)
        found += gone_on(text, _in_line(line, said, cues, spans), sentence[1], speech, line)
    found += bare(text, speech, found)
    found.sort(key=lambda one: one.content[0])
    found = _status.completed(text, sentences, found, speech, known)
    return with_own(sentences, found) if own else found


def _in_line(line: Line, said: Sequence[Proposal], cues: Any, spans: Any) -> list[Proposal]:
    if not len(line):
        return []
    rows, classes = _features.of_words(line, said)
    here = _cues(cues, rows)
    starts = frozenset(first for first, _ in here)
    found = []
    for words in here:
        one = _rule(line, words, said)
        if one is None:
            labels = spans.tag(_features.around(line, classes, words, starts - {words[0]}, None))
            one = _proposal(line, words, labels)
        if one and one not in found:
            found.append(one)
    return found


def _cues(tagger: Any, rows: Rows) -> list[Range]:
    """The words that are cues, as ranges in order."""
    labels = tagger.tag(rows)
    found: list[Range] = []
    for at, label in enumerate(labels):
        if found and found[-1][1] == at and label == INSIDE:
            found[-1] = found[-1][0], at + 1
        elif label == BEGIN or (label == NONE and tagger.marginal(BEGIN, at) > LEAST):
            found.append((at, at + 1))
    return found


def _proposal(line: Line, cue: Range, labels: Sequence[str]) -> Proposal | None:
    """What the labels say; of several sources the longest. It asserts nothing: it is cited with its cue."""
    content = tuple(trimmed(line, words) for words in _runs(line, labels, CONTENT))
    if not content and line.prior:
        content = (Span(*line.prior),)
    source = max(_runs(line, labels, SOURCE), key=lambda words: words[1] - words[0], default=None)
    if not content:
        return None
    return Proposal(content, "indirect", trimmed(line, source) if source else None, span(line, cue))


def _runs(line: Line, labels: Sequence[str], wanted: str) -> list[Range]:
    """The words with this label that stand together; a comma or stop begins none."""
    found: list[Range] = []
    for at, label in enumerate(labels):
        if label == wanted:
            if found and found[-1][1] == at:
                found[-1] = found[-1][0], at + 1
            elif line.words[at] not in {",", ".", ";", ":"}:
                found.append((at, at + 1))
    return found
