"""The check checked: quotes made from texts, altered and untouched, and what the check says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.errors import BadToken
from archive.model.span import Span
from archive.text.judge import Quote, Text
from archive.text.mutations import Case, cases
from archive.verbs._corpus import About, Gaps, Lost, Rendering, Scoped
from archive.verbs._opened import Opened
from archive.verbs._samples import SAMPLES
from archive.verbs.check import Asked, check_quote

STRETCHES = 6  # of each text


@dataclass(frozen=True, slots=True)
class Failed:
    """A quote with another verdict than the right ones."""

    kind: str
    quote: str
    verdict: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selftest:
    """`accepted`: altered quotes that were accepted, of which there may be none; `refused`: untouched ones that were.

    `right` of `cases` had a verdict that is right, `truncated` of `slices` untouched quotes were said to leave out what
    qualifies them. `kinds` says how many quotes of each kind there were.
    """

    texts: int
    cases: int
    right: int
    accepted: int
    refused: int
    slices: int
    truncated: int
    kinds: Mapping[str, int]
    failed: tuple[Failed, ...]

    @property
    def ok(self) -> bool:
        return not self.accepted and not self.refused and self.right >= 0.98 * self.cases


def selftest(texts: Iterable[str] = (), *, seed: int = 1, stretches: int = STRETCHES) -> Selftest:
    """The samples that come with the program, and any other texts."""
    every = [*SAMPLES, *texts]
    kinds: Counter[str] = Counter()
    failed: list[tuple[Case, str]] = []
    verdicts: Counter[str] = Counter()
    for number, text in enumerate(every):
        for case, verdict in _judged(text, seed + number, stretches):
            kinds[case.kind] += 1
            if case.kind == "slice":
                verdicts[verdict] += 1
            if verdict not in case.right:
                failed.append((case, verdict))
    total = sum(kinds.values())
    return Selftest(
        len(every),
        total,
        total - len(failed),
        sum(_is_refused(case) and verdict in _ACCEPTED for case, verdict in failed),
        sum(not _is_refused(case) and verdict not in _ACCEPTED for case, verdict in failed),
        kinds["slice"],
        verdicts["truncated"],
        dict(sorted(kinds.items())),
        tuple(Failed(case.kind, case.quote, verdict, case.right) for case, verdict in failed),
    )


def selftest_of(opened: Opened, seed: int, documents: int) -> Selftest:
    """With the newest editions of an archive's first documents."""
    with opened.store.reading() as reader:
        versions = reader.last_readings(0, documents)
        texts = [reader.text(version) for version in versions if not version.unreadable]
    return selftest(texts, seed=seed)


_ACCEPTED = ("exact", "typography", "truncated", "superseded", "relayed")


def _is_refused(case: Case) -> bool:
    return not set(case.right) & set(_ACCEPTED)


def _judged(text: str, seed: int, stretches: int) -> Iterator[tuple[Case, str]]:
    corpus = Alone((Text(text),))
    for case in cases(text, seed, stretches):
        yield case, check_quote(corpus, Asked(case.quote), Scoped()).verdict


@dataclass(frozen=True, slots=True)
class Alone:
    """Texts that stand in no archive."""

    held: Sequence[Text]

    @property
    def outside(self) -> bool:
        return True

    def holding(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        return range(len(self.held))

    def near(self, quote: Quote, within: Collection[int] | None) -> Sequence[int]:
        return range(len(self.held))

    def texts(self, versions: Iterable[int]) -> dict[int, Text]:
        return {n: self.held[n] for n in versions}

    def about(self, versions: Collection[int]) -> dict[int, About]:
        return {n: About(f"{n:064x}", f"text {n}", "", "", "", True) for n in versions}

    def is_newest(self, version: int) -> bool:
        return True

    def expect(self, quotes: Sequence[tuple[Quote, Collection[int] | None]]) -> None:
        """All is in memory."""

    def newest(self, version: int) -> Sequence[int]:
        return [version]

    def gaps(self, within: Collection[int] | None) -> Gaps:
        return Gaps()

    def lost(self) -> Sequence[Lost]:
        return ()

    def token(self, written: str) -> tuple[int, Span]:
        raise BadToken(f"the token {written} names nothing here")

    def renderings(self, within: Collection[int] | None) -> Sequence[Rendering]:
        return ()
