"""What people type becomes a tree, whatever they type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.query import And, Field, Not, Nothing, Or, Phrase, Query, Word
from archive.text.query import DEEPEST, FIELDS, LONGEST, parse

A, B, C, D = (Word(letter) for letter in "abcd")
SIGNS = ["AND", "OR", "NOT", "(", ")", '"', "“", "”", " ", "title:", "foo:", ":", "a", "b", "*", "\n", "\x00", "\ud800"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a OR b OR c", Or((A, B, C))),
        ("NOT a", Not(A)),
        ("NOT NOT a", A),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        # as Whoosh reads them: NOT, AND, OR, side by side
        ("a b OR c", And((A, Or((B, C))))),
        ("a OR b c", And((Or((A, B)), C))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a OR b AND c d", And((Or((A, And((B, C)))), D))),
        ("NOT a OR b", Or((Not(A), B))),
        ("(a OR b) AND c", And((Or((A, B)), C))),
        ("(a b)(c d)", And((And((A, B)), And((C, D))))),
        ("((a))", A),
        ("and or not And", And((Word("and"), Word("or"), Word("not"), Word("And")))),
        ('"a b"', Phrase(("a", "b"))),
        ("“a  b”", Phrase(("a", "b"))),
        ("„a b“ c", And((Phrase(("a", "b")), C))),
        ('"a" b', And((A, B))),
        ('a"b c"d', And((A, Phrase(("b", "c")), D))),
        ('"NOT (a"', Phrase(("NOT", "(a"))),
        ('"" a', A),
        ("publisher:tribune", Field("publisher", "tribune")),
        ("Publisher:Tribune a", And((Field("publisher", "Tribune"), A))),
        ('title:"two words"', Field("title", "two words")),
        ("title:“two words”", Field("title", "two words")),
        ("NOT tag:x", Not(Field("tag", "x"))),
        ("url:https://a.example/b?c=d", Field("url", "https://a.example/b?c=d")),
        ("published:2024-04", Field("published", "2024-04")),
        ("https://a.example/b", Word("https://a.example/b")),
        ("re: a 12:30", And((Word("re:"), A, Word("12:30")))),
        ("don’t a-b x@y.org", And((Word("don’t"), Word("a-b"), Word("x@y.org")))),
    ],
)
def test_what_is_understood(text, query):
    assert parse(text) == (query, [])


@pytest.mark.parametrize(
    ("text", "query", "note"),
    [
        ("", Nothing(), "nothing to search for"),
        (" \n", Nothing(), "nothing to search for"),
        ('""', Nothing(), "nothing to search for"),
        ("()", Nothing(), "stands before “)”"),
        ('a "b c', And((A, B, C)), "quotation mark"),
        ("(a OR b", And((A, B)), "opening parenthesis"),
        ("a OR b) c", And((A, B, C)), "closing parenthesis"),
        ("a AND", A, "nothing stands after"),
        ("a AND OR b", And((A, B)), "stands before “OR”"),
        ("OR", Word("OR"), "stands before “OR”"),
        ("NOT", Word("NOT"), "nothing stands after"),
        ("a foo:b", And((A, Word("foo"), B)), "no field “foo”"),
        ('foo:"a b"', And((Word("foo"), A, B)), "no field “foo”"),
        ("title: a", And((Word("title"), A)), "nothing stands after “title:”"),
        ("title:(a b)", And((Word("title"), A, B)), "nothing stands after “title:”"),
        ("econ*", Word("econ*"), "whole words"),
    ],
)
def test_what_is_not_understood_is_searched_as_plain_words(text, query, note):
    found, notes = parse(text)
    assert found == query
    assert note in notes[0]


def test_all_fields_are_known():
    for name in FIELDS:
        assert parse(f"{name}:x") == (Field(name, "x"), [])


def test_too_deep_and_too_long():
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == (A, [])
    deep, notes = parse("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1))
    assert (deep, len(notes)) == (A, 1)
    cut, notes = parse("(a OR b) " * LONGEST)
    assert isinstance(cut, And)
    assert len(cut.parts) < LONGEST
    assert "10,000" in notes[0]


def depth(query: Query) -> int:
    if isinstance(query, And | Or):
        return 1 + max(depth(part) for part in query.parts)
    return 1 + depth(query.part) if isinstance(query, Not) else 0


def words(query: Query) -> list[str]:
    if isinstance(query, And | Or):
        return [word for part in query.parts for word in words(part)]
    if isinstance(query, Not):
        return words(query.part)
    return [query.text] if isinstance(query, Word) else []


def well_made(query: Query) -> bool:
    if isinstance(query, And | Or):
        return len(query.parts) > 1 and all(well_made(part) for part in query.parts)
    if isinstance(query, Not):
        return well_made(query.part)
    if isinstance(query, Phrase):
        return len(query.words) > 1 and all(query.words)
    if isinstance(query, Field):
        return query.name in FIELDS and bool(query.value)
    return isinstance(query, Nothing) or bool(query.text)


@given(
    st.text()
    | st.lists(st.sampled_from(SIGNS), max_size=60).map(" ".join)
    | st.lists(st.sampled_from(SIGNS)).map("".join)
)
def test_any_text_is_some_query(text):
    query, notes = parse(text)
    assert well_made(query)
    assert depth(query) <= 4 * DEEPEST + 4
    assert all(notes) and (notes or not isinstance(query, Nothing))
    assert all(word in text for word in words(query))


@pytest.mark.parametrize(
    "text", ["(", ")", '"', "NOT ", "a OR ", "title:", "a:", "(a ", "“x", "((a OR b) AND NOT ", "a" * 9]
)
def test_hostile_repetition(text):
    for size in (LONGEST // len(text), LONGEST * 20):
        query, _ = parse(text * size)
        assert well_made(query)


TREES = st.recursive(
    st.sampled_from([A, B, Phrase(("a", "b")), Field("title", "x y")]),
    lambda part: (
        st.lists(part, min_size=2, max_size=3).map(lambda p: And(tuple(p)))
        | st.lists(part, min_size=2, max_size=3).map(lambda p: Or(tuple(p)))
        | part.filter(lambda p: not isinstance(p, Not)).map(Not)
    ),
    max_leaves=12,
)


def written(query: Query) -> str:
    """The inverse of `parse`."""
    match query:
        case Word(text):
            return text
        case Phrase(several):
            return f'"{" ".join(several)}"'
        case Field(name, value):
            return f'{name}:"{value}"'
        case Not(part):
            return f"NOT {grouped(part)}"
        case And(parts):
            return " AND ".join(map(grouped, parts))
        case Or(parts):
            return " OR ".join(map(grouped, parts))
    raise AssertionError(query)


def grouped(query: Query) -> str:
    return f"({written(query)})" if isinstance(query, And | Or | Not) else written(query)


@given(TREES)
def test_a_tree_written_down_is_read_as_itself(tree):
    assert parse(written(tree)) == (tree, [])
