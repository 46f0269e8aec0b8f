"""What servers answered, as a WARC that other programs read back."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import Archive, Policy, Request
from archive.errors import CannotWrite, NotFound, UsageError
from archive.exporters import Answer
from archive.exporters.warc import export
from tests.fetch.server import Page, Server, serving
from tests.store.samples import make

HERE = Policy(allow_private=True, delay=0)
BODY = "Größe: it rained all night.\n"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        packed = Page(gzip.compress(BODY.encode()), headers={"Content-Encoding": "gzip", "X-Name": "Zoë"})
        found.pages |= {"/a": packed, "/short": Page(status=302, headers={"Location": "/a"})}
        found.pages["/b"] = Page("The gate stood open.\n")
        yield found


def read(path: Path) -> list[Any]:
    """(type, URL, date, status and headers, body) of each record."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            about = record.rec_headers
            found.append(
                (
                    record.rec_type,
                    about.get_header("WARC-Target-URI"),
                    about.get_header("WARC-Date"),
                    record.http_headers,
                    record.content_stream().read(),
                )
            )
    return found


def captured(made: Archive, url: str) -> str:
    shown: Any = made.show(url)
    return str(shown.versions[0].captures[0].captured)


def test_what_was_fetched_is_read_back(made: Archive, server: Server, tmp_path: Path) -> None:
    url, target = server.url("/a"), tmp_path / "a.warc.gz"
    list(made.add(url, policy=HERE))
    done = made.export_answers(url, target=target)
    assert (done.documents, done.captures, done.left_out) == (1, 1, 0)
    ((kind, address, date, head, body),) = read(target)
    assert (kind, address, date, body) == ("response", url, captured(made, url), BODY.encode())
    assert head.get_statuscode() == "200"
    assert head.get_header("Content-Length") == str(len(BODY.encode()))
    assert head.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert head.get_header("Content-Encoding") is None
    assert head.get_header("Server").startswith("BaseHTTP")
    assert "Zoë".encode("latin-1") in gzip.decompress(target.read_bytes()), "byte for byte"


def test_where_it_was_redirected_to_is_where_it_stood(made: Archive, server: Server, tmp_path: Path) -> None:
    list(made.add(server.url("/short"), policy=HERE))
    made.export_answers(server.url("/short"), target=tmp_path / "a.warc.gz")
    response, metadata = read(tmp_path / "a.warc.gz")
    assert response[:2] == ("response", server.url("/a"))
    assert metadata[4].decode() == f"via: {server.url('/short')}\r\nhopsFromSeed: R\r\n"


def test_the_same_captures_give_the_same_bytes(made: Archive, server: Server, tmp_path: Path) -> None:
    list(made.add(server.url("/a"), server.url("/b"), policy=HERE))
    for name in ("one", "two"):
        made.export_answers("all", target=tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_is_meant(made: Archive, server: Server, tmp_path: Path) -> None:
    list(made.add(server.url("/a"), server.url("/b"), policy=HERE))
    made.add_bytes(b"It was said by letter.\n", url="https://example.org/letter")
    hit: Any = made.search("gate").hits[0]
    made.cite(Request(token=hit.token, claim="It stood open.", story="dam"))
    for number, (reference, urls) in enumerate(
        (
            ("dam", {server.url("/b")}),
            ("dam#1", {server.url("/b")}),
            (hit.token, {server.url("/b")}),
            ("all", {server.url("/a"), server.url("/b")}),
        )
    ):
        done = made.export_answers(reference, target=tmp_path / str(number))
        assert {record[1] for record in read(tmp_path / str(number))} == urls
        assert done.left_out == (reference == "all")
    with pytest.raises(NotFound):
        made.export_answers("https://example.org/letter", target=tmp_path / "x")
    with pytest.raises(UsageError):
        made.export_answers(target=tmp_path / "x")
    with pytest.raises(CannotWrite):
        made.export_answers("all", target=tmp_path / "0")
    with pytest.raises(CannotWrite):
        made.export_answers("all", target=tmp_path / "none" / "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1", "2", "3", "a", "cache", "keys"]


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.0 404 \r\nX: a\r\n b\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 7\nTRANSFER-ENCODING : chunked\n\n",
    ],
)
def test_odd_heads(head: bytes, tmp_path: Path) -> None:
    stream = io.BytesIO()
    answer = Answer("0" * 64, "https://example.org/", (), "2026-03-01T12:00:00Z", head, b"body")
    export([answer], stream)
    (tmp_path / "w").write_bytes(stream.getvalue())
    ((_, _, _, read_back, body),) = read(tmp_path / "w")
    assert body == b"body"
    assert read_back.get_header("Content-Length") == "4"
    assert read_back.get_header("Transfer-Encoding") is None
