"""A text → the numbers of its word pieces, as BERT's uncased English models read it.

Small letters without accents; each sign and each Chinese character by itself; of a word the longest known beginning,
then the longest known continuation (`##…`), and so on; a word that cannot be put together so is unknown as a whole. The
30,522 pieces are those of BERT (Apache-2.0), one a line, in `wordpieces.txt.xz`; a piece's number is its line.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

UNKNOWN, BEGIN, END = 100, 101, 102
LONGEST = 100  # letters of a word; a longer one is unknown

_WORD = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\\W_]+|[^\\w\\s]|_")


def word_pieces(text: str, most: int) -> list[int]:
    """The numbers of the first `most` pieces, between those that say where a text begins and ends."""
    found: list[int] = []
    for word in _words(text[: 40 * most]):
        if len(found) >= most:
            break
        found += _pieces(word)
    return [BEGIN, *found[:most], END]


def _words(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFD", text.lower())
    return (match[0] for match in _WORD.finditer("".join(c for c in plain if unicodedata.category(c) != "Mn")))


def _pieces(word: str) -> list[int]:
    known, found, at = _known(), [], 0
    while at < len(word) <= LONGEST:
        begun = "##" if at else ""
        end = next((n for n in range(len(word), at, -1) if begun + word[at:n] in known), None)
        if end is None:
            return [UNKNOWN]
        found.append(known[begun + word[at:end]])
        at = end
    return found or [UNKNOWN]


@cache
def _known() -> Mapping[str, int]:
    listed = lzma.decompress(Path(__file__).with_name("wordpieces.txt.xz").read_bytes())
    return {piece: number for number, piece in enumerate(listed.decode("utf-8").split("\n"))}
