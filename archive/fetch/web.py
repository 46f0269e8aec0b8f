"""One page of the web, as its server sent it.

1 the URL is one of the web, the archive is not offline, robots.txt allows it where it is asked
2 its host's addresses, all of them public        3 the request, to one of these
4 a redirect: from 1 again, and once more the same URL is a loop
5 size, time and type within the limits           6 unpacked
"""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.robotparser import RobotFileParser

from urllib3.exceptions import HTTPError, SSLError
from urllib3.util.ssl_match_hostname import CertificateError

from archive.errors import NotFetched
from archive.fetch import guard
from archive.fetch._decoding import decoded
from archive.fetch._wire import Deadline, exchange, too_large
from archive.fetch.guard import Target

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_DOCUMENTS = ("image/", "video/", "audio/", "font/", "model/")
_CHUNK = 65_536  # bytes
_MIB = 2**20
_SAYS = {
    401: "the server wants a password",
    402: "the server wants to be paid",
    403: "the server refuses it",
    404: "there is no such page",
    410: "the page was taken away",
    429: "the server wants to be asked less often",
    451: "it is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be fetched, and how. `allow_private`: hosts of the user's own network, when they are asked for.

    `robots`: obey robots.txt. `seconds` is for all of a page, redirects included; `largest` is bytes, packed or not.
    """

    offline: bool = False
    allow_private: bool = False
    robots: bool = False
    seconds: float = 60.0
    largest: int = 64 * _MIB
    redirects: int = 10
    delay: float = 1.0  # seconds between two requests to a host
    program: str = "provenance-archive"  # and its version


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page. `url` is as it was asked for; `redirects` are those it was sent on to, the last one being `final_url`.

    `headers`: the last answer's status line and header lines, byte for byte; `body`: unpacked; `fetched_at`: when it
    was whole, as a record writes it.
    """

    url: str
    final_url: str
    redirects: tuple[str, ...]
    status: int
    headers: bytes
    body: bytes
    fetched_at: str

    @property
    def media_type(self) -> str:
        """As the server declares it, lower case, without parameters; empty when it does not."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """As the server declares it; empty when it does not."""
        found = re.search(r""";\s*charset\s*=\s*["']?([^\s"';,]+)""", self.header("content-type"), re.IGNORECASE)
        return found[1] if found else ""

    def header(self, name: str) -> str:
        """The header's value, its lines joined by commas; empty when there is none."""
        prefix = f"{name.lower()}:".encode()
        lines = [line for line in self.headers.splitlines()[1:] if line.lower().startswith(prefix)]
        return ", ".join(line[len(prefix) :].decode("latin-1").strip() for line in lines)


class Web:
    """Fetches pages under one policy. `clock` gives the present moment as a record writes it. Threads may share it."""

    def __init__(self, policy: Policy, clock: Callable[[], str]) -> None:
        self.delay = policy.delay
        self._policy = policy
        self._clock = clock
        self._robots: dict[str, RobotFileParser | None] = {}

    def refuse_offline(self) -> None:
        """Raises NotFetched when nothing may be fetched at all."""
        if self._policy.offline:
            hint = "unset ARCHIVE_OFFLINE to fetch pages"
            raise NotFetched("is not fetched: the archive is offline", hint=hint, code="offline")

    def page(self, url: str, *, known: Mapping[str, str] | None = None) -> Fetched:
        """The page, if the server gave one. Raises NotFetched for every status but 200, saying what it means."""
        fetched = self.get(url, known=known)
        if fetched.status != 200:
            raise refusal(fetched.status)
        return fetched

    def get(self, url: str, *, known: Mapping[str, str] | None = None) -> Fetched:
        """The answer, of whatever status. `known` are conditions, such as If-None-Match. Raises NotFetched."""
        self.refuse_offline()
        deadline = Deadline(self._policy.seconds)
        return self._followed(url, guard.parse(url), known or {}, deadline, robots=self._policy.robots)

    def _followed(
        self, url: str, target: Target, known: Mapping[str, str], deadline: Deadline, *, robots: bool
    ) -> Fetched:
        asked, seen = target.host, [str(target)]
        while True:
            if robots:
                self._obey(target, deadline)
            own = self._policy.allow_private and target.host == asked
            head, status, location, body = self._answer(target, own, known, deadline)
            if status not in _REDIRECTS or not location:
                return Fetched(url, seen[-1], tuple(seen[1:]), status, head, body, self._clock())
            target = guard.redirected(target, location)
            if str(target) in seen:
                raise NotFetched("leads in a circle: it is redirected to itself", code="too-many-redirects")
            seen.append(str(target))
            if len(seen) > self._policy.redirects + 1:
                raise NotFetched(f"is redirected more than {self._policy.redirects} times", code="too-many-redirects")

    def _answer(
        self, target: Target, own: bool, known: Mapping[str, str], deadline: Deadline
    ) -> tuple[bytes, int, str, bytes]:
        """One request: head, status, where it is redirected to, body."""
        where = guard.addresses(target, own=own, seconds=deadline.left())
        limit = self._policy.largest
        with (
            failures(target, deadline),
            exchange(target.scheme, target.host, target.port, where, deadline, limit) as made,
        ):
            headers = self._headers(target, known)
            made.connection.request("GET", target.path, headers=headers, preload_content=False)
            answer = made.connection.getresponse()
            location = answer.headers.get("location", "")
            moved = answer.status in _REDIRECTS and location
            body = b"" if moved else body_of(answer, limit, deadline)
            return b"".join(made.head), answer.status, location, body

    def _headers(self, target: Target, known: Mapping[str, str]) -> dict[str, str]:
        name, _, version = self._policy.program.partition(" ")
        return {
            "Host": target.authority,
            "User-Agent": f"{name}/{version or '0'} (archives pages for reading and citing)",
            "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **known,
        }

    def _obey(self, target: Target, deadline: Deadline) -> None:
        """Raises NotFetched for what the host's robots.txt disallows, or when that cannot be read."""
        place = f"{target.scheme}://{target.authority}/robots.txt"
        if place not in self._robots:
            self._robots[place] = self._rules(place, deadline)
        rules = self._robots[place]
        if rules is None or not rules.can_fetch(self._policy.program.partition(" ")[0], str(target)):
            hint = "without --robots it is not asked"
            raise NotFetched(f"is not fetched: {place} disallows it", hint=hint, code="robots")

    def _rules(self, place: str, deadline: Deadline) -> RobotFileParser | None:
        """The rules of a robots.txt (RFC 9309): none where there is no such file; None where it cannot be had."""
        rules = RobotFileParser(place)
        try:
            fetched = self._followed(place, guard.parse(place), {}, deadline, robots=False)
        except NotFetched:
            return None
        if fetched.status >= 500:
            return None
        rules.parse(fetched.body.decode("utf-8", "replace").splitlines() if fetched.status == 200 else [])
        return rules


@contextmanager
def failures(target: Target, deadline: Deadline) -> Iterator[None]:
    """What goes wrong in an exchange is NotFetched, and says what it was."""
    try:
        yield
    except (CertificateError, SSLError, ssl.SSLError) as error:
        raise _insecure(target, error, deadline) from None
    except (http.client.HTTPException, HTTPError, ValueError) as error:
        what = f"was not answered as the web answers: {_words(error)}"
        raise NotFetched(what, hint="try again later", code="broken-answer") from None
    except OSError as error:
        if isinstance(error, TimeoutError):
            raise deadline.passed() from None
        what = f"cannot be reached: {target.authority}: {error.strerror or _words(error)}"
        raise NotFetched(what, hint="try again later", code="no-connection") from None


def body_of(answer: Any, limit: int, deadline: Deadline) -> bytes:
    """The whole body, unpacked. Raises NotFetched; HTTPError for one that was cut off."""
    declared = answer.headers.get("content-type", "").strip().lower()
    if answer.status == 200 and declared.startswith(_NO_DOCUMENTS):
        hint = "archives hold texts; save the file by itself"
        raise NotFetched(f"is no document, but {declared.partition(';')[0]}", hint=hint, code="wrong-type")
    chunks: list[bytes] = []
    size = 0
    for chunk in answer.stream(_CHUNK, decode_content=False):
        deadline.left()
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
    return decoded(b"".join(chunks), answer.headers.get("content-encoding", ""), limit)


def _insecure(target: Target, error: Exception, deadline: Deadline) -> NotFetched:
    if isinstance(error, TimeoutError):
        return deadline.passed()
    why = getattr(error, "verify_message", "") or getattr(error, "reason", "") or _words(error)
    hint = "its certificate, or your clock, is wrong; or somebody stands between"
    return NotFetched(f"has no secure connection to {target.host}: {why}", hint=hint, code="tls")


def _words(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:200]


def refusal(status: int) -> NotFetched:
    """What a status other than 200 means."""
    says = _SAYS.get(status) or ("the server has a fault" if status >= 500 else "that is not a page")
    hint = "look at it with a browser" if status < 500 and status != 429 else "try again later"
    return NotFetched(f"was not given (HTTP {status}): {says}", hint=hint, code=f"http-{status}")
