"""Pages of a real server in the archive: documents by their URL, live captures with all that the server said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import Archive, Policy
from archive.errors import UsageError
from archive.fetch.many import many
from archive.fetch.web import Fetched, Web
from archive.model.digest import Digest
from archive.model.salted import unsalted
from archive.verbs.add import Added
from tests.fetch.server import Page, Server, serving
from tests.store.samples import make

HERE = Policy(allow_private=True, delay=0)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        yield opened
        assert opened.verify(full=True).ok


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def add(made: Archive, *urls: str, **options: Any) -> list[Added]:
    return list(made.add(*urls, policy=HERE, **options))


def records(made: Archive, kind: str) -> list[dict[str, Any]]:
    with made._opened.store.reading() as reader:
        entries = reader.log_entries(0, reader.size())
    return [dict(record.fields) for _, record in entries if record.kind == kind]


def blob(made: Archive, digest: str) -> bytes:
    with made._opened.store.reading() as reader:
        return reader.blob(Digest.parse(digest))


def test_a_page_is_the_document_of_its_url(made: Archive, server: Server) -> None:
    server.pages["/a.txt"] = Page("It rained all night.\n")
    (done,) = add(made, server.url("/a.txt"), values={"publisher": "The Mercury"})
    assert (done.status, done.document, done.sentences) == ("added", server.url("/a.txt"), 1)
    (capture,) = records(made, "capture/3")
    assert capture["how"] == "fetch"
    assert capture["url"] == server.url("/a.txt")
    assert capture["live"] is True
    assert capture["captured"] <= capture["at"]
    assert unsalted(blob(made, capture["headers"])).startswith(b"HTTP/1.1 200 OK\r\n")
    assert "redirects" not in capture
    assert made.search("publisher:mercury rained").total == 1


def test_where_it_was_redirected_to_stands_in_the_capture(made: Archive, server: Server) -> None:
    server.pages |= {"/short": Page(status=301, headers={"Location": "/long"}), "/long": Page("It rained.\n")}
    (done,) = add(made, server.url("/short"))
    assert done.document == server.url("/short")
    assert records(made, "capture/3")[0]["redirects"] == [server.url("/long")]


def test_other_bytes_are_an_edition_and_the_same_ones_a_capture(made: Archive, server: Server, at: Clocks) -> None:
    url = server.url("/a")
    seen = []
    for n, text in enumerate(("One.\n", "One.\n", "Two.\n", "One.\n")):
        server.pages["/a"] = Page(text)
        (done,) = add(at(made, f"2026-03-01T12:00:0{n}Z"), url)
        seen.append(done.status)
        assert made.show(url).shown == done.version  # type: ignore[union-attr]
    assert seen == ["added", "capture", "edition", "capture"]


def test_a_fetch_stays_live_though_it_is_recorded_later(made: Archive, server: Server, at: Clocks) -> None:
    """The clock goes on between the fetch and the commit; another was ahead when the first edition was recorded."""
    url = server.url("/a")
    server.pages["/a"] = Page("One.\n")
    add(at(made, "2031-01-01T00:00:00Z"), url)
    server.pages["/a"] = Page("Two.\n")
    (second,) = add(at(made, *["2026-03-01T12:00:00Z"] * 2, "2026-03-01T12:00:09Z"), url)
    capture = records(made, "capture/3")[-1]
    assert (capture["captured"], capture["at"]) == ("2026-03-01T12:00:00Z", "2026-03-01T12:00:09Z")
    assert made.show(url).shown == second.version  # type: ignore[union-attr]


def test_what_the_server_declares_is_heard(made: Archive, server: Server) -> None:
    text = "Дождь шёл всю ночь.\n"
    server.pages["/a"] = Page(text.encode("koi8-r"), type="text/plain; charset=koi8-r")
    add(made, server.url("/a"))
    assert made.search("Дождь").hits[0].text == text.strip()
    server.pages["/b"] = Page("# Heading\n\nIt rained.\n", type="text/markdown")
    add(made, server.url("/b"))
    assert "markdown" in records(made, "version/1")[-1]["reader"]


def test_what_cannot_be_had_is_said_and_the_rest_is_added(made: Archive, server: Server) -> None:
    server.pages |= {"/a": Page("It rained.\n"), "/b": Page("gone", status=410), "/c": Page(b"x", type="image/png")}
    server.pages["/d"] = Page(status=302, headers={"Location": "http://169.254.169.254/"})
    urls = [server.url(path) for path in ("/a", "/b", "/c", "/d")]
    done = add(made, *urls, "http://exa\u00a0mple.org/", "http://user@example.org/")
    codes = {one.source: one.error.code if one.error else one.status for one in done}
    assert [codes[url] for url in urls] == ["added", "http-410", "wrong-type", "refused-address"]
    assert [code for url, code in codes.items() if url not in urls] == ["bad-url", "bad-url"]


def test_a_page_is_not_given_another_url_or_time(made: Archive, server: Server) -> None:
    for about in ({"url": "https://example.org/"}, {"captured": "2024-04-26"}):
        with pytest.raises(UsageError):
            made.add(server.url("/"), policy=HERE, **about)  # type: ignore[arg-type]
    assert server.asked == []
    made.add_bytes(b"It rained.\n")


def test_a_list_of_urls(made: Archive, server: Server) -> None:
    server.pages |= {"/a": Page("One.\n"), "/b": Page("Two.\n")}
    lines = ["\ufeff# our sources", server.url("/a"), "", f"  {server.url('/b')}  ", server.url("/a"), "#http://x/"]
    done = list(made.add_pages([f"{line}\r\n".encode() for line in lines], policy=HERE))
    assert [one.status for one in done] == ["added", "added"]
    assert sorted(server.paths()) == ["/a", "/b"]


def test_a_dry_run_fetches_and_writes_nothing(made: Archive, server: Server) -> None:
    server.pages["/a"] = Page("One.\n")
    assert [one.status for one in add(made, server.url("/a"), dry_run=True)] == ["added"]
    assert made.status().size == 0
    add(made, server.url("/a"))


def test_a_host_is_asked_one_thing_at_a_time_and_several_hosts_at_once() -> None:
    """Each of two servers answers its first request only when the other was asked: one after the other would stand."""
    with serving() as one, serving() as two:
        both = Meeting(2)
        for server in (one, two):
            server.pages |= {f"/{n}": Page("x") for n in range(5)}
            server.pages["/0"] = both.join
        urls = [server.url(f"/{n}") for server in (one, two) for n in range(5)]
        came = dict(many(web(), [(url, {}) for url in urls], delay=0))
        assert set(came) == set(urls)
        assert [server.paths() for server in (one, two)] == [[f"/{n}" for n in range(5)]] * 2


def test_a_busy_host_is_left_alone() -> None:
    with serving() as busy, serving() as other:
        for server in (busy, other):
            server.pages |= {f"/{n}": Page("x") for n in range(3)}
        busy.pages["/1"] = Page(status=429, headers={"Retry-After": "60"})
        urls = [server.url(f"/{n}") for server in (busy, other) for n in range(3)]
        came = dict(many(web(), [(url, {}) for url in urls], delay=0))
        assert busy.paths() == ["/0", "/1"]
        assert [isinstance(came[url], Fetched) for url in urls] == [True, True, False, True, True, True]


def test_whoever_stops_listening_ends_it(server: Server) -> None:
    server.pages |= {f"/{n}": Page("x") for n in range(200)}
    coming = many(web(), [(server.url(f"/{n}"), {}) for n in range(200)], delay=0)
    next(coming)
    coming.close()  # type: ignore[attr-defined]
    assert len(server.asked) < 200


class Meeting:
    def __init__(self, parties: int) -> None:
        import threading

        self.barrier = threading.Barrier(parties)

    def join(self, _: object) -> Page:
        self.barrier.wait(30)
        return Page("x")


def web() -> Web:
    return Web(HERE, lambda: "2026-03-01T12:00:00Z")


Clocks = Callable[..., Archive]


@pytest.fixture
def at() -> Clocks:
    """The same archive when its clock says these moments, one after the other, the last one from then on."""
    import dataclasses

    def at(made: Archive, *moments: str) -> Archive:
        left = list(moments)
        return Archive(dataclasses.replace(made._opened, clock=lambda: left.pop(0) if len(left) > 1 else left[0]))

    return at
