"""What checks quotes, lists of them and drafts, against an archive or a bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from archive.model.verdict import Checked
from archive.verbs._corpus import Scoped
from archive.verbs.check import Asked, Checker, asked_of, check

if TYPE_CHECKING:
    from archive.verbs._drafts import Draft
    from archive.verbs._opened import Opened

T = TypeVar("T")


class Run(Protocol):
    """Runs something, perhaps once more: the index may turn out to be broken."""

    def __call__(self, use: Callable[[], T], /) -> T: ...


class Checking:
    """Made by `Archive.checking`, or by `of_bundle`."""

    def __init__(self, make: Callable[[], Checker], run: Run) -> None:
        self._make, self._run = make, run

    @classmethod
    def of_archive(cls, opened: Opened, scope: str = "", *, allow_elided: bool = False) -> Checking:
        return cls(lambda: check(opened, scope, allow_elided=allow_elided), opened.with_index)

    @classmethod
    def of_bundle(cls, path: str | Path, *, allow_elided: bool = False) -> Checking:
        """Raises NotFound, NotAnArchive, IntegrityError for one that is not intact."""
        from archive.verbs._bundled import Bundled

        corpus = Bundled.of(Path(path))
        every = Scoped(frozenset(range(len(corpus.versions))))
        return cls(lambda: Checker(corpus, lambda _: every, allow_elided=allow_elided), lambda use: use())

    def quotes(self, quotes: Iterable[str], *, speaker: str = "") -> list[Checked]:
        return self._check([Asked(quote, speaker) for quote in quotes])

    def listed(self, lines: Iterable[bytes], *, name: str = "list") -> list[Checked]:
        """The quotes of a JSONL list, or of a CSV when it is called so. Raises UsageError."""
        return self._check([*asked_of(name, lines)])

    def _check(self, asked: Sequence[Asked]) -> list[Checked]:
        return self._run(lambda: self._make().all(asked))

    def draft(self, data: bytes, *, name: str = "-", every_sentence: bool = False, speaker: str = "") -> Draft:
        """Every quotation and cited sentence of a draft, which is not kept. Raises Unreadable."""
        from archive.verbs._drafts import check_draft

        return self._run(lambda: check_draft(self._make(), name, data, every_sentence=every_sentence, speaker=speaker))

    def page(self, draft: Draft) -> bytes:
        """A draft as a page, coloured, its sources beside it."""
        from archive.verbs._draft_page import draft_page

        return draft_page(draft)
