"""Documents that are found: by their text or their title, with their best sentences."""

import json
from pathlib import Path

import pytest

import archive

ARTICLES = [
    {"text": "Water rose for two hours. Nobody slept.", "title": "Night of the Orlen flood", "publisher": "Bote"},
    {"text": "The flood took the bridge. The flood took the mill. A flood again. The flood ended.", "title": "Mills"},
    {"text": "The Orlen is a river. It had a flood in May.", "title": "Rivers"},
    {"text": "Orlen was dry.", "title": "A drought", "publisher": "Bote"},
]


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def opened(request, tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("documents")
    made = archive.create(folder / "a", name="Find", engine=request.param, keys=folder / "keys", cache=folder / "cache")
    with made:
        list(made.add_list(json.dumps(article).encode() for article in ARTICLES))
        yield made


def titles(found):
    return [hit.title for hit in found.hits]


def test_a_document_is_found_by_its_title_and_stands_first(opened):
    assert titles(opened.search("orlen flood", find="documents")) == ["Night of the Orlen flood", "Rivers"]
    assert opened.search("orlen flood", find="documents").hits[0].text == "Water rose for two hours."


def test_pages_and_counts_go_on_from_the_titles_to_the_texts(opened):
    pages = [opened.search("orlen flood", find="documents", limit=1, offset=n) for n in range(3)]
    assert [titles(page) for page in pages] == [["Night of the Orlen flood"], ["Rivers"], []]
    assert {page.total for page in pages} == {2}
    counted = opened.search("orlen flood", find="documents", count_by="publisher").counts
    assert {count.value: count.count for count in counted} == {"Bote": 1, "": 1}


def test_filters_hold_for_titles_too(opened):
    assert titles(opened.search("flood", find="documents", publisher=["Bote"])) == ["Night of the Orlen flood"]
    assert titles(opened.search("orlen flood publisher:nobody", find="documents")) == []


def test_operators_mean_the_text(opened):
    assert titles(opened.search("orlen AND flood", find="documents")) == ["Rivers"]
    assert titles(opened.search('"orlen flood"', find="documents")) == []


def test_the_best_sentences_stand_under_a_document_each_with_its_token(opened):
    (hit,) = opened.search("mill flood", find="documents").hits
    assert hit.text == "The flood took the mill."
    assert len(hit.further) == 2 and all("flood" in one.text.lower() for one in hit.further)
    for one in (hit, *hit.further):
        assert opened.show(one.token).text == one.text
        assert one.marks


def test_sentences_are_not_found_by_a_title(opened):
    assert set(titles(opened.search("orlen flood"))) == {"Rivers"}
