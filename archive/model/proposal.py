"""What an extractor proposes: a claim as it stands in a text. Nobody has accepted it: it is no fact.

What is stored of a run are places in one text, and codes; no words. What a model gave for a quote and was refused may
be another document's words, a little changed, and an erasure of that document would leave them here: so its verdict is
stored, and where in this text it stands, as it is or changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.model import jcs
from archive.model.digest import Digest
from archive.model.span import Span
from archive.model.verdict import VERDICTS

KINDS = ("direct", "indirect", "mixed", "own")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who said what, by spans in code points of one text.

    `content` is what is said: several spans where the words that name the speaker stand in between. `source` names the
    speaker, `cue` says that he said it; `named` is the name that a pronoun stands for. `relays` are those through
    whom it came, nearest to the reader last. `negated` are the words that deny it. `asserts`: the speaker says that the
    content is so; otherwise it is what he hints at, wants, denies or speaks of, and means little without the cue.
    """

    content: tuple[Span, ...]
    kind: str
    source: Span | None = None
    cue: Span | None = None
    named: Span | None = None
    relays: tuple[Span, ...] = ()
    hedges: tuple[Span, ...] = ()
    negated: tuple[Span, ...] = ()
    asserts: bool = False

    @property
    def cited(self) -> tuple[Span, ...]:
        """The words that a claim of it rests on: what is said, where the speaker says that it is so; else all from the
        first of speaker, cue and content to the last, so that no `denied` is lost."""
        if self.asserts:
            return self.content
        spans = [*self.content, *filter(None, (self.source, self.cue))]
        return (Span(min(span.start for span in spans), max(span.end for span in spans)),)


@dataclass(frozen=True, slots=True)
class Extraction:
    """A run of an extractor over a version: `count` proposals, in the blob `output`. `settings`: words, by spaces."""

    position: int
    id: str
    version: str
    extractor: str
    settings: str
    count: int
    output: Digest


@dataclass(frozen=True, slots=True)
class RefusedQuote:
    """What a model gave for a quote and is not proposed: the verdict, one of NOT_PROPOSED; the number of the sentence
    that it named, 0 where the text has no such; and where this very text has it, as it is or changed."""

    verdict: str
    sentence: int = 0
    near: Span | None = None


NOT_PROPOSED = {
    **{verdict: meaning for verdict, (_, meaning) in VERDICTS.items()},
    "ambiguous": "these words stand several times, and the sentence does not tell which",
    "unattributed": "it is no speech in quotation marks, and nothing beside it says who says it",
}
"""Verdict → what it means. Of `check`, and two of what stands in the text and is no proposal."""
MOST_REFUSED = 100  # of one run; the record counts them all

_ONE = ("source", "cue", "named")
_SEVERAL = ("content", "relays", "hedges", "negated")


def dump(proposals: Sequence[Proposal], refused: Sequence[RefusedQuote] = ()) -> bytes:
    """The blob: canonical JSON, a list of objects; a span is `[start, end]` in code points; what is empty, or false, is
    missing. With `refused`, an object of both lists, which keeps the first of them."""
    listed = [_members(one) for one in proposals]
    kept = [_refused_members(one) for one in refused[:MOST_REFUSED]]
    return jcs.dumps({"refused": kept} | ({"proposals": listed} if listed else {}) if kept else listed)


def _refused_members(one: RefusedQuote) -> dict[str, Any]:
    near = [one.near.start, one.near.end] if one.near else []
    members = {"verdict": one.verdict, "sentence": one.sentence, "near": near}
    return {name: value for name, value in members.items() if value}


def _members(one: Proposal) -> dict[str, Any]:
    members: dict[str, Any] = {"kind": one.kind, "asserts": one.asserts}
    for name in _SEVERAL:
        members[name] = [[span.start, span.end] for span in getattr(one, name)]
    for name in _ONE:
        span = getattr(one, name)
        members[name] = [span.start, span.end] if span else []
    return {name: value for name, value in members.items() if value}


def load(data: bytes) -> list[Proposal]:
    """Inverse of `dump`, and of nothing else. Raises ValueError."""
    return [_proposal(members) for members in _lists(data)[0]]


def load_refused(data: bytes) -> list[RefusedQuote]:
    """What `dump` kept of the refused. Raises ValueError."""
    return [_refused(members) for members in _lists(data)[1]]


def _lists(data: bytes) -> tuple[list[Any], list[Any]]:
    """The proposals and the refused."""
    held = jcs.loads(data)
    if isinstance(held, list):
        return held, []
    if not isinstance(held, dict) or not {"refused"} <= held.keys() <= {"proposals", "refused"}:
        raise ValueError("not a list of proposals")
    proposals, refused = held.get("proposals", []), held["refused"]
    if not (isinstance(proposals, list) and isinstance(refused, list)) or not 0 < len(refused) <= MOST_REFUSED:
        raise ValueError("not a list of proposals")
    return proposals, refused


def _refused(members: Any) -> RefusedQuote:
    if not isinstance(members, dict) or not {"verdict"} <= members.keys() <= {"verdict", "sentence", "near"}:
        raise ValueError("not a refused quote")
    verdict, sentence = members["verdict"], members.get("sentence", 0)
    if type(verdict) is not str or verdict not in NOT_PROPOSED or type(sentence) is not int or sentence < 0:
        raise ValueError("not a refused quote")
    return RefusedQuote(verdict, sentence, _span(members["near"]) if "near" in members else None)


def _proposal(members: Any) -> Proposal:
    if not isinstance(members, dict) or not {"kind", "content"} <= members.keys() <= {
        "kind",
        "asserts",
        *_ONE,
        *_SEVERAL,
    }:
        raise ValueError("not a proposal")
    if members["kind"] not in KINDS or members.get("asserts", True) is not True:
        raise ValueError(f"{members['kind']!r} is no kind of proposal")
    several = {name: tuple(map(_span, _list(members.get(name, [])))) for name in _SEVERAL}
    one = {name: _span(members[name]) if name in members else None for name in _ONE}
    if not several["content"]:
        raise ValueError("a proposal without words")
    return Proposal(
        several["content"],
        members["kind"],
        one["source"],
        one["cue"],
        one["named"],
        several["relays"],
        several["hedges"],
        several["negated"],
        "asserts" in members,
    )


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("not a list of spans")
    return value


def _span(pair: Any) -> Span:
    if not (isinstance(pair, list) and len(pair) == 2 and all(type(end) is int for end in pair)):
        raise ValueError("not a span")
    return Span(*pair)
