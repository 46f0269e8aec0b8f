"""What people type becomes a tree, whatever they type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.query import (
    And,
    Boost,
    Everything,
    Exact,
    Field,
    Fuzzy,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Query,
    Range,
    Word,
)
from archive.text.query import DATES, DEEPEST, FIELDS, LONGEST, parse, written

A, B, C, D = (Word(letter) for letter in "abcd")
SIGNS = ["AND", "OR", "NOT", "(", ")", '"', "“", "”", " ", "title:", "foo:", ":", "a", "b", "*", "\n", "\x00", "\ud800"]
SIGNS += ["?", "~", "~2", "^2", "exact:", "published:", "[", "]", "{", "TO", "2024", "2024-04", "title:(", "stance:"]
APRIL = ("2024-04-01T00:00:00Z", "2024-04-30T23:59:59Z")
AUGUST = ("2024-08-01T00:00:00Z", "2024-08-31T23:59:59Z")


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
        ("and not And", And((Word("and"), Word("not"), Word("And")))),
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
        ("published:2024-04", Range("published", *APRIL)),
        ("captured:2024-04-30T23:59:59Z", Range("captured", APRIL[1], APRIL[1])),
        ("published:[2024-04 TO 2024-08]", Range("published", APRIL[0], AUGUST[1])),
        ("published:[2024-04 to 2024-08}", Range("published", APRIL[0], "2024-07-31T23:59:59Z")),
        ("published:{2024-04 TO 2024-08]", Range("published", "2024-05-01T00:00:00Z", AUGUST[1])),
        ("published:[2024-04 TO]", Range("published", APRIL[0], "")),
        ("published:[ TO 2024-08]", Range("published", "", AUGUST[1])),
        ("published:[TO]", Field("published", "*", True)),
        ("tag:* title:dam*", And((Field("tag", "*", True), Field("title", "dam*", True)))),
        ('title:"dam*"', Field("title", "dam*")),
        ("title:(a OR b)", Or((Field("title", "a"), Field("title", "b")))),
        ('Title:(a "b c" tag:d)', And((Field("title", "a"), Field("title", "b c"), Field("tag", "d")))),
        ("title:(a) b", And((Field("title", "a"), B))),
        ("stance:supports from:x", And((Field("stance", "supports"), Field("from", "x")))),
        ("gerasi*", Pattern("gerasi*")),
        ("m?n*", Pattern("m?n*")),
        ("who? what??", And((Word("who?"), Word("what??")))),
        ("*", Everything()),
        ("*:* a", And((Everything(), A))),
        ("** ?", And((Word("**"), Word("?")))),
        ("kursk~ a~2", And((Fuzzy("kursk", 1), Fuzzy("a", 2)))),
        ("a~3 ~", And((Word("a~3"), Word("~")))),
        ('"a b"~5', Phrase(("a", "b"), 5)),
        ('"a b"~0', Phrase(("a", "b"))),
        ('"a"~5', A),
        ("a^2 b", And((Boost(A, 2.0), B))),
        ('"a b"~3^0.5', Boost(Phrase(("a", "b"), 3), 0.5)),
        ("(a OR b)^3 c*^2", And((Boost(Or((A, B)), 3.0), Boost(Pattern("c*"), 2.0)))),
        ("a^1 b^x c^9999", And((A, Word("b^x"), Word("c^9999")))),
        ('exact:"He said: “No.”"', Exact("He said: “No.”")),
        ('exact:“a "b" c” d', And((Exact('a "b" c'), D))),
        ("Exact:a NOT exact:“b”", And((Exact("a"), Not(Exact("b"))))),
        ("https://a.example/b", Word("https://a.example/b")),
        ("re: a 12:30", And((Word("re:"), A, Word("12:30")))),
        ("don’t a-b x@y.org", And((Word("don’t"), Word("a-b"), Word("x@y.org")))),
    ],
)
def test_what_is_understood(text, query):
    assert parse(text) == (query, [])


@pytest.mark.parametrize(("text", "note"), [("a or b", "write OR"), ("a -b", "write NOT b")])
def test_what_other_languages_write_is_a_word_and_said(text, note):
    query, notes = parse(text)
    assert query == And(tuple(map(Word, text.split())))
    assert note in notes[0]


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
        ("a foo:b", And((A, Word("foo:b"))), "no field “foo”"),
        ('foo:"a b"', And((Word("foo"), Phrase(("a", "b")))), "no field “foo”"),
        ("foo:(a OR b) c", And((And((Word("foo"), Or((A, B)))), C)), "no field “foo”"),
        ("exact:(a)", And((Word("exact"), A)), "no field “exact”"),
        ("title: a", And((Word("title"), A)), "nothing stands after “title:”"),
        ('title:"" a', And((Word("title"), A)), "nothing stands after “title:”"),
        ("title:(a", And((Word("title"), A)), "opening parenthesis"),
        ("published:April a", And((Word("April"), A)), "“April” is no date as in 2024, 2024-04"),
        ('published:"April 3"', Word("April 3"), "“April 3” is no date"),
        ("published:2024-02-30", Word("2024-02-30"), "no date"),
        ("published:[April TO 2024]", Word("April"), "no date"),
        ("published:[2024]", Word("[2024]"), "a range is written"),
        ("title:[a TO b]", Word("[a TO b]"), "title has no ranges"),
        ("stance:for", Word("for"), "no stance (supports, contradicts, mentions)"),
        ('"econ* b"', Phrase(("econ*", "b")), "inside quotation marks"),
    ],
)
def test_what_is_not_understood_is_searched_as_plain_words(text, query, note):
    found, notes = parse(text)
    assert found == query
    assert note in notes[0]


def test_all_fields_are_known():
    for name in FIELDS - DATES - {"stance"}:
        assert parse(f"{name}:x") == (Field(name, "x"), [])
    for name in DATES:
        assert parse(f"{name}:2024-04") == (Range(name, *APRIL), [])


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
    return 1 + depth(query.part) if isinstance(query, Not | Boost) else 0


def words(query: Query) -> list[str]:
    if isinstance(query, And | Or):
        return [word for part in query.parts for word in words(part)]
    if isinstance(query, Not | Boost):
        return words(query.part)
    return [query.text] if isinstance(query, Word | Pattern | Fuzzy | Exact) else []


def well_made(query: Query) -> bool:
    if isinstance(query, And | Or):
        return len(query.parts) > 1 and all(well_made(part) for part in query.parts)
    if isinstance(query, Not | Boost):
        return well_made(query.part)
    if isinstance(query, Phrase):
        return len(query.words) > 1 and all(query.words) and query.within > 0
    if isinstance(query, Field):
        return query.name in FIELDS and bool(query.value)
    if isinstance(query, Range):
        return query.name in DATES and bool(query.first or query.last)
    return isinstance(query, Nothing | Everything) or bool(query.text)


@given(
    st.text()
    | st.lists(st.sampled_from(SIGNS), max_size=60).map(" ".join)
    | st.lists(st.sampled_from(SIGNS)).map("".join)
)
def test_any_text_is_some_query(text):
    query, notes = parse(text)
    assert well_made(query)
    assert depth(query) <= 5 * DEEPEST + 5
    assert all(notes) and (notes or not isinstance(query, Nothing))
    assert all(word in text for word in words(query))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "(",
            ")",
            '"',
            "NOT ",
            "a OR ",
            "title:",
            "a:",
            "(a ",
            "“x",
            "((a OR b) AND NOT ",
            "a" * 9,
            "[",
            "a:[",
            "exact:",
        ),
        *("a:(", "^1", "~", "*", "?a", "published:[2024 TO ", 'exact:"', "a^", "title:(a* "),
    ],
)
def test_hostile_repetition(text):
    for size in (LONGEST // len(text), LONGEST * 20):
        query, _ = parse(text * size)
        assert well_made(query)


TREES = st.recursive(
    st.sampled_from(
        [
            *(
                A,
                B,
                Phrase(("a", "b")),
                Phrase(("a", "b"), 9),
                Pattern("a*"),
                Fuzzy("a", 1),
                Fuzzy("b", 2),
                Everything(),
            ),
            *(Field("title", "x y"), Field("tag", "x*", True), Range("published", APRIL[0], AUGUST[1]), Exact("A, b.")),
        ]
    ),
    lambda part: (
        st.lists(part, min_size=2, max_size=3).map(lambda p: And(tuple(p)))
        | st.lists(part, min_size=2, max_size=3).map(lambda p: Or(tuple(p)))
        | part.filter(lambda p: not isinstance(p, Not)).map(Not)
        | part.filter(lambda p: not isinstance(p, Boost)).map(lambda p: Boost(p, 2.5))
    ),
    max_leaves=12,
)


@given(TREES)
def test_a_tree_written_down_is_read_as_itself(tree):
    assert parse(written(tree)) == (tree, [])
