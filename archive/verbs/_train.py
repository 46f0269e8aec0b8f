"""Train: a model of who said what, from articles that people annotated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from archive.errors import CannotWrite, UsageError
from archive.extractors import _model, crf, rules
from archive.extractors._languages import LANGUAGES
from archive.extractors._learning import Annotated, count, learn, parted
from archive.extractors._score import score
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
    if not target.parent.is_dir():
        raise CannotWrite(f"there is no folder {target.parent}", hint="make it, or choose another name with -o")
    articles = [article for path in files for article in from_file(path)]
    if opened:
        with opened.store.reading() as reader:
            articles += from_archive(reader)
    language = _language(articles)
    kept, held = _parted([one for one in articles if (one.language or language) == language], language)
    model = learn(kept, language)
    data = _model.dump(model)
    measured = _held_out(held, language, data)
    write_new(target, lambda file: file.write(data))
    left_out = len(articles) - len(kept) - len(held)
    about = (str(target), str(Digest.of(data)), len(data), language, model.documents, model.attributions)
    return Trained(*about, left_out, measured)


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


def _parted(articles: Sequence[Annotated], language: str) -> tuple[list[Annotated], list[Annotated]]:
    """Those to learn from and those to measure on. Raises UsageError for too few."""
    kept, held = parted(articles)
    if count(kept) < FEWEST or not held:
        raise UsageError(
            f"too little to learn from: attributions with a cue: {count(articles):,}; articles in {language!r}: {len(articles):,}",
            hint=f"at least {FEWEST} attributions are needed, and a tenth more in other articles to measure; "
            "of an archive a document counts once all its proposals are decided (archive review)",
        )
    return kept, held


def _held_out(articles: Sequence[Annotated], language: str, data: bytes) -> HeldOut:
    """What the model's file, as it will be used, and the rules find in articles that neither has seen."""
    measured = [
        score((one.text, extractor.extract(one.text, one.sentences, language), one.marked) for one in articles)
        for extractor in (crf.opened(data), rules)
    ]
    ours, theirs = (Measured(one.precision, one.recall, one.f, one.source) for one in measured)
    return HeldOut(len(articles), sum(len(one.marked) for one in articles), ours, theirs)
