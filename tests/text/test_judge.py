"""Quotes of one text, each with its verdict."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.text.judge import Quote, Text, is_apart, pieces, places
from archive.text.nearest import nearest
from archive.text.omitted import details

TEXT = Text(
    "The gate did not break. It was opened by hand, the man who opened it told the Tribune on Friday.\n\n"
    "“The duty desk told me to open gate 3, and I opened it,” said Dario Fenn, the engineer. “Nobody asked why.”\n\n"
    "According to two witnesses, the siren failed at 02:34. The dam may have leaked for years, unless the survey was "
    "wrong. It cost 1,200 crowns. Who signed the order for it? The mayor reportedly left the valley before the water "
    "came.\n\n"
    "A second paragraph speaks of bread and of nothing else."
)


def verdicts(quote: str) -> list[str]:
    return [place.verdict for place in places(Quote(quote), TEXT)]


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("It was opened by hand", "exact"),
        ("“The duty desk told me to open gate 3, and I opened it,”", "exact"),
        ('"The duty desk told me to open gate 3, and I opened it."', "typography"),
        ("the duty desk told me to open gate 3", "typography"),
        ("[T]he gate did not break", "typography"),
        ("«\u202fNobody asked why.\u202f»", "exact"),
        ("It was opened\nby hand,", "typography"),
        ("It cost 1,200 crowns", "exact"),
        ("the siren failed at 02:34", "truncated"),
        ("have leaked for years", "truncated"),
        ("left the valley before the water came", "truncated"),
        ("The dam may have leaked for years", "truncated"),  # … unless
        ("It was opened by hand … told the Tribune", "elided"),
        ("… the gate did not break", "elided"),
        ("The gate did not break […]", "elided"),
        ("… have leaked for years", "elision-hides"),
        ("The duty desk [in Merrowgate] told me to open gate 3", "elided"),
        ("The gate did […] break", "elision-hides"),
        ("The mayor … left the valley", "elision-hides"),
        ("“The duty desk told me to open gate 3, and I opened it,” he said. “Nobody asked why.”", "exact"),
    ],
)
def test_there(quote, verdict):
    assert verdicts(quote) == [verdict]


@pytest.mark.parametrize(
    "quote",
    [
        "The gate did break",
        "The gate did not break!",
        "The gate did not break…",
        "It cost 1.200 crowns",
        "It cost 1,20",
        "Who signed the order for it.",
        "Who signed the order for it!",
        "the duty desk told me to open gate 4",
        "THE GATE did not break",
        "the duty desk told you to open gate 3",
        "The gate did not break. A second paragraph",
        "Nobody asked why … The duty desk told me",  # another order
        "It was opened by hand … speaks of bread",  # another paragraph
        "the siren failed at 02:3",
        "gates did not break",
    ],
)
def test_not_there(quote):
    assert verdicts(quote) == []


def test_what_an_omission_leaves_out_is_told():
    (place,) = places(Quote("The gate did […] break"), TEXT)
    assert place.omitted == ("not",)
    assert [q.kind for q in place.qualifiers] == ["negation"]


def test_what_is_nearest_is_shown_whole():
    near = nearest(Quote("The gate did break"), TEXT)
    assert near is not None
    assert near.span.of(TEXT.text) == "The gate did not break"
    assert near.share > 0.8


def test_pieces_of_two_places():
    found = pieces(Quote("the duty desk told me to open gate 3 on the valley before the water came"), [TEXT])
    assert len(found) == 2
    assert is_apart(TEXT.text, [span for _, span in found])
    assert pieces(Quote("the moon is made of green cheese today"), [TEXT]) == []


WORDS = [(m, m + len(w)) for w in TEXT.text.split() for m in [TEXT.text.index(w)]]


@given(st.integers(0, len(WORDS) - 1), st.integers(3, 12))
def test_a_slice_at_the_edges_of_words_is_exact_or_truncated_and_found_where_it_was_taken(first, length):
    start = len(" ".join(TEXT.text.split(" ")[:first])) + bool(first)
    quote = " ".join(TEXT.text.split(" ")[first : first + length])
    assume(quote.strip() and not Quote(quote).is_short and quote == quote.strip())
    found = places(Quote(quote), TEXT)
    assert {place.verdict for place in found} <= {"exact", "truncated"}
    assert (start, start + len(quote)) in [(p.span.start, p.span.end) for p in found]


@given(st.text(max_size=80))
def test_anything_may_be_asked(quote):
    for place in places(Quote(quote), TEXT):
        assert place.span.end <= len(TEXT.text)
    nearest(Quote(quote), TEXT)
    pieces(Quote(quote), [TEXT])


def test_a_stop_inside_the_last_marks_is_free() -> None:
    american, british = Text("He called them ‘heroes.’ Then he left."), Text("He called them ‘heroes’. Then he left.")
    for text in (american, british):
        for quote in ("He called them “heroes”", "He called them “heroes.”", "He called them “heroes,”"):
            assert [place.verdict for place in places(Quote(quote), text)] == ["typography"], (quote, text.text)
        for quote in ("He called them “heroes?”", "He called them “heroes…”", "He called them “hero”"):
            assert places(Quote(quote), text) == []
    question = Text("He asked if they were ‘heroes?’ Then he left.")
    assert places(Quote("He asked if they were “heroes”"), question) == []


@pytest.mark.parametrize(
    "text", ["the \ufb01nal gate of the dam", "the fi\u00adnal gate of the dam", "the fi\u200bnal gate of the dam"]
)
def test_a_word_that_the_text_breaks_is_still_found(text):
    """A text is not folded when it lacks a word of the quote; one with a broken word has to be."""
    (place,) = places(Quote("the final gate of the dam"), Text(text))
    assert (place.verdict, place.span.of(text)) == ("typography", text)


@pytest.mark.parametrize(
    ("text", "quote", "left_out"),
    [
        ("I will resign... if the court rules so. He left.", "I will resign", ["if"]),
        ("I will resign … if the court rules so.", "I will resign", ["if"]),
        ("I will resign... if the court rules so.", "I will resign...", ["if"]),
        ("I will resign. . . unless the court rules so.", "I will resign", ["unless"]),
        ("I will resign [...] if the court rules so.", "I will resign", ["if"]),
        ("I will resign... If the court rules so, he left.", "I will resign", []),  # another sentence
        ("I will resign. if the court rules so", "I will resign", []),
        ("I will resign... as you know", "I will resign", []),
        ("Perhaps... the gate was open all night.", "the gate was open all night", ["Perhaps"]),
        ("It was never… the gate was open all night.", "the gate was open all night", ["never"]),
        ("Never… The gate was open all night.", "The gate was open all night", []),
        ("Er tritt zurück … wenn das Gericht so entscheidet.", "Er tritt zurück", ["wenn"]),
        ("Я уйду с поста… если суд решит так.", "Я уйду с поста", ["если"]),
    ],
)
def test_a_sentence_goes_on_behind_dots_and_a_small_letter(text: str, quote: str, left_out: list[str]) -> None:
    (place,) = places(Quote(quote), Text(text))
    assert [one.words for one in place.qualifiers] == left_out


@pytest.mark.parametrize(
    ("omitted", "taken"),
    [
        ("seventeen", ["number: seventeen"]),
        ("about 40 metres, on Friday,", ["number: 40 metres", "date: Friday"]),
        ("Ada Fenn, Odo Berg and Lev Arn", ["name: Ada Fenn", "name: Odo Berg", "name: Lev Arn"]),
        ("Odile Marrin, the mayor,", []),
        ("who fled the town", []),
    ],
)
def test_numbers_and_lists_of_names_in_what_an_omission_stands_for(omitted: str, taken: list[str]) -> None:
    assert [f"{one.kind}: {one.words}" for one in details(omitted, "en")] == taken
