"""A draft: its quotations, in the quotation marks of all conventions, and its sentences with what they cite.

A quotation stands between an opening mark and its closing one in one paragraph; where the closing one is missing
and the next paragraph opens again, it ends with the paragraph. Marks inside it belong to it. Of quotations with a few
words of narration between them (“A,” he said, “B.”) it is also said that they may be one.

A sentence cites by a token in brackets, `[3f9a1c0b7d22:120-184:k7qd]` or `(…)`, several with a comma or semicolon; by
a link whose address ends in one; or by a footnote of Markdown, `[^1]`, whose note (`[^1]: …`) holds one. A token behind
a sentence's stop belongs to that sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model.span import Span
from archive.text.sentences import sentences

TOKEN = r"[0-9a-f]{6,64}:[0-9]{1,10}-[0-9]{1,10}:[0-9a-z]{2,8}"
LONGEST = 20_000  # code points of one quotation
NARRATION = 100  # code points between quotations that may be one

_TOKEN = re.compile(rf"(?<![0-9a-z]){TOKEN}(?![0-9a-z])")
_NOTE = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_MARK = re.compile(
    rf"(?P<note>{_NOTE.pattern})"
    r"|\[\^(?P<number>[^\]\s]{1,40})\]"
    rf"|\[(?P<words>[^\]\n]{{0,500}})\]\([^)\s]{{0,500}}?(?P<address>{TOKEN})[^)\n]{{0,500}}\)"
    rf"|[\[(]\s*{TOKEN}(?:\s*[,;]?\s+{TOKEN})*\s*[\])]",
    re.MULTILINE,
)
_BLOCK = re.compile(r"(?:(?!\n[^\S\n]*\n|\f).)+", re.DOTALL)
_PAIRS = re.compile(
    rf"“(?P<a>[^“”]{{1,{LONGEST}}}(?:“[^“”]*”[^“”]*)*)”"
    rf"|„(?P<b>[^„“”]{{1,{LONGEST}}})[“”]"
    rf"|«(?P<c>[^«»]{{1,{LONGEST}}}(?:«[^«»]*»[^«»]*)*)»"
    rf"|»(?P<d>[^«»]{{1,{LONGEST}}})«"
    rf"|「(?P<e>[^「」]{{1,{LONGEST}}})」|『(?P<f>[^『』]{{1,{LONGEST}}})』"
    rf"|(?<![\w\"])\"(?P<g>(?=\S)[^\"]{{1,{LONGEST}}}(?<=\S))\"(?!\w)"
    rf"|(?<!\w)[‘‚](?P<h>(?=\S)(?:[^‘‚’]|’(?=\w)){{1,1000}}"
    rf"(?:(?<=s)’(?= [a-z])(?:[^‘‚’]|’(?=\w)){{1,1000}}(?<=[.,!?])(?=’))?)[’‘](?!\w)"
    rf"|(?<!\w)'(?!\d0s)(?P<i>(?=[^\s'])(?:[^'\n]|'(?=\w)){{1,1000}}(?<=[^\s']))'(?!\w)"
)
_LAYOUT = re.compile(
    r"^[^\S\n]*(?:(?:>|[-*+]|\d{1,3}[.)]|#{1,6})[^\S\n]+)+|(?<!\w)(?:\*\*|__)(?=\S)|(?<=\S)(?:\*\*|__)(?!\w)",
    re.MULTILINE,
)
_ROW = re.compile(r"^[^\S\n]*\|.*$", re.MULTILINE)
_LABEL = re.compile(
    r"\W*(?:sources?|src|ref(?:erence)?|links?|here|see|quellen?|siehe|voir|cf|fuentes?)\b\W*\d{0,3}\W*"
    r"|\s*\[\d{1,3}\]\s*|[\s†‡*↗→]*",
    re.IGNORECASE,
)  # of a link that is no word of its sentence
_UNCLOSED = re.compile(r"[“«「„](?P<open>[^“”«»「」„]+)\Z")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as it is written, with its marks; `span` in code points of the draft."""

    written: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft, without its tokens and marks of notes; `span` is that of what is written."""

    text: str
    tokens: tuple[str, ...]
    span: Span


def quotations(text: str) -> list[list[Quotation]]:
    """The quotations in their order; those in one list may be parts of one that is interrupted."""
    found = [one for block in _BLOCK.finditer(text) for one in _in_block(text, block.start(), block.end())]
    runs: list[list[Quotation]] = []
    for one in found:
        if runs and _interrupted(text, runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def joined(text: str, run: Sequence[Quotation]) -> Quotation:
    """A run as one quotation, with the narration inside."""
    span = Span(run[0].span.start, run[-1].span.end)
    return Quotation(span.of(text), span)


def _in_block(text: str, start: int, end: int) -> Iterator[Quotation]:
    last = start
    for match in _PAIRS.finditer(text, start, end):
        if re.search(r"\w", match[0]):
            yield Quotation(match[0], Span(*match.span()))
        last = match.end()
    left = _UNCLOSED.search(text[last:end])
    if left and re.match(r"\s*[“«「„»]", text[end : end + 20]):  # it goes on in the next paragraph
        yield Quotation(left["open"], Span(last + left.start("open"), last + left.end("open")))


def _interrupted(text: str, before: Quotation, after: Quotation) -> bool:
    """Whether a few words of narration stand between two, and no paragraph ends."""
    gap = text[before.span.end : after.span.start]
    return (
        0 < len(gap) <= NARRATION
        and "\n\n" not in gap
        and bool(re.search(r"\w", gap))
        and before.written[:1] == after.written[:1]
    )


def cited(text: str, *, marked_up: bool = False) -> list[Sentence]:
    """The sentences, each with the tokens that it cites: those in it, and those right behind its stop. `marked_up`: the
    text is Markdown, whose signs of layout are no words."""
    marks = list(_marks(text))
    body = _blanked(text, [(start, end) for start, end, _ in marks])
    body = _without_layout(body) if marked_up else body
    spans = sentences(body)
    held: list[list[str]] = [[] for _ in spans]
    for start, _, tokens in marks:
        number = bisect_right(spans, start, key=lambda span: span[0]) - 1
        if number >= 0:
            held[number] += tokens
    return [
        Sentence(
            re.sub(r"\s+(?=[.,;])", "", " ".join(body[start:end].split())),
            tuple(dict.fromkeys(tokens)),
            Span(start, end),
        )
        for (start, end), tokens in zip(spans, held, strict=True)
    ]


def _marks(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Stretches that are no words of the draft, with the tokens in them: [start, end) in order."""
    notes = {match[1]: _TOKEN.findall(match[2]) for match in _NOTE.finditer(text)}
    for match in _MARK.finditer(text):
        if match["note"]:
            yield match.start(), match.end(), []
        elif match["number"]:
            yield match.start(), match.end(), notes.get(match["number"], [])
        elif match["words"] is not None and _LABEL.fullmatch(match["words"]):
            yield match.start(), match.end(), [match["address"]]
        elif match["words"] is not None:
            yield match.start(), match.start("words"), []
            yield match.end("words"), match.end(), [match["address"]]
        else:
            yield match.start(), match.end(), _TOKEN.findall(match[0])


def _without_layout(text: str) -> str:
    """Markdown with spaces in the place of its signs for quotations, lists, headings and emphasis; the cells of a table
    are paragraphs of their own."""
    text = _LAYOUT.sub(lambda match: " " * len(match[0]), text)
    return _ROW.sub(lambda match: re.sub(r"\|[^\S\n]", "\n\n", match[0]).replace("|", "\n"), text)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spaces in the place of these stretches, which are in order."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], re.sub(r"[^\n]", " ", text[start:end])]
        last = end
    return "".join([*parts, text[last:]])


def tokens_of(said: str) -> str:
    """The tokens in an address or a note, as they are written in brackets."""
    return ", ".join(_TOKEN.findall(said))


def with_links(text: str, links: Sequence[tuple[str, str]]) -> str:
    """The text of a page with the token of each of its links (words, token) behind the words, in their order."""
    at, parts = 0, []
    for words, token in links:
        place = text.find(words, at) if words else -1
        if place >= 0:
            end = place if _LABEL.fullmatch(words) else place + len(words)
            parts.append(f"{text[at:end]} [{token}]")
            at = place + len(words)
    return "".join(parts) + text[at:]


_ANCHOR = re.compile(
    rf"<a\b[^>]{{0,500}}?\bhref\s*=\s*[\"']?[^\"'>\s]{{0,500}}?({TOKEN})[\"']?[^>]{{0,500}}>(.{{0,500}}?)</a\s*>",
    re.I | re.S,
)


def links_of(page: str) -> list[tuple[str, str]]:
    """(words, token) of the links of an HTML page whose address ends in a token."""
    import html

    return [(" ".join(html.unescape(re.sub(r"<[^>]*>", "", m[2])).split()), m[1]) for m in _ANCHOR.finditer(page)]
