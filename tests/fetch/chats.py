"""A language model that says what a test writes, behind a real server of `server.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.fetch.server import Page

PATH = "/v1/chat/completions"
USAGE = {"prompt_tokens": 100, "completion_tokens": 7}


def said(content: str, *, model: str = "tiny-2026", usage: Mapping[str, int] | None = USAGE, **choice: Any) -> Page:
    """An answer of the service whose model wrote this."""
    chosen = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop", **choice}
    whole = {"id": "x", "object": "chat.completion", "created": 1.5, "model": model, "choices": [chosen]}
    return Page(json.dumps({**whole, **({"usage": usage} if usage else {})}), type="application/json")


def claims(*listed: Mapping[str, Any], **options: Any) -> Page:
    """An answer that points at these."""
    return said(json.dumps({"claims": list(listed)}), **options)


def sentences(handler: Any) -> list[dict[str, Any]]:
    """What a request was sent: numbered sentences."""
    body = json.loads(handler.sent)
    found: list[dict[str, Any]] = json.loads(body["messages"][1]["content"])["sentences"]
    return found


def pointing(*listed: Mapping[str, Any], **options: Any) -> Callable[[Any], Page]:
    """Of each request those claims whose sentence (`in`: words of it) was sent, with its number."""

    def answer(handler: Any) -> Page:
        found = []
        for sentence in sentences(handler):
            for one in listed:
                if one["in"] in sentence["text"]:
                    found.append({"sentence": sentence["n"], **{k: v for k, v in one.items() if k != "in"}})
        return claims(*found, **options)

    return answer


def in_turn(answers: Sequence[Any]) -> Callable[[Any], Page]:
    """One after the other, and the last one from then on."""
    left = list(answers)

    def answer(handler: Any) -> Page:
        one = left.pop(0) if len(left) > 1 else left[0]
        page: Page = one(handler) if callable(one) else one
        return page

    return answer
