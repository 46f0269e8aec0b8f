"""The query language from the words that are typed to the hits, with every engine, through the front door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import archive
from archive import errors, plugins
from archive.engines._folding import MOST_LOOSE, analysed, leaves
from archive.engines.whoosh import _ANALYSIS
from archive.text.query import parse
from tests.conformance.hostile import generated, listed

ARTICLES = {
    "a": (
        "Gerasimov opened gate 3. The minister said: “No.” A German general spoke.",
        {
            "title": "Who opened the Gate?",
            "publisher": "The Tribune",
            "published": "2024-04-12",
            "tags": ["Dam", "x y"],
        },
    ),
    "b": (
        "Gerasimow closed gate 3, and left. The minister said no. North of the Korean border.",
        {"title": "Tribunes of Łódź", "publisher": "Ledger", "published": "2024-04", "authors": ["Ana Fenn", "Bo Ek"]},
    ),
    "c": ("Nobody opened a gate in April.", {"published": "2024", "language": "en-GB", "publisher": "Tribune Weekly"}),
    "d": ("The gates were open in Kursk.", {"language": "de"}),
    "e": ("A gate, too.", {}),
}


@pytest.fixture(scope="module", params=plugins.built_in("engines"))
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[archive.Archive]:
    folder = tmp_path_factory.mktemp("queries")
    keys, cache = folder / "keys", folder / "cache"
    with archive.create(folder / "a", name="T", engine=request.param, keys=keys, cache=cache) as made:
        for name, (text, values) in ARTICLES.items():
            url = f"https://{name}.news.example/{name}?q=1"
            made.add_bytes(text.encode(), url=url, values=values, captured="2025-01-02T03:04:05Z")
        made.cite(
            archive.Request(
                scope="https://a.news.example/a?q=1", quote="opened gate 3", claim="He did.", speaker="B. Ek"
            )
        )
        yield made


def documents(held: archive.Archive, words: str = "", **filters: object) -> str:
    """The letters of the documents found."""
    hits = held.search(words, find="document", limit=50, **filters).hits
    return "".join(sorted(hit.document.partition("://")[2][0] for hit in hits))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("gerasimov", "a"),
        ("gerasimov~", "ab"),
        ("geras*", "ab"),
        ("g?rman OR kurs*", "ad"),
        ('"north korean"~4', "b"),
        ('"north korean"~2', ""),
        ("gate*", "abcde"),
        ("*", "abcde"),
        ("NOT gate", ""),
        ("title:gate", "a"),
        ("title:gates", ""),
        ("title:LODZ", "b"),
        ('title:"opened the gate"', "a"),
        ('title:"the opened"', ""),
        ("title:tribune*", "b"),
        ("title:(gate OR lodz) NOT title:who", "b"),
        ("publisher:tribune", "ac"),
        ("publisher:tribun", ""),
        ("publisher:tri*", "ac"),
        ("publisher:*", "abc"),
        ("NOT publisher:*", "de"),
        ('author:"ana fenn"', "b"),
        ("author:fenn author:ek", "b"),
        ("tag:dam", "a"),
        ("tag:x", ""),
        ('tag:"X Y"', "a"),
        ("language:en", "abc"),
        ("language:e", ""),
        ("type:text/plain", "abcde"),
        ("type:text", "abcde"),
        ("type:text/*", "abcde"),
        ("url:https://a.news.example/a?q=1", "a"),
        ("url:https://a.news.example/a?q=*", "a"),
        ("url:https://a.news.example/", ""),
        ("domain:news.example gate", "abcde"),
        ("domain:b.news.example", "b"),
        ("domain:ews.example", ""),
        ("domain:*.example", "abcde"),
        ("document:https://a.news.example/a?q=1", "a"),
        ("speaker:ek", "a"),
        ("stance:supports", "a"),
        ("stance:contradicts", ""),
        ("from:x OR to:* OR subject:y", ""),
        ("published:2024", "abc"),
        ("published:2024-04", "ab"),
        ("published:2024-04-12", "a"),
        ("published:[2024-04-01 TO 2024-04-30]", "ab"),
        ("published:[2024-04-12 TO]", "a"),
        ("published:[TO 2024-04-30]", "ab"),
        ("published:[TO 2024-12]", "abc"),
        ("published:{2024-03 TO 2024-05}", "ab"),
        ("published:{2024-04 TO 2024-08]", ""),
        ("published:*", "abc"),
        ("NOT published:2024 gate", "de"),
        ("captured:2025-01", "abcde"),
        ('exact:"said: “No.”"', "a"),
        ("exact:“said no”", "b"),
        ("exact:“Gate 3”", ""),
        ('exact:"gate 3" AND opened', "a"),
        ('exact:"gate 3"^2 published:2024-04', "ab"),
    ],
)
def test_what_is_found(held, words, found):
    assert documents(held, words) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"since": "2024-04-12"}, "a"),
        ({"since": "2024-04", "until": "2024-04"}, "ab"),
        ({"until": "2024"}, "abc"),
        ({"publisher": "tribune"}, "ac"),
        ({"publisher": ["ledger", "the tribune"]}, "ab"),
        ({"publisher": "trib*", "language": "en"}, "ac"),
        ({"tag": "dam", "domain": "example"}, "a"),
        ({"words": "nobody OR gerasimow", "since": "2024"}, "bc"),
    ],
)
def test_plain_filters(held, filters, found):
    assert documents(held, **filters) == found


@pytest.mark.parametrize(
    ("words", "filters", "note"),
    [
        ("published:April", {}, "“April” is no date"),
        ("published:2024-04-12", {}, "published: 2 documents without a date: not in the range"),
        ("gate", {"since": "2024-04-12"}, "published: 2 documents dated too roughly to tell: not in the range"),
        ("publisher:trib", {}, "no document has publisher “trib”"),
        ("stance:against", {}, "no stance"),
        ('"gate* 3"', {}, "inside quotation marks"),
        ("exact:“—”", {}, "“—” holds no word"),
        ("C++ gate", {}, 'signs are not searched: ++ in “C++”; for the very characters write exact:"C++"'),
        ('9% "2.3 gates"', {}, "% in “9%”, . in “2.3 gates”"),
        ('"opened gate"~x', {}, "“~x” is no distance, and was left out"),
        ('"opened gate"~', {}, "“~” is no distance"),
    ],
)
def test_what_a_note_says(held, words, filters, note):
    assert any(note in line for line in held.search(words, **filters).notes)


@pytest.mark.parametrize(
    ("words", "filters", "message"),
    [
        ("gate", {"since": "April"}, "is no date"),
        ("gate", {"since": ""}, "is no date"),
        ("gate", {"since": "2024-05", "until": "2024-04"}, "later than"),
        ("gate", {"tag": ""}, "empty value"),
        ("gate OR exact:x", {}, "exact: cannot stand in OR or NOT"),
        ("NOT (gate exact:x)", {}, "exact: cannot stand"),
        ('"a b c d"~99', {}, "ways"),
        ("a*b*c*d*e*f*g", {}, "more than"),
        (" ".join(f"a{n}*" for n in range(MOST_LOOSE + 1)), {}, "too many"),
        ("+".join(f"a{n}" for n in range(MOST_LOOSE + 1)) + "~", {}, "too many"),
        ("publisher:x", {"find": "claims"}, "claims have no field publisher"),
    ],
)
def test_what_is_refused(held, words, filters, message):
    with pytest.raises(errors.UsageError, match=message) as refused:
        held.search(words, **filters)
    assert "\n" not in refused.value.message


def test_claims_have_fields_too(held):
    assert [hit.claim for hit in held.search("speaker:ek did", find="claims").hits]
    assert held.search('exact:"He did."', find="claims").total == 1
    assert held.search('exact:"he did."', find="claims").total == 0


def test_the_sentence_shown_holds_the_exact_characters(held):
    (hit,) = held.search('exact:"gate 3,"', find="document").hits
    assert "gate 3," in hit.text


def test_ordinary_signs_need_no_note(held):
    assert not any("signs" in line for line in held.search("gate's well-known U.S. (“opened”), and/or 3?").notes)


def test_words_are_searched_when_what_follows_is_no_distance(held):
    assert documents(held, '"opened gate"~x') == documents(held, '"opened gate"') == "a"


def test_exact_characters_are_whole_words(held):
    assert documents(held, 'exact:"gate"') == "abce"
    assert documents(held, 'exact:"gates"') == "d"
    assert documents(held, 'exact:"pened gate"') == ""


def test_the_very_characters_are_marked(held):
    (hit,) = held.search('exact:"said: “No.”"').hits
    assert marked(hit) == ["said: “No.”"]
    (hit,) = held.search('exact:"gate 3," closed').hits
    assert marked(hit) == ["closed", "gate 3,"]


def marked(hit):
    start = hit.span.start
    return [hit.text[mark.start - start : mark.end - start] for mark in hit.marks]


def test_exact_characters_are_counted_as_they_are_found(held):
    found = held.search('exact:"Gate"', count_by="publisher", limit=0)
    assert (found.total, found.counts) == (0, ())
    found = held.search('exact:"said: “No.”"', count_by="publisher", limit=0)
    assert [(one.value, one.count) for one in found.counts] == [("The Tribune", 1)]


@pytest.mark.parametrize("engine", plugins.built_in("engines"))
def test_exact_characters_across_lines_and_in_other_scripts(tmp_path, engine):
    text = "He opened gate 3,\nand then he\tleft it. 水库的大坝被打开了。 यह हिन्दी है। 用AI写。"
    with archive.create(tmp_path / "a", name="T", engine=engine, keys=tmp_path / "k", cache=tmp_path / "c") as made:
        made.add_bytes(text.encode(), values={"language": "en"})
        for quote, found in (
            ("gate 3, and then", "gate 3,\nand then"),
            ("he  left", "he\tleft"),
            ("大坝", "大坝"),
            ("हिन्दी", "हिन्दी"),
            ("AI", "AI"),
        ):
            (hit,) = made.search(f'exact:"{quote}"').hits
            assert marked(hit) == [found]
        for quote in ("हिन्द", "gate 3 and", "He left"):
            assert made.search(f'exact:"{quote}"').total == 0


def test_pages_of_exact_hits_fit_together(held):
    every = held.search('exact:"gate"', limit=50)
    pages = [held.search('exact:"gate"', limit=1, offset=n) for n in range(every.total)]
    assert [page.hits[0].token for page in pages] == [hit.token for hit in every.hits]
    assert {page.total for page in pages} == {every.total}


def test_an_explanation(held):
    found = held.search('(gate OR xyzzy)^2 published:2024-04 NOT foo_bar "the minister"~2', explain=True)
    assert [(line.depth, line.part, line.count, line.of) for line in found.explain] == [
        (0, "AND", None, ""),
        (1, "^2", None, ""),
        (2, "OR", None, ""),
        (3, "gate", 5, "sentence"),
        (3, "xyzzy", 0, "sentence"),
        (1, "published:[2024-04-01 TO 2024-04-30]", 2, "document"),
        (1, "NOT", None, ""),
        (2, "foo_bar", 0, "sentence"),
        (1, '"the minister"~2', 2, "sentence"),
    ]
    assert held.search("gate").explain == ()


def test_what_is_described_anew_is_found_anew(held):
    """Columns that were read are read again when the log has grown."""
    assert documents(held, "title:zeppelin") == ""
    text, _ = ARTICLES["e"]
    held.add_bytes(text.encode(), url="https://e.news.example/e?q=1", values={"title": "A Zeppelin"})
    assert documents(held, "title:zeppelin") == "e"
    held.add_bytes(text.encode(), url="https://e.news.example/e?q=1", values={"title": "Too"})
    assert documents(held, "title:zeppelin") == ""


# Bounds


def answered(held: archive.Archive, words: str, find: str) -> bool:
    """Whether there was an answer; else a refusal in one line."""
    try:
        held.search(words, find=find, limit=3)
    except (errors.UsageError, errors.NotFound) as refused:
        assert refused.message and "\n" not in refused.message and len(refused.message) < 200, words[:80]
        return False
    return True


def test_excess_is_answered_or_refused(held):
    given = [answered(held, words, find) for words in listed() for find in ("sentence", "document")]
    assert given.count(True) > len(given) / 2


def test_a_thousand_generated_queries_are_answered_or_refused(held):
    words = ["gate", "Gerasimov", "minister", "“No.”", "2024", "opened", "Łódź", "北京"]
    given = [answered(held, query, "sentence") for query in generated(1_000, words)]
    assert given.count(True) > 500


def test_what_is_answered_asks_for_bounded_work():
    """Not many of those words for which a whole dictionary is read, however long the query."""
    for query in (*listed(), *generated(200, ["gate"])):
        try:
            tree = analysed(parse(query)[0], lambda text: _ANALYSIS.alternatives(text, ["en"]), str.split)
        except errors.UsageError:
            continue
        loose = {leaf for leaf in leaves(tree) if type(leaf).__name__ in ("Pattern", "Fuzzy")}
        assert len(loose) <= 3 * MOST_LOOSE


def test_work_is_counted_and_refused(held, monkeypatch):
    engine = plugins.load("engines", held._opened.store.config.engine)
    monkeypatch.setattr(engine, "MOST_WORK", 3)
    for words in ("gate", "*", "g*", '"gate 3"', "gate~"):
        with pytest.raises(errors.UsageError, match="too much at once"):
            held.search(words)
    assert held.search("german").total == 1


def test_what_helps_a_search_is_left_out_when_it_would_be_too_much(held, monkeypatch):
    """Words that stand in neighbouring sentences only: the search itself reads little, its help more."""
    asked = "Gerasimov german"
    assert held.search(asked).total == 2
    engine = plugins.load("engines", held._opened.store.config.engine)
    for most in range(1, 60):
        monkeypatch.setattr(engine, "MOST_WORK", most)
        try:
            totals = {held.search(asked).total}
        except errors.UsageError:
            continue
        assert totals <= {0, 2}
