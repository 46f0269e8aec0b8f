"""What an extractor proposes: a claim as it stands in a text. Nobody has accepted it: it is no fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.model import jcs
from archive.model.digest import Digest
from archive.model.span import Span

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


_ONE = ("source", "cue", "named")
_SEVERAL = ("content", "relays", "hedges", "negated")


def dump(proposals: Sequence[Proposal]) -> bytes:
    """The blob: canonical JSON, a list of objects; a span is `[start, end]` in code points; what is empty, or false, is
    missing."""
    return jcs.dumps([_members(one) for one in proposals])


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
    listed = jcs.loads(data)
    if not isinstance(listed, list):
        raise ValueError("not a list of proposals")
    return [_proposal(members) for members in listed]


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
