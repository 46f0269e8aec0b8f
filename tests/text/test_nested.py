"""Words that are quoted within a quotation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.span import Span
from archive.text.nested import is_nested


def nested(text: str, words: str) -> bool:
    start = text.index(words)
    return is_nested(text, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "within"),
    [
        ("“He cried, ‘Run now.’ I ran,” she said.", "Run now.", True),
        ("“He cried, ‘Run now.’ I ran,” she said.", "‘Run now.’", True),
        ("“He cried, ‘Run now.’ I ran,” she said.", "I ran", False),
        ("“He cried, ‘Run now.’ I ran,” she said.", "He cried, ‘Run now.’ I ran", False),
        ("\"He cried, 'Run now.' I ran,\" she said.", "Run now", True),
        ("\"The owners' men said we're safe,\" she said.", "we're safe", False),
        ("\"It was in the '90s that the owners' men came,\" she said.", "the owners' men came", False),
        ("‘He told me “never again” twice,’ she said.", "never again", True),
        ("« Il a crié : “Au feu !” et j'ai couru », dit-elle.", "Au feu", True),
        ("« Il a crié : « Au feu ! » et j'ai couru », dit-elle.", "Au feu", True),
        ("« Il a crié et j'ai couru », dit-elle.", "j'ai couru", False),
        ("„Er rief: ‚Lauf!‘ Ich lief“, sagte sie.", "Lauf", True),
        ("„Er rief: ‚Lauf!‘ Ich lief“, sagte sie.", "Ich lief", False),
        ("''He ran and we ran,'' she said.", "we ran", False),
        ("“He ran.\n“Then we ran,” she said.", "we ran", False),  # the next paragraph opens again
        ("He said: ‘Run now.’", "Run now", False),
        ("Nobody ran.", "ran", False),
    ],
)
def test_whether_it_is_within_another(text: str, words: str, within: bool) -> None:
    assert nested(text, words) == within


@given(st.text("abc '.,\n", min_size=1, max_size=30), st.text("xyz", min_size=1, max_size=9))
def test_without_a_second_mark_nothing_is_within_another(around: str, words: str) -> None:
    assert not nested(f"“{words}” {around}", words)


@given(st.text("abc .,", max_size=30), st.text("xyz", min_size=1, max_size=9), st.text("abc .,", max_size=30))
def test_two_pairs_of_marks_are_one_in_another(before: str, words: str, after: str) -> None:
    assert nested(f"“{before} ‘{words}’ {after}”", words)
