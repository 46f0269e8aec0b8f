"""What folding makes of a text, and the way back to its characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.span import Span
from archive.text.typography import agrees, cuts, fold, whole

TEXTS = st.text(st.sampled_from("ab é\u0301が한ﬁ\u00ad\n\u00a0.,…-–—“”'’«»3 ?:;"), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“No,” he said", '"No," he said'),
        ("« Oui »", "„Oui“"),
        ("l’eau", "l'eau"),
        ("a — b", "a—b"),
        ("a – b", "a -- b"),
        ("10–12", "10-12"),
        ("wait . . . no", "wait … no"),
        ("ﬁnal", "final"),
        ("ex\u00adam", "exam"),
        ("e\u0301te\u0301", "été"),
        ("two\nlines", "two lines"),
        ("Quoi\u202f?", "Quoi?"),
        ("水が\n来た", "水が来た"),
    ],
)
def test_the_same_set_otherwise(one, other):
    assert fold(one).text.strip() == fold(other).text.strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,000", "1.000"),
        ("3.5", "35"),
        ("it's", "its"),
        ("Who?", "Who!"),
        ("gone.", "gone…"),
        ("US", "us"),
        ("re-cover", "recover"),
        ("10–12", "10 – 12"),
        ("Müller", "Muller"),
        ("scope", "ѕcope"),
        ("5", "５"),
    ],
)
def test_what_is_not_typography_is_not_folded(one, other):
    assert fold(one).text.strip() != fold(other).text.strip()


@given(TEXTS)
def test_every_folded_character_leads_back(text):
    folded = fold(text)
    last = 0
    for at in range(len(folded.text)):
        span = folded.span(at, at + 1)
        assert span.start >= 0 and span.end <= len(text)
        assert span.end >= last
        last = span.end


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("in 1703", "in 17"),
        ("3.5 metres", "5 metres"),
        ("a loss of 5%", "loss of 5"),
        ("it cost $40", "40"),
        ("we can't", "we can"),
        ("from 10-12", "12"),
        ("gates", "gate"),
        ("at −5 degrees", "5 degrees"),
        ("the dam\u0301", "dam"),
        ("the dam\u200d", "dam"),
        ("the dam\ufe0f", "dam"),
        ("left\u00adover", "left"),
        ("left\u200bover", "over"),
        ("\U0001f469\u200d\U0001f692", "\U0001f692"),
        ("\U0001f44d\U0001f3fb", "\U0001f44d"),
    ],
)
def test_a_word_or_number_is_not_cut(text, quoted):
    start = text.index(quoted)
    assert cuts(text, start, start + len(quoted))
    grown = whole(text, Span(start, start + len(quoted)))
    assert quoted in grown.of(text) and not cuts(text, grown.start, grown.end)


@pytest.mark.parametrize(("text", "quoted"), [("Fenn’s key", "Fenn"), ("de l’eau", "eau"), ("(gate 3)", "gate 3")])
def test_what_is_no_cut(text, quoted):
    start = text.index(quoted)
    assert not cuts(text, start, start + len(quoted))


def test_feet_are_not_inches():
    assert not agrees("a 10' pole", 'a 10" pole', Span(0, 10))
    assert agrees("‘opened gate 3’ and", "said “opened gate 3” and", Span(5, 23))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Some 1 200 people were lost", "200 people"),
        ("Some 1 200 people were lost", "Some 1"),
        ("Some 1’200 people were lost", "200 people"),
        ("Twenty-five people were lost", "five people"),
        ("vingt-cinq personnes", "cinq personnes"),
        ("One hundred and five were lost", "five were"),
        ("killed five hundred people", "killed five"),
        ("killed 5 million people", "killed 5"),
        ("it fell 5 percent", "it fell 5"),
        ("the vice-president of the bank", "president of"),
        ("the Kremlin-backed rebels", "the Kremlin"),
        ("U.S.-led sanctions", "led sanctions"),
        ("10—12 places", "12 places"),
        ("a ½ or 1⁄2 cup", "2 cup"),
        ("at ‑3 degrees", "3 degrees"),
        ("$ 5 was", "5 was"),
        ("it rose 5 % now", "it rose 5"),
        ("only 3€ now", "only 3"),
    ],
)
def test_a_number_or_compound_is_not_cut(text: str, part: str) -> None:
    start = text.index(part)
    assert cuts(text, start, start + len(part))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("In May 2024 200 people came", "200 people"),
        ("It was 5. 200 people came", "200 people"),
        ("page 3, 200 people", "200 people"),
        ("the word—and then five", "and then five"),
        ("KERROW - Nine people", "Nine people"),
        ("(AP)-Nine people", "Nine people"),
        ("He has 5 – 3 of them", "3 of them"),
        ("hundreds of men and five women", "five women"),
        ("one of the men", "of the men"),
        ("in 5 cases", "in 5"),
    ],
)
def test_what_stands_beside_a_number_does_not_cut(text: str, part: str) -> None:
    start = text.rindex(part)
    assert not cuts(text, start, start + len(part))
