"""What an extractor proposes: a claim as it stands in a text. Nobody has accepted it: it is no fact."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model.span import Span

KINDS = ("direct", "indirect", "mixed", "own")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who said what, by spans in code points of one text.

    `content` is what is said: several spans where the words that name the speaker stand in between. `source` names the
    speaker, `cue` says that he said it; `named` is the name that a pronoun stands for. `relays` are those through
    whom it came, nearest to the reader last. `negated` are the words that deny it.
    """

    content: tuple[Span, ...]
    kind: str
    source: Span | None = None
    cue: Span | None = None
    named: Span | None = None
    relays: tuple[Span, ...] = ()
    hedges: tuple[Span, ...] = ()
    negated: tuple[Span, ...] = ()
