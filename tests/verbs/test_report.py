"""The report of an editor's morning: no claim that rests on changed words is left out, whoever found the change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive import cli
from archive.errors import NotFound
from tests.fetch.server import Page, Server, serving

FERRY = "https://ferry.example/timetable"
OLD = "The ferry to Holm sails at nine.\n\nDogs are welcome on deck.\n"
NEW = OLD.replace("nine", "ten")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[archive.Archive]:
    """A claim on the first of two editions that somebody added: nobody watches the page."""
    with archive.create(tmp_path / "a", name="Desk", keys=tmp_path / "k", cache=tmp_path / "c") as a:
        a.add_bytes(OLD.encode(), url=FERRY, captured="2025-05-01")
        a.cite(archive.Request(scope=FERRY, quote="sails at nine", claim="It sails at nine.", story="ferry"))
        a.add_bytes(NEW.encode(), url=FERRY, captured="2025-05-03")
        yield a


def claims(changes: list[archive.verbs._report.Change]) -> list[tuple[str, list[str]]]:
    return [(one.url, [claim.text for claim in one.claims]) for one in changes]


def test_what_nobody_watches_is_reported_where_a_claim_rests_on_it(made):
    [one] = made.watch_report()
    assert (one.url, one.classed, one.last_seen, one.seen) == (FERRY, (), "2025-05-01", "2025-05-03")
    assert (one.removed, one.added) == (("The ferry to Holm sails at nine.",), ("The ferry to Holm sails at ten.",))
    assert [claim.text for claim in one.claims] == ["It sails at nine."]
    assert {one.before, one.version} == {version.version for version in made.show(FERRY).versions}
    assert made.show(one.capture).kind.startswith("capture/")


def test_text_json_and_page_say_the_same(made, tmp_path, capsys):
    made.close()
    at = ("--archive", str(tmp_path / "a"))
    for words in ((), ("--json",), ("--html",), (FERRY,), ("--since", "2025-05-02", "--json")):
        assert cli.run(["watch", "report", *words, *at]) == 9, words
        shown = capsys.readouterr()
        assert "It sails at nine." in shown.out, words
        assert "nothing changed" not in shown.err
        assert "1 stale citation" in shown.err


def test_what_changed_before_is_not_reported(made):
    assert made.watch_report(since="2025-05-03") != []
    assert made.watch_report(since="2025-05-04") == []


def test_what_no_claim_rests_on_is_not_reported(made):
    made.retract("ferry#1", why="Of another pier.")
    assert made.watch_report() == []


def test_of_a_page_that_nobody_looks_at_nothing_is_said(made):
    made.add_bytes(b"It rained on Holm.\n", url="https://ferry.example/rain")
    for url in ("https://ferry.example/rain", "https://ferry.example/none"):
        with pytest.raises(NotFound, match="not watched"):
            made.watch_report(FERRY, url)
    made.watch_add(["https://ferry.example/none"])
    assert made.watch_report("https://ferry.example/none") == []
    assert claims(made.watch_report(FERRY)) == [(FERRY, ["It sails at nine."])]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def test_a_claim_stands_with_the_last_change_of_its_page(made, server):
    url, look = server.url("/holm"), archive.Policy(allow_private=True, delay=0)
    made.watch_add([url])
    for number, text in enumerate((OLD, NEW, NEW.replace("Dogs", "Cats"))):
        server.pages["/holm"] = Page(text)
        made.watch_run(policy=look)
        if not number:
            made.cite(archive.Request(scope=url, quote="sails at nine", claim="Holm at nine."))
    assert claims(made.watch_report()) == [(url, []), (url, ["Holm at nine."]), (FERRY, ["It sails at nine."])]
    made.watch_remove([url])
    assert claims(made.watch_report(url)) == [(url, []), (url, ["Holm at nine."])]
