"""A span as a quote with its context, and back: `quote` and `anchor` are inverses.

    span in anchor(text, quote(text, span))          for every span; equal when it is the only such place

Nothing here is fuzzy. A quote that is not in the text, or not in that context, is nowhere: the empty list.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.model.span import Span
from archive.model.textquote import TextQuote

CONTEXT = 32  # code points either side


def quote(text: str, span: Span) -> TextQuote:
    """The span's characters with up to 32 code points either side. Raises ValueError past the text's end."""
    exact = span.of(text)
    before, after = max(0, span.start - CONTEXT), span.end + CONTEXT
    return TextQuote(exact, text[before : span.start], text[span.end : after])


def anchor(text: str, quote: TextQuote) -> list[Span]:
    """Inverse of `quote`: every place where the words stand in exactly this context, in order.

    An empty prefix or suffix says nothing and narrows nothing.
    """
    shift, length = len(quote.prefix), len(quote.exact)
    places = _find_all(text, quote.prefix + quote.exact + quote.suffix)
    return [Span(start + shift, start + shift + length) for start in places]


def occurrences(text: str, exact: str) -> Iterator[Span]:
    """Every place of these characters, overlapping ones too, in order. Raises ValueError for no characters.

    They are found as they are asked for: a long text may hold millions.
    """
    if not exact:
        raise ValueError("no characters to look for")
    return (Span(start, start + len(exact)) for start in _find_all(text, exact))


def _find_all(text: str, exact: str) -> Iterator[int]:
    """Start of every occurrence. Linear: where two overlap, the text repeats itself and `_walk` takes over."""
    last, at = -len(exact), text.find(exact)
    while at >= 0:
        if at - last < len(exact):
            yield from _walk(text, exact, at)
            return
        yield at
        last, at = at, text.find(exact, at + 1)


def _walk(text: str, exact: str, start: int) -> Iterator[int]:
    """Knuth-Morris-Pratt from `start`: `str.find` would read a long repeated quote again for every place."""
    borders = _borders(exact)
    matched = 0
    for at in range(start, len(text)):
        while matched and (matched == len(exact) or text[at] != exact[matched]):
            matched = borders[matched]
        matched += text[at] == exact[matched]
        if matched == len(exact):
            yield at + 1 - matched


def _borders(exact: str) -> list[int]:
    """For each length n the longest proper prefix of `exact[:n]` that is also its end."""
    borders, border = [0, 0], 0
    for at in range(1, len(exact)):
        while border and exact[at] != exact[border]:
            border = borders[border]
        border += exact[at] == exact[border]
        borders.append(border)
    return borders
