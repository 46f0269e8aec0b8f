"""Training: articles that people annotated → a model, and what it is worth on those that it did not see.

A tenth of the attributions, in whole articles, is held out and measured; the model that was measured is the one that is
given back. Which articles these are depends on their texts alone, and nothing is left to chance: the same articles, in
any order, give the same bytes. The settings were chosen on 200 articles of political news.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.extractors import _sequence, rules
from archive.extractors._languages import LANGUAGES
from archive.extractors._model import Model
from archive.extractors._score import Score, score
from archive.model.proposal import Proposal

HELD_OUT = 10  # one of so many
_SETTINGS = {"c1": 0.5, "c2": 0.5, "max_iterations": 60}

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article in which people marked who says what: `marked` are its attributions; `name` says where it is from."""

    name: str
    text: str
    sentences: tuple[Range, ...]
    language: str
    marked: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """`documents` and `attributions` are those held out, of which `ours` and `theirs` (the rules') are measured."""

    model: Model
    documents: int
    attributions: int
    ours: Score
    theirs: Score


def learn(articles: Sequence[Annotated], language: str) -> Learnt:
    """A model of articles in one language. Of two with the same text the first counts."""
    ordered = sorted({_key(one): one for one in reversed(articles)}.items())
    kept, held = _parted([one for _, one in ordered])
    known = LANGUAGES[language]
    both = [
        one for article in kept for one in _sequence.examples(article.text, article.sentences, article.marked, known)
    ]
    cues = _trained(example for example, _ in both)
    spans = _trained(example for _, several in both for example in several)
    ours, theirs = _measured(held, language, cues, spans)
    model = Model(language, len(kept), sum(len(one.marked) for one in kept), cues, spans)
    return Learnt(model, len(held), sum(len(one.marked) for one in held), ours, theirs)


def _key(one: Annotated) -> bytes:
    return sha256(one.text.encode()).digest()


def _parted(articles: Sequence[Annotated]) -> tuple[list[Annotated], list[Annotated]]:
    """Those to learn from, and those that are held out: as many as hold a tenth."""
    total, held = sum(len(one.marked) for one in articles), 0
    for number, one in enumerate(articles, 1):
        held += len(one.marked)
        if held * HELD_OUT >= total:
            return [*articles[number:]], [*articles[:number]]
    return [], [*articles]


def _trained(examples: Iterable[_sequence.Example]) -> bytes:
    """The bytes of a model of CRFsuite, which writes files only."""
    from pycrfsuite import Trainer

    trainer = Trainer(algorithm="lbfgs", params=_SETTINGS, verbose=False)
    for rows, labels in examples:
        trainer.append(rows, labels)
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/model")
        return (Path(folder) / "model").read_bytes()


def _measured(articles: Sequence[Annotated], language: str, cues: bytes, spans: bytes) -> tuple[Score, Score]:
    """Of the model, which is our own, and of the rules."""
    from pycrfsuite import Tagger

    taggers: list[Any] = []
    for data in (cues, spans):
        taggers.append(Tagger())
        taggers[-1].open_inmemory(data)
    known = LANGUAGES[language]
    ours = [(a.text, _sequence.tagged(a.text, a.sentences, known, *taggers), a.marked) for a in articles]
    theirs = [(a.text, rules.extract(a.text, a.sentences, language), a.marked) for a in articles]
    return score(ours), score(theirs)
