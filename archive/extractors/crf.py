"""Who said what, by a model that a user trained on annotated articles of their own.

The model is a file, and may be a stranger's. CRFsuite reads it, a C library that trusts what it reads: so that happens
in a child process without network, files or processes, and what comes back is checked as if the model had written it.
The digest of the model's file stands with every run.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec

from archive.errors import Unreadable, UsageError
from archive.extractors import _model
from archive.model.digest import Digest
from archive.model.proposal import Proposal, load
from archive.sandbox import Child, Limits

EXTRACTOR = "crf/1"

INSTALL = "pip install 'provenance-archive[train]'"
Range = tuple[int, int]


def opened(data: bytes, name: str = "the model") -> Extractor:
    """An extractor with the model of this file, which errors call by that name. Raises Unreadable, UsageError without
    the extra."""
    if find_spec("pycrfsuite") is None:
        raise UsageError("the extractor crf needs python-crfsuite, which is not installed", hint=INSTALL)
    return Extractor(data, name)


class Extractor:
    """See the folder's contract. The child ends with it."""

    EXTRACTOR = EXTRACTOR
    __name__ = __name__

    def __init__(self, data: bytes, name: str) -> None:
        self._name, self._limits = name, Limits()
        with self._named():
            model = _model.load(data)
        self.LANGUAGES = (model.language,)
        self.SETTINGS = (f"model={Digest.of(data)}",)
        self._child = Child("archive.extractors._tagger", self._limits)
        weakref.finalize(self, self._child.end)
        self._ask({"cues": len(model.cues), "language": model.language}, model.cues + model.spans)

    def extract(self, text: str, sentences: Sequence[Range], language: str = "en", own: bool = False) -> list[Proposal]:
        """As `rules`. Raises Unreadable when the child crashes or takes too long: the model is given up then."""
        if language not in self.LANGUAGES:
            raise UsageError(f"{self._name} is of the language {self.LANGUAGES[0]!r}, not of {language!r}")
        data = self._ask({"sentences": [*sentences], "own": own}, text.encode())
        with self._named():
            return _checked(data, len(text))

    def _ask(self, header: dict[str, object], raw: bytes) -> bytes:
        limits = self._limits.grown(len(raw))
        with self._named():
            if not self._child.alive:
                raise Unreadable("was given up: its reader has failed before")
            self._child.send(header, [raw], limits)
            answer = self._child.receive(limits)
            if answer.header.get("refused"):
                raise Unreadable("is no model that CRFsuite can read", hint="make one with `archive extract train`")
        return answer.raw

    @contextmanager
    def _named(self) -> Iterator[None]:
        """A predicate of the model becomes a sentence."""
        try:
            yield
        except Unreadable as error:
            raise Unreadable(f"{self._name} {error.message}", hint=error.hint) from None


def _checked(data: bytes, length: int) -> list[Proposal]:
    """What the child says, which a stranger's model may have made it say. Raises Unreadable."""
    try:
        found = load(data)
    except ValueError:
        raise Unreadable("gives what are no proposals") from None
    if max(map(_end, found), default=0) > length:
        raise Unreadable("finds words that the text does not have")
    return found


def _end(one: Proposal) -> int:
    """The last code point of all its spans."""
    spans = (*one.content, *one.relays, *one.hedges, *one.negated, one.source, one.cue, one.named)
    return max(span.end for span in spans if span)
