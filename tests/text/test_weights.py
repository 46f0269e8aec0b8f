"""The words of a statement, and the sum that ranks sentences."""

from __future__ import annotations

import pytest

from archive.model.passage import Found
from archive.text.weights import GAP, LIGHT, SPECIAL, Term, rank, rarity_of, terms_of

GATE, KEY, THE = Term("gate"), Term("key"), Term("the")
RARITY = {GATE: 3.0, KEY: 3.0, THE: 0.1}


def texts(statement: str) -> list[str]:
    return [term.text for term in terms_of(statement)]


def test_articles_and_the_like_weigh_less() -> None:
    weights = {term.text: term.weight for term in terms_of("he said that the UN and 12 of the men là у 閘門")}
    assert {word for word, weight in weights.items() if weight == LIGHT} == {"he", "the", "and", "of", "men"}
    assert {word for word, weight in weights.items() if weight == SPECIAL} == {"UN", "12"}


def special(statement: str) -> list[str]:
    return [term.text for term in terms_of(statement) if term.weight == SPECIAL]


def ranked(sentences: dict[Term, list[Found]], documents: dict[int, float] | None = None) -> list[int]:
    """Where the sentences start, best first."""
    return [r.found.start for r in rank([*RARITY], RARITY, sentences, documents or {})]


def test_each_word_once_in_order() -> None:
    assert texts("The gate, the gate: it can't be well-known!") == ["The", "gate", "it", "can't", "be", "well-known"]


@pytest.mark.parametrize("statement", ["", " ", "…", "— ! ?"])
def test_no_words(statement: str) -> None:
    assert texts(statement) == []


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("North Korean troops fought in Kursk", ["North", "Korean", "Kursk"]),
        ("Troops fought. Then they left", []),
        ("He said: Nobody of NATO came", ["NATO"]),
        ("the minister", []),
        ("12,000 soldiers", ["12,000"]),
    ],
)
def test_names_and_numbers(statement: str, names: list[str]) -> None:
    assert special(statement) == names


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        ("12,000", ("12,000", "12000")),
        ("12.000", ("12.000", "12000")),
        ("12000", ("12000", "12,000")),
        ("2024", ()),
        ("5.5", ()),
        ("1" * 40, ()),
    ],
)
def test_a_number_in_its_spellings(number: str, forms: tuple[str, ...]) -> None:
    assert [term.forms for term in terms_of(f"about {number}.")][1:] == [forms]


def test_scripts_without_spaces_give_pairs() -> None:
    assert texts("习近平 2024年") == ["习近", "近平", "2024"]
    assert texts("中") == ["中"]


def test_marks_belong_to_their_word() -> None:
    assert texts("दक्षिण कोरिया के सैनिक") == ["दक्षिण", "कोरिया", "के", "सैनिक"]
    assert texts("cafe\u0301 bar") == ["cafe\u0301", "bar"]


def test_a_long_statement_takes_linear_time() -> None:
    assert len(terms_of("1,000" * 100_000 + " a-" * 100_000)) <= 3


def test_more_of_the_statement_goes_before_more_of_one_word() -> None:
    often, both = Found(1, 0, 50, 6.0), Found(1, 500, 550, 3.0)
    assert ranked({GATE: [often, both], KEY: [both]}) == [500, 0]


def test_a_better_document_goes_before() -> None:
    sentences = {GATE: [Found(1, 0, 50, 3.0), Found(2, 100, 150, 3.0)]}
    assert ranked(sentences, {1: 1.0, 2: 5.0}) == [100, 0]


def test_what_a_neighbour_has_counts_a_little() -> None:
    alone, beside, key = Found(1, 0, 50, 3.0), Found(1, 300, 350, 3.0), Found(1, 350 + GAP, 390, 2.0)
    assert ranked({GATE: [alone, beside], KEY: [key]}) == [300, 0, 350 + GAP]
    apart = Found(1, 351 + GAP, 390, 2.0)
    assert ranked({GATE: [alone, beside], KEY: [apart]})[:2] == [0, 300]


def test_words_that_weigh_nothing_find_nothing() -> None:
    assert ranked({THE: [Found(1, 0, 50, 0.2)]}) == []


def test_the_weightiest_words_are_named_first() -> None:
    found = Found(1, 0, 50, 1.0)
    name = Term("Kursk", weight=SPECIAL)
    (one,) = rank([*RARITY, name], {**RARITY, name: 3.0}, {term: [found] for term in (THE, GATE, name)}, {})
    assert one.shared == ("Kursk", "gate")


def test_nothing_is_nothing() -> None:
    assert rank([], {}, {}, {}) == []


def test_a_rare_word_is_worth_more() -> None:
    assert rarity_of(1, 100) > rarity_of(50, 100) > rarity_of(100, 100) > 0
