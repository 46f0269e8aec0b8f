"""Train: a model of who said what, from articles that people annotated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from archive.errors import Unreadable, UsageError
from archive.extractors import _model
from archive.extractors._languages import LANGUAGES
from archive.extractors._learning import Annotated, Learnt, learn
from archive.extractors._score import Score
from archive.extractors.crf import INSTALL
from archive.model.digest import Digest
from archive.verbs._annotated import from_archive, from_file
from archive.verbs._opened import Opened
from archive.verbs._written import refuse_existing, write_new

#: Attributions to learn from, beside those held out: with fewer the measure says nothing, and the model finds little.
FEWEST = 100
UNKNOWN = "en"  # as `extract` takes a text whose language nobody knows


@dataclass(frozen=True, slots=True)
class Measured:
    """Percent. `source`: right speakers, of those found."""

    precision: float
    recall: float
    f: float
    source: float


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What the model, and the rules, find in the articles that the model did not see."""

    documents: int
    attributions: int
    ours: Measured
    rules: Measured


@dataclass(frozen=True, slots=True)
class Trained:
    """The model's file: `size` in bytes, what it learnt from, and what it is worth. `left_out`: articles in other
    languages, or with the text of another."""

    model: str
    digest: str
    size: int
    language: str
    documents: int
    attributions: int
    left_out: int
    held_out: HeldOut

    @property
    def is_below(self) -> bool:
        """Whether the rules, which need no training, do better."""
        return self.held_out.ours.f < self.held_out.rules.f


def train(files: Sequence[Path], target: Path, opened: Opened | None) -> Trained:
    """Writes a model of these files, and of what was reviewed in an archive. Raises UsageError for too little and
    without the extra, Unreadable, CannotWrite; then nothing was written."""
    if find_spec("pycrfsuite") is None:
        raise UsageError("training needs python-crfsuite, which is not installed", hint=INSTALL)
    refuse_existing(target)
    articles = [article for path in files for article in from_file(path)]
    if opened:
        with opened.store.reading() as reader:
            articles += from_archive(reader)
    language = _language(articles)
    ours = [one for one in articles if (one.language or language) == language]
    learnt = _learnt(ours, language)
    data = _model.dump(learnt.model)
    write_new(target, lambda file: file.write(data))
    seen = learnt.model.documents + learnt.documents
    return Trained(
        str(target),
        str(Digest.of(data)),
        len(data),
        language,
        learnt.model.documents,
        learnt.model.attributions,
        len(articles) - seen,
        HeldOut(learnt.documents, learnt.attributions, _measured(learnt.ours), _measured(learnt.theirs)),
    )


def _language(articles: Sequence[Annotated]) -> str:
    """The one that most articles are in. Raises UsageError."""
    counted = Counter(one.language for one in articles if one.language)
    language = max(counted, key=lambda name: (counted[name], name), default=UNKNOWN)
    if language not in LANGUAGES:
        raise UsageError(
            f"most articles are in {language!r}, of which there are no word lists",
            hint=f"there are: {', '.join(sorted(LANGUAGES))}; CONTRIBUTING.md says how to add a language",
        )
    return language


def _learnt(articles: Sequence[Annotated], language: str) -> Learnt:
    """Raises UsageError for too few: before training where that can be told, else after."""
    cued = sum(one.cue is not None for article in articles for one in article.marked)
    learnt = learn(articles, language) if cued >= FEWEST else None
    if learnt is None or learnt.model.attributions < FEWEST:
        raise UsageError(
            f"{cued:,} attributions with a cue, in {len(articles):,} articles in {language!r}, are too few",
            hint=f"at least {FEWEST} are needed to learn from, and a tenth more in other articles to measure",
        )
    return learnt


def _measured(score: Score) -> Measured:
    return Measured(score.precision, score.recall, score.f, score.source)
