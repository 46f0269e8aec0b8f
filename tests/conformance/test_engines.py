"""Every search engine keeps the contract in `archive/engines/__init__.py`: adding one is writing one file."""

# ruff: noqa: S311 - seeded generators make the same corpus every time

from __future__ import annotations

import gc
import os
import pickle
import random
import shutil
import subprocess
import sys
import unicodedata
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import snowballstemmer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import errors, plugins
from archive.engines._folding import MOST_LOOSE, MOST_SIGNS, MOST_WAYS, analysed, fold, located, pieces
from archive.model.passage import Found, Passage, Results, Watermark
from archive.model.query import (
    And,
    Beside,
    Boost,
    Everything,
    Exact,
    Field,
    Fuzzy,
    Like,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Query,
    Range,
    Versions,
    Word,
)
from archive.text.query import DEEPEST

ROOT = "ab" * 32
MANY = 100_000
WORDS = [
    "state",
    "of",
    "change",
    "monument",
    "monumental",
    "running",
    "run",
    "runs",
    "Zürich",
    "zurich",
    "ＷＡＲ",
    "war",
]
WORDS += ["Russia’s", "Russia", "1,000", "2024", "internal", "university", "café", "don’t", "a.b@example.org", "the"]
WORDS += ["THE", "Łódź", "co\u0301te", "straße", "москва", "Москвы", "北京大学"]


@pytest.fixture(params=plugins.built_in("engines"))
def engine(request: pytest.FixtureRequest) -> ModuleType:
    return plugins.load("engines", request.param)


@pytest.fixture
def index(engine: ModuleType, tmp_path: Path):
    opened = engine.open_index(tmp_path / "index")
    yield opened
    opened.close()


def sentences(*texts: str) -> list[Passage]:
    return [Passage("sentence", n, 10, 10 + max(1, len(text)), text) for n, text in enumerate(texts)]


def corpus(size: int = 200, seed: int = 1) -> list[Passage]:
    """Versions of five sentences each, every one with its document, and some claims; equal ones among them."""
    pick = random.Random(seed)
    passages = []
    for position in range(size // 5):
        texts = [" ".join(pick.choices(WORDS, k=pick.randint(1, 6))) for _ in range(5)]
        language = pick.choice(["", "", "de-AT", "fr", "vi", "tlh"])
        passages += [Passage("sentence", position, n * 100, n * 100 + 99, t, language) for n, t in enumerate(texts)]
        passages.append(Passage("document", position, 0, 500, "\n".join(texts), language))
        if position % 7 == 0:
            passages.append(Passage("claim", position, 0, 50, texts[0]))
    return passages


def mark(position: int) -> Watermark:
    return Watermark(position, ROOT)


def places(results: Results) -> list[tuple[int, int, int]]:
    return [(f.position, f.start, f.end) for f in results.found]


def found(index, query: Query, granularity: str = "sentence") -> list[int]:
    return sorted(f.position for f in index.search(query, granularity, MANY).found)


# What is found


def test_an_empty_index_finds_nothing_and_has_no_watermark(index):
    assert index.watermark() is None
    for query in (Word("war"), Everything(), Not(Word("war")), Phrase(("a", "b")), Versions(frozenset({1}))):
        assert index.search(query, "sentence", 10) == Results(0, ())
        assert index.positions(query, "sentence") == []


def test_granularities_do_not_mix(index):
    index.index([Passage(g, n, 0, 9, "the war") for n, g in enumerate(("document", "sentence", "claim"))], mark(3))
    for n, granularity in enumerate(("document", "sentence", "claim")):
        for query in (Word("war"), Everything(), Not(Word("peace")), Phrase(("the", "war"))):
            assert found(index, query, granularity) == [n]
        assert found(index, Versions(frozenset({0, 1, 2})), granularity) == [n]


def test_what_stands_beside_the_article_is_told_apart(index):
    texts = ["the war", "war news", "the peace"]
    passages = [Passage("sentence", 1, n * 10, n * 10 + 9, text, beside=n == 1) for n, text in enumerate(texts)]
    index.index([*passages, Passage("document", 1, 0, 30, "")], mark(2))

    def starts(query: Query) -> list[int]:
        return sorted(f.start for f in index.search(query, "sentence", MANY).found)

    assert starts(Beside()) == starts(And((Word("war"), Beside()))) == [10]
    assert starts(Not(Beside())) == [0, 20]
    assert starts(And((Word("war"), Not(Beside())))) == [0]
    assert starts(And((Word("peace"), Beside()))) == []
    assert starts(Or((Beside(), Word("peace")))) == [10, 20]
    assert starts(Word("war")) == [0, 10]
    assert index.positions(And((Word("war"), Not(Beside()))), "sentence") == [1]
    assert found(index, And((Word("war"), Not(Beside()))), "document") == [1]
    assert found(index, Word("news"), "document") == []  # that stands beside the article
    assert index.search(Not(Beside()), "claim", MANY).total == 0


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("monumental", ["a monument", "MONUMENTS", "money"]),
        ("running", ["they run", "runs", "run-down", "ruin"]),
        ("zurich", ["in Zürich", "Zu\u0308rich", "ZÜRICH", "rich"]),
        ("Zürich", ["in zurich", "ＺＵＲＩＣＨ", "Zu rich"]),
        ("war", ["ＷＡＲ", "the war.", "(war)", "pre-war", "_war_", "wa\u00adr", "warm"]),
        ("Russia", ["Russia’s army", "RUSSIA'S", "Russia", "Russian"]),
        ("Russia’s", ["Russia fell", "Russia's", "Rus"]),
        ("don't", ["don’t go", "don't", "don"]),
        ("1,000", ["1,000 men", "1.000", "1 000", "1000"]),
        ("3.5%", ["3.5 percent", "3,5", "35"]),
        ("a.b@example.org", ["mail a.b@example.org now", "a b example org", "a example.org"]),
        ("Lodz", ["Łódź", "lodz", "lod"]),
        ("Strasse", ["Straße", "STRASSE", "stras"]),
        ("москва", ["МОСКВА", "Москвы", "Мос"]),
        ("красный", ["Красная площадь", "красныи\u0306", "красота"]),
        ("대한민국", ["대한민국은", "\u1103\u1162한민국", "민국대한"]),
        ("κόσμος", ["ΚΌΣΜΟΣ", "τον κόσμο", "κομμός"]),
        ("北京", ["我在北京大学", "北京", "京北"]),
        ("ไทย", ["ประเทศไทยวันนี้", "ไท"]),
        ("हिन्दी", ["हिन्दी भाषा", "हद"]),
        ("𝐰𝐚𝐫", ["war", "𝖂𝖆𝖗", "w a r"]),
        ("x\x00y", ["x y", "x\x00y", "xy"]),
        ("\ud800war", ["war", "wär", "peace"]),
    ],
)
def test_words_are_compared_folded_and_stemmed(index, query, texts):
    """All texts but the last are found."""
    index.index(sentences(*texts), mark(1))
    assert found(index, Word(query)) == list(range(len(texts) - 1))


def test_phrases_count_every_word(index):
    index.index(sentences("state change", "state of change", "change state", "a state changes", "state"), mark(1))
    assert found(index, Phrase(("state", "change"))) == [0, 3]
    assert found(index, Phrase(("state", "of", "change"))) == [1]
    assert found(index, Phrase(("“state", "change”"))) == [0, 3]


def test_repeated_words_in_a_phrase(index):
    index.index(sentences("the the war", "the war the", "the war", "war the war the"), mark(1))
    assert found(index, Phrase(("the", "the"))) == [0]
    assert found(index, Phrase(("the", "war", "the"))) == [1, 3]
    assert found(index, Phrase(("war", "the", "war", "the"))) == [3]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("gerasi*", ["Gerasimov spoke", "GERASIMENKO’s", "gera"]),
        ("Gerasi*", ["gérasimov", "geraldine"]),
        ("monum*", ["a monument", "monumental", "mono"]),
        ("monuments*", ["a monument", "two monuments", "mono"]),
        ("runnin*", ["they run", "running", "ruin"]),
        ("governm*", ["a government", "governments", "gone"]),
        ("zelensky*", ["Zelensky", "Zelenskyy", "Zel"]),
        ("москов*", ["Московский", "москва"]),
        ("ger*simov", ["Gerasimov", "Gersimov", "Gerasimow"]),
        ("zel?nsky", ["Zelensky", "zelinsky’s", "Zelenskyy"]),
        ("*ensky", ["Zelensky", "Yavlensky", "sky"]),
        ("20?4", ["in 2014", "2024", "204"]),
        ("k*v", ["Kyiv", "Kiev", "kv", "Kyivan"]),
        ("north-kor*", ["North Korea", "the north of Korea", "north"]),
        ("北京*", ["我在北京大学", "京北"]),
    ],
)
def test_patterns(index, query, texts):
    """All texts but the last are found."""
    index.index(sentences(*texts), mark(1))
    assert found(index, Pattern(query)) == list(range(len(texts) - 1))


@pytest.mark.parametrize(
    ("query", "edits", "texts"),
    [
        ("kursk", 1, ["Kursk", "kusk", "Koursk", "krusk"]),
        ("kursk", 2, ["Krusk", "kurs", "courske", "tanks"]),
        ("Gerasimov", 1, ["Herasimov", "Gerasimow", "gerasimov’s", "Herasimow"]),
        ("Zelensky", 1, ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskoyy"]),
        ("Łodz", 1, ["Lodz", "lódź", "Łódźe", "lids"]),
        ("москва", 1, ["москву", "масква", "московский"]),
        ("a-bcd", 1, ["x bcd", "a bce", "a xyz"]),
    ],
)
def test_fuzzy_words(index, query, edits, texts):
    index.index(sentences(*texts), mark(1))
    assert found(index, Fuzzy(query, edits)) == list(range(len(texts) - 1))


def test_a_pattern_finds_and_does_not_rank(index):
    index.index(sentences("kiev kiev", "a very long sentence on kyiv", "kiev"), mark(1))
    assert index.search(Pattern("k*v"), "sentence", 5).found == tuple(
        Found(n, 10, end, 0.0) for n, end in enumerate((19, 38, 14))
    )


def test_the_word_itself_is_better_than_what_is_like_it(index):
    index.index(sentences("kursc and", "kursk and the rest", "kurst"), mark(1))
    assert [f.position for f in index.search(Fuzzy("kursk", 1), "sentence", 5).found] == [1, 0, 2]


def test_words_near_one_another(index):
    texts = ["north korean", "north of the korean", "korean north", "north a b c d korean", "north north x korean x"]
    index.index(sentences(*texts), mark(1))
    near = [found(index, Phrase(("north", "korean"), within)) for within in (1, 2, 3, 5)]
    assert near == [[0], [0, 4], [0, 1, 4], [0, 1, 3, 4]]
    assert found(index, Phrase(("north", "north", "korean"), 2)) == [4]
    assert found(index, Phrase(("north", "the", "korean"), 2)) == [1]
    assert found(index, Phrase(("north", "the", "korean"), 1)) == []
    with pytest.raises(errors.UsageError, match="ways"):
        index.search(Phrase(("a", "b", "c"), MOST_WAYS // 2), "sentence", 5)


def test_a_boost_counts_more(index):
    index.index(sentences("gate x y", "dam x y", "gate dam and much more than that"), mark(1))

    def order(query: Query) -> list[int]:
        return [f.position for f in index.search(query, "sentence", 5).found]

    assert order(Or((Boost(Word("gate"), 4.0), Word("dam"))))[-1] == 1
    assert order(Or((Word("gate"), Boost(Word("dam"), 4.0))))[-1] == 0
    assert found(index, Boost(Word("gate"), 0.0)) == [0, 2]
    assert found(index, Not(Boost(Or((Word("gate"), Nothing())), 2.0))) == [1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (And((Word("a"), Word("b"))), [1, 3]),
        (Or((Word("a"), Word("b"))), [0, 1, 2, 3]),
        (Not(Word("a")), [2, 4]),
        (Not(Not(Word("a"))), [0, 1, 3]),
        (And((Not(Word("a")), Not(Word("b")))), [4]),
        (And((Word("a"), Not(Word("b")))), [0]),
        (Or((Not(Word("a")), Word("c"))), [2, 3, 4]),
        (Not(Or((Word("a"), Word("b")))), [4]),
        (Not(And((Word("a"), Not(Word("b"))))), [1, 2, 3, 4]),
        (And((Word("a"), Not(Everything()))), []),
        (Or((Nothing(), Word("c"))), [3]),
        (Or((Versions(frozenset({4})), Word("c"))), [3, 4]),
        (And((Versions(frozenset({0, 4})), Everything())), [0, 4]),
        (And((Word("a"), Versions(frozenset({0, 3, 99})))), [0, 3]),
        (And((Word("a"), Not(Versions(frozenset({0, 3}))))), [1]),
        (Versions(frozenset()), []),
        (And((Word("a"), Versions(frozenset()))), []),
        (Everything(), [0, 1, 2, 3, 4]),
        (Nothing(), []),
        (Not(Nothing()), [0, 1, 2, 3, 4]),
    ],
)
def test_trees(index, query, expected):
    index.index(sentences("a", "a b", "b", "a b c", "x"), mark(5))
    assert found(index, query) == expected
    assert index.search(query, "sentence", 0) == Results(len(expected), ())


def test_a_word_without_letters_sets_no_condition(index):
    index.index(sentences("war — peace", "war", "…"), mark(1))
    dash = Word("—")
    assert found(index, dash) == found(index, Phrase(("—", "!"))) == found(index, Word("")) == []
    assert found(index, And((Word("war"), dash, Not(dash)))) == [0, 1]
    assert found(index, Or((Word("peace"), dash))) == [0]
    assert found(index, And(())) == found(index, Not(dash)) == []
    assert found(index, Phrase(("war", "—", "peace"))) == [0]


def test_a_filter_of_twenty_thousand_versions(index):
    index.index(sentences("war", "war", "peace"), mark(3))
    wide = Versions(frozenset(range(1, 20_001)))
    assert found(index, wide) == [1, 2]
    assert found(index, And((Word("war"), wide))) == [1]


def test_long_words_and_texts(index):
    long, other = "x" * 10_000, "y" * 100_000
    index.index(sentences(long, f"war {other} peace", "a " * 20_000 + "end", ""), mark(1))
    assert found(index, Word(long)) == [0]
    assert found(index, Word(other)) == [1]
    assert found(index, And((Word("war"), Word("peace")))) == [1]
    assert found(index, Word("end")) == [2]
    assert found(index, Phrase(("a",) * 2_000)) == [2]
    assert found(index, And(tuple(Word(w) for w in ["a", "end"] * 1_000))) == [2]
    assert found(index, Or(tuple(Word(f"w{n}") for n in range(3_000)))) == []


def test_a_tree_that_cannot_be_run_is_a_usage_error(index):
    deep: Query = Word("war")
    for _ in range(5_000):
        deep = Not(And((deep, Word("peace"))))
    for query in (
        deep,
        Field("title", "x"),
        And((Word("a"), Field("title", "x"))),
        Boost(Range("published", "", "x"), 2.0),
        Exact("x"),
        Pattern("a" + "*b" * (MOST_SIGNS + 1)),
        Or(tuple(Fuzzy(f"a{n}", 1) for n in range(MOST_LOOSE + 1))),
    ):
        for ask in (lambda q: index.search(q, "sentence", 10), lambda q: index.positions(q, "sentence")):
            with pytest.raises(errors.UsageError):
                ask(query)


def test_a_tree_as_deep_as_the_parser_makes_runs(index):
    deep: Query = Word("war")
    for n in range(DEEPEST):
        deep = And((Word("war"), Or((Word(f"x{n}"), Boost(Not(And((Word(f"y{n}"), deep))), 2.0)))))
    index.index(sentences("war", "peace"), mark(1))
    assert index.search(deep, "sentence", 10).total == 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(), min_size=1, max_size=8))
def test_any_text_can_be_indexed_and_finds_itself(index, texts):
    index.clear()
    index.index(sentences(*texts), mark(1))
    for n, text in enumerate(texts):
        assert (n in found(index, Word(text))) == bool(fold(text).split())
        index.search(Phrase((text, text[::-1])), "sentence", 5)


# One meaning for all engines


_LATIN = {"": "english", "de-AT": "german", "fr": "french", "vi": "english", "tlh": "english"}
_STEM = {name: snowballstemmer.stemmer(name).stemWord for name in (*_LATIN.values(), "russian")}


@cache
def words(text: str, language: str = "") -> list[str]:
    return [_STEM["russian" if word[0] in "мМ" else _LATIN[language]](word) for word in fold(text).split()]


def ways(text: str) -> list[list[str]]:
    return [list(way) for way in sorted({tuple(words(text, language)) for language in _LATIN})]


def matches(query: Query, passage: Passage) -> bool:
    """The contract once more, as slow and plain as can be; no word without letters in `query`."""
    held = words(passage.text, passage.language)
    match query:
        case Word(text):
            return any(contains(held, words(text, language)) for language in _LATIN)
        case Phrase(several, within):
            return any(contains(held, words(" ".join(several), language), within) for language in _LATIN)
        case Like(text):
            return any(word in held for language in _LATIN for word in words(text, language))
        case Pattern() | Fuzzy():
            return alike(analysed(query, ways, str.split), held)
        case Boost(part):
            return matches(part, passage)
        case And(parts):
            return all(matches(p, passage) for p in parts)
        case Or(parts):
            return any(matches(p, passage) for p in parts)
        case Not(part):
            return not matches(part, passage)
        case Versions(positions):
            return passage.position in positions
    return isinstance(query, Everything)


def contains(text: list[str], part: list[str], within: int = 1) -> bool:
    ends = {n for n, word in enumerate(text) if word == part[0]}
    for wanted in part[1:]:
        ends = {n for n, word in enumerate(text) if word == wanted and any(0 < n - end <= within for end in ends)}
    return bool(ends)


def alike(query: Query, text: list[str]) -> bool:
    """A pattern or fuzzy word that was analysed: its terms, compared one by one."""
    match query:
        case And(parts):
            return all(alike(part, text) for part in parts)
        case Or(parts):
            return any(alike(part, text) for part in parts)
        case Pattern(pattern):
            return any(fnmatchcase(word, pattern) for word in text)
        case Fuzzy(wanted, edits):
            return any(distance(word, wanted) <= edits for word in text)
    return contains(text, [query.text] if isinstance(query, Word) else list(query.words))


@cache
def distance(one: str, other: str) -> int:
    if not one or not other:
        return len(one + other)
    replaced = distance(one[1:], other[1:]) + (one[0] != other[0])
    return min(replaced, distance(one[1:], other) + 1, distance(one, other[1:]) + 1)


def some_query(pick: random.Random, depth: int = 3) -> Query:
    kind = pick.randrange(-3, 10 if depth else 5)
    if kind == -3:
        return Pattern(some_pattern(pick))
    if kind == -2:
        return Fuzzy(pick.choice(WORDS), pick.randint(1, 2))
    if kind == -1 and depth:
        return Boost(some_query(pick, depth - 1), pick.choice((0.0, 0.5, 3.0)))
    if kind < 3:
        return Word(pick.choice(WORDS))
    if kind < 5:
        return Phrase(tuple(pick.choices(WORDS, k=pick.randint(2, 3))), pick.choice((1, 1, 2)))
    if kind == 5 and pick.random() < 0.5:
        return Like(" ".join(pick.choices(WORDS, k=pick.randint(1, 3))))
    if kind == 5:
        return Versions(frozenset(pick.sample(range(60), pick.randint(0, 20))))
    if kind == 6:
        return Not(some_query(pick, depth - 1))
    join = pick.choice((And, Or))
    return join(tuple(some_query(pick, depth - 1) for _ in range(pick.randint(2, 4))))


def some_pattern(pick: random.Random) -> str:
    word = pick.choice(WORDS)
    cut = pick.randint(1, len(word))
    return pick.choice((word[:cut] + "*", "*" + word[cut - 1 :], word[:cut] + "?" + word[cut + 1 :], word + "*"))


def test_three_hundred_queries_give_what_the_contract_says(index):
    passages, pick = corpus(), random.Random(5)
    index.index(passages[:100], mark(1))
    index.index(passages[100:], mark(2))
    for _ in range(300):
        query = some_query(pick)
        for granularity in ("sentence", "document", "claim"):
            expected = {
                (p.position, p.start, p.end) for p in passages if p.granularity == granularity and matches(query, p)
            }
            results = index.search(query, granularity, MANY)
            assert set(places(results)) == expected, query
            assert results.total == len(results.found) == len(expected)
            assert sorted(index.positions(query, granularity)) == sorted(f.position for f in results.found)


def test_stems_are_those_of_porter_2(index):
    roots = ["univers", "intern", "gener", "past", "later", "emerg", "organ", "real", "civil", "commun", "arsen"]
    roots += ["sk", "d", "ly", "y", "hop", "hopp", "use", "fly", "bio"]
    ends = ["", "s", "es", "ed", "ing", "ly", "al", "ally", "ity", "ization", "ational", "izer", "ies", "ied"]
    ends += ["eed", "eedly", "ogist", "ment", "ness", "ful", "ency", "ance"]
    texts = [root + end for root in roots for end in ends]
    index.index(sentences(*texts), mark(1))
    for text in texts:
        assert found(index, Word(text)) == [n for n, other in enumerate(texts) if words(other) == words(text)]


@pytest.mark.parametrize(
    ("language", "query", "texts"),
    [
        ("de", "Häuser", ["das Haus", "der Hauser", "hausen", "Hut"]),
        ("fr-CA", "nationales", ["national", "NATIONALE", "nation"]),
        ("tr", "evler", ["evleri", "ev", "eve gitti", "kar"]),
        ("ro", "știri", ["ştiri", "STIRI", "știrile", "stai"]),
        ("sr", "књига", ["knjiga", "књиге", "кит"]),
        ("fa", "کتاب\u200cها", ["کتابها", "کار"]),
        ("xx", "running", ["runs", "ran"]),
        ("not a language", "running", ["runs", "ran"]),
    ],
)
def test_words_are_stemmed_by_the_language_of_the_text(index, language, query, texts):
    """All texts but the last are found, whatever else the index holds, and in phrases too."""
    passages = [Passage("sentence", n, 0, 1, f"1 {text} 2", language) for n, text in enumerate(texts)]
    index.index([*passages, Passage("sentence", 99, 0, 1, "1 running 2", "it")], mark(1))
    expected = list(range(len(texts) - 1))
    assert [n for n in found(index, Word(query)) if n < 99] == expected
    close = [n for n in expected if len(texts[n].split()) == 1]
    assert [n for n in found(index, Phrase(("1", query, "2"))) if n < 99] == close


def test_like_finds_any_of_the_words_and_ranks_what_has_most(index):
    texts = ["我在北京大学读书", "北方的京剧", "大海", "Who won?", "who knows who knew", "nobody"]
    index.index(sentences(*texts), mark(1))
    assert [f.position for f in index.search(Like("北京大学在哪里？"), "sentence", 9).found][:2] == [0, 1]
    assert found(index, Like("北京大学在哪里？")) == [0, 1, 2]
    assert found(index, Like("who won the cup")) == [3, 4]
    assert found(index, And((Like("who won the cup"), Not(Word("knows"))))) == [3]
    assert found(index, Like("— ?")) == found(index, Like("")) == []


def test_the_entries_of_one_granularity_do_not_weigh_in_the_ranking_of_another(index):
    """The word that all documents have says nothing about them, however many sentences are without it."""
    documents = ["the of it dam", "the the the it", *["the"] * 40]
    index.index([Passage("document", n, 0, 1, text) for n, text in enumerate(documents)], mark(1))
    query = Or((Word("the"), Word("dam")))
    alone = index.search(query, "document", 2)
    index.index(sentences(*[f"sentence {n}" for n in range(500)]), mark(2))
    assert alone.found[0].position == 0
    again = index.search(query, "document", 2)
    assert places(again) == places(alone)
    assert again.found[0].score == pytest.approx(alone.found[0].score, rel=0.1)


# What is marked


MARKED = [
    (Word("monument"), "A monument, MONUMENTS; money", "[monument] [MONUMENTS]"),
    (Word("war"), "ＷＡＲ wa\u00adr wär war\u0301’s (war) warm", "[ＷＡＲ] [wa\u00adr] [wär] [war\u0301’s] [war]"),
    (Word("Russia"), "Russia’s, RUSSIA's; Russian", "[Russia’s] [RUSSIA's]"),
    (Word("don't"), "Don’t don", "[Don] [t]"),
    (Word("हिन्दी"), "यह हिन्दी है", "[हिन्दी]"),
    (Word("北京"), "我在北京大学，京北", "[北京]"),
    (Word("ไทย"), "ประเทศไทยวันนี้", "[ไทย]"),
    (Word("น้ำ"), "ดื่มน้ำ ทำนาย", "[น้ำ]"),
    (Word("대한민국"), "대한민국은 민국", "[대한민국]"),
    (Word("1"), "a ½ b", "[½]"),
    (Like("北大"), "北方，大海，北大", "[北] [大] [北大]"),
    (Like("Việt nam"), "viet Việt Nam", "[viet] [Việt] [Nam]"),
    (Phrase(("state", "change")), "state of change; state changes", "[state] [changes]"),
    (Phrase(("a", "b", "c"), 2), "a x b x c b a c", "[a] [b] [c]"),
    (Phrase(("a", "b", "c"), 2), "b a b b c c", "[a] [b] [b] [c] [c]"),
    (Phrase(("a", "b", "c"), 2), "a b x b b c", ""),
    (Pattern("gerasi*"), "Gerasimov’s, gera", "[Gerasimov’s]"),
    (Pattern("zel?nsky"), "Zelinsky, zelnsky", "[Zelinsky]"),
    (Fuzzy("kursk", 1), "Koursk, krusk", "[Koursk]"),
    (And((Word("a"), Not(Word("b")))), "a b", "[a]"),
    (Not(Not(Word("a"))), "a", ""),
    (Or((Boost(Word("a"), 0.0), Word("c"), Versions(frozenset({1})))), "c b a", "[c] [a]"),
    (Everything(), "a", ""),
    (Word("—"), "a — b", ""),
    (Word("x" * 300), f"{'x' * 400} x", f"[{'x' * 400}]"),
]


@pytest.mark.parametrize(("query", "text", "marked"), MARKED)
def test_what_is_found_is_marked(index, query, text, marked):
    index.index([Passage("sentence", 0, 0, len(text), text, "vi")], mark(1))
    for language in ("", "vi", "de"):
        spans = index.marks(query, text, language)
        assert " ".join(f"[{text[start:end]}]" for start, end in spans) == marked


def test_a_word_is_marked_by_the_stems_of_its_language_first(index):
    index.index([Passage("sentence", n, 0, 9, "Haus", language) for n, language in enumerate(("de", "en"))], mark(1))
    assert index.marks(Word("Häuser"), "hausen hauser") == [(0, 6), (7, 13)]
    assert index.marks(Word("Häuser"), "hausen hauser", "en-GB") == [(7, 13)]
    assert index.marks(Word("Häuser"), "hausen", "en") == index.marks(Word("Häuser"), "hausen", "de-AT") == [(0, 6)]


def test_an_empty_index_marks_too(index):
    """Its stems are those by script."""
    assert index.marks(Word("war"), "the wars") == [(4, 8)]
    assert index.marks(Word("war"), "") == []
    with pytest.raises(errors.UsageError):
        index.marks(Field("title", "x"), "x")


def finding_words(query: Query) -> bool:
    """Whether whatever is found is found by words that it has."""
    match query:
        case And(parts):
            return any(map(finding_words, parts))
        case Or(parts):
            return all(map(finding_words, parts))
        case Boost(part):
            return finding_words(part)
    return isinstance(query, Word | Phrase | Like | Pattern | Fuzzy)


def test_every_passage_found_by_words_is_marked_and_all_engines_mark_the_same(tmp_path):
    passages, pick = corpus(), random.Random(6)
    engines = [plugins.load("engines", name).open_index(tmp_path / name) for name in plugins.built_in("engines")]
    for index in engines:
        index.index(passages, mark(1))
        index.search(Everything(), "sentence", 0)
    texts = {(p.position, p.start): (p.text, p.language) for p in passages if p.granularity == "sentence"}
    for _ in range(150):
        query = some_query(pick)
        held = {place: [index.marks(query, *texts[place]) for index in engines] for place in texts}
        for place, (first, *others) in held.items():
            assert in_order(first, texts[place][0])
            assert others == [first] * len(others)
        if finding_words(query):
            found = engines[0].search(query, "sentence", MANY).found
            assert all(held[f.position, f.start][0] for f in found), query
    for index in engines:
        index.close()


def in_order(spans: list[tuple[int, int]], text: str) -> bool:
    edges = [edge for span in spans for edge in span]
    return edges == sorted(set(edges)) and all(0 <= edge <= len(text) for edge in edges)


LETTERS = st.text(
    st.sampled_from("abZ'sS ’-\u0301\u0306\u00ad\u200d\u200b中ไท\u0e48हि\u094d½ﷺｶﾞ가\u1100\u1161\u11a8Ии_１")
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=LETTERS | st.text(), language=st.sampled_from(["", "de", "vi"]), cut=st.integers(0, 20))
def test_any_text_that_is_found_is_marked(index, text, language, cut):
    index.clear()
    index.index([Passage("sentence", 0, 0, 1, text, language), *sentences("Haus")], mark(1))
    found(index, Everything())
    plain = text.replace("*", "").replace("?", "")
    for query in (Word(text), Phrase((text, text[:cut])), Fuzzy(text[:cut], 1), Pattern(plain[:cut] + "*")):
        spans = index.marks(query, text)
        assert in_order(spans, text)
        assert spans or 0 not in [f.position for f in index.search(query, "sentence", 9).found if f.start == 0]
    assert not index.marks(And((Everything(), Not(Word(text)))), text)
    assert bool(index.marks(Word(text), text)) == bool(fold(text).split())


@settings(max_examples=300, deadline=None)
@given(text=LETTERS | st.text())
def test_the_words_that_are_marked_are_those_that_are_indexed(text):
    assert [word for *_, word in located(text)] == fold(text).split()
    assert [word for piece in pieces(text) for *_, word in located(piece[0])] == fold(text).split()


# Order and pages


def test_best_first_and_ties_by_place(index):
    texts = ["war " * 5, "war " + "peace " * 30, "war and peace", *["war on"] * 30]
    index.index(reversed(sentences(*texts)), mark(1))
    results = index.search(Word("war"), "sentence", 50)
    scores = [f.score for f in results.found]
    assert scores == sorted(scores, reverse=True)
    assert results.found[0].position == 0
    assert results.found[-1].position == 1
    ties = [f.position for f in results.found if f.position > 2]
    assert ties == list(range(3, 33))


def test_pages_fit_together(index):
    index.index(corpus(), mark(1))
    for query in (Word("the"), Everything(), Or((Word("war"), Word("run")))):
        whole = places(index.search(query, "sentence", MANY))
        total = index.search(query, "sentence", 1).total
        assert len(whole) == total
        for size in (1, 7, 50):
            pages = [index.search(query, "sentence", size, at) for at in range(0, total + size, size)]
            assert [p for page in pages for p in places(page)] == whole
            assert {page.total for page in pages} == {total}


def test_pages_fit_together_when_very_many_are_equal(index):
    texts = [f"war {n % 10}" for n in range(1_500)]
    index.index(sentences(*texts), mark(1))
    index.index([Passage("sentence", 2_000 + n, 0, 5, "war 1") for n in range(5)], mark(2))
    whole = places(index.search(Word("war"), "sentence", MANY))
    pages = [index.search(Word("war"), "sentence", 300, at) for at in range(0, 1_600, 300)]
    assert [p for page in pages for p in places(page)] == whole
    assert len(set(whole)) == 1_505


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (10, 5), (10, 3), (10**9, 0), (1, 10**9), (-1, 0)])
def test_limits_out_of_the_ordinary(index, limit, offset):
    index.index(sentences("war", "war", "war"), mark(1))
    results = index.search(Word("war"), "sentence", limit, offset)
    assert results.total == 3
    assert len(results.found) == (3 if limit > 10**6 else 0)


def test_places_are_kept_exactly(index):
    far = Passage("sentence", 2**33, 2**29 - 2, 2**29 - 1, "war")
    index.index([far, Passage("sentence", 2**33, 0, 1, "war")], mark(2**33 + 1))
    assert places(index.search(Word("war"), "sentence", 5)) == [(2**33, 0, 1), (2**33, 2**29 - 2, 2**29 - 1)]
    assert index.positions(Word("war"), "sentence") == [2**33, 2**33]
    assert index.watermark() == mark(2**33 + 1)


# Following the log


def test_what_is_indexed_is_seen_at_once_and_after_opening_again(engine, tmp_path):
    index, other = engine.open_index(tmp_path / "index"), engine.open_index(tmp_path / "index")
    for n in range(12):
        index.index([Passage("sentence", n, 0, 3, "war")], mark(n + 1))
        assert found(other, Word("war")) == list(range(n + 1))
        assert index.watermark() == other.watermark() == mark(n + 1)
    assert found(engine.open_index(tmp_path / "index"), Everything()) == list(range(12))
    index.clear()
    assert other.watermark() is None
    assert found(other, Word("war")) == []


def test_a_watermark_alone_moves(index):
    index.index([], mark(7))
    assert index.watermark() == mark(7)
    assert index.search(Everything(), "sentence", 10).total == 0


def test_in_a_batch_each_call_is_a_commit_and_an_error_undoes_only_its_own(engine, tmp_path):
    index, other = engine.open_index(tmp_path / "index"), engine.open_index(tmp_path / "index")
    with index.batch():
        for n in range(6):
            index.index([Passage("sentence", n, 0, 3, "war")], mark(n + 1))
            assert index.watermark() == other.watermark() == mark(n + 1)
            with pytest.raises(ZeroDivisionError):
                index.index((Passage("sentence", 1 // zero, 0, 3, "war") for zero in (1, 0)), mark(99))
    with other.batch():
        other.index([Passage("sentence", 6, 0, 3, "war")], mark(7))
    assert found(index, Word("war")) == list(range(7))


def test_twice_is_once(index):
    index.index(corpus(), mark(40))
    first = index.search(Or((Word("war"), Word("run"))), "sentence", MANY)
    index.clear()
    assert index.watermark() is None
    assert index.search(Everything(), "sentence", 10).total == 0
    index.index(corpus(), mark(40))
    assert index.search(Or((Word("war"), Word("run"))), "sentence", MANY) == first


def test_an_error_in_the_feed_leaves_the_index_as_it_was(index):
    def feed():
        yield Passage("sentence", 5, 0, 3, "war")
        raise ValueError("the feed broke")

    index.index(sentences("war"), mark(1))
    with pytest.raises(ValueError, match="the feed broke"):
        index.index(feed(), mark(6))
    assert index.watermark() == mark(1)
    assert found(index, Word("war")) == [0]
    index.index([Passage("sentence", 5, 0, 3, "war")], mark(6))
    assert found(index, Word("war")) == [0, 5]


FOLLOWER = """
import importlib, os, sys
from pathlib import Path
from archive.model.passage import Found, Passage, Watermark
name, folder, die_at = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
index = importlib.import_module(f"archive.engines.{name}").open_index(folder)
seen = 0
def feed(start, stop):
    global seen
    for position in range(start, stop):
        for n in range(20):
            seen += 1
            if seen == die_at:
                os._exit(9)
            yield Passage("sentence", position, n, n + 1, f"war number{position} sentence{n}")
mark = index.watermark()
for start in range(mark.position if mark else 0, 60, 10):
    print("batch", flush=True)
    index.index(feed(start, start + 10), Watermark(start + 10, "ab" * 32))
"""


def agree(engine: ModuleType, folder: Path) -> int:
    """How far the index is; what it holds is just that."""
    index = engine.open_index(folder)
    watermark = index.watermark()
    reached = watermark.position if watermark else 0
    results = index.search(Everything(), "sentence", MANY)
    assert places(results) == [(p, n, n + 1) for p in range(reached) for n in range(20)]
    index.close()
    return reached


@pytest.mark.parametrize("cut", [1, 150, 201, 555, 1_200, "at once", "soon", "later"])
def test_a_follower_cut_at_any_point_equals_one_from_zero(engine, tmp_path, cut):
    name = engine.__name__.rpartition(".")[2]
    folder = tmp_path / "index"

    def follow(die_at: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", FOLLOWER, name, str(folder), str(die_at)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    if isinstance(cut, int):
        with follow(cut) as child:
            child.communicate()
        assert child.returncode == 9
        assert agree(engine, folder) == (cut - 1) // 200 * 10
    else:
        for lines in {"at once": (1, 1, 2), "soon": (2, 3), "later": (1, 5)}[cut]:
            with follow(0) as child:
                for _ in range(lines):
                    child.stdout.readline()
                child.kill()  # anywhere in the batch or its commit
                child.communicate()
            agree(engine, folder)
    with follow(0) as child:
        child.communicate()
    assert child.returncode == 0
    assert agree(engine, folder) == 60


def test_the_first_passage_is_asked_for_under_the_lock(engine, tmp_path):
    """So that whoever feeds can look at the watermark again there, and nobody else moves it from then on."""
    index, other = (engine.open_index(tmp_path / "index") for _ in range(2))
    index.index(sentences("war"), mark(1))
    asked = []

    def feed():
        asked.append(index.watermark())
        with pytest.raises(errors.Locked):
            other.index([], mark(9))
        yield Passage("sentence", 1, 0, 5, "peace")

    index.index(feed(), mark(2))
    assert asked == [mark(1)]
    assert index.watermark() == other.watermark() == mark(2)


def test_a_feed_that_breaks_before_its_first_passage_stores_nothing(index):
    def feed():
        raise errors.Locked("overtaken")
        yield

    index.index(sentences("war"), mark(1))
    with pytest.raises(errors.Locked, match="overtaken"):
        index.index(feed(), mark(6))
    assert index.watermark() == mark(1)
    assert found(index, Everything()) == [0]
    index.index(sentences("peace"), mark(7))
    assert index.watermark() == mark(7)


WRITER = FOLLOWER.replace("os._exit(9)", "print('writing', flush=True) or sys.stdin.readline()")


def test_a_second_writer_is_told_and_a_search_goes_on(engine, tmp_path):
    name, folder = engine.__name__.rpartition(".")[2], tmp_path / "index"
    index = engine.open_index(folder)
    index.index([Passage("sentence", 0, 0, 1, "war")], mark(10))
    command = [sys.executable, "-c", WRITER, name, str(folder), "5"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        while child.stdout.readline() != "writing\n":
            pass
        late = engine.open_index(folder)
        for reader in (index, late):
            assert found(reader, Word("war")) == [0]
            with pytest.raises(errors.Locked):
                reader.index([], mark(11))
            with pytest.raises(errors.Locked):
                reader.clear()
        child.kill()
    index.index([Passage("sentence", 11, 0, 1, "war")], mark(12))
    assert found(late, Word("war")) == [0, 11]


# What is broken, foreign or open to others


def damaged(path: Path, how: str) -> bytes:
    content = path.read_bytes()
    if how == "garbage":
        return bytes(random.Random(3).choices(range(256), k=len(content) + 1))
    return content[: {"empty": 0, "half": len(content) // 2, "tail": len(content) - 9}[how]]


@pytest.mark.parametrize("how", ["empty", "half", "tail", "garbage", "gone", "folder"])
def test_a_broken_index_heals(engine, tmp_path, how):
    folder = tmp_path / "index"
    passages = corpus()
    count = sum(p.granularity == "sentence" for p in passages)
    index = engine.open_index(folder)
    index.index(passages, mark(40))
    index.close()
    files = sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file() and "lock" not in p.name.lower())
    assert files
    for name in files:
        path = folder / name
        if not path.exists():
            continue  # made anew under another name
        content = damaged(path, how) if how not in ("gone", "folder") else b""
        path.unlink()
        if how == "folder":
            path.mkdir()
        elif how != "gone":
            path.write_bytes(content)
        index = healed(engine, folder)
        if index.watermark() is None:
            assert index.search(Everything(), "sentence", 5).total == 0
            index.index(passages, mark(40))
        assert index.search(Everything(), "sentence", 5).total == count
        assert index.search(Phrase(("the", "war")), "sentence", 5).total == sum(
            p.granularity == "sentence" and matches(Phrase(("the", "war")), p) for p in passages
        )
        index.close()
    gc.collect()  # what Whoosh left open is closed, with a warning, in this test


def healed(engine: ModuleType, folder: Path):
    """Open and search; what only a search stumbles over is gone the next time."""
    try:
        index = engine.open_index(folder)
        index.search(And((Everything(), Phrase(("the", "war")))), "sentence", 5)
        return index
    except errors.BrokenIndex:
        return engine.open_index(folder)


def test_an_index_of_another_schema_is_made_anew(engine, tmp_path, monkeypatch):
    folder = tmp_path / "index"
    engine.open_index(folder).index(sentences("war"), mark(1))
    monkeypatch.setattr(engine, "SCHEMA", "999")
    index = engine.open_index(folder)
    assert index.watermark() is None
    assert index.search(Everything(), "sentence", 5).total == 0
    index.index(sentences("war"), mark(1))
    assert len(list(folder.iterdir())) == 1


def test_the_folder_is_closed_to_others(engine, tmp_path):
    folder = tmp_path / "a" / "b"
    engine.open_index(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    for mode in (0o777, 0o770, 0o702):
        folder.chmod(mode)
        with pytest.raises(errors.CannotWrite, match="others can write"):
            engine.open_index(folder)
    folder.chmod(0o700)
    assert engine.open_index(folder).watermark() is None


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_someone_else_is_refused(engine, tmp_path):
    folder = tmp_path / "index"
    folder.mkdir(mode=0o700)
    os.chown(folder, 12345, 12345)
    with pytest.raises(errors.CannotWrite):
        engine.open_index(folder)


def test_a_link_in_the_place_of_the_folder_is_refused(engine, tmp_path):
    engine.open_index(tmp_path / "elsewhere")
    (tmp_path / "index").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(errors.CannotWrite, match="a link"):
        engine.open_index(tmp_path / "index")


def test_a_folder_that_others_could_exchange_is_refused(engine, tmp_path):
    """Where everybody can rename what is in the parent folder; not where that is sticky, as /tmp is."""
    (tmp_path / "open" / "inner").mkdir(parents=True)
    engine.open_index(tmp_path / "open" / "inner" / "index")
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(errors.CannotWrite, match=r"others can write to .*open"):
        engine.open_index(tmp_path / "open" / "inner" / "index")
    (tmp_path / "open").chmod(0o1777)
    engine.open_index(tmp_path / "open" / "inner" / "index")


def test_an_index_with_a_link_in_it_is_thrown_away(engine, tmp_path):
    """Nothing is read or written through it."""
    folder, other = tmp_path / "index", tmp_path / "other"
    for place in (folder, other):
        engine.open_index(place).index(sentences("war"), mark(1))
    before = {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}
    (inner,) = folder.iterdir()
    for path in inner.iterdir():
        if path.suffix in (".json", ".toc"):
            path.unlink()
            path.symlink_to(next(other.rglob("*.json"), next(other.rglob("*.toc"), None)))
    index = engine.open_index(folder)
    assert index.watermark() is None
    index.index(sentences("peace"), mark(1))
    assert {path: path.read_bytes() for path in other.rglob("*") if path.is_file()} == before
    shutil.rmtree(inner)
    inner.symlink_to(next(other.iterdir()))
    assert engine.open_index(folder).watermark() is None
    assert not inner.is_symlink()
    assert {path: path.read_bytes() for path in other.rglob("*") if path.is_file()} == before


def test_a_file_in_the_place_of_the_folder_is_refused(engine, tmp_path):
    (tmp_path / "index").write_text("not a folder")
    with pytest.raises(errors.CannotWrite):
        engine.open_index(tmp_path / "index")


class Poison:
    """Unpickled, it makes a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return Path.touch, (self.marker,)


def test_a_poisoned_index_runs_and_so_only_the_given_folder_is_opened(engine, tmp_path):
    """The risk is real: Whoosh runs what stands in an index. Planted in the archive it is never read."""
    whoosh_index, fields = pytest.importorskip("whoosh.index"), pytest.importorskip("whoosh.fields")
    marker, planted = tmp_path / "marker", tmp_path / "archive"
    planted.mkdir()
    whoosh_index.create_in(str(planted), fields.Schema())
    toc = next(planted.glob("*.toc"))
    poisoned = toc.read_bytes().replace(pickle.dumps([], -1), pickle.dumps(Poison(marker), -1))
    assert poisoned != toc.read_bytes()
    toc.write_bytes(poisoned)
    cache = engine.open_index(tmp_path / "cache")
    cache.index(sentences("war"), mark(1))
    assert found(cache, Word("war")) == [0]
    assert not marker.exists()
    with suppress(Exception):
        whoosh_index.open_dir(str(planted)).searcher()
    assert marker.exists()


def test_a_seeded_program_is_not_disturbed_and_disturbs_nothing(engine, tmp_path):
    index = engine.open_index(tmp_path / "index")
    for n in range(4):
        random.seed(42)
        index.index([Passage("sentence", n, 0, 3, "war")], mark(n + 1))
        assert random.random() == random.Random(42).random()
    assert found(index, Word("war")) == [0, 1, 2, 3]


def test_no_warning_reaches_the_user(engine, tmp_path):
    name = engine.__name__.rpartition(".")[2]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FOLLOWER, name, str(tmp_path / "index"), "0"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_schema_names_the_unicode_tables(engine):
    assert unicodedata.unidata_version in engine.SCHEMA
