"""A language model that is asked: any endpoint that answers as OpenAI's /chat/completions does.

1 https, or http on this machine alone: a key and a text that somebody protects go nowhere in the clear
2 the host's addresses, to one of which the request goes
3 the request; no redirect is followed, for the key must not get to another host
4 429 and faults of the server are asked again, as late as it says, within limits
5 size and time within the limits        6 an answer of that form, which does not hold the key

A service of the user's own network may be named: it is the user who names it, and no page.
"""

from __future__ import annotations

import ipaddress
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from archive.errors import NotFetched, UsageError
from archive.fetch import guard
from archive.fetch._wire import Deadline, exchange
from archive.fetch.guard import Target
from archive.fetch.web import body_of, failures

PATH = "/chat/completions"
NAME = re.compile(r"[!-~]{1,200}")  # of a model: it is a word of a record
KEPT = "what was answered is kept: the same command goes on from there"

_WAITS = (1.0, 4.0, 16.0)  # seconds before the second, third and fourth time
_LONGEST_WAIT = 60.0  # seconds that a server may ask for
_AGAIN = frozenset({429, 500, 502, 503, 504, 529})
_SECRET = 8  # characters from which a key is one: `ollama` stands for none
_SAYS = {
    400: "it does not understand the request, or does not take an option of it",
    401: "it wants a key, or another one: set ARCHIVE_LLM_KEY",
    402: "it wants to be paid",
    403: "it refuses the key, or this model",
    404: "there is no such model, or nothing at this address: an endpoint often ends in /v1",
    413: "the request is too large for it",
    429: "it wants to be asked less often, or the account is used up",
}


@dataclass(frozen=True, slots=True)
class Model:
    """A model, and where it is asked. `key` is sent to that host only, and never shown or stored.

    `seconds` is for one answer, `largest` its bytes. Without a `temperature` the service's own holds.
    """

    endpoint: str
    name: str
    key: str = field(default="", repr=False)
    temperature: float | None = None
    offline: bool = False
    seconds: float = 120.0
    largest: int = 4 * 2**20
    program: str = "provenance-archive"  # and its version

    @property
    def target(self) -> Target:
        """Where a request goes. Raises UsageError for what is no endpoint, or would send a key in the clear."""
        return _target(self.endpoint)


@dataclass(frozen=True, slots=True)
class Answer:
    """`content` is what the model wrote; `model` is who answered, as the service says, or nothing; tokens are None
    where the service does not count them."""

    content: str
    model: str
    tokens_in: int | None
    tokens_out: int | None


def check(model: Model) -> None:
    """Raises UsageError for a model that cannot be asked as it is written."""
    _target(model.endpoint)
    if not NAME.fullmatch(model.name):
        raise UsageError("the name of a model is one word of ASCII", hint="--model NAME, as the service calls it")
    if not re.fullmatch(r"[!-~]*", model.key):
        raise UsageError("the key in ARCHIVE_LLM_KEY holds a space or another sign that no key has")


def _target(endpoint: str) -> Target:
    try:
        found = guard.parse(endpoint)
    except NotFetched as error:
        raise UsageError(f"the endpoint {error.message}", hint="it looks like https://llm.example.org/v1") from None
    if "?" in endpoint or "#" in endpoint:
        raise UsageError("the endpoint has a query or a fragment", hint="a key belongs into ARCHIVE_LLM_KEY")
    if found.scheme == "http" and not _is_here(found.host):
        raise UsageError(f"http is for this machine alone, and {found.host} is another", hint="use https")
    path = found.path.rstrip("/")
    return Target(found.scheme, found.host, found.port, path if path.endswith(PATH) else path + PATH)


def _is_here(host: str) -> bool:
    """Whether a host, or an address, is this machine by its very name."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Chat:
    """Asks one model. `requests` counts what was sent; `pause` waits so many seconds."""

    def __init__(self, model: Model, pause: Callable[[float], None] = time.sleep) -> None:
        check(model)
        self.requests = 0
        self._model, self._target, self._pause = model, model.target, pause

    def ask(self, body: bytes) -> Answer:
        """What the model answers. Raises NotFetched when the service gives no answer, ValueError when it gives one that
        is not of the form."""
        try:
            return _answer(self._asked(body), self._model.key)
        except NotFetched as error:
            hint = KEPT if error.code != "offline" else error.hint
            raise NotFetched(f"{self._target.authority} {error.message}", hint=hint, code=error.code) from None

    def _asked(self, body: bytes) -> bytes:
        for wait in (*_WAITS, None):
            status, headers, data = self._post(body)
            if status == 200:
                return data
            if status not in _AGAIN or wait is None:
                break
            self._pause(_wait(headers.get("retry-after", ""), wait))
        raise _refusal(status, data, self._model.key)

    def _post(self, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        if self._model.offline:
            raise NotFetched("is not asked: the archive is offline", hint="unset ARCHIVE_OFFLINE", code="offline")
        deadline, target, limit = Deadline(self._model.seconds), self._target, self._model.largest
        where = self._addresses(deadline)
        self.requests += 1
        with (
            failures(target, deadline),
            exchange(target.scheme, target.host, target.port, where, deadline, limit) as made,
        ):
            made.connection.request("POST", target.path, body=body, headers=self._headers(), preload_content=False)
            answer = made.connection.getresponse()
            moved = 300 <= answer.status < 400
            return answer.status, answer.headers, b"" if moved else body_of(answer, limit, deadline)

    def _addresses(self, deadline: Deadline) -> list[str]:
        found = guard.addresses(self._target, own=True, seconds=deadline.left())
        if self._target.scheme == "http" and not all(map(_is_here, found)):
            raise NotFetched("is not asked: it is not this machine, and http is not secret", code="refused-address")
        return found

    def _headers(self) -> dict[str, str]:
        name, _, version = self._model.program.partition(" ")
        return {
            "Host": self._target.authority,
            "User-Agent": f"{name}/{version or '0'}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **({"Authorization": f"Bearer {self._model.key}"} if self._model.key else {}),
        }


def _wait(asked: str, usual: float) -> float:
    """Seconds until the next time: those that Retry-After asks for (a number, or a date), else the usual ones. Raises
    NotFetched when that is too long."""
    seconds = usual
    if asked.isascii() and asked.isdigit():
        seconds = float(asked[:9])
    elif asked:
        try:
            until = parsedate_to_datetime(asked)
            seconds = max(
                0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds()
            )
        except (TypeError, ValueError, OverflowError):
            pass
    if seconds > _LONGEST_WAIT:
        raise NotFetched(f"wants to be left alone for {seconds:,.0f} seconds", code="busy")
    return seconds


def _refusal(status: int, data: bytes, key: str) -> NotFetched:
    """What a status says, with the server's own words where these cannot be about the key."""
    if 300 <= status < 400:
        return NotFetched(f"sends on to another address (HTTP {status}), which is not followed", code="redirected")
    says = _SAYS.get(status) or ("the server has a fault" if status >= 500 else "that is no answer")
    words = "" if status in (401, 403) else _words(data)
    own = f" (“{words}”)" if words and not _holds(words, key) else ""
    return NotFetched(f"gave no answer (HTTP {status}): {says}{own}", code=f"http-{status}")


def _words(data: bytes) -> str:
    """The message of an error, as these services write it."""
    try:
        found = json.loads(data.decode())
        error = found.get("error", found)
        said = error.get("message", "") if isinstance(error, dict) else error
        return " ".join(said.split())[:200].encode("utf-8", "replace").decode()
    except (ValueError, RecursionError, AttributeError):
        return ""


def _answer(data: bytes, key: str) -> Answer:
    """Raises ValueError, saying what is wrong."""
    try:
        found = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise ValueError("the service's answer is not JSON") from None
    try:
        choice = found["choices"][0]
        content, name, usage = choice["message"]["content"], found.get("model") or "", found.get("usage") or {}
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ValueError("the service's answer is none of a chat") from None
    if not isinstance(content, str) or not isinstance(name, str) or not isinstance(usage, dict):
        raise ValueError("the service's answer is none of a chat")
    if name and not NAME.fullmatch(name):
        raise ValueError("the service names a model that no model is called")
    if _holds(content, key) or _holds(name, key):
        raise ValueError("the answer holds the key, and is not kept")
    if choice.get("finish_reason") == "length":
        raise ValueError("the answer was cut off: the service allows no longer one")
    return Answer(content, name, _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))


def _holds(words: str, key: str) -> bool:
    return len(key) >= _SECRET and (key in words or key in _unescaped(words))


def _unescaped(words: str) -> str:
    """With what JSON may write as an escape written plainly."""
    return re.sub(r"\\u00([0-9a-fA-F]{2})", lambda found: chr(int(found[1], 16)), words).replace("\\/", "/")


def _count(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value < 2**53 else None
