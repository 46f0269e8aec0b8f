"""What becomes of the living citations of older editions in the newest one, and whether a record says so already.

It goes by edition: a new reading of the same bytes leaves every citation where it is. To an edition that could not be
read nothing is carried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.model.article import Version
from archive.model.carrying import UNCHANGED, Became, told
from archive.model.claim import Citation
from archive.model.digest import Digest
from archive.model.token import make_token
from archive.store.reading import Reader
from archive.text.carry import ALIGNER, Carried
from archive.text.carry import carry as carry_spans
from archive.text.changes import Change
from archive.verbs._editions import editions


@dataclass(frozen=True, slots=True)
class Move:
    """Citations of one version, and the version of the newest edition that they are taken to, which was obtained first
    at `captured`. `recorded` are those of which a record says already what became of them there."""

    before: Version
    after: Version
    captured: str
    citations: tuple[Citation, ...]
    recorded: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a citation. `old` and `new` are tokens, `new` empty where it has no place; `existing`: a
    record said so already."""

    citation: str
    claim: str
    outcome: str
    old: str
    new: str
    carried: Carried
    existing: bool

    @property
    def became(self) -> Became:
        """As a record says it."""
        named = (*self.carried.changes, *self.carried.around)
        return self.outcome, tuple((one.kind, one.before, one.after) for one in named)

    @property
    def is_changed(self) -> bool:
        """Whether the claim rests on words that are others now, or gone, or that lean on others."""
        return self.outcome not in UNCHANGED or bool(self.carried.around)

    @property
    def told(self) -> str:
        """The outcome, for people."""
        return told(*self.became)

    def json(self) -> Mapping[str, Any]:
        named, around = ([*map(_shown, some)] for some in (self.carried.changes, self.carried.around))
        return {
            "citation": self.citation,
            "outcome": self.outcome,
            "from": self.old,
            "to": self.new,
            "before": self.carried.before,
            "after": self.carried.after,
            "changes": named,
            "around": around,
        }


def _shown(change: Change) -> Mapping[str, str]:
    return {"kind": change.kind, "from": change.before, "to": change.after}


def documents_to_carry(reader: Reader) -> list[str]:
    """Documents of several editions, of which a citation stands."""
    cited, contents = reader.cited_versions(), defaultdict(set)
    for position, document, content in reader.versions_of_several():
        if position in cited:
            contents[document].add(content)
    return [document for document, all in contents.items() if len(all) > 1]


def moves(reader: Reader, document: str) -> Iterator[Move]:
    """One for each version of an older edition that has living citations."""
    newest = reader.newest(document)
    if newest is None or newest.unreadable:
        return
    recorded, captured = frozenset(reader.carried(newest.id, ALIGNER)), _captured(reader, document)
    by_version: dict[str, list[Citation]] = defaultdict(list)
    for citation in reader.living_citations(document):
        by_version[citation.version].append(citation)
    for id, citations in by_version.items():
        if (version := reader.version(id)).content != newest.content:
            yield Move(version, newest, captured, tuple(citations), recorded)


def _captured(reader: Reader, document: str) -> str:
    """When the newest edition became known."""
    changed = editions(reader, document).changed or reader.newest_contents([document])[document]
    return changed.captured


def waiting(reader: Reader) -> int:
    """How many citations of older editions nobody has carried to the newest one."""
    return uncarried(reader, reader.cited_contents()) if documents_to_carry(reader) else 0


def uncarried(reader: Reader, cited: Sequence[tuple[str, str, Digest]]) -> int:
    """How many of these citations, each with its document and the content of its edition, are such."""
    newest = reader.newest_contents(list({document for _, document, _ in cited}))
    known = reader.carried_contents(ALIGNER)
    held: dict[str, int] = defaultdict(int)
    for citation, document, content in cited:
        last = newest[document].content if document in newest else content
        held[document] += content != last and (citation, last) not in known
    return sum(count for document, count in held.items() if count and _is_readable(reader, document))


def _is_readable(reader: Reader, document: str) -> bool:
    newest = reader.newest(document)
    return newest is not None and not newest.unreadable


def outcomes(reader: Reader, move: Move) -> list[Outcome]:
    """What becomes of each citation."""
    before, after = reader.text(move.before), reader.text(move.after)
    found = carry_spans(
        before,
        after,
        [citation.span for citation in move.citations],
        reader.languages({move.after.position: move.after.document})[move.after.position] or "en",
        reader.spans(move.before.id),
        reader.spans(move.after.id),
    )
    return [_outcome(move, citation, one, after) for citation, one in zip(move.citations, found, strict=True)]


def _outcome(move: Move, citation: Citation, carried: Carried, after: str) -> Outcome:
    new = str(make_token(move.after.id, carried.span, carried.span.of(after))) if carried.span else ""
    existing = citation.id in move.recorded
    return Outcome(citation.id, citation.claim, carried.outcome, citation.token, new, carried, existing)


def record_of(move: Move, one: Outcome) -> Mapping[str, Any]:
    """The fields of the record that says so. Each citation has its own: it leaves with its claim, and with no word of
    what else is cited."""
    span = one.carried.span
    return {
        "citation": one.citation,
        "from": move.before.id,
        "to": move.after.id,
        "captured": move.captured,
        "aligner": ALIGNER,
        "outcome": one.outcome,
        **({"place": {"start": span.start, "end": span.end}} if span else {}),
        **({"changes": named} if (named := [*map(_change, (*one.carried.changes, *one.carried.around))]) else {}),
    }


def _change(change: Change) -> Mapping[str, str]:
    sides = {"before": change.before, "after": change.after}
    return {"kind": change.kind, **{name: words for name, words in sides.items() if words}}
