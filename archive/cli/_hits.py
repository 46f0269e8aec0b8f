"""How hits are said: for people, by a template, or as a table."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import Any

from archive.cli._output import (
    NAME,
    Styled,
    bold,
    dim,
    highlighted,
    is_colourful,
    percent,
    say,
    say_filled,
    say_json,
    say_row,
)
from archive.errors import UsageError

FIELDS = (
    *("number", "token", "text", "marked", "before", "after", "title", "publisher", "published"),
    *("document", "version", "start", "end", "score", "copies"),
)
TABLE = tuple(name for name in FIELDS if name not in ("marked", "before", "after"))
_CLAIM = ("number", "claim", "text", "source", "stories", "citations", "retracted", "score", "state")


def say_head(given: dict[str, Any]) -> None:
    """What stands before the hits; here wrong templates are refused."""
    template = given["template"]
    if template is not None:
        known = _CLAIM if given["find"] == "claims" else FIELDS
        if unknown := [name for name in NAME.findall(template) if name not in known]:
            raise UsageError(f"--format knows no {{{unknown[0]}}}", hint=f"it knows {', '.join(known)}")
    if given["as_csv"] and not given["count_by"]:
        say_row(_CLAIM if given["find"] == "claims" else TABLE)


def say_hit(hit: Any, given: dict[str, Any]) -> None:
    if given["as_json"]:
        say_json(hit)
    elif given["as_csv"]:
        say_row([_value(hit, name) for name in (_CLAIM if given["find"] == "claims" else TABLE)])
    elif given["template"] is not None:
        say_filled(given["template"], lambda name: _value(hit, name))
    elif given["find"] == "claims":
        _say_claim(hit)
    else:
        _say_sentence(hit, given)


def say_copies(copies: Sequence[Any]) -> None:
    """Documents that are copies of the one that was asked about."""
    for one in copies:
        about = ", ".join(part for part in (one.title, one.publisher, one.published) if part)
        say(bold("copy  "), about)
        say(f"version {one.version[:12]}  document {one.document}", indent="   ")
        there = (
            f"{percent(one.sentences)} of its sentences stand there word for word, {percent(one.words)} of its words"
        )
        here = f"{percent(one.its_sentences)} and {percent(one.its_words)} of that one's stand here"
        say(dim(f"{there}; {here}"), indent="   ")


def say_counts(counts: Sequence[Any], given: dict[str, Any]) -> None:
    """A bar each, the longest as wide as the terminal allows; or a table."""
    if not counts:
        return
    if given["as_csv"]:
        for row in (("value", "count"), *((count.value, str(count.count)) for count in counts)):
            say_row(row)
        return
    most = max(count.count for count in counts)
    name = min(max(len(count.value or "(none)") for count in counts), 40)
    room = max(shutil.get_terminal_size().columns - name - 12, 10)
    for count in counts:
        bar = "█" * max(round(room * count.count / most), 1)
        say(f"{(count.value or '(none)')[:name]:<{name}}  {count.count:>7,}  ", dim(bar))


def _say_sentence(hit: Any, given: dict[str, Any]) -> None:
    if given["find"] == "documents":
        _say_document(hit)
        return
    say(bold(f"{hit.number}  {hit.token}"))
    around = given["context"] is not None
    before, after = (hit.before, hit.after) if around else ("", "")
    say(*_dimmed(before), *_marked(hit), *_dimmed(after), indent="   ")
    say_places(hit)
    if not given["group"]:
        say(dim(_about(hit)), indent="   ")


def _say_document(hit: Any) -> None:
    """What it is, and below it its best sentences, each with its token."""
    say(bold(f"{hit.number}  "), bold(_about(hit)))
    for sentence in (hit, *hit.further):
        say(dim(sentence.token), indent="   ")
        say(*_marked(sentence), indent="   ")
    say_places(hit)


def _about(hit: Any) -> str:
    about = ", ".join(part for part in (hit.title, hit.publisher, hit.published) if part)
    marks = (
        (not hit.newest, "an older edition"),
        (hit.beside, "beside the article"),
        (hit.own, "your own writing"),
        (hit.machine_read, "read by a machine, from a picture"),
    )
    return about + "".join(f"  ({mark})" for holds, mark in marks if holds)


def say_places(hit: Any) -> None:
    """Where the same words stand in copies of the hit's document."""
    if hit.copies:
        others = ", ".join(hit.copies[:3]) + (", …" if len(hit.copies) > 3 else "")
        copies = "a copy" if len(hit.copies) == 1 else f"{len(hit.copies)} copies"
        say(dim(f"also in {copies}: {others}"), indent="   ")


def _dimmed(text: str) -> tuple[Styled, ...]:
    return (dim(text),) if text else ()


def _marked(hit: Any) -> Iterator[str | Styled]:
    """The sentence, the words that were found marked: by colour, or between ** where there is none."""
    colour = is_colourful()
    at = 0
    for mark in hit.marks:
        start, end = mark.start - hit.span.start, mark.end - hit.span.start
        yield hit.text[at:start]
        yield highlighted(hit.text[start:end]) if colour else f"**{hit.text[start:end]}**"
        at = end
    yield hit.text[at:]


def _value(hit: Any, name: str) -> str:
    if name in ("start", "end"):
        return str(getattr(hit.span, name))
    if name == "marked":
        return "".join(part if isinstance(part, str) else part.text for part in _marked(hit))
    value = getattr(hit, name)
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _say_claim(hit: Any) -> None:
    say(bold(f"{hit.number}  claim {hit.claim[:12]}"), dim("  ".join(("", hit.state, *hit.stories))))
    say(hit.text, dim(f" ({hit.source})" if hit.source else ""), indent="   ")
    if hit.retracted:
        say(dim(f"retracted: {hit.retracted}"), indent="   ")
