"""What the records of a bundle say to one another: references, contexts, order, what is retracted.

`build` and `check` both go through here, so that a page and its check cannot come to differ.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.bundle import Entry
from archive.bundle.layout import blob_names
from archive.model.digest import Digest
from archive.model.record import Record
from archive.tlog.openings import parse_spans

Blob = Callable[[str], bytes]

MAX_CONTEXT = 500  # code points shown on one side of a quote, sentence or not

#: kind → field that refers to a record → kind that it must be ("" any). Of a kind that this program does not know,
#: nothing can be cited: its text cannot be checked.
_REFERENCES: Mapping[str, Mapping[str, str]] = {
    "sentences/1": {"version": "version/1"},
    "selection/1": {"version": "version/1"},
    "capture/1": {"version": "version/1"},
    "detection/1": {"version": "version/1"},
    "capture/2": {"version": "version/1"},
    "acceptance/1": {"capture": "capture/2"},
    "citation/1": {"claim": "claim/1", "version": "version/1"},
    "retraction/1": {"target": ""},
    "story/1": {"claim": "claim/1"},
}


@dataclass(frozen=True, slots=True)
class Context:
    """A citation's words in their place: the sentence before, the citation's own sentences cut in three, the one after.

    `cut_before` and `cut_after` say that a long context was shortened.
    """

    before: str
    lead: str
    exact: str
    tail: str
    after: str
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """All that the page and VERIFY.txt are made from. `entries` stand in log order, `contexts` by citation id.

    `signer` is the public key (32 bytes) of the bundle's signature, empty without one.
    """

    what: str
    origin: str
    size: int
    root: bytes
    entries: tuple[Entry, ...]
    contexts: Mapping[str, Context]
    signer: bytes = b""
    stamped: bool = False

    @property
    def records(self) -> tuple[Record, ...]:
        return tuple(entry.record for entry in self.entries)

    def of(self, *kinds: str) -> list[Record]:
        return of_kind(self.records, *kinds)


def of_kind(records: Iterable[Record], *kinds: str) -> list[Record]:
    """The records of these kinds and versions, such as `claim/1`, in the order they came."""
    return [record for record in records if record.kind in kinds]


def newest_date(records: Iterable[Record]) -> str:
    """The day (`2026-03-01`) of the newest record."""
    newest: str = max(record.fields["at"] for record in records)
    return newest[:10]


def dangling(records: Sequence[Record]) -> Iterator[str]:
    """One line for each reference whose target is not among `records`, or is of another kind."""
    kinds = {record.id: record.kind for record in records}
    for record in records:
        for field, kind in _REFERENCES.get(record.kind, {}).items():
            target = record.fields[field]
            if target not in kinds or kind not in ("", kinds[target]):
                yield f"{record}: its {field} {target} is no {kind or 'record'} of this bundle"


def contexts(records: Sequence[Record], blob: Blob) -> dict[str, Context]:
    """The context of every citation, by citation id, one version's text in memory at a time.

    Raises ValueError when a text or its spans cannot be read, KeyError when a version is missing.
    """
    versions = {record.id: record for record in of_kind(records, "version/1")}
    spans = {record.fields["version"]: record.fields["spans"] for record in of_kind(records, "sentences/1")}
    cited: dict[str, list[Record]] = {}
    for citation in of_kind(records, "citation/1"):
        cited.setdefault(citation.fields["version"], []).append(citation)
    found = {}
    for version, citations in cited.items():
        text = blob(Digest.parse(versions[version].fields["text"]).hex).decode()
        sentences = parse_spans(blob(Digest.parse(spans[version]).hex)) if version in spans else []
        for citation in citations:
            found[citation.id] = context(text, sentences, citation.fields["start"], citation.fields["end"])
    return found


def context(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Context:
    """The words at `[start, end)` (code points) inside their sentences, with one sentence before and one after."""
    first = bisect_right(spans, start, key=lambda span: span[1])  # the first sentence that ends after `start`
    last = bisect_left(spans, end, key=lambda span: span[0]) - 1  # the last that begins before `end`
    left, right = (min(start, spans[first][0]), max(end, spans[last][1])) if first <= last else (start, end)
    before = spans[first - 1][0] if first > 0 else left
    after = spans[last + 1][1] if last + 1 < len(spans) else right
    from_, to = max(before, start - MAX_CONTEXT), min(after, end + MAX_CONTEXT)
    left, right = max(left, from_), min(right, to)
    return Context(
        text[from_:left],
        text[left:start],
        text[start:end],
        text[end:right],
        text[right:to],
        from_ > before,
        to < after,
    )


def claims_in_order(contents: Contents) -> list[Record]:
    """Claims as their stories order them, then those of no story; each in log order, each once."""
    claims = {claim.id: claim for claim in contents.of("claim/1")}
    told = [story.fields["claim"] for story in contents.of("story/1")]
    return [claims[id_] for id_ in dict.fromkeys([*told, *claims]) if id_ in claims]


def unnamed_blobs(records: Sequence[Record], names: Iterable[str]) -> list[str]:
    """Blob files that no record names."""
    named = blob_names(records)
    folders = ("data/originals/", "data/texts/", "data/spans/")
    return [name for name in names if name.startswith(folders) and name not in named]
