"""A model that is asked: what a service may answer, and that the key goes to it and to nobody else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from archive.errors import NotFetched, UsageError
from archive.fetch.chat import Answer, Chat, Model
from tests.fetch.chats import PATH, in_turn, said
from tests.fetch.server import Page, Server, serving

KEY = "sk-not-a-real-key-4711"
NOW = {"Retry-After": "0"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def chat(server: Server, pauses: list[float] | None = None, **options: Any) -> Chat:
    model = Model(**{"endpoint": server.url("/v1"), "name": "tiny", "key": KEY, **options})
    return Chat(model, (pauses if pauses is not None else []).append)


def failure(made: Chat) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        made.ask(b"{}")
    assert "\n" not in caught.value.message and KEY not in caught.value.message + caught.value.hint
    return caught.value


def test_a_good_answer(server: Server) -> None:
    server.pages[PATH] = said("yes")
    made = chat(server)
    assert made.ask(b'{"model":"tiny"}') == Answer("yes", "tiny-2026", 100, 7)
    ((path, headers),) = server.asked
    assert (path, headers["Authorization"], headers["Content-Type"]) == (PATH, f"Bearer {KEY}", "application/json")
    assert made.requests == 1
    assert KEY not in repr(made._model)


def test_an_endpoint_may_be_written_whole_and_needs_no_key(server: Server) -> None:
    server.pages[PATH] = said("yes", usage=None, model="")
    made = chat(server, endpoint=server.url(PATH), key="")
    assert made.ask(b"{}") == Answer("yes", "", None, None)
    assert "Authorization" not in server.asked[0][1]


@pytest.mark.parametrize(
    ("endpoint", "says"),
    [
        ("http://llm.example.org/v1", "http is for this machine alone"),
        ("http://192.168.0.7:8080/v1", "http is for this machine alone"),
        ("ftp://localhost/v1", "not a page of the web"),
        ("https://me:secret-word@llm.example.org/v1", "user name or password"),
        ("https://llm.example.org/v1?key=secret-word", "query"),
        ("https://llm.example.org/v1#secret-word", "query or a fragment"),
        ("", "not a page of the web"),
    ],
)
def test_what_is_no_endpoint_is_refused_before_anything(endpoint: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        Chat(Model(endpoint, "tiny", KEY))
    assert "secret-word" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    "options", [{"name": "a b"}, {"name": ""}, {"name": "a\n"}, {"key": "a b"}, {"key": "a\r\nX: y"}]
)
def test_a_name_or_key_that_is_none_is_refused(server: Server, options: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        chat(server, **options)
    assert options.get("key", "\0") not in caught.value.message


def test_https_reaches_the_users_own_network_and_no_cloud() -> None:
    """Nothing is asked here: the address is refused before a connection is made."""
    error = failure(Chat(Model("https://169.254.169.254/v1", "tiny", KEY)))
    assert error.code == "refused-address"


def test_offline_nothing_is_asked(server: Server) -> None:
    error = failure(chat(server, offline=True))
    assert (error.code, server.asked) == ("offline", [])


def test_a_redirect_is_not_followed(server: Server) -> None:
    server.pages[PATH] = Page(status=307, headers={"Location": server.url("/elsewhere")})
    server.pages["/elsewhere"] = said("yes")
    assert failure(chat(server)).code == "redirected"
    assert server.paths() == [PATH]


def test_who_is_busy_is_asked_again_when_it_says(server: Server) -> None:
    later = Page("later", 429, {"Retry-After": "7"})
    dated = Page("later", 503, {"Retry-After": "Fri, 01 Jan 2010 00:00:00 GMT"})
    odd = Page("later", 500, {"Retry-After": "soon"})
    server.pages[PATH] = in_turn([later, dated, odd, said("yes")])
    pauses: list[float] = []
    made = chat(server, pauses)
    assert made.ask(b"{}").content == "yes"
    assert (made.requests, pauses) == (4, [7.0, 0.0, 16.0])


def test_who_wants_to_be_left_alone_for_long_is(server: Server) -> None:
    server.pages[PATH] = Page("later", 429, {"Retry-After": "3600"})
    error = failure(chat(server))
    assert (error.code, len(server.asked)) == ("busy", 1)


def test_faults_that_stay_are_given_up(server: Server) -> None:
    server.pages[PATH] = Page("oh", 500, NOW)
    error = failure(chat(server))
    assert (error.code, len(server.asked)) == ("http-500", 4)
    assert "the same command goes on" in error.hint


@pytest.mark.parametrize(
    ("status", "message", "shown"),
    [
        (404, "model “big” not found", True),
        (400, f"what is {KEY}?", False),
        (401, "wrong key sk-not-a-…11", False),
        (403, "wrong key sk-not-a-…11", False),
    ],
)
def test_the_servers_own_words_are_shown_unless_they_may_be_of_the_key(
    server: Server, status: int, message: str, shown: bool
) -> None:
    server.pages[PATH] = Page(json.dumps({"error": {"message": message}}), status)
    error = failure(chat(server))
    assert (error.code, message in error.message, len(server.asked)) == (f"http-{status}", shown, 1)


def test_a_slow_answer_is_given_up(server: Server) -> None:
    over = threading.Event()
    server.pages[PATH] = lambda _: over.wait() and said("too late")
    try:
        assert failure(chat(server, seconds=0.2)).code == "timed-out"
    finally:
        over.set()


def test_a_huge_answer_is_given_up(server: Server) -> None:
    server.pages[PATH] = said("x" * 5_000)
    assert failure(chat(server, largest=2_000)).code == "too-large"


def test_an_answer_that_was_cut_off_on_its_way_is_none(server: Server) -> None:
    server.pages[PATH] = Page(raw=b'HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"choices": [')
    assert failure(chat(server)).code == "broken-answer"


def test_nobody_there() -> None:
    with serving() as server:
        made = chat(server)
    assert failure(made).code == "no-connection"


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "body",
    [
        "not JSON",
        b"\xff\xfe",
        "{}",
        "[]",
        "null",
        DEEP,
        json.dumps({"choices": []}),
        json.dumps({"choices": [{"message": {"content": None}}]}),
        json.dumps({"choices": [{"message": {"content": ["yes"]}}]}),
        json.dumps({"choices": [{"message": {"content": "yes"}}], "usage": 5}),
        json.dumps({"choices": [{"message": {"content": "yes"}}], "model": 5}),
        json.dumps({"choices": [{"message": {"content": "yes"}}], "model": "two words"}),
        json.dumps({"choices": [{"message": {"content": "yes"}, "finish_reason": "length"}]}),
        json.dumps({"choices": [{"message": {"content": f"it is {KEY}"}}]}),
        json.dumps({"choices": [{"message": {"content": "it is " + KEY.replace("k", "\\u006b")}}]}),
        json.dumps({"choices": [{"message": {"content": "yes"}}], "model": KEY}),
    ],
)
def test_what_is_no_answer_is_said_without_the_key(server: Server, body: str | bytes) -> None:
    server.pages[PATH] = Page(body)
    with pytest.raises(ValueError) as caught:
        chat(server).ask(b"{}")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("usage", [{"prompt_tokens": -1}, {"prompt_tokens": "5"}, {"prompt_tokens": 2**60}, {}])
def test_tokens_that_are_no_count_are_none(server: Server, usage: dict[str, Any]) -> None:
    server.pages[PATH] = said("yes", usage={"completion_tokens": True, **usage})
    found = chat(server).ask(b"{}")
    assert (found.tokens_in, found.tokens_out) == (None, None)
