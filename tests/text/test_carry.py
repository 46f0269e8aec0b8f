"""Where cited words are in another text, and what became of them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.model.carrying import UNCHANGED
from archive.model.span import Span
from archive.text.carry import NOWHERE, OUTCOMES, Carried, carry
from archive.text.changes import changes_substance, fold, named
from archive.text.sentences import sentences

OLD = (
    "The gate at Kerrow was opened at night. Nine people died below the dam. The duty desk ordered it.\n\n"
    "The siren did not sound. Fenn has left the valley.\n"
)


def one(old: str, new: str, words: str, language: str = "en") -> Carried:
    start = old.index(words)
    [found] = carry(old, new, [Span(start, start + len(words))], language)
    assert found.span is None or found.span.of(new) != "" or pytest.fail("an empty place")
    return found


@pytest.mark.parametrize(
    ("was", "now", "words", "outcome", "place"),
    [
        ("at night", "at  night", "Nine people died below the dam.", "same", "Nine people died below the dam."),
        ("at night", "at  night", "opened at night", "typography", "opened at  night"),
        ("Nine", "Ten", "Nine people died", "edited", "Ten people died"),
        ("did not", "did", "The siren did not sound.", "edited", "The siren did sound."),
        ("Nine people died below the dam. ", "", "Nine people died below the dam.", "deleted", ""),
        ("dam. The", "dam. It was dark. The", "Nine people died below the dam.", "same",
         "Nine people died below the dam."),
        ("died below the dam. The", "died. They lay by the dam. The", "Nine people died below the dam.",
         "split",
         "Nine people died. They lay by the dam."),
        ("died below the dam. The duty", "died below the dam, and the duty", "Nine people died below the dam.",
         "merged",
         "Nine people died below the dam,"),
    ],
)  # fmt: skip
def test_an_outcome(was, now, words, outcome, place):
    new = OLD.replace(was, now)
    found = one(OLD, new, words)
    assert (found.outcome, found.span.of(new) if found.span else "") == (outcome, place)


def test_what_moved():
    new = "Fenn has left the valley. " + OLD.replace(" Fenn has left the valley.", "")
    assert one(OLD, new, "Fenn has left the valley.").outcome == "moved"


def test_the_same_words_in_a_sentence_that_now_says_the_contrary_are_edited():
    found = one("He said that the gate was open.", "He never said that the gate was open.", "the gate was open")
    assert found.outcome == "edited"
    assert found.changes[0].kind == "negation"


GATE = "the gate was opened by hand"
GOVERNED = [
    (f"The inquiry said that {GATE}.", f"The inquiry {verb} that {GATE}.", "attribution")
    for verb in ("denied", "disputed", "doubted", "lied", "hoped", "dreamed")
] + [
    (f"The inquiry found that {GATE}.", f"The inquiry failed to find that {GATE}.", "negation"),
    (f"It was shown that {GATE}.", f"It was far from shown that {GATE}.", "negation"),
    (f"He had to say that {GATE}.", f"He had to avoid saying that {GATE}.", "negation"),
    (f"Yes, {GATE}.", f"Was it true that {GATE}?", "hedge"),
    (f"Yes, {GATE}.", f"Yes, {GATE}?", "hedge"),
    (f"“Yes, {GATE},” said the ministry.", f"“Yes, {GATE},” said the thieves.", "attribution"),
    (f"“Yes, {GATE},” said Orla Dain.", f"“Yes, {GATE},” said Ada Lorn.", "name"),
    (f"“Yes, {GATE},” he said.", f"“Yes, {GATE},” she said.", "attribution"),
    (f"Fenn said that {GATE}.", f"Now {GATE}.", "attribution"),
    (f"Fenn did not say {GATE} and closed.", f"Fenn did say {GATE} and not closed.", "negation"),
]


@pytest.mark.parametrize(("old", "new", "kind"), GOVERNED)
def test_words_that_something_else_governs_now_are_edited(old, new, kind):
    old, new = (f"It rained all day.\n\n{side}\n\nNobody was hurt." for side in (old, new))
    found = one(old, new, GATE)
    assert (found.outcome, found.span.of(new)) == ("edited", GATE)
    assert kind in {change.kind for change in found.changes}


@pytest.mark.parametrize(
    ("was", "now"),
    [("said", "says"), ("said that", "said then that"), ("inquiry said", "inquiry has said"), ("hand.", "hand!")],
)
def test_an_ordinary_edit_beside_cited_words_leaves_them_the_same(was, now):
    old = f"The inquiry said that {GATE}."
    assert one(old, old.replace(was, now), GATE).outcome == "same"


def test_feet_that_became_inches_are_no_typography():
    assert one("The wall is 5' high.", 'The wall is 5" high.', "The wall is 5' high.").outcome == "edited"
    assert one("The wall is 5' high.", "The wall is 5’ high.", "The wall is 5' high.").outcome == "typography"


def test_words_that_stand_in_another_sentence_which_says_the_contrary_are_edited():
    new = f"Nobody believes the mill, which denies that the siren did not sound.\n\n{OLD.partition('The siren')[0]}"
    found = one(OLD, new.replace("the siren", "The siren"), "The siren did not sound")
    assert (found.outcome, "negation" in {change.kind for change in found.changes}) == ("edited", True)


def test_words_that_left_their_sentence_are_looked_for_elsewhere():
    old = "We asked the engineers at the mill above the village. The gate was open."
    new = "We asked the engineers. The gate was open. Nobody lives at the mill above the village."
    found = one(old, new, "at the mill above the village")
    assert (found.outcome, found.after) == ("edited", "Nobody lives at the mill above the village.")


def test_a_line_that_stands_as_it_stood_takes_no_other_line_with_it():
    old = "The gate was open.\n\nMeasures of success\n\nThe siren did not sound."
    new = old.replace("Measures", "Slides of the talk\nMeasures")
    assert one(old, new, "Measures of success") == Carried(
        "same", Span(39, 58), "Measures of success", "Measures of success"
    )


def test_the_next_row_is_not_taken_for_one_that_is_gone():
    table = [f"District {name} - injured: {n}00 (2031 est.)" for n, name in enumerate(("Adra", "Bel", "Cor", "Dun"), 1)]
    old, new = "\n\n".join(table), "\n\n".join([*table[:1], *table[2:]])
    assert one(old, new, table[1]).outcome == "deleted"
    assert one(old, new, table[2]).outcome == "same"


def test_another_row_in_the_place_of_one_is_doubted():
    table = [
        f"District {name} injured {n}00 people in 2031." for n, name in enumerate(("Adra", "Bel", "Cor", "Dun"), 1)
    ]
    new = "\n".join([*table[:1], "District Zarn injured 770 people in 2031.", *table[2:]])
    assert one("\n".join(table), new, table[1]).outcome == "ambiguous"
    assert one("\n".join(table), "\n".join(table).replace("200", "207"), table[1]).outcome == "edited"


def test_of_two_that_are_alike_and_moved_none_is_chosen():
    old = "Alpha came first. The gate was open. Beta came then. The gate was open. Gamma came last."
    new = "The gate was open. The gate was open. Alpha came first and stayed. Beta came then. Gamma came last."
    [first, second] = carry(old, new, [Span(18, 36), Span(53, 71)])
    assert {first.outcome, second.outcome} <= {"ambiguous", "same", "deleted"}
    assert "moved" not in (first.outcome, second.outcome)


def test_what_returns_to_earlier_words_is_the_same_again():
    assert one(OLD, OLD.replace("Nine", "Ten").replace("Ten", "Nine"), "Nine people died").outcome == "same"


JOINS = [
    "\u0301",
    "\u0338",
    "\u20dd",
    "\ufe0f",
    "\u200c",
    "\u200d",
    "\U0001f3fb",
    "\u00adover",
    "\u200bover",
    "over",
    "9",
]


@pytest.mark.parametrize("put", JOINS, ids=ascii)
@pytest.mark.parametrize("words", ["Nine people died", "Nine people died below the dam", "opened at night"])
def test_a_character_or_word_that_goes_on_beyond_the_edge_is_not_the_same(put, words):
    new = OLD.replace(words, words + put)
    found = one(OLD, new, words)
    assert found.outcome not in UNCHANGED
    assert (found.span.of(new), one(new, OLD, words).outcome in UNCHANGED) == (words + put, False)


def test_words_that_stand_elsewhere_only_as_part_of_others_are_not_there():
    old = "We saw 3 cats at the mill. It rained."
    new = "It rained. Nobody heard it. The miller, who was asleep, says that 13 cats at the mill had left."
    assert one(old, new, "3 cats at the mill").outcome == "deleted"


WORDS = st.sampled_from(["The gate was open.", "Nine died.", "Fenn left.", "It rained.", "Not so.", "A b.", "x"])
TEXTS = st.lists(WORDS, max_size=8).flatmap(lambda some: st.sampled_from([" ".join(some), "\n\n".join(some)]))


@given(TEXTS | st.text(max_size=80), st.data())
def test_to_the_same_text_all_is_the_same(text, data):
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    assert carry(text, text, [span]) == [Carried("same", span, *_around(text, span))]


def _around(text: str, span: Span) -> tuple[str, str]:
    found = [ends for ends in sentences(text, "en") if ends[0] < span.end and ends[1] > span.start]
    around = text[found[0][0] : found[-1][1]] if found else span.of(text)
    return around, around


@given(TEXTS | st.text(max_size=80), TEXTS | st.text(max_size=80), st.data())
def test_nothing_that_differs_is_the_same(old, new, data):
    assume(old)
    start = data.draw(st.integers(0, len(old) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(old))))
    [found] = carry(old, new, [span])
    assert found.outcome in OUTCOMES
    assert (found.span is None) == (found.outcome in NOWHERE)
    if found.span is not None:
        assert found.span.end <= len(new)
        words = found.span.of(new).strip()  # white space around sentences belongs to none
        assert words in found.after or found.after in words
    if found.outcome in ("same", "moved"):
        assert found.span.of(new) == span.of(old)


EDITS = {
    "drop": lambda one: "",
    "negate": lambda one: one.replace(" was ", " was not ").replace(" has ", " has never "),
    "count": lambda one: one.replace("Nine", "Ninety"),
    "quote": lambda one: one.replace("'", "\u2019"),
    "hedge": lambda one: f"Reportedly, {one[:1].lower()}{one[1:]}",
    "extend": lambda one: f"{one.removesuffix('.')}, as the mill had asked.",
    "twice": lambda one: f"{one} {one}",
    "new": lambda one: f"{one} The reservoir was half empty by then.",
    "keep": lambda one: one,
}
STORY = (
    "The gate at Kerrow was opened at night.",
    "Nine people died below the dam.",
    "The duty desk's log was signed by Ada Lorn.",
    "The siren was not heard in the valley.",
    "Dario Fenn has left the village.",
    "It was dark.",
)


@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=len(STORY), max_size=len(STORY)), st.booleans(), st.data())
def test_of_an_edited_text_nothing_is_unchanged_whose_substance_changed(edits, swapped, data):
    old = " ".join(STORY)
    edited = [EDITS[edit](one) for edit, one in zip(edits, STORY, strict=True)]
    new = " ".join(filter(None, edited[::-1] if swapped else edited))
    inked = [n for n, character in enumerate(old) if character != " "]  # white space between sentences belongs to none
    first = data.draw(st.integers(0, len(inked) - 1))
    span = Span(inked[first], inked[data.draw(st.integers(first, len(inked) - 1))] + 1)
    [found] = carry(old, new, [span])
    if found.span is None:
        assert (found.outcome in NOWHERE, found.after) == (True, "")
        return
    stands = [at for at in range(len(new)) if new.startswith(found.after, at)]
    assert any(at <= found.span.start and found.span.end <= at + len(found.after) for at in stands)
    assert found.changes == named(found.before, found.after, "en")  # what is given back was compared
    if found.outcome in UNCHANGED:
        assert fold(found.span.of(new)) == fold(span.of(old))
        assert not changes_substance(found.changes)
