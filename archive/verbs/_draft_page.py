"""A checked draft as a page for people: its text, coloured, and beside each mark what was found. One file, no script;
what the draft and the sources say is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence

from archive.model.span import Span
from archive.model.verdict import Checked, Stand
from archive.text.markup import NOTHING, Html, join, style, tag, text, words
from archive.verbs._drafts import Draft
from archive.verbs.check import summary

CSS = """
body { margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 62rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.55 Georgia, "Times New Roman", "Noto Serif", serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.3; }
.row { display: grid; grid-template-columns: 3fr 2fr; gap: 0 1.5rem; } .row p { white-space: pre-wrap; }
mark { color: inherit; background: #e6f4ea; border-bottom: 2px solid #1d6b35; }
mark.look { background: #fff4cc; border-bottom: 2px dashed #8a6d00; }
mark.refused { background: #f9dcdc; border-bottom: 3px double #a11; }
mark.uncounted { background: #eee; border-bottom: 1px dotted #555; }
aside { font-size: .85rem; } aside p { margin: .6rem 0; } strong { font-variant: small-caps; }
code { display: block; font-size: .75rem; color: #555; } del { background: #f9dcdc; } ins { background: #d9f2df; }
mark, ins, del { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media (max-width: 40rem) { .row { grid-template-columns: 1fr; } }
"""


def draft_page(draft: Draft) -> bytes:
    """The page of a draft."""
    counts = summary(draft.checked)
    said = ", ".join(f"{count} {verdict}" for verdict, count in counts.verdicts.items()) or "nothing was checked"
    rows = join(_row(draft, start, end) for start, end in _paragraphs(draft.text))
    body = tag(
        "body", words("h1", draft.name, dir="auto"), words("p", f"{counts.all} checked: {said}"), tag("main", rows)
    )
    return f"<!DOCTYPE html>\n{tag('html', _head(draft.name), body, lang='en')}".encode()


def _head(name: str) -> Html:
    fingerprint = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        words("title", f"Checked: {name}"),
        style(CSS),
    )


def _paragraphs(whole: str) -> Iterator[tuple[int, int]]:
    at = 0
    for part in whole.split("\n\n"):
        if part.strip():
            yield at, at + len(part)
        at += len(part) + 2


def _row(draft: Draft, start: int, end: int) -> Html:
    here = [(span, checked) for span, checked in draft.found if start <= span.start < end]
    marked = tag("p", *_marked(draft.text, start, end, here), dir="auto")
    return tag("div", marked, tag("aside", *(_finding(checked) for _, checked in here)), class_="row")


def _marked(whole: str, start: int, end: int, here: Sequence[tuple[Span, Checked]]) -> Iterator[Html]:
    at = start
    for span, checked in here:
        if span.start < at:  # a quotation in a sentence that is marked
            continue
        yield text(whole[at : span.start])
        at = min(span.end, end)
        yield words("mark", whole[span.start : at], class_=checked.group, title=checked.verdict)
    yield text(whole[at:end])


def _finding(checked: Checked) -> Html:
    made = [
        join([text(f"{change.kind}: "), words("del", change.before), text(" "), words("ins", change.after), text(" ")])
        for change in checked.changes
    ]
    said = f"(speaker {checked.named}: {checked.speaker}) " if checked.named else ""
    head = join([words("strong", checked.verdict), text(f" “{checked.quote[:80]}” {checked.reason} {said}")])
    return tag("p", head, *made, *(_place(stand) for stand in checked.places[:5]))


def _place(stand: Stand) -> Html:
    about = ", ".join(part for part in (stand.title, stand.publisher, stand.published) if part)
    older = "" if stand.newest else " (an older edition)"
    quoted = (
        join([text("…" + stand.before), words("mark", stand.text), text(stand.after + "…")]) if stand.text else NOTHING
    )
    return tag("span", words("code", f"{stand.token} {about}{older}"), quoted, dir="auto")
