"""Exporters: what was selected → one file of a format that other programs read. A module of this folder has

    EXPORTER: str        name and version, such as `csv/1`
    SUFFIX: str          of its file's name, such as `.csv`

and, when it is of claims,

    SHOWS: str           how much of the sources' words is in the file: `sentences` (the cited ones, and one on each
                         side), `edges` (the cited words, with 32 characters on each side), `words` (the cited words),
                         `reference` (none)

    def export(contents: Contents) -> bytes

which is pure: the same contents give the same bytes, and no value of them, whatever it holds, breaks the format. One
of the answers of servers (`ANSWERS = True`) has instead

    def export(answers: Iterable[Answer], stream: BinaryIO) -> None

which writes the answers as they come, holding one in memory. Neither opens anything or asks a clock; what they write
names no path, host or user of this machine. A hyphen in a format's name is an underscore in that of its module.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.model.digest import Digest
from archive.model.record import VERSIONS, Record
from archive.text.anchor import CONTEXT
from archive.tlog.excerpt import Excerpt, Opened, run
from archive.tlog.openings import parse_spans

Blob = Callable[[str], bytes]

MAX_CONTEXT = 500  # code points shown on one side of a quote, sentence or not

SENTENCES = ("sentences/1", "sentences/2")
CAPTURES = ("capture/1", "capture/2", "capture/3")

SENTENCES_AROUND, REFERENCE = "sentences", "reference"
SHOWN = (SENTENCES_AROUND, "edges", "words", REFERENCE)
"""What `SHOWS` may be, the most first."""

MAIL = frozenset({"eml", "msg"})  # readers whose texts begin with names and addresses, then an empty line
_EXTENSIONS = {"text/plain": "txt", "text/markdown": "md", "text/html": "html"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, as a capture has it. `capture`: its id, 64 hex; `url`: what was asked for; `redirects`:
    where that led, the last one being where the page stood; `captured`: to the second; `head`: the status line and
    headers as they came; `body`: unpacked."""

    capture: str
    url: str
    redirects: tuple[str, ...]
    captured: str
    head: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Context:
    """A citation's words in their place: the sentence before, the citation's own sentences cut in three, the one after.

    `cut_before` and `cut_after` say that a long context was shortened. `prefix` and `suffix` are the W3C's, at most 32
    code points; `start` and `end` are bytes of the text in UTF-8.
    """

    before: str
    lead: str
    exact: str
    tail: str
    after: str
    cut_before: bool = False
    cut_after: bool = False
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """Claims with all that was said of them. `what` says in people's words which; `origin`, `size` and `root` (32
    bytes) are the log's; `records` stand in log order; `contexts` by citation id. `signer` is the public key (32 bytes)
    of the bundle's signature, empty without one; `stamped`: the bundle has a time stamp. `excerpts` are, by version id,
    of those versions that are not there whole."""

    what: str
    origin: str
    size: int
    root: bytes
    records: tuple[Record, ...]
    contexts: Mapping[str, Context]
    signer: bytes = b""
    stamped: bool = False
    excerpts: Mapping[str, Excerpt] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Record]:
        return of_kind(self.records, *kinds)


def of_kind(records: Iterable[Record], *kinds: str) -> list[Record]:
    """The records of these kinds and versions, such as `claim/1`, in the order they came."""
    return [record for record in records if record.fields["kind"] in kinds]


def newest_date(records: Iterable[Record]) -> str:
    """The day (`2026-03-01`) of the newest record."""
    newest: str = max(record.fields["at"] for record in records)
    return newest[:10]


def original_file(version: Record) -> str:
    """Where a bundle keeps the bytes that were obtained, below its `data/`."""
    media_type = version.fields["media_type"].partition(";")[0].strip().lower()
    return f"originals/{Digest.parse(version.fields['content']).hex}.{_EXTENSIONS.get(media_type, 'bin')}"


def text_file(version: Record) -> str:
    """Where a bundle keeps the text, below its `data/`."""
    return f"texts/{Digest.parse(version.fields['text']).hex}.txt"


def excerpt_file(version: str) -> str:
    """Where a bundle keeps the opened sentences of a version (its id) that is not there whole, below its `data/`."""
    return f"excerpts/{version}.jsonl"


def sources(contents: Contents) -> Iterator[Record]:
    """The versions, in log order. One that is not there whole has an id, a document, and that a machine read it."""
    for record in contents.records:
        if record.kind in VERSIONS:
            yield record
        elif record.kind == "sentences/2" and (excerpt := contents.excerpts.get(record.fields["version"])):
            yield Record(excerpt.version, b"", {"document": record.fields["document"], **excerpt.incomplete})


def is_whole(version: Record) -> bool:
    """Whether all of a source is there; else no digest, size or reader of it is known, by which it could be guessed."""
    return "content" in version.fields


def contexts(
    records: Sequence[Record], blob: Blob, excerpts: Mapping[str, Excerpt] | None = None
) -> dict[str, Context]:
    """The context of every citation, by citation id, one version's text in memory at a time.

    Raises ValueError when a text or its spans cannot be read, KeyError when a version is missing.
    """
    versions = {record.id: record for record in of_kind(records, *VERSIONS)}
    spans = {record.fields["version"]: record.fields["spans"] for record in of_kind(records, *SENTENCES)}
    counts = {record.fields["version"]: record.fields["count"] for record in of_kind(records, "sentences/2")}
    cited: dict[str, list[Record]] = {}
    for citation in of_kind(records, "citation/1"):
        cited.setdefault(citation.fields["version"], []).append(citation)
    found: dict[str, Context] = {}
    for version, citations in cited.items():
        if excerpts and version in excerpts:
            opened = excerpts[version].opened
            found |= {citation.id: _shown(opened, counts[version], citation) for citation in citations}
            continue
        text = blob(Digest.parse(versions[version].fields["text"]).hex).decode()
        sentences = parse_spans(blob(Digest.parse(spans[version]).hex)) if version in spans else []
        floor = after_headers(versions[version], text)
        octets = _octets(text, [citation.fields["start"] for citation in citations])
        for citation in citations:
            start, end = citation.fields["start"], citation.fields["end"]
            found[citation.id] = context(text, sentences, start, end, floor, octets[start])
    return found


def context(
    text: str, spans: Sequence[tuple[int, int]], start: int, end: int, floor: int = 0, octets: int = 0
) -> Context:
    """The words at `[start, end)` (code points) inside their sentences, with one sentence before and one after.

    What stands before `floor` is shown only with words that begin there themselves. `octets`: bytes before `start`.
    """
    floor = floor if start >= floor else 0
    first = bisect_right(spans, start, key=lambda span: span[1])  # the first sentence that ends after `start`
    last = bisect_left(spans, end, key=lambda span: span[0]) - 1  # the last that begins before `end`
    left, right = (min(start, spans[first][0]), max(end, spans[last][1])) if first <= last else (start, end)
    before = max(floor, spans[first - 1][0] if first > 0 else left)
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
        text[max(floor, start - CONTEXT) : start],
        text[end : end + CONTEXT],
        octets,
        octets + len(text[start:end].encode()),
    )


def _shown(opened: Sequence[Opened], count: int, citation: Record) -> Context:
    """A citation's words with the opened sentences around them. Nothing closed is counted: no bytes before it."""
    start, end, exact = (citation.fields[name] for name in ("start", "end", "exact"))
    touched = run(opened, start, end)
    if not touched:
        raise ValueError(f"{citation}: its sentence is not shown")
    first, last = opened.index(touched[0]), opened.index(touched[-1])
    left, right = first, last
    while left and opened[left - 1].n == opened[left].n - 1:
        left -= 1
    while right + 1 < len(opened) and opened[right + 1].n == opened[right].n + 1:
        right += 1
    lead = touched[0].text[: max(0, start - touched[0].start)]
    tail = touched[-1].text[max(0, end - touched[-1].start) :]
    return Context(
        "".join(f"{one.text} " for one in opened[left:first]),
        lead,
        exact,
        tail,
        "".join(f" {one.text}" for one in opened[last + 1 : right + 1]),
        opened[left].n > 0,
        opened[right].n + 1 < count,
        lead[-CONTEXT:],
        tail[:CONTEXT],
    )


def _octets(text: str, positions: Iterable[int]) -> dict[int, int]:
    """How many bytes of UTF-8 stand before each position (code points)."""
    found, at, octets = {}, 0, 0
    for position in sorted(set(positions)):
        octets += len(text[at:position].encode())
        found[position] = octets
        at = position
    return found


def after_headers(version: Record, text: str) -> int:
    """Where the body of a mail begins: who wrote to whom is no context of what was written."""
    if version.fields["reader"].partition("/")[0] not in MAIL:
        return 0
    return text.find("\n\n") + 2 if "\n\n" in text else 0


def claims_in_order(contents: Contents) -> list[Record]:
    """Claims as their stories order them, then those of no story; each in log order, each once."""
    claims = {claim.id: claim for claim in contents.of("claim/1")}
    told = [story.fields["claim"] for story in contents.of("story/1")]
    return [claims[id_] for id_ in dict.fromkeys([*told, *claims]) if id_ in claims]
