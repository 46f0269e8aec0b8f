"""A real web server in a thread, whose pages a test writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Page:
    """An answer. `raw` is written as it is, instead of all else, and the connection closed."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = "text/plain; charset=utf-8"
    raw: bytes = b""


Answering = Page | Callable[[Any], Page]


class Server:
    """`pages`: path → page, or what makes one of the request. `asked`: the paths that were asked for, with headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Answering] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serving(context: Any = None) -> Iterator[Server]:
    """Until the end. `context`: TLS."""
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            told.asked.append((self.path, dict(self.headers)))
            found = told.pages.get(self.path, Page("nothing here", 404))
            page = found(self) if callable(found) else found
            self.close_connection = True
            if page.raw:
                self.wfile.write(page.raw)
                return
            body = page.body.encode() if isinstance(page.body, str) else page.body
            self.send_response(page.status)
            headers = {"Content-Type": page.type, "Content-Length": str(len(body)), **page.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if page.status != 304:
                self.wfile.write(body)

        def do_POST(self) -> None:
            """As GET; what makes a page finds what was sent in `sent`."""
            self.sent = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever asked may have gone
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
