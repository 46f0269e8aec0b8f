"""Train: a model of who said what, from articles that people annotated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from archive.errors import CannotWrite, UsageError
from archive.extractors import _model, crf, rules
from archive.extractors._learning import Annotated, count, learn, parted
from archive.extractors._score import score
from archive.extractors.crf import INSTALL
from archive.model.digest import Digest
from archive.verbs._annotated import from_archive, from_file
from archive.verbs._opened import Opened, Progress
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
    """What the model finds in the articles that it did not see, and the rules, where they know the language."""

    documents: int
    attributions: int
    ours: Measured
    rules: Measured | None


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
        rules = self.held_out.rules
        return rules is not None and self.held_out.ours.f < rules.f


def train(files: Sequence[Path], target: Path, opened: Opened | None, progress: Progress) -> Trained:
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
    progress("attributions to learn from", count(kept), 0)
    model = learn(kept, language)
    data = _model.dump(model)
    measured = _held_out(held, language, data)
    write_new(target, lambda file: file.write(data))
    left_out = len(articles) - len(kept) - len(held)
    about = (str(target), str(Digest.of(data)), len(data), language, model.documents, model.attributions)
    return Trained(*about, left_out, measured)


def _language(articles: Sequence[Annotated]) -> str:
    """The one that most articles are in."""
    counted = Counter(one.language for one in articles if one.language)
    return max(counted, key=lambda name: (counted[name], name), default=UNKNOWN)


def _parted(articles: Sequence[Annotated], language: str) -> tuple[list[Annotated], list[Annotated]]:
    """Those to learn from and those to measure on. Raises UsageError for too few."""
    kept, held = parted(articles)
    if count(kept) < FEWEST or not held:
        found = f"attributions with a cue: {count(articles):,}; articles in {language!r}: {len(articles):,}"
        raise UsageError(
            f"too little to learn from: {found}",
            hint=f"at least {FEWEST} attributions are needed, and a tenth more in other articles to measure; "
            "of an archive a document counts once all its proposals are decided (archive review)",
        )
    return kept, held


def _held_out(articles: Sequence[Annotated], language: str, data: bytes) -> HeldOut:
    """Of articles that it did not see; the model's file is used as it will be."""
    theirs = _measured(articles, language, rules) if language in rules.LANGUAGES else None
    ours = _measured(articles, language, crf.opened(data))
    return HeldOut(len(articles), sum(len(one.marked) for one in articles), ours, theirs)


def _measured(articles: Sequence[Annotated], language: str, extractor: Any) -> Measured:
    found = score((one.text, extractor.extract(one.text, one.sentences, language), one.marked) for one in articles)
    return Measured(found.precision, found.recall, found.f, found.source)
