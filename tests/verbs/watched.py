"""A web of news pages that do what real ones do, and a book of what was really edited."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from archive.readers import Declared, Reading
from tests.fetch.server import Page, Server
from tests.store.samples import seeded

NOUNS = (
    "gate",
    "dam",
    "key",
    "river",
    "minister",
    "engineer",
    "village",
    "bridge",
    "siren",
    "telephone",
    "court",
    "report",
)
VERBS = ("opened", "denied", "signed", "found", "lost", "reached", "crossed", "heard", "repeated", "withdrew")
CONSENT = "We value your privacy. Accept all cookies or manage preferences. Our partners store data."
BOMB = gzip.compress(b"\0" * 2**21)
MISSING = "Page not found. The page you are looking for no longer exists."

#: What may happen to a page in a round, and how often of 100.
EVENTS = {
    **{"nothing": 50, "one word": 12, "consent": 5, "soft 404": 4, "cut": 4, "another's": 4, "gone": 6},
    **{"broken": 3, "forbidden": 3, "circle": 3, "inside": 3, "bomb": 3},
}
DOUBTS = ("consent", "soft 404", "cut", "another's")
FAILURES = ("broken", "forbidden", "circle", "inside", "bomb")


class Clock:
    """The time is what a test says."""

    def __init__(self, start: str = "2026-03-01T00:00:00Z") -> None:
        self.now = datetime.fromisoformat(start)

    def __call__(self) -> str:
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Site:
    """One page. Those with odd numbers have other boxes beside the article in every answer, those with even ones a
    validator. `words`: the sentences of the article; `event`: what happens to it in this round."""

    number: int
    chance: random.Random
    url: str
    words: list[str] = field(default_factory=list)
    event: str = "nothing"
    edits: int = 0

    def __post_init__(self) -> None:
        self.words = [self._sentence(n) for n in range(12)]

    def _sentence(self, n: int) -> str:
        pick = self.chance.choice
        return f"The {pick(NOUNS)} of district {self.number} {pick(VERBS)} the {pick(NOUNS)} at {n + 1} o'clock."

    def edit(self) -> None:
        self.edits += 1
        n = self.chance.randrange(len(self.words))
        self.words[n] = f"The {self.chance.choice(NOUNS)} was edited in district {self.number} for time {self.edits}."

    def article(self) -> str:
        return "\n".join(self.words) + "\n"

    def answer(self, asked: dict[str, str], other: Site) -> Page:
        made: dict[str, Callable[[], Page]] = {
            "consent": lambda: Page(CONSENT),
            "broken": lambda: Page("later", 500),
            "forbidden": lambda: Page("no", 403),
            "gone": lambda: Page(f"This article {self.number} was withdrawn.", self.chance.choice((404, 410))),
            "soft 404": lambda: Page(MISSING),
            "cut": lambda: Page(self.words[0]),
            "another's": lambda: Page(other.article()),
            "circle": lambda: Page("", 302, {"Location": self.url}),
            "inside": lambda: Page("", 302, {"Location": "http://10.0.0.1/"}),
            "bomb": lambda: Page(BOMB, 200, {"Content-Encoding": "gzip"}),
        }
        return made.get(self.event, lambda: self._page(asked))()

    def _page(self, asked: dict[str, str]) -> Page:
        if self.number % 2:
            boxes = [f"box {self.chance.random()}" for _ in range(3)]
            return Page("\n".join([self.article(), "----", *boxes]), type="text/x-boxed")
        tag = f'"{self.edits}"'
        if asked.get("If-None-Match") == tag:
            return Page(status=304, headers={"ETag": tag})
        return Page(self.article(), headers={"ETag": tag})


def build(servers: Sequence[Server], count: int, seed: int) -> list[Site]:
    """Pages `/0`, `/1`, … of several servers, in turn."""
    sites = [Site(n, seeded((seed, n)), servers[n % len(servers)].url(f"/{n}")) for n in range(count)]
    for site in sites:
        other = sites[(site.number + 2) % count]

        def answer(handler: Any, site: Site = site, other: Site = other) -> Page:
            return site.answer(dict(handler.headers), other)

        servers[site.number % len(servers)].pages[f"/{site.number}"] = answer
    return sites


def play(sites: list[Site], chance: random.Random) -> None:
    """What happens before a round. A page whose text another shows stands still: else both would be in doubt."""
    for site in sites:
        (site.event,) = chance.choices(list(EVENTS), list(EVENTS.values()))
    for site in sites:
        if site.event == "another's" and sites[(site.number + 2) % len(sites)].event != "nothing":
            site.event = "nothing"
        if site.event == "one word":
            site.edit()


class Boxed:
    """A reader for the pages with boxes: all of it is text, and what stands above the line is the article."""

    __name__ = "archive.readers.boxed"  # of an instance: as one of ours, which runs in this process
    READER = "boxed/1"
    MEDIA_TYPES = ("text/x-boxed",)
    SUFFIXES = (".boxed",)

    @staticmethod
    def read(data: bytes, *, name: str, declared: Declared) -> Reading:
        text = data.decode()
        return Reading(text, "text/x-boxed", "boxed/1", "utf-8", article=((0, text.index("\n----")),))
