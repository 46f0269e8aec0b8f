"""List documents, claims or stories, oldest first, a page at a time: a list may be longer than memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.model.article import Article
from archive.model.claim import Claim
from archive.verbs._opened import Opened

PAGE = 500


@dataclass(frozen=True, slots=True)
class Story:
    story: str
    claims: int


def list_documents(opened: Opened) -> Iterator[Article]:
    start = 0
    while True:
        with opened.store.reading() as reader:
            page = reader.articles(start, PAGE)
        for _, article in page:
            yield article
        if len(page) < PAGE:
            return
        start = page[-1][0] + 1


def list_claims(opened: Opened) -> Iterator[Claim]:
    start = 0
    while True:
        with opened.store.reading() as reader:
            page = reader.claims(start, PAGE)
        yield from page
        if len(page) < PAGE:
            return
        start = page[-1].position + 1


def list_stories(opened: Opened) -> Iterator[Story]:
    with opened.store.reading() as reader:
        stories = reader.stories()
    for name, claims in stories:
        yield Story(name, claims)
