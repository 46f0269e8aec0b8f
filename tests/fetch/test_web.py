"""Pages of a real server: what comes is kept to the byte, and what is wrong is one typed error in one line."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import ssl
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from archive.errors import NotFetched
from archive.fetch.web import Policy, Web
from tests.fetch.server import Page, Server, serving

NOW = "2026-03-01T12:00:00Z"
HERE = Policy(allow_private=True, program="provenance-archive 9.9")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def web(**policy: object) -> Web:
    return Web(Policy(**{"allow_private": True, "program": "provenance-archive 9.9", **policy}), lambda: NOW)  # type: ignore[arg-type]


def failure(url: str, **policy: object) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        web(**policy).page(url)
    assert "\n" not in caught.value.message
    return caught.value


def test_a_page_comes_as_it_was_sent(server: Server) -> None:
    head = b"HTTP/1.1 200 Fine by us\r\nX-Odd:  Spaced \r\nx-odd: twice\r\nContent-Type: text/plain\r\n\r\n"
    server.pages["/a?b=1"] = Page(raw=head + "Größe\r\n".encode())
    found = web().page(server.url("/a?b=1#part"))
    assert (found.url, found.final_url) == (server.url("/a?b=1#part"), server.url("/a?b=1"))
    assert (found.status, found.headers, found.body) == (200, head, "Größe\r\n".encode())
    assert (found.redirects, found.fetched_at) == ((), NOW)
    assert found.header("x-ODD") == "Spaced, twice"
    assert found.header("none") == ""


def test_what_we_say_of_ourselves(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:1/")
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:1/")
    server.pages["/"] = Page("x")
    web().get(server.url("/"), known={"If-None-Match": '"1"'})
    ((_, headers),) = server.asked
    assert headers["User-Agent"].startswith("provenance-archive/9.9 ")
    assert headers["Host"] == f"127.0.0.1:{server.port}"
    assert headers["If-None-Match"] == '"1"'
    assert not headers.keys() & {"Cookie", "Authorization", "Referer"}


def test_a_100_is_no_part_of_the_head(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
    server.pages["/"] = Page(raw=b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" + head + b"x")
    assert web().page(server.url()).headers == head


def test_redirects_are_kept(server: Server) -> None:
    server.pages |= {
        "/1": Page(status=301, headers={"Location": "2?x"}),
        "/2?x": Page(status=307, headers={"Location": server.url("/3#there")}),
        "/3": Page("arrived"),
    }
    found = web().page(server.url("/1"))
    assert (found.url, found.final_url) == (server.url("/1"), server.url("/3"))
    assert found.redirects == (server.url("/2?x"), server.url("/3"))
    assert found.body == b"arrived"


def test_redirects_that_are_not_followed(server: Server) -> None:
    for location in ("http://169.254.169.254/latest/", "http://10.0.0.1/", server.url("/", host="localhost")):
        server.pages["/"] = Page(status=302, headers={"Location": location})
        assert failure(server.url()).code == "refused-address", location
    for location in ("file:///etc/passwd", "http://user@127.0.0.1/", "http://127.1/", f"http://127.0.0.1:{22}/"):
        server.pages["/"] = Page(status=302, headers={"Location": location})
        assert failure(server.url()).code == "bad-url", location
    server.pages |= {
        "/a": Page(status=302, headers={"Location": "/b"}),
        "/b": Page(status=302, headers={"Location": "/a"}),
    }
    assert failure(server.url("/a")).code == "too-many-redirects"
    server.pages |= {f"/{n}": Page(status=302, headers={"Location": f"/{n + 1}"}) for n in range(30)}
    assert failure(server.url("/0")).code == "too-many-redirects"
    assert len(server.paths()) < 30


def test_this_machine_is_not_asked_unless_allowed(server: Server) -> None:
    for host in ("127.0.0.1", "localhost"):
        error = failure(server.url(host=host), allow_private=False)
        assert error.code == "refused-address"
        assert error.exit == 5
    assert server.asked == []


def test_offline(server: Server) -> None:
    error = failure(server.url(), offline=True)
    assert error.code == "offline"
    assert server.asked == []


@pytest.mark.parametrize("status", [201, 204, 304, 401, 403, 404, 410, 418, 429, 451, 500, 503])
def test_other_statuses_are_errors_of_a_page_and_answers_of_get(server: Server, status: int) -> None:
    server.pages["/"] = Page(b"" if status in (204, 304) else b"why", status=status)
    error = failure(server.url())
    assert error.code == f"http-{status}"
    assert str(status) in error.message
    assert web().get(server.url()).status == status


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:])),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
        ("identity", bytes),
    ],
)
def test_what_was_packed_is_unpacked(server: Server, encoding: str, pack: object) -> None:
    body = b"It rained all night. " * 99
    server.pages["/"] = Page(pack(body), headers={"Content-Encoding": encoding})  # type: ignore[operator]
    assert web().page(server.url()).body == body


def test_what_cannot_be_unpacked(server: Server) -> None:
    for encoding, body in (("gzip", b"x"), ("gzip", gzip.compress(b"x" * 999)[:-9]), ("br", b"x"), ("deflate", b"x")):
        server.pages["/"] = Page(body, headers={"Content-Encoding": encoding})
        assert failure(server.url()).code == "broken-answer", encoding
    server.pages["/"] = Page(b"x", headers={"Content-Encoding": "gzip, gzip, gzip, gzip"})
    assert failure(server.url()).code == "broken-answer"


def test_more_than_we_take(server: Server) -> None:
    small = 100_000
    server.pages["/"] = Page(b"x" * (small + 1))
    assert failure(server.url(), largest=small).code == "too-large"
    server.pages["/"] = Page(b"x" * small)
    assert len(web(largest=small).page(server.url()).body) == small
    bomb = gzip.compress(gzip.compress(b"\0" * 2**28))
    assert len(bomb) < small
    server.pages["/"] = Page(bomb, headers={"Content-Encoding": "gzip, gzip"})
    assert failure(server.url(), largest=small).code == "too-large"
    for endless in (b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"):
        server.pages["/"] = Page(raw=endless + b"1" * 2**22)
        assert failure(server.url(), largest=small).code in ("too-large", "broken-answer")
    server.pages["/"] = Page(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000)
    assert failure(server.url(), largest=small).code == "broken-answer"


def test_chunks(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.pages["/"] = Page(raw=head + b"5\r\nIt ra\r\n5\r\nined.\r\n0\r\n\r\n")
    assert web().page(server.url()).body == b"It rained."
    server.pages["/"] = Page(raw=head + b"5\r\nIt ra\r\n")
    assert failure(server.url()).code == "broken-answer"


def test_what_is_cut_off_is_not_taken(server: Server) -> None:
    server.pages["/"] = Page(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort")
    assert failure(server.url()).code == "broken-answer"
    server.pages["/"] = Page(raw=b"HTTP/1.1")
    assert failure(server.url()).code == "broken-answer"
    server.pages["/"] = Page(raw=b"SSH-2.0-OpenSSH_9.9\r\n")
    assert failure(server.url()).code == "broken-answer"


def test_pictures_are_not_fetched(server: Server) -> None:
    server.pages["/"] = Page(raw=b"HTTP/1.1 200 OK\r\nContent-Type: IMAGE/png\r\n\r\n" + b"x" * 99)
    error = failure(server.url())
    assert (error.code, "image/png" in error.message) == ("wrong-type", True)


def test_a_server_that_sends_a_byte_now_and_then(server: Server) -> None:
    """Each read succeeds; all of them together take too long."""
    over = threading.Event()

    def dribble(handler: object) -> Page:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")  # type: ignore[attr-defined]
        while not over.wait(0.02):
            handler.wfile.write(b"x")  # type: ignore[attr-defined]
        return Page()

    def silent(handler: object) -> Page:
        over.wait()
        return Page()

    server.pages |= {"/slow": dribble, "/silent": silent}
    try:
        assert failure(server.url("/slow"), seconds=0.5).code == "timed-out"
        assert failure(server.url("/silent"), seconds=0.3).code == "timed-out"
    finally:
        over.set()


def test_nobody_there() -> None:
    with serving() as gone:
        pass
    assert failure(gone.url()).code == "no-connection"
    assert failure("http://no-such-host.invalid/").code == "no-such-host"


def test_robots(server: Server) -> None:
    server.pages |= {"/a": Page("open"), "/b": Page("closed")}
    server.pages["/robots.txt"] = Page("User-agent: provenance-archive\nDisallow: /b\n")
    asked = web(robots=True)
    assert asked.page(server.url("/a")).body == b"open"
    with pytest.raises(NotFetched) as caught:
        asked.page(server.url("/b"))
    assert caught.value.code == "robots"
    assert server.paths() == ["/robots.txt", "/a"], "asked for once"
    assert web().page(server.url("/b")).body == b"closed"
    del server.pages["/robots.txt"]
    assert web(robots=True).page(server.url("/b")).body == b"closed"
    server.pages["/robots.txt"] = Page(status=503)
    assert failure(server.url("/a"), robots=True).code == "robots"


def certificate(folder: Path, *names: x509.GeneralName) -> tuple[Path, Path]:
    """One that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a test")])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(start).not_valid_after(start.replace(year=2120))
    made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "cert.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return folder / "cert.pem", folder / "key.pem"


def test_tls_is_of_the_name_though_the_connection_goes_to_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, key = certificate(tmp_path, x509.DNSName("localhost"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    named: list[str | None] = []
    context.sni_callback = lambda sock, name, _: named.append(name)
    with serving(context) as server:
        server.pages["/"] = Page("safe")
        url = server.url().replace("http:", "https:")
        assert failure(url.replace("127.0.0.1", "localhost")).code == "tls", "nobody vouches for it"
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert web().page(url.replace("127.0.0.1", "localhost")).body == b"safe"
        assert named[-1] == "localhost"
        assert server.asked[-1][1]["Host"] == f"localhost:{server.port}"
        assert failure(url).code == "tls", "it is another name's"
    assert ipaddress.ip_address("127.0.0.1").is_loopback
