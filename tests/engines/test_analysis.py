"""Terms: what one is made of which word, in which language."""

import unicodedata

import pytest

from archive.engines._analysis import Analysis, language_of
from archive.model.passage import Passage
from archive.text.sentences import sentences

ANALYSIS = Analysis()


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("de", "de"),
        ("DE_at", "de"),
        ("pt-BR", "pt"),
        ("", "en"),
        ("en-GB", "en"),
        ("ru", "en"),
        ("zh", "en"),
        ("vi", "vi"),
    ],
)
def test_a_language_is_told_apart_where_its_terms_are_its_own(declared: str, language: str):
    assert language_of(declared) == language


@pytest.mark.parametrize(
    ("language", "text", "entry"),
    [
        ("en", "Running dogs", ["run", "dog"]),
        ("de", "Die Häuser", ["die", "haus"]),
        ("de", "красная Häuser", ["красн", "haus"]),
        ("en", "हिन्दी भाषाओं", ["हिनद", "भाष"]),
        ("en", "العربيّة", ["عرب"]),
        ("en", "北京。ok 京", ["北", "京", "ok", "京", "北_京"]),
        ("en", "서울은", ["서", "울", "은", "서_울", "울_은"]),
        ("vi", "Việt Nam", ["viet", "nam", "viet_nam", "_việt", "_nam"]),
        ("en", "wa\u00adr ＷＡＲ “war’s” 1990s", ["war", "war", "war", "1990s"]),
    ],
)
def test_entries(language: str, text: str, entry: list[str]):
    assert ANALYSIS.entry(text, language) == entry
    assert ANALYSIS.entry(unicodedata.normalize("NFD", text), language) == entry
    assert entry[: len(ANALYSIS.words(text, language))] == ANALYSIS.words(text, language)


@pytest.mark.parametrize("language", ["en", "de", "vi", "zh", "ar"])
def test_a_document_without_text_has_the_terms_of_its_article(language: str):
    text = "Die Häuser’ Tor, das war’s! “Tor 3” opened at 2 a.m.\n北京。ok 京\n\nViệt Nam; العربيّة…"
    spans = sentences(text)
    assert len(spans) > 3
    passages = [Passage("sentence", 7, s, e, text[s:e], language) for s, e in spans]
    beside = Passage("sentence", 7, 0, 1, "Advertisement", language, beside=True)
    earlier = Passage("sentence", 6, 0, 1, "earlier", language)
    document = Passage("document", 7, 0, len(text), "", language)
    entries = list(ANALYSIS.entries([earlier, *passages, beside, document]))
    assert [passage for passage, _, _ in entries] == [earlier, *passages, beside, document]
    words = ANALYSIS.words(text, language_of(language))
    assert entries[-1][2][: len(words)] == words
    assert "ok" in words
    assert not {"advertis", "earlier", "earli"} & set(entries[-1][2])


def test_a_query_has_one_alternative_for_each_way_of_stemming():
    assert ANALYSIS.alternatives("Häuser running", ["de", "en", "fr"]) == [["haus", "running"], ["hauser", "run"]]
    assert ANALYSIS.alternatives("Kerrow", ["de", "en", "fr", "it"]) == [["kerrow"]]
    assert ANALYSIS.alternatives("—", ["de", "en"]) == [[]]
    assert ANALYSIS.alternatives("running", []) == [["run"]]


def test_like_has_each_term_once():
    assert ANALYSIS.like("die Häuser, die Häuser", ["de", "en"]) == ["die", "haus", "hauser"]


def test_what_only_vietnamese_texts_have_is_looked_for_in_what_may_be_vietnamese() -> None:
    held = ("de", "en", "vi")
    assert "_super" not in ANALYSIS.like("Who won the Super Bowl?", held)
    assert {"_đội", "đoi_nao"} & {*ANALYSIS.like("Đội nào thắng Super Bowl?", held)}
    assert ANALYSIS.like("Who won?", ("vi",)) == ANALYSIS.like("Who won?", ("en",))
