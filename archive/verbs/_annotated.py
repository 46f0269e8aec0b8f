"""Articles in which people marked who says what: files that they have, and what they decided in this archive's review.

Two kinds of files, whose every line is right or refused. Positions are code points of the text as it stands in the
file: nothing is made canonical, since that would move them.

    JSONL    {"text": …, "attributions": [{"source": [[s, e]], "cue": [[s, e]], "content": [[s, e], …]}]}, a line an
             article; source and cue may be missing; `id` may stand there too
    brat     NAME.ann beside NAME.txt: Source, Cue and Content of T lines, tied by E lines whose trigger is the Cue,
             E1<TAB>Cue:T2 Source:T1 Content:T3 Content2:T4; all other lines and types are left alone
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError, Unreadable, UsageError
from archive.extractors._learning import Annotated
from archive.model.article import Version
from archive.model.proposal import Proposal
from archive.model.span import Span, is_outside
from archive.store.reading import Reader
from archive.text.language import detect
from archive.text.sentences import sentences
from archive.verbs._proposals import proposals_of
from archive.verbs._sources import line_of_json
from archive.verbs._waiting import waiting

LARGEST = 512 * 2**20  # bytes of a file
_HINT = "archive extract train --help shows what a file looks like"

_ROLE = re.compile(r"(Cue|Source|Content)\d*")
_WORDS = re.compile(r"(T\d+)\t(\w+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_EVENT = re.compile(r"E\d+\t(\w+):(T\d+)((?: \w+:[TE]\d+)*) ?")

Mark = tuple[str, tuple[Span, ...]]  # of brat: its type, where it stands


def from_file(path: Path) -> Iterator[Annotated]:
    """The articles of a file. Raises UsageError, Unreadable, which name the line."""
    if path.suffix == ".jsonl":
        yield from _from_list(path)
    elif path.suffix == ".ann":
        yield _from_brat(path)
    else:
        raise UsageError(f"{path} is neither NAME.jsonl nor NAME.ann", hint=_HINT)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", hint=_HINT) from None
    if len(data) > LARGEST:
        raise Unreadable(f"{path} is larger than {LARGEST // 2**20} MiB", hint="cut it into several files")
    return data


def _text_of(path: Path) -> str:
    data = _bytes_of(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not UTF-8, at byte {error.start}", hint="save it as UTF-8") from None


def _annotated(text: str, marked: Sequence[Proposal]) -> Annotated:
    ordered = tuple(sorted(marked, key=lambda one: one.content[0]))
    return Annotated(text, tuple(sentences(text)), detect(text), ordered)


# JSONL ----------------------------------------------------------------------------------------------------------


def _from_list(path: Path) -> Iterator[Annotated]:
    for number, line in enumerate(_bytes_of(path).split(b"\n"), 1):
        if line.strip():
            try:
                yield _from_line(line)
            except (ValueError, ArchiveError) as error:
                raise Unreadable(f"{path}:{number}: {error}", hint=_HINT) from None


def _from_line(line: bytes) -> Annotated:
    """Raises ValueError."""
    row = line_of_json(line)
    if not {"text", "attributions"} <= row.keys() <= {"text", "attributions", "id"}:
        raise ValueError("has other members than text, attributions and id, or not both of the first")
    text = row["text"]
    if not isinstance(text, str) or not isinstance(row["attributions"], list):
        raise ValueError("text is no text, or attributions no list")
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("its text holds a lone surrogate, which is no character")
    marked = []
    for number, one in enumerate(row["attributions"], 1):
        try:
            marked.append(_attribution(one, len(text)))
        except ValueError as error:
            raise ValueError(f"attribution {number}: {error}") from None
    return _annotated(text, marked)


def _attribution(one: Any, length: int) -> Proposal:
    if not isinstance(one, dict) or not {"content"} <= one.keys() <= {"source", "cue", "content"}:
        raise ValueError("is no object of content, source and cue")
    spans = {name: _spans(name, value, length) for name, value in one.items()}
    return _marked(spans.get("source", ()), spans.get("cue", ()), spans["content"])


def _spans(name: str, pairs: Any, length: int) -> tuple[Span, ...]:
    """Raises ValueError."""
    if not isinstance(pairs, list):
        raise ValueError(f"{name} is no list of spans")
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(end) is int for end in pair)):
            raise ValueError(f"{name} holds what is no [start, end]")
        if not 0 <= pair[0] < pair[1] <= length:
            raise ValueError(f"{name} {pair} is no span of a text of {length} characters")
    return tuple(Span(*pair) for pair in pairs)


def _marked(source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> Proposal:
    """Of a source or cue in several pieces the first counts. Raises ValueError."""
    if not content:
        raise ValueError("has no content")
    first, verb = [*source[:1], None][0], [*cue[:1], None][0]
    return Proposal(tuple(sorted(content)), "indirect", first, verb)


# brat -----------------------------------------------------------------------------------------------------------


def _from_brat(path: Path) -> Annotated:
    """Positions of brat count characters of the .txt file, which is UTF-8."""
    text = _text_of(path.with_suffix(".txt"))
    lines = list(enumerate(_text_of(path).split("\n"), 1))
    marks: dict[str, Mark] = {}
    marked = []
    for number, line in lines:
        try:
            if line.startswith("T"):
                id, mark = _words(line, text)
                if id in marks:
                    raise ValueError(f"there is a {id} before")
                marks[id] = mark
        except ValueError as error:
            raise Unreadable(f"{path}:{number}: {error}", hint=_HINT) from None
    for number, line in lines:
        try:
            if line.startswith("E"):
                marked += _event(line, marks)
        except ValueError as error:
            raise Unreadable(f"{path}:{number}: {error}", hint=_HINT) from None
    return _annotated(text, marked)


def _words(line: str, text: str) -> tuple[str, Mark]:
    """One T line, of whatever type. Its words must stand where it says. Raises ValueError."""
    match = _WORDS.fullmatch(line.rstrip("\r"))
    if not match:
        raise ValueError("is no line T1<TAB>TYPE START END<TAB>WORDS")
    pairs = [[int(end) for end in part.split()] for part in match[3].split(";")]
    spans = _spans(match[2], pairs, len(text))
    if " ".join(span.of(text) for span in spans).split() != match[4].split():
        raise ValueError(f"{match[4][:60]!r} does not stand at {match[3]} of the text")
    return match[1], (match[2], spans)


def _event(line: str, marks: Mapping[str, Mark]) -> list[Proposal]:
    """The attribution of an E line; none where its trigger is no cue. Raises ValueError."""
    match = _EVENT.fullmatch(line.rstrip("\r"))
    if not match:
        raise ValueError("is no line E1<TAB>Cue:T2 Source:T1 Content:T3")
    if match[1] != "Cue":
        return []
    spans: dict[str, list[Span]] = {"Cue": [], "Source": [], "Content": []}
    for role, id in [("Cue", match[2]), *(one.split(":") for one in match[3].split())]:
        named = _ROLE.fullmatch(role)
        if named:
            kind, places = marks.get(id, ("", ()))
            if kind != named[1]:
                raise ValueError(f"{role}:{id} names no {named[1]} of this file")
            spans[kind] += places
    return [_marked(spans["Source"], spans["Cue"], spans["Content"])]


# Reviewed in this archive ---------------------------------------------------------------------------------------


def from_archive(reader: Reader) -> Iterator[Annotated]:
    """The versions of which every proposal was decided: what was accepted is marked, what was rejected is not, and the
    outlet's own claims are nobody's. An editor changes a claim's words and not where it stands, so that an edited one
    counts as accepted. Only sentences of the article count; of a source to protect none, since a model holds words."""
    runs: dict[str, list[Any]] = {}
    for run in reader.extractions():
        runs.setdefault(run.version, []).append(run)
    for id, listed in runs.items():
        version = reader.version(id)
        decided = reader.reviews([run.id for run in listed])
        secret = reader.described([version.document])[version.document].first("confidential")
        if any(decided.values()) and not secret and not waiting(reader, version):
            text = reader.text(version)
            marked = [
                one
                for run in listed
                for number, one in enumerate(proposals_of(reader, run, text), 1)
                if decided.get(run.id, {}).get(number) in ("accepted", "edited") and one.kind != "own"
            ]
            yield _reviewed(reader, version, text, marked)


def _reviewed(reader: Reader, version: Version, text: str, marked: Sequence[Proposal]) -> Annotated:
    article = reader.chosen_at([version.position]).get(version.position, [])
    inside = [span for span in reader.spans(version.id) if not is_outside(article, *span)]
    language = reader.languages({version.position: version.document})[version.position].partition("-")[0]
    cores = dict.fromkeys(Proposal(one.content, "indirect", one.source, one.cue) for one in marked)
    ordered = tuple(sorted(cores, key=lambda one: one.content[0]))
    return Annotated(text, tuple(inside), language, ordered)
