"""Terms: what one is made of which word, in which language."""

import unicodedata

import pytest

from archive.engines._analysis import Analysis, language_of

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
