"""Extract by asking a language model: what would be sent, and, when that is wanted, what it points at.

1 nothing is sent by `plan`: it counts what would be, leaves out what was answered or recorded before, and holds back
  what is to be protected (confidential documents, mails and what came with them) unless it is named for that
2 a version is asked about piece by piece; each answer is kept at once, so that what was cut off goes on from there
3 what an answer points at goes through `check` against that version: exact or set otherwise is proposed, all else is
  listed with its verdict
4 a version's proposals are recorded when all its pieces were answered: with the prompt, who was asked, who answered,
  and the verdicts on what was refused, without its words: whoever asks again, and has the answer no more, is told these

An answer that is not of the form is asked for once more; then its version fails, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from time import sleep

from archive.errors import UsageError
from archive.extractors import llm
from archive.fetch.chat import Answer, Chat, Model
from archive.model.proposal import Extraction, Proposal, RefusedQuote
from archive.model.span import Span, is_outside
from archive.model.token import Token, fits
from archive.model.verdict import Altered, Checked
from archive.store.reading import Reader
from archive.verbs import extract as runs
from archive.verbs._answers_kept import Kept, forget_answers
from archive.verbs._leaving import why_held
from archive.verbs._opened import Opened, Progress
from archive.verbs._proposals import RefusedBefore, Spoken, proposals_of, refused_of, spoken_in
from archive.verbs._resolve import versions_of
from archive.verbs.check import Asked, check
from archive.verbs.extract import Extracted

PLACED = ("exact", "typography", "truncated")  # verdicts of what may be proposed; see `llm` for what is truncated
_PER_TOKEN = 4  # bytes, roughly
_ANSWERED = "answered="


@dataclass(frozen=True, slots=True)
class Due:
    """What of a version would be sent. `tokens` are estimated; `held`: why it is held back."""

    document: str
    version: str
    title: str
    requests: int
    characters: int
    tokens: int
    held: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent to `host`, and what is held back. `cached`: pieces that were answered before; `known`:
    versions of which the proposals are recorded."""

    host: str
    model: str
    requests: int
    characters: int
    tokens: int
    cached: int
    known: int
    sent: tuple[Due, ...]
    held: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class NotProposed:
    """What a model pointed at and is not proposed: the verdict, of `check` or of `llm.Unplaced`; why; the changes;
    `near`: where the document has it, as it is or changed. Of a run that was recorded before, of which the answers
    are not kept any more, the model's words (`quote`, `speaker`) are empty."""

    quote: str
    verdict: str
    reason: str
    changes: tuple[Altered, ...]
    speaker: str
    sentence: int
    document: str
    version: str
    near: Spoken | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A run over one version. `models` are who answered; `failed` says why nothing is recorded."""

    run: Extracted
    refused: tuple[NotProposed, ...] = ()
    models: tuple[str, ...] = ()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """What was asked: requests that were sent, pieces that were answered and pieces of which the answer was kept;
    tokens as the service counts them, and how many answers it did not count."""

    requests: int = 0
    answered: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    uncounted: int = 0

    def and_(self, answer: Answer) -> Spent:
        counted = answer.tokens_in is not None and answer.tokens_out is not None
        return replace(
            self,
            answered=self.answered + 1,
            tokens_in=self.tokens_in + (answer.tokens_in or 0),
            tokens_out=self.tokens_out + (answer.tokens_out or 0),
            uncounted=self.uncounted + (not counted),
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """`body` is the request; `answer` what was kept of it."""

    piece: llm.Piece
    body: bytes
    answer: Answer | None


class Extracting:
    """Made by `Archive.extracting`. `plan` says what would be sent; `run` sends it."""

    def __init__(
        self,
        opened: Opened,
        versions: Sequence[str],
        model: Model,
        *,
        include: Sequence[str] = (),
        named: bool = False,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._opened, self._versions, self._model, self._named = opened, versions, model, named
        self._chat = Chat(model, pause)
        self._kept = Kept(opened, str(model.target))
        self._include = _included(opened, include, versions)
        self._counted = Spent()
        with opened.store.reading() as reader:
            self._removal = reader.last_removal()

    @property
    def spent(self) -> Spent:
        return replace(self._counted, requests=self._chat.requests)

    @cached_property
    def plan(self) -> Plan:
        """Raises UsageError for a document that was named, and is to be protected."""
        due, cached, known = [], 0, 0
        for id in self._versions:
            work, run, held, pieces = self._work(id)
            open = [one for one in pieces if one.answer is None]
            recorded = bool(run and open)
            cached, known = cached + (0 if held else len(pieces) - len(open)), known + recorded
            if open and not recorded and not work.skipped:
                due.append(_due(work, open, held))
        held_back, sent = (tuple(one for one in due if bool(one.held) is held) for held in (True, False))
        if held_back and self._named:
            first = held_back[0]
            raise UsageError(
                f"{first.document} is not sent: {first.held}", hint=f"--include {first.version[:12]} sends it"
            )
        return Plan(
            self._model.target.authority,
            self._model.name,
            sum(one.requests for one in sent),
            sum(one.characters for one in sent),
            sum(one.tokens for one in sent),
            cached,
            known,
            sent,
            held_back,
        )

    def run(self, progress: Progress) -> Iterator[Answered]:
        """Asks, and records; each result comes after its commit. Raises NotFetched: what was answered is kept; and
        WasRemoved, of a version that others removed meanwhile."""
        held_back = {one.version: one.held for one in self.plan.held}
        for number, id in enumerate(self._versions):
            progress("asking", number, len(self._versions))
            yield self._one(id, held_back)
        progress("asking", len(self._versions), len(self._versions))

    def _one(self, id: str, held_back: dict[str, str]) -> Answered:
        work, run, _, pieces = self._work(id)
        if id in held_back:
            work = replace(work, skipped=f"not sent: {held_back[id]}; --include {id[:12]} sends it")
        if work.skipped:
            return Answered(self._extracted(work, None, False, []))
        if run and any(one.answer is None for one in pieces):
            with self._opened.store.reading() as reader:
                stored = proposals_of(reader, run, work.text)
                held = refused_of(reader, run, work.version, work.text)
            return Answered(self._extracted(work, run, True, stored), tuple(_told(work, one) for one in held))
        try:
            answers = [self._answer(one) for one in pieces]
        except ValueError as error:
            return Answered(self._extracted(work, None, False, []), failed=str(error))
        return self._recorded(work, answers)

    def _extracted(
        self, work: runs._Work, run: Extraction | None, existing: bool, proposals: list[Proposal]
    ) -> Extracted:
        with self._opened.store.reading() as reader:
            return runs._extracted(reader, work, run, existing, proposals)

    # One version --------------------------------------------------------------------------------------------------

    def _work(self, id: str) -> tuple[runs._Work, Extraction | None, str, list[_Piece]]:
        """A version, its run if there was one, why it is held back, and its pieces."""
        with self._opened.store.reading() as reader:
            work = runs._work(reader, runs.there(reader, id), llm)
            held = "" if id in self._include or work.skipped else why_held(reader, id)
            run = self._earlier(reader, id)
        wanted = [n for n, span in enumerate(work.sentences) if not is_outside(work.article, *span)]
        found = []
        for piece in llm.pieces(work.text, work.sentences, wanted):
            body = llm.question(piece, self._model.name, self._model.temperature)
            found.append(_Piece(piece, body, self._kept_answer(body)))
        return work, run, held, found

    def _earlier(self, reader: Reader, id: str) -> Extraction | None:
        """The last run that asked the same, whoever answered."""
        asked = self._settings([])
        same = [
            run
            for run in reader.extractions(id)
            if run.extractor == llm.EXTRACTOR
            and [word for word in run.settings.split() if not word.startswith(_ANSWERED)] == asked
        ]
        return same[-1] if same else None

    def _settings(self, models: Sequence[str]) -> list[str]:
        """Who was asked, what, and who answered, as words of the record."""
        model = self._model
        return [
            f"endpoint={model.target.host}",
            f"model={model.name}",
            *([] if model.temperature is None else [f"temperature={model.temperature:g}"]),
            llm.PROMPT_NAME,
            llm.prompt_digest(),
            *(f"{_ANSWERED}{name}" for name in models),
        ]

    def _kept_answer(self, body: bytes) -> Answer | None:
        answer = self._kept.get(body)
        with suppress(ValueError):  # what was damaged is asked for again
            if answer:
                llm.pointed(answer.content)
                return answer
        return None

    def _answer(self, one: _Piece) -> Answer:
        """Raises ValueError for one that is not of the form, twice; NotFetched."""
        if one.answer:
            self._counted = replace(self._counted, cached=self._counted.cached + 1)
            return one.answer
        try:
            return self._fresh(one.body)
        except ValueError:
            return self._fresh(one.body)

    def _fresh(self, body: bytes) -> Answer:
        answer = self._chat.ask(body)
        self._counted = self._counted.and_(answer)  # it is paid for, whatever it says
        llm.pointed(answer.content)
        self._kept.put(body, answer)
        self._forget_removed()
        return answer

    def _forget_removed(self) -> None:
        """What was removed while a model was asked takes that answer with it, too: it may hold the words. A removal
        after this look finds the answer by itself."""
        with self._opened.store.reading() as reader:
            last = reader.last_removal()
        if last > self._removal:
            forget_answers(self._opened)
            self._removal = last

    def _recorded(self, work: runs._Work, answers: Sequence[Answer]) -> Answered:
        models = sorted({answer.model for answer in answers if answer.model})
        listed = [one for answer in answers for one in llm.pointed(answer.content)]
        proposals, refused = _judged(self._opened, work, listed)
        with self._opened.store.writing() as writer:
            settings = self._settings(models)
            kept = [_kept(work, one) for one in refused]
            run, existing, stored = runs._stored(self._opened, writer, llm, work, proposals, settings, kept)
        return Answered(self._extracted(work, run, existing, stored), tuple(refused), tuple(models))


def _included(opened: Opened, references: Sequence[str], versions: Sequence[str]) -> frozenset[str]:
    """The versions that may be sent though they are to be protected. Raises UsageError, NotFound, Ambiguous."""
    found: set[str] = set()
    with opened.store.reading() as reader:
        for one in references:
            meant = set(versions) if one == "all" else {version.id for version in versions_of(reader, one)}
            if not meant & set(versions):
                raise UsageError(f"{one!r} is none of these documents", hint="give one of them, or: all")
            found |= meant
    return frozenset(found)


def _due(work: runs._Work, pieces: Sequence[_Piece], held: str) -> Due:
    return Due(
        work.version.document,
        work.version.id,
        work.title,
        len(pieces),
        sum(one.piece.characters for one in pieces),
        sum(-(-len(one.body) // _PER_TOKEN) for one in pieces),
        held,
    )


def _judged(
    opened: Opened, work: runs._Work, listed: Sequence[llm.Pointed]
) -> tuple[list[Proposal], list[NotProposed]]:
    """What is proposed, in the order of the text, and what is not."""
    asked = [Asked(one.quote, one.speaker) for one in listed]
    checked = opened.with_index(lambda: check(opened, work.version.id).all(asked)) if asked else []
    reading = llm.Reading(work.text, work.sentences)
    found: dict[Proposal, None] = {}
    refused = []
    for one, verdict in zip(listed, checked, strict=True):
        try:
            if verdict.verdict not in PLACED:
                raise llm.Unplaced(verdict.verdict, verdict.reason)
            found.setdefault(reading.proposal(one))
        except llm.Unplaced as error:
            refused.append(_refused(work, one, verdict, error))
    return sorted(found, key=lambda proposal: proposal.content[0]), refused


def _kept(work: runs._Work, one: NotProposed) -> RefusedQuote:
    """What is recorded of it: no words, for they may be another document's, and erased there."""
    sentence = one.sentence if 0 < one.sentence <= len(work.sentences) else 0
    return RefusedQuote(one.verdict, sentence, Token.parse(one.near.token).span if one.near else None)


def _told(work: runs._Work, one: RefusedBefore) -> NotProposed:
    """What was refused in a run that was recorded."""
    version = work.version
    return NotProposed("", one.verdict, one.reason, (), "", one.sentence, version.document, version.id, one.near)


def _refused(work: runs._Work, one: llm.Pointed, checked: Checked, error: llm.Unplaced) -> NotProposed:
    changes = checked.changes if checked.verdict == error.verdict else ()
    version = work.version
    return NotProposed(
        checked.quote,
        error.verdict,
        error.reason,
        changes,
        one.speaker,
        one.sentence,
        version.document,
        version.id,
        spoken_in(version, work.text, near) if (near := _near(work, checked)) else None,
    )


def _near(work: runs._Work, checked: Checked) -> Span | None:
    """The first of the places that `check` shows and that is one of this very text; none of what is nowhere, for what
    comes nearest to that is something else."""
    tokens = [Token.parse(place.token) for place in checked.places if checked.verdict != "absent"]
    return next((one.span for one in tokens if fits(one, work.version.id, work.text)), None)
