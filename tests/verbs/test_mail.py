"""Mails are found by who wrote them, to whom and about what, whichever engine searches."""

from pathlib import Path

import pytest

import archive

SAMPLES = Path(__file__).parents[1] / "data" / "readers" / "eml"


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def mails(request, tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("mails")
    with archive.create(
        folder / "a", name="Mails", engine=request.param, keys=folder / "keys", cache=folder / "cache"
    ) as made:
        added = list(made.add(*(str(SAMPLES / name) for name in ("attachments.eml", "html-only.eml", "not-mime.eml"))))
        assert {one.status for one in added} <= {"added", "skipped"}
        yield made


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("from:ørsk", "Gate 3 – the duty log"),
        ("from:lina.orsk@ledger.example entry", "Gate 3 – the duty log"),
        ("to:dario", "Gate 3 – the duty log"),
        ("to:vautrin", "Gate 3 – the duty log"),
        ('to:"desk@tribune.example"', "Gate 3 – the duty log"),
        ('subject:"duty log"', "Gate 3 – the duty log"),
        ("author:relief", "Search of the Ulvane valley"),
        ("published:2025-03-15 volunteers", "Search of the Ulvane valley"),
        ("from:duty приказа", "шлюз 3"),
        ("type:message/rfc822 приказа", "шлюз 3"),
    ],
)
def test_a_mail_is_found_by_its_headers(mails, query, title):
    assert {hit.title for hit in mails.search(query).hits} == {title}


def test_who_received_a_mail_did_not_write_it(mails):
    assert mails.search("from:dario").total == 0
