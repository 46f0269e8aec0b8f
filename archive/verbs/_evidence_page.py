"""What bears on a statement, as one page for a browser: no script, nothing from outside, everything escaped.

First how many outlets and sources there are, then the statement and each sentence side by side, what differs marked and
named, by mark; then the claims, what people stated of them, and the sources. It prints on A4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive.model.span import Span
from archive.text.agreement import MARKS, Detail
from archive.text.markup import NOTHING, Html, join, style, tag, text, words
from archive.text.style import CSS
from archive.verbs._beside import ClaimBeside, Evidence
from archive.verbs._voices import Source
from archive.verbs.evidence import Borne

#: mark → what it says.
SAYS = {
    "said": "says the same",
    "repeats": "repeats it: the same words, nothing added or doubted",
    "agrees": "agrees: the same number, date or words",
    "differs": "differs in what is marked",
    "bears": "bears on it; no more can be said",
}
_CSS = """
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .95rem; }
th, td { border: 1px solid #bbb; padding: .4rem .6rem; text-align: start; vertical-align: top; }
table.sides { table-layout: fixed; }
.kinds { font-weight: 600; }
@media print { tr { break-inside: avoid; } table { font-size: 9.5pt; } }
"""


def evidence_page(borne: Borne) -> bytes:
    """The page, UTF-8."""
    title = f"What bears on: {borne.statement}"
    head = tag("head", tag("meta", charset="utf-8"), words("title", title), style(CSS + _CSS))
    parts = [_header(borne), _counts(borne), _cited(borne)]
    parts += [_sides(borne, mark) for mark in MARKS]
    body = tag("body", *parts, _claims(borne), _relations(borne), _sources(borne))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}".encode()


def _header(borne: Borne) -> Html:
    said = words("p", f"said by {borne.speaker}") if borne.speaker else NOTHING
    note = (
        "The marks are proposals, made by comparing words: whether something supports or contradicts it, you must read."
    )
    return tag("header", words("h1", borne.statement, dir="auto"), said, words("p", note), *_notes(borne.notes))


def _notes(notes: Iterable[str]) -> Iterator[Html]:
    return (words("p", f"Note: {note}", class_="unknown") for note in notes)


def _counts(borne: Borne) -> Html:
    if not borne.counts:
        return words("p", "Nothing bears on it.", class_="unknown")
    rows = [
        tag(
            "tr",
            words("td", SAYS[one.mark]),
            *(words("td", str(n)) for n in (one.statements, one.outlets, one.sources)),
        )
        for one in borne.counts
    ]
    return _table(("", "statements", "outlets", "sources"), rows)


def _table(headings: Sequence[str], rows: Iterable[Html], kind: str = "") -> Html:
    return tag("table", tag("tr", *(words("th", heading) for heading in headings)), *rows, class_=kind)


def _cited(borne: Borne) -> Html:
    cited = [
        tag(
            "blockquote",
            text(f"“{one.exact}”"),
            words("p", f"{one.stance}: {one.document}, {one.token}", class_="context"),
        )
        for one in borne.citations
    ]
    return join([words("h2", "What the claim cites"), *cited]) if cited else NOTHING


def _sides(borne: Borne, mark: str) -> Html:
    """The statement and each sentence with this mark, side by side."""
    hits = [hit for hit in borne.hits if hit.mark == mark]
    if not hits:
        return NOTHING
    rows = [_row(borne.statement, hit.details, _marked(hit.text, _theirs(hit)), _about(hit)) for hit in hits]
    return join([words("h2", f"What {SAYS[mark]}"), _table(("the statement", "the sentence"), rows, "sides")])


def _row(statement: str, details: Sequence[Detail], there: Html, about: Html) -> Html:
    here = _marked(statement, [one.here_span for one in details if not one.same])
    kinds = "; ".join(f"{one.kind}: {one.here} / {one.there}" for one in details if not one.same)
    alike = "; ".join(f"the same {one.kind}: {one.there}" for one in details if one.same)
    said = [words("p", line, class_="kinds") for line in (kinds, alike) if line]
    return tag("tr", tag("td", here, dir="auto"), tag("td", there, *said, about, dir="auto"))


def _theirs(hit: Evidence) -> list[Span]:
    """Where it differs, in code points of the sentence."""
    by = hit.span.start
    return [Span(one.there_span.start - by, one.there_span.end - by) for one in hit.details if not one.same]


def _marked(plain: str, spans: Iterable[Span]) -> Html:
    parts, at = [], 0
    for span in sorted(spans):
        if span.start >= at:
            parts += [text(plain[at : span.start]), words("mark", span.of(plain))]
            at = span.end
    return join([*parts, text(plain[at:])])


def _about(hit: Evidence) -> Html:
    where = ", ".join(part for part in (hit.title, hit.publisher, hit.published) if part)
    through = f", through {', '.join(hit.relays)}" if hit.relays else ""
    copies = f"; stands in {len(hit.copies)} more as a copy" if hit.copies else ""
    said = f"said by {hit.speaker}{through}; " if hit.speaker else ""
    return join(
        [
            words("p", f"{where}{'' if hit.newest else ' (an older edition)'}", class_="context"),
            words("p", f"{said}source {_numbers(hit)}{copies}", class_="context"),
            tag("p", words("code", hit.token), class_="context"),
        ]
    )


def _claims(borne: Borne) -> Html:
    if not borne.claims:
        return NOTHING
    rows = [
        _row(
            borne.statement, one.details, _marked(one.text, [d.there_span for d in one.details if not d.same]), _of(one)
        )
        for one in borne.claims
    ]
    return join([words("h2", "Claims on the same matter"), _table(("the statement", "the claim"), rows, "sides")])


def _of(one: ClaimBeside) -> Html:
    said = f", said by {one.speaker}" if one.speaker else ""
    source = f"; source {_numbers(one)}" if one.source else ""
    return words("p", f"{one.mark}: claim {one.claim[:12]} {' '.join(one.stories)}{said}{source}", class_="context")


def _relations(borne: Borne) -> Html:
    texts = {one.claim: one.text for one in borne.claims} | {borne.claim: borne.statement}
    stated = [
        tag(
            "p",
            text(f"“{texts[one.from_]}” "),
            words("strong", one.type),
            text(f" “{texts[one.to]}” (stated by {one.by}){': ' + one.note if one.note else ''}"),
            class_="relation",
        )
        for one in borne.relations
    ]
    return join([words("h2", "What people stated"), *stated]) if stated else NOTHING


def _numbers(one: Evidence | ClaimBeside) -> str:
    return ", ".join(map(str, (one.source, *one.also)))


def _sources(borne: Borne) -> Html:
    rows = [_source(one) for one in borne.sources]
    headings = ("source", "what it is", "outlets", "documents")
    return join([words("h2", "Sources"), _table(headings, rows)]) if rows else NOTHING


def _source(one: Source) -> Html:
    kind = {"speaker": "a speaker", "copies": "copies of one another", "outlet": "an outlet"}[one.kind]
    own = "; the claim cites it" if one.own else ""
    cells = (f"{one.number}", f"{one.name} ({kind}{own})", ", ".join(one.outlets), "\n".join(one.documents))
    return tag("tr", *(words("td", cell) for cell in cells))
