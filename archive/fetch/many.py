"""Many pages: one host at a time is asked one thing at a time, with a pause between; several hosts at once.

A host that asks for less (429, 503) is asked for nothing more.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator, Mapping

from archive.errors import NotFetched
from archive.fetch import guard
from archive.fetch.web import Fetched, Web

AT_ONCE = 8  # hosts
BUSY = frozenset({429, 503})

Asked = tuple[str, Mapping[str, str]]
"""A URL, and the conditions under which it is wanted."""
Came = tuple[str, Fetched | NotFetched | BaseException]


def many(web: Web, asked: Iterable[Asked], *, delay: float) -> Iterator[tuple[str, Fetched | NotFetched]]:
    """Each URL with its answer, of whatever status, as they come. `delay`: seconds between two requests to a host."""
    hosts = _by_host(asked)
    waiting: queue.SimpleQueue[list[Asked]] = queue.SimpleQueue()
    for host in hosts:
        waiting.put(host)
    crew = _Crew(web, waiting, delay)
    for _ in range(min(AT_ONCE, len(hosts))):
        threading.Thread(target=crew.work, daemon=True).start()
    try:
        for _ in range(sum(map(len, hosts))):
            url, came = crew.came.get()
            crew.room.release()
            if isinstance(came, BaseException) and not isinstance(came, NotFetched):
                raise came
            yield url, came
    finally:
        crew.over.set()
        crew.room.release(AT_ONCE)


def _by_host(asked: Iterable[Asked]) -> list[list[Asked]]:
    hosts: dict[str, list[Asked]] = {}
    for url, known in asked:
        try:
            host = guard.parse(url).authority
        except NotFetched:  # which is said when its turn comes
            host = ""
        hosts.setdefault(host, []).append((url, known))
    return list(hosts.values())


class _Crew:
    """What the threads share. `room`: for answers that nobody has taken yet, so that few are held in memory."""

    def __init__(self, web: Web, waiting: queue.SimpleQueue[list[Asked]], delay: float) -> None:
        self.web, self.waiting, self.delay = web, waiting, delay
        self.came: queue.SimpleQueue[Came] = queue.SimpleQueue()
        self.room = threading.Semaphore(2 * AT_ONCE)
        self.over = threading.Event()

    def work(self) -> None:
        while not self.over.is_set():
            try:
                self._host(self.waiting.get_nowait())
            except queue.Empty:
                return

    def _host(self, asked: list[Asked]) -> None:
        busy = False
        for number, (url, known) in enumerate(asked):
            self.room.acquire()
            if self.over.is_set() or (number and not busy and self.over.wait(self.delay)):
                return
            came = _left_alone() if busy else self._one(url, known)
            busy = busy or (isinstance(came, Fetched) and came.status in BUSY)
            self.came.put((url, came))

    def _one(self, url: str, known: Mapping[str, str]) -> Fetched | BaseException:
        try:
            return self.web.get(url, known=known)
        except BaseException as error:
            return error


def _left_alone() -> NotFetched:
    return NotFetched("was not asked for: its host is busy", hint="try again later", code="busy")
