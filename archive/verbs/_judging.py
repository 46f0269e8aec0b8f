"""What a watched page is, against what it was: the class of each look at it, from values alone.

failed         no answer, or none that tells of the page: 403, 429, 5xx, a text that cannot be read
gone           404, 410, 451
same-bytes     or 304
same-article   other bytes, the same text of the article, title and date: a nonce, a box of other headlines
suspect        other text that looks like something else than the page (see `model.codes.SUSPECT`)
first          there was nothing believable before
still          beside suspect and gone: it was so the time before
text-changed, title-changed, date-changed; and back (it was gone before), with or without these
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from archive.errors import NotFetched
from archive.fetch.web import Fetched
from archive.model.digest import Digest
from archive.readers import Reading
from archive.text.standins import standins
from archive.verbs._watches import Watch

GONE = frozenset({404, 410, 451})
CHANGES = frozenset({"text-changed", "title-changed", "date-changed", "gone", "back"})
SHRUNK = 0.4  # of the length before
LONGEST_WAIT = timedelta(days=7)
_PASSING = frozenset({"timed-out", "no-connection", "broken-answer", "http-429"})


@dataclass(frozen=True, slots=True)
class Gist:
    """What of a page is compared. `text`: digest of the article's text; `length`: its code points; `reader`: who read;
    `looks`: the codes of what it looks like instead of an article, separated by spaces."""

    reader: str
    text: str
    length: int
    title: str
    published: str
    looks: str = ""

    @classmethod
    def of(cls, reading: Reading, *more: str) -> Gist:
        """Of a reading; `more` are codes of what else makes it look odd."""
        article, title = article_of(reading), _stated(reading, "title")
        looks = " ".join(dict.fromkeys([*standins(article, title), *more]))
        text = str(Digest.of(article.encode()))
        return cls(reading.reader, text, len(article), title, _stated(reading, "published"), looks)

    @classmethod
    def held(cls, kept: Mapping[str, Any], version: str) -> Gist | None:
        """Inverse of `kept`; None when it is of another version, or makes no sense."""
        try:
            return cls(*[kept[field.name] for field in fields(cls)]) if kept["version"] == version else None
        except KeyError:
            return None

    def kept(self, version: str) -> Mapping[str, Any]:
        return {"version": version, **asdict(self)}


def article_of(reading: Reading) -> str:
    """The words of the article; of a page that does not tell it from the rest, all of them."""
    return "\n".join(reading.text[start:end] for start, end in reading.article) or reading.text


def _stated(reading: Reading, field: str) -> str:
    said = reading.stated.get(field)
    return "" if said is None else said.value if isinstance(said.value, str) else ", ".join(said.value)


@dataclass(frozen=True, slots=True)
class Look:
    """One request. `page`: the answer, without its body; `error`: why it tells nothing of the page; `gist`: of a page
    that was read. A page with neither is byte for byte what it was."""

    url: str
    page: Fetched | None = None
    error: NotFetched | None = None
    gist: Gist | None = None
    bytes: str = ""  # digest of the body

    @property
    def gone(self) -> bool:
        return self.page is not None and self.page.status in GONE


def looked(page: Fetched, reading: Reading, digest: str) -> Look:
    """A page that was read."""
    asked, given = urlsplit(page.url), urlsplit(page.final_url)
    odd = []
    if page.redirects and asked.path not in ("", "/") and given.path in ("", "/") and not given.query:
        odd.append("soft-404")  # sent to the front page
    if page.redirects and (given.hostname or "").startswith("consent.") and asked.hostname != given.hostname:
        odd.append("consent-page")
    return Look(page.url, page, None, Gist.of(reading, *odd), digest)


def judged(look: Look, before: Gist | None, last: Watch, *, alike: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The classes of a look at a page, and why it is suspect.

    `before`: what is believed to be on it; `last`: what was seen last; `alike`: another page has this text.
    """
    if look.gone:
        return ("gone",), ("gone",)
    if look.error is not None:
        return ("failed",), ()
    if look.gist is None:
        return ("same-bytes",), ()
    suspect = _suspicions(look.gist, before, last, alike)
    if suspect:
        return ("suspect",), suspect
    if before is None:
        return ("first",), ()
    back = ("back",) if last.outcome == "gone" else ()
    return (*back, *_changes(before, look.gist)) or ("same-article",), ()


def _suspicions(now: Gist, before: Gist | None, last: Watch, alike: bool) -> tuple[str, ...]:
    """A text that was in doubt the last time stays so for the same reasons."""
    if before is not None and before.text == now.text:
        return ()
    if last.doubt == now.text:
        return tuple(last.outcome.split()[1:])
    known = before.looks.split() if before else []  # an article about cookies may go on being one
    found = [code for code in now.looks.split() if code not in known]
    if before is not None and now.length < SHRUNK * before.length:
        found.append("text-shrunk")
    return (*found, "text-of-another") if alike else tuple(found)


def _changes(before: Gist, now: Gist) -> tuple[str, ...]:
    pairs = (
        ("text-changed", before.text, now.text),
        ("title-changed", before.title, now.title),
        ("date-changed", before.published, now.published),
    )
    return tuple(code for code, old, new in pairs if old != new)


def waits(error: NotFetched | None, page: Fetched | None, failures: int, now: str) -> str:
    """Until when a page that failed is left alone: as long as its server asks, else longer with each failure; empty for
    failures that do not pass by themselves."""
    if error is not None and error.code not in _PASSING and not error.code.startswith("http-5"):
        return ""
    moment = datetime.fromisoformat(now)
    asked = _retry_after(page.header("retry-after") if page else "", moment)
    pause = asked if asked is not None else timedelta(minutes=2 ** min(failures, 10))
    until = moment + min(max(pause, timedelta(0)), LONGEST_WAIT)
    return until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _retry_after(header: str, now: datetime) -> timedelta | None:
    """Seconds, or a date (RFC 9110)."""
    if header.isascii() and header.isdigit():
        return timedelta(seconds=min(int(header[:9]), LONGEST_WAIT.total_seconds()))
    try:
        until = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
