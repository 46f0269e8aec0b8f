"""List documents, claims or stories, oldest first, a page at a time: a list may be longer than memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from archive.errors import UsageError
from archive.model.article import Article
from archive.model.claim import Claim
from archive.model.signoff import STATES
from archive.store.reading import Reader
from archive.text.periods import FORMS, period
from archive.verbs._editions import editions
from archive.verbs._opened import Opened
from archive.verbs._saying import Saying, Sayings

PAGE = 500


@dataclass(frozen=True, slots=True)
class Story:
    story: str
    claims: int


def list_documents(opened: Opened, *, changed_since: str = "") -> Iterator[Article]:
    """All, or those whose newest edition became known then or later, where there was one before. Raises UsageError."""
    since = _first_second(changed_since) if changed_since else ""
    return _documents(opened, since)


def _first_second(date: str) -> str:
    named = period(date)
    if named is None:
        raise UsageError(f"{date!r} is no date", hint=f"write it as {FORMS}")
    return named[0]


def _documents(opened: Opened, since: str) -> Iterator[Article]:
    start = 0
    while True:
        with opened.store.reading() as reader:
            page = reader.articles(start, PAGE)
            shown = [article for _, article in page if not since or _has_changed(reader, article, since)]
        yield from shown
        if len(page) < PAGE:
            return
        start = page[-1][0] + 1


def _has_changed(reader: Reader, article: Article, since: str) -> bool:
    changed = editions(reader, article.document).changed if article.editions > 1 else None
    return changed is not None and changed.time >= since


@dataclass(frozen=True, slots=True)
class ListedClaim(Claim):
    """A claim with who says it, through whom, how surely, and of when."""

    saying: Saying = field(default_factory=Saying)


def list_claims(opened: Opened, *, state: str = "") -> Iterator[ListedClaim]:
    """All, or those that are so far: `proposed`, `checked` or `cleared`. Raises UsageError."""
    if state and state not in STATES:
        raise UsageError(f"{state!r} is no state of a claim", hint=f"a state is one of: {', '.join(STATES)}")
    return (claim for claim in _claims(opened) if not state or claim.state == state)


def _claims(opened: Opened) -> Iterator[ListedClaim]:
    start = 0
    while True:
        with opened.store.reading() as reader:
            sayings = Sayings(reader)
            page = [listed(claim, sayings.of(claim.id)) for claim in reader.claims(start, PAGE)]
        yield from page
        if len(page) < PAGE:
            return
        start = page[-1].position + 1


def listed(claim: Claim, saying: Saying) -> ListedClaim:
    """The claim with who says it."""
    return ListedClaim(**{member.name: getattr(claim, member.name) for member in fields(claim)}, saying=saying)


def list_stories(opened: Opened) -> Iterator[Story]:
    with opened.store.reading() as reader:
        stories = reader.stories()
    for name, claims in stories:
        yield Story(name, claims)
