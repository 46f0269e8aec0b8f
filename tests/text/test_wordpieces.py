"""Word pieces, as BERT's uncased English models number them."""

from __future__ import annotations

import pytest

from archive.text.wordpieces import BEGIN, END, UNKNOWN, word_pieces


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("hello world", [7592, 2088]),
        ("Hello, WORLD!", [7592, 1010, 2088, 999]),
        ("café", [7668]),
        ("embeddings", [7861, 8270, 4667, 2015]),
        ("can't", [2064, 1005, 1056]),
        ("北京", [1781, 1755]),
        ("\N{OLD ITALIC LETTER A}", [UNKNOWN]),
        ("x" * 101, [UNKNOWN]),
    ],
)
def test_a_text_in_pieces(text: str, numbers: list[int]) -> None:
    assert word_pieces(text, 96) == [BEGIN, *numbers, END]


def test_no_more_than_asked_for() -> None:
    assert word_pieces("embeddings " * 1_000, 6) == [BEGIN, 7861, 8270, 4667, 2015, 7861, 8270, END]
    assert len(word_pieces("\u0301" * 100_000 + " a", 96)) == 2
