"""Watched pages: exactly the real edits are told, each with its interval; what is in doubt is kept and not believed."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import Archive, Policy, readers
from archive.errors import CannotWrite, Locked, NotFound, UsageError
from archive.verbs._judging import CHANGES
from archive.verbs._watches import alone
from tests.fetch.server import Page, Server, serving
from tests.store.samples import make, reopen, seeded
from tests.verbs.watched import DOUBTS, FAILURES, Boxed, Clock, build, play

HERE = Policy(allow_private=True, delay=0, largest=2**20)
NIGHT = "It rained all night in the valley. Nobody slept. The gate stood open.\n" * 3


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def made(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    known = readers._all()
    monkeypatch.setattr(readers, "_all", lambda: (*known, Boxed()))
    with make(tmp_path) as opened:
        timed = Archive(dataclasses.replace(opened._opened, clock=clock))
        yield timed
        timed.close()
        assert opened.status().size == 0 or opened.verify(full=True).ok


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture
def page(made: Archive, server: Server, clock: Clock) -> str:
    """A watched page that was looked at once; then an hour passed."""
    server.pages["/a"] = Page(NIGHT)
    made.watch_add([server.url("/a")])
    (first,) = run(made)
    assert (first.classed, first.news) == (("first",), False)
    clock.go(hours=1)
    return server.url("/a")


def run(made: Archive, *urls: str, **options: Any) -> list[Any]:
    return made.watch_run(*urls, policy=HERE, **options)


def newest(made: Archive, url: str) -> str:
    shown: Any = made.show(url)
    return str(shown.shown)


def captures(made: Archive) -> list[dict[str, Any]]:
    with made._opened.store.reading() as reader:
        entries = reader.log_entries(0, reader.size())
    return [dict(record.fields) for _, record in entries if record.kind in ("capture/2", "capture/3")]


# The whole ---------------------------------------------------------------------------------------------------


def exactly_the_real_edits(made: Archive, clock: Clock, pages: int, rounds: int, seed: int) -> None:
    """Plays a web of pages; after each round what was told is what happened, and in the end the report says it too."""
    chance, happened = seeded(seed), []
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(serving()) for _ in range(4)]
        sites = build(servers, pages, seed)
        made.watch_add([site.url for site in sites])
        assert {one.classed for one in run(made)} == {("first",)}
        seen, last = {site.url: clock() for site in sites}, dict.fromkeys((site.url for site in sites), "nothing")
        looked = dict(seen)
        for _ in range(rounds - 1):
            clock.go(hours=4)
            play(sites, chance)
            found = {one.url: one for one in run(made)}
            told = {(url, one.classed, one.last_seen, one.seen) for url, one in found.items() if one.changed}
            expected = set()
            for site in sites:
                url, event, now = site.url, site.event, clock()
                classed = found[url].classed
                assert (classed == ("failed",)) == (event in FAILURES), (event, found[url])
                assert ("suspect" in classed) == (event in DOUBTS), (event, found[url])
                if event in FAILURES:
                    continue
                back = ("back",) if last[url] == "gone" and event in ("nothing", "one word") else ()
                edit = ("text-changed",) if event == "one word" else ()
                gone = ("gone",) if event == "gone" and last[url] != "gone" else ()
                if change := back + edit + gone:
                    expected.add((url, change, looked[url] if back else seen[url], now))
                last[url], looked[url] = event, now
                if event in ("nothing", "one word"):
                    seen[url] = now
            assert told == expected
            happened += sorted(expected)
    reported = [one for one in made.watch_report() if not CHANGES.isdisjoint(one.classed)]
    assert sorted((one.url, one.classed, one.last_seen, one.seen) for one in reported) == sorted(happened)
    for one in reported:
        if "text-changed" in one.classed:
            assert (len(one.removed), len(one.added)) == (1, 1), one
            assert "was edited in district" in one.added[0]
    for site in sites:
        shown: Any = made.show(site.url)
        text = "\n".join(sentence.text for sentence in shown.sentences)
        assert all(words in text for words in site.words), "the newest is what the page really says"
    assert_one_a_day(made)


def assert_one_a_day(made: Archive) -> None:
    """Of looks that found the same article one a day is kept, besides those that came after something in doubt."""
    kept: dict[tuple[str, str], int] = {}
    before: dict[str, dict[str, Any]] = {}
    for capture in captures(made):
        after_doubt = "suspect" in before.get(capture["url"], {})
        before[capture["url"]] = capture
        if capture["classed"] in (["same-article"], ["same-bytes"]) and not after_doubt:
            day = (capture["url"], capture["captured"][:10])
            kept[day] = kept.get(day, 0) + 1
    assert kept
    assert max(kept.values()) == 1


def test_exactly_the_real_edits_are_told(made: Archive, clock: Clock) -> None:
    exactly_the_real_edits(made, clock, pages=24, rounds=8, seed=1)


@pytest.mark.slow
def test_exactly_the_real_edits_of_many_pages_are_told(made: Archive, clock: Clock) -> None:
    exactly_the_real_edits(made, clock, pages=200, rounds=20, seed=2)


# What is kept ------------------------------------------------------------------------------------------------


def test_the_same_bytes_write_nothing_and_once_a_day_a_capture(
    made: Archive, server: Server, page: str, clock: Clock
) -> None:
    size = made.status().size
    for _ in range(3):
        (one,) = run(made)
        assert (one.classed, one.version, one.news) == (("same-bytes",), "", False)
        clock.go(hours=1)
    assert made.status().size == size
    clock.go(days=1)
    (one,) = run(made)
    assert one.version == newest(made, page)
    assert captures(made)[-1]["unkept"] == 3
    assert "3 looks before it found the same and were not kept" in list(made.log(page))[-1].about
    assert made.status().counts["version"] == 1


def test_a_nonce_makes_no_version_an_hour(made: Archive, server: Server, clock: Clock) -> None:
    number = iter(range(99))
    server.pages["/a"] = lambda _: Page(f"{NIGHT}\n----\n{next(number)}", type="text/x-boxed")
    made.watch_add([server.url("/a")])
    for hour in range(30):
        (one,) = run(made)
        assert bool(one.version) == (hour in (0, 24)), hour
        clock.go(hours=1)
    for _ in range(3):
        (one,) = run(made, keep_all=True)
        assert (one.classed, bool(one.version)) == (("same-article",), True)
        clock.go(hours=1)
    assert made.watch_report() == []


def test_validators_are_sent_for_what_is_believed(made: Archive, server: Server, clock: Clock) -> None:
    def answer(handler: Any) -> Page:
        if handler.headers.get("If-None-Match") == '"1"':
            return Page(status=304)
        return Page(NIGHT, headers={"ETag": '"1"', "Last-Modified": "Sun, 01 Mar 2026 00:00:00 GMT"})

    server.pages["/a"] = answer
    made.watch_add([server.url("/a")])
    run(made)
    clock.go(hours=1)
    (one,) = run(made)
    assert (one.classed, one.version) == (("same-bytes",), "")
    assert server.asked[-1][1]["If-Modified-Since"] == "Sun, 01 Mar 2026 00:00:00 GMT"
    assert made.watch_list()[0].seen == clock()
    server.pages["/a"] = Page("", 404)
    run(made)
    server.pages["/a"] = answer
    (one,) = run(made)
    assert one.classed == ("back",)
    assert "If-None-Match" not in server.asked[-1][1]


def test_a_change_of_title_or_date_alone(made: Archive, server: Server, clock: Clock) -> None:
    def article(**said: str) -> Page:
        head = "".join(f"{name}: {value}\n" for name, value in said.items())
        return Page(f"---\n{head}---\n{NIGHT}", type="text/markdown")

    server.pages["/a"] = article(title="Rain", date="2026-02-28")
    made.watch_add([server.url("/a")])
    run(made)
    for said in ({"title": "Flood", "date": "2026-02-28"}, {"title": "Flood", "date": "2026-02-27"}):
        clock.go(hours=1)
        server.pages["/a"] = article(**said)
        (one,) = run(made)
        assert one.changed
    titles, dates = made.watch_report()
    assert ("title", "Rain", "Flood") in titles.said
    assert ("published", "2026-02-28", "2026-02-27") in dates.said
    assert "title-changed" in titles.classed
    assert "date-changed" in dates.classed


def test_what_was_added_otherwise_is_known(made: Archive, server: Server, clock: Clock) -> None:
    """A page that was fetched before it was watched; and an edition that came by another way meanwhile."""
    server.pages["/a"] = Page(NIGHT)
    url = server.url("/a")
    list(made.add(url, policy=HERE))
    made.watch_add([url])
    clock.go(hours=1)
    (one,) = run(made)
    assert one.classed == ("same-article",)
    clock.go(hours=1)
    server.pages["/a"] = Page(NIGHT + "It snowed.\n")
    list(made.add(url, policy=HERE))
    added = clock()
    clock.go(hours=1)
    server.pages["/a"] = Page(NIGHT)
    (one,) = run(made)
    assert (one.classed, one.last_seen) == (("text-changed",), added)
    made.add_bytes(b"What somebody typed.\n", url=url)
    clock.go(hours=1)
    (one,) = run(made)
    assert one.classed == ("first",), "a file is no look at the page"


# Doubt -------------------------------------------------------------------------------------------------------


def test_what_is_in_doubt_is_kept_and_not_believed_until_it_is_accepted(
    made: Archive, server: Server, page: str, clock: Clock
) -> None:
    good = newest(made, page)
    server.pages["/a"] = Page("It rained.\n")
    (one,) = run(made)
    assert (one.classed, one.suspect, one.news, one.changed) == (("suspect",), ("text-shrunk",), True, False)
    assert newest(made, page) == good
    assert {hit.version for hit in made.search("rained").hits} == {good}
    clock.go(hours=1)
    (one,) = run(made)
    assert (one.classed, one.news, one.version) == (("suspect", "still"), False, "")
    (change,) = made.watch_report()
    assert not change.accepted
    accepted = made.watch_accept(page)
    assert (accepted.newest, accepted.existing) == (True, False)
    assert newest(made, page) == accepted.version == change.version != good
    assert made.watch_accept(accepted.capture).existing
    (change,) = made.watch_report()
    assert (change.accepted, change.added) == (True, ("It rained.",))
    clock.go(hours=1)
    (one,) = run(made)
    assert one.classed == ("same-article",)
    clock.go(hours=1)
    server.pages["/a"] = Page("It rained at night.\n")
    (one,) = run(made)
    assert (one.classed, one.changed) == (("text-changed",), True)
    with pytest.raises(NotFound):
        made.watch_accept(page)


def test_what_a_page_in_doubt_says_of_itself_is_not_said_of_the_document(
    made: Archive, server: Server, clock: Clock
) -> None:
    server.pages["/a"] = Page(f"---\ntitle: Rain\n---\n{NIGHT}", type="text/markdown")
    made.watch_add([server.url("/a")])
    run(made)
    clock.go(hours=1)
    server.pages["/a"] = Page("---\ntitle: Before you continue\nlanguage: de\n---\nAccept all.\n", type="text/markdown")
    run(made)
    assert next(made.list_documents()).title == "Rain"
    assert made.search('title:"before you continue"').total == 0
    assert made.search("language:de").total == 0
    made.watch_accept(server.url("/a"))
    assert next(made.list_documents()).title == "Before you continue"


def test_a_page_that_was_never_seen_otherwise_is_what_it_is(made: Archive, server: Server, clock: Clock) -> None:
    """It is in doubt, and all there is; what comes after it is the first that is believed."""
    server.pages["/a"] = Page("We value your privacy. Accept all cookies.\n")
    made.watch_add([server.url("/a")])
    (one,) = run(made)
    assert (one.classed, one.suspect) == (("suspect",), ("consent-page",))
    assert newest(made, server.url("/a")) == one.version
    clock.go(hours=1)
    server.pages["/a"] = Page(NIGHT)
    (one,) = run(made)
    assert (one.classed, one.changed) == (("first",), False)
    assert newest(made, server.url("/a")) == one.version


def test_the_same_text_from_two_pages(made: Archive, server: Server, clock: Clock) -> None:
    """Two that come to have one text are in doubt; two that always had one go on together."""
    server.pages |= {f"/{n}": Page(f"{NIGHT}Page {n // 2}.\n") for n in range(4)}
    urls = [server.url(f"/{n}") for n in range(4)]
    made.watch_add(urls)
    assert [one.suspect for one in run(made)] == [("text-of-another",)] * 4
    for url in urls[:2]:
        made.watch_accept(url)
    clock.go(hours=1)
    server.pages |= {f"/{n}": Page(f"{NIGHT}A new page.\n") for n in range(2)}
    server.pages["/3"] = Page(f"{NIGHT}Another new page.\n")
    found = run(made)
    assert [one.classed[0] for one in found] == ["text-changed", "text-changed", "suspect", "first"]
    clock.go(hours=1)
    server.pages["/3"] = server.pages["/0"]
    found = run(made)
    assert [one.classed[0] for one in found] == ["same-bytes", "same-bytes", "suspect", "suspect"]


def test_a_page_sent_to_the_front_page_is_in_doubt(made: Archive, server: Server, page: str) -> None:
    server.pages |= {"/a": Page(status=302, headers={"Location": "/"}), "/": Page(NIGHT + "All the news.\n")}
    (one,) = run(made)
    assert one.suspect == ("soft-404",)


# Failures ----------------------------------------------------------------------------------------------------


def test_gone_and_back(made: Archive, server: Server, page: str, clock: Clock) -> None:
    good, first_seen = newest(made, page), made.watch_list()[0].seen
    server.pages["/a"] = Page("The editors have withdrawn this article.\n", 410)
    (one,) = run(made)
    assert (one.classed, one.last_seen, one.seen) == (("gone",), first_seen, clock())
    assert one.version
    assert newest(made, page) == good
    gone = clock()
    clock.go(hours=1)
    assert not run(made)[0].news
    server.pages["/a"] = Page("", 500)
    assert run(made)[0].classed == ("failed",)
    clock.go(days=1)
    server.pages["/a"] = Page(NIGHT)
    (one,) = run(made)
    assert one.classed == ("back",)
    assert gone < one.last_seen < one.seen
    assert [change.classed for change in made.watch_report()] == [("gone",), ("back",)]
    assert [change.classed for change in made.watch_report(since="2026-03-02")] == [("back",)]


def test_a_server_that_fails_is_left_alone_for_longer_and_longer(
    made: Archive, server: Server, page: str, clock: Clock
) -> None:
    server.pages["/a"] = Page("", 500)
    asked = []
    for _ in range(60):
        asked.append(run(made)[0].classed == ("failed",))
        clock.go(minutes=1)
    assert [n for n, was in enumerate(asked) if was] == [0, 2, 6, 14, 30]
    assert made.watch_list()[0].failures == 5


def test_retry_after_is_obeyed(made: Archive, server: Server, page: str, clock: Clock) -> None:
    for header, until in (
        ("600", "2026-03-01T01:10:00Z"),
        ("Sun, 01 Mar 2026 12:00:00 GMT", "2026-03-01T12:00:00Z"),
        ("99999999999", "2026-03-08T12:00:00Z"),
        ("Sun, 01 Mar 2020 12:00:00 GMT", "2026-03-08T12:00:00Z"),
        ("soon", "2026-03-08T12:32:00Z"),
    ):
        server.pages["/a"] = Page("", 429, {"Retry-After": header})
        run(made)
        assert made.watch_list()[0].wait == until, header
        clock.go(seconds=max(0, (type(clock.now).fromisoformat(until) - clock.now).total_seconds()))
    server.pages["/a"] = Page(NIGHT)
    assert run(made)[0].classed == ("same-bytes",)
    assert made.watch_list()[0].wait == ""


def test_a_host_that_is_busy_is_asked_for_nothing_more(made: Archive, server: Server, clock: Clock) -> None:
    server.pages |= {f"/{n}": Page("", 503) for n in range(4)}
    made.watch_add([server.url(f"/{n}") for n in range(4)])
    assert [one.error.code for one in run(made)] == ["http-503", "busy", "busy", "busy"]
    assert [watch.failures for watch in made.watch_list()] == [1, 0, 0, 0]


def test_a_text_that_cannot_be_read_changes_nothing(made: Archive, server: Server, page: str) -> None:
    good = newest(made, page)
    server.pages["/a"] = Page(b"\x89PNG\r\n\x1a\n\0\0", type="text/plain")
    (one,) = run(made)
    assert (one.classed, one.error.code) == (("failed",), "unreadable")
    assert newest(made, page) == good


# The list ----------------------------------------------------------------------------------------------------


def test_the_list(made: Archive, tmp_path: Path) -> None:
    urls = ["https://example.org/a", "https://example.org/b"]
    assert [one.status for one in made.watch_add([*urls, urls[0]])] == ["added", "added"]
    assert [one.status for one in made.watch_add_list([b"# two\n", f"{urls[1]}\n".encode()])] == ["known"]
    assert [watch.url for watch in made.watch_list()] == urls
    for wrong in ("example.org", "file:///etc/passwd", "http://user@example.org/", "http://127.1/", "http://a\u00a0b/"):
        with pytest.raises(UsageError):
            made.watch_add([urls[0], wrong])
    with pytest.raises(NotFound):
        made.watch_remove([urls[0], "https://example.org/c"])
    assert len(made.watch_list()) == 2
    made.watch_remove(urls[:1])
    with reopen(tmp_path) as other:
        assert [watch.url for watch in other.watch_list()] == urls[1:]
    with pytest.raises(NotFound):
        run(made, urls[0])
    with pytest.raises(UsageError):
        made.watch_report(since="yesterday")


def test_what_is_taken_from_the_list_during_a_look_stays_off_it(made: Archive, server: Server, tmp_path: Path) -> None:
    def answer(_: object) -> Page:
        with reopen(tmp_path) as other:
            other.watch_remove([server.url("/a")])
        return Page(NIGHT)

    server.pages["/a"] = answer
    made.watch_add([server.url("/a")])
    assert run(made)[0].classed == ("first",)
    assert made.watch_list() == []


def test_two_do_not_look_at_once(made: Archive, server: Server, page: str, tmp_path: Path) -> None:
    with reopen(tmp_path) as other, alone(other._opened), pytest.raises(Locked):
        run(made)
    run(made)


@pytest.mark.parametrize(
    "written", ["", "[]", "{", '{"format": 2}', '{"format": 1, "watches": [{"url": 1, "since": ""}]}']
)
def test_a_list_that_is_damaged_is_said(made: Archive, written: str) -> None:
    (made.path / "watches.json").write_text(written)
    with pytest.raises(CannotWrite) as caught:
        made.watch_list()
    assert "watches.json" in caught.value.message
    assert caught.value.hint


def test_the_page_of_a_report(made: Archive, server: Server, page: str, clock: Clock) -> None:
    server.pages["/a"] = Page(NIGHT + "<script>alert(1)</script> was said.\n")
    run(made)
    written = made.watch_page(made.watch_report()).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; was said." in written
    assert "<script" not in written
    assert page in written
    assert "1 March 2026" in written
    assert "Nothing changed" in made.watch_page([]).decode()
