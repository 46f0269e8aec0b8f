"""Copies of one document in other documents: found, listed, and folded in what a search finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import archive
from archive import Archive
from tests.store.samples import FACTS, FOLLOWING, VIEWS, dump, make, raw, reopen

WIRE = [
    "Rescue crews searched the banks of the river on Saturday for six people still missing after the flood.",
    "The corps said that 240 of its members and two helicopters were working along 30 kilometres of the river.",
    "The search was halted at nightfall because of floating timber below the bridge at Lower Tansy.",
    "Eleven people are known to have died, the ministry said in a statement on Saturday evening.",
    "“We will go on until every one of them is found,” said the head of the search, Mara Ilves.",
    "Nobody had heard a siren before the water came, people in three of the villages told reporters.",
]
OWN = [
    "In the harbour of Port Sallin the fishing boats stayed at their moorings for a third day.",
    "Schools remain closed in the whole of the district until the middle of next week.",
    "The mayor has asked the people of the town for blankets, lamps and dry clothes.",
]
QUOTING = [
    "A petition for new sirens was handed to the parliament by two hundred people from the valley.",
    "The water had come in the night, long before the office of the engineers was opened.",
    WIRE[4],
    "A commission of five engineers will look into the work of the gates until the summer.",
    "The price of timber has doubled since the autumn, and the mills have none to sell.",
]


def article(name: str, sentences: list[str], published: str, **more: str) -> bytes:
    url = f"https://{name}.example/a"
    line = {"url": url, "publisher": name, "published": published, "text": " ".join(sentences), "language": "en"}
    return json.dumps({**line, **more}).encode()


WHOLE = [
    article("wire", WIRE, "2025-03-15"),
    article("mercury", [*OWN[:1], *WIRE[:4], WIRE[4].upper(), WIRE[5].replace("three", "four")], "2025-03-16"),
    article("herald", WIRE[:4], "2025-03-17"),  # cut short
    article("quoting", QUOTING, "2025-03-18"),
    article("notice", [WIRE[3], OWN[2]], "2025-03-19"),
]


@pytest.fixture(params=["tantivy", "whoosh"])
def made(tmp_path: Path, request: Any) -> Iterator[Archive]:
    with make(tmp_path, engine=request.param) as opened:
        list(opened.add_list(WHOLE))
        yield opened
        assert opened.verify(full=True).ok


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        list(opened.add_list(WHOLE))
        yield opened


def names(documents: Any) -> list[str]:
    return [one.document.split("/")[2].split(".")[0] for one in documents]


def groups(made: Archive) -> list[list[str]]:
    return [names(group.documents) for group in made.list_groups()]


def test_agency_copies_are_a_group_and_who_quotes_is_not_in_it(one: Archive) -> None:
    (group,) = one.list_groups()
    assert names(group.documents) == ["wire", "mercury", "herald"]  # of the notice less than half
    assert group.group == group.documents[0].document
    herald = group.documents[2]
    assert (herald.like, herald.sentences, herald.words) == (group.group, 1.0, 1.0)
    shown = one.show("https://herald.example/a")
    assert names(shown.copies)[0] == "wire"
    assert shown.copies[0].sentences == 1.0 > shown.copies[0].its_sentences > 0.5
    assert one.show("https://quoting.example/a").copies == ()


def test_what_is_like_a_document_begins_with_its_copies(one: Archive) -> None:
    found = one.search(like="https://mercury.example/a", find="documents")
    assert names(found.copies) == ["wire", "herald"]
    assert "mercury" not in names(found.hits)
    assert one.search(like="https://mercury.example/a", offset=1).copies == ()
    assert one.search("flood").copies == ()


def places(hits: Any) -> list[str]:
    return [token for hit in hits for token in (hit.token, *hit.copies)]


QUERIES = ["flood", "search OR river OR siren", "the", 'exact:"Eleven people"', "Ilves", "corps*", "siren~"]


@pytest.mark.parametrize("words", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "published"])
def test_folding_does_not_depend_on_the_page(made: Archive, words: str, sort: str) -> None:
    if words.startswith("exact") and sort != "relevance":
        return
    total = made.search(words, limit=0, sort=sort).total
    whole = made.search(words, limit=100, sort=sort).hits
    assert sorted(places(whole)) == sorted(set(places(whole)))
    assert len(places(whole)) == total
    for size in (1, 2, 3):
        paged, offset = [], 0
        while True:
            page = made.search(words, limit=size, offset=offset, sort=sort)
            paged += page.hits
            if not (offset := page.next):
                break
        assert [(hit.token, hit.copies) for hit in paged] == [(hit.token, hit.copies) for hit in whole]


def test_the_same_words_in_copies_are_one_hit_and_another_number_is_another(made: Archive) -> None:
    (hit,) = made.search("helicopters").hits
    assert len(hit.copies) == 2
    assert len(made.search("villages").hits) == 2  # three of the villages, four of the villages
    ilves = made.search("Ilves").hits
    assert sorted(names(ilves)) == ["quoting", "wire"]  # who quotes her is a source of its own
    assert sorted(len(hit.copies) for hit in ilves) == [0, 1]


def test_a_copy_is_shown_where_the_first_is_filtered_out(made: Archive) -> None:
    (hit,) = made.search("helicopters", publisher="mercury").hits
    assert (names([hit]), hit.copies) == (["mercury"], ())
    assert [names([hit]) for hit in made.search("helicopters", sort="published").hits] == [["herald"]]


def test_documents_with_the_same_best_sentence_are_folded_too(made: Archive) -> None:
    found = made.search("helicopters", find="documents")
    assert (found.total, len(found.hits), len(found.hits[0].copies)) == (3, 1, 2)


def test_evidence_counts_a_copy_once(made: Archive) -> None:
    borne = made.evidence("Two helicopters and 240 members of the corps were working along the river.")
    assert len(borne.hits[0].copies) == 2
    assert len({hit.text.lower() for hit in borne.hits}) == len(borne.hits)


def test_editions_are_no_copies_and_are_folded_where_all_are_asked_for(made: Archive) -> None:
    list(made.add_list([article("quoting", [*QUOTING, OWN[1]], "2025-03-18")]))
    assert made.show("https://quoting.example/a").copies == ()
    (newest,) = made.search("petition").hits
    assert newest.copies == ()
    every = made.search("petition", all_editions=True)
    assert (every.total, len(every.hits), len(every.hits[0].copies)) == (2, 1, 1)


def test_a_new_edition_that_is_no_copy_leaves_the_group(one: Archive) -> None:
    assert "herald" in groups(one)[0]
    list(one.add_list([article("herald", OWN[1:], "2025-03-20")]))
    assert "herald" not in groups(one)[0]
    list(one.add_list([article("herald", WIRE[:4], "2025-03-21", captured="2025-03-21")]))
    list(one.add_list([article("other", WIRE[:3], "2025-03-21")]))
    assert "other" in groups(one)[0]


def test_two_addresses_of_one_page_are_one_source(one: Archive) -> None:
    line = json.loads(article("x", QUOTING[3:], "2025-03-22"))
    list(one.add_list([json.dumps({**line, "url": "http://www.quoting.example/a/?utm_source=b"}).encode()]))
    assert [names for names in groups(one) if "quoting" in names] == [["quoting", "www"]]


def test_documents_added_one_by_one_or_at_once_make_the_same_groups(one: Archive, tmp_path: Path) -> None:
    with make(tmp_path, "b") as other:
        for line in WHOLE:
            list(other.add_list([line]))
        assert groups(other) == groups(one)


def test_rebuilt_views_are_filled_again_and_facts_are_untouched(one: Archive) -> None:
    facts, before = dump(one.path, *FACTS, *VIEWS), dump(one.path, *FOLLOWING)
    one.rebuild("views")
    assert dump(one.path, *FOLLOWING) == before
    assert dump(one.path, *FACTS, *VIEWS) == facts


def test_what_is_behind_catches_up(one: Archive, tmp_path: Path) -> None:
    expected = groups(one)
    one.close()
    with raw(one.path) as connection:
        for table in FOLLOWING:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
    with reopen(tmp_path) as again:
        assert len(again.search("helicopters").hits) == 3  # nothing is known of copies, and all is found
        assert groups(again) == expected
        assert len(again.search("helicopters").hits) == 1


def test_while_another_process_writes_nobody_waits(one: Archive, tmp_path: Path) -> None:
    size = one.size
    with raw(one.path) as connection:
        connection.execute("DELETE FROM followed")
        connection.execute("BEGIN IMMEDIATE")
        assert len(list(one.list_groups())) == 1
        connection.execute("ROLLBACK")
    assert len(list(one.list_groups())) == 1
    assert dump(one.path, "followed") == {"followed": [(size,)]}


def test_a_damaged_text_stops_nothing(one: Archive) -> None:
    with raw(one.path, unguarded=True) as connection:
        connection.execute("DELETE FROM followed")
        connection.execute("UPDATE blobs SET data = x'00' WHERE number = (SELECT max(number) - 1 FROM blobs)")
    assert [len(group) for group in groups(one)] == [3]


def test_the_command_says_how_many_are_copies(tmp_path: Path) -> None:
    with archive.create(tmp_path / "c", name="N", keys=tmp_path / "k", cache=tmp_path / "x") as made:
        assert made.copies_since(0) == 0
        list(made.add_list(WHOLE[:1]))
        assert made.copies_since(0) == 0
        size = made.size
        list(made.add_list(WHOLE[1:]))
        assert made.copies_since(size) == 2
        assert made.copies_since(made.size) == 0
