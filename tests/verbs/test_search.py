"""What a search gives when nothing has all the words."""

import json
from pathlib import Path

import pytest

import archive
from archive.verbs._loosened import NOTE

TEXTS = [
    {"text": "The siren did not sound at Kerrow. Nobody knows why.", "publisher": "Tribune"},
    {"text": "Die Häuser standen im Wasser.", "language": "de"},
    {"text": "水库的大坝被打开了。", "language": "zh"},
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("search")
    with archive.create(folder / "a", name="Search", keys=folder / "keys", cache=folder / "cache") as made:
        list(made.add_list(json.dumps(text).encode() for text in TEXTS))
        yield made


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("why did the siren fail?", "The siren did not sound at Kerrow."),
        ("publisher:tribune siren elephants", "The siren did not sound at Kerrow."),
        ("Hausboot im Wasser", "Die Häuser standen im Wasser."),
        ("谁打开了大坝？", "水库的大坝被打开了。"),
    ],
)
def test_words_of_which_only_some_are_there_find_what_has_some_and_say_so(opened, words, first):
    found = opened.search(words)
    assert found.hits[0].text == first
    assert found.notes[-1] == NOTE


@pytest.mark.parametrize(
    "words",
    ["siren AND elephants", '"siren elephants"', '"sound siren" Kerrow', "publisher:bote siren", "elephants", "(— !)"],
)
def test_what_is_meant_strictly_is_not_loosened(opened, words):
    found = opened.search(words)
    assert found.total == 0
    assert NOTE not in found.notes


@pytest.mark.parametrize(("words", "total"), [("Haus", 1), ("siren Kerrow", 1), ("did sound", 1)])
def test_words_that_are_all_there_are_not_loosened(opened, words, total):
    found = opened.search(words)
    assert (found.total, found.notes) == (total, ())


def test_claims_are_not_loosened_because_an_export_takes_what_is_found(opened):
    token = opened.search("siren").hits[0].token
    opened.cite(archive.Request(token=token, claim="The siren failed."))
    assert opened.search("siren failed", find="claim").total == 1
    assert opened.search("siren elephants", find="claim").total == 0
